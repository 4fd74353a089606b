"""Polite fetching, against servers on this machine."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from case.test_ingest import FEED, STORY, page
from sayso.errors import FetchError
from sayso.ingest import Options, ingest
from sayso.ingest.web import Fetcher, Limits, is_public
from sayso.store import Case


class Site:
    """A site whose answers the tests set; it counts what is asked."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.url = ""

    def set(self, path: str, body: str | bytes = b"", status: int = 200, **headers: str) -> None:
        data = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = status, {"Content-Type": "text/html; charset=utf-8", **named}, data

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            if self.path == "/drip":
                self.send_response(200)
                self.end_headers()
                try:
                    for _ in range(100):
                        self.wfile.write(b"x")
                        self.wfile.flush()
                        time.sleep(0.1)
                except OSError:
                    return
                return
            if self.path == "/drip-headers":
                try:
                    for char in b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 20:
                        self.wfile.write(bytes([char]))
                        self.wfile.flush()
                        time.sleep(0.1)
                except OSError:
                    return
                return
            if self.path == "/cut":
                self.send_response(200)
                self.send_header("Content-Length", "5000")
                self.end_headers()
                self.wfile.write(page().encode())
                return
            status, headers, body = made.answers.get(self.path, (404, {}, b""))
            if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
                status, body = 304, b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                return

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def fetcher() -> Fetcher:
    return Fetcher(limits=Limits(connect=2, whole=0.8, largest=200_000, pause=0), allow_private=True)


def test_robots_are_obeyed(site: Site, fetcher: Fetcher) -> None:
    site.set("/robots.txt", "User-agent: *\nDisallow: /private\n")
    site.set("/open", page())
    site.set("/private/1", page())
    assert fetcher.fetch(f"{site.url}/open").status == 200
    with pytest.raises(FetchError, match=r"robots\.txt"):
        fetcher.fetch(f"{site.url}/private/1")
    assert site.paths() == ["/open"]
    assert [path for path, _ in site.asked].count("/robots.txt") == 1


def test_a_site_that_does_not_say_is_left_alone(site: Site, fetcher: Fetcher) -> None:
    site.set("/robots.txt", status=503)
    site.set("/open", page())
    with pytest.raises(FetchError, match="does not say"):
        fetcher.fetch(f"{site.url}/open")


def test_a_pause_between_two_requests(site: Site) -> None:
    site.set("/robots.txt", "User-agent: *\nCrawl-delay: 7\n")
    site.set("/a", page())
    waited: list[float] = []
    fetcher = Fetcher(limits=Limits(pause=1), allow_private=True, sleep=waited.append, clock=lambda: 0.0)
    fetcher.fetch(f"{site.url}/a")
    fetcher.fetch(f"{site.url}/a")
    assert waited == [7.0, 7.0]


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://2130706433/", "http://0.0.0.0/",
     "http://10.1.2.3/", "http://169.254.169.254/latest/meta-data"],
)  # fmt: skip
def test_private_addresses_are_refused(url: str) -> None:
    with pytest.raises(FetchError, match=r"private|no host"):
        Fetcher().fetch(url)


def test_a_redirect_to_a_private_address_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.set("/go", status=302, Location="http://10.0.0.1/secret")
    site.set("/robots.txt", status=404)
    port = site.url.rpartition(":")[2]
    monkeypatch.setattr("sayso.ingest.web.is_public", lambda address: address == "127.0.0.1" or is_public(address))
    with pytest.raises(FetchError, match=r"10\.0\.0\.1 is a private"):
        Fetcher(limits=Limits(pause=0)).fetch(f"http://127.0.0.1:{port}/go")


@pytest.mark.parametrize("url", ["ftp://x.example/", "file:///etc/passwd", "http://", "http://user:pw@x.example/", "x"])
def test_only_web_addresses_are_fetched(url: str) -> None:
    with pytest.raises(FetchError):
        Fetcher().fetch(url)


def test_a_redirect_to_a_file_is_named_as_it_is(site: Site, fetcher: Fetcher) -> None:
    site.set("/a", status=302, Location="file:///etc/passwd")
    with pytest.raises(FetchError, match="'file:///etc/passwd' is not a web address"):
        fetcher.fetch(f"{site.url}/a")


