"""What a sentence says that it rests on, where no cue says so: "by means of radar", "in footage, men are seen".

The small parser breaks many of these sentences ("A video released by the group shows"), so that the order of words
is read: an evidence noun, what belongs to it, and a verb of showing; an onlooker and a verb of seeing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sayso.attribution.draft import Range, Tree
from sayso.attribution.lexicon import CueLexicon
from sayso.language import Parse


@dataclass(frozen=True, slots=True)
class Ground:
    """Stated evidence: its tokens, and the tokens that it is evidence for."""

    phrase: Range
    scope: Range


_RESTING = frozenset({"mean", "means", "basis", "base", "strength", "help", "detect", "identify", "confirm"})
_LEARNT = frozenset({"detect", "identify", "confirm", "learn", "conclude", "know", "establish", "verify", "emerge"})
_SHOWING = frozenset(
    "show shows showed showing shown reveal reveals revealed revealing depict depicts depicted depicting purports"
    " purported purporting captures capturing".split()
)
_SEEN = frozenset({"seen", "shown", "heard", "depicted", "pictured", "visible"})
_RECORDED = frozenset("captured caught recorded filmed taped videotaped shown documented broadcast".split())
_LENSES = frozenset({"camera", "film", "tape", "video", "cctv", "footage", "livestream", "television"})
_ONTO = frozenset({"on", "in", "by"})
_EYES = frozenset(
    "witness eyewitness bystander onlooker passer passerby journalist reporter correspondent photographer cameraman"
    " videographer crew resident villager neighbour neighbor local monitor observer survivor inhabitant".split()
)
_SAW = frozenset({"see", "watch", "witness", "hear", "count", "observe"})
_NOUN_PHRASE = frozenset({"DT", "JJ", "NN", "NNS", "NNP", "NNPS", "CD", "HYPH", "POS", "PRP$"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
# How far behind evidence its verb may stand, in tokens: "footage filmed from a hill and shared by activists shows".
_FARTHEST = 16


def evidence_grounds(tree: Tree, lexicon: CueLexicon) -> dict[int, list[Ground]]:
    """The evidence that sentences rest on, by sentence."""
    parse = tree.parse
    basis, lemmas, tags = lexicon.basis, parse.lemmas, parse.tags
    out: dict[int, list[Ground]] = {}
    for token, lemma in enumerate(lemmas):
        if lemma in basis:
            ground = _named(tree, token, basis)
        elif lemma in _SAW and tags[token] in ("VBD", "VBP", "VBZ", "VBN"):
            ground = _seen(parse, token)
        elif lemma in _LENSES:
            ground = _recorded(tree, token, "video")
        else:
            continue
        if ground is not None:
            grounds = out.setdefault(parse.sentence_of[token], [])
            if all(ground.phrase != other.phrase for other in grounds):
                grounds.append(ground)
    return out


def _named(tree: Tree, token: int, basis: Mapping[str, str]) -> Ground | None:
    """The ground that an evidence noun makes, by the verb or preposition that it stands with."""
    parse = tree.parse
    heads, deps, lemmas = parse.heads, parse.deps, parse.lemmas
    sentence = parse.sentences[parse.sentence_of[token]]
    noun = token
    while deps[noun] == "compound" and heads[noun] != noun:
        noun = heads[noun]
    if deps[noun] == "pobj":
        over = heads[heads[noun]]
        if lemmas[over] in _RESTING or (lemmas[heads[noun]] in ("through", "via", "from") and lemmas[over] in _LEARNT):
            return Ground(tree.phrase(noun), sentence)
    last = token
    while last + 1 < sentence[1] and lemmas[last + 1] in basis:
        last += 1
    if last > token or (last + 1 < sentence[1] and deps[last] == "compound" and heads[last] == last + 1):
        if parse.lowers[last + 1 if last + 1 < sentence[1] else last] not in _SHOWING:
            return _recorded(tree, token, basis[parse.lemmas[token]])
    return _showing(parse, token, last, sentence) or _recorded(tree, token, basis[parse.lemmas[token]])


def _showing(parse: Parse, token: int, last: int, sentence: Range) -> Ground | None:
    """ "A video released by the group shows P", "P, satellite images showed"."""
    phrase = (_start(parse, token, sentence[0]), last + 1)
    lowers, words = parse.lowers, parse.words
    at, end = last + 1, min(last + _FARTHEST, sentence[1])
    while at < end:
        if lowers[at] in _SHOWING and lowers[at - 1] not in ("to", "be", "is", "are", "was", "were"):
            rest = (at + 1, sentence[1])
            closing = at + 1 >= sentence[1] or words[at + 1] in (".", ",", '"')
            if closing and phrase[0] - sentence[0] > 2 and words[phrase[0] - 1] == ",":
                rest = (sentence[0], phrase[0])
            return Ground(phrase, rest)
        if words[at] == "," and at + 1 < end and lowers[at + 1] in ("which", "that"):
            at += 2
            while at < end and words[at] != ",":
                at += 1
        elif parse.tags[at] in _FINITE or words[at] in (".", ";", ":", '"'):
            return None
        at += 1
    return None


def _recorded(tree: Tree, token: int, kind: str) -> Ground | None:
    """ "was caught on camera"; "in footage from the town, soldiers can be seen"."""
    parse = tree.parse
    preposition = token - 1
    sentence = parse.sentences[parse.sentence_of[token]]
    start = _start(parse, token, sentence[0])
    preposition = start - 1
    if preposition < sentence[0] or parse.lowers[preposition] not in _ONTO:
        return None
    before = preposition - 1
    if before >= sentence[0] and parse.lowers[before] in _RECORDED:
        return Ground((start, token + 1), sentence)
    if parse.lowers[preposition] == "by" or _spoken(parse, sentence):
        return None
    if start - sentence[0] <= 2 and kind in ("video", "imagery"):
        return Ground((start, token + 1), sentence)  # "In a video posted online, the man appears to fall"
    seen = next((at for at in range(*sentence) if parse.lowers[at] in _SEEN and parse.tags[at] in ("VBN", "JJ")), None)
    if seen is None or (seen < start and seen != before):
        return None
    return Ground((start, token + 1), sentence)


def _spoken(parse: Parse, sentence: Range) -> bool:
    """Whether somebody speaks in a sentence: then the picture only carries it."""
    return any(parse.lemmas[token] in _SAYING for token in range(*sentence))


_SAYING = frozenset("say tell claim announce threaten vow warn deny urge declare".split())


def _seen(parse: Parse, verb: int) -> Ground | None:
    """ "A correspondent for the agency saw three bodies": who saw it is the basis."""
    sentence = parse.sentences[parse.sentence_of[verb]]
    if any(parse.deps[child] == "auxpass" for child in parse.children[verb]):
        return None
    first = verb
    eyes = False
    while first > sentence[0] and verb - first < _FARTHEST:
        before = first - 1
        if parse.tags[before] in _FINITE or parse.tags[before] == "TO" or parse.words[before] in (",", '"', ";", ":"):
            break
        if parse.lemmas[before] in ("have", "also") or parse.lowers[before] in ("who", "that", "which", "as", "and"):
            if parse.lowers[before] != "and":
                break
        eyes = eyes or (parse.lemmas[before].lower() in _EYES and parse.tags[before][:2] == "NN")
        first = before
    if not eyes or first == verb or verb + 1 >= sentence[1]:
        return None
    return Ground((first, verb + 1), (verb + 1, sentence[1]))


def _start(parse: Parse, noun: int, floor: int) -> int:
    first = noun
    while first > floor and parse.tags[first - 1] in _NOUN_PHRASE:
        first -= 1
    return first


def grounds_of(grounds: Sequence[Ground], token: int) -> Range | None:
    """The tokens of the first evidence that a token rests on."""
    return next((ground.phrase for ground in grounds if ground.scope[0] <= token < ground.scope[1]), None)
