"""Speakers set before a colon: headlines ("Minister: Talks failed") and transcripts ("MODERATOR: Welcome")."""

from __future__ import annotations

from sayso.attribution.draft import Draft, Tree
from sayso.attribution.lexicon import CueLexicon

# The longest label before the colon, in tokens.
LONGEST_LABEL = 8
_STOPS = frozenset({".", "!", "?", '"', "''"})
_MARKS = frozenset({":", "-", "--", "–", "—"})
_NAMES = frozenset({"PERSON", "ORG", "NORP", "GPE"})


def colon_labels(tree: Tree, lexicon: CueLexicon) -> list[Draft]:
    """A paragraph that opens with a name and a colon: the name says the rest of the paragraph."""
    parse = tree.parse
    words, tags = parse.words, parse.tags
    out = []
    last_paragraph = -1
    for number, (first, _) in enumerate(parse.sentences):
        paragraph = parse.paragraph_of_sentence[number]
        if paragraph == last_paragraph:
            continue
        last_paragraph = paragraph
        end = parse.paragraphs[paragraph].end
        colon = next((at for at in range(first + 1, min(first + LONGEST_LABEL, len(words))) if words[at] == ":"), None)
        if colon is None or colon + 2 >= len(words) or parse.starts[colon + 2] >= end:
            behind = _behind(tree, lexicon, first, end)
            if behind is not None:
                out.append(behind)
            continue
        if any(tags[at][:1] == "V" and not words[at].isupper() for at in range(first, colon)):
            continue
        head = next((at for at in range(colon - 1, first - 1, -1) if parse.entity_label(at) in _NAMES), None)
        if head is None:
            head = next((at for at in range(colon - 1, first - 1, -1) if _voice(tree, at, lexicon)), None)
        if head is None:
            continue
        last = colon + 1
        while last < len(words) and parse.starts[last] < end:
            last += 1
        while first < head and (tags[first] in ("CD", "LS") or not words[first][0].isalnum()):
            first += 1  # the number of an item in a list
        draft = Draft(colon, (colon, colon + 1), "neutral", "label", head, tree.trim((first, colon)))
        draft.content = [tree.trim((colon + 1, last))]
        if draft.source and draft.source[1] > draft.source[0] and draft.content[0][1] > draft.content[0][0]:
            out.append(draft)
    return out


def _behind(tree: Tree, lexicon: CueLexicon, first: int, end: int) -> Draft | None:
    """A headline that ends with its source: "Police kill two in Peshawar: officials"."""
    parse = tree.parse
    last = parse.token_at(end - 1)
    if last is None or parse.words[last] in _STOPS or last - first < 4 or last - first > 40:
        return None
    mark = next((at for at in range(last - 1, max(first + 2, last - 5), -1) if parse.words[at] in _MARKS), None)
    if mark is None or any(parse.tags[at][:1] == "V" for at in range(mark + 1, last + 1)):
        return None
    if not any(_voice(tree, at, lexicon) for at in range(mark + 1, last + 1)):
        return None
    draft = Draft(mark, (mark, mark + 1), "neutral", "label", last, tree.trim((mark + 1, last + 1)))
    draft.content = [tree.trim((first, mark))]
    return draft if draft.content[0][1] > draft.content[0][0] else None


def _voice(tree: Tree, token: int, lexicon: CueLexicon) -> bool:
    return tree.parse.lemmas[token] in lexicon.voices or (
        tree.parse.words[token].isupper() and tree.parse.words[token].isalpha() and len(tree.parse.words[token]) > 3
    )
