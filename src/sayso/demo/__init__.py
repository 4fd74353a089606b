"""Bundled reports about one well-known episode, and what their claims agree and differ on.

The reports are written for Sayso from public facts about the airstrike on the trauma hospital of Médecins Sans
Frontières in Kunduz, Afghanistan, on 3 October 2015. Their outlets do not exist; the people and bodies named in
them, and what these are said to have said, are on the public record.
"""

from sayso.demo.compare import Facet, Value, compare, voices
from sayso.demo.reports import reports

__all__ = ["Facet", "Value", "compare", "reports", "voices"]
