"""Who says what a claim says, seen from one event: chain, party, stance, and whether it counts.

Three things would count one source twice, and none does: a headline in the outlet's own voice, or in that of
"officials", above the words of a source is that source's; a copy is its original; and history retold in the outlet's
own voice is one voice at most, however many outlets retell it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from sayso.codebook import read_tables
from sayso.codebook.words import word_list
from sayso.corroboration import Statement, statement
from sayso.corroboration.statement import is_anonymous, outlet_key
from sayso.fusion.artefacts import artefact
from sayso.fusion.identity import words_of
from sayso.fusion.model import Saying, Stance, Told
from sayso.fusion.outlets import Outlets
from sayso.fusion.parties import STATE_TYPES, EventSides, Sides
from sayso.record import Claim, Entity, Source, Span

_PROTECTED = frozenset({"civilians", "medical", "journalist"})
_HARMED = ("killed", "injured")


@dataclass(frozen=True, slots=True)
class Voice:
    """One claim as a party to the event. ``side`` is the key of the origin's side, None for nobody's; ``original``
    is the told claim's document or the one that it copies; ``attributed``: the claim names a source."""

    told: Told
    statement: Statement
    name: str
    party: str
    side: str | None
    stance: Stance
    counted: bool
    admission: bool
    attributed: bool
    chain: tuple[str, ...]
    history: bool = False  # an outlet's own word on what it tells as background

    @property
    def claim(self) -> Claim:
        """The claim."""
        return self.told.claim

    @property
    def copy(self) -> bool:
        """Whether the document copies an earlier one."""
        return self.statement.document != self.told.document

    @property
    def time(self) -> str:
        """When it was said: of a copy, when its original was."""
        return self.statement.seen

    @property
    def key(self) -> tuple[str, str, int, str]:
        """What orders voices: time, document, place in the text."""
        return self.statement.seen, self.told.document, self.claim.evidence.start, self.claim.id

    def saying(self, words: Span, counted: bool) -> Saying:
        """The word of this voice for one value, carried by ``words``."""
        one = self.told
        return Saying(
            one.claim.id, one.document, one.outlet, one.published, self.chain, self.statement.origin, self.name,
            self.party, self.stance, one.claim.evidence, words.bare, counted, self.admission and counted, self.copy,
            one.lineage,
            one.claim.basis.text if one.claim.basis is not None else None,
        )  # fmt: skip


def voices(told: Sequence[Told], sides: Sides, event: EventSides, outlets: Outlets) -> list[Voice]:
    """The voices of an event's claims, in the order in which they were said."""
    originals = _originals(told)
    known = _known(told)
    found = [_voice(one, originals[one.document], sides, event, outlets, known) for one in told]
    found.sort(key=lambda voice: voice.key)
    return _without_echoes(_with_names(found))


def accused_sides(told: Sequence[Told], sides: Sides) -> list[str]:
    """The sides that somebody says acted."""
    return [
        side
        for one in told
        if one.claim.status in ("asserted", "denied")
        for entity in (one.claim.actor, *one.claim.co_actors)
        if (side := sides.side(entity)) is not None
    ]


def _originals(told: Sequence[Told]) -> dict[str, Told]:
    """Document to a claim of the earliest document that it shares its text with."""
    earliest: dict[str, Told] = {}
    for one in told:
        key = one.lineage or f"document {one.document}"
        if key not in earliest or (one.time, one.document) < (earliest[key].time, earliest[key].document):
            earliest[key] = one
    return {one.document: earliest[one.lineage or f"document {one.document}"] for one in told}


def _known(told: Sequence[Told]) -> dict[str, Entity | Source]:
    """Who is meant by a name, by any report of the event that knows; what is told in two ways is left open."""
    found: dict[str, Entity | Source | None] = {}
    for one in told:
        claim = one.claim
        for mention in (*claim.sources, claim.actor, claim.target):
            if mention is not None and (_body_of(mention) or (mention.type in STATE_TYPES and mention.country)):
                for name in (mention.name, mention.text):
                    held = found.setdefault(_bare(name), mention)
                    if held is not None and (_body_of(held), held.country) != (_body_of(mention), mention.country):
                        found[_bare(name)] = None
    return {name: mention for name, mention in found.items() if mention is not None}


def _body_of(mention: Entity | Source) -> str | None:
    return (mention.speaks_for if isinstance(mention, Source) else None) or mention.id


def _bare(name: str) -> str:
    words = name.casefold().split()
    return " ".join(words[1:] if words[:1] in (["the"], ["a"], ["an"]) else words)


