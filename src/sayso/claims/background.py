"""The news of the day told from history and context."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import overload

from sayso.claims.model import Trigger
from sayso.codebook.words import word_list
from sayso.dates import FoundDate
from sayso.language import Parse
from sayso.record import When

# An event further back than this many days before publication is not the news; one that ran longer sums up.
NEWS_DAYS = 7
LONG_DAYS = 30
# "The bombings" recalls what the reader knows, and is history sooner than what a verb tells.
RECALLED_DAYS = 3
# A date stands with a word where at most this many words lie between them.
NEAR = 4
# What a text rarely reports as news of the day: standing relations and sums.
STANDING = frozenset(("toll", "support", "arms_supply"))
# Where a pluperfect tells what went before the news; in reported speech it may be the news in the reporter's past.
BEFORE = frozenset(("ROOT", "conj", "relcl"))
_HAVE = frozenset(("has", "have", "'ve"))
_REPEATED = frozenset(
    ("already", "always", "often", "frequently", "repeatedly", "regularly", "long", "previously", "ever", "never")
)
# A war that goes on is news where a report opens with it; further down it is where the news comes from.
OPENING = 2

_guilt = partial(word_list, "status.toml", "background.guilt")
_lasting = partial(word_list, "status.toml", "background.lasting")
_CHARGED = frozenset(("for", "in", "of", "with", "to"))
SPOKEN = frozenset(("threat", "accusation", "demand", "refusal", "talks"))


class DatesByWord(Sequence[FoundDate]):
    """The dates of a document, with those that stand with a word; what many triggers ask is gathered once."""

    def __init__(self, dates: Sequence[FoundDate]) -> None:
        self._dates = dates
        self._beside: dict[str, list[FoundDate]] | None = None

    @overload
    def __getitem__(self, index: int) -> FoundDate: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[FoundDate]: ...
    def __getitem__(self, index: int | slice) -> FoundDate | Sequence[FoundDate]:
        return self._dates[index]

    def __len__(self) -> int:
        return len(self._dates)

    def beside(self, parse: Parse, lemma: str) -> Sequence[FoundDate]:
        """The dates with the word within NEAR words, in text order."""
        if self._beside is None:
            self._beside = {}
            for found in self._dates:
                for word in dict.fromkeys(parse.lemmas[max(0, found.first - NEAR) : found.last + NEAR]):
                    self._beside.setdefault(word, []).append(found)
        return self._beside.get(lemma, ())


def is_background(
    parse: Parse,
    trigger: Trigger,
    status: str,
    published: str | None,
    dates: Sequence[FoundDate],
    when: When | None = None,
) -> tuple[bool, str]:
    """Whether an event is history or cumulative context, and the rule that says so.

    ``when`` is the time of the event itself, where one is known: it settles the matter before any other date.
    """
    if status in ("planned", "hypothetical"):
        return False, ""
    if trigger.kind == "toll":
        return True, "a toll"
    age = _own_age(parse, trigger, when, published) or _age(parse, trigger, published, dates)
    if age is not None:
        return age
    if trigger.nominal and parse.deps[trigger.head] == "pobj" and (known := _only_named(parse, trigger.head)):
        return True, known
    verb = _finite(parse, trigger.head)
    auxiliaries = {parse.lowers[child] for child in parse.children[verb] if parse.deps[child] in ("aux", "auxpass")}
    if trigger.kind in STANDING:
        return True, "standing relation"
    if trigger.kind in SPOKEN:
        return False, ""
    if auxiliaries & _HAVE and parse.deps[verb] != "ccomp":
        if trigger.nominal or parse.deps[verb] not in ("ROOT", "conj") or _sums_up(parse, verb):
            return True, "perfect tense, no date"
    if "had" in auxiliaries and parse.tags[verb] == "VBN" and parse.deps[verb] in BEFORE:
        return True, "pluperfect, no date"
    return False, ""


def _only_named(parse: Parse, noun: int) -> str:
    """Why an undated event behind a preposition is only named, to say who somebody is or what goes on; '' if not."""
    preposition = parse.heads[noun]
    above = parse.lemmas[parse.heads[preposition]]
    if parse.lowers[preposition] in _CHARGED and above in _guilt():
        return f"named behind {above!r}"
    if parse.lemmas[noun] in _lasting() and parse.sentence_of[noun] >= OPENING:
        return f"{parse.lemmas[noun]} that goes on"
    return ""


def _sums_up(parse: Parse, verb: int) -> bool:
    """Whether a perfect looks back over a stretch or on what goes on: "has often", "have for years", "since May"."""
    for child in parse.children[verb]:
        if parse.lowers[child] in _REPEATED or (parse.lowers[child] in ("since", "over") and parse.deps[child] == "prep"):
            return True
    return False


def _finite(parse: Parse, token: int) -> int:
    node = token
    for _ in range(8):
        if parse.tags[node] in ("VBD", "VBZ", "VBP") or any(
            parse.deps[child] in ("aux", "auxpass") and parse.tags[child] != "TO" for child in parse.children[node]
        ):
            return node
        if parse.heads[node] == node:
            return node
        node = parse.heads[node]
    return node


def _own_age(parse: Parse, trigger: Trigger, when: When | None, published: str | None) -> tuple[bool, str] | None:
    if when is None or published is None or when.first is None or when.last is None:
        return None
    words = when.text or when.first
    start, end, day = (date.fromisoformat(value) for value in (when.first, when.last, published))
    recalled = trigger.nominal and any(
        parse.deps[child] == "poss" or parse.lowers[child] == "the" for child in parse.children[trigger.head]
    )
    return _by_age(start, end, day, words, RECALLED_DAYS if recalled else NEWS_DAYS)


def _age(parse: Parse, trigger: Trigger, published: str | None, dates: Sequence[FoundDate]) -> tuple[bool, str] | None:
    """What the date of the trigger's own clause says, else a date that stands with the same word; None without one."""
    if published is None or not dates:
        return None
    day = date.fromisoformat(published)
    first, last = parse.sentences[parse.sentence_of[trigger.head]]
    clause = _clause(parse, trigger.head)
    from_here, to_here = (bisect_left(dates, token, key=_first_token) for token in (first, last))
    here = [
        (_clause(parse, dates[number].first) != clause, abs(dates[number].first - trigger.head), number)
        for number in range(from_here, to_here)
        if trigger.nominal or not _told_by_the_way(parse, dates[number].first, trigger.head)
    ]
    for _, _, number in sorted(here):
        verdict = _verdict(dates[number], day)
        if verdict is not None:
            return verdict
    return _of_same_word(parse, trigger, day, dates) if trigger.nominal else None


