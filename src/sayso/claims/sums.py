"""Sums of money that an event is about: a reward, a pledge, an appeal for funds."""

from __future__ import annotations

from sayso.claims.count_book import count_book
from sayso.claims.figures import bounds_before
from sayso.claims.model import Trigger
from sayso.dates.numbers import number_at
from sayso.language import Parse
from sayso.record import Count

# Kinds that a sum says something of.
_KINDS = frozenset({"other", "support", "aid", "demand"})
# Words that promise or ask for money, as the trigger or right above the sum.
_WORDS = frozenset({"reward", "bounty", "pledge", "appeal", "donate", "donation", "grant", "fund"})
_CURRENCIES = frozenset({"dollar", "euro", "yen", "ruble", "rouble", "rupee", "lira"})
_NATIONS = frozenset({"u.s.", "us", "american", "canadian", "australian"})
_STEPS = 6


def sums_of(parse: Parse, trigger: Trigger) -> tuple[Count, ...]:
    """The sums of one event, in text order: "offered a $5 million reward"."""
    if trigger.kind not in _KINDS:
        return ()
    begin, end = parse.sentences[parse.sentence_of[trigger.head]]
    book = count_book()
    out: list[Count] = []
    at = begin
    while at < end:
        first, number = at, None
        at += 1
        if parse.lowers[first - 1 : first] == ["("]:
            continue  # "$5bn (£3.8bn)": the same sum once more
        if parse.lowers[first] in book.lists["money"] and at < end:
            number = number_at(parse.lowers, at, end)
            last = number.last if number else at
        elif parse.tags[first] == "CD" and (number := number_at(parse.lowers, first, end)):
            last = number.last
            while last < end and parse.lowers[last] in _NATIONS:
                last += 1
            if last >= end or parse.lemmas[last] not in _CURRENCIES:
                continue
            last += 1
        if number is None or number.whole is None or not _speaks_of_money(parse, trigger, first):
            continue
        at = last
        start, (low, high), qualifier = bounds_before(parse, first, begin, number.whole)
        out.append(Count("other", low, high, None, parse.span(start, last), qualifier))
    return tuple(out)


def _speaks_of_money(parse: Parse, trigger: Trigger, token: int) -> bool:
    """Whether a sum hangs on the trigger, and the trigger or a noun between them is of money."""
    own = range(trigger.first, trigger.last)
    above = [token, *parse.path_to_root(token)][:_STEPS]
    of_money = any(parse.lemmas[node] in _WORDS for node in (*above, *own))
    return of_money and any(node in own for node in above)
