"""Who is cited in a set of records: for how many claims, through whom, and how far they and the outlet commit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sayso.record import Claim, Record

# The outlet itself, where a claim names no source.
OUTLET = "(the outlet itself)"


@dataclass(slots=True)
class Cited:
    """One source over all records.

    ``claims`` counts the claims that it stands in the chain of, ``documents`` the records they are in; ``origin`` of
    these claims are its own words, the others it passes on. ``denied`` and ``hedged`` count claims that it denies
    and that the text keeps at a distance; ``based`` claims for which evidence is stated. ``through`` counts those
    who pass on what it says, ``passes_on`` those whose words it passes on, ``cues`` the words that tie it.
    """

    name: str
    claims: int = 0
    documents: int = 0
    origin: int = 0
    denied: int = 0
    hedged: int = 0
    based: int = 0
    role: str = "speaker"
    country: str | None = None
    through: dict[str, int] = field(default_factory=dict)
    passes_on: dict[str, int] = field(default_factory=dict)
    cues: dict[str, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The JSON form, most frequent relay and cue first."""
        return {
            "name": self.name,
            "role": self.role,
            "country": self.country,
            "claims": self.claims,
            "documents": self.documents,
            "origin": self.origin,
            "asserted": self.origin - self.denied,
            "denied": self.denied,
            "hedged": self.hedged,
            "with_basis": self.based,
            "through": _ranked(self.through),
            "passes_on": _ranked(self.passes_on),
            "cues": _ranked(self.cues),
        }


def _ranked(counts: dict[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def count_sources(records: Iterable[Record]) -> list[Cited]:
    """The sources of all claims, those of most claims first; the outlet's own voice is one of them."""
    found: dict[str, Cited] = {}
    for record in records:
        seen: set[str] = set()
        for claim in record.claims:
            for cited in _count(claim, found):
                if cited.name not in seen:
                    seen.add(cited.name)
                    cited.documents += 1
    return sorted(found.values(), key=lambda cited: (-cited.claims, cited.name))


def _count(claim: Claim, found: dict[str, Cited]) -> list[Cited]:
    names = [source.name for source in claim.sources] or [OUTLET]
    out = []
    for at, name in enumerate(dict.fromkeys(names)):
        cited = found.setdefault(name, Cited(name))
        cited.claims += 1
        cited.hedged += claim.hedged
        cited.based += claim.basis is not None
        if at == 0:
            cited.origin += 1
            cited.denied += claim.status == "denied" and bool(claim.sources)
        else:
            cited.passes_on[names[0]] = cited.passes_on.get(names[0], 0) + 1
        if at + 1 < len(names):
            cited.through[names[at + 1]] = cited.through.get(names[at + 1], 0) + 1
        if claim.sources:
            source = claim.sources[names.index(name)]
            cited.role = source.role
            cited.country = cited.country or source.country
            if source.cue is not None:
                cue = source.cue.text.lower()
                cited.cues[cue] = cited.cues.get(cue, 0) + 1
        out.append(cited)
    return out
