"""The chain diagram of an event: from whom, through whom, to which reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from sayso.fusion.counting import corroboration, narrow, statements_of
from sayso.fusion.items import Item
from sayso.fusion.model import Chain, Edge, Node, NodeKind

_LEVELS: dict[NodeKind, int] = {"origin": 0, "relay": 1, "outlet": 2, "report": 3}


def make_chain(items: Sequence[Item]) -> Chain:
    """The diagram of everyone who says that the event happened or denies it; copies are folded into one report."""
    nodes: dict[str, Node] = {}
    edges: dict[tuple[str, str], tuple[set[str], bool]] = {}
    documents: dict[str, set[str]] = defaultdict(set)
    marked = _bottlenecks(items)
    for item in sorted(items, key=lambda item: item.voice.key):
        voice = item.voice
        made = voice.statement
        report = f"report {made.document}"
        documents[report].add(voice.told.document)
        house = voice.told.outlet if not voice.copy else None
        path: list[tuple[str, NodeKind, str, str | None]] = []
        if made.origin != made.publisher:
            path.append((f"origin {made.origin}", "origin", voice.name, voice.party))
        path += [(f"relay {relay}", "relay", _relay_name(item, relay), None) for relay in made.relays]
        if not made.publisher.startswith("outlet:document "):
            party = voice.party if made.origin == made.publisher else None
            path.append((made.publisher, "outlet", house or made.publisher.removeprefix("outlet:"), party))
        path.append((report, "report", made.document, None))
        for name, kind, label, party in path:
            held = nodes.get(name)
            if held is None or (held.party is None and party is not None):
                nodes[name] = Node(name, kind, held.label if held else label, _LEVELS[kind], party, name in marked)
        for (source, *_), (target, *_) in pairwise(path):
            claims, _ = edges.setdefault((source, target), (set(), False))
            claims.add(voice.claim.id)
            edges[source, target] = claims, edges[source, target][1] or item.denies or voice.stance == "denied"
    made_nodes = [
        Node(
            one.id, one.kind, one.label, one.level, one.party, one.bottleneck, tuple(sorted(documents.get(one.id, ())))
        )
        for one in nodes.values()
    ]
    made_nodes.sort(key=lambda node: (node.level, node.label.casefold(), node.id))
    return Chain(
        tuple(made_nodes),
        tuple(Edge(source, target, tuple(sorted(claims)), denies)
              for (source, target), (claims, denies) in sorted(edges.items())),
    )  # fmt: skip


def _bottlenecks(items: Sequence[Item]) -> frozenset[str]:
    """The nodes that everything passes: where there are fewer of them than origins, or one origin behind many."""
    counted = [item for item in items if item.counted and not item.denies]
    statements = statements_of(counted)
    support = corroboration(counted)
    out: set[str] = set()
    cut = narrow(support, statements)
    if not cut and support.kappa == 1 and len({one.document for one in statements}) > 1:
        cut = ("origin 0",)
    for name in cut:
        if name.startswith("origin "):
            number = int(name.removeprefix("origin "))
            for member in support.classes[number]:
                one = statements[member]
                out.add(one.publisher if one.origin == one.publisher else f"origin {one.origin}")
        elif name.startswith("report "):
            out.add(name)
        else:
            out.update((name, f"relay {name}"))
    return frozenset(out)


def _relay_name(item: Item, relay: str) -> str:
    from sayso.corroboration.statement import outlet_key

    return next((name for name in item.voice.chain if outlet_key(name) == relay), relay.removeprefix("outlet:"))
