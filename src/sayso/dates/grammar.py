"""The grammar of time expressions: each word of time is read with its neighbours, then joined and narrowed.

Words of time are looked up first, so that a sentence without one costs a look-up a word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from sayso.dates.clock import clock_match, daypart_match
from sayso.dates.expression import PUBLISHED
from sayso.dates.match import REFERENCE, Match, Words
from sayso.dates.names import holiday_match, month_match, other_day, season_match, weekday_match
from sayso.dates.numbers import TENS, ordinal
from sayso.dates.units import unit_match
from sayso.dates.years import decade_match, nineties_match, year_match
from sayso.language import Parse

_PARTS = {"end": "end", "beginning": "start", "start": "start", "middle": "middle", "close": "end", "outset": "start",
          "turn": "start", "eve": "end", "part": ""}  # fmt: skip
_CLOCK_WORDS = frozenset({"a.m.", "p.m.", "am", "pm", "o'clock", "gmt", "utc", "a.m", "p.m"})
_UNIT_NOUNS = frozenset({"day", "days", "week", "weeks", "month", "months", "year", "years", "quarter", "quarters",
                         "decade", "decades", "hours", "weekend"})  # fmt: skip


def find_matches(parse: Parse) -> Iterator[Match]:
    """The time expressions of a document, in text order and without overlap."""
    words = Words(parse)
    sorts = words.book.triggers
    lowers = parse.lowers
    for sentence, (begin, end) in enumerate(parse.sentences):
        found: list[Match] = []
        entered = False
        covered = begin
        for token in range(begin, end):
            word = lowers[token]
            sort = sorts.get(word)
            if sort is None:
                if not word[0].isdigit() and not (
                    word[0] in "nmptefosagu" and (word in _SPOKEN or word in _CLOCK_WORDS or word[:4] in _HYPHENED)
                ):
                    continue
                sort = "digits"
            if token < covered:
                continue
            if not entered:
                words.enter(sentence)
                entered = True
            match = _RULES[sort](words, token)
            if match is None:
                continue
            match = _prefixed(words, match)
            while found and found[-1].last > match.first:
                if found[-1].first < match.first:
                    break
                found.pop()
            else:
                other = other_day(words, match) if sort == "month" else None
                pair = [match] if other is None else sorted((match, other), key=lambda each: each.first)
                found.extend(pair)
                covered = found[-1].last
        if found:
            yield from _joined(words, found)


_SPOKEN = frozenset({"ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
                     "nineteen", "twenty", "two"} | {word[:-1] + "ies" for word in TENS})  # fmt: skip
_HYPHENED = frozenset({"mid-", "post", "pre-"})


def _digits(words: Words, token: int) -> Match | None:
    word = words.at(token)
    if word in _CLOCK_WORDS:
        return clock_match(words, token)
    if not word[0].isdigit():
        if word in _SPOKEN:
            return nineties_match(words, token)
        return decade_match(words, token) if word[-1].isdigit() or word.endswith("s") else None
    if len(word) == 4 and word.isdecimal():
        return year_match(words, token) or decade_match(words, token)
    if ":" in word or word[-2:] in ("am", "pm"):
        return clock_match(words, token)
    if (len(word) >= 2 and not word.isdecimal()) or words.at(token + 1) == "'s":
        return decade_match(words, token)
    return None


def _deictic(words: Words, token: int) -> Match | None:
    word = words.at(token)
    kind, value = words.book.deictic[word]
    first = token
    if word == "today" and words.parse.tags[token] == "NNP" and words.at(token - 1) == "usa":
        return None
    if word == "soon" and (words.at(token - 1) in ("as", "too") or words.at(token + 1) in ("after", "as")):
        return None
    if word in ("recently", "lately") and words.at(token - 1) in ("more", "most"):
        first = token - 1
    if word == "now" and words.at(token - 1) == "right":
        first = token - 1
    if word == "daily" and words.words[token][0].isupper() and words.at(token - 1):
        return None
    end = token + 1
    if word in ("yesterday", "tomorrow") and words.follows(token - 2, "day", ("before", "after")):
        begin = token - 3 if words.at(token - 3) == "the" else token - 2
        return Match(begin, end, "DATE", (PUBLISHED, "shift -2 day" if word == "yesterday" else "shift 2 day"), grain="day")
    if kind == "DATE" and word in ("today", "yesterday", "tomorrow"):
        part = words.book.dayparts.get(words.at(end))
        if part and ":" not in part:
            return Match(first, end + 1, "TIME", (PUBLISHED, value, f"tod {part}"), grain="tod")
    if value[0] == "=":
        return Match(first, end, kind, value=value[1:])
    return Match(first, end, kind, (PUBLISHED, *value.split(" > ")), grain="day")


def _adjective(words: Words, token: int) -> Match | None:
    if found := _phrase(words, token):
        return found
    kind, value = words.book.adjectives[words.at(token)]
    after = words.at(token + 1)
    if after in _UNIT_NOUNS or words.parse.tags[token] not in ("JJ", "NN") or after in ("", ".", ","):
        return None
    if words.book.months.get(after) or words.at(token - 1) in ("most", "more"):
        return None
    if words.parse.deps[token] not in ("amod", "compound", "nmod"):
        return None
    return Match(token, token + 1, kind, value=value)


def _phrase(words: Words, token: int) -> Match | None:
    for phrase, kind, value in words.book.phrases.get(words.at(token), ()):
        first = token - len(phrase) + 1
        if first >= words.begin and tuple(words.lowers[first : token + 1]) == phrase:
            if words.at(token + 1) in _UNIT_NOUNS or words.parse.deps[token] in ("amod", "compound"):
                return None
            if phrase == ("one", "day") and words.parse.deps[token] != "npadvmod":
                return None
            return Match(first, token + 1, kind, value=value)
    return None


def _unit(words: Words, token: int) -> Match | None:
    return _phrase(words, token) or unit_match(words, token)


def _period(words: Words, token: int) -> Match | None:
    """the same period: the stretch of time spoken of last."""
    if words.at(token - 1) not in ("same", "that"):
        return None
    first = token - 2 if words.at(token - 2) in ("the", "that") and words.at(token - 1) == "same" else token - 1
    return Match(first, token + 1, "DURATION", (REFERENCE, "same"), "PXX", "period")


_RULES: dict[str, Callable[[Words, int], Match | None]] = {
    "unit": _unit, "month": month_match, "weekday": weekday_match, "season": season_match,
    "daypart": daypart_match, "deictic": _deictic, "adjective": _adjective, "phrase": _phrase,
    "holiday": holiday_match, "period": _period, "digits": _digits,
}  # fmt: skip


def _prefixed(words: Words, match: Match) -> Match:
    """The match with the words before it that narrow it: late November, earlier this year, the end of 1990."""
    if not match.chain or match.type not in ("DATE", "TIME"):
        return match
    before = words.at(match.first - 1)
    if not before:
        return match
    if before == "-" and words.at(match.first - 2) in ("mid", "early", "late"):
        return _with_the(words, match.widened(match.first - 2, f"part {words.at(match.first - 2)}"))
    if before in ("early", "late", "mid"):
        if words.at(match.first) in ("the", "this") and before == "mid":
            return match
        return _with_the(words, match.widened(match.first - 1, f"part {before}"))
    if before in ("earlier", "later") and match.grain == "day" and words.at(match.first) in words.book.weekdays:
        return match
    if before == "earlier":
        return match.widened(match.first - 1, *(() if "elapsed" in match.chain else ("elapsed",)))
    if before == "later":
        return match.widened(match.first - 1, "ahead")
    if before == "around" and match.grain in ("day", "month", "year") and (
        words.at(match.first) not in words.book.weekdays
    ):
        return match.widened(match.first - 1)
    if before == "the" and words.at(match.first - 2) in ("early", "late") and words.at(match.first - 3) in ("in", ""):
        return match
    of_at = match.first - 1
    if words.at(of_at) == "the":
        of_at -= 1
    if words.at(of_at) in ("of", "in"):
        return _part_of(words, match, of_at)
    return match


def _with_the(words: Words, match: Match) -> Match:
    if words.at(match.first - 1) == "the" and match.grain not in ("quarter",):
        return replace(match, first=match.first - 1)
    return match


def _part_of(words: Words, match: Match, of_at: int) -> Match:
    """the end of 1990, the first half of 1989, the week of March 6, the night of Oct. 12, the first week of August."""
    noun = words.at(of_at - 1)
    first = of_at - 1
    if noun == "half" and words.at(of_at) == "of":
        which = words.at(first - 1)
        number = {"first": 1, "second": 2, "last": 2, "latter": 2}.get(which)
        if not number:
            return match
        begin = first - 2 if words.at(first - 2) == "the" else first - 1
        if match.grain == "year":
            return replace(match, first=begin, chain=(*match.chain, f"half {number} year"))
        return match.widened(begin, "part first2" if number == 1 else "part last2")
    if noun in _PARTS and words.at(of_at) == "of":
        if match.grain in ("clock", "tod"):
            return match
        steps = (f"part {_PARTS[noun]}",) if _PARTS[noun] else ()
        if noun == "part":
            which = words.at(first - 1)
            if which not in ("early", "late", "latter", "first", "last"):
                return match
            steps = ("part early",) if which in ("early", "first") else ("part late",)
            first -= 1
        if words.at(first - 1) in ("very",):
            first -= 1
        if words.at(first - 1) == "the":
            first -= 1
        return match.widened(first, *steps)
    if noun == "week" and words.at(of_at) == "of":
        if match.grain == "day":
            begin = first - 1 if words.at(first - 1) == "the" else first
            return replace(match, first=begin, chain=(*match.chain, "calendar 0 week"), grain="week")
        number = ordinal(words.at(first - 1))
        if match.grain == "month" and (number or words.at(first - 1) in ("last", "final")):
            begin = first - 2 if words.at(first - 2) == "the" else first - 1
            return match.widened(begin, f"week {number or 'last'}")
    return match


_BEFORE_DAY = frozenset({(), (",",), ("on",), (",", "on"), ("local", "time", "on")})


def _joined(words: Words, found: list[Match]) -> Iterator[Match]:
    """A time of the clock takes the day beside it: 10 p.m. Wednesday, Friday at 9:30 a.m."""
    skip = -1
    for number, match in enumerate(found):
        if number == skip:
            continue
        open_time = match.grain in ("clock", "tod") and match.chain and match.chain[0] == REFERENCE
        if open_time and number + 1 < len(found):
            after = found[number + 1]
            gap = tuple(words.lowers[match.last : after.first])
            if after.chain and after.grain == "day" and gap in _BEFORE_DAY:
                day = after.chain
                if words.at(match.first - 1) in ("until", "till"):
                    day = tuple(step.replace(" past", " future").replace(" either", " future") for step in day)
                steps = (*day, *match.chain[1:])
                if gap in ((), (",",)):
                    yield Match(match.first, after.last, "TIME", steps, grain="day")
                    skip = number + 1
                else:
                    yield replace(match, chain=steps)
                continue
        if open_time and number:
            before = found[number - 1]
            gap = tuple(words.lowers[before.last : match.first])
            if before.chain and before.grain == "day" and gap in (("at",), (",",), (), (",", "at"), ("around",)):
                yield replace(match, chain=(*(s for s in before.chain if not s.startswith("tod ")), *match.chain[1:]))
                continue
        yield match
