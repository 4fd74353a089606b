"""Who stands beside the actor or target of a claim: "strikes against rebel groups and ISIS" hit both."""

from __future__ import annotations

from dataclasses import replace

from sayso.actors import DocumentActors
from sayso.language import Parse
from sayso.record import Entity

# A list longer than this is rarely one list: the parser has lost its way.
LONGEST_LIST = 5


def company_of(
    parse: Parse, actors: DocumentActors, head: int | None, entity: Entity | None, role: str | None = None
) -> tuple[Entity, ...]:
    """The entities coordinated with the one headed by ``head``, in text order; none where it heads nothing of its own.

    ``role`` is theirs in the claim, where it decides how they are read: "target" tells people named from described.

    Only what hangs on the head by "and", "or" or a comma counts, and only where it lies outside the entity itself.
    """
    node = _first_of(parse, actors, head, entity)
    if node is None or entity is None:
        return ()
    out: list[Entity] = _of_other_nations(parse, actors, node, entity)
    while len(out) < LONGEST_LIST:
        following = next(
            (child for child in parse.children[node] if parse.deps[child] == "conj" and _names(parse, actors, child)),
            None,
        )
        if following is None or following < node:
            break
        other = actors.entity(following, role=role)
        mention = actors.mention(following)
        if other is not None and mention is not None and parse.tags[following][:2] != "NN":
            # A name taken for a verb: what hangs on it belongs to the clause, not to the name.
            span = parse.span(mention.first, mention.last)
            other = replace(other, start=span.start, end=span.end, text=span.text)
        if other is not None and other.start >= entity.end and other.id != (entity.id or ""):
            out.append(other)
        node = following
    return tuple(out)


def _first_of(parse: Parse, actors: DocumentActors, head: int | None, entity: Entity | None) -> int | None:
    """The noun on which the others hang: the head itself, or the first name of "two reporters, A and B"."""
    if head is None or entity is None:
        return None
    if parse.starts[head] < entity.end and parse.ends[head] > entity.start:
        return head
    tokens = parse.tokens_in(entity)
    first = actors.head_of(tokens.start, tokens.stop) if tokens else None
    if first is None or parse.deps[first] != "appos" or parse.heads[first] != head:
        return None
    return first


def _names(parse: Parse, actors: DocumentActors, token: int) -> bool:
    """Whether a token heads a name or noun phrase; the tagger takes some group names for verbs."""
    return parse.tags[token][:2] == "NN" or actors.mention(token) is not None


# How the ids of the services of a state begin.
_SERVICES = {"mil": "military", "air": "air_force", "nav": "navy", "gov": "government", "pol": "police", "sec": "security"}


def _of_other_nations(parse: Parse, actors: DocumentActors, head: int, entity: Entity) -> list[Entity]:
    """The same service of other states whose adjectives are joined before the noun: "Russian or Syrian jets" are
    those of either, in the words of their own adjective."""
    service = _SERVICES.get((entity.id or "")[:3])
    if service is None or entity.country is None:
        return []
    joined = [child for child in parse.children[head] if child < head and parse.deps[child] in ("amod", "nmod", "compound")]
    out: list[Entity] = []
    for first in joined:
        members = [first, *(child for child in parse.children[first] if parse.deps[child] == "conj" and child < head)]
        nations = [(token, actors.mention(token)) for token in members]
        known = [
            (token, mention.actor.country) for token, mention in nations
            if mention is not None and mention.kind == "adjective" and mention.actor is not None
        ]  # fmt: skip
        if len(known) < 2 or entity.country not in {country for _, country in known}:
            continue
        for token, country in known:
            if country is not None and country != entity.country and country in actors.book.states:
                actor, words = actors.book.service(country, service), parse.span(token, token + 1)
                out.append(Entity(words.start, words.end, words.text, actor.name, actor.id, actor.type, country))
    return out
