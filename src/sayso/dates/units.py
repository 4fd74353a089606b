"""Expressions around a unit of time: two weeks ago, the past 24 hours, last month, third-quarter, for years."""

from __future__ import annotations

from sayso.dates.expression import PUBLISHED
from sayso.dates.match import REFERENCE, Match, Words, approximator_before
from sayso.dates.numbers import ordinal
from sayso.dates.quantities import CLOCK, Quantity, duration, written
from sayso.dates.tense import direction

_CLOSES = frozenset({"", ".", ",", ";", "and", "but", ")", "to", "as", "from", "'s"})
_AGO_AFTER_THE = frozenset({"before", "earlier", "after", "later"})

# What stands before "a day" where it is a length of time.
_LASTS_A_DAY = frozenset({"for", "in", "than", "within", "after", "about", "only", "just", "over"})


def unit_match(words: Words, token: int) -> Match | None:
    """The expression whose unit stands at a token."""
    word = words.at(token)
    unit = words.book.units[word]
    plural = word.endswith("s")
    after = token + 1
    if unit == "second" and not (words.number_before(token) or words.at(token - 1) in ("a", "few") or plural):
        return None
    if word == "fall":
        return None
    if words.at(after) == "-" and words.at(after + 1) in ("ago", "earlier"):
        return _year_ago(words, token, unit)
    if words.at(after) == "-" and words.at(after + 1) == "end":
        return Match(token, after + 2, "DATE", (PUBLISHED, f"calendar 0 {unit}", "part end"), grain=unit)
    if unit == "year" and words.follows(after, "'s", "end"):
        return Match(token, after + 2, "DATE", (PUBLISHED, "calendar 0 year", "part end"), grain=unit)
    if words.follows(after, "-", "old") or words.follows(after, "-", "olds") or words.at(after) == "old":
        return None
    quantity = Quantity(words, token)
    if half := (not plural and words.follows(after, "and", "a", "half")):
        quantity.number, after = (quantity.number or 1) + 0.5, after + 3
    if word.startswith("fortnight"):
        quantity.double()
    if words.follows(after, "-", "long"):
        return _long(words, token, quantity, unit, after + 2)
    if words.follows(after, "or", "so"):
        after += 2
    elif not plural and words.follows(after, "or", "two"):
        after += 2
        quantity.vague, quantity.number, quantity.exact = "couple", None, False
    del half
    if found := _directed(words, token, quantity, unit, after):
        return found
    if not quantity.exact and (found := _ordered(words, token, unit)):
        return found
    return _plain(words, token, quantity, unit, after, plural)


def _year_ago(words: Words, token: int, unit: str) -> Match:
    """year-ago, year-earlier: a reading of business reports, relative to the quarter or year at hand."""
    end = token + 3
    first = token - 1 if words.at(token - 1) == "the" else token
    if words.at(end) in ("quarter", "period", "month"):
        return Match(first, end + 1, "DATE", (REFERENCE, f"back 1 {unit}"), grain="quarter")
    return Match(token, end, "DATE", (REFERENCE, f"back 1 {unit}"), grain="quarter")


def _long(words: Words, token: int, quantity: Quantity, unit: str, end: int) -> Match:
    number = quantity.number if quantity else (None if words.at(token).endswith("s") else 1.0)
    first = quantity.first if quantity and quantity.exact and words.at(quantity.first) not in ("a", "an") else token
    if first == token:
        number = None if words.at(token).endswith("s") else 1.0
    return Match(first, end, "DURATION", value=duration(words, number, unit), grain=unit)


