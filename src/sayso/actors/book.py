"""The actor registry: states, groups, roles, titles and peoples, read once and shared by all documents."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from sayso.actors.model import Actor, KnownPerson, People, Role, State
from sayso.codebook import read_rows, read_tables

_PARTS = re.compile(r"[\s()]+|(?<=[a-z])[-–/](?=[a-z])")

_WITH_ARTICLE = frozenset({"Netherlands", "Philippines", "Maldives", "Bahamas", "Comoros", "Gambia", "Seychelles"})

# The name of a state's service: {state} and {adjective} are filled in. Type of each service beside it.
SERVICES: dict[str, tuple[str, str]] = {
    "government": ("Government of {state}", "state-government"),
    "military": ("Military of {state}", "state-military"),
    "air_force": ("{adjective} Air Force", "state-military"),
    "navy": ("{adjective} Navy", "state-military"),
    "security": ("{adjective} security forces", "state-military"),
    "police": ("{adjective} police", "state-police"),
    "intelligence": ("{adjective} intelligence", "state-police"),
}
_SHORT = {
    "government": "gov", "military": "mil", "air_force": "air", "navy": "nav", "security": "sec", "police": "pol",
    "intelligence": "int",
}  # fmt: skip
_SERVICES = {short: service for service, short in _SHORT.items()}


@dataclass(frozen=True, slots=True)
class Alias:
    """One name of one or several registry entries, as it is matched against tokens.

    ``text`` is the name as written; ``case`` is exact (the text must look the same), capital (one capital letter at
    least) or any. ``entries`` are (kind, id, needs context) of each entry; one that needs context counts only where
    the document names it or its country elsewhere. ``kind`` is that of the first.
    """

    text: str
    parts: tuple[str, ...]
    kind: str
    case: str
    entries: tuple[tuple[str, str, bool], ...]


def fold(text: str) -> str:
    """Lower case without accents, with straight apostrophes: the form in which names are compared.

    >>> fold("Médecins Sans Frontières’")
    "medecins sans frontieres'"
    """
    text = text.lower().replace("’", "'").replace("ʿ", "'").replace("ı", "i").replace("ø", "o").replace("ł", "l")
    if text.isascii():
        return text
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def alias_parts(name: str) -> tuple[str, ...]:
    """A name as the folded tokens that the parser makes of it, without hyphens and brackets.

    >>> alias_parts("Kurdistan Workers' Party"), alias_parts("al-Qaida"), alias_parts("People's Army")
    (('kurdistan', 'workers', 'party'), ('al', 'qaida'), ('people', "'s", 'army'))
    """
    out: list[str] = []
    for part in _PARTS.split(fold(name)):
        if part.endswith("'s") and len(part) > 2:
            out += [part[:-2], "'s"]
        elif part.strip("',"):
            out.append(part.strip("',"))
    return tuple(out)


class ActorBook:
    """The registry. ``ActorBook.load()`` reads the built-in tables and, after them, those of the user's folder."""

    def __init__(self) -> None:
        self.actors: dict[str, Actor] = {}
        self.states: dict[str, State] = {}
        self.roles: dict[str, Role] = {}
        self.modifiers: dict[str, list[tuple[str, str]]] = {}
        self.titles: dict[str, str] = {}
        self.peoples: dict[str, People] = {}
        self.persons: dict[str, KnownPerson] = {}
        self.words: dict[str, frozenset[str]] = {}
        self.ministries: dict[str, str] = {}
        self.sides: dict[str, tuple[str, str, str]] = {}
        self.aliases: dict[str, list[Alias]] = {}
        self._made: dict[tuple[str, ...], Alias] = {}

    @classmethod
    def load(cls, extra: Path | None = None) -> ActorBook:
        """The registry of the built-in tables, and of files of the same names in the folder ``extra``.

        Raises CodebookError where a table is malformed.
        """
        book = cls()
        for row in read_rows("states.csv", extra):
            book._add_state(row)
        for row in read_rows("peoples.csv", extra):
            people = People(row["name"], row["country"] or None, row["forces"])
            for word in (*_split(row["words"]), *_split(row["plurals"])):
                book._add_alias(word, "people", word, "capital")
                book.peoples[word] = people
        groups = read_rows("actors_groups.csv", extra)
        own = len(read_rows("actors_groups.csv")) if extra is not None else len(groups)
        for number, row in enumerate(groups):
            actor = Actor(
                row["name"], row["id"], row["type"], row["country"] or None, row["ucdp"] or row["name"], row["parent"]
            )
            book.actors[row["id"]] = actor
            for alias in (row["name"], *_split(row["aliases"])):
                book._add_alias(alias, "group", row["id"], wins=number >= own)
        for row in read_rows("roles.csv", extra):
            role = Role(row["type"], row["kind"], row["service"], row["armed"] == "yes")
            book.roles.update((noun, role) for noun in _split(row["nouns"]))
        for row in read_rows("modifiers.csv", extra):
            for word in _split(row["modifiers"]):
                book.modifiers.setdefault(word, []).append((row["type"], row["heads"]))
        for row in read_rows("titles.csv", extra):
            book.titles.update((title, row["type"]) for title in _split(row["titles"]))
        for row in read_rows("persons.csv", extra):
            person = KnownPerson(row["name"], row["type"], row["country"] or None, person_id(row["name"]))
            book.persons.update((fold(alias), person) for alias in (row["name"], *_split(row["aliases"])))
        for row in read_rows("actors_sides.csv", extra):
            book.sides[row["type"]] = (row["party"], row["inter"], row["abroad"])
        tables = read_tables("actors_words.toml", extra)
        book.ministries = tables.pop("ministries")
        book.words = {key: frozenset(value) for key, value in tables.items()}
        book._sort_aliases()
        return book

    def service(self, iso3: str, service: str) -> Actor:
        """A state's government, force or service ("military", "air_force", ...), made on demand.

        Raises KeyError for an unknown state.
        """
        key = f"{_SHORT[service]}-{iso3.lower()}"
        actor = self.actors.get(key)
        if actor is None:
            state = self.states[iso3]
            pattern, kind = SERVICES[service]
            name = pattern.format(state=_with_article(state.name), adjective=state.adjective)
            ucdp = f"Government of {state.ucdp}"
            actor = self.actors[key] = Actor(name, key, kind, state.within, ucdp, state.within)
        return actor

    def state(self, iso3: str) -> Actor:
        """A state as an actor under its own name: the same id as its government."""
        key = f"state-{iso3}"
        actor = self.actors.get(key)
        if actor is None:
            government = self.service(iso3, "government")
            name = self.states[iso3].name
            actor = Actor(name, government.id, government.type, government.country, government.ucdp, government.parent)
            self.actors[key] = actor
        return actor

    def ministry(self, iso3: str, branch: str) -> Actor:
        """A ministry of a state: ``branch`` in plain words, such as "defence" or "foreign affairs"."""
        key = f"min-{iso3.lower()}-{branch.replace(' ', '-')}"
        actor = self.actors.get(key)
        if actor is None:
            state = self.states[iso3]
            title = " ".join(word if word in ("and", "of") else word.capitalize() for word in branch.split())
            name = f"Ministry of {title} of {_with_article(state.name)}"
            actor = Actor(name, key, "state-government", state.within, f"Government of {state.ucdp}", state.within)
            self.actors[key] = actor
        return actor

    def by_id(self, number: str) -> Actor | None:
        """The actor of an id as an Entity carries it; None for an id that is in no table."""
        prefix, _, rest = number.partition("-")
        if prefix in _SERVICES and rest.upper() in self.states:
            return self.service(rest.upper(), _SERVICES[prefix])
        if prefix == "min" and rest[:3].upper() in self.states and len(rest) > 4:
            return self.ministry(rest[:3].upper(), rest[4:].replace("-", " "))
        if prefix == "person":
            known = next((person for person in self.persons.values() if person.id == number), None)
            return Actor(known.name, known.id, known.type, known.country) if known is not None else None
        return self.actors.get(number)

    def actor(self, kind: str, number: str) -> Actor | None:
        """The actor of an alias: its kind and one of its ids."""
        if kind == "group":
            return self.actors[number]
        if kind == "people":
            return None
        if kind == "force":
            iso3, service = number.split(":")
            return self.service(iso3, service)
        return self.state(number)

    def _add_state(self, row: dict[str, str]) -> None:
        iso3 = row["iso3"]
        adjectives = _split(row["adjectives"])
        inhabitants = _split(row["inhabitants"]) or [f"{adjective}s" for adjective in adjectives[:1]]
        adjective = adjectives[0] if adjectives else row["name"]
        self.states[iso3] = State(
            iso3, row["name"], adjective, row["within"] or iso3, row["gw"], row["ucdp"] or row["name"]
        )
        self._add_alias(row["name"], "state", iso3)
        for kind, column in (("state", "aliases"), ("capital", "capital"), ("metonym", "metonyms")):
            for alias in _split(row[column]):
                self._add_alias(alias, kind, iso3)
        for alias in adjectives:
            self._add_alias(alias, "adjective", iso3)
        for alias in inhabitants:
            self._add_alias(alias, "inhabitants", iso3)
        for service in ("military", "air_force", "navy", "police"):
            for alias in _split(row[service]):
                self._add_alias(alias, "force", f"{iso3}:{service}")

    def _add_alias(self, name: str, kind: str, number: str, case: str = "", *, wins: bool = False) -> None:
        needs_context = name.startswith("~")
        name = name.removeprefix("~").strip()
        parts = alias_parts(name)
        if not parts:
            return
        if not case:
            letters = name.replace(".", "").replace("-", "").replace("/", "")
            if name.islower():
                case = "any"
            elif len(parts) == 1 and letters.isupper() and len(letters) <= 4:
                case = "exact"
            else:
                case = "capital"
        key = (*parts, name) if case == "exact" else parts
        known = self._made.get(key)
        entry = (kind, number, needs_context)
        if known is None:
            self._made[key] = Alias(name, parts, kind, case, (entry,))
            return
        if any(other[:2] == entry[:2] for other in known.entries):
            if case == "any":
                self._made[key] = Alias(name, parts, known.kind, case, known.entries)
        elif known.kind == kind or {known.kind, kind} == {"group", "force"}:
            self._made[key] = Alias(
                name,
                parts,
                kind if wins else known.kind,
                known.case,
                ((entry, *known.entries) if wins else (*known.entries, entry)),
            )
        elif wins:
            self._made[key] = Alias(name, parts, kind, case, (entry,))

    def _sort_aliases(self) -> None:
        for alias in self._made.values():
            self.aliases.setdefault(alias.parts[0], []).append(alias)
        for found in self.aliases.values():
            found.sort(key=lambda alias: (-len(alias.parts), alias.case != "exact"))
        self._made = {}


def _with_article(name: str) -> str:
    """ "the United States", "the Comoros": a state's name as it stands after "of"."""
    article = name.startswith(("United ", "Democratic ", "Central African", "Czech Rep", "Dominican Rep")) or (
        name.endswith(("Islands", "Republic of the Congo")) or name in _WITH_ARTICLE
    )
    return f"the {name}" if article else name


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|")] if cell else []


def person_id(name: str) -> str:
    """ "person-vladimir-putin"."""
    return "person-" + "-".join(re.findall(r"[a-z0-9]+", fold(name)))
