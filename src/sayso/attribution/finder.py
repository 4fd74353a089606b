"""All attributions of a document: the rules' drafts, brought together and made into Speeches."""

from __future__ import annotations

from bisect import bisect_right

from sayso.attribution.credits import outlet_name
from sayso.attribution.draft import Draft, Link, Range, Tree
from sayso.attribution.evidence import consistent_with, seen_by, weigh_evidence
from sayso.attribution.grounds import evidence_grounds
from sayso.attribution.labels import colon_labels
from sayso.attribution.lexicon import CueLexicon
from sayso.attribution.links import add_links
from sayso.attribution.model import Speech, Speeches
from sayso.attribution.nouns import noun_drafts
from sayso.attribution.openings import heard_in_court, quoted_texts
from sayso.attribution.prepositions import according_to, by_account, hearsay
from sayso.attribution.quotations import attach_quotations
from sayso.attribution.speakers import Cast, Speaker
from sayso.attribution.verbs import verb_drafts
from sayso.language import Parse
from sayso.record import Attribution, Source, Span

# Classes whose content the outlet leaves to its source, and verbs of belief that commit their subject all the same.
_HEDGED = frozenset({"hearsay", "distancing", "accusation", "hedge", "rumour"})
_TENTATIVE = frozenset("believe think suspect doubt presume guess imagine consider understand reckon surmise".split())
# A source of more tokens than this is a parse gone wrong.
LONGEST_SOURCE = 80
_VAGUE = frozenset({"report", "rumor", "rumour", "account"})
# Reports that are papers, no hearsay: "preliminary reports said".
_SOLID = frozenset("preliminary initial official police medical hospital intelligence field annual its their his".split())
_UNNAMED = frozenset({"belief", "evidence", "distancing", "relay", "accusation"})


def find_speeches(parse: Parse, *, outlet: str | None = None, lexicon: CueLexicon) -> Speeches:
    """The attributions of a document in the order of their cues.

    ``outlet`` is the publisher: it is never a relay of its own text.
    """
    tree = Tree.of(parse)
    drafts = verb_drafts(tree, lexicon)
    drafts.extend(according_to(tree))
    drafts.extend(by_account(tree, lexicon))
    drafts.extend(hearsay(tree, lexicon))
    drafts.extend(colon_labels(tree, lexicon))
    drafts.extend(noun_drafts(tree, lexicon))
    drafts.extend(seen_by(tree))
    drafts.extend(consistent_with(tree, lexicon))
    drafts.extend(heard_in_court(tree))
    drafts.extend(quoted_texts(tree, drafts))
    drafts.sort(key=lambda draft: (draft.head, draft.cue))
    attach_quotations(tree, drafts)
    add_links(tree, drafts, lexicon)
    weigh_evidence(tree, drafts, lexicon)
    drafts = [draft for draft in drafts if draft.content and _attributed(parse, draft)]
    enclosing = mark_nested(drafts)
    return Speeches(_speeches(tree, drafts, enclosing, lexicon, outlet), evidence_grounds(tree, lexicon))


def _attributed(parse: Parse, draft: Draft) -> bool:
    """Whether somebody is named, or the form tells that somebody speaks who is not named ("is said to")."""
    if draft.source is not None and (
        draft.source[1] - draft.source[0] > LONGEST_SOURCE or _tabular(parse, draft.source)
    ):
        return False
    return draft.source is not None or draft.frame in ("that", "to", "objto") or draft.cls in _UNNAMED


def _tabular(parse: Parse, part: Range) -> bool:
    """Whether a range runs over the cells of a table."""
    return any(word in ("|", "\t") for word in parse.words[part[0] : part[1]])


def _named(draft: Draft) -> bool:
    """Whether a draft is an attribution for a reader: a noun alone ("reports of an attack") only hedges."""
    return draft.source is not None and draft.cls != "rumour" if draft.noun else True