def _directed(words: Words, token: int, quantity: Quantity, unit: str, after: int) -> Match | None:
    """A distance with its direction: ago, earlier, later, from now."""
    word = words.at(after)
    end = after + 1
    if word == "from" and words.at(after + 1) == "now":
        sign, end, base = "", after + 2, PUBLISHED
    elif word == "ago":
        sign, base = "-", PUBLISHED
    elif word in ("earlier", "previously"):
        sign, base = "-", REFERENCE
    elif word == "later":
        sign, base = "", REFERENCE
    elif word in ("before", "after") and (words.at(end) in ("", ".", ",", ";", "?", "!", ")", "and", "but")):
        sign, base = ("-" if word == "before" else ""), REFERENCE
    else:
        return None
    first, number = quantity.first, quantity.number
    if not quantity:
        if words.at(token - 1) != "the" or word not in _AGO_AFTER_THE:
            if words.at(token).endswith("s") and word == "ago":
                first, _ = approximator_before(words, token)
                return Match(first, end, "DATE", (PUBLISHED, f"vague {unit}"), "PAST_REF", unit)
            return None
        first, number = token - 1, 1.0
    if (quantity.vague and quantity.vague != "couple") or number is None:
        away = quantity.away
        step = f"span {sign}{written(away - 1)} {sign}{written(away + 4)} {unit}"
        first, _ = approximator_before(words, first)
        return Match(first, end, "DATE", (base, step), "PAST_REF" if sign else "FUTURE_REF", unit)
    first, way = approximator_before(words, first)
    if unit == "year" and number == 1 and sign and words.at(first) in ("a", "one"):
        return Match(first, end, "DATE", (REFERENCE, f"back 1 {unit}"), grain="ago")
    if base == REFERENCE and sign and unit == "year":
        return Match(first, end, "DATE", (base, f"back {written(number)} {unit}"), grain=unit)
    steps = [base, f"shift {sign}{written(number)} {unit}"]
    if way in ("nearly", "over") and sign:
        steps.append(f"near {way} {written(number)} {unit}")
    return Match(first, end, "DATE", tuple(steps), grain=unit)


def _ordered(words: Words, token: int, unit: str) -> Match | None:
    """A unit with its number in a row: third-quarter, the 20th century, the second half of 1989."""
    at = token - 1 if words.at(token - 1) == "-" else token
    number = ordinal(words.at(at - 1))
    if number is None:
        return None
    first = at - 1
    if words.at(first - 1) == "fiscal":
        first -= 1
    if words.at(first - 1) == "the" and at == token:
        first -= 1
    if unit == "century":
        return Match(first, token + 1, "DATE", (f"{number - 1:02}",), grain=unit)
    if unit == "quarter" and number <= 4:
        if words.at(token + 1) == "of" and words.year_at(token + 2):
            return Match(first, token + 3, "DATE", (f"{words.year_at(token + 2)}-Q{number}",), grain=unit)
        if words.year_at(token + 1):
            return Match(first, token + 2, "DATE", (f"{words.year_at(token + 1)}-Q{number}",), grain=unit)
        if words.follows(token + 1, ("a", "last"), "year"):
            end = token + 4 if words.at(token + 3) in ("ago", "earlier") else token + 3
            return Match(first, end, "DATE", (PUBLISHED, "calendar -1 year", f"quarter {number} year"), grain=unit)
        year_before = at - 2
        if words.at(year_before) == "'s" and words.at(year_before - 1) == "year":
            which = {"last": -1, "this": 0, "next": 1}.get(words.at(year_before - 2))
            if which is not None:
                chain = (PUBLISHED, f"calendar {which} year", f"quarter {number} year")
                return Match(year_before - 2, token + 1, "DATE", chain, grain=unit)
        if words.year_at(at - 2):
            begin = at - 3 if words.at(at - 3) == "the" else at - 2
            return Match(begin, token + 1, "DATE", (f"{words.year_at(at - 2)}-Q{number}",), grain=unit)
        way = direction(words.parse, token)
        return Match(first, token + 1, "DATE", (PUBLISHED, f"quarter {number} {way}"), grain=unit)
    return None


def _plain(words: Words, token: int, quantity: Quantity, unit: str, after: int, plural: bool) -> Match | None:
    """A unit with what stands before it: last, next, this, each, a number, or nothing."""
    book = words.book.words
    first = quantity.first if quantity else token
    which_at = -1 if quantity.number == 1 and words.at(first) in ("a", "an") else first - 1
    which = words.at(which_at) if which_at >= 0 else ""
    if which in ("first", "final", "last", "next", "past") and quantity and which in ("first", "final"):
        begin = which_at - 1 if words.at(which_at - 1) == "the" else which_at
        return Match(begin, after, "DURATION", value=duration(words, _n(quantity), unit), grain=unit)
    if which in book["each"]:
        return Match(which_at, after, "SET", value=duration(words, _n(quantity) or 1, unit), grain=unit)
    if which in book["last"] or which == "recent":
        return _back(words, quantity, unit, after, which_at, plural)
    if which in book["next"]:
        return _on(words, quantity, unit, after, which_at, plural)
    if which in book["this"] and not plural and not quantity:
        return _this(words, token, unit, after, which_at, which)
    if which in book["that"] and not plural and not quantity:
        begin = which_at - 1 if which == "same" and words.at(which_at - 1) in ("the", "that") else which_at
        if which == "that" and words.parse.tags[which_at] in ("IN", "WDT"):
            return None
        return Match(begin, after, "DATE", (REFERENCE, f"calendar 0 {unit}"), grain=unit)
    if which == "latest" or which == "corresponding":
        begin = which_at - 1 if words.at(which_at - 1) == "the" else which_at
        if unit == "quarter":
            return Match(begin, after, "DATE", (REFERENCE, "calendar 0 quarter"), grain=unit)
    if quantity:
        return _counted(words, token, quantity, unit, after)
    return _bare(words, token, unit, after, plural, which)


