"""The weapon of an event: in the trigger's own words, with a preposition, as its subject or as what was fired."""

from __future__ import annotations

from collections.abc import Container, Iterator

from sayso.claims.roles import Roles
from sayso.claims.structure import agent, conjuncts, is_verb, patient, prepositions
from sayso.codebook.weapons import WeaponEntry

_WITH = ("with", "using")
_ABOARD = frozenset({"on", "aboard"})
_OTHERWISE = frozenset({"by", "via", "from", "of", "through", "involving", "in"})


def find_weapon(roles: Roles) -> tuple[int, WeaponEntry, str] | None:
    """The weapon or platform: its head noun, its entry and the path to it."""
    parse, weapons = roles.parse, roles.referents.weapons
    if roles.trigger.kind not in roles.words["armed_kinds"]:
        return None
    for token, path, strong in _places(roles):
        if parse.lemmas[token] in ("gunfire", "gunshot") or (
            roles.trigger.kind == "threat" and path in ("trigger", "modifier")
        ):
            continue  # the shooting itself; a bomb threat needs no bomb
        found = weapons.in_phrase(parse, token)
        if found is None and path not in ("trigger", "modifier"):
            inner = roles.referents.object_of(token, ("of",))  # "a volley of rockets"
            if inner is not None:
                found = weapons.in_phrase(parse, inner.token)
                token = inner.token
        if found is None or (found[1].weak and not strong):
            continue
        return token, found[1], path
    return None


def _places(roles: Roles) -> Iterator[tuple[int, str, bool]]:
    """Where a weapon may stand, the surest place first, and whether the place makes any thing a weapon."""
    parse, trigger, head = roles.parse, roles.trigger, roles.head
    hardware = trigger.kind in roles.words["hardware_kinds"]
    for noun in range(trigger.last - 1, trigger.first - 1, -1):
        if parse.tags[noun][0] == "N" and not parse.lemmas[noun].endswith(("fire", "shot")):
            yield noun, "trigger", False
    if not roles.verbal:
        for child in reversed(parse.children[head]):
            if child < head and parse.deps[child] in ("compound", "amod", "nmod"):
                yield child, "modifier", False
    yield from _instruments(roles, _WITH, True)
    if trigger.kind == "shootdown":  # what was shot down is no weapon of this event
        return
    if roles.verbal and is_verb(parse, head):
        acting = agent(parse, head)
        if acting is not None and not _is_crew(roles, acting.token):
            yield acting.token, "subject", True
        found = patient(parse, head)
        if found is not None and (hardware or roles.lemma in roles.words["fire"]):
            for member in conjuncts(parse, found.token) if hardware else (found.token,):
                yield member, "object", True
    yield from _instruments(roles, _OTHERWISE, hardware)
    if hardware:
        yield from _instruments(roles, _ABOARD, False)
    governor = roles.governor
    if governor is not None and governor.relation == "object" and is_verb(parse, governor.word):
        acting = agent(parse, governor.word)
        if acting is not None and not _is_crew(roles, acting.token):
            yield acting.token, "subject of support verb", False


def _is_crew(roles: Roles, token: int) -> bool:
    """Whether a ship is named for those who sail it: who acts, not what with. What is deployed is hardware."""
    if roles.trigger.kind in roles.words["hardware_kinds"]:
        return False
    entry = roles.referents.weapons.entry(roles.parse, token)
    return entry is not None and entry.type == "ship"


def _instruments(roles: Roles, names: Container[str], strong: bool) -> Iterator[tuple[int, str, bool]]:
    parse = roles.parse
    places = list(roles.places(""))
    governor = roles.governor
    if governor is not None and governor.word not in places and is_verb(parse, governor.word):
        places.append(governor.word)
    for place in places:
        for preposition, token, _ in prepositions(parse, place):
            if preposition in names and token != roles.head:
                yield token, preposition, strong
        if "using" not in names:
            continue
        for child in parse.children[place]:
            user: int | None = child
            if parse.deps[child] == "prep":  # "by using", "by means of firing"
                user = parse.child(child, {"pcomp"})
            elif parse.deps[child] not in ("advcl", "acl", "xcomp"):
                user = None
            if user is not None and parse.lemmas[user] in ("use", "employ", "fire", "involve"):
                used = parse.child(user, {"dobj"})
                if used is not None:
                    yield used, "use", True
