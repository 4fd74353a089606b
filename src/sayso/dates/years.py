"""Years, decades and stretches of years, in digits and in words."""

from __future__ import annotations

from sayso.dates.expression import Chain
from sayso.dates.match import Match, Words
from sayso.dates.numbers import ONES, TENS, number_at

_YEAR_CUES = frozenset({
    "in", "since", "by", "until", "till", "of", "from", "to", "between", "through", "before", "after", "during", "and",
    "late", "early", "mid", "for", "fiscal", "year", "around", "about", "circa", "than", "-", "–", "or", "the",
})  # fmt: skip
_AFTER_YEAR = frozenset({"period", "quarter", "season", "level", "figure"})
_BEFORE_DECADE = frozenset({"'", "’", "`", "the", "early", "late", "mid"})
# What makes four digits a name or a figure.
_NUMBERED = frozenset({"$", "#", "£", "€", "no.", "room", "route", "flight"})
_THEM = frozenset({"them", "whom", "the", "these", "those"})
_COUNTED = frozenset({"hours", "gmt", "utc", "local", "people", "percent", "%", "miles", "km", "feet"})


def year_in_words(words: Words, token: int) -> tuple[int, int] | None:
    """A year in words, "nineteen ninety-six" or "two thousand three": the year and the token after it."""
    word = words.at(token)
    if (word in ONES and 10 <= ONES[word] <= 20) or word == "twenty":
        second = number_at(words.lowers, token + 1, words.end) if token + 1 < words.end else None
        if second and second.words and 1 <= second.value <= 99 and (second.value >= 10 or words.at(token + 1) == "oh"):
            century = 20 if word == "twenty" else ONES[word]
            return 100 * century + int(second.value), second.last
    if word == "two" and words.at(token + 1) == "thousand":
        number = number_at(words.lowers, token, words.end)
        if number and 2000 <= number.value <= 2099:
            return int(number.value), number.last
    return None


def year_after(words: Words, token: int) -> tuple[int, int] | None:
    """A year at a token, in digits or words, past a comma: "(July 4,) 1998"."""
    at = token + 1 if words.at(token) == "," else token
    year = words.year_at(at)
    if year:
        return year, at + 1
    return year_in_words(words, at)


def year_match(words: Words, token: int) -> Match | None:
    """A year in digits where the words around it, or the model's reading, make it one."""
    number = words.year_at(token)
    if number is None:
        return None
    iso = _iso(words, token, number)
    if iso:
        return iso
    if not _is_year(words, token, number):
        return None
    before, after = words.at(token - 1), words.at(token + 1)
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


def _is_year(words: Words, token: int, number: int) -> bool:
    """Whether four digits are a year: by the model's reading, by the word before, or by their place in the sentence."""
    before, after = words.at(token - 1), words.at(token + 1)
    parse = words.parse
    if before in _NUMBERED or after in _COUNTED or words.follows(token + 1, "of", _THEM):
        return False
    if parse.tags[token] not in ("CD", "NN", "JJ"):
        return False
    label = parse.entity_label(token)
    if label == "DATE" or before == "fiscal" or after in _AFTER_YEAR or (before == "(" and after in (")", "-", "–")):
        return True
    if before in ("in", "since", "year", "mid") and label != "CARDINAL":
        return True
    if before in _YEAR_CUES and 1800 <= number <= 2100 and parse.deps[token] in ("pobj", "conj", "npadvmod", "appos"):
        return True
    # "the 1990 invasion", but not "the 2000 people".
    return parse.deps[token] == "nummod" and 1800 <= number <= 2050 and not parse.tags[parse.heads[token]].endswith("S")


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
        if (len(body) == 4 and body[3] != "0") or len(body) != 4:
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
    elif len(body) == 2 and body.endswith("0") and (before := words.at(token - 1)) in _BEFORE_DECADE:
        if before not in ("'", "’", "`") and words.parse.entity_label(token) != "DATE":
            return None
        decade = ("19" if int(body) >= 20 else "20") + body[0]
    else:
        return None
    chain: Chain = (decade, "part mid") if word.startswith("mid") else (decade,)
    return Match(first, token + 1, "DATE", chain, grain="decade")


def _year_range(words: Words, token: int) -> Match | None:
    """2011–12 as one token, or a date in digits, 10/12/2015 (read month first unless it can't be)."""
    word = words.at(token)
    if not word.replace("–", "-").isascii():
        return None
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
    parts = word.split(".")
    if len(parts) == 3 and all(part.isdecimal() for part in parts) and len(parts[2]) == 4 and len(parts[0]) <= 2:
        # With full stops the day always stands first.
        day, month = int(parts[0]), int(parts[1])
        if 1 <= month <= 12 and 1 <= day <= 31:
            return Match(token, token + 1, "DATE", (f"{parts[2]}-{month:02}-{day:02}",), grain="day")
    return None


def nineties_match(words: Words, token: int) -> Match | None:
    """A decade in words ("the nineties") or a year in words ("nineteen ninety-six")."""
    word = words.at(token)
    if word.endswith("ties") and word[:-3] + "y" in TENS and words.at(token - 1) in ("the", "early", "late", "mid"):
        first = token - 1 if words.at(token - 1) == "the" else token
        return Match(first, token + 1, "DATE", (f"19{TENS[word[:-3] + 'y'] // 10}",), grain="decade")
    spoken = year_in_words(words, token)
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
