"""The attribution layer: who says what, by which cue, with which stance, on what evidence."""

from sayso.attribution.citing import Cited, count_sources
from sayso.attribution.credits import find_credit
from sayso.attribution.finder import find_speeches
from sayso.attribution.lexicon import CueLexicon, Outlet
from sayso.attribution.model import Speech, Speeches

__all__ = ["Cited", "CueLexicon", "Outlet", "Speech", "Speeches", "count_sources", "find_credit", "find_speeches"]
