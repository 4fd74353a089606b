"""On whose say-so: the chain of sources that a claim hangs on, by the scope of what each of them said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sayso.attribution import Speech, Speeches
from sayso.claims.model import Trigger
from sayso.codebook.words import word_list
from sayso.language import Parse
from sayso.record import Source, Span


@dataclass(frozen=True, slots=True)
class Chain:
    """The sources of a claim, nearest to the event first; none: the outlet's own voice.

    ``basis`` is the evidence that a source states. ``hedged`` tells that a cue keeps its distance from what it
    reports, ``denied`` that the nearest source denies the event. ``cue_class`` is the class of the nearest cue,
    ``why`` its frame.
    """

    sources: tuple[Source, ...] = ()
    basis: Span | None = None
    hedged: bool = False
    denied: bool = False
    cue_class: str = ""
    why: str = ""


# Classes that tell what somebody feels, wants or does, not what they say happened.
_SILENT = frozenset({"desire", "implicative-negative", "inquiry", "attitude", "hearsay"})
# What these deny stands, where they are denied in turn.
_REVERSED = frozenset({"denial", "retraction"})
# Classes that speak of an event only in a clause or a quotation, not in an object ("urged the withdrawal").
_CLAUSE_ONLY = frozenset({"directive", "belief"})
_CLAUSES = frozenset({"that", "quote", "according", "label"})
# What somebody knows, feels or notices is no statement of theirs.
_INWARD = frozenset(
    "hope know realise realize feel see notice remember imagine regret forget hate like love resent wish dream appreciate"
    " respect".split()
)
_FEARS = frozenset({"fear", "suspect", "dread", "worry", "anticipate", "expect"})
_BREAKING = frozenset({"relcl", "advcl"})
_PRONOUNS = frozenset("i we he she it they who which that this you".split())


def chain_of(parse: Parse, trigger: Trigger, speeches: Sequence[Speech]) -> Chain:
    """The chain of a trigger: every speech whose content holds it, from the inside out."""
    if not isinstance(speeches, Speeches):
        speeches = Speeches(speeches)
    head = trigger.head
    around = []
    unsure = False
    for number in speeches.around(head):
        speech = speeches[number]
        if speech.polarity == "?" and speech.cue_class not in _REVERSED:
            unsure = unsure or speech.cue_class == "committed"  # "could not verify that": nobody says so
            continue
        if speech.cue != head and _speaks_of(parse, speech, head):
            size = min(last - first for first, last in speech.content if first <= head < last)
            around.append((size, number))
    basis = _rests_on(parse, speeches, head)
    if not around:
        return Chain(basis=basis, hedged=unsure)
    around.sort()
    inner = [speeches[number] for _, number in around]
    denied, inner = _denied(inner)
    hedge = unsure or any(speech.hedged for speech in inner)
    nearest = inner[0]
    return Chain(
        sources=_linked(inner),
        basis=next((speech.basis for speech in inner if speech.basis is not None), basis),
        hedged=hedge,
        denied=denied,
        cue_class=nearest.cue_class,
        why=nearest.why,
    )


def _denied(inner: list[Speech]) -> tuple[bool, list[Speech]]:
    """Whether the nearest voice denies the event; "rejected reports that" leaves the reports without a voice."""
    for at, speech in enumerate(inner):
        if speech.polarity == "-":
            return True, inner[at:]
        if not (speech.cue_class == "rumour" or speech.noun):
            break  # "denies their claims that": whoever denies speaks
    return False, inner


def _rests_on(parse: Parse, speeches: Speeches, head: int) -> Span | None:
    """The evidence that the sentence of an event rests on, where it names any."""
    phrase = speeches.basis(parse.sentence_of[head], head)
    return parse.span(*phrase) if phrase is not None else None


def _linked(inner: Sequence[Speech]) -> tuple[Source, ...]:
    """The links of all speeches, each speaker once; a pronoun that stands for nobody known only where it is alone."""
    links: list[Source] = []
    named = any(speech.sources and speech.cue_class != "rumour" for speech in inner)
    for speech in inner:
        if named and speech.cue_class == "rumour":
            continue  # "there are reports of looting, a spokesman said": the spokesman
        for source in speech.sources:
            same = next((at for at, known in enumerate(links) if known.name == source.name), None)
            if same is None:
                links.append(source)
            elif links[same].text.lower() in _PRONOUNS:
                links[same] = source
    voices = [link for link in links if link.name.lower() not in _PRONOUNS or link.role == "unknown"]
    return tuple(voices or links[:1])


def _speaks_of(parse: Parse, speech: Speech, head: int) -> bool:
    """Whether what is said tells of the event at ``head``, rather than only naming it in passing."""
    cls, frame = speech.cue_class, speech.why
    if cls in _SILENT or (cls == "belief" and speech.cue is not None and parse.lemmas[speech.cue] in _INWARD):
        return False
    if frame in _CLAUSES or (frame.startswith("p:") and cls not in ("directive", "attitude")):
        return True
    assert speech.cue is not None
    if cls in _CLAUSE_ONLY and not (cls == "belief" and parse.lemmas[speech.cue] in _FEARS):
        return False
    if frame == "to":
        return _is_top(parse, speech, head)
    if frame in ("n:to", "a:to"):  # "Turkey's threat to invade" says so, "is willing to leave" does not
        return cls == "commissive" and frame == "n:to" and parse.heads[head] == speech.cue
    if parse.lemmas[speech.cue] in ("cite", "quote"):
        return False
    if frame == "obj" and parse.lemmas[speech.cue] == "declare":
        return False  # who declares a ceasefire makes it
    if cls == "commissive" and frame == "obj":
        return parse.heads[head] == speech.cue  # "promised a reply to the attack" tells of no attack
    return not _in_side_clause(parse, speech, head)


_INTO = frozenset({"in", "of", "to", "with", "on"})
_happening = partial(word_list, "status.toml", "happening.verbs")


def _is_top(parse: Parse, speech: Speech, head: int) -> bool:
    """Whether the event is the very act that is promised: "vowed to attack"."""
    assert speech.cue is not None
    token = head
    for _ in range(4):
        above = parse.heads[token]
        if above == speech.cue:
            return parse.deps[token] in ("xcomp", "ccomp")
        dep = parse.deps[token]
        if above == token or dep not in ("conj", "dobj", "prep", "pobj"):
            return False
        if dep == "dobj" and parse.lemmas[above] not in _happening():
            return False  # "vowed to avenge the killing" tells of no killing to come
        if dep == "prep" and parse.lowers[token] not in _INTO:
            return False
        token = above
    return False


def _in_side_clause(parse: Parse, speech: Speech, head: int) -> bool:
    """Whether a relative or participial clause lies between the cue and the event."""
    token = head
    for _ in range(12):
        above = parse.heads[token]
        if above == token or token == speech.cue:
            return False
        if parse.deps[token] in _BREAKING and above != speech.cue:
            return True
        token = above
    return False
