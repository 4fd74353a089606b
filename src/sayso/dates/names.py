"""Expressions around a name of the calendar: months, weekdays, seasons, holidays, years and times of the clock."""

from __future__ import annotations

from sayso.dates.expression import PUBLISHED, Chain
from sayso.dates.match import REFERENCE, Match, Words, approximator_before
from sayso.dates.numbers import NUMBER_WORDS, ONES, TENS, number_at, ordinal
from sayso.dates.tense import direction

_MONTH_CUES = frozenset({
    "in", "since", "by", "until", "till", "last", "next", "this", "early", "late", "mid", "of", "from", "for", "to",
    "between", "through", "before", "after", "during", "and", "each", "every", "earlier", "later", "-", "previous",
    "following", "coming", "past", "beginning", "starting", "on", "the",
})  # fmt: skip
_YEAR_CUES = frozenset({
    "in", "since", "by", "until", "till", "of", "from", "to", "between", "through", "before", "after", "during", "and",
    "late", "early", "mid", "for", "fiscal", "year", "around", "about", "circa", "than", "-", "–", "late-", "early-", "or",
    "the",
})  # fmt: skip
_WHICH = {"last": "before", "past": "before", "previous": "before", "next": "after", "coming": "future", "this": "near",
          "following": "after", "upcoming": "future"}  # fmt: skip
_AFTER_YEAR = frozenset({"period", "quarter", "season", "level", "figure"})


def _year_words(words: Words, token: int) -> tuple[int, int] | None:
    """A year in words, "nineteen ninety-six" or "two thousand three": the year and the token after it."""
    word = words.at(token)
    if word in ONES and 10 <= ONES[word] <= 20 or word == "twenty":
        second = number_at(words.lowers, token + 1, words.end) if token + 1 < words.end else None
        if second and second.words and 1 <= second.value <= 99 and (second.value >= 10 or words.at(token + 1) == "oh"):
            century = 20 if word == "twenty" else ONES[word]
            return 100 * century + int(second.value), second.last
    if word == "two" and words.at(token + 1) == "thousand":
        number = number_at(words.lowers, token, words.end)
        if number and 2000 <= number.value <= 2099:
            return int(number.value), number.last
    return None


def _year_after(words: Words, token: int) -> tuple[int, int] | None:
    """A year at a token, in digits or words, past a comma: "(July 4,) 1998"."""
    at = token + 1 if words.at(token) == "," else token
    year = words.year_at(at)
    if year:
        return year, at + 1
    return _year_words(words, at)


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
    day, first, after = _day_before(words, token)
    last_day = None
    end = token + 1
    if day is None and (found := _day_after(words, end)):
        day, last_day, end = found
    elif day is None:
        after = None
    year = _year_after(words, end)
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


def _day_before(words: Words, token: int) -> tuple[int | None, int, int | None]:
    """The day left of a month ("4 July", "the 29th of March"), where it begins, and its token."""
    at = token - 1
    if words.at(at) == "of":
        at -= 1
        if not words.at(at)[-2:] in ("st", "nd", "rd", "th") and ordinal(words.at(at)) is None:
            return None, token, None
    day = words.day_at(at)
    if day is None and (number := ordinal(words.at(at))) and number <= 31 and at != token - 1:
        day = number
    if day is None or words.at(at - 1) in ("$", "#", "no.", ":"):
        return None, token, None
    first = at
    # "16-17 July", "16 and 17 July": the first of the two opens the stretch.
    if words.at(at - 1) in ("-", "–", "to", "and") and words.day_at(at - 2) and words.at(at - 1) in ("-", "–"):
        first = at - 2
    if words.at(first - 1) == "the":
        first -= 1
    return day, first, at


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
        if number is None and word in ONES and ONES[word] and words.at(end) not in NUMBER_WORDS:
            number = None
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
        return Match(first, end + 3, kind, (PUBLISHED, f"calendar {away} week", f"weekday {number} week", *tail), grain="day")
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
    year = words.year_at(at), at + 1
    spoken = _year_words(words, at)
    if year[0] or spoken:
        number, end = (year if year[0] else spoken) or (None, end)
        if number and which != "-":
            return Match(first - 1 if which == "the" else first, end, "DATE", (f"{number:04}-{season}",), grain="season")
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
        if which not in ("in", "during", "over", "until", "since", "by") and words.at(first - 2) not in ("in", "during"):
            return None
        if which != "the" and words.at(first - 1) not in ("the", "early", "late"):
            return None
    if which == "the" or which in ("in", "during", "over", "until", "since", "by", "early", "late"):
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
            year = _year_after(words, end)
            if year:
                return Match(token, year[1], "DATE", (f"{year[0]:04}", f"holiday {key} year"), grain="day")
            which = words.at(token - 1)
            way = {"last": "before", "next": "after"}.get(which) or direction(words.parse, token)
            first = token - 1 if which in ("last", "next", "this") else token
            return Match(first, end, "DATE", (PUBLISHED, f"holiday {key} {way}"), grain="day")
    return None


