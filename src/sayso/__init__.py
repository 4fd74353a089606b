"""Sayso: on whose say-so? Attributed, geolocated claims from conflict reporting.

>>> import sayso
>>> record = sayso.Coder().code("A car bomb killed 12 people in Baghdad, police said.")
>>> record.claims[0].kind, record.claims[0].sources[0].text
('bombing', 'police')
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sayso import errors
    from sayso.coder import Coder
    from sayso.documents import Document
    from sayso.errors import SaysoError
    from sayso.record import Claim, Record, dumps, loads
    from sayso.store import open_case as open

__version__ = "0.1.0"

__all__ = ["Claim", "Coder", "Document", "Record", "SaysoError", "__version__", "dumps", "errors", "loads", "open"]

_WHERE = {
    "Claim": "record", "Coder": "coder", "Document": "documents", "Record": "record", "SaysoError": "errors",
    "dumps": "record", "loads": "record",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    # The coder brings the parser with it, the case its database: `import sayso` alone stays light.
    if name == "errors":
        return import_module("sayso.errors")
    if name == "open":
        return import_module("sayso.store").open_case
    if name in _WHERE:
        return getattr(import_module(f"sayso.{_WHERE[name]}"), name)
    raise AttributeError(f"module 'sayso' has no attribute {name!r}")
