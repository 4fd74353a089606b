"""Cues without a verb: "according to X", and the adverbs of hearsay ("reportedly")."""

from __future__ import annotations

from sayso.attribution.draft import Draft, Tree, without
from sayso.attribution.lexicon import CueLexicon
from sayso.attribution.reports import OUTSIDE

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
        draft = Draft(token, (first, last), "relay", "according", speaker, tree.trim((tree.left[speaker], end)))
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