def year_match(words: Words, token: int) -> Match | None:
    """A year in digits where the words around it, or the model's reading, make it one."""
    number = words.year_at(token)
    if number is None:
        return None
    before, after = words.at(token - 1), words.at(token + 1)
    label = words.parse.entity_label(token)
    tag = words.parse.tags[token]
    if before in ("$", "#", "£", "€", "no.", "room", "route", "flight", "about") and before != "about":
        return None
    iso = _iso(words, token, number)
    if iso:
        return iso
    if after in ("hours", "gmt", "utc", "local", "people", "percent", "%", "miles", "km", "feet") or tag not in ("CD", "NN", "JJ"):
        return None
    if before == "(" and after in (")", "-", "–"):
        pass
    elif label == "DATE" or (before == "fiscal") or (before in ("in", "since", "year", "mid") and label != "CARDINAL"):
        pass
    elif before in _YEAR_CUES and 1800 <= number <= 2100 and words.parse.deps[token] in ("pobj", "conj", "npadvmod", "appos"):
        pass
    elif words.parse.deps[token] == "nummod" and 1800 <= number <= 2050 and not words.parse.tags[words.parse.heads[token]].endswith("S"):  # noqa: E501
        pass
    elif after in _AFTER_YEAR:
        pass
    else:
        return None
    first, end = token, token + 1
    chain: Chain = (f"{number:04}",)
    if words.at(end) in ("-", "/") and (tail := words.at(end + 1)).isdecimal() and len(tail) in (2, 4):
        until = int(tail) if len(tail) == 4 else number // 100 * 100 + int(tail)
        if number < until <= number + 60:
            return Match(first, end + 2, "DATE", (*chain, f"to {until}"), grain="year")
    if before == "fiscal" or before == "year":
        first -= 1
        if before == "year" and words.at(first - 1) == "fiscal":
            first -= 1
        if words.at(first - 1) == "the":
            first -= 1
    elif after in ("period", "quarter") and before == "the":
        return Match(first - 1, end + 1, "DATE", chain, grain="year")
    return Match(first, end, "DATE", chain, grain="year")


def _iso(words: Words, token: int, year: int) -> Match | None:
    """A date in digits, year first: 2015-10-12."""
    if words.at(token + 1) == "-" and words.at(token + 3) == "-":
        month, day = words.at(token + 2), words.at(token + 4)
        if len(month) == 2 and month.isdecimal() and len(day) >= 2 and day[:2].isdecimal() and day[2:3] in ("", "t"):
            return Match(token, token + 5, "DATE", (f"{year:04}-{month}-{day[:2]}",), grain="day")
    return None


def decade_match(words: Words, token: int) -> Match | None:
    """A decade: the 1990s, the '80s, the nineties, mid-1996 as one token, 2011–12."""
    word = words.at(token)
    body, first = word, token
    if word[:4] in ("mid-", "pre-") and word[4:].rstrip("s").isdecimal():
        body = word[4:]
    elif word[:5] == "post-":
        body = word[5:]
    if body.endswith("s") and body[:-1].isdecimal() and body.isascii():
        body = body[:-1]
    elif words.follows(token + 1, "'s") and body.isdecimal():
        if len(body) == 4 and body[3] != "0" or len(body) != 4:
            return None
        return Match(token, token + 2, "DATE", (body[:3],), grain="decade")
    elif word != body and len(body) == 4 and body.isdecimal():
        steps: Chain = (body, "part mid") if word.startswith("mid") else (body,)
        return Match(token, token + 1, "DATE", steps, grain="year")
    else:
        return _year_range(words, token)
    if words.at(first - 1) in ("'", "’", "`"):
        first -= 1
    if words.at(first - 1) == "the":
        first -= 1
    if len(body) == 4 and body.endswith("0"):
        decade = body[:3]
    elif len(body) == 2 and body.endswith("0") and words.at(token - 1) in ("'", "’", "`", "the", "early", "late", "mid"):
        if words.at(token - 1) in ("the", "early", "late", "mid") and words.parse.entity_label(token) != "DATE":
            return None
        decade = ("19" if int(body) >= 20 else "20") + body[0]
    else:
        return None
    return Match(first, token + 1, "DATE", (decade,), grain="decade")


def _year_range(words: Words, token: int) -> Match | None:
    word = words.at(token)
    for dash in "–-/":
        low, found, high = word.partition(dash)
        if found and len(low) == 4 and low.isdecimal() and high.isdecimal() and len(high) in (2, 4):
            until = int(high) if len(high) == 4 else int(low) // 100 * 100 + int(high)
            if 1000 <= int(low) < until <= int(low) + 60:
                return Match(token, token + 1, "DATE", (low, f"to {until}"), grain="year")
    parts = word.split("/")
    if len(parts) == 3 and all(part.isdecimal() for part in parts) and len(parts[2]) == 4:
        month, day = int(parts[0]), int(parts[1])
        if month > 12 >= day:
            month, day = day, month
        if 1 <= month <= 12 and 1 <= day <= 31:
            return Match(token, token + 1, "DATE", (f"{parts[2]}-{month:02}-{day:02}",), grain="day")
    return None