def _resolved(source: Source, known: dict[str, Entity | Source]) -> Source:
    """A source that this report does not know, as another report of the event does."""
    if (
        source.id
        or source.speaks_for
        or source.role != "speaker"
        or (source.type and source.type not in STATE_TYPES)
        or source.country
    ):
        return source
    other = known.get(_bare(source.name))
    if other is None:
        return source
    speaks_for = other.speaks_for if isinstance(other, Source) else None
    return replace(
        source, name=other.name, id=other.id, type=other.type, country=other.country, speaks_for=speaks_for
    )  # fmt: skip


def is_unnamed(source: Source) -> bool:
    """Whether a source is told by a common noun alone: "a doctor", "the group"."""
    return (
        source.id is None
        and source.speaks_for is None
        and source.role == "speaker"
        and source.name == source.name.lower()
    )


def _voice(
    one: Told, original: Told, sides: Sides, event: EventSides, outlets: Outlets, known: dict[str, Entity | Source]
) -> Voice:
    claim = one.claim
    house = outlets.name(original.outlet) if original.outlet else None
    chain = [outlets.named(_resolved(source, known)) for source in claim.sources]
    if original.credit and outlet_key(outlets.name(original.credit)) != outlet_key(house or ""):
        agency = Source(0, 1, "-", outlets.name(original.credit), None, role="relay")
        if all(outlet_key(source.name) != outlet_key(agency.name) for source in chain):
            chain.append(agency)
    speaker = chain[0] if chain else None
    named = list(chain)
    official = speaker is not None and speaker.role == "speaker" and speaker.type in STATE_TYPES and speaker.country
    if speaker is not None and is_unnamed(speaker) and not official:
        # Nobody can tell two of them behind one outlet apart.
        named[0] = replace(speaker, name=f"unnamed {speaker.name}")
    rests_on = artefact(claim, lambda name: _owner_key(name, known, outlets))
    made = statement(original.document, house, named, artefact=rests_on, seen=original.time)
    if speaker is not None and official:
        made = replace(made, origin=f"state:{speaker.country}")  # with a name or without, an official is the state's
    owner = _owner(speaker, house, outlets)
    if owner is not None and made.origin == outlet_key(speaker.name if speaker else house or ""):
        made = replace(made, origin=f"state:{owner}")
    party, side = event.of_source(speaker if owner is None else None, owner)
    stance, counted = _stance(one)
    return Voice(
        one, made, _name(made, speaker, house, sides, chain), party, side, stance, counted,
        counted and _admits(claim, side, sides, event), any(source.role != "unknown" for source in claim.sources),
        tuple(source.name for source in chain),
    )  # fmt: skip


def _owner_key(name: str, known: dict[str, Entity | Source], outlets: Outlets) -> str:
    """One key for the names of whose video or paper it is."""
    other = known.get(_bare(name))
    return (other is not None and _body_of(other)) or outlet_key(outlets.name(name))


def _owner(speaker: Source | None, house: str | None, outlets: Outlets) -> str | None:
    """The state that speaks where an outlet gives its own word."""
    if speaker is not None and speaker.role != "relay":
        return None
    known = outlets.known(speaker.name if speaker is not None else house)
    return known.state if known is not None else None


def _name(
    made: Statement, speaker: Source | None, house: str | None, sides: Sides, chain: Sequence[Source]
) -> str:  # fmt: skip
    if made.origin.startswith("state:"):
        return sides.name(made.origin)
    if speaker is not None and speaker.speaks_for and made.origin.startswith("actor:"):
        return sides.name(made.origin)
    if speaker is None:
        return house or "an unnamed outlet"
    if is_unnamed(speaker) or is_anonymous(speaker):
        via = made.relays[0] if made.relays else made.publisher
        where = next((link.name for link in chain if outlet_key(link.name) == via), via.removeprefix("outlet:"))
        if via == made.publisher:
            where = house or "an unnamed outlet"
        return f"{speaker.name} (via {where})"
    return speaker.name


def _stance(one: Told) -> tuple[Stance, bool]:
    """How far a claim commits its source, and whether it counts for its values."""
    claim = one.claim
    if one.withdrawn:
        return "withdrawn", False
    cue = claim.sources[0].cue if claim.sources else None
    cues = set(cue.text.casefold().split()) if cue is not None else set()
    if claim.status == "denied":
        return ("withdrawn" if cues & _words("stance.withdrawing") else "denied"), False
    if not claim.hedged:
        return "asserted", True
    if cues & _words("stance.accusing"):
        return "asserted", True  # the outlet holds back, the accuser does not
    words = set(claim.evidence.text.casefold().replace(",", " ").split())
    if words & _words("stance.probable") and not words & _words("stance.doubtful"):
        return "asserted", True
    return "hedged", False


