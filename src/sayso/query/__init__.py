"""The filter language: one line that says which claims are meant, for the commands, the exports and the web."""

from sayso.query.fields import FIELDS, Field
from sayso.query.filter import Condition, Filter
from sayso.query.sentence import sentence

__all__ = ["FIELDS", "Condition", "Field", "Filter", "sentence"]
