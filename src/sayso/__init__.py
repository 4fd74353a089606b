"""Sayso: on whose say-so? Attributed, geolocated claims from conflict reporting.

>>> import sayso
>>> record = sayso.Coder().code("A car bomb killed 12 people in Baghdad, police said.")
>>> record.claims[0].kind, record.claims[0].sources[0].text
('bombing', 'police')
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sayso import errors
from sayso.documents import Document
from sayso.errors import SaysoError
from sayso.record import Claim, Record, dumps, loads

if TYPE_CHECKING:
    from sayso.coder import Coder
    from sayso.store import open_case as open

__version__ = "0.1.0"

__all__ = ["Claim", "Coder", "Document", "Record", "SaysoError", "__version__", "dumps", "errors", "loads", "open"]


def __getattr__(name: str) -> Any:
    # The coder brings the parser with it: `import sayso` alone stays light.
    if name == "Coder":
        from sayso.coder import Coder

        return Coder
    if name == "open":
        from sayso.store import open_case

        return open_case
    raise AttributeError(f"module 'sayso' has no attribute {name!r}")