def _n(quantity: Quantity) -> float | None:
    if quantity.vague == "couple":
        return 2.0
    return None if quantity.vague else quantity.number


def _the(words: Words, at: int) -> int:
    """The token where a determiner before ``at`` begins, or ``at``."""
    return at - 1 if words.at(at - 1) in ("the", "this") else at


def _back(words: Words, quantity: Quantity, unit: str, after: int, at: int, plural: bool) -> Match | None:
    """last week, the past 24 hours, the previous day, recent months."""
    which = words.at(at)
    first = _the(words, at)
    if quantity or plural:
        number = _n(quantity)
        away = quantity.away if quantity else 3
        if which in ("previous", "preceding", "prior"):
            return Match(first, after, "DURATION", (REFERENCE, f"window -{written(away)} {unit}"),
                         duration(words, number, unit), unit)  # fmt: skip
        chain = (PUBLISHED, f"window -{written(away)} {unit}")
        if which == "recent" or (plural and not quantity):
            return Match(first, after, "DATE", chain, "PAST_REF", unit)
        first, _ = approximator_before(words, first)
        return Match(first, after, "DURATION", chain, duration(words, number, unit), unit)
    if which == "recent":
        return None
    if which in ("previous", "preceding", "prior"):
        return Match(first, after, "DATE", (REFERENCE, f"calendar -1 {unit}"), grain=unit)
    if unit in CLOCK:
        return Match(first, after, "DURATION", (PUBLISHED, f"window -1 {unit}"), duration(words, 1, unit), unit)
    if first != at and (which == "past" or (which == "last" and unit == "day")):
        # "the past year" ends on the day of writing; "last year" is the calendar's.
        return Match(first, after, "DURATION", (PUBLISHED, f"window -1 {unit}"), duration(words, 1, unit), unit)
    if which == "past" and words.at(at - 1) not in ("the", "this"):
        return None
    return Match(first, after, "DATE", (PUBLISHED, f"calendar -1 {unit}"), grain=unit)


def _on(words: Words, quantity: Quantity, unit: str, after: int, at: int, plural: bool) -> Match | None:
    """next week, the next two days, the following year, the coming months."""
    which = words.at(at)
    first = _the(words, at)
    base = REFERENCE if which in ("following", "subsequent") else PUBLISHED
    if quantity or plural:
        number = _n(quantity)
        chain = (base, f"window {written(quantity.away if quantity else 3)} {unit}")
        if not quantity:
            return Match(first, after, "DATE", chain, "FUTURE_REF", unit)
        first, _ = approximator_before(words, first)
        return Match(first, after, "DURATION", chain, duration(words, number, unit), unit)
    if which == "next" and first != at and unit in ("day", "year", "week", "month"):
        base = REFERENCE
    return Match(first, after, "DATE", (base, f"calendar 1 {unit}"), grain=unit)


def _this(words: Words, token: int, unit: str, after: int, at: int, which: str) -> Match | None:
    first = at
    if which == "current" and words.at(at - 1) == "the":
        first = at - 1
    if unit in CLOCK:
        return None
    steps = [PUBLISHED, f"calendar 0 {unit}"]
    if unit != "day" and direction(words.parse, token) == "past":
        steps.append("elapsed")
    return Match(first, after, "DATE", tuple(steps), grain=unit)


