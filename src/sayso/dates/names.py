"""Expressions around a name of the calendar: months, weekdays, seasons and holidays."""

from __future__ import annotations

from sayso.dates.expression import PUBLISHED, Chain
from sayso.dates.match import REFERENCE, Match, Words
from sayso.dates.numbers import TENS, ordinal
from sayso.dates.tense import direction
from sayso.dates.years import year_after, year_in_words

_MONTH_CUES = frozenset({
    "in", "since", "by", "until", "till", "last", "next", "this", "early", "late", "mid", "of", "from", "for", "to",
    "between", "through", "before", "after", "during", "and", "each", "every", "earlier", "later", "-", "previous",
    "following", "coming", "past", "beginning", "starting", "on", "the",
})  # fmt: skip
_SEASON_CUES = frozenset({"in", "during", "over", "until", "since", "by"})
_ENDS_LIST = frozenset({"", ".", ",", ";", ")", "in", "at", "when", "that", "near", "and", "but", "killed", "were"})
_WHICH = {"last": "before", "past": "before", "previous": "before", "next": "after", "coming": "future", "this": "near",
          "following": "after", "upcoming": "future"}  # fmt: skip


def _relative_year(words: Words, token: int) -> tuple[int, int] | None:
    """last year, this year, a year ago after a month or season: how many years away, and the token after it."""
    at = token + 1 if words.at(token) == "of" else token
    if words.at(at + 1) == "year" and words.at(at) in ("last", "this", "next"):
        return {"last": -1, "this": 0, "next": 1}[words.at(at)], at + 2
    return None


def month_match(words: Words, token: int) -> Match | None:
    """The expression around the name of a month."""
    word = words.words[token]
    lower = words.at(token)
    month = words.book.months[lower]
    if not word[0].isupper():
        return None
    day, first = _day_before(words, token)
    last_day = None
    end = token + 1
    if day is None and (found := _day_after(words, end)):
        day, last_day, end = found
    year = year_after(words, end)
    if lower in ("may", "march", "mar", "sun", "sat") and day is None and not year:
        tag = words.parse.tags[token]
        if tag == "MD" or tag.startswith("VB") or (words.at(token - 1) not in _MONTH_CUES):
            return None
        if lower == "march" and words.at(token - 1) in ("the", "to", "and") and words.at(token - 1) != "in":
            return None
    if lower in ("sep", "dec", "jan", "mar", "oct", "nov", "apr", "jun", "jul", "aug", "feb") and day is None:
        if not year and (words.at(token - 1) not in _MONTH_CUES or words.parse.entity_label(token) == "PERSON"):
            return None
        if not year and words.parse.deps[token] == "compound" and words.parse.tags[words.parse.heads[token]] == "NNP":
            return None
    if lower in ("april", "june", "august", "may", "january") and day is None and not year:
        # Women are called so: a name before or after it, and no preposition.
        entity = words.parse.entity_label(token)
        if entity == "PERSON" and words.at(token - 1) not in _MONTH_CUES:
            return None
    if year and (day is not None or words.at(end) != "," or words.at(end + 1) != ""):
        number, end = year
        if day is not None:
            chain: Chain = (f"{number:04}-{month:02}-{day:02}",)
        else:
            chain = (f"{number:04}-{month:02}",)
        return _day_range(words, Match(first, end, "DATE", chain, grain="day" if day else "month"), last_day)
    relative = _relative_year(words, end)
    if relative:
        away, end = relative
        step = f"day {month} {day} year" if day is not None else f"month {month} year"
        chain = (PUBLISHED, f"calendar {away} year", step)
        return Match(first, end, "DATE", chain, grain="day" if day else "month")
    which = words.at(first - 1)
    if day is not None:
        way = direction(words.parse, token)
        chain = (PUBLISHED, f"day {month} {day} {way}")
        return _day_range(words, Match(first, end, "DATE", chain, grain="day"), last_day)
    if which in _WHICH:
        way = _WHICH[which]
        if way == "near":
            way = direction(words.parse, token)
            return Match(first - 1, end, "DATE", (PUBLISHED, "calendar 0 year", f"month {month} year"), grain="month")
        begin = first - 2 if words.at(first - 2) in ("the", "this") else first - 1
        if which in ("past",) and begin == first - 1:
            begin, way = first, "past"
        return Match(begin, end, "DATE", (PUBLISHED, f"month {month} {way}"), grain="month")
    if which in words.book.words["each"]:
        return Match(first - 1, end, "SET", value=f"XXXX-{month:02}", grain="month")
    way = direction(words.parse, token)
    return Match(first, end, "DATE", (PUBLISHED, f"month {month} {way}"), grain="month")


