"""The parse of one document, as plain lists: what every rule above reads.

Token numbers run through the whole document. Parallel lists hold what is known of each token; a rule that needs
the lemma of token 7's head writes ``parse.lemmas[parse.heads[7]]``. Lists are read, never changed.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from sayso.language.layout import Paragraph
from sayso.language.quotes import Quote
from sayso.record import Span


@dataclass(frozen=True, slots=True)
class NamedSpan:
    """Tokens ``first`` to ``last`` (exclusive) that the model takes for a name, with its OntoNotes label."""

    first: int
    last: int
    label: str


# What ends a noun phrase on the right: clauses and coordination are not part of the mention itself.
CLAUSAL = frozenset({"relcl", "acl", "advcl", "conj", "cc", "appos", "punct", "parataxis", "dep", "preconj"})


# Punctuation that parts a phrase from what follows; never its last token.
_SEPARATORS = frozenset({",", ";", ":", "-", "–", "—", "--", "(", "["})


@dataclass(frozen=True, slots=True)
class Parse:
    """One parsed document.

    tags: Penn part of speech; deps: ClearNLP dependency label, as in spaCy's English models; heads: number of the
    head token (a root is its own head); starts, ends: code point offsets; sentences: (first, last) token ranges;
    sentence_of, paragraph_of_sentence: numbers; entities: the model's names; quotes: quoted stretches.
    """

    text: str
    words: Sequence[str]
    lowers: Sequence[str]
    lemmas: Sequence[str]
    tags: Sequence[str]
    deps: Sequence[str]
    heads: Sequence[int]
    starts: Sequence[int]
    ends: Sequence[int]
    children: Sequence[Sequence[int]]
    sentences: Sequence[tuple[int, int]]
    sentence_of: Sequence[int]
    paragraph_of_sentence: Sequence[int]
    paragraphs: Sequence[Paragraph]
    entities: Sequence[NamedSpan]
    entity_of: Sequence[int]  # number of the entity that a token belongs to, -1 for none
    quotes: Sequence[Quote]

    def __len__(self) -> int:
        return len(self.words)

    def span(self, first: int, last: int) -> Span:
        """Tokens ``first`` to ``last`` (exclusive) as a span of the text."""
        return Span.of(self.text, self.starts[first], self.ends[last - 1])

    def sentence_span(self, number: int) -> Span:
        """Sentence ``number`` as a span, without white space around it."""
        first, last = self.sentences[number]
        while last - 1 > first and self.words[last - 1].isspace():
            last -= 1
        while first < last - 1 and self.words[first].isspace():
            first += 1
        return self.span(first, last)

    def child(self, token: int, deps: Container[str]) -> int | None:
        """The first child of a token by one of these labels."""
        for child in self.children[token]:
            if self.deps[child] in deps:
                return child
        return None

    def children_by(self, token: int, deps: Container[str]) -> Iterator[int]:
        """The children of a token by one of these labels, in text order."""
        return (child for child in self.children[token] if self.deps[child] in deps)

    def subtree(self, token: int) -> tuple[int, int]:
        """First and last (exclusive) token of everything that hangs on a token."""
        first = last = token
        stack = [token]
        while stack:
            node = stack.pop()
            first, last = min(first, node), max(last, node)
            stack.extend(self.children[node])
        return first, last + 1

    def phrase(self, token: int, drop: Container[str] = CLAUSAL) -> tuple[int, int]:
        """The noun phrase of a head noun, without the clauses, appositions and conjuncts that hang on it.

        Everything left of the head belongs to it (determiners, modifiers, possessors); on the right, children
        are taken until the first that is dropped.
        """
        first, last = token, token + 1
        for child in self.children[token]:
            if child < token:
                if self.deps[child] not in ("punct", "cc", "preconj", "advcl", "parataxis"):
                    first = min(first, self._phrase_subtree(child, drop)[0])
            else:
                if self.tags[token] == "CD" and self.deps[child] == "amod":
                    break  # "Nine dead in a blast": nine are
                if self.deps[child] in drop:
                    if self.deps[child] == "punct" and self.words[child] in "-–":
                        continue
                    break
                last = max(last, self._phrase_subtree(child, drop)[1])
        while last - 1 > token and self.words[last - 1] in _SEPARATORS:
            last -= 1
        return first, last

    def _phrase_subtree(self, token: int, drop: Container[str]) -> tuple[int, int]:
        first, last = token, token + 1
        stack = [token]
        while stack:  # not recursive: a broken parse can be thousands of tokens deep
            node = stack.pop()
            first, last = min(first, node), max(last, node + 1)
            for child in self.children[node]:
                if child > node and self.deps[child] in drop and self.deps[child] not in ("conj", "cc", "punct"):
                    break
                stack.append(child)
        return first, last

    def path_to_root(self, token: int) -> Iterator[int]:
        """The heads above a token, nearest first, the root last."""
        while self.heads[token] != token:
            token = self.heads[token]
            yield token

    def token_at(self, offset: int) -> int | None:
        """The token that covers a character offset, or the next one in the text; None past the last."""
        low, high = 0, len(self.starts)
        while low < high:
            middle = (low + high) // 2
            if self.ends[middle] <= offset:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self.starts) else None

    def tokens_in(self, span: Span) -> range:
        """The tokens that share a character with a span."""
        first = self.token_at(span.start)
        if first is None:
            return range(0)
        last = first
        while last < len(self.starts) and self.starts[last] < span.end:
            last += 1
        return range(first, last)

    def entity_label(self, token: int) -> str:
        """The OntoNotes label of the name that a token belongs to, '' for none."""
        number = self.entity_of[token]
        return self.entities[number].label if number >= 0 else ""
