"""How linking grows: generated claims of realistic density, a full run, and new claims added to a large case.

    python -m benchmarks.link_scale                      10,000 and 100,000 claims
    python -m benchmarks.link_scale 10000 100000 1000000

Density is that of a large war's press: a thousand claims a day over a few hundred towns, a few events that dozens of
outlets report and many that one or two do, one mention in three without a day or a spot of its own. A case of ten times
the claims covers ten times the days. Times are CPU seconds of one process, with wall time and peak memory beside them.
Texts are not generated: mentions come as a case keeps them, so the time of coding is not in the figures.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Iterator, Sequence
from random import Random

from sayso.linking import Event, Index, Mention, Sketch, Spot
from sayso.linking.columns import word_hash
from sayso.linking.terms import SIZE

CLAIMS_A_DAY = 1_000
CLAIMS_A_DOCUMENT = 4
_TOWNS = 400
_KINDS = (
    ("airstrike", ("strik", "raid", "bomb")), ("shelling", ("shell", "fir")), ("armed_clash", ("clash", "fight")),
    ("bombing", ("blast", "explosion")), ("killing", ("kill", "dead")), ("armed_attack", ("attack", "ambush")),
)  # fmt: skip
_SIDES = ("russia", "army", "rebels", "islamic-state", "militia", "coalition")
_TARGETS = ("market", "hospital", "convoy", "checkpoint", "village", "school", "depot", "civilians", "bridge", "camp")
_START = 735_500


def mentions(number: int, *, seed: int = 1, first_day: int = 0, prefix: str = "") -> Iterator[Mention]:
    """So many mentions, a day's at a time, the same for the same arguments."""
    made = 0
    day = first_day
    while made < number:
        random = Random(seed * 1_000_003 + day)
        happened = [_event(random, day) for _ in range(110)]
        weights = [1 / (rank + 1) for rank in range(len(happened))]
        for number_of_document in range(CLAIMS_A_DAY // CLAIMS_A_DOCUMENT):
            name = f"{prefix}{day:05d}/{number_of_document:04d}"
            told = random.choices(happened, weights, k=CLAIMS_A_DOCUMENT)
            words = _words(random, told)
            for position, event in enumerate(told):
                if made == number:
                    return
                made += 1
                yield _mention(random, f"{name}.{position}", name, event, day, words)
        day += 1


def _event(random: Random, day: int) -> tuple[int, str, tuple[str, ...], str, str, int, int]:
    town = min(int(random.expovariate(1 / 60)), _TOWNS - 1)
    kind, stems = random.choice(_KINDS)
    killed = int(random.paretovariate(1.2))
    return town, kind, stems, random.choice(_SIDES), random.choice(_TARGETS), killed, day - random.choice((0, 0, 1))


def _words(random: Random, told: Sequence[tuple[int, str, tuple[str, ...], str, str, int, int]]) -> Sketch:
    names = [f"town{event[0]}" for event in told[:2]]
    names += [f"name{told[0][6]}.{told[0][0]}.{random.randrange(4)}" for _ in range(4)]
    common = [told[0][3], told[0][4], told[0][1], f"province{told[0][0] // 30}"]
    rest = [f"word{int(400 * random.paretovariate(0.8)) % 40_000}" for _ in range(SIZE)]
    words = list(dict.fromkeys([*names, *common, *rest]))[:SIZE]
    weights = [2.1 if word in names else 1.0 for word in words]
    length = sum(weight * weight for weight in weights) ** 0.5
    return Sketch(tuple(word_hash(word) for word in words), tuple(round(weight / length, 4) for weight in weights))


def _mention(
    random: Random, id: str, document: str, event: tuple[int, str, tuple[str, ...], str, str, int, int], day: int,
    words: Sketch,
) -> Mention:  # fmt: skip
    town, kind, stems, side, target, killed, happened = event
    province = town // 30
    spot = Spot(
        f"town{town}", town, 33.0 + province % 4 + (town % 30) * 0.03, 36.0 + province // 4 + (town % 7) * 0.1, "SYR",
        f"province{province}", 1,
    )  # fmt: skip
    region = Spot(f"province{province}", 10_000 + province, 33.5, 36.5, "SYR", f"province{province}", 4)
    country = Spot("Syria", 20_000, 35.0, 38.0, "SYR", None, 6)
    where = random.choices(((spot,), (region,), (country,), ()), (80, 8, 5, 7))[0]
    dated = random.random() < 0.8
    span = 0 if random.random() < 0.9 else 6
    known = frozenset([side]) if random.random() < 0.7 else frozenset()
    what = frozenset([target]) if random.random() < 0.7 else frozenset()
    return Mention(
        id=id,
        document=document,
        claims=(id,),
        kinds=frozenset([kind if random.random() < 0.85 else "armed_attack"]),
        family="violence",
        stems=frozenset([random.choice(stems)]),
        status="planned" if random.random() < 0.04 else "asserted",
        days=(happened - span + _START, happened + _START) if dated else None,
        places=where,
        actors=known,
        targets=what,
        actor_ids=known,
        target_ids=frozenset(),
        counts=(("killed", killed, killed),) if random.random() < 0.4 else (),
        seen=day + 1 + _START,
        sketch=words,
    )


def measure(number: int, added: int) -> tuple[float, tuple[Event, ...], Index]:
    """Links so many claims, then adds some; prints what it took."""
    given = list(mentions(number)) if number <= 200_000 else None
    started, wall = time.process_time(), time.perf_counter()
    index = Index()
    index.fill(given if given is not None else mentions(number))
    events = index.events()
    seconds, elapsed = time.process_time() - started, time.perf_counter() - wall
    generated = "" if given is not None else " (with generating them)"
    print(f"{number:>9,} claims: {seconds:7.1f} s CPU, {elapsed:7.1f} s{generated}, {len(events):,} events", flush=True)
    days = max(1, number // CLAIMS_A_DAY)
    more = list(mentions(added, seed=2, first_day=days // 2, prefix="new"))
    started, wall = time.process_time(), time.perf_counter()
    update = index.update(more)
    added_seconds, elapsed = time.process_time() - started, time.perf_counter() - wall
    print(
        f"          + {added:,} claims: {added_seconds:6.2f} s CPU, {elapsed:6.2f} s, "
        f"{len(update.events):,} events changed; peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB",
        flush=True,
    )
    return seconds, events, index


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints a line for each size and how the time grows between them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000])
    parser.add_argument("--added", type=int, default=1_000)
    options = parser.parse_args(arguments)
    times = []
    for size in options.sizes:
        times.append(measure(size, options.added)[0])
    for (a, small), (b, large) in zip(
        zip(options.sizes, times, strict=True), zip(options.sizes[1:], times[1:], strict=True), strict=False
    ):
        print(f"time({b:,}) / time({a:,}) = {large / small:.1f}")


if __name__ == "__main__":
    main()
