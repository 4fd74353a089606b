"""Whether the text says that an event happened, did not, is intended or is only thought of.

The rules climb from the trigger to the finite verb that governs it, and stop at the first word that settles it:
an auxiliary, a negation, a conditional, a governing verb, noun or adjective of ``status.toml``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sayso.claims.background import is_background
from sayso.claims.model import Trigger
from sayso.claims.status_nouns import above_preposition, dated_ahead, of_modifiers, put_ahead, tells_what_it_did
from sayso.claims.untrue import called_untrue
from sayso.claims.verdicts import (
    ARRANGED,
    FUTURE,
    STATUS,
    Verdict,
    happening,
    is_infinitive,
    is_nobody,
    mood_of,
    negated,
)
from sayso.codebook.moods import moods
from sayso.codebook.words import word_list
from sayso.dates import FoundDate
from sayso.language import Parse
from sayso.record import When
from sayso.record.model import Status


@dataclass(frozen=True, slots=True)
class StatusFound:
    """``status`` as in the record; ``background`` where the event is history or sums up; ``why`` names the rule."""

    status: Status
    background: bool
    why: str = ""


# A speech act happened when it was spoken, whatever it speaks about.
SPEECH_ACTS = frozenset(("threat", "accusation", "demand", "refusal"))
_CONDITIONS = frozenset(("if", "unless", "whether", "lest", "provided"))
_POSSIBLE = frozenset(("could", "may", "might", "should", "must", "ought"))
# With a perfect these guess at what has happened: "may have been set on fire".
_GUESSING = frozenset(("may", "might", "must"))
_MERELY = frozenset(("just", "only", "merely", "simply", "solely"))
# Who did not do it on purpose may have done it.
ON_PURPOSE = frozenset(("deliberately", "intentionally", "knowingly", "purposely", "purposefully", "wilfully", "willfully"))
_ARGUMENTS = frozenset(("nsubj", "nsubjpass", "dobj"))
# What stands under these in the present tense is still to come: "until the rebels withdraw".
_AWAITED = frozenset(("until", "till", "once"))
_QUESTIONS = frozenset(("if", "whether"))
_OPEN = frozenset(("clear", "unclear", "known", "unknown", "certain", "uncertain", "sure", "unsure"))
# "can be seen" tells what is there.
_PERCEIVED = frozenset(("see", "hear", "confirm", "reveal", "say", "watch"))
# What comes to an end was under way, whoever ends it: "halt the bombardment".
_ENDING = frozenset(("end", "halt", "stop", "cease", "suspend"))
_CALLED_OFF = frozenset(("cancel", "postpone", "scrap", "derail", "abort", "shelve", "avert", "foil", "thwart"))
_ANNOUNCING = frozenset(("announce", "declare"))
# What is in force as soon as it is ordered: an embargo, a ceasefire.
_DECREES = frozenset(("agreement", "sanction"))
_BRINGING = frozenset(("cause", "trigger", "provoke", "force", "prompt", "spark", "incite", "stir", "foment", "instigate"))
_FEARING = frozenset(("fear", "worry", "doubt", "speculate", "hope", "wish", "pray"))
_REFUSING = frozenset(("refuse", "reject", "decline", "rebuff", "spurn", "oppose", "resist", "deny"))
_KEEPING = frozenset(("keep", "fulfil", "fulfill", "honour", "honor"))
_REFERRING = frozenset(("the", "this", "that", "these", "those", "its", "their", "his", "her"))

_causing = partial(word_list, "status.toml", "causing.verbs")
_speech_verbs = partial(word_list, "status.toml", "speech.verbs")
_GOVERNED = frozenset(("xcomp", "ccomp", "acomp", "acl", "relcl", "dobj", "attr", "advcl", "oprd"))
_CLIMB = 7  # no construction of news prose nests deeper


def status_of(
    parse: Parse,
    trigger: Trigger,
    *,
    published: str | None = None,
    dates: Sequence[FoundDate] = (),
    when: When | None = None,
) -> StatusFound:
    """The status of one trigger.

    ``published`` (YYYY-MM-DD) and the document's ``dates`` tell the news of the day from history, first
    of all by ``when``, the time of the event itself. A denial by a cue
    ("X denied bombing Z") is not seen here: the attribution layer adds it.
    """
    verdict = _speech_act(parse, trigger) if trigger.kind in SPEECH_ACTS else _climb(parse, trigger)
    if verdict is None and trigger.nominal:
        verdict = put_ahead(parse, trigger.head)
        if verdict is None and published is not None:
            verdict = dated_ahead(parse, trigger.head, published, dates)
    verdict = verdict or called_untrue(parse, trigger.head)
    if trigger.nominal and verdict is not None and verdict[0] in ("planned", "hypothetical"):
        verdict = None if tells_what_it_did(parse, trigger.head) else verdict
    if verdict is not None and trigger.kind in _DECREES and verdict[1] == "object of 'order'":
        verdict = None
    status, why = verdict or ("asserted", "")
    background, because = is_background(parse, trigger, status, published, dates, when)
    return StatusFound(status, background, "; ".join(part for part in (why, because) if part))


def _speech_act(parse: Parse, trigger: Trigger) -> Verdict:
    if trigger.nominal:
        return of_modifiers(parse, trigger.head)
    for child in parse.children[trigger.head]:
        if trigger.kind == "refusal" and parse.lemmas[trigger.head] not in _REFUSING:
            continue  # "will not allow" is the refusal itself
        if parse.deps[child] == "neg" and trigger.kind != "threat":
            return "denied", "negated"
    return None


def _climb(parse: Parse, trigger: Trigger) -> Verdict:
    node: int | None = trigger.head
    for _ in range(_CLIMB):
        assert node is not None
        is_verb = parse.tags[node][:1] == "V"
        verdict = _of_verb(parse, node) if is_verb else of_modifiers(parse, node)
        if verdict is None and is_verb and node == trigger.head and _of_nobody(parse, node):
            verdict = "denied", "nobody"
        above: int | None = None
        if verdict is None:
            above, verdict = _above(parse, node, of_event=node == trigger.head)
        if verdict is not None:
            if verdict[0] in ("denied", "planned") and (word := _condition_above(parse, node)):
                return "hypothetical", f"under {word!r}"
            return None if verdict[0] == "asserted" else verdict
        if above is None:
            return None
        node = above
    return None


def _of_nobody(parse: Parse, verb: int) -> bool:
    """Whether a verb says what befell nobody: "knows of no civilians who were hurt", "there were no people killed"."""
    noun = parse.heads[verb]
    if parse.deps[noun] not in ("dobj", "pobj", "attr") or all(parse.lowers[child] != "no" for child in parse.children[noun]):
        return False
    if parse.deps[verb] == "acl":
        return parse.tags[verb] == "VBN"
    return parse.deps[verb] == "relcl" and any(
        parse.deps[child] in ("nsubj", "nsubjpass") and parse.lowers[child] in ("who", "that", "which")
        for child in parse.children[verb]
    )


def _condition_above(parse: Parse, node: int) -> str:
    """The "if" of the clause in which a node stands, '' for none."""
    for _ in range(4):
        for child in parse.children[node]:
            if parse.deps[child] == "mark" and parse.lowers[child] in _CONDITIONS:
                return parse.lowers[child]
        if parse.deps[node] not in ("conj", "xcomp", "dobj") or parse.heads[node] == node:
            return ""
        node = parse.heads[node]
    return ""


def _of_verb(parse: Parse, verb: int) -> Verdict:
    """What a verb's own auxiliaries and conditionals say."""
    modal: Verdict = None
    for child in parse.children[verb]:
        dep, lower = parse.deps[child], parse.lowers[child]
        if dep == "neg":
            if child + 1 < len(parse) and parse.lowers[child + 1] in _MERELY:
                continue  # "this is not just an attack"
            if any(parse.lowers[adverb] in ON_PURPOSE for adverb in parse.children[verb]):
                return "hypothetical", "not on purpose"
            return "denied", "negated"
        if dep in _ARGUMENTS and is_nobody(parse, child):
            return "denied", "nobody"
        if dep == "mark" and lower in _CONDITIONS and not (lower in _QUESTIONS and _is_open(parse, verb)):
            return "hypothetical", f"under {lower!r}"
        if dep == "mark" and lower in _AWAITED and parse.tags[verb] in ("VBP", "VBZ", "VB") and not modal:
            modal = "hypothetical", f"awaited, {lower!r}"
        if dep == "aux" and lower in FUTURE:
            modal = ("hypothetical", "feared") if _is_feared(parse, verb) else ("planned", "future")
        elif dep == "aux" and lower in ("would", "'d") and parse.tags[child] == "MD":
            modal = _would(parse, verb)
        elif dep == "aux" and lower in _POSSIBLE:
            if lower in _GUESSING and _is_perfect(parse, verb):
                continue  # unsure, but of what has happened already
            modal = "hypothetical", f"modal {lower!r}"
        elif dep == "aux" and lower == "can" and parse.lemmas[verb] not in _PERCEIVED:
            modal = "hypothetical", "modal 'can'"
    if modal is not None and modal[0] == "planned" and _has_condition(parse, verb):
        return "hypothetical", "on a condition"
    return modal