def other_day(words: Words, match: Match) -> Match | None:
    """The other day of a pair that shares its month: "12 and 15 August", "April 24 and 25"."""
    if match.grain != "day" or match.type != "DATE" or len(match.chain) > 2:
        return None
    joined = ("and", "to", "or", "&")
    day = words.day_at(match.first - 2) if words.at(match.first - 1) in joined else None
    if day and words.day_at(match.first):
        return Match(match.first - 2, match.first - 1, "DATE", _with_day(match.chain, day), grain="day")
    day = words.day_at(match.last + 1) if words.at(match.last) in joined else None
    after = words.at(match.last + 2)
    if day and words.words[match.last + 1].isdecimal() and (after in _ENDS_LIST) and words.day_at(match.last - 1):
        return Match(match.last + 1, match.last + 2, "DATE", _with_day(match.chain, day), grain="day")
    return None


def _with_day(chain: Chain, day: int) -> Chain:
    """The same month and year with another day."""
    *start, step = chain
    if step.startswith("day "):
        _, month, _, way = step.split()
        return (*start, f"day {month} {day} {way}")
    return (*start, f"{step[:8]}{day:02}")


def _day_before(words: Words, token: int) -> tuple[int | None, int]:
    """The day left of a month ("4 July", "the 29th of March"), and where it begins."""
    at = token - 1
    if words.at(at) == "of":
        at -= 1
        if words.at(at)[-2:] not in ("st", "nd", "rd", "th") and ordinal(words.at(at)) is None:
            return None, token
    day = words.day_at(at)
    if day is None and (number := ordinal(words.at(at))) and number <= 31 and at != token - 1:
        day = number
    if day is None or words.at(at - 1) in ("$", "#", "no.", ":"):
        return None, token
    first = at
    # "16-17 July", "16 and 17 July": the first of the two opens the stretch.
    if words.at(at - 1) in ("-", "–", "to", "and") and words.day_at(at - 2) and words.at(at - 1) in ("-", "–"):
        first = at - 2
    if words.at(first - 1) == "the":
        first -= 1
    return day, first


def _day_after(words: Words, token: int) -> tuple[int, int | None, int] | None:
    """The day right of a month ("Oct. 12", "March eighth", "Nov. 13-16"), a last day, and the token after them."""
    word = words.at(token)
    for dash in ("-", "–", "—"):
        if dash in word:
            low, _, high = word.partition(dash)
            days = [_day(part) for part in (low, high)]
            if days[0] and days[1] and days[0] < days[1]:
                return days[0], days[1], token + 1
    day = words.day_at(token)
    end = token + 1
    if day is None:
        number = ordinal(word)
        if number is None and words.at(token) in TENS and words.at(token + 1) == "-":
            tail = ordinal(words.at(token + 2))
            number, end = (TENS[word] + tail, token + 3) if tail and tail < 10 else (None, end)
        if number is None or number > 31:
            return None
        return number, None, end
    if words.at(end) == ":" and words.at(end + 1)[:1].isdigit():
        return None
    if words.at(end) in ("%", "percent", "years", "million", "a.m.", "p.m."):
        return None
    if words.at(end) in ("-", "–") and (other := words.day_at(end + 1)) and other > day:
        return day, other, end + 2
    return day, None, end


def _day(text: str) -> int | None:
    text = text.removesuffix("th").removesuffix("st").removesuffix("nd").removesuffix("rd")
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= 2 and 1 <= int(text) <= 31 else None


def _day_range(words: Words, match: Match, last_day: int | None) -> Match:
    """The same match, reaching to a later day of the month where one was written."""
    if last_day is None:
        first = words.at(match.first if words.at(match.first) != "the" else match.first + 1)
        opened = match.first if words.at(match.first) != "the" else match.first + 1
        if words.at(opened + 1) in ("-", "–") and (day := _day(first)) and (closing := words.day_at(opened + 2)):
            return Match(match.first, match.last, match.type, (*match.chain, f"from {day}"), grain="day") if (
                day < closing
            ) else match
        return match
    return Match(match.first, match.last, match.type, (*match.chain, f"to {last_day}"), grain="day")


def weekday_match(words: Words, token: int) -> Match | None:
    """The expression around the name of a weekday, with the part of the day and the date that follow it."""
    lower = words.at(token)
    if not words.words[token][0].isupper():
        return None
    number = words.book.weekdays[lower]
    if lower in ("mon", "wed", "sat", "sun", "fri") and words.at(token + 1) not in (",", "."):
        return None
    first, end = token, token + 1
    part = ""
    if words.at(end) in words.book.dayparts and words.at(end) not in ("midnight", "noon", "midday"):
        part = words.book.dayparts[words.at(end)]
        end += 1
    which = words.at(first - 1)
    plural = lower.endswith("days") or (part and words.at(end - 1).endswith("s"))
    if which in words.book.words["each"] or plural:
        begin = first - 1 if which in words.book.words["each"] else first
        return Match(begin, end, "SET", value=f"XXXX-WXX-{number}" + (f"T{part}" if part else ""), grain="day")
    if not part and (dated := _dated_weekday(words, first, end)):
        return dated
    tail: Chain = (f"tod {part}",) if part else ()
    kind = "TIME" if part else "DATE"
    if words.at(end) == "of" and words.at(end + 1) in ("last", "this", "next") and words.at(end + 2) == "week":
        away = {"last": -1, "this": 0, "next": 1}[words.at(end + 1)]
        chain = (PUBLISHED, f"calendar {away} week", f"weekday {number} week", *tail)
        return Match(first, end + 3, kind, chain, grain="day")
    if which in ("last", "past"):
        begin = first - 2 if words.at(first - 2) in ("this", "the") else first - 1
        return Match(begin, end, kind, (PUBLISHED, f"weekday {number} before", *tail), grain="day")
    if which in ("next", "coming", "upcoming"):
        begin = first - 2 if words.at(first - 2) in ("this", "the") else first - 1
        return Match(begin, end, kind, (PUBLISHED, f"weekday {number} after", *tail), grain="day")
    if which in ("previous", "following", "preceding"):
        way = "after" if which == "following" else "before"
        begin = first - 2 if words.at(first - 2) == "the" else first - 1
        return Match(begin, end, kind, (REFERENCE, f"weekday {number} {way}", *tail), grain="day")
    way = direction(words.parse, token)
    begin = first - 1 if which == "this" else first
    return Match(begin, end, kind, (PUBLISHED, f"weekday {number} {way}", *tail), grain="day")


