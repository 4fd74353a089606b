"""The commands. Data goes to standard output, everything else to standard error."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """The entry point of ``sayso``. An interruption while its modules are read ends as any other, without a traceback."""
    try:
        from sayso.cli.app import main as run
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n")
        sys.exit(130)
    run()
