"""Mentions that point back: which event they mean, and which of them say nothing of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from sayso.claims.contents import words
from sayso.claims.mentions import SPECIFIC
from sayso.claims.model import Trigger
from sayso.claims.scene import Scene
from sayso.language import Parse

# A document is about one kind of attack where this many mentions, and this share of them, are of it.
FEWEST_DOMINANT = 2
DOMINANT_SHARE = 0.6
# "Strike" where its sentence does not say what with: from the air, unless the text tells of missiles or drones.
_STRIKE = "=shells"
_INFORMATIVE = frozenset(("compound", "nummod", "poss", "nmod", "relcl", "acl", "quantmod"))


def point_back(scene: Scene, found: list[Trigger]) -> list[Trigger]:
    """Definite mentions take the kind of the document's event, and are dropped where they add nothing to it."""
    parse = scene.parse
    out: list[Trigger] = []
    specific: Trigger | None = None
    seen: set[str] = set()
    dominant = _dominant(found)
    for trigger in sorted(found, key=lambda item: item.head):
        pointing = trigger.nominal and _is_definite(parse, trigger.head)
        if trigger.sense.startswith("="):
            kind = _known_kind(parse, trigger, pointing, specific, dominant)
            rule = trigger.rule if kind == trigger.kind else f"{trigger.rule}; as the document's event"
            trigger = replace(trigger, kind=kind, rule=rule, sense="")
        if trigger.sense == "injury" and trigger.kind == "armed_attack" and dominant:
            # Who was hurt in the attack that the text is about.
            trigger = replace(trigger, kind=dominant, rule=f"{trigger.rule}; as the document's event")
        if trigger.sense == "raid" and trigger.nominal and dominant == "airstrike":
            trigger = replace(trigger, kind=dominant, rule=f"{trigger.rule}; as the document's event", sense="")
        if trigger.nominal and _says_nothing(parse, trigger, pointing, seen):
            continue
        if trigger.kind in SPECIFIC:
            specific = trigger
        seen.add(parse.lemmas[trigger.head])
        seen.add(trigger.kind)
        out.append(trigger)
    return out


def _dominant(found: list[Trigger]) -> str:
    """The specific kind of attack that a document is about, '' where it has none or several."""
    told = [trigger for trigger in found if not trigger.sense.startswith("=") or trigger.sense == "=air"]
    kind = _most_told(told)
    # "The strikes" are told of as such only where nothing says what with.
    return kind or _most_told([*told, *(trigger for trigger in found if trigger.sense == _STRIKE)])


def _most_told(told: Sequence[Trigger]) -> str:
    counts = Counter(trigger.kind for trigger in told if trigger.kind in SPECIFIC)
    if not counts:
        return ""
    kind, most = counts.most_common(1)[0]
    return kind if most >= FEWEST_DOMINANT and most >= DOMINANT_SHARE * counts.total() else ""


def _known_kind(parse: Parse, trigger: Trigger, pointing: bool, specific: Trigger | None, dominant: str) -> str:
    """The kind of an unspecific mention: what the article makes certain, else what the word says."""
    if trigger.sense == "=air":
        return "airstrike" if dominant == "airstrike" else trigger.kind
    if trigger.sense == _STRIKE:
        return dominant if dominant in ("shelling", "drone_strike") else trigger.kind
    if trigger.kind != "armed_attack":
        # "bombing" by an air force known in the article, or by the car bomb that it tells of.
        return dominant if dominant in ("airstrike", "bombing", "suicide_bombing") else trigger.kind
    if trigger.sense == "=known":
        return dominant or trigger.kind
    if pointing or _counts_known(parse, trigger.head):
        return dominant or (specific.kind if specific is not None and pointing else trigger.kind)
    return trigger.kind


def _counts_known(parse: Parse, noun: int) -> bool:
    return any(parse.lowers[child] in ("all", "both", "each", "two", "three", "twin") for child in parse.children[noun])


def _is_definite(parse: Parse, noun: int) -> bool:
    return any(
        parse.lowers[child] in ("the", "this", "that", "these", "those", "its", "their", "his")
        for child in parse.children[noun]
        if child < noun
    )


def _says_nothing(parse: Parse, trigger: Trigger, pointing: bool, seen: set[str]) -> bool:
    """Whether a noun only refers: definite, known, without place, date, number, source or effect of its own."""
    noun = trigger.head
    if not pointing or trigger.kind not in seen:
        return False
    for child in parse.children[noun]:
        dep = parse.deps[child]
        if dep in _INFORMATIVE and parse.lowers[child] not in ("its", "their", "his"):
            return False
        if dep == "amod" and parse.lowers[child] not in words("vague"):
            return False
        if dep == "prep" and parse.lowers[child] in words("placing"):
            return False
    head, dep = parse.heads[noun], parse.deps[noun]
    if dep in ("nsubj", "nsubjpass", "dobj") and parse.lemmas[head] in words("effects") | words("happening"):
        return False
    if dep == "pobj" and parse.lowers[head] in ("for", "over") and parse.lemmas[parse.heads[head]] in words("judging"):
        return False
    if dep == "pobj" and parse.lowers[head] in ("in", "by"):
        return parse.lemmas[parse.heads[head]] not in words("effects")
    return True
