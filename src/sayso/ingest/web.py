"""Polite fetching: robots.txt, one host at a time with a pause, conditional requests, limits, no private addresses.

Every address is resolved once, checked, and connected to as resolved, so that a name can't be turned to a private
machine between the check and the connection.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from sayso.errors import FetchError
from sayso.ingest.packing import encodings, unpacked

AGENT = "sayso"
LARGEST = 20_000_000
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/pdf;q=0.9,*/*;q=0.5"
_KEPT = ("content-type", "date", "last-modified", "etag", "content-language")


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for a connection and for a whole answer, bytes of an answer, redirects, seconds between two requests."""

    connect: float = 15.0
    whole: float = 60.0
    largest: int = LARGEST
    redirects: int = 5
    pause: float = 1.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent. ``url`` is the address after redirects; status 304 means not changed."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def media_type(self) -> str:
        """The type of the body without its parameters."""
        return self.headers.get("content-type", "").split(";")[0].strip().lower()

    def kept_headers(self) -> dict[str, str]:
        """The headers that the case keeps."""
        return {name: self.headers[name] for name in _KEPT if name in self.headers}


class Fetcher:
    """Fetches web pages, one at a time. ``allow_private`` is for a user's own network and for tests."""

    def __init__(
        self,
        *,
        limits: Limits | None = None,
        agent: str = AGENT,
        allow_private: bool = False,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.limits = limits or Limits()
        self._agent = agent
        self._allow_private = allow_private
        self._sleep, self._clock = sleep, clock
        self._robots: dict[str, RobotFileParser | None] = {}
        self._last: dict[str, float] = {}

    def fetch(self, url: str, conditions: Mapping[str, str] | None = None) -> Answer:
        """The answer to a GET. ``conditions`` are headers such as If-None-Match. Raises FetchError."""
        for _ in range(self.limits.redirects + 1):
            _parts(url)  # before the site's rules are asked for
            self._check_robots(url)
            answer = self._get(url, conditions)
            if answer.status not in _REDIRECTS:
                if answer.status == 304 or 200 <= answer.status < 300:
                    return answer
                raise FetchError(f"{url} answers {answer.status}.", "Check the address, or try again later.")
            target = answer.headers.get("location")
            if not target:
                raise FetchError(f"{url} redirects to nowhere.", "Check the address.")
            url = urljoin(url, target)
        raise FetchError(f"{url} redirects more than {self.limits.redirects} times.", "It may be a loop; check it.")

    def _check_robots(self, url: str) -> None:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = self._read_robots(site)
        rules = self._robots[site]
        if rules is not None and not rules.can_fetch(self._agent, url):
            raise FetchError(f"{url} may not be fetched: the site's robots.txt says so.", "Save the page yourself.")

    def _read_robots(self, site: str) -> RobotFileParser | None:
        """The rules of a site; None where it has none. A site that fails to say is left alone."""
        url = f"{site}/robots.txt"
        for _ in range(self.limits.redirects + 1):
            answer = self._get(url)
            if answer.status not in _REDIRECTS:
                break
            url = urljoin(url, answer.headers.get("location", ""))
        if answer.status >= 500 or answer.status == 429:
            raise FetchError(f"{site} does not say what may be fetched ({answer.status}).", "Try again later.")
        if answer.status != 200:
            return None
        rules = RobotFileParser()
        rules.parse(answer.body[:500_000].decode("utf-8", "replace").splitlines())
        rules.modified()
        return rules

    def _wait(self, host: str, site: str) -> None:
        rules = self._robots.get(site)
        asked = rules.crawl_delay(self._agent) if rules is not None else None
        pause = max(self.limits.pause, min(float(asked), 60.0) if asked else 0.0)
        if host in self._last:
            left = self._last[host] + pause - self._clock()
            if left > 0:
                self._sleep(left)
        self._last[host] = self._clock()

    def _get(self, url: str, conditions: Mapping[str, str] | None = None) -> Answer:
        parts, host, port = _parts(url)
        address = self._resolve(host, port)
        self._wait(host, f"{parts.scheme}://{parts.netloc}")
        headers = {
            "User-Agent": self._agent, "Accept": _ACCEPT, "Accept-Encoding": encodings(), "Connection": "close",
            **(conditions or {}),
        }  # fmt: skip
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            target.encode("ascii")
        except UnicodeEncodeError:
            from urllib.parse import quote

            target = quote(target, safe="/%?&=+,;:@!$'()*~#[]")
        connection = _Pinned(host, port, address, parts.scheme == "https", self.limits.connect)
        # A server may send one byte a second for ever: no time-out between two bytes ends that, this does.
        late = threading.Event()
        watchdog = threading.Timer(self.limits.whole, _abort, (connection, late))
        watchdog.daemon = True
        watchdog.start()
        response: http.client.HTTPResponse | None = None
        try:
            connection.request("GET", target, headers=headers)
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            body = b"" if response.status in _REDIRECTS else self._body(response, found, url)
            if late.is_set():
                raise TimeoutError
            return Answer(url, response.status, found, body)
        except (OSError, http.client.HTTPException, ValueError, AttributeError) as error:
            if late.is_set() or isinstance(error, TimeoutError):
                raise FetchError(f"{url} takes too long.", "Try again later.") from error
            raise FetchError(f"{url} can't be fetched: {error or type(error).__name__}.", "Try again later.") from error
        finally:
            watchdog.cancel()
            if response is not None:
                response.close()
            connection.close()

    def _body(self, response: http.client.HTTPResponse, headers: Mapping[str, str], url: str) -> bytes:
        largest = self.limits.largest
        too_large = FetchError(f"{url} sends more than {largest:,} bytes.", "Save the page yourself.")
        announced = headers.get("content-length", "")
        if announced.isdigit() and int(announced) > largest:
            raise too_large
        parts, size = [], 0
        while part := response.read1(1 << 16):
            parts.append(part)
            size += len(part)
            if size > largest:
                raise too_large
        if response.length:  # of what was announced, so much is missing
            raise FetchError(f"{url} breaks off before its end.", "Try again later.")
        body = unpacked(b"".join(parts), headers.get("content-encoding", ""), largest)
        if body is None:
            raise FetchError(f"{url} can't be unpacked to at most {largest:,} bytes.", "Save the page yourself.")
        return body

    def _resolve(self, host: str, port: int) -> str:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise FetchError(f"There is no host {host}, or no network.", "Check the address.") from error
        for entry in found:
            address = str(entry[4][0])
            if self._allow_private:
                if _is_machinery(address):
                    raise FetchError(f"{host} is an address of the network's own machinery ({address}).",
                                     "Such addresses are never fetched.")  # fmt: skip
            elif not is_public(address):
                raise FetchError(f"{host} is a private address ({address}).", "Only public web sites are fetched.")
        return str(found[0][4][0])


def _parts(url: str) -> tuple[SplitResult, str, int]:
    """An address taken apart, its host and its port. Raises FetchError where it is none that is fetched."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise FetchError(f"{url!r} is not an address.", "Write https://…") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise FetchError(f"{url!r} is not a web address.", "Only http and https are fetched.")
    if parts.username or parts.password:
        raise FetchError("An address with a password is not fetched.", "Save the page yourself.")
    return parts, parts.hostname, port


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet.

    >>> is_public("93.184.215.14"), is_public("127.0.0.1"), is_public("::ffff:10.0.0.1"), is_public("169.254.169.254")
    (True, False, False, False)
    """
    ip = _inner(address)
    return ip is not None and ip.is_global and not ip.is_multicast


def _is_machinery(address: str) -> bool:
    """Whether an address is of its network's own machinery, as the one that hands out a rented machine's keys."""
    ip = _inner(address)
    return ip is None or ip.is_link_local or ip.is_multicast


def _inner(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """An IP address, that of the older kind where the newer one only stands for it."""
    try:
        ip = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return None
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return inner
        if ip in ipaddress.ip_network("64:ff9b::/96"):
            return ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
    return ip


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was checked, under the host's name."""

    def __init__(self, host: str, port: int, address: str, secure: bool, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self._address, self._secure = address, secure
        self.held: socket.socket | None = None  # an answer may take the socket over from its connection

    def connect(self) -> None:
        self.sock: Any = socket.create_connection((self._address, self.port), self.timeout)
        if self._secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)
        self.held = self.sock


def _abort(connection: _Pinned, late: threading.Event) -> None:
    late.set()
    sock = connection.held
    if sock is not None:
        try:
            sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
