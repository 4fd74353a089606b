"""Times of the clock and parts of the day."""

from __future__ import annotations

from sayso.dates.expression import PUBLISHED
from sayso.dates.match import REFERENCE, Match, Words, approximator_before
from sayso.dates.numbers import ONES

# A bare time like 14:30 is one only after these words, or before the name of a zone.
_BEFORE_TIME = frozenset({"at", "around", "about", "by", "until", "from", "and", "to", "-", "–"})


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
        if words.at(end) not in words.book.words["zones"] and words.at(token - 1) not in _BEFORE_TIME:
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
    if not hour.isdecimal() or not hour.isascii() or len(hour) > 2:
        return None, None
    if minute and not (minute.isdecimal() and len(minute) == 2):
        return None, None
    return int(hour), int(minute or 0)


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
    if which in words.book.words["each"] and not clock:
        return Match(first - 1, end, "SET", value=f"XXXX-XX-XXT{part}", grain="tod")
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
    if which == "at" and not clock:
        return Match(first, end, "TIME", (REFERENCE, tail), grain="tod")
    if clock and not words.at(token).endswith("s") and words.at(token + 1) not in ("mass", "deadline"):
        return Match(first, end, "TIME", (REFERENCE, tail), grain="clock")
    return None
