"""From what each layer found in a document to its claims.

One claim per trigger. The stages are asked in the order in which they build on each other, and every claim keeps
in ``why`` which rule of which stage gave what.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sayso.actors import DocumentActors
from sayso.attribution import Speech
from sayso.claims.chains import Chain, chain_of
from sayso.claims.codes import CodeTable, codes_of
from sayso.claims.completion import document_arguments
from sayso.claims.counts import Figure, find_counts, find_figures
from sayso.claims.hedges import hedged
from sayso.claims.model import Arguments, Trigger
from sayso.claims.placing import place_of
from sayso.claims.status import status_of
from sayso.claims.timing import when_of
from sayso.claims.triggers import TriggerLexicon, find_triggers
from sayso.codebook.weapons import WeaponLexicon
from sayso.dates import FoundDate
from sayso.language import Parse
from sayso.places import Toponym
from sayso.record import Claim, Entity, Status, identified


@dataclass(frozen=True, slots=True)
class ClaimRules:
    """The lexicons and tables that the claim layer works with, loaded once."""

    triggers: TriggerLexicon
    weapons: WeaponLexicon
    codes: CodeTable


@dataclass(frozen=True, slots=True)
class Found:
    """What the layers below found in one document."""

    parse: Parse
    published: str | None
    dates: Sequence[FoundDate]
    toponyms: Sequence[Toponym]
    speeches: Sequence[Speech]
    actors: DocumentActors
    figures: Sequence[Figure]


def find_claims(found: Found, rules: ClaimRules, document: str) -> tuple[Claim, ...]:
    """The claims of a document in text order, each with its content-hash id."""
    parse = found.parse
    triggers = tuple(find_triggers(parse, rules.triggers))
    chains = [chain_of(parse, trigger, found.speeches) for trigger in triggers]
    arguments = document_arguments(
        parse, triggers, found.actors, rules.weapons, speakers=[_speaker(chain) for chain in chains]
    )
    claims: dict[str, Claim] = {}
    for trigger, given, chain in zip(triggers, arguments, chains, strict=True):
        claim = identified(_claim(trigger, given, chain, found, rules), document)
        claims.setdefault(claim.id, claim)
    return tuple(claims.values())


def _speaker(chain: Chain) -> Entity | None:
    """The source nearest to the event, as the one who threatens, demands or refuses in its own words."""
    if not chain.sources:
        return None
    source = chain.sources[0]
    return Entity(
        source.start, source.end, source.text, source.name, source.id, source.type or "unknown", source.country
    )


def _claim(trigger: Trigger, arguments: Arguments, chain: Chain, found: Found, rules: ClaimRules) -> Claim:
    parse = found.parse
    status = status_of(parse, trigger, published=found.published, dates=found.dates)
    told: Status = "denied" if chain.denied and status.status == "asserted" else status.status
    evidence = parse.sentence_span(parse.sentence_of[trigger.head])
    return Claim(
        id="",
        kind=trigger.kind,
        trigger=parse.span(trigger.first, trigger.last),
        evidence=evidence,
        actor=arguments.actor,
        target=arguments.target,
        weapon=arguments.weapon,
        place=place_of(parse, trigger, arguments, found.toponyms),
        when=when_of(parse, trigger, found.dates, found.published),
        counts=find_counts(parse, trigger, arguments, found.figures),
        status=told,
        hedged=chain.hedged or hedged(parse, trigger),
        background=status.background,
        sources=chain.sources,
        basis=chain.basis,
        codes=codes_of(rules.codes, trigger.kind, arguments.actor, arguments.target, told),
        confidence=trigger.confidence,
        why=_why(trigger, arguments, chain, status.why),
    )


def _why(trigger: Trigger, arguments: Arguments, chain: Chain, status: str) -> dict[str, object]:
    why: dict[str, object] = {"trigger": trigger.rule}
    if arguments.frame:
        why["arguments"] = dict(arguments.frame)
    if chain.why:
        why["chain"] = chain.why
    if status:
        why["status"] = status
    return why