def mark_nested(drafts: list[Draft]) -> list[int | None]:
    """Mark the drafts whose cue stands inside the content of another one; gives the number of the innermost such."""
    ranges = sorted((part[0], -part[1], number) for number, draft in enumerate(drafts) for part in draft.content)
    within: list[int | None] = [None] * len(drafts)
    open_parts: list[tuple[int, int, int]] = []  # start, end, number
    at = 0
    for number, draft in enumerate(drafts):
        while at < len(ranges) and ranges[at][0] <= draft.head:
            open_parts.append((ranges[at][0], -ranges[at][1], ranges[at][2]))
            at += 1
        open_parts = [part for part in open_parts if part[1] > draft.head]
        around = [(end - start, owner) for start, end, owner in open_parts if owner != number]
        if around:
            within[number] = min(around)[1]
            draft.nested = True
    return within


def _speeches(
    tree: Tree, drafts: list[Draft], within: list[int | None], lexicon: CueLexicon, outlet: str | None
) -> list[Speech]:
    parse = tree.parse
    cast = Cast.of(tree, lexicon)
    speakers: list[Speaker | None] = [None] * len(drafts)
    starts = [quote.start for quote in parse.quotes]
    out = []
    for number in _outside_in(drafts, within):
        draft = drafts[number]
        outer = within[number]
        enclosing = speakers[outer] if outer is not None else None
        chain = _chain(tree, draft, cast, enclosing, inside=_in_quotation(parse, starts, draft.head))
        main = next((speaker for token, speaker, _ in chain if token == draft.speaker), None)
        speakers[number] = main or (chain[0][1] if chain else None)
        out.append((number, draft, chain))
    out.sort(key=lambda item: item[0])
    _carry_relays(parse, out)
    own = outlet_name(outlet, lexicon).lower() if outlet else ""
    return [_speech(parse, draft, chain, own) for _, draft, chain in out]


_PLAIN_PRONOUNS = frozenset({"he", "she", "they", "it"})
# How many sentences a relay is carried on for a speaker who is then only a pronoun.
_CARRIED = 2


def _carry_relays(parse: Parse, out: list[tuple[int, Draft, list[tuple[int, Speaker, Link]]]]) -> None:
    """Who passed on what somebody said passes on what "he added" right behind it: "…, according to Sputnik. He added"."""
    voice: Speaker | None = None
    relays: list[tuple[int, Speaker, Link]] = []
    sentence = 0
    for _, draft, chain in out:
        if draft.speaker is None or not chain:
            continue
        here = parse.sentence_of[draft.head]
        main = next((at for at, (token, _, _) in enumerate(chain) if token == draft.speaker), None)
        if main is None or draft.frame == "according":
            continue
        speaker = chain[main][1]
        goes_on = parse.lowers[draft.speaker] in _PLAIN_PRONOUNS and 0 < here - sentence <= _CARRIED
        if relays and goes_on and speaker is voice and main == len(chain) - 1:
            chain.extend(relays)
        voice, relays, sentence = speaker, chain[main + 1 :], here


def _outside_in(drafts: list[Draft], within: list[int | None]) -> list[int]:
    """The numbers of the drafts in text order, but each one behind the draft that encloses it."""
    order: list[int] = []
    done = [False] * len(drafts)
    for number in range(len(drafts)):
        path: list[int] = []
        at: int | None = number
        while at is not None and not done[at] and at not in path[-8:]:
            path.append(at)
            at = within[at]
        for node in reversed(path):
            if not done[node]:
                done[node] = True
                order.append(node)
    return order


def _in_quotation(parse: Parse, starts: list[int], token: int) -> bool:
    """Whether a token stands inside quotation marks; ``starts`` are those of the quotations."""
    number = bisect_right(starts, parse.starts[token]) - 1
    return number >= 0 and parse.ends[token] <= parse.quotes[number].end


