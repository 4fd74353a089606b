"""Which statements depend on each other, and how many chains are really apart.

Two statements are dependent where they share an origin, a statement or artefact, a text lineage, or where one
came through the other's outlet. The classes of that relation are the independent origins. How many parties would
have to be wrong for a value to fall is the smallest number of nodes that cut it off from the world (Menger):

    WORLD ── origin ── relays ── publisher ── VALUE
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import networkx as nx  # type: ignore[import-untyped]

from sayso.corroboration.statement import Statement

_WORLD, _VALUE = "WORLD", "VALUE"


@dataclass(frozen=True, slots=True)
class Corroboration:
    """What stands behind one value.

    ``reports``: documents; ``outlets``: publishers; ``voices``: origins cited at all; ``origins``: classes of
    independent statements, counted so that no two rest on one document alone; ``kappa``: the smallest number of
    parties that would have to be wrong; ``bottlenecks``: those parties, where they are fewer than the origins.
    """

    reports: int
    outlets: int
    voices: int
    origins: int
    kappa: int
    bottlenecks: tuple[str, ...] = ()
    classes: tuple[tuple[int, ...], ...] = ()


def corroborate(statements: Sequence[Statement]) -> Corroboration:
    """Counts what is independent behind a value. The order of the statements does not matter.

    >>> a = Statement("d1", "outlet:a", "state:RUS", ("outlet:tass",))
    >>> b = Statement("d2", "outlet:b", "state:RUS", ("outlet:tass",))
    >>> c = Statement("d3", "outlet:c", "actor:sohr")
    >>> found = corroborate([a, b, c])
    >>> found.reports, found.origins, found.kappa
    (3, 2, 2)
    """
    if not statements:
        return Corroboration(0, 0, 0, 0, 0)
    ordered = sorted(range(len(statements)), key=lambda n: _sort_key(statements[n]))
    classes = dependence_classes([statements[n] for n in ordered])
    of_class = {ordered[member]: number for number, members in enumerate(classes) for member in members}
    originals = _originals(statements)
    origins = _matched(statements, originals, of_class)
    kappa, cut = (origins, ()) if _apart(statements, originals, of_class, origins) else (
        _kappa(statements, originals, of_class)
    )  # fmt: skip
    kappa = min(kappa, origins)  # an outlet that relays in one report and publishes another must not add a chain
    return Corroboration(
        reports=len({t.document for t in statements}),
        outlets=len({t.publisher for t in statements}),
        voices=len({t.origin for t in statements}),
        origins=origins,
        kappa=kappa,
        bottlenecks=cut if kappa < origins else (),
        classes=tuple(tuple(sorted(ordered[member] for member in members)) for members in classes),
    )


def dependence_classes(statements: Sequence[Statement]) -> list[list[int]]:
    """Numbers of the statements, one list for each class of dependent ones, in order of their first member."""
    parent = list(range(len(statements)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    by_key: dict[Hashable, int] = {}
    own_word = {t.publisher for t in statements if t.origin == t.publisher}
    for number, one in enumerate(statements):
        for key in _ties(one, own_word):
            other = by_key.setdefault(key, number)
            low, high = sorted((root(number), root(other)))
            parent[high] = low
    groups: dict[int, list[int]] = defaultdict(list)
    for number in range(len(statements)):
        groups[root(number)].append(number)
    return [groups[first] for first in sorted(groups)]


def _ties(one: Statement, own_word: set[str]) -> Iterable[tuple[str, str]]:
    yield "origin", one.origin
    if one.lineage is not None:
        yield "lineage", one.lineage
    if one.artefact is not None:
        yield "artefact", one.artefact
    for relay in one.relays:
        # What came through an outlet that also gives its own word for it hangs on that word.
        if relay in own_word:
            yield "origin", relay


def _originals(statements: Sequence[Statement]) -> list[int]:
    """Numbers of the statements that are not copies: of a lineage, those of its earliest document."""
    earliest: dict[str, tuple[str, str]] = {}
    for one in statements:
        if one.lineage is not None:
            mark = (one.seen, one.document)
            earliest[one.lineage] = min(mark, earliest.get(one.lineage, mark))
    return [
        number
        for number, one in enumerate(statements)
        if one.lineage is None or earliest[one.lineage] == (one.seen, one.document)
    ]


def _apart(
    statements: Sequence[Statement], originals: Sequence[int], of_class: dict[int, int], origins: int
) -> bool:
    """Whether as many chains as there are origins share nobody, by a first look: then they are the minimum cut."""
    if origins <= 1:
        return True
    used: set[str] = set()
    served: set[int] = set()
    for number in originals:
        one = statements[number]
        chain = {*one.relays, one.publisher, f"report {one.document}"}
        if of_class[number] not in served and used.isdisjoint(chain):
            served.add(of_class[number])
            used |= chain
    return len(served) >= origins


def _kappa(
    statements: Sequence[Statement], originals: Sequence[int], of_class: dict[int, int]
) -> tuple[int, tuple[str, ...]]:
    graph = nx.DiGraph()

    def node(name: str) -> tuple[str, str]:
        graph.add_edge((name, "in"), (name, "out"), capacity=1)
        return (name, "in"), (name, "out")  # type: ignore[return-value]

    for number in originals:
        one = statements[number]
        chain = [f"origin {of_class[number]}"]
        chain += [relay for relay in one.relays if relay not in chain]
        if one.publisher not in chain:
            chain.append(one.publisher)
        # A report is a party too: one document never carries two independent chains to the value.
        chain.append(f"report {one.document}")
        before: object = _WORLD
        for name in chain:
            into, out = node(name)
            graph.add_edge(before, into)
            before = out
        graph.add_edge(before, _VALUE)
    value, (reached, _) = nx.minimum_cut(graph, _WORLD, _VALUE)
    cut = sorted(
        str(name) for name, side in (n for n in graph if isinstance(n, tuple))
        if side == "in" and (name, "in") in reached and (name, "out") not in reached
    )  # fmt: skip
    return int(value), tuple(cut)


def _matched(statements: Sequence[Statement], originals: Sequence[int], of_class: dict[int, int]) -> int:
    """The most classes that can each be given a document of its own."""
    documents: dict[int, list[str]] = defaultdict(list)
    for number in originals:
        documents[of_class[number]].append(statements[number].document)
    taken: dict[str, int] = {}

    def place(number: int, tried: set[str]) -> bool:
        for document in sorted(set(documents[number])):
            if document in tried:
                continue
            tried.add(document)
            if document not in taken or place(taken[document], tried):
                taken[document] = number
                return True
        return False

    return sum(place(number, set()) for number in sorted(documents))


def _sort_key(one: Statement) -> tuple[str, ...]:
    return (one.document, one.publisher, one.origin, *one.relays, one.lineage or "", one.artefact or "")