def _admits(claim: Claim, side: str | None, sides: Sides, event: EventSides) -> bool:
    """Whether somebody says of their own side what speaks against it: by the word for it, or a state's force saying
    that it harmed civilians. A group's claim that it carried out an attack is a boast."""
    if side is None or claim.actor is None or not event.same(side, sides.side(claim.actor)):
        return False
    cue = claim.sources[0].cue if claim.sources else None
    if cue is not None and set(cue.text.casefold().split()) & _words("stance.admitting"):
        return True
    return claim.actor.type in STATE_TYPES and harms_the_protected(claim)


def harms_the_protected(claim: Claim) -> bool:
    """Whether civilians, medics or journalists are what was struck, or among the dead and injured."""
    if any(_protected(entity) for entity in (claim.target, *claim.co_targets)):
        return True
    return any(
        count.what in _HARMED and (count.low or count.high or 0) > 0 and count.who is not None
        and set(words_of(count.who)) & _words("targets.anybody")
        for count in claim.counts
    )  # fmt: skip


def _protected(entity: Entity | None) -> bool:
    return entity is not None and entity.type in _PROTECTED


def _with_names(found: list[Voice]) -> list[Voice]:
    """The voices with a body that one report leaves unnamed ("a rights group") made the one that the same report, or
    the first that names any, names: they may be the same, so they must not count as two."""
    bodies = [voice for voice in found if _is_named_body(voice)]
    if not bodies:
        return found
    out = []
    for voice in found:
        speaker = voice.claim.sources[0] if voice.claim.sources else None
        if speaker is None or not is_unnamed(speaker) or not set(words_of(speaker.name)) & _words("sources.bodies"):
            out.append(voice)
            continue
        same = [body for body in bodies if body.statement.document == voice.statement.document]
        who = (same or bodies)[0]
        made = replace(voice.statement, origin=who.statement.origin)
        out.append(replace(voice, statement=made, name=f"{speaker.name} (perhaps {who.name})", party=who.party))
    return out


def _is_named_body(voice: Voice) -> bool:
    speaker = voice.claim.sources[0] if voice.claim.sources else None
    return (
        speaker is not None
        and speaker.role == "speaker"
        and not voice.party.startswith("side of ")
        and not is_unnamed(speaker)
        and not is_anonymous(speaker)
    )


def _without_echoes(found: list[Voice]) -> list[Voice]:
    """The voices with what merely echoes a source made that source's own."""
    spoken: dict[tuple[str, bool], Voice] = {}
    for voice in found:
        if voice.attributed and not _in_headline(voice):
            spoken.setdefault((voice.statement.document, voice.stance == "denied"), voice)
    out = []
    for voice in found:
        source = spoken.get((voice.statement.document, voice.stance == "denied"))
        if voice.attributed and not (source is not None and _in_headline(voice)):
            out.append(voice)
        elif source is not None and (not voice.claim.sources or _in_headline(voice)):
            echo = replace(voice.statement, origin=source.statement.origin, relays=source.statement.relays)
            out.append(
                replace(voice, statement=echo, name=source.name, party=source.party, side=source.side, attributed=True)
            )
        elif voice.claim.background and voice.counted:
            history = replace(voice.statement, artefact="history")
            out.append(replace(voice, statement=history, history=True))
        else:
            out.append(voice)
    return out


def _in_headline(voice: Voice) -> bool:
    """Whether a headline gives the claim to a source by a common noun alone, "officials say": the text below says
    who that is."""
    claim, title = voice.claim, voice.told.title
    if not title or not claim.sources or not is_unnamed(claim.sources[0]):
        return False
    return claim.evidence.start == 0 and " ".join(claim.evidence.text.split()) in " ".join(title.split())


@cache
def _words(name: str) -> frozenset[str]:
    return word_list("fusion.toml", name)


def mutual_kinds() -> frozenset[str]:
    """Kinds in which both parties act."""
    return _words("kinds.mutual")


def general_kinds() -> frozenset[str]:
    """Kinds that say what came of an event of another kind."""
    return _words("kinds.general")


def covers(kind: str, other: str) -> bool:
    """Whether one kind says more exactly what the other says too.

    >>> covers("airstrike", "bombing"), covers("bombing", "airstrike")
    (True, False)
    """
    table = _covers().get(kind)
    return table is not None and other in table


@cache
def _covers() -> dict[str, frozenset[str]]:
    return {kind: frozenset(others.split()) for kind, others in read_tables("fusion.toml")["covers"].items()}
