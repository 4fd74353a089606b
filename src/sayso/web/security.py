"""Who may ask what: hosts, origins, tokens against forged requests, and headers that keep pages to themselves.

The workbench is meant for one machine. A request is served where it names this server as its host, so that no foreign
name can be made to point here (DNS rebinding); one that changes something must come from a page of this server and
carry that page's token.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import json
import secrets
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sayso.errors import SaysoError

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
COOKIE = "sayso"
# Bytes of a request's body; an upload may be a whole archive.
LARGEST_BODY = 200_000_000
# Bytes of one field of a form; a pasted text is one.
LARGEST_FIELD = 8_000_000


class Refusal(SaysoError):
    """A request that is not served; ``status`` is the HTTP status of the answer."""

    def __init__(self, status: int, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.status = status


def host_name(header: str) -> str:
    """The name in a Host header, without the port.

    >>> host_name("LocalHost:8000"), host_name("[::1]:8000"), host_name("127.0.0.1")
    ('localhost', '::1', '127.0.0.1')
    """
    if not header or any(char in header for char in "/\\@?# \t"):
        return ""
    try:
        return (urlsplit(f"//{header}").hostname or "").lower()
    except ValueError:
        return ""


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


class Guard:
    """Middleware around everything. ``hosts`` are the names under which this server may be asked.

    ``numbers`` lets every numeric address pass as a host: for a server that is reached from other machines, whose
    number nobody can forge a name for.
    """

    def __init__(self, app: ASGIApp, *, hosts: frozenset[str], policy: str, numbers: bool = False) -> None:
        self._app = app
        self._hosts, self._numbers = hosts, numbers
        self._secret = secrets.token_bytes(32)
        self._headers = {
            "content-security-policy": policy,
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
            "referrer-policy": "same-origin",
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
            "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        try:
            self._check(scope, headers)
        except Refusal as error:
            await _refuse(error, send, self._headers)
            return
        visitor = _visitor(headers)
        fresh = visitor is None
        visitor = visitor or secrets.token_hex(16)
        token = hmac.new(self._secret, visitor.encode(), hashlib.sha256).hexdigest()
        scope.setdefault("state", {})["csrf"] = token
        taken = 0

        async def limited() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > LARGEST_BODY:
                raise Refusal(413, f"A request may have {LARGEST_BODY:,} bytes.", "Add large files by sayso add.")
            return message

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    out.setdefault(name, value)
                out.setdefault("cache-control", "no-store")
                if fresh and ("text/html" in out.get("content-type", "") or scope["path"] == "/api/token"):
                    out.append("set-cookie", f"{COOKIE}={visitor}; Path=/; HttpOnly; SameSite=Strict")
            await send(message)

        await self._app(scope, limited, answer)

    def _check(self, scope: Scope, headers: Headers) -> None:
        named = headers.getlist("host")
        host = host_name(named[0]) if len(named) == 1 else ""
        if host not in self._hosts and not (self._numbers and _is_number(host)):
            raise Refusal(421, "This server does not answer under that name.",
                          "Open the address that sayso serve printed, or name the host: --allow-host.")  # fmt: skip
        if scope["method"] in SAFE_METHODS:
            return
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        if origin is not None and origin.lower() != f"{scope['scheme']}://{named[0].lower()}":
            raise Refusal(403, "The request comes from another site.", "Use the workbench's own pages.")
        if site is not None and site not in ("same-origin", "none"):
            raise Refusal(403, "The request comes from another site.", "Use the workbench's own pages.")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            raise Refusal(413, f"A request may have {LARGEST_BODY:,} bytes.", "Add large files by sayso add.")


def _visitor(headers: Headers) -> str | None:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return None
    value = found.value if found else ""
    return value if len(value) == 32 and all(char in "0123456789abcdef" for char in value) else None


async def _refuse(error: Refusal, send: Send, headers: dict[str, str]) -> None:
    body = json.dumps(error_body(error.status, error)).encode()
    sent = {**headers, "content-type": "application/json", "content-length": str(len(body)), "cache-control": "no-store"}
    pairs = [(name.encode(), value.encode()) for name, value in sent.items()]
    await send({"type": "http.response.start", "status": error.status, "headers": pairs})
    await send({"type": "http.response.body", "body": body})


def error_body(status: int, error: SaysoError) -> dict[str, Any]:
    """The one JSON shape of errors."""
    about = {"status": status, "type": type(error).__name__, "message": error.message, "hint": error.hint}
    return {"error": about}


def csrf_token(request: Request) -> str:
    """The token that forms of this visitor carry in the field ``csrf``, scripts in the header X-CSRF-Token."""
    token: str = request.scope["state"]["csrf"]
    return token


async def checked(request: Request) -> None:
    """Raises Refusal for a request that changes something without the visitor's token. Stands before every route."""
    if request.method in SAFE_METHODS:
        return
    given: Any = request.headers.get("x-csrf-token")
    if given is None and "form" in request.headers.get("content-type", ""):
        given = (await request.form(max_part_size=LARGEST_FIELD)).get("csrf")
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), csrf_token(request).encode()):
        raise Refusal(403, "The form is out of date.", "Open its page again and send it from there.")
