"""Which state an official serves whose own words do not say."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from sayso.actors.book import ActorBook
from sayso.actors.mentions import Found
from sayso.actors.model import Mention
from sayso.language import Parse

# A state behind one of these is named for where it lies.
_BOUNDS = frozenset({"border", "frontier", "boundary", "near", "toward", "towards"})
_NAMED = frozenset({"state", "adjective", "capital"})
_SPEAKING = frozenset({"state", "capital", "metonym"})


def state_served(book: ActorBook, parse: Parse, found: Found, head: int, main: str | None) -> str | None:
    """The state (ISO3) of the official whose name ends at a token: the one named last before in the sentence, else the
    one that the sentence before is about, else the document's ``main`` one; None where the text gives no grounds.

    Whom somebody speaks of ("we hold the government of X responsible") is rarely their own.
    """
    sentence = parse.sentence_of[head]
    spoken_of: set[str | None] = set()
    for token, mention in _before(parse, found, head, sentence):
        if mention.actor is None:
            continue
        if _only_quoted(parse, token, head):
            spoken_of.add(mention.actor.country)
        elif mention.kind in _NAMED and not _is_aside(book, parse, mention.last - 1, mention.kind):
            return mention.actor.country
    if sentence and parse.paragraph_of_sentence[sentence] == parse.paragraph_of_sentence[sentence - 1]:
        for token, mention in _before(parse, found, head, sentence - 1):
            if parse.deps[token] == "nsubj" and mention.kind in _SPEAKING and mention.actor is not None:
                return mention.actor.country
    return None if main in spoken_of else main


def _before(parse: Parse, found: Found, head: int, sentence: int) -> Iterator[tuple[int, Mention]]:
    """The last tokens of the names of a sentence before a token, the last name first."""
    first, last = parse.sentences[sentence]
    seen = -1
    for token in range(min(head, last) - 1, first - 1, -1):
        number = found.at.get(token, -1)
        if number >= 0 and number != seen:
            seen = number
            yield token, found.mentions[number]


def _is_aside(book: ActorBook, parse: Parse, token: int, kind: str) -> bool:
    """Whether a state is named for what else it has or borders on: "Ruritanian missiles", "the border with X"."""
    above = parse.heads[token]
    if kind == "adjective":
        role = book.roles.get(parse.lemmas[above])
        return parse.tags[above] in ("NN", "NNS") and (role is None or role.kind in ("thing", "none"))
    return parse.deps[token] == "pobj" and parse.lemmas[parse.heads[above]] in _BOUNDS


def _only_quoted(parse: Parse, token: int, head: int) -> bool:
    """Whether a token stands in a quotation that the other stands outside of."""
    at, other = parse.starts[token], parse.starts[head]
    number = bisect_right(parse.quotes, at, key=lambda quote: quote.start) - 1
    if number < 0 or at >= parse.quotes[number].end:
        return False
    return not parse.quotes[number].start <= other < parse.quotes[number].end
