"""Cases to review, on SQLite and PostgreSQL as in tests/case."""

from __future__ import annotations

from case.conftest import address, case, local, server

__all__ = ["address", "case", "local", "server"]
