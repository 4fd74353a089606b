"""What a page of events or claims shows, as its address says it: the filter and how the list is ordered."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlencode

from sayso.errors import FilterError
from sayso.query import FIELDS, Condition, Filter

UNITS = ("events", "claims")
SORTS = {"events": ("reports", "newest", "oldest", "claims"), "claims": ("order", "newest", "oldest", "confidence")}
# Keys beside the filter that stay in the address: where the map looks is for the scripts alone.
_KEPT = ("map",)
# Values that a facet shows before it is asked for more.
FEW, MANY = 7, 200


@dataclass(frozen=True, slots=True)
class State:
    """One state of the overview. ``unit`` is events or claims, ``more`` the facet that is shown at length."""

    unit: str
    filter: Filter = field(default_factory=Filter)
    sort: str = ""
    page: int = 1
    more: str = ""
    kept: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, unit: str, query: str) -> State:
        """The state of an address. Raises FilterError where the filter can't be read."""
        picked = Filter.from_address(query)
        other = dict(parse_qsl(query, keep_blank_values=False))
        if line := other.get("line", "").strip():
            picked = Filter((*picked.conditions, *Filter.parse(line).conditions))
        first, last = other.get("from", "").strip(), other.get("to", "").strip()
        if first or last:
            picked = picked.with_("when", f"{first}..{last}")
        sort = other.get("sort", "")
        page = other.get("page", "1")
        if sort and sort not in SORTS[unit]:
            raise FilterError(f"{unit} can't be sorted by {sort!r}.", f"Choose one of {', '.join(SORTS[unit])}.")
        if not page.isdecimal() or not 1 <= int(page) <= 1_000_000:
            raise FilterError(f"{page!r} is no page.", "Pages are numbered from 1.")
        kept = tuple((name, other[name]) for name in _KEPT if name in other)
        picked = Filter(tuple(dict.fromkeys(picked.conditions)))
        return cls(unit, picked, sort, int(page), other.get("more", ""), kept)

    @staticmethod
    def is_typed(query: str) -> bool:
        """Whether an address comes from a form as it was typed, and has a shorter form."""
        return any(name in ("line", "from", "to") for name, _ in parse_qsl(query, keep_blank_values=True))

    def address(self, form: str = "") -> str:
        """The address of this state; ``form`` is a suffix such as .json."""
        pairs = [(name, str(value)) for name, value in (("sort", self.sort), ("more", self.more)) if value]
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        parts = [part for part in (self.filter.address(), urlencode([*pairs, *self.kept])) if part]
        return f"/{self.unit}{form}" + (f"?{'&'.join(parts)}" if parts else "")

    def data(self, form: str) -> str:
        """The address of the same as data."""
        return replace(self, more="", page=1, kept=()).address(form)

    def turned(self, page: int) -> State:
        """Another page of the list."""
        return replace(self, page=page)

    def sorted_by(self, sort: str) -> State:
        """The same, sorted."""
        return replace(self, sort=sort, page=1)

    def as_(self, unit: str) -> State:
        """The same filter over the other list."""
        return replace(self, unit=unit, sort="", page=1)

    def expanded(self, facet: str) -> State:
        """The same with one facet at length, or with none."""
        return replace(self, more=facet)

    def with_filter(self, picked: Filter) -> State:
        """Another filter, from its first page."""
        return replace(self, filter=picked, page=1)

    def without(self, condition: Condition) -> State:
        """The filter without one of its conditions."""
        return self.with_filter(Filter(tuple(one for one in self.filter.conditions if one != condition)))

    def toggled(self, field: str, value: str, own: Condition | None) -> State:
        """The filter with a value of a facet put in or taken out; ``own`` is the facet's present condition."""
        values = own.values if own else ()
        kept = tuple(one for one in values if one != value) if value in values else (*values, value)
        rest = [one for one in self.filter.conditions if one != own]
        if kept:
            rest.append(Condition(field, kept))
        return self.with_filter(Filter(tuple(rest)))


# How values are written, for whoever reads the description.
_BOUND = "(>=|<=|>|<)?"
_DAY = "[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
_PATTERNS = {
    "number": rf"^({_BOUND}[0-9]{{1,9}}(\.[0-9]{{1,6}})?|[0-9]{{0,9}}\.\.[0-9]{{1,9}}|[0-9]{{1,9}}\.\.)$",
    "day": rf"^({_BOUND}{_DAY}|({_DAY})?\.\.{_DAY}|{_DAY}\.\.)$",
}


def filter_parameters() -> list[dict[str, object]]:
    """The fields of a filter as parameters of an address, for the description of the API."""
    out: list[dict[str, object]] = []
    for one in FIELDS.values():
        name = "q" if one.name == "text" else one.name
        schema: dict[str, object] = {"type": "string"}
        if one.type == "choice":
            schema["enum"] = list(one.choices)
        elif one.type == "flag":
            schema["enum"] = ["yes", "no"]
        else:
            schema["pattern"] = _PATTERNS.get(one.type, r"\w")
        note = "" if one.type == "text" else " Alternatives have a comma between them; a name with - before it excludes."
        out.append({"name": name, "in": "query", "required": False, "schema": schema,
                    "description": f"{one.meaning}.{note}"})  # fmt: skip
    return out
