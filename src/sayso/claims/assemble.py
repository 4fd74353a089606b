"""From what each layer found in a document to its claims.

One claim per trigger. The stages are asked in the order in which they build on each other, and every claim keeps
in ``why`` which rule of which stage gave what.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from sayso.actors import DocumentActors
from sayso.attribution import Speech
from sayso.attribution.speakers import PRONOUNS
from sayso.claims.background import DatesByWord
from sayso.claims.chains import Chain, chain_of
from sayso.claims.codes import codes_of
from sayso.claims.company import company_of
from sayso.claims.completion import document_arguments
from sayso.claims.counts import find_counts
from sayso.claims.episodes import times_of
from sayso.claims.figures import Figure
from sayso.claims.frames import FrameTable
from sayso.claims.hedges import hedged, slot_hedges
from sayso.claims.lent import without_the_denied
from sayso.claims.model import Arguments, Trigger
from sayso.claims.placing import places_of
from sayso.claims.status import ON_PURPOSE, status_of
from sayso.claims.tolls import is_toll, join_tolls
from sayso.claims.triggers import find_triggers
from sayso.codebook.codes import CodeTable
from sayso.codebook.triggers import TriggerLexicon
from sayso.codebook.weapons import WeaponLexicon
from sayso.codebook.words import word_list
from sayso.dates import FoundDate
from sayso.language import Parse
from sayso.places import Toponym
from sayso.record import Claim, Entity, Place, Source, When, identified

_LOCATIVE = frozenset({"in", "near", "at", "outside", "inside", "on", "around"})


@dataclass(frozen=True, slots=True)
class ClaimRules:
    """The lexicons and tables that the claim layer works with, loaded once."""

    triggers: TriggerLexicon
    frames: FrameTable
    weapons: WeaponLexicon
    codes: CodeTable

    @classmethod
    def load(cls, extra: Path | None = None) -> ClaimRules:
        """The built-in rules, with those of a user's folder over them. Raises CodebookError."""
        return cls(TriggerLexicon.load(extra), FrameTable.load(extra), WeaponLexicon.load(extra), CodeTable.load(extra))


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
    named = frozenset(toponym.last - 1 for toponym in found.toponyms if toponym.role != "modifier")
    triggers = find_triggers(parse, rules.triggers, named)
    chains = _with_speakers([_known(chain_of(parse, trigger, found.speeches), found) for trigger in triggers], found)
    speakers = [_speaker(chain) for chain in chains]
    arguments = document_arguments(parse, triggers, found.actors, rules.weapons, rules.frames, speakers)
    times = times_of(parse, triggers, found.dates, found.published)
    # A place in the name of a group is not where something happens.
    toponyms = [toponym for toponym in found.toponyms if not found.actors.in_group_name(toponym.first)]
    places = places_of(parse, list(zip(triggers, arguments, strict=True)), toponyms)
    dates = DatesByWord(found.dates)
    drafts = [
        _claim(_Slots(*slots), triggers, found, rules, dates)
        for slots in zip(triggers, arguments, chains, times, places, strict=True)
    ]
    claims: dict[str, Claim] = {}
    for draft in without_the_denied(join_tolls(drafts)):
        claim = identified(draft, document)
        claims.setdefault(claim.id, claim)
    return tuple(claims.values())


def _known(chain: Chain, found: Found) -> Chain:
    """The chain with its sources named, once for every stage that reads them."""
    if not chain.sources:
        return chain
    return replace(chain, sources=tuple(_named(source, found) for source in chain.sources))


def _with_speakers(chains: list[Chain], found: Found) -> list[Chain]:
    """The chains with "it" and "they" known as what their speakers' own mentions are known as.

    The speaker of "It said" is "the charity", and the charity is the organisation that the document names.
    """
    pronouns = {source for chain in chains for source in chain.sources if source.text.lower() in PRONOUNS}
    if not pronouns:
        return chains
    known: dict[str, Source] = {}
    for speech in found.speeches:
        for source in speech.sources:
            if source.text.lower() not in PRONOUNS and (
                (named := _named(source, found)).id is not None or named.speaks_for is not None
            ):
                known.setdefault(source.name, named)
    out = []
    for chain in chains:
        sources = tuple(
            replace(
                source, name=same.name, id=same.id, type=same.type, country=same.country, speaks_for=same.speaks_for
            )
            if source in pronouns and (same := known.get(source.name)) is not None
            else source
            for source in chain.sources
        )
        out.append(replace(chain, sources=sources) if sources != chain.sources else chain)
    return out