def _first_token(found: FoundDate) -> int:
    return found.first


def _told_by_the_way(parse: Parse, day: int, head: int) -> bool:
    """Whether a date stands in a relative clause that an event is no part of: "retook the town, which fell in March"."""
    verb = _clause(parse, day)
    if parse.deps[verb] != "relcl":
        return False
    first, last = parse.subtree(verb)
    return not first <= head < last and head != parse.heads[verb]


def _clause(parse: Parse, token: int) -> int:
    """The verb of the clause in which a token stands; a bare infinitive or participle shares that of its governor."""
    node = token
    for _ in range(10):
        head = parse.heads[node]
        if head == node:
            return node
        if parse.tags[node][:1] == "V" and parse.deps[node] not in ("xcomp", "amod", "compound", "pcomp"):
            return node
        node = head
    return node


def _of_same_word(parse: Parse, trigger: Trigger, day: date, dates: Sequence[FoundDate]) -> tuple[bool, str] | None:
    """The date of an earlier mention by the same noun: "the Aug. 7 bombings ... the bombings"."""
    lemma = parse.lemmas[trigger.head]
    beside = dates.beside(parse, lemma) if isinstance(dates, DatesByWord) else DatesByWord(dates).beside(parse, lemma)
    for number in range(bisect_left(beside, trigger.head, key=_first_token) - 1, -1, -1):
        verdict = _verdict(beside[number], day)
        if verdict is not None:
            return verdict[0], f"{lemma} {verdict[1]} before"
    return None


def _verdict(found: FoundDate, day: date) -> tuple[bool, str] | None:
    when = found.when
    end = date.fromisoformat(when.last) if when.last else None
    start = date.fromisoformat(when.first) if when.first else end
    if end is None or start is None:
        return None
    return _by_age(start, end, day, found.expression.text)


def _by_age(start: date, end: date, day: date, words: str, fresh: int = NEWS_DAYS) -> tuple[bool, str]:
    if (day - end).days > fresh:
        return True, f"dated {words!r}"
    if (end - start).days > LONG_DAYS:
        return True, f"over {words!r}"
    return False, f"dated {words!r}"
