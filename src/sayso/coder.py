"""The coder: one document in, one record out. Read this page first.

A document flows through the layers in the order of the folders:

    text ── language ──► Parse ──┬─ dates ────────► FoundDate
                                 ├─ places ───────► Toponym
                                 ├─ attribution ──► Speech
                                 └─ actors ───────► DocumentActors
                                          │
                              claims ◄────┘   triggers, arguments, counts, status, place, time, chain, codes
                                 │
                              events          claims that are mentions of one event
                                 │
                              Record          every span checked against the text

Nothing here decides anything about language or events; each layer's own folder does.
"""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from sayso import __version__
from sayso.actors import ActorBook, DocumentActors
from sayso.attribution import CueLexicon, find_credit, find_speeches
from sayso.claims import ClaimRules, Found, but_speakers, find_claims, find_figures
from sayso.dates import find_dates
from sayso.documents import Document, check_date, check_text, refused
from sayso.errors import SaysoError
from sayso.events import group_claims
from sayso.language import DEFAULT_MODEL, Parse, Parser
from sayso.places import Gazetteer, PlaceFinder, lands_of
from sayso.record import Record, document_id

Progress = Callable[[str, float], None]


class Coder:
    """Codes news texts into records of attributed claims. Loads everything once; reusable; not thread-safe.

    ``model`` is the spaCy model that parses (``en_core_web_sm`` comes with Sayso). ``gazetteer`` is a gazetteer
    file; without it the one in the user's cache folder is used, and built there first where it is missing, which
    ``progress`` reports (a label and a share from 0 to 1). ``codebook`` is a folder with lexicons and tables of
    the user's own, read after the built-in ones.

    >>> coder = Coder()
    >>> record = coder.code("Rebels shelled the town of Salma on Monday, the army said.", published="2015-10-12")
    >>> [(claim.kind, claim.sources[0].text) for claim in record.claims]
    [('shelling', 'the army')]
    """

    def __init__(
        self,
        model: str = DEFAULT_MODEL,
        *,
        gazetteer: Path | str | None = None,
        codebook: Path | str | None = None,
        progress: Progress | None = None,
        parser: Parser | None = None,
    ) -> None:
        self.parser = parser or Parser(model)
        self._gazetteer = Path(gazetteer) if gazetteer is not None else None
        self._codebook = Path(codebook) if codebook is not None else None
        self._progress = progress

    @cached_property
    def actors(self) -> ActorBook:
        """The registry of states, armed groups, organisations and roles."""
        return ActorBook.load(self._codebook)

    @cached_property
    def cues(self) -> CueLexicon:
        """The lexicon of reporting cues, outlets and evidence nouns."""
        return CueLexicon.load(self._codebook)

    @cached_property
    def rules(self) -> ClaimRules:
        """Triggers, weapons and code tables."""
        return ClaimRules.load(self._codebook)

    @cached_property
    def places(self) -> PlaceFinder:
        """The gazetteer, with the rules that find and resolve toponyms."""
        return PlaceFinder(Gazetteer.open(self._gazetteer, progress=self._progress), self._codebook)

    def load(self) -> Coder:
        """Load model, gazetteer and codebook now instead of on first use. Raises MissingData, CodebookError."""
        _ = (self.parser.nlp, self.actors, self.cues, self.rules, self.places)
        return self

    def code(
        self,
        text: str,
        *,
        published: str | None = None,
        outlet: str | None = None,
        url: str | None = None,
        title: str | None = None,
        id: str | None = None,
    ) -> Record:
        """The record of one text.

        ``published`` (YYYY-MM-DD) is the day that relative dates count from; without it they stay null. Raises
        InputError where the text can't be coded.
        """
        document = Document(text, id=id, published=published, outlet=outlet, url=url, title=title)
        return self.code_parse(document, self.parser.parse(_checked(document)))

    def pipe(self, documents: Iterable[Document]) -> Iterator[Record]:
        """The records of many documents, in order and streaming.

        A document that can't be coded comes out as a record with an ``error``; its neighbours are coded.
        """
        waiting: deque[tuple[Document, SaysoError | None]] = deque()

        def texts() -> Iterator[str]:
            for document in documents:
                try:
                    text = _checked(document)
                except SaysoError as error:
                    waiting.append((document, error))
                    yield ""
                else:
                    waiting.append((document, None))
                    yield text

        for parse in self.parser.pipe(texts()):
            document, error = waiting.popleft()
            if error is not None:
                yield refused(document, error)
                continue
            try:
                yield self.code_parse(document, parse)
            except Exception as unexpected:  # one document must never cost its neighbours
                yield refused(document, unexpected)

    def code_parse(self, document: Document, parse: Parse) -> Record:
        """The record of a document that is parsed already; the text is not checked again.

        The parse is one of the document's ``readable`` text.
        """
        with _uncollected():
            return self._record(document, parse)

    def _record(self, document: Document, parse: Parse) -> Record:
        if document.skip:  # spans are of the text as it is
            parse = replace(parse, text=document.text)
        id = document.id or document_id(document.text, document.url)
        dates = find_dates(parse, document.published)
        credit = find_credit(parse, self.cues)
        outlet = document.outlet or (credit.name if credit is not None else None)
        speeches = find_speeches(parse, outlet=outlet, lexicon=self.cues)
        toponyms = self.places.find(parse)
        actors = DocumentActors(self.actors, parse, lands_of(toponyms))
        found = Found(
            parse=parse,
            published=document.published,
            dates=dates,
            toponyms=toponyms,
            speeches=speeches,
            actors=actors,
            figures=but_speakers(parse, find_figures(parse), speeches),
        )
        claims = find_claims(found, self.rules, id)
        return Record(
            id=id,
            text=document.text,
            published=document.published,
            outlet=outlet,
            url=document.url,
            title=document.title,
            claims=claims,
            places=tuple(toponym.place for toponym in toponyms),
            dates=tuple(date.expression for date in dates),
            attributions=tuple(speech.attribution for speech in speeches if speech.shown),
            events=group_claims(parse, claims, self.rules.frames),
            made_by=made_by(self.parser.model),
            credit=credit,
        )


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for reference cycles while a document is coded: there are many small objects, and no cycles.

    The search walks every lexicon again and again, which made a long document cost more a word than a short one.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def made_by(model: str) -> str:
    """What made a record: the version of Sayso and the language model."""
    return f"sayso {__version__}, {model}"


def _checked(document: Document) -> str:
    check_date(document.published)
    check_text(document.text)
    return document.readable if document.skip else document.text


__all__ = ["Coder", "made_by"]
