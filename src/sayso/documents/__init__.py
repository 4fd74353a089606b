"""Documents as they come in: read, checked, and never changed."""

from sayso.documents.checks import LONGEST_TEXT, check_text, refused
from sayso.documents.document import Document, check_date, day_of, opening
from sayso.documents.english import is_english
from sayso.documents.readers import FORMATS, Columns, read_documents

__all__ = [
    "FORMATS",
    "LONGEST_TEXT",
    "Columns",
    "Document",
    "check_date",
    "check_text",
    "day_of",
    "is_english",
    "opening",
    "read_documents",
    "refused",
]
