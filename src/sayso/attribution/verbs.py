"""Cues that are verbs: which verbs speak, who speaks by them, and what they say (``frames.py``)."""

from __future__ import annotations

from collections.abc import Mapping

from sayso.attribution.draft import Draft, Range, Tree, without
from sayso.attribution.frames import COMPLEMENTS, fill_active, fill_passive, is_passive
from sayso.attribution.lexicon import CueLexicon
from sayso.attribution.reports import is_core, place_report, reports
from sayso.attribution.subjects import (
    find_speaker,
    inverted_participle,
    inverted_speaker,
    neighbour,
    subject_before,
    touches,
)
from sayso.language import Parse

# Cue and source that stand so near to each other leave no content between them.
CLOSE = 6
_CUE_LEFT = frozenset({"aux", "auxpass", "neg", "advmod"})


def verb_drafts(tree: Tree, lexicon: CueLexicon) -> list[Draft]:
    """The cues of a document that are verbs, in text order; those without content may still get a quotation."""
    parse = tree.parse
    verbs, tags, lemmas = lexicon.verbs, parse.tags, parse.lemmas
    out = []
    for token, tag in enumerate(tags):
        if tag[:1] != "V":
            continue
        frames = verbs.get(lemmas[token])
        particle = parse.child(token, ("prt",)) if frames is None or parse.children[token] else None
        if particle is not None:
            frames = verbs.get(f"{lemmas[token]}-{parse.lowers[particle]}", frames)
        if frames:
            draft = _draft(tree, token, frames, particle)
            if draft is not None:
                out.append(draft)
    return out


def _draft(tree: Tree, verb: int, frames: Mapping[str, str], particle: int | None) -> Draft | None:
    parse = tree.parse
    deps = parse.deps
    inverted = inverted_participle(tree, verb) if parse.tags[verb] == "VBN" and reports(frames) else None
    if deps[verb] in ("amod", "aux", "auxpass", "compound") and inverted is None:
        return None
    following = parse.lowers[verb + 1] if verb + 1 < len(parse) else ""
    if following == "responsibility":
        return None  # "claimed responsibility" is one cue, of its own class
    if following == "it" and parse.tags[verb + 2 : verb + 4] in (["JJ", "TO"], ["JJR", "TO"], ["JJS", "TO"], ["RBR", "TO"]):
        return None  # "we think it better to withdraw" weighs, and reports nothing
    if (following == "to" and parse.lemmas[verb] in _GOING_ON) or _is_imperative(parse, verb):
        return None
    draft = Draft(verb, cue_range(parse, verb, particle), "", "")
    passive = inverted is None and is_passive(parse, verb)
    if inverted is not None:
        draft.speaker, draft.source = inverted, (verb + 1, inverted + 1)
        draft.content = [tree.trim((parse.sentences[parse.sentence_of[verb]][0], verb))]
        draft.frame, draft.cls = "that", frames["that"]
    elif passive:
        fill_passive(tree, draft, frames)
    elif is_core(parse, verb, frames) and inverted_speaker(tree, draft):
        draft.frame, draft.cls = "that", frames["that"]
    else:
        if is_core(parse, verb, frames) and touches(tree, draft):
            neighbour(tree, draft)
        fill_active(tree, draft, frames)
        if draft.cls != "evidence" or draft.frame != "to":
            find_speaker(tree, draft)
            if draft.speaker is None:
                subject_before(tree, draft)
            if draft.speaker is None:
                neighbour(tree, draft)
    if inverted is None and not passive and is_core(parse, verb, frames):
        place_report(tree, draft, frames)
    _cut(tree, draft)
    if not draft.content:
        if "quote" not in frames:
            return None
        draft.cls, draft.frame = frames["quote"], "quote"
    if parse.lemmas[verb] == "claim" and (obj := parse.child(verb, ("dobj",))) is not None:
        if parse.lemmas[obj] in ("life", "victim"):
            return None  # "shells claimed two lives"
    if draft.frame == "obj" and parse.lemmas[verb] == "claim" and _claims_event(parse, verb):
        draft.cls = "responsibility"
    if not _stands(parse, draft):
        return None
    if any(deps[child] == "neg" for child in parse.children[verb]):
        draft.polarity = "?"
    return draft


