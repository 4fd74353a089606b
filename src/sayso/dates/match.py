"""What the rules of the date grammar share: the match they give, and a look at the words around a token."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace

from sayso.dates.expression import Chain
from sayso.dates.lexicon import DateLexicon, lexicon
from sayso.dates.numbers import NUMBER_WORDS, Number, number_at
from sayso.language import Parse

# First step of a chain that starts at the date last spoken of in the text.
REFERENCE = "reference"
_NUMBER_PARTS = NUMBER_WORDS | {"and", "-", "a", "half", "1/2", "1/4", "3/4", "½", "¼", "¾"}


@dataclass(frozen=True, slots=True)
class Match:
    """An expression at tokens ``first`` to ``last`` (exclusive): TIMEX3 type, and what it says.

    ``value`` is its TIMEX3 value where the words alone give it; otherwise ``chain`` does. ``grain`` is the unit of
    the expression, for later expressions that refer to it.
    """

    first: int
    last: int
    type: str
    chain: Chain = ()
    value: str | None = None
    grain: str = ""

    def widened(self, first: int, *steps: str) -> Match:
        """The same match from an earlier token on, with more steps."""
        return replace(self, first=first, chain=(*self.chain, *steps) if self.chain else self.chain)


class Words:
    """The tokens of one document as the grammar looks at them; nothing outside the sentence at hand is seen."""

    __slots__ = ("begin", "book", "end", "lowers", "parse", "words")

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.book: DateLexicon = lexicon()
        self.lowers: Sequence[str] = parse.lowers
        self.words: Sequence[str] = parse.words
        self.begin = 0
        self.end = len(parse.lowers)

    def enter(self, sentence: int) -> None:
        """Look at one sentence from here on."""
        self.begin, self.end = self.parse.sentences[sentence]

    def at(self, token: int) -> str:
        """A token in lower case, '' outside the sentence."""
        return self.lowers[token] if self.begin <= token < self.end else ""

    def follows(self, token: int, *wanted: str | Container[str]) -> bool:
        """Whether the tokens from ``token`` on are these words, or among these sets of words."""
        for number, words in enumerate(wanted):
            word = self.at(token + number)
            if not word or (word != words if isinstance(words, str) else word not in words):
                return False
        return True

    def number_before(self, token: int) -> Number | None:
        """The number that ends right before ``token``."""
        start = token
        while start > self.begin and start > token - 8:
            word = self.lowers[start - 1]
            if word not in _NUMBER_PARTS and not word[:1].isdigit():
                break
            start -= 1
        for first in range(start, token):
            if self.lowers[first] in ("and", "-", "a", "half"):
                continue
            number = number_at(self.lowers, first, token)
            if number and number.last == token:
                return number
        return None

    def year_at(self, token: int) -> int | None:
        """A year of four digits at a token."""
        word = self.at(token)
        if len(word) == 4 and word.isdecimal() and word.isascii() and 1000 <= int(word) <= 2199:
            return int(word)
        return None

    def day_at(self, token: int) -> int | None:
        """A day of the month at a token: "12", "12th"."""
        word = self.at(token)
        if word[-2:] in ("st", "nd", "rd", "th"):
            word = word[:-2]
        if word.isdecimal() and word.isascii() and len(word) <= 2 and 1 <= int(word) <= 31:
            return int(word)
        return None


_AT_LEAST = (
    ("more", "than"), ("less", "than"), ("fewer", "than"), ("at", "least"), ("at", "most"), ("up", "to"),
    ("no", "more", "than"), ("as", "much", "as"), ("as", "long", "as"), ("just", "over"), ("just", "under"),
    ("well", "over"), ("not", "more", "than"), ("as", "many", "as"), ("no", "less", "than"), ("a", "little", "over"),
)  # fmt: skip


_OVER = frozenset({("more", "than"), ("at", "least"), ("just", "over"), ("well", "over"), ("a", "little", "over")})


def approximator_before(words: Words, token: int) -> tuple[int, str]:
    """Where the words begin that round a number off, and which way: nearly, over, about or ''."""
    for phrase in _AT_LEAST:
        first = token - len(phrase)
        if first >= words.begin and tuple(words.lowers[first:token]) == phrase:
            return first, "over" if phrase in _OVER else ""
    word = words.at(token - 1)
    if word in words.book.words["about"]:
        way = "nearly" if word in words.book.words["nearly"] else "over" if word == "over" else "about"
        if word in ("within", "only", "just", "barely", "fully", "exactly"):
            return token, way
        if word == "over" and words.parse.deps[token - 1] == "prep":
            return token, ""
        return token - 1, way
    return token, ""
