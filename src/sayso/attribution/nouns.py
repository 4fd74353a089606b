"""Cues that are nouns and adjectives: "reports of", "the army's claim that", "is confident that".

A noun's speaker is its owner ("the army's claim", "a warning from the UN") or who makes it ("issued a warning").
Nouns for vague voices ("reports", "accounts") are their own source.
"""

from __future__ import annotations

from collections.abc import Mapping

from sayso.attribution.draft import Draft, Link, Range, Tree
from sayso.attribution.evidence import owner_of
from sayso.attribution.lexicon import CueLexicon
from sayso.attribution.subjects import set_speaker

_SELF = frozenset({"report", "account", "rumor", "rumour"})
_LIGHT = frozenset(
    "make issue give hold express voice repeat reiterate offer raise have share deliver release publish send renew"
    " level file receive".split()
)
_RESPONSIBLE = frozenset({"claim", "take", "accept", "admit", "assume"})
_ATTACHED = frozenset({"amod", "appos", "advcl", "acl"})


def noun_drafts(tree: Tree, lexicon: CueLexicon) -> list[Draft]:
    """The cues of a document that are nouns or adjectives."""
    parse = tree.parse
    tags, lemmas, nouns, adjectives = parse.tags, parse.lemmas, lexicon.nouns, lexicon.adjectives
    out = []
    for token, tag in enumerate(tags):
        if tag == "NN" or tag == "NNS":
            frames = nouns.get(lemmas[token])
            draft = _noun(tree, token, frames) if frames else None
            if draft is None and lemmas[token] == "responsibility":
                draft = _responsibility(tree, token)
            elif draft is None and lemmas[token] in lexicon.basis:
                draft = _evidence(tree, token)
        elif tag[:2] == "JJ" or tag == "VBN":
            frames = adjectives.get(parse.lowers[token])
            draft = _adjective(tree, token, frames) if frames else None
        else:
            continue
        if draft is not None and draft.content:
            out.append(draft)
    return out


def _governed(tree: Tree, token: int, frames: Mapping[str, str]) -> tuple[str, Range, int] | None:
    """The frame that a noun or adjective stands in, what it governs, and where its cue ends."""
    parse = tree.parse
    for child in parse.children[token]:
        if child < token:
            continue
        dep = parse.deps[child]
        marked = dep == "acl" and any(parse.lowers[mark] == "that" for mark in parse.children[child])
        if "that" in frames and (marked or dep == "ccomp"):
            return "that", tree.reach(child), token + 1
        if "to" in frames and dep in ("acl", "xcomp") and parse.tags[child] == "VB":
            return "to", tree.reach(child), token + 1
        if dep == "prep":
            frame = parse.lowers[child]
            frame = frame if frame in frames else "p:" + frame
            if frame in frames and tree.right[child] > child + 1:
                return frame, tree.trim((child + 1, tree.right[child])), child + 1 if child == token + 1 else token + 1
    return None


def _noun(tree: Tree, noun: int, frames: Mapping[str, str]) -> Draft | None:
    parse = tree.parse
    governed = _governed(tree, noun, frames)
    if governed is None:
        return None
    frame, content, end = governed
    if parse.lowers[content[0]] == "responsibility":
        return None
    name = frame if frame == "that" else "n:" + frame
    draft = Draft(noun, (noun, end), frames[frame], name, content=[content], noun=True)
    owner = owner_of(tree, noun) or _collective(tree, noun)
    if owner is not None and not content[0] <= owner.token < content[1]:
        draft.speaker, draft.source = owner.token, owner.source
    elif parse.deps[noun] == "dobj" and parse.lemmas[parse.heads[noun]] in _LIGHT - {"receive"}:
        verb = parse.heads[noun]
        subject = parse.child(verb, ("nsubj",))
        if subject is None and parse.deps[verb] in ("conj", "xcomp", "advcl"):
            subject = parse.child(parse.heads[verb], ("nsubj",))
        if subject is not None:
            draft.speaker, draft.source = subject, tree.reach(subject)
    if draft.source is None and parse.lemmas[noun] in _SELF and parse.tags[noun] == "NNS":
        draft.speaker, draft.source = noun, (noun, noun + 1)
        draft.cls = "rumour"
    return draft


