"""What several records about one episode agree and differ on, read off their claims.

This is for reports that are known to be about one episode, as the bundled ones are: it compares values, and does
not decide which claims are one event.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sayso.record import Claim, Count, Record

# Kinds of claim that can be the event that an episode turns on.
_VIOLENT = frozenset({
    "airstrike", "drone_strike", "shelling", "bombing", "suicide_bombing", "chemical_attack", "armed_attack",
    "armed_clash",
})  # fmt: skip
_DEADLY = _VIOLENT | {"killing", "toll", "property_damage"}

# Things that are struck, rather than people who are hurt.
_OBJECTS = frozenset({"object", "medical"})
_PRONOUNS = frozenset({"he", "she", "it", "they", "we", "i"})

OUTLET_ITSELF = "the outlet itself"


@dataclass(frozen=True, slots=True)
class Value:
    """One answer: the reports (numbered from 1) that give it, and the voices that they give it from."""

    answer: str
    reports: tuple[int, ...]
    voices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facet:
    """One question about the episode and every answer that the reports hold, most reported first."""

    question: str
    values: tuple[Value, ...]

    @property
    def agreed(self) -> bool:
        """Whether there is one answer, and more than one report gives it."""
        return len(self.values) == 1 and len(self.values[0].reports) > 1


@dataclass(frozen=True, slots=True)
class Episode:
    """The event that an episode turns on: its kind, and the head word of what was struck, where the reports say so."""

    kind: str
    struck: str | None

    def tells_of(self, claim: Claim) -> bool:
        """Whether a claim says that this event happened: by its kind, or as an attack on the same thing."""
        if claim.status != "asserted":
            return False
        return claim.kind == self.kind or (claim.kind in _DEADLY and _struck(claim) == self.struck is not None)


def compare(records: Sequence[Record]) -> tuple[Facet, ...]:
    """The facets of an episode, each with at least one answer."""
    episode = main_event(records)
    if episode is None:
        return ()
    questions: list[tuple[str, Callable[[Claim], Iterable[str]]]] = [
        (f"Who carried out the {_words(episode.kind)}?", lambda claim: _actor(claim, episode)),
        ("What was hit?", lambda claim: _target(claim, episode)),
        ("Where?", lambda claim: _place(claim, episode)),
        ("On which day?", lambda claim: _day(claim, episode)),
        ("How many were killed?", lambda claim: _counted(claim, "killed")),
        ("How many were wounded?", lambda claim: _counted(claim, "injured")),
        ("What is denied?", _denied),
    ]
    facets = (_facet(question, answers, records) for question, answers in questions)
    return tuple(facet for facet in facets if facet.values)


def voices(records: Sequence[Record]) -> tuple[Value, ...]:
    """Who is cited, in which reports; the answer is the voice, most claims first."""
    found: Counter[str] = Counter()
    seen: dict[str, set[int]] = {}
    names: dict[str, str] = {}
    for number, record in enumerate(records, 1):
        for claim in record.claims:
            name = _voice(claim)
            voice = _key(name)
            if name == OUTLET_ITSELF or voice in _PRONOUNS:
                continue
            found[voice] += 1
            seen.setdefault(voice, set()).add(number)
            names.setdefault(voice, name)
    for short in [voice for voice in found if " " not in voice]:
        full = next((voice for voice in found if voice.endswith(f" {short}")), None)
        if full:  # a surname, and the name in full
            found[full] += found.pop(short)
            seen[full] |= seen.pop(short)
    return tuple(
        Value(f"{names[voice]}: {n} claim{'' if n == 1 else 's'}", tuple(sorted(seen[voice])), (names[voice],))
        for voice, n in found.most_common()
    )


def main_event(records: Sequence[Record]) -> Episode | None:
    """The violent kind that most of the reports claim (of equals, the one with most claims), and what it struck."""
    reports: Counter[str] = Counter()
    claims: Counter[str] = Counter()
    for record in records:
        kinds = [claim.kind for claim in record.claims if claim.kind in _VIOLENT]
        reports.update(sorted(set(kinds)))
        claims.update(kinds)
    kind = max(reports, key=lambda kind: (reports[kind], claims[kind], kind), default=None)
    if kind is None:
        return None
    struck = Counter(
        head for record in records for claim in record.claims if claim.kind == kind and (head := _struck(claim))
    )
    return Episode(kind, max(struck, key=lambda head: (struck[head], head), default=None))


def _facet(question: str, answers: Callable[[Claim], Iterable[str]], records: Sequence[Record]) -> Facet:
    reports: dict[str, set[int]] = {}
    said_by: dict[str, dict[str, str]] = {}
    for number, record in enumerate(records, 1):
        for claim in record.claims:
            for answer in answers(claim):
                reports.setdefault(answer, set()).add(number)
                said_by.setdefault(answer, {}).setdefault(_key(_voice(claim)), _voice(claim))
    values = [
        Value(answer, tuple(sorted(numbers)), tuple(said_by[answer].values())) for answer, numbers in reports.items()
    ]
    return Facet(question, tuple(sorted(values, key=lambda value: (-len(value.reports), value.reports))))


def _voice(claim: Claim) -> str:
    return claim.sources[0].name if claim.sources else OUTLET_ITSELF


def _key(name: str) -> str:
    """Names that differ in an article or a capital only are one."""
    return name.casefold().removeprefix("the ")


def _struck(claim: Claim) -> str | None:
    """The head word of a thing that was struck ("trauma hospital" is a hospital)."""
    if claim.target is None or claim.target.type not in _OBJECTS:
        return None
    return claim.target.name.split()[-1].casefold()


def _actor(claim: Claim, episode: Episode) -> Iterator[str]:
    if episode.tells_of(claim) and claim.actor:
        yield claim.actor.name


def _target(claim: Claim, episode: Episode) -> Iterator[str]:
    if episode.tells_of(claim) and (struck := _struck(claim)):
        yield struck


def _place(claim: Claim, episode: Episode) -> Iterator[str]:
    # Only places that the gazetteer knows: "the building" answers no question of where.
    if episode.tells_of(claim) and claim.place and claim.place.geonameid and claim.place.precision < 6:
        yield claim.place.name


def _day(claim: Claim, episode: Episode) -> Iterator[str]:
    if episode.tells_of(claim) and claim.when and claim.when.first and claim.when.first == claim.when.last:
        yield claim.when.first


def _counted(claim: Claim, what: str) -> Iterator[str]:
    if claim.kind in _DEADLY and claim.status == "asserted":
        # The largest figure of a claim: the others are its parts.
        counts = [count for count in claim.counts if count.what == what]
        if counts:
            yield _bounds(max(counts, key=lambda count: count.high or count.low or 0))


def _bounds(count: Count) -> str:
    if count.low == count.high or count.high is None:
        least = "" if count.low == count.high else "at least "
        return f"{least}{count.low}"
    return f"{count.low} to {count.high}" if count.low is not None else f"up to {count.high}"


def _denied(claim: Claim) -> Iterator[str]:
    if claim.status == "denied":
        yield f"“{' '.join(claim.evidence.text.split())}”"


def _words(kind: str) -> str:
    return kind.replace("_", " ")
