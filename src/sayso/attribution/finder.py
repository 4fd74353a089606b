"""All attributions of a document: the rules' drafts, brought together and made into Speeches."""

from __future__ import annotations

from sayso.attribution.draft import Draft, Range, Tree
from sayso.attribution.labels import colon_labels
from sayso.attribution.lexicon import CueLexicon
from sayso.attribution.model import Speech
from sayso.attribution.prepositions import according_to
from sayso.attribution.quotations import attach_quotations
from sayso.attribution.verbs import verb_drafts
from sayso.language import Parse
from sayso.record import Attribution, Source, Span

_HEDGED = frozenset({"distancing", "accusation", "belief", "hedge", "relay-hedge", "responsibility"})


def find_speeches(parse: Parse, *, outlet: str | None = None, lexicon: CueLexicon) -> tuple[Speech, ...]:
    """The attributions of a document in the order of their cues.

    ``outlet`` is the publisher: it is never a relay of its own text. An attribution inside the content of another
    one is ``nested``.
    """
    tree = Tree.of(parse)
    drafts = verb_drafts(tree, lexicon)
    drafts.extend(according_to(tree, lexicon))
    drafts.extend(colon_labels(tree, lexicon))
    drafts.sort(key=lambda draft: (draft.head, draft.cue))
    attach_quotations(tree, drafts)
    drafts = [draft for draft in drafts if draft.content and _attributed(draft)]
    mark_nested(drafts)
    return tuple(_speech(parse, draft) for draft in drafts)


_UNNAMED = frozenset({"belief", "evidence", "distancing", "relay", "accusation"})


def _attributed(draft: Draft) -> bool:
    """Whether somebody is named, or the form tells that somebody speaks who is not named ("is said to")."""
    return draft.source is not None or draft.frame in ("that", "to", "objto") or draft.cls in _UNNAMED


def mark_nested(drafts: list[Draft]) -> None:
    """Mark the drafts whose cue stands inside the content of another one."""
    ranges = sorted((part[0], -part[1], number) for number, draft in enumerate(drafts) for part in draft.content)
    open_until: list[tuple[int, int]] = []
    at = 0
    for number, draft in sorted(enumerate(drafts), key=lambda item: item[1].head):
        while at < len(ranges) and ranges[at][0] <= draft.head:
            open_until.append((-ranges[at][1], ranges[at][2]))
            at += 1
        open_until = [item for item in open_until if item[0] > draft.head]
        draft.nested = any(owner != number for _, owner in open_until)


def _speech(parse: Parse, draft: Draft) -> Speech:
    source = (_span(parse, draft.source),) if draft.source else ()
    cue = parse.span(*draft.cue)
    sources: tuple[Source, ...] = ()
    if draft.source:
        span = source[0]
        sources = (Source(span.start, span.end, span.text, span.text, cue),)
    return Speech(
        attribution=Attribution(source, (cue,), tuple(_span(parse, part) for part in draft.content)),
        content=tuple(draft.content),
        sources=sources,
        cue=draft.head,
        cue_class=draft.cls,
        hedged=draft.cls in _HEDGED,
        polarity="-" if draft.cls == "denial" else "+",
        why=draft.frame,
        nested=draft.nested,
    )


def _span(parse: Parse, part: Range) -> Span:
    return parse.span(*part)
