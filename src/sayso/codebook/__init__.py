"""The codebook: lexicons and code tables as data files, with the code that reads them."""

from sayso.codebook.files import read_rows, read_tables

__all__ = ["read_rows", "read_tables"]
