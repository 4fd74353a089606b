"""The language layer: paragraphs, quotations and the parse, as plain lists that every rule above reads."""

from sayso.language.layout import Paragraph, for_parser, paragraphs
from sayso.language.parse import NamedSpan, Parse
from sayso.language.parser import DEFAULT_MODEL, Parser, load_model
from sayso.language.quotes import Quote, find_quotes

__all__ = [
    "DEFAULT_MODEL",
    "NamedSpan",
    "Paragraph",
    "Parse",
    "Parser",
    "Quote",
    "find_quotes",
    "for_parser",
    "load_model",
    "paragraphs",
]