def _is_imperative(parse: Parse, verb: int) -> bool:
    """ "Tell that to the widows" orders somebody to speak."""
    if parse.tags[verb] != "VB" or parse.child(verb, ("nsubj", "nsubjpass", "aux")) is not None:
        return False
    return verb == parse.sentences[parse.sentence_of[verb]][0] or parse.words[verb - 1] in ('"', "''", "``")


_EVENTS = frozenset(
    "attack bombing blast explosion strike killing assassination raid assault shooting ambush operation hijacking"
    " kidnapping abduction".split()
)


def _claims_event(parse: Parse, verb: int) -> bool:
    """ "The group claimed the attack" takes responsibility for it."""
    obj = parse.child(verb, ("dobj",))
    return obj is not None and parse.lemmas[obj] in _EVENTS


_GOING_ON = frozenset({"begin", "start", "continue", "finish"})
_FIGURES = frozenset("number toll figure count total estimate loss casualty damage strength".split())
_FIRST_PERSON = frozenset({"i", "me", "you"})


def _stands(parse: Parse, draft: Draft) -> bool:
    """Whether this is an act of speech at all: not a mere purpose ("to discuss the plan"), nor the writer's own.

    An infinitive or a gerund behind a preposition must at least say something: a clause or a quotation.
    """
    tag, dep = parse.tags[draft.head], parse.deps[draft.head]
    if parse.lemmas[draft.head] == "put":  # "put the toll at 17"
        obj = parse.child(draft.head, ("dobj",))
        return obj is not None and parse.lemmas[obj] in _FIGURES
    if parse.lemmas[draft.head] == "call" and draft.frame == "obj" and is_passive(parse, draft.head):
        if not any(parse.deps[child] in COMPLEMENTS for child in parse.children[draft.head]):
            return False  # "a rally called by the opposition"
    if draft.cls == "relay" and parse.lemmas[draft.head] == "hear" and draft.frame == "that":
        clause = parse.child(draft.head, ("ccomp",))
        if clause is not None and parse.tags[clause] in ("VB", "VBG") and parse.child(clause, ("aux",)) is None:
            return False  # "to hear speakers demand"
    if draft.frame == "obj" and (
        (tag == "VB" and dep in ("xcomp", "acl", "advcl", "ccomp", "conj")) or (tag == "VBG" and dep == "pcomp")
    ):
        return False
    return draft.speaker is None or parse.lowers[draft.speaker] not in _FIRST_PERSON or draft.frame == "quote"


def cue_range(parse: Parse, verb: int, particle: int | None = None) -> Range:
    """The verb with its auxiliaries, negation and adverbs, as far as they stand next to each other."""
    first, last = verb, verb + 1
    children = parse.children[verb]
    for child in reversed(children):
        if child < first and parse.deps[child] in _CUE_LEFT and child == first - 1:
            first = child
    if particle is not None and particle == last:
        last += 1
    return first, last


def _cut(tree: Tree, draft: Draft) -> None:
    """Take cue and source out of the content where they stand inside it."""
    if not draft.content:
        return
    holes = [draft.cue]
    if draft.source is not None and draft.frame != "obj":
        span = draft.span
        gap = span[1] - span[0] - (draft.cue[1] - draft.cue[0]) - (draft.source[1] - draft.source[0])
        holes = [span] if gap <= CLOSE else [draft.cue, draft.source]
    parts = draft.content
    for hole in holes:
        parts = [piece for part in parts for piece in without(part, hole)]
    draft.content = [piece for piece in map(tree.trim, parts) if piece[1] > piece[0]]
