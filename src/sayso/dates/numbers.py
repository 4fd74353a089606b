"""Numbers in running text, as digits or words: exact values only; vague ones ("dozens") are the callers' affair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ONES = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
SCALES = {
    "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "trillion": 10**12,
    "dozen": 12, "lakh": 100_000, "crore": 10_000_000, "bn": 1_000_000_000,
}  # fmt: skip
SUFFIXES = {"k": 1_000, "m": 1_000_000, "mn": 1_000_000, "bn": 1_000_000_000, "tn": 10**12}
FRACTIONS = {"1/2": 0.5, "1/4": 0.25, "3/4": 0.75, "½": 0.5, "¼": 0.25, "¾": 0.75}
ORDINALS = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        start=1,
    )
} | {"thirtieth": 30}
NUMBER_WORDS = frozenset(ONES) | frozenset(TENS) | frozenset(SCALES)


@dataclass(frozen=True, slots=True)
class Number:
    """A number at tokens ``first`` to ``last`` (exclusive). ``words`` is False where it was written in digits."""

    first: int
    last: int
    value: float
    words: bool

    @property
    def whole(self) -> int | None:
        """The value where it is a whole number."""
        return int(self.value) if self.value == int(self.value) else None


def digits(word: str) -> float | None:
    """The value of one token in digits: "23,000", "1.7", "5bn", "1,300"; None where it is something else.

    >>> digits("23,000"), digits("1.7"), digits("5bn"), digits("12:30"), digits("1,30")
    (23000.0, 1.7, 5000000000.0, None, None)
    """
    if not word or not word[0].isdigit():
        return None
    if word.isdecimal():
        return float(word) if len(word) < 16 and word.isascii() else None
    end = len(word)
    while end and word[end - 1].isalpha():
        end -= 1
    scale = SUFFIXES.get(word[end:], 0) if end < len(word) else 1
    body = word[:end]
    if not scale or not body.isascii() or len(body) > 20:
        return None
    if "," in body:
        head, *groups = body.split(".")[0].split(",")
        if not 1 <= len(head) <= 3 or any(len(group) != 3 or not group.isdecimal() for group in groups):
            return None
        body = body.replace(",", "")
    whole, dot, rest = body.partition(".")
    if not whole.isdecimal() or (dot and not rest.isdecimal()):
        return None
    return float(body) * scale


def ordinal(word: str) -> int | None:
    """The value of one token as an ordinal: "third", "21st"; None where it is none.

    >>> ordinal("third"), ordinal("21st"), ordinal("west")
    (3, 21, None)
    """
    value = ORDINALS.get(word)
    if value is not None:
        return value
    if word[:1].isdigit() and word[-2:] in ("st", "nd", "rd", "th") and word[:-2].isdecimal() and len(word) < 7:
        return int(word[:-2])
    return None


def number_at(lowers: Sequence[str], first: int, end: int) -> Number | None:
    """The longest number that begins at token ``first`` and stays before ``end``.

    >>> number_at("a hundred and thirty - two soldiers".split(), 1, 7)
    Number(first=1, last=6, value=132.0, words=True)
    >>> number_at("2 1/2 million people".split(), 0, 4).value
    2500000.0
    """
    word = lowers[first]
    value = digits(word)
    if value is None and word in FRACTIONS:
        value = FRACTIONS[word]
    if value is not None:
        at = first + 1
        if at < end and lowers[at] in FRACTIONS and value == int(value) and word.isdecimal():
            value += FRACTIONS[lowers[at]]
            at += 1
        elif half := _and_a_half(lowers, at, end):
            value += 0.5
            at = half
        at, value = _scales(lowers, at, end, value)
        return Number(first, at, value, False)
    return _in_words(lowers, first, end)


def _scales(lowers: Sequence[str], at: int, end: int, value: float) -> tuple[int, float]:
    while at < end and lowers[at] in SCALES:
        value *= SCALES[lowers[at]]
        at += 1
    return at, value


def _and_a_half(lowers: Sequence[str], at: int, end: int) -> int:
    """The token after "and a half" or "-and-a-half", 0 where it does not stand there."""
    wanted = ["and", "a", "half"]
    while at < end and wanted:
        if lowers[at] == wanted[0]:
            wanted.pop(0)
        elif wanted[0] == "a" and lowers[at] == "half":
            wanted.clear()
        elif lowers[at] != "-":
            return 0
        at += 1
    return 0 if wanted else at


def _in_words(lowers: Sequence[str], first: int, end: int) -> Number | None:
    total = 0.0
    current: float | None = None
    at = first
    last_scale = float("inf")
    used = first
    while at < end:
        word = lowers[at]
        if word in ONES:
            one = ONES[word]
            room = current is None or current % 100 == 0 or (current % 100 >= 20 and current % 10 == 0 and one < 10)
            if not room or (one == 0 and current is not None):
                break
            current = (current or 0) + one
        elif word in TENS:
            if current is not None and current % 100:
                break
            current = (current or 0) + TENS[word]
        elif word == "hundred" or word == "dozen":
            if current is None and used > first and word == "dozen":
                break
            current = (1 if current is None else current) * SCALES[word]
        elif word in SCALES:
            if SCALES[word] >= last_scale or (current is None and used > first):
                break
            total += (1 if current is None else current) * SCALES[word]
            last_scale = SCALES[word]
            current = None
        elif word == "-" and used == at and at + 1 < end and at > first:
            before, after = lowers[at - 1], lowers[at + 1]
            if not (before in TENS and after in ONES) and not (after in SCALES and before in ONES):
                break
            at += 1
            continue
        elif word == "and" and used == at and at > first and lowers[at - 1] in SCALES and at + 1 < end:
            if lowers[at + 1] not in ONES and lowers[at + 1] not in TENS:
                break
            at += 1
            continue
        else:
            break
        at += 1
        used = at
    if used == first:
        return None
    value = total + (current or 0)
    half = _and_a_half(lowers, used, end)
    if half:
        value += 0.5 if last_scale == float("inf") else 0.5 * last_scale
        used = half
        used, value = _scales(lowers, used, end, value)
    return Number(first, used, value, True)
