"""The cue lexicon: which words introduce speech, in which frames, with which stance; outlets; evidence nouns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sayso.codebook import read_rows
from sayso.errors import CodebookError

FRAMES = ("that", "quote", "to", "ing", "obj", "objto", "of", "for", "by", "as")


@dataclass(frozen=True, slots=True)
class Outlet:
    """A news outlet, agency, broadcaster or monitor.

    ``kind`` is agency, broadcaster, newspaper, magazine, site, radio or monitor; ``owner`` is state, public,
    private, party, military or ngo; ``country`` is ISO 3166 alpha-3, empty for an international one.
    """

    name: str
    kind: str
    country: str
    owner: str


@dataclass(frozen=True, slots=True)
class CueLexicon:
    """What the attribution layer knows of words. All keys are lower-cased lemmas.

    verbs, nouns, adjectives: lemma to {frame: cue class}; adverbs: word to cue class; basis: noun to type of
    evidence; voices: nouns of vague voices ("reports"); people: nouns for persons; outlets: first word of a name to
    (words, Outlet), longest first.
    """

    verbs: Mapping[str, Mapping[str, str]]
    nouns: Mapping[str, Mapping[str, str]]
    adjectives: Mapping[str, Mapping[str, str]]
    adverbs: Mapping[str, str]
    basis: Mapping[str, str]
    voices: frozenset[str]
    people: frozenset[str]
    outlets: Mapping[str, tuple[tuple[tuple[str, ...], Outlet], ...]]

    @classmethod
    def load(cls, extra: Path | None = None) -> CueLexicon:
        """The built-in lexicon, with the entries of a user's folder added or put in their place.

        Raises CodebookError where an entry has an unknown frame.
        """
        return cls(
            verbs=_by_frame("cues.csv", "verb", extra),
            nouns=_by_frame("cues_nouns.csv", "noun", extra),
            adjectives=_by_frame("cues_adjectives.csv", "adjective", extra),
            adverbs={row["adverb"]: row["class"] for row in read_rows("cues_adverbs.csv", extra)},
            basis={row["noun"]: row["type"] for row in read_rows("basis.csv", extra)},
            voices=frozenset(row["noun"] for row in read_rows("voices.csv", extra)),
            people=frozenset(row["lemma"] for row in read_rows("nouns.csv", extra) if row["class"] == "people"),
            outlets=_outlets(extra),
        )


def _by_frame(name: str, key: str, extra: Path | None) -> dict[str, dict[str, str]]:
    out: dict[str, dict[str, str]] = {}
    for row in read_rows(name, extra):
        frames = out.setdefault(row[key], {})
        for frame in row["frames"].split():
            if frame not in FRAMES and not frame.startswith("p:"):
                raise CodebookError(
                    f"{name}: {row[key]!r} has the unknown frame {frame!r}.",
                    f"Frames are {', '.join(FRAMES)} and p: with a preposition.",
                )
            frames[frame] = row["class"]
    return out


def _outlets(extra: Path | None) -> dict[str, tuple[tuple[tuple[str, ...], Outlet], ...]]:
    found: dict[tuple[str, ...], Outlet] = {}
    for row in read_rows("outlets.csv", extra):
        outlet = Outlet(row["name"], row["kind"], row["country"], row["owner"])
        for name in (row["name"], *filter(None, row["aliases"].split(";"))):
            found[tuple(name.strip().lower().replace("-", " - ").split())] = outlet
    by_first: dict[str, list[tuple[tuple[str, ...], Outlet]]] = {}
    for words, outlet in found.items():
        by_first.setdefault(words[0], []).append((words, outlet))
    return {first: tuple(sorted(names, key=lambda item: -len(item[0]))) for first, names in by_first.items()}