@pytest.mark.parametrize("url", ["http://169.254.169.254/latest/meta-data", "http://[::ffff:169.254.169.254]/", "http://[fe80::1]/"])
def test_ones_own_network_is_not_its_machinery(url: str, fetcher: Fetcher) -> None:
    with pytest.raises(FetchError, match="own machinery"):
        fetcher.fetch(url)


def test_an_answer_that_breaks_off_is_not_taken_for_the_page(site: Site, fetcher: Fetcher) -> None:
    with pytest.raises(FetchError, match="breaks off before its end"):
        fetcher.fetch(f"{site.url}/cut")


def test_a_redirect_loop_ends(site: Site, fetcher: Fetcher) -> None:
    site.set("/a", status=302, Location="/b")
    site.set("/b", status=302, Location="/a")
    with pytest.raises(FetchError, match="loop"):
        fetcher.fetch(f"{site.url}/a")
    assert len(site.paths()) == 6


@pytest.mark.parametrize("path", ["/drip", "/drip-headers"])
def test_a_server_that_drips_is_left(site: Site, fetcher: Fetcher, path: str) -> None:
    started = time.monotonic()
    with pytest.raises(FetchError, match="too long"):
        fetcher.fetch(f"{site.url}{path}")
    assert time.monotonic() - started < 5


def test_large_answers_and_bombs_are_refused(site: Site, fetcher: Fetcher) -> None:
    site.set("/large", b"x" * 300_000)
    site.set("/bomb", gzip.compress(b"\0" * 5_000_000), Content_Encoding="gzip")
    site.set("/packed", gzip.compress(page().encode()), Content_Encoding="gzip")
    for path, message in (("/large", "more than"), ("/bomb", "unpacked")):
        with pytest.raises(FetchError, match=message):
            fetcher.fetch(f"{site.url}{path}")
    assert fetcher.fetch(f"{site.url}/packed").body == page().encode()


def test_errors_are_told(site: Site, fetcher: Fetcher) -> None:
    with pytest.raises(FetchError, match="answers 404"):
        fetcher.fetch(f"{site.url}/none")
    with pytest.raises(FetchError, match="can't be fetched"):
        fetcher.fetch("http://127.0.0.1:9/")


def test_pages_come_into_the_case_and_are_asked_for_conditionally(local: Case, site: Site, fetcher: Fetcher) -> None:
    pytest.importorskip("trafilatura")
    site.set("/1", page(), ETag='"one"')
    options = Options(fetcher=fetcher)
    assert ingest(local, [f"{site.url}/1"], options).new == 1
    assert ingest(local, [f"{site.url}/1"], options).same == 1
    assert site.asked[-1][1]["if-none-match"] == '"one"'
    site.set("/1", page(STORY.replace("noon", "four")), ETag='"two"')
    assert ingest(local, [f"{site.url}/1"], options).versions == 1
    (row,) = local.documents()
    assert (row["url"], row["version"], row["published"]) == (f"{site.url}/1", 2, "2016-05-06")


def test_a_feed_is_followed_to_its_articles(local: Case, site: Site, fetcher: Fetcher, tmp_path: Any) -> None:
    pytest.importorskip("trafilatura")
    pytest.importorskip("feedparser")
    feed = FEED.format(text="Short.", date="<pubDate>Sat, 07 May 2016 10:00:00 +0000</pubDate>")
    site.set("/feed", feed.replace("https://l.example", site.url), Content_Type="application/rss+xml")
    site.set("/1", page().replace("2016-05-06T08:00:00Z", ""))
    tally = ingest(local, [f"{site.url}/feed"], Options(fetcher=fetcher))
    assert (tally.new, len(tally.refused)) == (1, 1)
    (row,) = local.documents(text=True)
    assert (row["text"], row["published"]) == (STORY, "2016-05-07")  # the page gives no date, the feed does
    (tmp_path / "list.txt").write_text(f"# two\n{site.url}/1\n{site.url}/feed\n")
    assert ingest(local, [str(tmp_path / "list.txt")], Options(fetcher=fetcher)).same == 2