def _dated_weekday(words: Words, first: int, end: int) -> Match | None:
    """A weekday followed by its date: "Saturday, April 25", "Monday 12 October"."""
    at = end + 1 if words.at(end) == "," else end
    for month_at in (at, at + 1, at + 2, at + 3):
        if words.at(month_at) in words.book.months and words.words[month_at][0].isupper():
            dated = month_match(words, month_at)
            if dated and dated.grain == "day" and dated.first == at:
                steps = tuple(step.replace(" past", " near").replace(" future", " near") for step in dated.chain)
                begin = first - 2 if words.follows(first - 2, "this", "coming") else first
                return Match(begin, dated.last, "DATE", steps, grain="day")
    return None


def season_match(words: Words, token: int) -> Match | None:
    """A season with a word that says which: last fall, this summer, the winter of 1994."""
    season = words.book.seasons[words.at(token)]
    if words.parse.tags[token].startswith("VB"):
        return None
    first, end = token, token + 1
    which = words.at(first - 1)
    at = end + 1 if words.at(end) == "of" else end
    digits = words.year_at(at)
    year = (digits, at + 1) if digits else year_in_words(words, at)
    if year and which != "-":
        begin = first - 1 if which == "the" else first
        return Match(begin, year[1], "DATE", (f"{year[0]:04}-{season}",), grain="season")
    if relative := _relative_year(words, end):
        chain = (PUBLISHED, f"calendar {relative[0]} year", f"season {season} year")
        return Match(first, relative[1], "DATE", chain, grain="season")
    if which in ("last", "past"):
        begin = first - 2 if words.at(first - 2) in ("this", "the") else first - 1
        return Match(begin, end, "DATE", (PUBLISHED, f"season {season} before"), grain="season")
    if which in ("next", "coming"):
        begin = first - 2 if words.at(first - 2) in ("this", "the") else first - 1
        return Match(begin, end, "DATE", (PUBLISHED, f"season {season} after"), grain="season")
    if which == "this":
        return Match(first - 1, end, "DATE", (PUBLISHED, f"season {season} this"), grain="season")
    if which in words.book.words["each"]:
        return Match(first - 1, end, "SET", value=f"XXXX-{season}", grain="season")
    if words.at(token).endswith("s"):
        number = words.number_before(first)
        if number and words.at(number.first - 1) in ("past", "last"):
            begin = number.first - 2 if words.at(number.first - 2) == "the" else number.first - 1
            chain = (PUBLISHED, f"season {season} before", f"back {int(number.value) - 1} season")
            return Match(begin, end, "SET", chain, f"XXXX-{season}", "season")
        return None
    if words.at(token) == "fall" or words.at(token) == "spring":
        if which not in _SEASON_CUES and words.at(first - 2) not in ("in", "during"):
            return None
        if which != "the" and words.at(first - 1) not in ("the", "early", "late"):
            return None
    if which in ("the", "early", "late") or which in _SEASON_CUES:
        begin = first - 1 if which == "the" and words.at(first - 2) not in ("over",) else first
        way = direction(words.parse, token)
        if words.parse.deps[token] in ("compound", "nmod", "amod"):
            return None
        return Match(begin, end, "DATE", (PUBLISHED, f"season {season} {way}"), grain="season")
    return None


def holiday_match(words: Words, token: int) -> Match | None:
    """A day that returns each year, with its year or the word that says which."""
    if not words.words[token][0].isupper():
        return None
    for phrase, name in words.book.holidays[words.at(token)]:
        if words.follows(token, *phrase):
            end = token + len(phrase)
            key = name.replace(" ", "_")
            year = year_after(words, end)
            if year:
                return Match(token, year[1], "DATE", (f"{year[0]:04}", f"holiday {key} year"), grain="day")
            which = words.at(token - 1)
            way = {"last": "before", "next": "after"}.get(which) or direction(words.parse, token)
            first = token - 1 if which in ("last", "next", "this") else token
            return Match(first, end, "DATE", (PUBLISHED, f"holiday {key} {way}"), grain="day")
    return None
