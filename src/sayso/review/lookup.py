"""Searching the gazetteer and the actor registry for what a reviewer picks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from sayso.errors import InputError

if TYPE_CHECKING:
    from sayso.actors.book import ActorBook
    from sayso.actors.model import Actor
    from sayso.places import Gazetteer
    from sayso.places.model import Entry


@dataclass(frozen=True, slots=True)
class FoundActor:
    """An actor of the registry that a search found."""

    id: str
    name: str
    type: str
    country: str | None


@cache
def _book() -> ActorBook:
    from sayso.actors.book import ActorBook

    return ActorBook.load()


# The gazetteer is built where there is none yet; two searches must not do it twice.
_opening = Lock()


def _gazetteer(path: Path | None) -> Gazetteer:
    # Opened for each look-up: a connection must not wander between the threads of a server.
    from sayso.places import Gazetteer

    with _opening:
        return Gazetteer.open(path)


def prepare(path: Path | None = None) -> None:
    """Builds the gazetteer where that is still to be done, which takes up to a minute, and reads the registry."""
    _gazetteer(path).close()
    _book()


def actor_by_id(number: str) -> Actor | None:
    """The actor of the registry with an id; None where there is none."""
    return _book().by_id(number)


def search_actors(words: str, limit: int = 20) -> list[FoundActor]:
    """Actors of the registry by any of their names: those that begin with the words first."""
    from sayso.actors.book import fold

    wanted = fold(" ".join(words.split()))
    if not wanted:
        return []
    book = _book()
    found: dict[str, tuple[int, int, str, Actor]] = {}
    for aliases in book.aliases.values():
        for alias in aliases:
            name = fold(alias.text)
            at = name.find(wanted)
            if at < 0 or (at > 0 and name[at - 1].isalnum()):
                continue
            rank = 0 if name == wanted else 1 if at == 0 else 2
            for kind, number, _ in alias.entries:
                for one in _actors(book, kind, number):
                    if one.id is not None and (one.id not in found or (rank, len(name)) < found[one.id][:2]):
                        found[one.id] = (rank, len(name), one.name, one)
    for name, person in book.persons.items():
        actor = book.by_id(person.id) if wanted in name else None
        if actor is not None and person.id not in found:
            found[person.id] = (0 if name == wanted else 2, len(name), person.name, actor)
    ranked = sorted(found.values(), key=lambda one: (one[0], one[1], one[2], str(one[3].id)))
    return [FoundActor(str(actor.id), actor.name, actor.type, actor.country) for *_, actor in ranked[:limit]]


def _actors(book: ActorBook, kind: str, number: str) -> list[Actor]:
    if kind in ("state", "capital", "metonym", "adjective"):
        own = [book.state(number)]
        return own + [book.service(number, service) for service in ("military", "air_force", "police")]
    if kind == "inhabitants":
        return []
    actor = book.actor(kind, number)
    return [actor] if actor is not None else []


def search_places(
    words: str, *, country: str | None = None, limit: int = 20, gazetteer: Path | None = None
) -> list[dict[str, Any]]:
    """Places by name, each with what a claim's place needs; of the built-in gazetteer, or of a file."""
    from sayso.places.search import search

    if not words.strip():
        return []
    opened = _gazetteer(gazetteer)
    try:
        hits = search(opened, words, country=country, limit=limit)
        return [{**_place(opened, hit.match.entry), "how": hit.how} for hit in hits]
    finally:
        opened.close()


def place_by_number(number: str, gazetteer: Path | None = None) -> dict[str, Any]:
    """What the gazetteer knows of a place, as a claim's place has it. Raises InputError."""
    opened = _gazetteer(gazetteer)
    try:
        entry = opened.by_geonameid(int(number)) if number.isdecimal() and len(number) < 12 else None
        if entry is None:
            raise InputError(f"The gazetteer has no place {number!r}.", "Search it by name.")
        return _place(opened, entry)
    finally:
        opened.close()


def _place(gazetteer: Gazetteer, entry: Entry) -> dict[str, Any]:
    return {
        "name": entry.name, "geonameid": entry.geonameid, "lat": entry.lat, "lon": entry.lon,
        "country": gazetteer.iso3(entry.country), "admin1": gazetteer.admin1_name(entry),
        "admin2": gazetteer.admin2_name(entry), "feature": entry.code, "precision": _precision(entry), "score": 1.0,
        "reason": None if entry.lat is not None else "the gazetteer has no coordinates for it",
    }  # fmt: skip


def _precision(entry: Entry) -> int:
    """UCDP's where_prec of a place picked by hand: a settlement is exact, a division or a country as large as it is."""
    if entry.feature == "P":
        return 1
    if entry.code.startswith("PCL"):
        return 6
    return {"ADM1": 4, "ADM2": 3, "ADM3": 3, "ADM4": 3}.get(entry.code, 2)
