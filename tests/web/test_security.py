"""Requests that are refused, and fields that stay words."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import pytest

from sayso.store import open_case
from sayso.web import Settings
from sayso.web.security import host_name

from .conftest import served
from .nasty import nasty_case

_PAGES = ("/events", "/claims", "/documents", "/sources", "/sources?by=origin", "/add", "/api")


def _message(answer: httpx.Response) -> str:
    error = answer.json()["error"]
    assert set(error) == {"status", "type", "message", "hint"} and error["status"] == answer.status_code
    message: str = error["message"]
    return message


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil.example", "", "127.0.0.1@evil.example",
     "evil.example#127.0.0.1", "192.168.1.1", "[::2]", "127.0.0.1, evil.example", "localhost/../evil"],
)  # fmt: skip
def test_other_names_for_this_server_are_refused(demo: str, host: str) -> None:
    answer = httpx.get(f"{demo}/events", headers={"host": host})
    assert answer.status_code in (400, 421)
    if answer.status_code == 421:
        assert "name" in _message(answer)


def test_two_host_headers_are_refused(demo: str) -> None:
    import socket

    port = int(demo.rsplit(":", 1)[1])
    with socket.create_connection(("127.0.0.1", port)) as raw:
        raw.sendall(b"GET /events HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
        assert raw.recv(100).split()[1] in (b"400", b"421")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:9", "[::1]:80"])
def test_names_of_this_machine_are_answered(demo: str, host: str) -> None:
    assert httpx.get(f"{demo}/events", headers={"host": host}).status_code == 200


def test_a_server_for_others_takes_numbers_and_given_names(demo_file: Path) -> None:
    settings = Settings(hosts=("desk.example",), numbers=True)
    with open_case(demo_file) as case, served(case, settings) as address:
        for host, status in (("10.1.2.3:80", 200), ("desk.example", 200), ("other.example", 421)):
            assert httpx.get(f"{address}/events", headers={"host": host}).status_code == status


def test_host_names_are_read_as_browsers_do() -> None:
    assert host_name("[::1]") == "::1"
    assert host_name("a b") == host_name("x/y") == host_name("u@h") == ""


def _token(client: httpx.Client) -> str:
    found = re.search(r'name="csrf" (?:content|value)="([0-9a-f]{64})"', client.get("/add").text)
    assert found
    return found[1]


@pytest.mark.parametrize(
    "headers",
    [{"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"},
     {"sec-fetch-site": "same-site"}, {"origin": "https://127.0.0.1"}],
)  # fmt: skip
def test_requests_from_other_sites_are_refused_even_with_the_token(own: str, headers: dict[str, str]) -> None:
    with httpx.Client(base_url=own) as client:
        answer = client.post("/add/text", data={"csrf": _token(client), "text": "One two."}, headers=headers)
        assert answer.status_code == 403 and "another site" in _message(answer)
        assert client.get("/add/jobs/1.json").status_code == 404


def test_a_request_without_its_own_token_is_refused(own: str) -> None:
    with httpx.Client(base_url=own) as one, httpx.Client(base_url=own) as other:
        token, foreign = _token(one), _token(other)
        assert token != foreign
        for body in ({}, {"csrf": ""}, {"csrf": foreign}, {"csrf": token + "0"}):
            for path in ("/add/text", "/add/waiting", "/add/addresses", "/add/files"):
                assert one.post(path, data={"text": "One two.", **body}).status_code == 403
        assert one.post("/api/documents", json={"text": "One two."}).status_code == 403
        assert httpx.post(f"{own}/add/waiting", data={"csrf": token}).status_code == 403  # the cookie is missing
        assert one.get("/add/jobs/1.json").status_code == 404
        same = {"origin": own, "sec-fetch-site": "same-origin"}
        assert one.post("/add/waiting", data={"csrf": token}, headers=same).status_code == 303


def test_the_cookie_stays_here(demo: str) -> None:
    cookie = httpx.get(f"{demo}/add").headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
    assert "set-cookie" not in httpx.get(f"{demo}/events.json").headers


def test_every_answer_keeps_browsers_to_this_server(demo: str) -> None:
    for path in (*_PAGES, "/events.json", "/nowhere", "/static/x/app.css"):
        headers = httpx.get(demo + path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
        assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY"
        assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize(
    "path",
    ["/static/x/../app.py", "/static/x/..%2f..%2fapp.py", "/static/x/%2e%2e/%2e%2e/app.py", "/static/x//etc/passwd",
     "/static/x/%2fetc%2fpasswd", "/static/x/vendor/vendor.toml", "/static/x/app.css%00.js", "/documents/..%2f..%2fetc%2fpasswd",
     "/documents/~Li4vLi4vZXRjL3Bhc3N3ZA", "/basemap.pmtiles", "/static/x/..\\..\\app.py"],
)  # fmt: skip
def test_no_file_but_the_listed_ones_is_given(demo: str, path: str) -> None:
    import http.client

    # Sent as it is: httpx would tidy it up.
    connection = http.client.HTTPConnection(demo.removeprefix("http://"))
    connection.request("GET", path)
    answer = connection.getresponse()
    assert answer.status in (404, 503) and b"root:" not in answer.read()
    connection.close()


def test_an_address_to_fetch_is_never_a_file(own: str) -> None:
    with httpx.Client(base_url=own) as client:
        token = _token(client)
        for address in ("/etc/passwd", "file:///etc/passwd", "ftp://x.example/a", "-", "."):
            answer = client.post("/add/addresses", data={"csrf": token, "addresses": address})
            assert answer.status_code == 400, address
        given = {"csrf": token, "addresses": "http://127.0.0.1:1/x\n/etc/passwd\nfile:///etc/passwd"}
        job = client.post("/add/addresses", data=given).headers["location"]
        told = [one["text"] for one in _done(client, job)["steps"] if one["kind"] == "error"]
        assert len(told) == 3, "one bad address costs itself alone"
        assert "no address of the web" in told[1] and "no address of the web" in told[2]
        assert not [one for one in client.get("/documents.json").json()["documents"] if "passwd" in str(one)]


def test_what_an_upload_says_of_files_that_cannot_be_read(own: str) -> None:
    with httpx.Client(base_url=own) as client:
        files = [("files", ("bad.pdf", b"%PDF-1.4 broken")), ("files", ("../../../odd.dat", b"\x00\x01\xff\xfe"))]
        job = client.post("/add/files", data={"csrf": _token(client)}, files=files).headers["location"]
        told = [one["text"] for one in _done(client, job)["steps"] if one["kind"] == "error"]
    assert [one.partition(":")[0] for one in told] == ["bad.pdf", "odd.dat"]


def _done(client: httpx.Client, job: str) -> dict[str, Any]:
    for _ in range(1200):
        found: dict[str, Any] = client.get(f"{job}.json").json()
        if found["state"] == "done":
            return found
        time.sleep(0.05)
    raise AssertionError(f"{job} does not end")


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with nasty_case(tmp_path_factory.mktemp("nasty") / "n.sayso") as case, served(case) as address:
        yield address


class _Tags(HTMLParser):
    """Everything of a page that could do something."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[dict[str, str | None]] = []
        self.wrong: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = dict(attrs)
        if tag == "script":
            self.scripts.append(about)
        if tag in ("style", "iframe", "object", "embed", "base") or (tag == "img" and about.get("alt") != ""):
            self.wrong.append(tag)
        self.wrong += [f"{tag} {name}" for name in about if name.startswith("on") or name == "style"]
        for name in ("href", "src", "action", "formaction", "xlink:href"):
            if about.get(name):
                self.links.append(str(about[name]))


