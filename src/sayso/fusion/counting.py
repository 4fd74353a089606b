"""How far a value would hold: its reports, outlets, origins, kappa, parties and status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from sayso.corroboration import Corroboration, Statement, corroborate, dependence_classes
from sayso.fusion.identity import entity_key
from sayso.fusion.items import Item, is_vague, uncounted
from sayso.fusion.model import SlotStatus, Value

_ALONE = Corroboration(1, 1, 1, 1, 1, (), ((0,),))


def make_value(
    slot: str, key: str, items: Sequence[Item], *, superseded: bool = False, against: Sequence[Item] = ()
) -> Value:
    """The value that ``items`` say or deny. ``against`` says the opposite: who says it later has taken it back.

    The order of the items does not matter.
    """
    ordered = sorted(items, key=lambda item: item.voice.key)
    denials = [*(item for item in ordered if item.denies), *against]
    items = [uncounted(item) if item.counted and _taken_back(item, denials) else item for item in ordered]
    counted = [item for item in items if item.counted and not item.denies]
    support = corroboration(counted)
    parties = tuple(sorted({item.voice.party for item in counted}))
    admission = any(item.voice.admission for item in counted)
    withdrawn = any(item.voice.stance == "withdrawn" or _taken_back(item, denials) for item in items)
    return Value(
        slot=slot,
        value=key,
        display=display(items),
        statements=tuple(item.voice.saying(item.words, item.counted and not item.denies) for item in items),
        reports=len({item.voice.told.document for item in counted}),
        outlets=len({item.voice.told.outlet for item in counted if item.voice.told.outlet}),
        origins=support.origins,
        kappa=support.kappa,
        parties=parties,
        status=status(counted, support.kappa, parties, admission),
        low=_least(items),
        high=_greatest(items),
        bottlenecks=_names(support, counted),
        denied_by_accused=any(item.denies and item.by_accused for item in items),
        admission=admission,
        retracted=withdrawn,
        superseded=superseded,
        vague=bool(items) and (items[0].low is not None or items[0].high is not None) and all(map(is_vague, items)),
    )


def corroboration(counted: Sequence[Item]) -> Corroboration:
    """The counts of sayso.corroboration; a copy counts as its original."""
    statements = statements_of(counted)
    if not statements:
        return Corroboration(0, 0, 0, 0, 0)
    return _ALONE if len(statements) == 1 else _corroborated(tuple(statements))


# The slots of an event rest on the same statements, again and again.
@lru_cache(maxsize=1_024)
def _corroborated(statements: tuple[Statement, ...]) -> Corroboration:
    return corroborate(statements)


def status(counted: Sequence[Item], kappa: int, parties: Sequence[str], admission: bool) -> SlotStatus:
    """The status of a value. What no report attributes is unattributed, however many outlets carry it; what passes
    one party is single-origin, however many stand behind that one."""
    if not any(item.voice.attributed for item in counted):
        return "unattributed"
    if kappa < 2:
        return "single-origin"
    return "cross-party" if len(parties) > 1 or admission else "corroborated"


def independent(one: Sequence[Item], other: Sequence[Item]) -> bool:
    """Whether each of two groups rests on somebody whom the other does not depend on."""
    statements = [item.voice.statement for item in (*one, *other)]
    left: set[int] = set()
    right: set[int] = set()
    for number, members in enumerate(dependence_classes(statements)):
        for member in members:
            (left if member < len(one) else right).add(number)
    return bool(left - right) and bool(right - left)


def apart(one: Sequence[Item], other: Sequence[Item]) -> list[Item]:
    """Those of a group who depend on nobody of another."""
    statements = [item.voice.statement for item in (*one, *other)]
    out: set[int] = set()
    for members in dependence_classes(statements):
        if all(member < len(one) for member in members):
            out.update(members)
    return [one[number] for number in sorted(out)]


def display(items: Sequence[Item]) -> str:
    """What a value is called: as most documents call it, else the longest name."""
    names = Counter(name for name, _ in {(item.display, item.voice.statement.document) for item in items})
    return min(names, key=lambda name: (-names[name], -len(name), name))


def rank(value: Value) -> tuple[object, ...]:
    """What sorts the values of a slot, best supported first. Copies do not count."""
    originals = len({one.document for one in value.statements if one.counted and not one.copy})
    return value.superseded, -value.kappa, -value.origins, -len(value.parties), -originals, value.value


def statements_of(counted: Sequence[Item]) -> list[Statement]:
    """The statements behind a value, each once."""
    return list(dict.fromkeys(item.voice.statement for item in counted))


def _taken_back(item: Item, denials: Sequence[Item]) -> bool:
    """Whether the origin of an assertion denies the same on a later day. Who is accused and denies it has taken back
    only what they said of themselves."""
    voice = item.voice
    return not item.denies and any(
        other.voice.statement.origin == voice.statement.origin
        and other.voice.time > voice.time
        and (not other.by_accused or _same_actor(item, other))
        for other in denials
    )


def _same_actor(item: Item, other: Item) -> bool:
    one, two = item.voice.claim.actor, other.voice.claim.actor
    return one is not None and two is not None and entity_key(one) == entity_key(two)


def narrow(support: Corroboration, statements: Sequence[Statement]) -> tuple[str, ...]:
    """The bottlenecks through which the words of two origins pass: of the smallest cut, what makes it small."""
    if not support.bottlenecks:
        return ()
    passing: dict[str, set[int]] = {}
    for number, members in enumerate(support.classes):
        for member in members:
            one = statements[member]
            for name in (*one.relays, one.publisher, f"report {one.document}"):
                passing.setdefault(name, set()).add(number)
    return tuple(name for name in support.bottlenecks if len(passing.get(name, ())) > 1)


def _names(support: Corroboration, counted: Sequence[Item]) -> tuple[str, ...]:
    """The names of the bottlenecks for people."""
    names: dict[str, str] = {}
    for item in counted:
        statement = item.voice.statement
        names[statement.publisher] = item.voice.told.outlet or item.voice.told.document
        names[f"report {statement.document}"] = f"the report {statement.document}"
        for relay in statement.relays:
            names.setdefault(relay, _chain_name(item, relay))
    narrowest = narrow(support, statements_of(counted))
    return tuple(sorted(names.get(node, node.removeprefix("outlet:")) for node in narrowest))


def _chain_name(item: Item, relay: str) -> str:
    from sayso.corroboration.statement import outlet_key

    return next((name for name in item.voice.chain if outlet_key(name) == relay), relay.removeprefix("outlet:"))


def _least(items: Sequence[Item]) -> int | None:
    lows = [item.low for item in items if item.low is not None]
    return min(lows) if lows else None


def _greatest(items: Sequence[Item]) -> int | None:
    # A figure that somebody gives as exact is closed for all who give it.
    highs = [item.high for item in items if item.high is not None]
    return max(highs) if highs else None