def _is_perfect(parse: Parse, verb: int) -> bool:
    return any(parse.lowers[child] == "have" for child in parse.children[verb])


def _is_feared(parse: Parse, verb: int) -> bool:
    """Whether a clause is what somebody fears or hopes: "hopes they will leave", "what we fear is that they will"."""
    if parse.deps[verb] != "ccomp":
        return False
    head = parse.heads[verb]
    told = parse.child(head, ("nsubj", "csubj")) if parse.lemmas[head] == "be" else None
    return parse.lemmas[head if told is None else told] in _FEARING


def _would(parse: Parse, verb: int) -> Verdict:
    """In reported speech "would" is the future told in the past; elsewhere it is a mere thought."""
    if _is_perfect(parse, verb):
        return "hypothetical", "would have"
    node = verb
    while parse.deps[node] == "conj":
        node = parse.heads[node]
    head = parse.heads[node]
    if parse.deps[node] == "ccomp" and parse.tags[head] in ("VBD", "VBN") and parse.lemmas[head] in _speech_verbs():
        return "planned", "future told in the past"
    return "hypothetical", "would"


def _has_condition(parse: Parse, verb: int) -> bool:
    for child in parse.children[verb]:
        if parse.deps[child] == "advcl" and any(
            parse.lowers[mark] in ("if", "unless") for mark in parse.children[child] if parse.deps[mark] == "mark"
        ):
            return True
    return False


