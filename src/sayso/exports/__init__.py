"""Exports: what a filter picks, in the formats that the field reads, each with a codebook and a README beside it."""

from sayso.exports.archive import export_archive, import_archive
from sayso.exports.run import FORMS, Exported, export

__all__ = ["FORMS", "Exported", "export", "export_archive", "import_archive"]