def _counted(words: Words, token: int, quantity: Quantity, unit: str, after: int) -> Match | None:
    """A bare length of time: two weeks, a year, several days, 24-hour."""
    if unit == "quarter" and words.at(token + 1) in ("of", "-"):
        return None
    if unit == "second" and not quantity.exact:
        return None
    first = quantity.first
    number = _n(quantity)
    if quantity.hyphen and number is not None and words.at(first) in ("a", "an"):
        return None
    if number == 1 and words.at(first) in ("a", "an"):
        # "$5 a year", "twice a day": how often, not how long.
        before = words.at(first - 1)
        if before in ("times", "once", "twice"):
            return Match(first, after, "SET", value=duration(words, 1, unit), grain=unit)
        if before[:1].isdigit() or before in ("percent", "%", "million", "billion") or (
            first > words.begin and words.parse.tags[first - 1] in ("NNS", "CD")
        ):
            return None
        if unit in ("minute", "second"):
            return None
        counted = words.at(after) in ("after", "before")
        if unit == "day" and not counted and before not in _LASTS_A_DAY:
            return None
    if words.at(first - 1) in ("the", "these", "those") and not quantity.hyphen:
        first -= 1
    else:
        first, _ = approximator_before(words, first)
    if words.at(token + 1) == "ahead":
        after = token + 2
    return Match(first, after, "DURATION", value=duration(words, number, unit), grain=unit)


def _bare(words: Words, token: int, unit: str, after: int, plural: bool, which: str) -> Match | None:
    """A unit without a number: the weekend, the quarter, for years."""
    if unit == "weekend" and not plural and which in ("the", "this", "last", "next", "over"):
        if which == "the":
            step = f"weekend {direction(words.parse, token)}"
            return Match(token - 1, after, "DATE", (PUBLISHED, step), grain=unit)
        return None
    if plural:
        before = words.at(token - 1)
        if words.at(after) in ("after", "before") and words.parse.deps[token] == "npadvmod" and unit != "quarter":
            # "Hours after the truce began": how far from it, with no number.
            return Match(token, after, "DURATION", value=duration(words, None, unit), grain=unit)
        if before == "the" and words.at(after) == "ahead":
            chain = (PUBLISHED, f"window 3 {unit}")
            return Match(token - 1, after + 1, "DURATION", chain, duration(words, None, unit), unit)
        if before == "the" and words.at(after) in ("before", "after") and unit != "quarter":
            return Match(token, after, "DURATION", value=duration(words, None, unit), grain=unit)
        if before in ("for", "in", "after", "over", "within", "of") and unit not in ("quarter", "weekend"):
            if before == "of" and words.at(token - 2) not in ("couple", "dozens", "hundreds", "tens"):
                return None
            if words.at(after) in ("before", "after", "later", "of", "to", ".", ",", "") or before != "of":
                return Match(token, after, "DURATION", value=duration(words, None, unit), grain=unit)
        return None
    if which == "the" and words.at(token - 2) == "in" and words.at(token - 3) in ("earlier", "later"):
        base = REFERENCE if unit == "day" else PUBLISHED
        step = "elapsed" if words.at(token - 3) == "earlier" else "ahead"
        return Match(token - 3, after, "DATE", (base, f"calendar 0 {unit}", step), grain=unit)
    if unit == "year" and which in ("the", "fiscal"):
        begin = token - 2 if which == "fiscal" and words.at(token - 2) == "the" else token - 1
        if words.at(after) in ("ended", "ending", "to"):
            return Match(begin, after, "DURATION", value="P1Y", grain=unit)
        at = begin - 1
        if words.at(at) in ("for", "in", "of", "by", "during", "throughout") and words.at(after) in _CLOSES:
            if words.follows(at - 3, "at", "the", "end", "of") and direction(words.parse, at - 1) == "past":
                # "It was lifted at the end of the year": the last December that has begun.
                return Match(begin, after, "DATE", (PUBLISHED, "month 12 past", "calendar 0 year"), grain=unit)
            return Match(begin, after, "DATE", (PUBLISHED, "calendar 0 year"), grain=unit)
        return None
    if unit == "week" and which == "the" and words.at(token - 2) == "during" and words.at(after) != "of":
        return Match(token - 1, after, "DATE", (PUBLISHED, "calendar 0 week", "elapsed"), grain=unit)
    if unit in ("month", "week") and which == "the" and words.at(token - 2) in ("of", "for"):
        if words.at(after) in _CLOSES and words.at(token - 3) not in ("out", "rest"):
            return Match(token - 1, after, "DATE", (PUBLISHED, f"calendar 0 {unit}"), grain=unit)
        return None
    if which == "the" and unit == "quarter":
        return Match(token - 1, after, "DATE", (REFERENCE, "calendar 0 quarter"), grain=unit)
    return None