def _above(parse: Parse, node: int, *, of_event: bool) -> tuple[int | None, Verdict]:
    """The word whose mood a node shares, or the mood that the word above gives it."""
    head, dep, tag = parse.heads[node], parse.deps[node], parse.tags[node]
    if head == node:
        return None, None
    if tag[:1] == "V":
        return _above_verb(parse, node, head, dep, tag)
    if dep == "pobj":
        return above_preposition(parse, head)
    if dep == "conj":
        return head, None
    if dep in ("dobj", "nsubjpass", "attr", "oprd") and parse.tags[head][:1] == "V":
        return _above_object(parse, node, head, dep)
    if dep == "nsubj" and parse.tags[head][:1] == "V":
        lemma = parse.lemmas[head]
        referring = any(parse.lowers[child] in _REFERRING for child in parse.children[node])
        if lemma == "fall" and any(parse.lowers[child] == "through" for child in parse.children[head]):
            return None, ("denied", "fell through")
        if of_event and (lemma in _causing() or lemma not in happening()):
            return None, _bringing(parse, node, head)
        if lemma in happening() and not (lemma in ("be", "have") and referring):
            return head, None
        return None, None
    if dep in ("pcomp", "nsubj") and parse.tags[head] == "IN":
        return head, None
    return None, None


def _above_object(parse: Parse, node: int, head: int, dep: str) -> tuple[int | None, Verdict]:
    """What a verb says of the event that is its object, or the subject of its passive."""
    lemma = parse.lemmas[head]
    mood = moods()["verbs"].get(lemma)
    if dep in ("dobj", "nsubjpass"):
        if lemma in _CALLED_OFF:
            return None, _thwarted(parse, head, lemma)
        if lemma in _ENDING and dep == "dobj":
            single = any(parse.lowers[child] in ("a", "an") for child in parse.children[node])
            return None, _thwarted(parse, head, lemma) if single else ("asserted", f"{lemma} what was under way")
        if lemma in ARRANGED and (dep == "nsubjpass" or lemma == "arrange"):
            return None, ("planned", f"object of {lemma!r}")
    if dep == "dobj" and lemma in happening():
        if mood == "denied":
            return None, _thwarted(parse, head, lemma)
        known = any(parse.lowers[child] in _REFERRING for child in parse.children[node])
        known = known and (lemma == "order" or parse.tags[head] in ("VBD", "VBN"))  # "planned the attack"
        if mood in ("planned", "hypothetical") and lemma not in _ANNOUNCING and not known:
            return None, (STATUS[mood], f"object of {lemma!r}")
    if dep == "dobj" and lemma in _BRINGING:
        return head, None
    return (head, None) if dep in ("attr", "oprd") or lemma in happening() else (None, None)


def _thwarted(parse: Parse, verb: int, lemma: str) -> Verdict:
    """Nothing happened where it was prevented; "to prevent attacks" only thinks of them."""
    if is_infinitive(parse, verb):
        return "hypothetical", f"to {lemma}"
    return "denied", f"under {lemma!r}"