def _speaker(chain: Chain) -> Entity | None:
    """The source nearest to the event, as the one who threatens, demands or refuses in its own words."""
    if not chain.sources:
        return None
    source = chain.sources[0]
    return Entity(
        source.start, source.end, source.text, source.name, source.id, source.type or "unknown", source.country
    )


@dataclass(frozen=True, slots=True)
class _Slots:
    """What the stages that see the whole document gave for one trigger."""

    trigger: Trigger
    arguments: Arguments
    chain: Chain
    when: When | None
    place: Place | None


def _claim(slots: _Slots, triggers: Sequence[Trigger], found: Found, rules: ClaimRules, dates: DatesByWord) -> Claim:
    parse, trigger, arguments, chain = found.parse, slots.trigger, slots.arguments, slots.chain
    status = status_of(parse, trigger, published=found.published, dates=dates, when=slots.when)
    told = "denied" if chain.denied and status.status == "asserted" else status.status
    if chain.denied and told == "denied" and any(parse.lowers[word] in ON_PURPOSE for word in parse.children[trigger.head]):
        told = "hypothetical"  # "denied deliberately striking the school": what is denied is the purpose
    claim = Claim(
        id="",
        kind=trigger.kind,
        trigger=parse.span(trigger.first, trigger.last),
        evidence=parse.sentence_span(parse.sentence_of[trigger.head]),
        actor=_with_organisation(arguments, chain, slots.place, found),
        target=_with_named(_struck(arguments, slots.place, found, rules)),
        weapon=arguments.weapon,
        place=slots.place,
        when=slots.when,
        counts=find_counts(parse, trigger, arguments, found.figures, triggers),
        status=told,
        hedged=chain.hedged or hedged(parse, trigger, denied=chain.denied),
        hedged_slots=slot_hedges(parse, trigger, arguments.actor_head, arguments.target_head),
        background=status.background,
        sources=chain.sources,
        basis=chain.basis,
        confidence=trigger.confidence,
        why=_why(trigger, arguments, chain, status.why),
        co_actors=company_of(parse, found.actors, arguments.actor_head, arguments.actor),
        co_targets=company_of(parse, found.actors, arguments.target_head, arguments.target, "target"),
    )
    if is_toll(claim):
        claim = replace(claim, kind="toll", background=True)
    codes = codes_of(
        rules.codes, found.actors.book, claim.kind, claim.actor, claim.target, claim.status, trigger.sense
    )
    return replace(claim, codes=codes)


def _with_organisation(arguments: Arguments, chain: Chain, place: Place | None, found: Found) -> Entity | None:
    """The actor with the words for the organisation that it belongs to."""
    head = arguments.actor_head
    actor = _without_place(arguments.actor, head, place, found.parse)
    if actor is None or head is None:
        return actor
    if chain.why == "label" and any(actor.overlaps(source) for source in chain.sources):
        return None  # "Family: drone killed ten of us": the parser takes who says so for who did it
    organisation = found.actors.organisation(actor, head)
    return actor if organisation is None else replace(actor, org=organisation)


def _without_place(entity: Entity | None, head: int | None, place: Place | None, parse: Parse) -> Entity | None:
    """The entity without where it was: "a school in Taiz" is a school where Taiz is the claim's place."""
    if entity is None or head is None or place is None or not entity.overlaps(place):
        return entity
    for child in parse.children[head]:
        if child > head and parse.deps[child] == "prep" and parse.lowers[child] in _LOCATIVE:
            if parse.entity_of[child] >= 0 and parse.entity_of[child] == parse.entity_of[head]:
                continue  # "Islamic State in Iraq": part of the name
            end = parse.ends[child - 1]
            if place.start < end:
                continue
            if parse.starts[head] >= entity.start and entity.start < end < entity.end:
                text = parse.text[entity.start : end]
                if entity.id is not None:  # the registry's name stays
                    return replace(entity, end=end, text=text)
                name = entity.name.removesuffix(" ".join(parse.text[end : entity.end].split())).strip() or entity.name
                return replace(entity, end=end, text=text, name=name)
            return entity
    return entity


