"""Sayso as a spaCy component: ``nlp.add_pipe("sayso")`` gives ``doc._.claims`` and ``doc._.sayso``.

The component reads the tags, dependencies and names that the pipeline made, so it must stand after them.
"""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from sayso.coder import Coder
from sayso.documents import Document
from sayso.language import Parser


@Language.factory(
    "sayso",
    requires=["token.tag", "token.dep", "doc.ents"],
    assigns=["doc._.claims", "doc._.sayso"],
    default_config={"gazetteer": None, "codebook": None, "published": None},
)
def make_sayso(
    nlp: Language, name: str, gazetteer: str | None, codebook: str | None, published: str | None  # noqa: ARG001
) -> SaysoComponent:  # spaCy passes the name
    """The component; ``published`` is the day that relative dates count from, where ``doc._.published`` has none."""
    return SaysoComponent(nlp, gazetteer, codebook, published)


class SaysoComponent:
    """Codes each Doc and keeps the record on it."""

    def __init__(self, nlp: Any, gazetteer: str | None, codebook: str | None, published: str | None) -> None:
        for attribute in ("claims", "sayso", "published"):
            if not Doc.has_extension(attribute):
                Doc.set_extension(attribute, default=() if attribute == "claims" else None)
        self.coder = Coder(gazetteer=gazetteer, codebook=codebook, parser=Parser.of(nlp))
        self.published = published

    def __call__(self, doc: Doc) -> Doc:
        published = doc._.published or self.published
        document = Document(doc.text, published=published)
        record = self.coder.code_parse(document, self.coder.parser.from_docs(doc.text, [doc]))
        doc._.sayso = record
        doc._.claims = record.claims
        return doc
