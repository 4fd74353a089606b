"""The codes of a claim in PLOVER, ACLED, UCDP and CAMEO, read from the tables of the codebook."""

from __future__ import annotations

from collections.abc import Mapping

from sayso.actors import ActorBook
from sayso.actors.sides import party, ucdp_type
from sayso.codebook.codes import CodeTable
from sayso.record import AcledCode, Codes, Entity, PloverCode, UcdpCode

__all__ = ["CodeTable", "codes_of"]


def codes_of(
    table: CodeTable,
    book: ActorBook,
    kind: str,
    actor: Entity | None,
    target: Entity | None,
    status: str,
    sense: str = "",
) -> Codes:
    """What each schema calls this event; None where a schema has no such event.

    ``sense`` is the trigger's: it tells apart what one kind holds together (a grenade from a planted bomb). A PLOVER
    record must have an actor (PLOVER 2.0: "actor, event: required"): where none is known there is no code. Which
    kinds UCDP counts is in its table; the type of violence follows from the sides of the two parties where both are
    known (``actors.sides``), from the table where only one is.
    """
    who = actor.type if actor is not None else "-"
    whom = target.type if target is not None else "-"
    plover, acled, ucdp, cameo = (
        table.find(schema, kind, sense, who, whom, status) for schema in ("plover", "acled", "ucdp", "cameo")
    )
    return Codes(
        plover=_plover(plover) if plover and plover["event"] and actor else None,
        acled=AcledCode(acled["event_type"], acled["sub_event_type"]) if acled and acled["event_type"] else None,
        ucdp=_ucdp(ucdp, book, actor, target) if ucdp else None,
        cameo=cameo["code"] if cameo else None,
    )


def _ucdp(row: Mapping[str, str], book: ActorBook, actor: Entity | None, target: Entity | None) -> UcdpCode:
    if party(book, actor) and party(book, target):
        return UcdpCode(ucdp_type(book, actor, target))
    return UcdpCode(int(row["type_of_violence"]) if row["type_of_violence"] else None)


def _plover(row: Mapping[str, str]) -> PloverCode:
    return PloverCode(row["event"], row["mode"] or None, tuple(row["contexts"].split()))
