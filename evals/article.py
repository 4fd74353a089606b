"""The article that the project started from: what must come out of it, checked one expectation at a time.

    python -m evals.article --shared ../shared

The article is not part of the project; it is read from SHARED/articles. Exit code 1 where an expectation fails.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sayso import Claim, Coder, Record

NAME = "000_3e6fc0b8cb50e984.txt"
PUBLISHED = "2015-10-12"


def expectations(record: Record, undated: Record) -> Iterator[tuple[str, bool]]:
    """Each expectation with whether it holds; ``undated`` was coded without a publication date."""
    claims = record.claims

    def some(*tests: Callable[[Claim], bool]) -> bool:
        return any(all(test(claim) for test in tests) for claim in claims)

    window = (kind("airstrike"), counts("struck", 53, 53))
    yield "53 targets hit by the Russian Air Force", some(*window, actor("air-rus"), hedged, source("Defence", "claimed"))
    yield "in a day that ends on 12 October", some(*window, last("2015-10-12"))
    unplaced = [c for c in undated.claims if counts("struck", 53, 53)(c)]
    yield "no date without one of publication, and a reason", bool(unplaced) and all(
        claim.when is None or (claim.when.first is None and bool(claim.when.reason)) for claim in unplaced
    )
    yield "strongholds hit at Salma and Latakia", some(words("Strongholds"), place("Salma"), kind("airstrike"))
    salma = (place("Salma"), chain("Konashenkov", "Sputnik"))
    yield "Salma: a transfer point struck, seen from space", some(*salma, basis("space reconnaissance"), target("transfer"))
    yield "Salma: the quotation goes on with its speaker", some(words("completely destroyed"), chain("Konashenkov", "Sputnik"))
    mastumah = (place("Mastumah"), weapon("Su-34"), target("camp"), chain("Konashenkov"))
    yield "Mastumah: a camp bombed by Su-34s", some(*mastumah)
    yield "Hamah: a command center destroyed", some(weapon("KAB-500"), target("command center"), chain("Konashenkov"))
    began = [c for c in claims if kind("airstrike")(c) and words("nearly two weeks ago")(c)]
    yield "strikes begun two weeks before, stated twice, as background", len(began) == 2 and all(
        claim.background and claim.when is not None and (claim.when.last or "") >= "2015-09-28" for claim in began
    )
    yield "against rebel groups and against ISIS", all(
        "islamic-state" in [entity.id for entity in claim.co_targets] for claim in began
    )
    yield "a build-up from the beginning of September", some(kind("deployment"), words("building up"), last("2015-09-10"))
    yield "troops and weapons ferried in", some(kind("deployment"), words("ferried"))
    yield "Syrian troops engage rebels and ISIS", some(kind("armed_clash"), actor("mil-syr"))
    yield "hardware supplied by Russia", some(kind("arms_supply"), words("Russian-supplied"))
    yield "ISIS pushed back", some(kind("territory_gained"), target_id("islamic-state"))
    yield "ISIS resupplies, by Russian intelligence", some(
        kind("arms_supply"), words("resupply"), actor("islamic-state"), hedged, chain("Russia"), basis("Intelligence")
    )
    yield "arms sent from Raqqa by men labelled terrorists", some(
        kind("arms_supply"), place("Raqqa"), chain("Konashenkov"),
        lambda claim: claim.actor is not None and claim.actor.id is None and "labelled" in claim.actor.name,
    )  # fmt: skip
    yield "the toll of the war is background", some(
        kind("toll"), counts("killed", 250_000, None), counts("displaced", 4_000_000, 4_000_000),
        lambda claim: claim.background,
    )  # fmt: skip
    yield "nothing from the rehearsal, nothing in Minsk or Moscow", not some(words("rehearsal")) and all(
        claim.place is None or claim.place.name not in ("Minsk", "Moscow") for claim in claims
    )
    named = {e.text: e.id for c in claims for e in (c.actor, c.target, *c.co_targets) if e is not None}
    yield "one Russia", {id for text, id in named.items() if text in ("Moscow", "The Kremlin", "Russia")} == {"gov-rus"}


def kind(name: str) -> Callable[[Claim], bool]:
    return lambda claim: claim.kind == name


def words(part: str) -> Callable[[Claim], bool]:
    return lambda claim: part in claim.evidence.text


def actor(id: str) -> Callable[[Claim], bool]:
    return lambda claim: claim.actor is not None and claim.actor.id == id


def target(part: str) -> Callable[[Claim], bool]:
    return lambda claim: claim.target is not None and part in claim.target.text


def target_id(id: str) -> Callable[[Claim], bool]:
    return lambda claim: claim.target is not None and claim.target.id == id


def weapon(part: str) -> Callable[[Claim], bool]:
    return lambda claim: claim.weapon is not None and part in claim.weapon.text


def place(part: str) -> Callable[[Claim], bool]:
    return lambda claim: claim.place is not None and part in claim.place.text


def basis(part: str) -> Callable[[Claim], bool]:
    return lambda claim: claim.basis is not None and part in claim.basis.text


def last(day: str) -> Callable[[Claim], bool]:
    return lambda claim: claim.when is not None and claim.when.last == day


def source(part: str, cue: str) -> Callable[[Claim], bool]:
    return lambda claim: any(
        part in source.name and source.cue is not None and cue in source.cue.text for source in claim.sources
    )


def chain(*names: str) -> Callable[[Claim], bool]:
    return lambda claim: len(claim.sources) == len(names) and all(
        name in source.name for name, source in zip(names, claim.sources, strict=True)
    )


def counts(what: str, low: int | None, high: int | None) -> Callable[[Claim], bool]:
    return lambda claim: any((count.what, count.low, count.high) == (what, low, high) for count in claim.counts)


def hedged(claim: Claim) -> bool:
    return claim.hedged


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints each expectation with whether it holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("SAYSO_SHARED", "../shared")))
    path = parser.parse_args(arguments).shared / "articles" / NAME
    if not path.is_file():
        print(f"There is no article at {path}: name its folder with --shared. Skipped.")
        return 0
    coder, text = Coder(), path.read_text(encoding="utf-8")
    results = list(expectations(coder.code(text, published=PUBLISHED), coder.code(text)))
    for name, holds in results:
        print(f"{'ok  ' if holds else 'FAIL'}  {name}")
    print(f"{sum(holds for _, holds in results)} of {len(results)} hold")
    return 0 if all(holds for _, holds in results) else 1


if __name__ == "__main__":
    sys.exit(main())
