"""Mentions made up for the tests and the benchmark of linking."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from sayso.linking import Mention, Spot, sketch

_KINDS = (("shelling", "shelled"), ("airstrike", "raid"), ("killing", "killed"), ("armed_attack", "attacked"))
_WHO = ("rebels", "army", "militia")
_WHOM = ("market", "school", "convoy", "hospital")
_TOWNS = (("Marun", 35.0, 36.0), ("Tirmala", 35.1, 36.1), ("Deir Hafa", 36.4, 37.2), ("Qasra", 35.0, 36.02))


def crowded(number: int, seed: int) -> list[Mention]:
    """Mentions, several to a document, so alike that many of them are hard to tell apart."""
    random = Random(seed)
    return [mention for document in range(number) for mention in _document(random, f"d{seed}-{document}")]


def _document(random: Random, name: str) -> Iterator[Mention]:
    town = random.choice(_TOWNS)
    day = 735_000 + random.randrange(4)
    seen = day + random.randrange(3) if random.random() < 0.7 else None
    text = sketch(f"{town[0]} was hit; {random.choice(_WHO)} and {random.choice(_WHOM)} in {random.choice(_TOWNS)[0]}")
    for number in range(random.randrange(1, 4)):
        kind, word = random.choice(_KINDS)
        precision = random.choice((1, 1, 1, 2, 4, 6))
        place = Spot(town[0], int(town[1] * 1000 + town[2]), town[1], town[2], "SYR", "Idlib", precision)
        first = day + random.randrange(2)
        killed = random.randrange(3, 6)
        yield Mention(
            id=f"{name}c{number}",
            document=name,
            claims=(f"{name}c{number}", f"{name}c{number}b"),
            kinds=frozenset([kind]),
            family="violence",
            stems=frozenset([word]),
            status=random.choice(("asserted",) * 5 + ("planned",)),
            days=(first, first + random.choice((0, 0, 0, 6))) if random.random() < 0.7 else None,
            places=(place,) if random.random() < 0.8 else (),
            actors=frozenset([random.choice(_WHO)]) if random.random() < 0.6 else frozenset(),
            targets=frozenset([random.choice(_WHOM)]) if random.random() < 0.6 else frozenset(),
            actor_ids=frozenset(),
            target_ids=frozenset(),
            counts=(("killed", killed, killed),) if random.random() < 0.5 else (),
            seen=seen,
            sketch=text,
        )