def nineties_match(words: Words, token: int) -> Match | None:
    """A decade in words ("the nineties") or a year in words ("nineteen ninety-six")."""
    word = words.at(token)
    if word.endswith("ties") and word[:-3] + "y" in TENS and words.at(token - 1) in ("the", "early", "late", "mid"):
        first = token - 1 if words.at(token - 1) == "the" else token
        return Match(first, token + 1, "DATE", (f"19{TENS[word[:-3] + 'y'] // 10}",), grain="decade")
    spoken = _year_words(words, token)
    if spoken and 1500 <= spoken[0] <= 2099:
        before = words.at(token - 1)
        first = token - 1 if before == "year" else token
        if before == "year" and words.at(token - 2) == "the":
            first -= 1
        if words.at(token) == "two" and before not in ("year", "in", "since", "by", "until"):
            return None
        if words.at(spoken[1]) in ("people", "dollars", "miles", "feet", "troops", "soldiers"):
            return None
        return Match(first, spoken[1], "DATE", (f"{spoken[0]:04}",), grain="year")
    return None


def clock_match(words: Words, token: int) -> Match | None:
    """A time of the clock whose last word stands at a token: 10 p.m., 9:30am, 14:30 GMT, 0400 GMT."""
    word = words.at(token)
    hour = minute = None
    first, end = token, token + 1
    half = ""
    if word in ("a.m.", "p.m.", "am", "pm", "a.m", "p.m", "o'clock"):
        first = token - 1
        hour, minute = _clock(words.at(first))
        half = word[0] if word != "o'clock" else ""
        if hour is None and words.at(first) in ONES:
            hour, minute = ONES[words.at(first)], 0
    elif word[-2:] in ("am", "pm") and word[:1].isdigit():
        hour, minute = _clock(word[:-2])
        half = word[-2]
    elif ":" in word:
        hour, minute = _clock(word)
        if words.at(end) not in words.book.words["zones"] and words.at(token - 1) not in ("at", "around", "about", "by", "until", "from", "and", "to"):  # noqa: E501
            return None
    elif word in ("gmt", "utc") and len(words.at(token - 1)) == 4 and words.at(token - 1).isdecimal():
        first = token - 1
        hour, minute = int(words.at(first)[:2]), int(words.at(first)[2:])
    if hour is None or minute is None or hour > 24 or minute > 59:
        return None
    if half == "p" and hour < 12:
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    while words.at(end) in words.book.words["zones"] or (words.at(end) == "time" and end > token + 1):
        end += 1
    begin, _ = approximator_before(words, first)
    return Match(begin, end, "TIME", (REFERENCE, f"clock {hour:02}:{minute:02}"), grain="clock")


def _clock(text: str) -> tuple[int | None, int | None]:
    hour, _, minute = text.replace(".", ":").partition(":")
    if hour.isdecimal() and hour.isascii() and len(hour) <= 2 and (not minute or (minute.isdecimal() and len(minute) == 2)):
        return int(hour), int(minute or 0)
    return None, None


def daypart_match(words: Words, token: int) -> Match | None:
    """A part of the day with a word that says of which day: this morning, last night, the next morning."""
    part = words.book.dayparts[words.at(token)]
    which = words.at(token - 1)
    end = token + 1
    clock = ":" in part
    tail = f"clock {part}" if clock else f"tod {part}"
    first = token
    if which == "mid" or (which == "-" and words.at(token - 2) == "mid"):
        first = token - 1 if which == "mid" else token - 2
        return Match(first, end, "TIME", (REFERENCE, tail), grain="tod")
    if which in ("early", "late") and words.at(token - 2) in ("this", "the", "last", "that"):
        first, which = token - 1, words.at(token - 2)
    if which == "this":
        return Match(first - 1, end, "TIME", (PUBLISHED, tail), grain="tod")
    if which == "last" and part in ("NI", "EV"):
        return Match(first - 1, end, "TIME", (PUBLISHED, "shift -1 day", tail), grain="tod")
    if which in ("yesterday", "tomorrow", "today"):
        shift = {"yesterday": -1, "today": 0, "tomorrow": 1}[which]
        return Match(first - 1, end, "TIME", (PUBLISHED, f"shift {shift} day", tail), grain="tod")
    if which in ("that", "same"):
        begin = first - 2 if words.at(first - 2) in ("that", "the") and which == "same" else first - 1
        return Match(begin, end, "TIME", (REFERENCE, tail), grain="tod")
    if which in ("next", "following", "previous"):
        shift = -1 if which == "previous" else 1
        begin = first - 2 if words.at(first - 2) == "the" else first - 1
        return Match(begin, end, "TIME", (REFERENCE, f"shift {shift} day", tail), grain="tod")
    if clock and not words.at(token).endswith("s") and words.at(token + 1) not in ("mass", "deadline"):
        return Match(first, end, "TIME", (REFERENCE, tail), grain="clock")
    return None
