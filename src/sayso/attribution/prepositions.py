"""Cues without a verb: "according to X", "by X's count", and the adverbs of hearsay ("reportedly")."""

from __future__ import annotations

from sayso.attribution.draft import Draft, Link, Tree, without
from sayso.attribution.frames import CITING
from sayso.attribution.lexicon import CueLexicon
from sayso.attribution.reports import OUTSIDE

_TELLING_BY = frozenset({"by", "in", "on", "from"})
# "In the words of X"; but "the count of the dead" is not theirs.
_OF_SPEAKER = frozenset({"word", "account", "version", "telling"})
_COORDINATORS = frozenset({"but", "and", "while", "though", "although", "whereas", "yet"})


def according_to(tree: Tree) -> list[Draft]:
    """ "According to X, P" and "P, according to X": the content is the whole main clause around it."""
    parse = tree.parse
    out = []
    for token, word in enumerate(parse.lowers):
        if word != "according" or token + 2 >= len(parse) or parse.lowers[token + 1] != "to":
            continue
        first, last = token, token + 2
        speaker = parse.child(token + 1, ("pobj",))
        if speaker is None:
            continue
        end = min(
            (tree.left[c] for c in parse.children[speaker] if parse.deps[c] == "relcl"), default=tree.right[speaker]
        )
        medium = _quoted_by(tree, speaker)
        if medium is not None:
            end = min(end, tree.left[medium[0]])
        draft = Draft(token, (first, last), "relay", "according", speaker, tree.trim((tree.left[speaker], end)))
        if medium is not None:
            draft.outer += (medium[1],)
        sentence = parse.sentences[parse.sentence_of[token]]
        pieces = [tree.trim(piece) for piece in without(sentence, (token, tree.right[speaker]))]
        draft.content = [piece for piece in pieces if piece[1] > piece[0]]
        if len(draft.content) == 2 and parse.lowers[token - 1] in _COORDINATORS:
            draft.content = draft.content[1:]  # "the road is open, but according to R, P"
        if len(draft.content) == 2:
            rest = draft.content[1]
            root = next((t for t in range(*rest) if parse.heads[t] == t), None)
            if root is None and parse.lowers[rest[0]] in OUTSIDE:
                draft.content.pop()  # "P, according to R, as fighting went on"
        if draft.content:
            out.append(draft)
    return out


def _quoted_by(tree: Tree, speaker: int) -> tuple[int, Link] | None:
    """Who passes on what a source said, and the participle: "according to an official quoted by state television"."""
    parse = tree.parse
    for child in parse.children_by(speaker, ("acl",)):
        agent = parse.child(child, ("agent",)) if parse.lemmas[child] in CITING else None
        medium = parse.child(agent, ("pobj",)) if agent is not None else None
        if agent is not None and medium is not None:
            return child, Link(medium, tree.reach(medium), (child, agent + 1))
    return None


def by_account(tree: Tree, lexicon: CueLexicon) -> list[Draft]:
    """ "By X's count, P", "P, in the words of X": whoever counts or tells says the main clause around it."""
    parse = tree.parse
    out = []
    for token, word in enumerate(parse.lowers):
        if word not in _TELLING_BY or parse.deps[token] not in ("prep", "agent"):
            continue
        noun = parse.child(token, ("pobj",))
        if noun is None:
            continue
        speaker = None
        if "by" not in lexicon.nouns.get(parse.lemmas[noun], {}):
            told = next((child for child in parse.children[noun] if child > noun and parse.deps[child] == "acl"), noun)
            if parse.tags[told - 1] != "POS" or "by" not in lexicon.nouns.get(parse.lowers[told], {}):
                continue
            speaker, noun = noun, told  # "By the agency's reckoning", which the parser takes for a verb
        else:
            speaker = parse.child(noun, ("poss",))
        of = next((c for c in parse.children[noun] if parse.lowers[c] == "of"), None)
        if speaker is None and of is not None:
            counts = parse.child(of, ("pobj",))
            if parse.lemmas[noun] in _OF_SPEAKER or (
                counts is not None and word == "by" and parse.entity_label(counts) in ("ORG", "PERSON")
            ):
                speaker = counts
        if speaker is None or parse.tags[speaker] in ("PRP$", "CD"):
            continue
        last = tree.right[speaker]
        if parse.deps[speaker] == "poss" and parse.tags[last - 1] == "POS":
            last -= 1
        own = (token, max(tree.right[noun], tree.right[speaker]))
        if parse.heads[noun] == speaker:
            last, own = noun - 1, (token, noun + 1)
        draft = Draft(noun, (token, own[1]), "relay", "according", speaker, tree.trim((tree.left[speaker], last)))
        pieces = [tree.trim(piece) for piece in without(parse.sentences[parse.sentence_of[token]], own)]
        draft.content = [piece for piece in pieces if piece[1] > piece[0]]
        draft.cue = (noun, noun + 1)
        if draft.content:
            out.append(draft)
    return out


def hearsay(tree: Tree, lexicon: CueLexicon) -> list[Draft]:
    """ "The captain was reportedly killed": somebody says so who is not named."""
    parse = tree.parse
    adverbs, out = lexicon.adverbs, []
    for token, word in enumerate(parse.lowers):
        if adverbs.get(word) != "relay" or parse.deps[token] != "advmod":
            continue
        head = parse.heads[token]
        parts = [tree.trim(part) for part in without((tree.left[head], tree.right[head]), (token, token + 1))]
        content = [part for part in parts if part[1] > part[0]]
        if content and parse.tags[head][:1] in "VM":
            out.append(Draft(token, (token, token + 1), "hearsay", "that", content=content))
    return out
