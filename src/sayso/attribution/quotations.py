"""Quotations and their speakers.

Three passes: a quotation belongs to the cue whose clause it fills or touches; else to a cue that stands right
behind it or right before it; else it goes on with the speaker of the quotation before it, as long as nothing else
speaks in between. A quotation without words of its own kind (a scare quote) is left alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from sayso.attribution.draft import Draft, Range, Tree, without
from sayso.language import Parse, Quote

# How far behind a quotation its cue may stand, and how far before it, in tokens.
BEHIND, BEFORE = 40, 25
# How many paragraphs quotations may go on without a new cue.
FARTHEST = 20
_SENTENCE_END = frozenset({".", "!", "?"})
_FLOATING = frozenset(
    {"neutral", "committed", "distancing", "denial", "relay", "evaluation", "directive", "accusation"}
)


def attach_quotations(tree: Tree, drafts: list[Draft]) -> None:
    """Give every quotation of a document to the draft that speaks it, as content; drafts are in text order."""
    parse = tree.parse
    ranges = [_tokens(parse, quote) for quote in parse.quotes]
    owners: list[Draft | None] = [None] * len(ranges)
    heads = [draft.head for draft in drafts]
    outside = _outside(tree, drafts, heads, ranges)
    outside_heads = [draft.head for draft in outside]
    _by_content(tree, outside, ranges, owners)
    for number, part in enumerate(ranges):
        if owners[number] is None and _speaks(parse, part):
            owner = _behind(parse, outside, outside_heads, ranges, number) or _before(
                parse, outside, outside_heads, ranges, number
            )
            if owner is not None:
                owners[number] = owner
                _add(tree, owner, part)
    _run_on(tree, parse.quotes, ranges, owners)
    _float(tree, outside, outside_heads, ranges, owners)
    for draft in outside:
        if draft.frame == "quote" and not draft.content:
            _block(tree, draft)


def _tokens(parse: Parse, quote: Quote) -> Range:
    return bisect_left(parse.starts, quote.start), bisect_left(parse.starts, quote.end)


def _outside(tree: Tree, drafts: list[Draft], heads: list[int], ranges: list[Range]) -> list[Draft]:
    """The drafts whose cue stands outside every quotation; what is said inside one never reaches out of it."""
    inside: set[int] = set()
    for first, last in ranges:
        statement = _speaks(tree.parse, (first, last))
        for number in range(bisect_left(heads, first), bisect_left(heads, last)):
            inside.add(number)
            if not statement:
                continue  # "received "convincing evidence" that"
            draft = drafts[number]
            clipped = (tree.trim((max(first, part[0]), min(last, part[1]))) for part in draft.content)
            draft.content = [part for part in clipped if part[1] > part[0] and _words_in(tree.parse, part)]
    return [draft for number, draft in enumerate(drafts) if number not in inside]


def _words_in(parse: Parse, part: Range) -> bool:
    return any(parse.words[at][0].isalnum() for at in range(*part))


def _speaks(parse: Parse, part: Range) -> bool:
    """Whether a quotation is a statement and no scare quote: it has a verb, or ends like a sentence."""
    first, last = part
    if last - first >= 14:
        return True
    if last - first < 4:
        return last - first >= 3 and parse.words[last - 2] in ",.!?"
    if parse.words[last - 2] in (",", ".", "!", "?") or parse.words[last - 1] in (",", ".", "!", "?"):
        return True
    return any(tag in ("VBZ", "VBP", "VBD", "MD") for tag in parse.tags[first:last])


def _add(tree: Tree, draft: Draft, part: Range) -> None:
    """Add a quotation to a content: pieces that it touches are melted into it."""
    first, last = part
    draft.quoted = True
    draft.frame = draft.frame or "quote"
    if draft.content and draft.content[-1][1] < first and draft.span[1] <= first:
        draft.content.append(part)
        return
    rest: list[Range] = []
    for piece in draft.content:
        if piece[0] <= last and first <= piece[1]:
            first, last = min(first, piece[0]), max(last, piece[1])
        else:
            rest.append(piece)
    span = draft.span
    if span[0] < last and first < span[1]:
        rest.extend(piece for piece in map(tree.trim, without((first, last), span)) if piece[1] > piece[0])
    else:
        rest.append((first, last))
    draft.content = sorted(rest or [part])


def _by_content(tree: Tree, drafts: list[Draft], ranges: list[Range], owners: list[Draft | None]) -> None:
    """Quotations that a content already reaches; the nearest cue owns them."""
    starts = [part[0] for part in ranges]
    distance: dict[int, int] = {}
    for draft in drafts:
        for piece in list(draft.content):
            number = max(0, bisect_left(starts, piece[0]) - 1)
            while number < len(ranges) and ranges[number][0] < piece[1]:
                part = ranges[number]
                if part[1] > piece[0]:
                    away = min(abs(draft.head - part[0]), abs(draft.head - part[1]))
                    if draft.frame == "according":
                        away += len(tree.left) // 2  # a relay owns a quotation only where nobody speaks it
                    if away < distance.get(number, len(tree.left)):
                        distance[number], owners[number] = away, draft
                    _add(tree, draft, part)
                number += 1


def _behind(parse: Parse, drafts: list[Draft], heads: list[int], ranges: list[Range], number: int) -> Draft | None:
    """The cue behind a quotation: "…," he said."""
    last = ranges[number][1]
    limit = min(last + BEHIND, ranges[number + 1][0] if number + 1 < len(ranges) else len(parse))
    sentence = parse.sentence_of[last - 1]
    stopped = parse.words[last - 2] == "."  # a closed sentence: only a bare cue right behind it can belong to it
    asked = parse.words[last - 2] in ("!", "?")
    for at in range(bisect_left(heads, last), len(drafts)):
        draft = drafts[at]
        if (
            draft.head >= limit
            or parse.paragraph_of_sentence[parse.sentence_of[draft.head]] != (parse.paragraph_of_sentence[sentence])
        ):
            return None
        if any(parse.words[token] in _SENTENCE_END for token in range(last, min(draft.head, limit))):
            return None
        if (stopped or asked) and draft.span[0] > last:
            return None
        if stopped and draft.frame != "quote":
            return None
        if draft.frame == "quote" or (draft.frame == "that" and not draft.quoted and draft.content[0][0] > draft.head):
            return draft
        if draft.span[0] > last + 2:
            return None
    return None


def _before(parse: Parse, drafts: list[Draft], heads: list[int], ranges: list[Range], number: int) -> Draft | None:
    """The cue before a quotation: He said: "…"."""
    first = ranges[number][0]
    floor = max(first - BEFORE, ranges[number - 1][1] if number else 0)
    at = bisect_left(heads, first) - 1
    if at < 0:
        return None
    draft = drafts[at]
    if draft.head < floor:
        return None
    between = range(draft.cue[1], first)
    if any(parse.words[token] in _SENTENCE_END for token in between):
        return None
    if parse.words[first - 1] == ":" or (draft.frame == "quote" and (not between or parse.words[first - 1] in ",—-")):
        return draft
    return None


def _run_on(tree: Tree, quotes: Sequence[Quote], ranges: list[Range], owners: list[Draft | None]) -> None:
    """A quotation over several paragraphs has one speaker, named in any of them."""
    for number in range(len(ranges) - 1):
        if quotes[number].runs_on and owners[number + 1] is None and owners[number] is not None:
            owners[number + 1] = owners[number]
            _add(tree, owners[number], ranges[number + 1])  # type: ignore[arg-type]
    for number in range(len(ranges) - 2, -1, -1):
        if quotes[number].runs_on and owners[number] is None and owners[number + 1] is not None:
            owners[number] = owners[number + 1]
            _add(tree, owners[number + 1], ranges[number])  # type: ignore[arg-type]


def _float(tree: Tree, drafts: list[Draft], heads: list[int], ranges: list[Range], owners: list[Draft | None]) -> None:
    """Quotations without a cue go on with the last speaker: in the same paragraph, or where one opens with them."""
    parse = tree.parse
    for number, part in enumerate(ranges):
        if owners[number] is not None or not _speaks(parse, part):
            continue
        first = part[0]
        paragraph = _paragraph(parse, first)
        at = bisect_left(heads, first) - 1
        while at >= 0 and not _may_go_on(parse, drafts, at):
            at -= 1
        owner = drafts[at] if at >= 0 else None
        if number and owners[number - 1] is not None:
            previous = owners[number - 1]
            assert previous is not None
            if owner is None or previous.head >= owner.head or ranges[number - 1][0] > owner.head:
                owner = previous
        if owner is None:
            continue
        behind = max(owner.cue[1], owner.content[-1][1] if owner.content else 0)
        opens = first == 0 or _paragraph(parse, first - 1) != paragraph
        reached = _paragraph(parse, behind - 1)
        goes_on = reached == paragraph and parse.words[first - 1] in (".", '"', "!", "?", "'")
        if not goes_on and not (opens and paragraph - reached == 1):
            continue
        if paragraph - _paragraph(parse, owner.head) > FARTHEST:
            continue
        owners[number] = owner
        _add(tree, owner, part)


def _block(tree: Tree, draft: Draft) -> None:
    """A statement set apart without marks: "The ministry said in a statement:", and the next paragraph."""
    parse = tree.parse
    number = parse.sentence_of[draft.head]
    last = parse.sentences[number][1]
    if parse.words[last - 1] != ":" or number + 1 >= len(parse.sentences) or last - draft.head > BEFORE:
        return
    paragraph = parse.paragraph_of_sentence[number + 1]
    if paragraph == parse.paragraph_of_sentence[number]:
        return
    end = number + 1
    while end < len(parse.sentences) and parse.paragraph_of_sentence[end] == paragraph:
        end += 1
    content = tree.trim((last, parse.sentences[end - 1][1]))
    if content[1] > content[0]:
        draft.content = [content]


def _may_go_on(parse: Parse, drafts: list[Draft], at: int) -> bool:
    """Whether the speaker of a draft may speak on in the quotations that follow it."""
    draft = drafts[at]
    if draft.cls not in _FLOATING or parse.lemmas[draft.head] in ("cite", "quote"):
        return False
    if not draft.content:  # "the mayor described a night without sleep"
        return draft.frame == "quote" and parse.deps[draft.head] in ("ROOT", "conj")
    if draft.frame == "according" and at:  # the relay's own source speaks on
        return parse.sentence_of[drafts[at - 1].head] != parse.sentence_of[draft.head]
    return True


def _paragraph(parse: Parse, token: int) -> int:
    return parse.paragraph_of_sentence[parse.sentence_of[token]]
