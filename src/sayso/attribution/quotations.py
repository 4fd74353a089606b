"""Quotations and their speakers."""

from __future__ import annotations

from sayso.attribution.draft import Draft, Tree


def attach_quotations(tree: Tree, drafts: list[Draft]) -> None:
    pass