def _chain(
    tree: Tree, draft: Draft, cast: Cast, enclosing: Speaker | None, *, inside: bool
) -> list[tuple[int, Speaker, Link]]:
    """The links of one draft, nearest to the event first."""
    parse = tree.parse
    links = [*draft.inner]
    if draft.cls == "evidence" and draft.speaker is not None and parse.lowers[draft.speaker] == "it":
        return []  # "it appears that": nobody says so
    if draft.source is not None and draft.speaker is not None and not draft.silent and not _nobody(parse, draft):
        own = Link(draft.speaker, draft.source, draft.cue)
        if draft.owner is not None:
            own = Link(draft.owner.token, draft.owner.source, draft.cue)
        links.append(antecedent(tree, draft.head, own))
    links.extend(draft.outer)
    chain = [(link.token, cast.speak(link.token, link.source, enclosing, quoted=inside), link) for link in links]
    if draft.owner is not None and draft.speaker is not None:
        for token, speaker, _ in chain:
            if token == draft.owner.token:
                cast.papers[parse.lemmas[draft.speaker]] = speaker
    return chain


_NOBODY = frozenset({"nobody", "none", "neither"})


def _nobody(parse: Parse, draft: Draft) -> bool:
    """Whether the source is "nobody" or "no group"."""
    assert draft.source is not None and draft.speaker is not None
    first = parse.lowers[draft.source[0]]
    return first == "no" or parse.lowers[draft.speaker] in _NOBODY


def antecedent(tree: Tree, verb: int, link: Link) -> Link:
    """The noun behind a relative pronoun: "the ministry, which said" is the ministry."""
    parse = tree.parse
    if parse.lowers[link.token] not in ("who", "which", "that") or parse.tags[link.token] not in ("WP", "WDT"):
        return link
    token = verb
    for _ in range(6):
        if parse.deps[token] == "relcl":
            noun = parse.heads[token]
            first, last = tree.trim((tree.left[noun], min(tree.right[noun], tree.left[token])))
            return Link(noun, (first, last), link.cue) if last > first else link
        if parse.heads[token] == token:
            break
        token = parse.heads[token]
    return link


def _speech(parse: Parse, draft: Draft, chain: list[tuple[int, Speaker, Link]], own: str) -> Speech:
    sources = []
    for _, speaker, link in chain:
        if speaker.outlet is not None and own and speaker.outlet.name.lower() == own:
            continue
        span = parse.span(*link.source)
        sources.append(
            Source(
                span.start,
                span.end,
                span.text,
                speaker.name,
                parse.span(*link.cue),
                country=(speaker.outlet.country or None) if speaker.outlet else None,
                role=_role(speaker, link, draft),
            )
        )
    return Speech(
        attribution=Attribution(
            (parse.span(*draft.source),) if draft.source else (),
            (parse.span(*draft.cue),),
            tuple(parse.span(first, last) for first, last in draft.content if first < last),
        ),
        content=tuple(part for part in draft.content if part[0] < part[1]),
        sources=tuple(sources),
        cue=draft.head,
        cue_class=draft.cls,
        hedged=draft.cls in _HEDGED
        or _rumoured(parse, draft)
        or (draft.cls == "belief" and parse.lemmas[draft.head] in _TENTATIVE),
        polarity="-" if draft.cls in ("denial", "retraction") and draft.polarity == "+" else draft.polarity,
        basis=_span(parse, draft.basis),
        why=draft.frame,
        shown=not draft.nested and _named(draft),
        noun=draft.noun,
    )


def _rumoured(parse: Parse, draft: Draft) -> bool:
    """Whether nobody but "reports" speaks."""
    token = draft.speaker
    if token is None or draft.owner is not None or parse.tags[token] != "NNS" or parse.lemmas[token] not in _VAGUE:
        return False
    return not any(parse.lowers[child] in _SOLID for child in parse.children[token])


def _role(speaker: Speaker, link: Link, draft: Draft) -> str:
    if speaker.outlet is not None:
        return "speaker" if speaker.outlet.kind == "monitor" else "relay"
    if speaker.head in _VAGUE or speaker.unknown:
        return "unknown"
    return "relay" if link in draft.outer else "speaker"


def _span(parse: Parse, part: Range | None) -> Span | None:
    return parse.span(*part) if part is not None else None
