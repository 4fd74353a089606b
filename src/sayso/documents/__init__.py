"""Documents as they come in: read, checked, and never changed."""

from sayso.documents.document import Document, check_date

__all__ = ["Document", "check_date"]
