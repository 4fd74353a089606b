"""Claims: what is said to have happened, to whom, by whom, where, when, how many, and on whose say-so."""

from sayso.claims.assemble import ClaimRules, Found, find_claims
from sayso.claims.counted_speakers import but_speakers
from sayso.claims.figures import find_figures
from sayso.claims.model import Arguments, Trigger

__all__ = ["Arguments", "ClaimRules", "Found", "Trigger", "but_speakers", "find_claims", "find_figures"]
