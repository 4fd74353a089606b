"""The chain diagram of an event, drawn on the server: who is passed on by whom, from origins to reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from unicodedata import combining, east_asian_width

from sayso.fusion import Chain, Edge, Node

_WIDTH, _HEIGHT, _GAP, _BETWEEN, _TOP = 196, 40, 14, 76, 34
# What a label may take up, in pixels at the 13 of the style sheet; a wide sans-serif is reckoned with.
_ROOM, _SIZE = _WIDTH - 18, 13
_ADVANCES = {**dict.fromkeys("ijl.,:;'’|! ", 0.34), **dict.fromkeys("frt()[]-", 0.42), **dict.fromkeys("mwMW@%—…", 1.03)}
# Nodes of one column; the others are told of in a last one.
_MOST = 30
_TITLES = {"origin": "Origins", "relay": "Passed on by", "outlet": "Outlets", "report": "Reports"}


@dataclass(frozen=True, slots=True)
class Box:
    """A node where it is drawn. ``label`` may be shortened, ``title`` never is."""

    id: str
    kind: str
    label: str
    title: str
    x: int
    y: int
    bottleneck: bool


@dataclass(frozen=True, slots=True)
class Line:
    """An edge as the path of a curve."""

    path: str
    denies: bool
    title: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that the picture needs. ``heads`` are (x, words) of the columns."""

    width: int
    height: int
    box_width: int
    box_height: int
    heads: tuple[tuple[int, str], ...]
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    left_out: int


def draw(chain: Chain, titles: Mapping[str, str] | None = None) -> Drawing:
    """Places nodes in columns so that edges cross little, the same for the same chain.

    ``titles`` are those of documents, by which reports are called.
    """
    called = titles or {}
    columns: dict[int, list[Node]] = defaultdict(list)
    for node in chain.nodes:
        columns[node.level].append(node)
    levels = sorted(columns)
    kept = {level: _kept(columns[level], chain.edges) for level in levels}
    left_out = sum(len(columns[level]) - len(kept[level]) for level in levels)
    order = _ordered([kept[level] for level in levels], chain.edges)
    tallest = max((len(column) for column in order), default=0)
    height = _TOP + tallest * (_HEIGHT + _GAP)
    at: dict[str, tuple[int, int]] = {}
    boxes, heads = [], []
    for number, column in enumerate(order):
        x = 4 + number * (_WIDTH + _BETWEEN)
        kinds = [_TITLES[kind] for kind in _TITLES if any(node.kind == kind for node in column)]
        heads.append((x, " / ".join(kinds)))
        start = _TOP + (tallest - len(column)) * (_HEIGHT + _GAP) // 2
        for place, node in enumerate(column):
            y = start + place * (_HEIGHT + _GAP)
            at[node.id] = x, y
            label = next((called[one] for one in node.documents if one in called), node.label)
            boxes.append(Box(node.id, node.kind, _short(label), _title(node, label), x, y, node.bottleneck))
    names = {node.id: called.get(node.label, node.label) for node in chain.nodes}
    lines = [
        _line(edge, at, names) for edge in chain.edges if edge.source in at and edge.target in at
    ]
    width = max(8 + len(order) * _WIDTH + (len(order) - 1) * _BETWEEN, 200)
    return Drawing(width, height + 6, _WIDTH, _HEIGHT, tuple(heads), tuple(boxes), tuple(lines), left_out)


def _kept(column: Sequence[Node], edges: Sequence[Edge]) -> list[Node]:
    if len(column) <= _MOST:
        return list(column)
    weight: dict[str, int] = defaultdict(int)
    for edge in edges:
        weight[edge.source] += len(edge.claims)
        weight[edge.target] += len(edge.claims)
    best = sorted(column, key=lambda node: (not node.bottleneck, -weight[node.id], node.id))[:_MOST]
    return [node for node in column if node in best]


def _ordered(columns: Sequence[list[Node]], edges: Sequence[Edge]) -> list[list[Node]]:
    """Columns sorted by where the neighbours of their nodes stand, forth and back."""
    out = [list(column) for column in columns]
    near: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        near[edge.source].append(edge.target)
        near[edge.target].append(edge.source)
    for sweep in range(4):
        place = {node.id: number / max(len(column), 1) for column in out for number, node in enumerate(column)}
        for column in out if sweep % 2 == 0 else reversed(out):
            own = {node.id: number / max(len(column), 1) for number, node in enumerate(column)}
            column.sort(key=lambda node: (_mean(node.id, near, place, own), node.id))
            place.update({node.id: number / max(len(column), 1) for number, node in enumerate(column)})
    return out


def _mean(node: str, near: Mapping[str, list[str]], place: Mapping[str, float], own: Mapping[str, float]) -> float:
    found = [place[one] for one in near[node] if one in place]
    return sum(found) / len(found) if found else own[node]


def _line(edge: Edge, at: Mapping[str, tuple[int, int]], names: Mapping[str, str]) -> Line:
    x1, y1 = at[edge.source]
    x2, y2 = at[edge.target]
    x1, y1, y2 = x1 + _WIDTH, y1 + _HEIGHT // 2, y2 + _HEIGHT // 2
    bend = max((x2 - x1) // 2, 20)
    verb = "denies it to" if edge.denies else "is passed on by"
    title = f"{names[edge.source]} {verb} {names[edge.target]}"
    return Line(f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2 - 2} {y2}", edge.denies, title)


def _short(label: str) -> str:
    """As much of a label as fits into its box."""
    if sum(map(_advance, label)) <= _ROOM:
        return label
    ends = accumulate(map(_advance, label), initial=_advance("…"))
    return label[: sum(end <= _ROOM for end in ends) - 1].rstrip() + "…"


def _advance(char: str) -> float:
    """About how wide a character is drawn; rather too wide than too narrow."""
    if combining(char):
        return 0
    if east_asian_width(char) in "WF":
        return _SIZE * 1.03
    return _SIZE * _ADVANCES.get(char, 0.74 if char.isupper() else 0.635)


def _title(node: Node, label: str) -> str:
    parts = [label]
    if node.party:
        parts.append(node.party)
    if node.bottleneck:
        parts.append("everything known passes here")
    return " · ".join(parts)
