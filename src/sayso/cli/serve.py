"""``sayso serve``: a case in the browser."""

from __future__ import annotations

import socket
import threading
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.console import messages
from sayso.cli.options import DEFAULT_MODEL, Codebook, Gazetteer, Model

if TYPE_CHECKING:
    from sayso.store import Case

PORT = 8750
# Ports that are tried after the first one, where nobody asked for a particular one.
_TRIES = 20
_LOOPBACK = ("127.0.0.1", "::1", "localhost")

EXAMPLES = """**Examples**

`sayso serve syria.sayso`

`sayso serve syria.sayso --port 9000 --no-browser --basemap middle-east.pmtiles`
"""


def serve(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A file, or a postgresql:// address.")],
    port: Annotated[
        int | None, typer.Option(min=0, max=65_535, help=f"Port; else the first free one from {PORT} on.")
    ] = None,
    host: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS", help="Address to listen on; others than this machine can reach it only if you say so."
        ),
    ] = "127.0.0.1",
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", metavar="NAME", help="Name under which other machines ask.", show_default=False),
    ] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the browser.")] = True,
    basemap: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            metavar="FILE",
            help="PMTiles file to draw below the places.",
            show_default=False,
        ),
    ] = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Let pages of your own network be added.")
    ] = False,
    model: Model = DEFAULT_MODEL,
    gazetteer: Gazetteer = None,
    codebook: Codebook = None,
) -> None:
    """Open a case in the browser: events on a map and over time, their sources, the articles with every claim marked.

    It answers this machine alone, unless `--host` says otherwise; it has no passwords.
    """
    from sayso.store import open_case
    from sayso.web import Settings

    near = host in _LOOPBACK
    settings = Settings(
        hosts=(*(allow_host or ()), *(() if near else (socket.gethostname(),))), numbers=not near, basemap=basemap,
        model=model, gazetteer=gazetteer, codebook=codebook, allow_private=allow_private,
    )  # fmt: skip
    if not near:
        messages().print(f"Everybody who can reach {host} can read and change this case.", style="yellow", markup=False)
    with open_case(case) as opened:
        run(opened, settings, host=host, port=port, browser=browser)


def run(
    case: Case, settings: object, *, host: str = "127.0.0.1", port: int | None = None, browser: bool = True
) -> None:
    """Serves an open case until it is interrupted."""
    import uvicorn

    from sayso.web import create_app

    app = create_app(case, settings)  # type: ignore[arg-type]
    # What pages are counted from is read while the browser starts.
    threading.Thread(target=app.state.bench.snapshots.now, daemon=True).start()
    listening = _listen(host, port)
    shown = listening.getsockname()[1]
    name = f"[{host}]" if ":" in host else host
    address = f"http://{'127.0.0.1' if host in ('0.0.0.0', 'localhost') else name}:{shown}/"
    messages().print(f"{case.name} is at {address} (Ctrl-C stops it)", markup=False)
    if browser:
        threading.Timer(0.2, webbrowser.open, (address,)).start()
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=2, ws="none"
    )
    server = uvicorn.Server(config)
    try:
        server.run(sockets=[listening])
    finally:
        listening.close()


def _listen(host: str, port: int | None) -> socket.socket:
    """A listening socket. Raises InputError where none can be had."""
    from sayso.errors import InputError

    wanted = [port] if port is not None else range(PORT, PORT + _TRIES)
    last: OSError | None = None
    for one in wanted:
        try:
            family = socket.getaddrinfo(host, one, type=socket.SOCK_STREAM)[0]
        except OSError as error:
            raise InputError(f"{host} is no address of this machine.", "Leave --host out.") from error
        found = socket.socket(family[0], socket.SOCK_STREAM)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind(family[4])
            found.listen(64)
        except OSError as error:
            found.close()
            last = error
            continue
        return found
    why = last.strerror if last else "unknown"
    raise InputError(f"{host} can't be listened on at port {wanted[0]}: {why}.", "Choose another with --port.")
