"""Voices without a verb of saying: a text that is quoted at once, and what a court heard.

"The mayor issued a statement: “…”" gives the words of whoever issued it; ", an inquest heard" closes a report from
court, whatever the parser makes of its last words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from sayso.attribution.draft import Draft, Tree
from sayso.attribution.subjects import set_speaker

# What is quoted behind a colon or comma, and what one does to bring it out.
_TEXTS = frozenset({"statement", "speech", "letter", "message", "address", "tweet", "post", "communique", "sermon",
                    "interview", "broadcast", "note", "remark", "telegram", "leaflet"})  # fmt: skip
_BRINGING = frozenset({"issue", "release", "make", "deliver", "give", "post", "publish", "send", "write", "distribute",
                       "leave", "record", "broadcast"})  # fmt: skip
_NEAR = 12
_COURTS = frozenset({"court", "inquest", "jury", "tribunal", "inquiry", "hearing", "coroner", "jurors"})
_TOLD = (("heard",), ("was", "told"), ("were", "told"))


def quoted_texts(tree: Tree, drafts: Sequence[Draft]) -> list[Draft]:
    """Whoever brought out the text that a quotation opens from: "he issued a statement: “…”", "her speech, “…”"."""
    parse = tree.parse
    cues = sorted(draft.cue[0] for draft in drafts)
    out = []
    for quote in parse.quotes:
        first, last = bisect_left(parse.starts, quote.start), bisect_left(parse.starts, quote.end)
        if first < 3 or parse.words[first - 1] not in (":", ","):
            continue
        begin = max(parse.sentences[parse.sentence_of[first - 1]][0], first - _NEAR)
        noun = next((at for at in range(first - 2, begin - 1, -1) if parse.lemmas[at] in _TEXTS), None)
        if noun is None or parse.tags[noun] != "NN":
            continue
        at = bisect_left(cues, begin)
        if at < len(cues) and cues[at] < first:
            continue  # "said in a statement: “…”"
        speaker = _owner(tree, noun)
        if speaker is None:
            continue
        draft = Draft(noun, (noun, noun + 1), "neutral", "quote", content=[tree.trim((first, last))], quoted=True)
        set_speaker(tree, draft, speaker)
        if draft.speaker is not None and draft.content[0][1] > draft.content[0][0]:
            out.append(draft)
    return out


def _owner(tree: Tree, noun: int) -> int | None:
    parse = tree.parse
    owner = parse.child(noun, ("poss",))
    if owner is not None:
        return owner
    verb = parse.heads[noun]
    if parse.deps[noun] != "dobj" or parse.lemmas[verb] not in _BRINGING:
        return None
    return parse.child(verb, ("nsubj",))


def heard_in_court(tree: Tree) -> list[Draft]:
    """ "…, an inquest heard.", "…, the jury was told.": the sentence before is what was heard there."""
    parse = tree.parse
    out = []
    for first, last in parse.sentences:
        end = last
        while end > first and parse.words[end - 1] in (".", '"', "''", "”", "\n"):
            end -= 1
        if end == first or parse.lowers[end - 1] not in ("heard", "told"):
            continue
        cue = next((end - len(words) for words in _TOLD if tuple(parse.lowers[end - len(words) : end]) == words), -1)
        if cue - 3 <= first or parse.lowers[cue - 1] not in _COURTS:
            continue
        comma = next((at for at in range(cue - 2, max(first, cue - 7), -1) if parse.words[at] == ","), None)
        if comma is None:
            continue
        if parse.tags[end - 1] == "VBD" and parse.child(end - 1, ("ccomp",)) is not None:
            continue  # parsed for what it is
        draft = Draft(end - 1, (cue, end), "relay", "according", cue - 1, (comma + 1, cue))
        draft.content = [tree.trim((first, comma))]
        out.append(draft)
    return out