_COLLECTIVES = frozenset("army military government police ministry intelligence rebel opposition junta".split())


def _collective(tree: Tree, noun: int) -> Link | None:
    """Who claims in "US intelligence claims that", "government accusations of"."""
    parse = tree.parse
    voice = noun - 1
    if voice < 0 or parse.deps[voice] != "compound" or parse.lemmas[voice] not in _COLLECTIVES:
        return None
    first = voice
    while first > 0 and parse.tags[first - 1] in ("JJ", "NNP", "NN") and parse.heads[first - 1] >= voice:
        first -= 1
    return Link(voice, (first, noun), (noun, noun + 1))


def _responsibility(tree: Tree, noun: int) -> Draft | None:
    """ "X claimed responsibility for the attack"."""
    parse = tree.parse
    verb = parse.heads[noun]
    if parse.deps[noun] not in ("dobj", "nsubjpass", "nsubj", "ccomp") or parse.lemmas[verb] not in _RESPONSIBLE:
        return None
    for holder in (noun, verb):
        for child in parse.children[holder]:
            if child > noun and parse.deps[child] == "prep" and parse.lowers[child] == "for":
                draft = Draft(noun, (min(verb, noun), max(verb, noun) + 1), "responsibility", "p:for")
                draft.content = [tree.trim((child + 1, tree.right[child]))]
                if draft.content[0][1] <= draft.content[0][0]:
                    return None
                subject = parse.child(verb, ("nsubj",))
                if parse.tags[verb] == "VBN" and parse.child(verb, ("agent",)) is not None:
                    subject = parse.child(parse.child(verb, ("agent",)) or verb, ("pobj",))
                if subject is not None:
                    set_speaker(tree, draft, subject)
                return draft
    return None


def _evidence(tree: Tree, noun: int) -> Draft | None:
    """ "evidence that P": what it is evidence for rests on it."""
    governed = _governed(tree, noun, {"that": "evidence"})
    if governed is None or any(tree.parse.lowers[child] == "no" for child in tree.parse.children[noun]):
        return None
    draft = Draft(noun, (noun, noun + 1), "evidence", "that", content=[governed[1]], noun=True)
    draft.basis = tree.phrase(noun)
    return draft


def _adjective(tree: Tree, adjective: int, frames: Mapping[str, str]) -> Draft | None:
    parse = tree.parse
    governed = _governed(tree, adjective, frames)
    if governed is None:
        return None
    frame, content, end = governed
    head = parse.heads[adjective]
    first = adjective
    subject: int | None = None
    if parse.deps[adjective] in ("acomp", "oprd", "ROOT") or parse.tags[adjective] == "VBN":
        verb = head if parse.deps[adjective] in ("acomp", "oprd") else adjective
        subject = parse.child(verb, ("nsubj", "nsubjpass"))
        first = _cue_start(verb, adjective)
    if subject is None and parse.deps[adjective] in _ATTACHED and head < adjective:
        subject = head if parse.tags[head][:1] in "NP" else parse.child(head, ("nsubj",))
    if subject is None or parse.lowers[subject] in ("it", "that", "this", "i", "you"):
        return None
    draft = Draft(adjective, (first, end), frames[frame], frame if frame == "that" else "a:" + frame)
    draft.content = [content]
    set_speaker(tree, draft, subject, upto=adjective if parse.deps[adjective] in _ATTACHED else None)
    return draft if draft.source is not None else None


def _cue_start(verb: int, adjective: int) -> int:
    if verb < adjective and adjective - verb <= 3:
        return verb
    return adjective
