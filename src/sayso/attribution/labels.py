"""Speakers set before a colon: headlines ("Minister: Talks failed") and transcripts ("MODERATOR: Welcome")."""

from __future__ import annotations

from sayso.attribution.draft import Draft, Tree
from sayso.attribution.lexicon import CueLexicon
from sayso.attribution.speakers import find_outlet
from sayso.language import Parse

# The longest label before the colon, in tokens.
LONGEST_LABEL = 8
_STOPS = frozenset({".", "!", "?", '"', "''"})
_MARKS = frozenset({":", "-", "--", "–", "—"})
_SAID = frozenset({"said", "added", "asked", "replied", "wrote", "explained", "warned", "noted", "recalled"})
_PAPERS = frozenset({"report", "study", "survey", "poll", "statement"})


def colon_labels(tree: Tree, lexicon: CueLexicon) -> list[Draft]:
    """A paragraph that opens with a name and a colon: the name says the rest of the paragraph."""
    parse = tree.parse
    words, tags = parse.words, parse.tags
    out = []
    turns = _turns(parse)
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
        head = _speaker(tree, lexicon, first, colon, turns)
        if head is None:
            continue
        last = _said_up_to(parse, number, first, colon, turns)
        while first < head and (tags[first] in ("CD", "LS") or not words[first][0].isalnum()):
            first += 1  # the number of an item in a list
        draft = Draft(colon, (colon, colon + 1), "neutral", "label", head, tree.trim((first, colon)))
        if parse.lowers[first] in _SAID and head > first:  # "Said the mayor: …", its verb taken for a name
            draft = Draft(first, (first, first + 1), "neutral", "label", head, tree.trim((first + 1, colon)))
        draft.content = [tree.trim((colon + 1, last))]
        if draft.source and draft.source[1] > draft.source[0] and draft.content[0][1] > draft.content[0][0]:
            out.append(draft)
    return out


def _said_up_to(parse: Parse, number: int, first: int, colon: int, turns: frozenset[str]) -> int:
    """Where the words behind a label end: a turn of a transcript with its paragraph, a headline with its sentence."""
    label = parse.words[first:colon]
    if " ".join(parse.lowers[first:colon]) in turns or all(word.isupper() for word in label if word.isalpha()):
        paragraph = parse.paragraph_of_sentence[number]
        while number + 1 < len(parse.sentences) and parse.paragraph_of_sentence[number + 1] == paragraph:
            number += 1
    last = parse.sentences[number][1]
    if last <= colon + 1 and number + 1 < len(parse.sentences):
        last = parse.sentences[number + 1][1]  # the parser broke the sentence at the colon
    return last


def _speaker(tree: Tree, lexicon: CueLexicon, first: int, colon: int, turns: frozenset[str]) -> int | None:
    """The head of a label that is a speaker: a person, a voice, an outlet, or whoever takes turns in a transcript.

    Places stand before colons too ("Goma: Nine killed"), so a name of another kind is not believed.
    """
    parse = tree.parse
    last = colon - 1
    if " ".join(parse.lowers[first:colon]) in turns:
        return last
    if "," in parse.words[first:colon] or "/" in parse.words[first:colon]:
        return None
    for at in range(last, first - 1, -1):
        if parse.entity_label(at) == "PERSON":
            return at
    if (
        _voice(tree, last, lexicon)
        and parse.deps[last] != "pobj"
        and (parse.lemmas[last] not in _PAPERS or colon - first == 1)
    ):
        return last
    return last if find_outlet(parse, (first, colon), lexicon) else None


def _turns(parse: Parse) -> frozenset[str]:
    """The labels in capitals of a transcript: a text in which one of them opens two paragraphs or more."""
    seen: dict[str, int] = {}
    for number, (first, _) in enumerate(parse.sentences):
        if number and parse.paragraph_of_sentence[number] == parse.paragraph_of_sentence[number - 1]:
            continue
        for at in range(first + 1, min(first + LONGEST_LABEL, len(parse))):
            if parse.words[at] == ":":
                if all(word.isupper() for word in parse.words[first:at] if word.isalpha()):
                    label = " ".join(parse.lowers[first:at])
                    seen[label] = seen.get(label, 0) + 1
                break
    return frozenset(seen) if any(times > 1 for times in seen.values()) else frozenset()


def _behind(tree: Tree, lexicon: CueLexicon, first: int, end: int) -> Draft | None:
    """A headline that ends with its source: "Police kill two in Peshawar: officials"."""
    parse = tree.parse
    last = parse.token_at(end - 1)
    if last is None or parse.words[last] in _STOPS or last - first < 4 or last - first > 40:
        return None
    mark = next((at for at in range(last - 1, max(first + 2, last - 5), -1) if parse.words[at] in _MARKS), None)
    if mark is None or any(parse.tags[at][:1] == "V" for at in range(mark + 1, last + 1)):
        return None
    glued = parse.words[mark] == "-" and parse.ends[mark - 1] == parse.starts[mark]
    if not _voice(tree, last, lexicon) or (glued and not parse.words[last].isupper()):
        return None
    draft = Draft(mark, (mark, mark + 1), "neutral", "label", last, tree.trim((mark + 1, last + 1)))
    draft.content = [tree.trim((first, mark))]
    return draft if draft.content[0][1] > draft.content[0][0] else None


def _voice(tree: Tree, token: int, lexicon: CueLexicon) -> bool:
    return tree.parse.lemmas[token] in lexicon.voices or tree.parse.lowers[token] in lexicon.voices
