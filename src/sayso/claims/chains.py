"""On whose say-so: the chain of sources that a claim hangs on, by the scope of what each of them said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.attribution import Speech
from sayso.claims.model import Trigger
from sayso.language import Parse
from sayso.record import Source, Span


@dataclass(frozen=True, slots=True)
class Chain:
    """The sources of a claim, nearest to the event first; none: the outlet's own voice.

    ``basis`` is the evidence that a source states. ``hedged`` tells that the nearest cue keeps its distance,
    ``denied`` that a source denies the event. ``cue_class`` is the class of the nearest cue, ``why`` its rule.
    """

    sources: tuple[Source, ...] = ()
    basis: Span | None = None
    hedged: bool = False
    denied: bool = False
    cue_class: str = ""
    why: str = ""


# Cues that tell what somebody feels or wants, not what they say happened.
_NO_VOICE = frozenset({"desire", "implicative-negative", "inquiry"})


def chain_of(parse: Parse, trigger: Trigger, speeches: Sequence[Speech]) -> Chain:
    """The chain of a trigger: every speech whose content holds it, from the inside out."""
    around = [
        (last - first, number)
        for number, speech in enumerate(speeches)
        for first, last in speech.content
        if first <= trigger.head < last and speech.cue_class not in _NO_VOICE and speech.cue != trigger.head
    ]
    around.sort()
    sources: list[Source] = []
    for _, number in around:
        for source in speeches[number].sources:
            if not any(source.name == known.name for known in sources):
                sources.append(source)
    if not around:
        return Chain()
    inner = [speeches[number] for _, number in around]
    return Chain(
        sources=tuple(sources),
        basis=next((speech.basis for speech in inner if speech.basis is not None), None),
        hedged=any(speech.hedged for speech in inner),
        denied=inner[0].polarity == "-",
        cue_class=inner[0].cue_class,
        why=inner[0].why,
    )