def _bringing(parse: Parse, noun: int, verb: int) -> Verdict:
    """ "Air strikes could drive prices up": an event that is only thought of, for what it would bring."""
    verdict = _of_verb(parse, verb)
    if verdict is None or verdict[0] not in ("hypothetical", "planned"):
        return None
    if verdict[0] == "planned" and parse.lemmas[verb] not in _causing():
        return None
    for child in parse.children[noun]:
        if parse.lowers[child] in _REFERRING or parse.deps[child] == "poss":
            return None
        if parse.entity_label(child) in ("DATE", "TIME"):
            return None
    return "hypothetical", "what it would bring"


def _above_verb(parse: Parse, node: int, head: int, dep: str, tag: str) -> tuple[int | None, Verdict]:
    # An infinitive with a subject of its own is none the more finite: "want the rebels to surrender".
    finite = tag in ("VBD", "VBZ", "VBP") or (
        parse.child(node, ("nsubj", "nsubjpass")) is not None and not is_infinitive(parse, node)
    )
    lemma = parse.lemmas[head]
    if dep == "conj":
        bare = tag == "VBP" and parse.child(node, ("nsubj", "nsubjpass")) is None
        if bare and parse.tags[head] == "VB":
            return head, None  # an infinitive: "to meet guards and talk to them"
        shared = mood_of("verbs", lemma) if bare and parse.child(head, ("xcomp",)) is not None else None
        if shared is not None:
            return None, shared
        return (None, None) if finite and tag in ("VBD", "VBZ", "VBP") else (head, None)
    if dep == "ccomp" and finite:
        if lemma in ("fear", "hope", "doubt", "speculate", "demand", "insist", "wish"):
            return None, ("asserted" if tag in ("VBD", "VBN") else "hypothetical", f"under {lemma!r}")
        return None, None
    if finite and not is_infinitive(parse, node):
        return None, None
    table = {"V": "verbs", "J": "adjectives", "R": "adjectives"}.get(parse.tags[head][:1], "nouns")
    mood = moods()[table].get(lemma, "")
    if dep in _GOVERNED and is_infinitive(parse, node):
        if any(parse.lowers[child] == "to" and parse.lowers[child - 1] == "yet" for child in parse.children[node]):
            return None, ("denied", "yet to happen")
        if lemma == "go" and parse.tags[head] == "VBG":
            return None, ("denied", "not going to") if negated(parse, head) else ("planned", "going to")
        if mood == "planned" and negated(parse, head):
            return None, ("denied", f"not under {lemma!r}")
        if table == "nouns" and parse.deps[head] == "dobj" and parse.lemmas[parse.heads[head]] in _KEEPING:
            return None, ("asserted", "kept")
        if dep == "advcl" and table == "verbs":
            # A purpose is reached as a rule where the way to it was taken: "emerged to massacre".
            return (head, None) if lemma not in ("prepare", "plan", "seek") else (None, ("planned", f"under {lemma!r}"))
        if mood == "asserted":
            return (head, None) if table == "verbs" else (None, None)
        if mood == "planned" and table == "nouns" and any(parse.lowers[child] == "any" for child in parse.children[head]):
            return None, ("hypothetical", f"under any {lemma!r}")
        if mood:
            return None, (STATUS[mood], f"under {lemma!r}")
        if table == "nouns":
            return None, ("planned", "infinitive of a noun")
        return head, None
    if dep == "pcomp" and parse.tags[head] in ("IN", "TO"):
        return above_preposition(parse, head)
    if dep in ("xcomp", "ccomp", "dobj"):
        if lemma in _ENDING and tag == "VBG":
            return None, ("asserted", f"{lemma} what was under way")
        if mood in ("denied", "planned", "hypothetical") and table == "verbs" and _is_gerund(parse, node):
            return None, _thwarted(parse, head, lemma) if mood == "denied" else (STATUS[mood], f"under {lemma!r}")
        return (head, None) if lemma in ("begin", "start", "continue", "keep") else (None, None)
    return None, None


def _is_gerund(parse: Parse, verb: int) -> bool:
    """ "Considered attacking", "avoided being attacked", not "warned that they were attacking"."""
    if parse.tags[verb] == "VBN":
        auxiliary = parse.child(verb, ("auxpass",))
        if auxiliary is None or parse.lowers[auxiliary] != "being":
            return False
    elif parse.tags[verb] != "VBG":
        return False
    return parse.child(verb, ("aux", "nsubj", "nsubjpass")) is None


def _is_open(parse: Parse, verb: int) -> bool:
    """Whether a clause is asked about: what may have been ("it is unclear whether") is no mere thought."""
    head = parse.heads[verb]
    if parse.lemmas[head] in _OPEN:
        return True
    return any(parse.lemmas[child] in _OPEN for child in parse.children_by(head, ("acomp",)))
