"""Triggers: the words of a document that name events of conflict, one trigger a distinct event mention.

Three steps. Every verb and noun of the lexicon is looked up and its sense decided by the rows of the codebook; the
mentions of one sentence that name one event are merged into the most specific; definite mentions without news of
their own ("the offensive") are dropped, and those that stay take the kind of the event they point to.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sayso.claims.backreference import point_back
from sayso.claims.mentions import merge_mentions
from sayso.claims.model import Trigger
from sayso.claims.scene import Scene
from sayso.claims.senses import Frame
from sayso.claims.structure import is_act
from sayso.codebook.kinds import everyday_kinds
from sayso.codebook.triggers import Entry, TriggerLexicon
from sayso.language import Parse

__all__ = ["TriggerLexicon", "find_triggers"]

# Prominence: a mention in the main clause, early in the text, more often is what the text is about.
MAIN_CLAUSE = 0.06
LATE = 0.01
# Words for events that are an organisation's short name where they are capitalised and read as one.
_SHORT_NAMES = frozenset(("Amnesty",))
# What the report of a violent crime at home tells, as a report on conflict does.
_OF_CRIME = frozenset(("armed_attack", "killing", "arrest", "sanction"))
# Where an adjective stands for a noun: "counted 12 dead", "a toll of 12 dead".
_COUNTED = frozenset(("dobj", "pobj", "nsubj", "npadvmod", "attr", "appos"))
_TITLE_TAGS = frozenset(("NNP", "NNPS", "NNS"))


def find_triggers(parse: Parse, lexicon: TriggerLexicon, places: Collection[int] = ()) -> tuple[Trigger, ...]:
    """The triggers of a document, in text order. ``places``: the last tokens of the names known to be places."""
    scene = Scene(parse, lexicon, places)
    found = _candidates(scene)
    if not found:
        return ()
    kept = point_back(scene, merge_mentions(scene, found))
    return tuple(_prominence(scene, trigger) for trigger in sorted(kept, key=lambda trigger: trigger.first))


def _candidates(scene: Scene) -> list[Trigger]:
    parse, lexicon = scene.parse, scene.lexicon
    verbs, nouns = lexicon.verbs, lexicon.nouns
    out: list[Trigger] = []
    tags, words = parse.tags, parse.words
    hyphened = "-" in words
    for token, lemma in enumerate(parse.lemmas):
        tag = tags[token][:1]
        if hyphened and tag in "NVJ" and words[token + 1 : token + 2] == ["-"] and token + 2 < len(words):
            # The tokenizer splits "sit-in" and "cease-fire" at their hyphens.
            joined = nouns.get(f"{parse.lowers[token]}-{parse.lowers[token + 2]}")
            trigger = _first_fit(scene, token, joined, nominal=True) if joined else None
            if trigger is not None:
                head = parse.heads[token] if token < parse.heads[token] <= token + 2 else token
                out.append(replace(trigger, head=head, last=token + 3))
                continue
        if tag == "V" or tags[token] == "MD":
            entries = verbs.get(lemma) or verbs.get(lexicon.forms.get(parse.lowers[token], ""))
            if token > 1 and words[token - 1] == "-":  # "test-fired", "carpet-bombed"
                entries = verbs.get(f"{parse.lowers[token - 2]}-{lemma}") or entries
            trigger = None
            if tags[token] == "VBG" and (noun := nouns.get(parse.lowers[token])) and is_act(parse, token):
                trigger = _first_fit(scene, token, noun, nominal=True)
            elif entries:
                # A modal is judged by the verb that it stands with.
                verb = parse.heads[token] if tag == "M" else token
                if not (out and out[-1].head == verb):
                    trigger = _first_fit(scene, verb, entries, nominal=False)
            bare = tags[token] == "VBG" and parse.child(token, ("dobj",)) is None  # "fighting", but not "fighting them"
            if trigger is None and bare and (noun := nouns.get(parse.lowers[token])):
                trigger = _first_fit(scene, token, noun, nominal=True)
        elif tag == "N" or tag == "F":
            entries = nouns.get(lemma)
            if words[token] in _SHORT_NAMES and parse.entity_label(token) == "ORG":
                continue  # "Amnesty said"
            if entries is None:
                titled = tags[token] in _TITLE_TAGS or (tags[token] == "NN" and parse.deps[token] == "ROOT")
                trigger = _in_title(scene, token) if titled else None
            else:
                trigger = _first_fit(scene, token, entries, nominal=True)
        elif tag == "J" and parse.deps[token] in ("acomp", "oprd"):
            entries = verbs.get(lemma)
            if entries is None:
                continue
            trigger = _first_fit(scene, token, entries, nominal=False)
        elif tag == "J" and _is_counted(parse, token):
            entries = nouns.get(lemma)
            if entries is None:
                continue
            trigger = _first_fit(scene, token, entries, nominal=True)
        else:
            continue
        if trigger is not None:
            out.append(trigger)
    return out


def _is_counted(parse: Parse, token: int) -> bool:
    """Whether an adjective stands for those of whom it is true: "212 dead", "hundreds dead"."""
    head = parse.heads[token]
    if parse.deps[token] == "amod":
        return head < token and parse.tags[head] == "CD"
    return parse.deps[token] in _COUNTED and parse.child(token, ("nummod",)) is not None


def _in_title(scene: Scene, token: int) -> Trigger | None:
    """A word of a title, where the tagger takes verbs and plural nouns for names."""
    parse, lexicon = scene.parse, scene.lexicon
    lemma = lexicon.forms.get(parse.lowers[token])
    if lemma is None or not scene.headline(parse.sentence_of[token]):
        return None
    if entries := lexicon.nouns.get(lemma):
        return _first_fit(scene, token, entries, nominal=True)
    if entries := lexicon.verbs.get(lemma):
        return _first_fit(scene, token, entries, nominal=False)
    return None


def _first_fit(scene: Scene, token: int, entries: tuple[Entry, ...], *, nominal: bool) -> Trigger | None:
    frame = Frame(scene, token, nominal=nominal)
    for entry in entries:
        tokens = frame.fits(entry)
        if tokens is None:
            continue
        family = scene.lexicon.families.get(entry.kind)
        if family is None:
            return _trigger(frame, entry, tokens, None)
        chosen = next((row for row in family if frame.fits(row) is not None), None)
        if chosen is not None:
            return _trigger(frame, entry, tokens, chosen)
    return None


def _trigger(frame: Frame, entry: Entry, tokens: tuple[int, ...], chosen: Entry | None) -> Trigger | None:
    """The trigger that an entry makes, of the kind that ``chosen`` of its family says, if the entry names a family."""
    if entry.kind == "-" or (chosen is not None and chosen.kind == "-"):
        return None
    scene = frame.scene
    kind, sense, confidence, rule = entry.kind, entry.sense, entry.confidence, entry.name
    if chosen is not None:
        kind, sense = chosen.kind, sense or chosen.sense
        confidence = min(confidence, chosen.confidence + 0.1) if confidence else chosen.confidence
        rule = f"{rule} / {chosen.name}"
    everyday = not scene.war and kind in everyday_kinds() and not (scene.crime and kind in _OF_CRIME)
    if everyday and not scene.politic(scene.parse.sentence_of[frame.token]):
        return None
    first, last = _extent(frame, tokens)
    return Trigger(first, last, frame.token, kind, rule, round(confidence, 3), frame.nominal, sense)


def _extent(frame: Frame, tokens: tuple[int, ...]) -> tuple[int, int]:
    """The words of the entry as one stretch, as long as it stays short; else the head word alone."""
    first, last = min(tokens), max(tokens) + 1
    return (first, last) if last - first <= 4 else (frame.token, frame.token + 1)


def _prominence(scene: Scene, trigger: Trigger) -> Trigger:
    parse = scene.parse
    confidence = trigger.confidence
    if parse.deps[trigger.head] in ("ROOT", "ccomp"):
        confidence += MAIN_CLAUSE
    confidence -= LATE * min(8, parse.sentence_of[trigger.head])
    return replace(trigger, confidence=round(max(0.05, min(0.99, confidence)), 3))
