"""Corroboration by independent origin: not how many outlets carry a statement, but how many would have to be wrong."""

from sayso.corroboration.origins import Corroboration, corroborate, dependence_classes
from sayso.corroboration.statement import Statement, principal, statement

__all__ = ["Corroboration", "Statement", "corroborate", "dependence_classes", "principal", "statement"]