def test_no_field_of_an_article_becomes_markup(nasty: str) -> None:
    with httpx.Client(base_url=nasty, headers={"accept": "text/html"}, follow_redirects=True) as client:
        events = [row["event"] for row in client.get("/events.json?limit=50").json()["events"]]
        claims = client.get("/claims.json?limit=50").json()["claims"]
        assert len(claims) == 12 and events
        seen: set[str] = set()
        waiting = [*_PAGES, *(f"/events/{one}" for one in events), "/events?q=%3Cscript%3E&place=%22%3E%3Cimg%3E",
                   "/claims?outlet=%3Cscript%3Ealert(1)%3C/script%3E", "/events?sort=%3Cscript%3E"]  # fmt: skip
        while waiting:
            path = waiting.pop()
            if path in seen or len(seen) > 250:
                continue
            seen.add(path)
            answer = client.get(path)
            assert answer.status_code < 500, path
            if "text/html" not in answer.headers.get("content-type", ""):
                continue
            tags = _Tags()
            tags.feed(answer.text)
            assert tags.wrong == [], path
            for script in tags.scripts:
                assert script.get("type") in ("importmap", "module") and str(script.get("src", "/static/")).startswith("/static/")
            assert "{{ 7*7 }}" in answer.text or "7*7" not in answer.text
            for link in tags.links:
                assert link.startswith(("/", "#", "?")), (path, link)
            waiting += [link.split("#")[0] for link in tags.links if link.startswith(("/documents/", "/events/"))]
        articles = {one for one in seen if one.startswith("/documents/") and "?" not in one and not one.endswith(".json")}
        assert len(articles) >= 6, articles


def test_tables_hold_no_formulas(nasty: str) -> None:
    import csv

    for path in ("/claims.csv", "/sources.csv?by=origin"):
        for row in csv.reader(httpx.get(nasty + path).text.splitlines()):
            assert not any(cell.startswith(("=", "+", "@")) for cell in row), path
