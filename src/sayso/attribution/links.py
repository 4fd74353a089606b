"""The links of a chain around the speaker: those who are cited before, and the relays that pass it on after.

"A told R", "A said in an interview with R", "A was quoted by R", "A said, according to R" make R the relay; in
"R said, citing B" and "R reported, quoting B", B stands nearer to the event. What is cited may be no voice but
evidence ("citing satellite images"): that is the basis.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from sayso.attribution.draft import Draft, Link, Range, Tree, without
from sayso.attribution.frames import CITING
from sayso.attribution.lexicon import CueLexicon
from sayso.attribution.speakers import find_outlet

_QUOTES = frozenset({'"', "''", "``", "'"})
_HEARERS = frozenset({"dobj", "dative", "prep", "agent", "iobj"})
_MEDIA = frozenset(
    "newspaper paper channel broadcaster station radio television tv magazine website daily weekly outlet".split()
)
_MEDIA_IF_NEWS = frozenset({"agency", "network", "site", "wire", "service"})


def add_links(tree: Tree, drafts: list[Draft], lexicon: CueLexicon) -> None:
    """Add to every draft the relays and the cited sources that its sentence names."""
    parse = tree.parse
    by_head = {draft.head: draft for draft in drafts}
    by_sentence: dict[int, list[Draft]] = {}
    for draft in drafts:
        by_sentence.setdefault(parse.sentence_of[draft.head], []).append(draft)
    quotes = [quote.start for quote in parse.quotes]
    for draft in drafts:
        if draft.frame in ("that", "quote", "obj"):
            _hearers(tree, draft, lexicon)
            _quoted_by(tree, draft, by_head)
            _carried_by(tree, draft)
        if parse.lemmas[draft.head] in CITING and draft.frame == "obj":
            _cited(tree, draft, by_sentence[parse.sentence_of[draft.head]], lexicon)
        elif draft.frame == "according":
            _raise(tree, draft, by_sentence[parse.sentence_of[draft.head]], quotes)


def _hearers(tree: Tree, draft: Draft, lexicon: CueLexicon) -> None:
    """The outlet that is told: "told Reuters", "in an interview with the BBC", "in remarks carried by Tass"."""
    parse = tree.parse
    for child in parse.children[draft.head]:
        if parse.deps[child] not in _HEARERS or (draft.frame == "obj" and parse.deps[child] != "prep"):
            continue
        if parse.lowers[child] == "according":
            continue
        part = (tree.left[child], tree.right[child])
        if draft.frame == "obj" and parse.lowers[child] == "to":
            found = find_outlet(parse, part, lexicon)
            if found is not None:  # "confirmed the capture to Reuters"
                draft.outer += (Link(found[0][1] - 1, found[0], draft.cue),)
                draft.content = [tree.trim(rest) for piece in draft.content for rest in without(piece, part)]
            continue
        if part[1] - part[0] > 25 or any(piece[0] < part[1] and part[0] < piece[1] for piece in draft.content):
            continue
        found = find_outlet(parse, part, lexicon)
        if found is not None:
            (first, last), _ = found
            draft.outer += (Link(last - 1, (first, last), draft.cue),)
            continue
        noun = child if parse.deps[child] != "prep" else parse.child(child, ("pobj",))
        if noun is not None and parse.tags[noun][:2] == "NN" and is_medium(tree, noun):
            draft.outer += (Link(noun, tree.reach(noun), draft.cue),)


def is_medium(tree: Tree, noun: int) -> bool:
    """Whether a noun names a news medium by its kind: "the news agency", "state television"."""
    parse = tree.parse
    lemma = parse.lemmas[noun].lower()
    if lemma in _MEDIA:
        return True
    near = [parse.lowers[child] for child in parse.children[noun] if parse.deps[child] in ("compound", "amod")]
    return (lemma in _MEDIA_IF_NEWS and ("news" in near or "tv" in near)) or "channel" in near or "tv" in near


def _quoted_by(tree: Tree, draft: Draft, by_head: dict[int, Draft]) -> None:
    """ "X was quoted as saying by R": R passes it on."""
    parse = tree.parse
    if parse.deps[draft.head] != "pcomp":
        return
    above = parse.heads[parse.heads[draft.head]]
    if parse.lemmas[above] not in CITING:
        return
    for node in (above, draft.head):
        for child in parse.children[node]:
            if parse.lowers[child] in ("on", "in") and node == above:
                medium = parse.child(child, ("pobj",))
                if medium is not None and is_medium(tree, medium):
                    draft.outer += (Link(medium, tree.reach(medium), (above, above + 1)),)
            if parse.lowers[child] == "by":
                agent = parse.child(child, ("pobj",))
                if agent is not None:
                    draft.outer += (Link(agent, tree.reach(agent), (above, above + 1)),)
    quoting = by_head.get(above)
    if quoting is not None:
        quoting.content = []


_CARRYING = frozenset({"quote", "cite", "carry", "report", "relay", "publish", "broadcast"})


def _carried_by(tree: Tree, draft: Draft) -> None:
    """ "…," she said, quoted by the agency; "…," he said, as reported by state television."""
    parse = tree.parse
    if draft.speaker is not None:
        for child in parse.children_by(draft.speaker, ("acl",)):  # "an official, quoted by state media, said"
            agent = parse.child(child, ("agent",)) if parse.lemmas[child] in CITING else None
            medium = parse.child(agent, ("pobj",)) if agent is not None else None
            if agent is not None and medium is not None:
                draft.outer += (Link(medium, tree.reach(medium), (child, agent + 1)),)
                return
    end = draft.span[1]
    if end + 2 >= len(parse) or parse.words[end] != ",":
        return
    at = end + 1
    if parse.lowers[at] == "as":
        at += 1
    if parse.lemmas[at] not in _CARRYING or parse.tags[at] != "VBN":
        return
    for child in parse.children[at]:
        if parse.lowers[child] == "by" and (agent := parse.child(child, ("pobj",))) is not None:
            draft.outer += (Link(agent, tree.reach(agent), (at, child + 1)),)
            own = (at, tree.right[agent])
            pieces = [tree.trim(rest) for piece in draft.content for rest in without(piece, own)]
            draft.content = [piece for piece in pieces if piece[1] > piece[0]]
            return


def _cited(tree: Tree, citing: Draft, sentence: list[Draft], lexicon: CueLexicon) -> None:
    """ "R said, citing B": B is nearer to the event than R."""
    parse = tree.parse
    host = next(
        (
            draft
            for draft in sentence
            if draft is not citing
            and (draft.frame in ("that", "quote") or _right_behind(citing, draft))
            and (
                _right_behind(citing, draft)
                or parse.heads[citing.head] in (draft.head, draft.speaker)
                or (parse.heads[parse.heads[citing.head]] == draft.head and citing.head - draft.head in (1, 2))
                or (draft.speaker is not None and draft.speaker == citing.speaker)
            )
        ),
        None,
    )
    noun = parse.child(citing.head, ("dobj",))
    if host is None or noun is None:
        return
    first, last = tree.reach(noun)
    if parse.words[first] in _QUOTES:
        first += 1
    if parse.words[last - 1] in _QUOTES:
        last -= 1
    part = (first, last) if last > first else (noun, noun + 1)
    own = (citing.cue[0], max(last, citing.cue[1]))
    pieces = [tree.trim(rest) for piece in host.content for rest in without(piece, own)]
    host.content = [piece for piece in pieces if piece[1] > piece[0]]
    kind = "documents" if parse.lemmas[noun] == "report" else lexicon.basis.get(parse.lemmas[noun])
    if kind is not None:
        host.basis = host.basis or part
        if kind != "documents":
            return
    host.inner += (Link(noun, part, citing.cue),)


def _right_behind(citing: Draft, draft: Draft) -> bool:
    """ "According to the UN, citing the ministry": the citing goes on with a source named by a preposition."""
    return draft.frame == "according" and draft.source is not None and 0 <= citing.cue[0] - draft.source[1] <= 1


def _raise(tree: Tree, according: Draft, sentence: list[Draft], quotes: list[int]) -> None:
    """ "A said P, according to R": R passes on what A said, wherever the parse hangs it."""
    own = (according.cue[0], according.source[1] if according.source else according.cue[1])
    for draft in sentence:
        if draft is according or draft.frame not in ("that", "quote", "to"):
            continue
        for piece in draft.content:
            if piece[0] <= own[0] <= piece[0] + 2 and own[1] < piece[1] - 3 and draft.head < own[0]:
                according.content = [tree.trim((own[1], piece[1]))]  # "X said that, according to R, P"
                return
    quote = _quote_around(tree, own, quotes)
    if quote is not None:
        first, last = tree.parse.sentences[tree.parse.sentence_of[own[0]]]
        inside = (max(first, quote[0]), min(last, quote[1]))
        according.content = [part for part in map(tree.trim, without(inside, own)) if part[1] > part[0]]
        return
    for draft in sentence:
        if draft is not according and draft.frame in ("that", "quote") and draft.source is not None:
            assert according.speaker is not None and according.source is not None
            draft.outer += (Link(according.speaker, according.source, according.cue),)
            pieces = [tree.trim(rest) for piece in draft.content for rest in without(piece, own)]
            draft.content = [piece for piece in pieces if piece[1] > piece[0]]
            return


def _quote_around(tree: Tree, own: Range, quotes: list[int]) -> Range | None:
    parse = tree.parse
    start, end = parse.starts[own[0]], parse.ends[own[1] - 1]
    number = bisect_right(quotes, start) - 1
    if number < 0 or end > parse.quotes[number].end:
        return None
    return bisect_left(parse.starts, quotes[number]), bisect_left(parse.starts, parse.quotes[number].end)