def _struck(arguments: Arguments, place: Place | None, found: Found, rules: ClaimRules) -> Entity | None:
    """The target without where it was, unless it is itself a place: "a village in the north" is where as well."""
    head = arguments.target_head
    if head is None or rules.frames.nouns.get(found.parse.lemmas[head]) != "object":
        return arguments.target
    return _without_place(arguments.target, head, place, found.parse)


def _with_named(target: Entity | None) -> Entity | None:
    if target is None or target.type == "object" or target.named is not None:
        return target
    return replace(target, named=False)


# What stands behind the name of those who run an office.
_RUN_BY = frozenset({"run", "controlled", "ruled", "administered", "owned"})
_organs = partial(word_list, "status.toml", "speaking.organs")


def _named(source: Source, found: Found) -> Source:
    """The source with what the actor registry and the document know of it."""
    tokens = found.parse.tokens_in(source)
    if source.role == "relay" or not tokens:
        return source
    head = found.actors.head_of(tokens.start, tokens.stop)
    known = found.actors.entity(head)
    if known is None or known.type == "object":
        return _office(source, head, found)
    if source.name not in source.text and known.name != source.name and _is_pronoun(found, tokens):
        # Two layers read one pronoun in two ways: the speaker's name stands, and no id that may be another's.
        return source
    # A person speaks under their own name, an organisation under the registry's; others under the text's words.
    reading = found.actors.reading(head)
    sure = known.id is not None or (reading is not None and reading.person is not None)
    return replace(
        source, name=known.name if sure else source.name, id=known.id, type=known.type, country=known.country,
        speaks_for=_body(head, known, found) or _runner(tokens, known, found),
    )  # fmt: skip


def _office(source: Source, head: int, found: Found) -> Source:
    """An office that is nobody by itself, as that of whom its name gives: "the Hamas media office"."""
    owner = found.actors.owner(head) if found.parse.lemmas[head].lower() in _organs() else None
    if owner is None or owner.id is None:
        return source
    state = owner.type.startswith("state-")
    return replace(
        source, type=owner.type, country=owner.country, speaks_for=None if state else owner.id
    )  # fmt: skip


def _body(head: int, known: Entity, found: Found) -> str | None:
    """The id of the group or body that a speaker without its own id speaks for."""
    if known.type.startswith("state-"):
        return None  # whoever speaks for a state is told by its country
    reading = found.actors.reading(head)
    person = reading.person if reading is not None else None
    if person is not None:
        return person.affiliation.id if person.affiliation is not None else None
    if known.id is None and found.parse.lemmas[head].lower() in _organs():
        owner = found.actors.owner(head)
        return owner.id if owner is not None and not owner.type.startswith("state-") else None
    return None


def _runner(tokens: range, known: Entity, found: Found) -> str | None:
    """The id of the group that runs an office: "the Houthi-run health ministry" speaks for the Houthis."""
    if known.id is not None or known.country is not None or known.type in ("civilians", "medical", "object"):
        return None
    for token in tokens:
        mention = found.actors.mention(token)
        if mention is not None and mention.actor is not None and mention.linked in _RUN_BY:
            return mention.actor.id if mention.kind in ("group", "force") else None
    return None


def _is_pronoun(found: Found, tokens: range) -> bool:
    """Whether a mention is a lone pronoun."""
    return len(tokens) == 1 and found.parse.tags[tokens.start] in ("PRP", "PRP$", "WP", "DT")


def _why(trigger: Trigger, arguments: Arguments, chain: Chain, status: str) -> dict[str, object]:
    why: dict[str, object] = {"trigger": trigger.rule}
    if arguments.frame:
        why["arguments"] = dict(arguments.frame)
    if chain.why:
        why["chain"] = chain.why
    if status:
        why["status"] = status
    return why
