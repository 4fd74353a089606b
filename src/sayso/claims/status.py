"""Whether the text says that an event happened, was denied, is intended or is only thought of; and whether it is news."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.claims.model import Trigger
from sayso.dates import FoundDate
from sayso.language import Parse
from sayso.record.model import Status


@dataclass(frozen=True, slots=True)
class StatusFound:
    """``status`` as in the record; ``background`` where the event is history or sums up; ``why`` names the rule."""

    status: Status
    background: bool
    why: str = ""


# A speech act happened when it was spoken, whatever it speaks about.
SPEECH_ACTS = frozenset(("threat", "accusation", "demand", "refusal", "support"))
_HYPOTHETICAL_MODALS = frozenset(("could", "may", "might", "can", "would", "should"))
_PLANNED_MODALS = frozenset(("will", "shall", "'ll"))
_NEGATIONS = frozenset(("not", "n't", "never", "no", "neither", "nor", "without"))
PLANNED_ABOVE = frozenset(
    "plan intend vow threaten promise pledge prepare order aim agree decide propose want seek hope mean expect schedule "
    "set announce ready try attempt offer poise swear commit consider authorise authorize instruct warn slate due "
    "about supposed bind".split()
)
HYPOTHETICAL_ABOVE = frozenset(
    "urge demand call ask appeal fear worry speculate suspect wonder consider discuss encourage allow able unable "
    "let help risk recommend suggest press persuade implore likely unlikely possible ready".split()
)
DENIED_ABOVE = frozenset("deny prevent avoid stop refuse fail refrain avert foil thwart rule".split())
_PLANNED_NOUNS = frozenset("plan intention preparation order threat pledge vow decision effort bid promise attempt proposal".split())
_HYPOTHETICAL_NOUNS = frozenset(
    "fear possibility risk prospect danger threat chance speculation likelihood call demand need option case "
    "concern talk idea hope appeal".split()
)
_CONDITIONS = frozenset(("if", "unless", "whether", "lest", "should"))
_EMPTY_DEPS = frozenset(("ccomp", "conj"))


def status_of(
    parse: Parse, trigger: Trigger, *, published: str | None = None, dates: Sequence[FoundDate] = ()
) -> StatusFound:
    """The status of one trigger.

    ``published`` (YYYY-MM-DD) and the document's ``dates`` tell the news of the day from history. A denial by a cue
    ("X denied bombing Z") is not seen here where the cue's own clause carries it: the attribution layer adds it.
    """
    status, why = _status(parse, trigger)
    background, because = _background(parse, trigger, published, dates)
    return StatusFound(status, background, "; ".join(part for part in (why, because) if part))


def _status(parse: Parse, trigger: Trigger) -> tuple[Status, str]:
    token = trigger.head
    if trigger.kind in SPEECH_ACTS and not trigger.nominal:
        return _own_clause(parse, token, only_negation=False)
    if trigger.nominal:
        return _nominal(parse, token)
    return _own_clause(parse, token)


def _own_clause(parse: Parse, token: int, *, only_negation: bool = False) -> tuple[Status, str]:
    """Auxiliaries, conditionals and governing predicates of a verb, from the inside out."""
    tense_free = parse.tags[token] in ("VB", "VBG")
    for child in parse.children[token]:
        dep, lemma = parse.deps[child], parse.lemmas[child]
        if dep == "neg" or (dep in ("preconj", "det", "advmod") and lemma in ("never", "neither")):
            return "denied", f"negated by {lemma!r}"
        if dep == "mark" and lemma in _CONDITIONS:
            return "hypothetical", f"under {lemma!r}"
        if dep == "aux" and parse.tags[child] == "MD":
            if lemma in _PLANNED_MODALS or parse.lowers[child] in ("will", "wo", "'ll", "shall"):
                return "planned", "future"
            return "hypothetical", f"modal {lemma!r}"
    head, dep = parse.heads[token], parse.deps[token]
    if head == token:
        return "asserted", ""
    lemma = parse.lemmas[head]
    if dep == "conj" and parse.tags[head][:1] == "V" and not _has_own_tense(parse, token):
        return _own_clause(parse, head)
    if dep in ("xcomp", "ccomp", "acl", "advcl") and _is_infinitive(parse, token):
        if lemma in DENIED_ABOVE:
            return "denied", f"under {lemma!r}"
        if dep == "advcl" or dep == "acl":
            if dep == "acl" and lemma in _HYPOTHETICAL_NOUNS:
                return "hypothetical", f"under {lemma!r}"
            return "planned", "purpose"
        if lemma in PLANNED_ABOVE:
            return "planned", f"under {lemma!r}"
        if lemma in HYPOTHETICAL_ABOVE:
            return "hypothetical", f"under {lemma!r}"
        if lemma in ("have", "begin", "start", "continue", "manage", "use", "force", "appear", "seem", "believe", "go", "come"):
            if lemma == "go" and parse.tags[head] == "VBG":
                return "planned", "going to"
            if lemma in ("begin", "start", "continue", "manage", "force"):
                return _own_clause(parse, head)
            return "asserted", ""
    if tense_free and dep == "pcomp" and parse.lemmas[head] == "without":
        return "denied", "without"
    if tense_free and dep in ("pcomp", "xcomp"):
        above = parse.heads[head] if dep == "pcomp" else head
        if parse.lemmas[above] in DENIED_ABOVE and parse.lemmas[above] != "deny":
            return "denied", f"under {parse.lemmas[above]!r}"
        if parse.lemmas[above] in PLANNED_ABOVE | _PLANNED_NOUNS:
            return "planned", f"under {parse.lemmas[above]!r}"
        if parse.lemmas[above] in ("consider", "fear", "risk"):
            return "hypothetical", f"under {parse.lemmas[above]!r}"
    return "asserted", ""


def _nominal(parse: Parse, token: int) -> tuple[Status, str]:
    for child in parse.children[token]:
        lower = parse.lowers[child]
        if parse.deps[child] == "det" and lower == "no":
            return "denied", "no"
        if parse.deps[child] in ("amod", "compound") and lower in ("possible", "potential", "future", "imminent", "threatened"):
            return "hypothetical", lower
        if parse.deps[child] in ("amod", "compound") and lower in ("planned", "upcoming", "proposed", "scheduled", "foiled"):
            return "planned", lower
    head, dep = parse.heads[token], parse.deps[token]
    if dep == "pobj":
        preposition, head = head, parse.heads[head]
        if parse.lowers[preposition] in ("of", "for", "about", "against", "over"):
            lemma = parse.lemmas[head]
            if lemma in _HYPOTHETICAL_NOUNS:
                return "hypothetical", f"under {lemma!r}"
            if lemma in _PLANNED_NOUNS:
                return "planned", f"under {lemma!r}"
            if lemma == "call" or lemma == "urge" or lemma == "press":
                return "hypothetical", f"under {lemma!r}"
        if parse.lowers[preposition] == "without":
            return "denied", "without"
    if dep in ("dobj", "nsubj", "nsubjpass", "pobj", "attr") and parse.tags[head][:1] == "V":
        lemma = parse.lemmas[head]
        if dep == "dobj":
            if lemma in ("plan", "prepare", "threaten", "order", "plot", "schedule", "propose"):
                return "planned", f"object of {lemma!r}"
            if lemma in ("demand", "urge", "fear", "seek", "consider"):
                return "hypothetical", f"object of {lemma!r}"
            if lemma in ("prevent", "avert", "avoid", "foil", "thwart"):
                return "denied", f"object of {lemma!r}"
        return _own_clause(parse, head)
    return "asserted", ""


def _is_infinitive(parse: Parse, token: int) -> bool:
    return parse.tags[token] == "VB" and any(parse.tags[child] == "TO" for child in parse.children[token])


def _has_own_tense(parse: Parse, token: int) -> bool:
    return parse.tags[token] in ("VBD", "VBZ", "VBP") or any(
        parse.deps[child] in ("aux", "auxpass", "nsubj", "nsubjpass") for child in parse.children[token]
    )


_YEAR = re.compile(r"^(?:19|20)\d\d$")


def _background(
    parse: Parse, trigger: Trigger, published: str | None, dates: Sequence[FoundDate]
) -> tuple[bool, str]:
    token = trigger.head
    if trigger.kind == "toll":
        return True, "toll"
    verb = token
    if trigger.nominal:
        while parse.heads[verb] != verb and parse.tags[verb][:1] != "V":
            verb = parse.heads[verb]
    for child in parse.children[verb]:
        if parse.deps[child] == "aux" and parse.lowers[child] in ("had", "'d") and parse.tags[verb] == "VBN":
            return True, "pluperfect"
    return False, ""
