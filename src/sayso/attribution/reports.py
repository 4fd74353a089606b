"""Where a plain report stands in its sentence: "…, X said.", "…, X said, …" and "X said …".

The small parser often breaks long reports; the order of words and commas tells more. Only the verbs of speaking
proper are read this way (those that take both a clause and a quotation).
"""

from __future__ import annotations

from collections.abc import Mapping

from sayso.attribution.draft import Draft, Range, Tree
from sayso.language import Parse

# How far behind its cue the "that" of a report may stand, in tokens.
FARTHEST_THAT = 10
_CLASSES = frozenset({"neutral", "committed", "distancing", "relay", "hedge"})
_HEARD = frozenset({"tell", "inform", "assure", "remind", "notify", "say", "claim", "add"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_FULL_STOPS = frozenset(".!?:;\"'”’")
_BREAKS = frozenset({",", '"', "''", "--", "–", "—", "-"})
# Words that open what a report leaves outside: "he said, as fighting went on".
OUTSIDE = frozenset("as while when after before during although though because since in at on by".split())


def reports(frames: Mapping[str, str]) -> bool:
    """Whether a verb reports in a clause as well as in a quotation."""
    return frames.get("that") in _CLASSES and "quote" in frames


def is_core(parse: Parse, verb: int, frames: Mapping[str, str]) -> bool:
    """Whether a verb is one of speaking proper, in a finite form."""
    tag = parse.tags[verb]
    if not reports(frames):
        return False
    return tag in _FINITE or (tag == "VBN" and any(parse.lemmas[c] == "have" for c in parse.children[verb] if c < verb))


def place_report(tree: Tree, draft: Draft, frames: Mapping[str, str]) -> None:
    """Give a report at the end or in the middle of its sentence the words that it reports."""
    parse = tree.parse
    if draft.source is None or parse.deps[draft.head] in ("acl", "advcl", "xcomp", "pcomp"):
        return
    if parse.deps[draft.head] == "relcl" and parse.words[draft.source[0] - 1] != ",":
        return  # a clause of its own, unless a comma parts it: "in Baidoa, the agency reported"
    if parse.tags[draft.source[0]] in ("WP", "WDT"):
        return  # "threw stones at police, who responded with tear gas"
    first, last = parse.sentences[parse.sentence_of[draft.head]]
    start, end = draft.span
    if end - start > len(range(*draft.source)) + len(range(*draft.cue)) + 3:
        return  # the speaker stands far away: a coordinated cue
    deps = {parse.deps[child] for child in parse.children[draft.head] if child > draft.head}
    heard = parse.lemmas[draft.head] in _HEARD
    if "xcomp" in deps or ("dobj" in deps and not heard and draft.frame != "that"):
        return
    if start > first and parse.words[start - 1] in _BREAKS:
        that = _that_behind(parse, end, last)
        if that is not None:  # "and, on his way, he told reporters that"
            if not draft.content or draft.content[0][0] < end:
                draft.content = [tree.trim((that, last))]
                draft.frame, draft.cls = "that", frames["that"]
            return
        if draft.content and draft.content[0][0] >= end:
            before = _told_setting(tree, draft.head, start, end)
            if before is not None:
                draft.content.insert(0, before)
            return
        setting = end < last - 1 and _introduces(tree, draft.head, first, start)
        if setting and _closing(parse, end, last) is None:
            if parse.heads[draft.head] >= end and parse.deps[draft.head] == "parataxis":
                draft.content = [_behind_hearer(tree, draft, end, last)]  # "Instead, he told the court, it fell."
                draft.frame, draft.cls = "that", frames["that"]
            return
        _behind(tree, draft, frames, first, last)
    elif draft.frame != "that" and _finite(parse, end, last) and parse.lemmas[draft.head] in ("say", "add", "claim"):
        for child in parse.children_by(draft.head, ("conj",)):  # "claimed a victory and said"
            if child > end and parse.tags[child] in _FINITE and parse.child(child, ("nsubj", "nsubjpass")) is None:
                last = min(last, tree.left[child])
        draft.content = [tree.trim((end, last))]
        draft.frame, draft.cls = "that", frames["that"]


def _that_behind(parse: Parse, end: int, last: int) -> int | None:
    """The "that" of a clause behind a cue, with at most a hearer and an adverbial in between."""
    for token in range(end, min(end + FARTHEST_THAT, last)):
        if parse.lowers[token] == "that" and parse.tags[token] == "IN":
            return token
        if parse.tags[token] in _FINITE or parse.words[token] in _BREAKS:
            return None
    return None


def _told_setting(tree: Tree, verb: int, start: int, end: int) -> Range | None:
    """The clause before a cue set between commas, which is part of what is said: "If they attack, she said, we flee"."""
    parse = tree.parse
    if end >= len(parse) or parse.words[end] != ",":
        return None
    for child in parse.children_by(verb, ("advcl",)):
        if child < start and tree.right[child] >= start - 2 and parse.child(child, ("nsubj", "nsubjpass")) is not None:
            return tree.reach(child)
    return None


def _introduces(tree: Tree, verb: int, first: int, start: int) -> bool:
    """Whether what stands before the speaker is a mere setting: "Asked about it, X said", "Back in May, X said"."""
    parse = tree.parse
    return any(
        child < start
        and parse.deps[child] in ("advcl", "prep", "npadvmod", "advmod", "csubj", "dep")
        and tree.left[child] <= first + 1
        and tree.right[child] >= start - 2
        for child in parse.children[verb]
    )


def _behind(tree: Tree, draft: Draft, frames: Mapping[str, str], first: int, last: int) -> None:
    parse = tree.parse
    start, end = draft.span
    first = _sentence_start(parse, first)
    closing = _closing(parse, end, last)
    if closing is not None:  # "The officers, he said at a hearing, were promoted"
        parts = (tree.trim((first, start)), tree.trim((closing + 1, last)))
        draft.content = [part for part in parts if part[1] > part[0]]
        draft.frame, draft.cls = "that", frames["that"]
        return
    host = parse.heads[draft.head]
    medial = host >= end and parse.deps[draft.head] in ("parataxis", "ccomp")
    if not medial and not _finite(parse, first, start) and start - first < 6:
        return
    content = [tree.trim((first, start))]
    rest = tree.trim((end, last))
    if medial:
        rest = _behind_hearer(tree, draft, end, last)
        content.append(rest)  # "The strike, he said, killed five."
    elif end < last and parse.words[end] == "," and _finite(parse, end, last) and rest[1] > rest[0]:
        opens = parse.lowers[rest[0]]
        clause = parse.tags[rest[0]][:1] == "V"
        if opens not in OUTSIDE and not clause and host != draft.head and host < start:
            content.append(rest)
    draft.content = [part for part in content if part[1] > part[0]]
    draft.frame, draft.cls = "that", frames["that"]


# How many words a cue set between commas may carry behind it.
_ADJUNCT = 7


def _closing(parse: Parse, end: int, last: int) -> int | None:
    """The comma that closes a cue in mid-sentence: the verb of what is said comes right behind it."""
    for at in range(end, min(end + _ADJUNCT, last - 1)):
        if parse.words[at] == ",":
            return at if at > end and parse.tags[at + 1] in _FINITE else None
        if parse.tags[at][:1] in "VM" or parse.words[at] in _FULL_STOPS:
            return None
    return None


def _finite(parse: Parse, first: int, last: int) -> bool:
    return any(tag in _FINITE for tag in parse.tags[first:last])


def _behind_hearer(tree: Tree, draft: Draft, end: int, last: int) -> Range:
    """What follows a cue, without the one who is told: "The strike, he told the court, killed five"."""
    hearer = tree.parse.child(draft.head, ("dobj",))
    return tree.trim((tree.right[hearer] if hearer is not None and hearer >= end else end, last))


def _sentence_start(parse: Parse, first: int) -> int:
    """Where a sentence begins that the parser may have broken: behind the last full stop of its paragraph."""
    number = parse.sentence_of[first]
    while number > 0 and parse.paragraph_of_sentence[number] == parse.paragraph_of_sentence[number - 1]:
        before = first - 1
        while before > parse.sentences[number - 1][0] and parse.words[before].isspace():
            before -= 1
        if parse.words[before][-1] in _FULL_STOPS:
            break
        number -= 1
        first = parse.sentences[number][0]
    return first
