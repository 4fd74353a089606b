"""Whether the text says that an event happened, did not, is intended or is only thought of.

The rules climb from the trigger to the finite verb that governs it, and stop at the first word that settles it:
an auxiliary, a negation, a conditional, a governing verb, noun or adjective of ``status.toml``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sayso.claims.background import is_background
from sayso.claims.model import Trigger
from sayso.codebook.moods import moods
from sayso.codebook.words import word_list
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
SPEECH_ACTS = frozenset(("threat", "accusation", "demand", "refusal"))
_CONDITIONS = frozenset(("if", "unless", "whether", "lest", "provided"))
_FUTURE = frozenset(("will", "wo", "'ll", "shall"))
_POSSIBLE = frozenset(("could", "may", "might", "should", "must", "ought"))
_MERELY = frozenset(("just", "only", "merely", "simply", "solely"))
_ARGUMENTS = frozenset(("nsubj", "nsubjpass", "dobj"))
_NOBODY = frozenset(("nobody", "none"))
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
_BRINGING = frozenset(("cause", "trigger", "provoke", "force", "prompt", "spark"))
_FEARING = frozenset(("fear", "worry", "doubt", "speculate"))
# Nouns for telling that take "to".
_TELLING = frozenset({"reference", "allusion"})
_KEEPING = frozenset(("keep", "fulfil", "fulfill", "honour", "honor"))
# How far behind an event's noun its own date may stand, in tokens: the parser often hangs it on a verb.
_DATED = 3
_ARRANGED = frozenset(("plan", "schedule", "expect", "slate", "arrange", "set", "due", "propose"))
_REFERRING = frozenset(("the", "this", "that", "these", "those", "its", "their", "his", "her"))
_STATUS: dict[str, Status] = {
    "denied": "denied", "planned": "planned", "hypothetical": "hypothetical", "asserted": "asserted",
}  # fmt: skip
_Verdict = tuple[Status, str] | None

_happening = partial(word_list, "status.toml", "happening.verbs")
_causing = partial(word_list, "status.toml", "causing.verbs")
_speech_verbs = partial(word_list, "status.toml", "speech.verbs")
_WITH_CONTENT = frozenset("for of about against with from".split())
_CONTENT_VERBS = frozenset(
    "concern worry call warn urge press push plead prepare plan threaten appeal refrain stop prevent aim hope wait "
    "ask".split()
)
_GOVERNED = frozenset(("xcomp", "ccomp", "acomp", "acl", "relcl", "dobj", "attr", "advcl", "oprd"))
_CLIMB = 7  # no construction of news prose nests deeper


def status_of(
    parse: Parse, trigger: Trigger, *, published: str | None = None, dates: Sequence[FoundDate] = ()
) -> StatusFound:
    """The status of one trigger.

    ``published`` (YYYY-MM-DD) and the document's ``dates`` tell the news of the day from history. A denial by a cue
    ("X denied bombing Z") is not seen here: the attribution layer adds it.
    """
    verdict = _speech_act(parse, trigger) if trigger.kind in SPEECH_ACTS else _climb(parse, trigger)
    if verdict is None and trigger.nominal and published is not None:
        verdict = _to_come(parse, trigger.head, published, dates)
    if verdict is not None and trigger.kind in _DECREES and verdict[1] == "object of 'order'":
        verdict = None
    status, why = verdict or ("asserted", "")
    background, because = is_background(parse, trigger, status, published, dates)
    return StatusFound(status, background, "; ".join(part for part in (why, because) if part))


def _speech_act(parse: Parse, trigger: Trigger) -> _Verdict:
    if trigger.nominal:
        return _of_modifiers(parse, trigger.head)
    for child in parse.children[trigger.head]:
        if parse.deps[child] == "neg" and trigger.kind != "threat":
            return "denied", "negated"
    return None


def _to_come(parse: Parse, noun: int, published: str, dates: Sequence[FoundDate]) -> _Verdict:
    """An event whose own noun carries a day after publication: "ahead of rallies next month"."""
    at = bisect_right(dates, noun, key=_first_token)
    if at == len(dates) or dates[at].first > noun + _DATED:
        return None
    found = dates[at]
    first = found.when.first
    if first and first > published[:10]:
        if all(parse.tags[token] in ("IN", "DT") for token in range(noun + 1, found.first)):
            return "planned", f"dated {found.expression.text!r}"
    return None


def _first_token(found: FoundDate) -> int:
    return found.first


def _climb(parse: Parse, trigger: Trigger) -> _Verdict:
    node: int | None = trigger.head
    for _ in range(_CLIMB):
        assert node is not None
        is_verb = parse.tags[node][:1] == "V"
        verdict = _of_verb(parse, node) if is_verb else _of_modifiers(parse, node)
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


def _of_modifiers(parse: Parse, noun: int) -> _Verdict:
    words = moods()["modifiers"]
    for child in parse.children[noun]:
        if child < noun and parse.deps[child] in ("det", "amod", "compound", "advmod"):
            mood = words.get(parse.lowers[child])
            if mood is not None and not parse.children[child]:
                if parse.lowers[child] == "any" and _not_done(parse, noun):
                    return "denied", "not any"
                return _STATUS[mood], f"modified by {parse.lowers[child]!r}"
        elif (
            parse.deps[child] == "relcl"
            and parse.lemmas[child] in _happening()
            and any(parse.lowers[aux] in _FUTURE for aux in parse.children[child])
        ):
            return "planned", "future"
        elif (
            parse.deps[child] in ("acl", "relcl")
            and parse.child(child, ("auxpass",)) is not None
            and any(parse.tags[aux] == "TO" for aux in parse.children[child])
        ):
            return "planned", "is to be"
    return None


def _of_verb(parse: Parse, verb: int) -> _Verdict:
    """What a verb's own auxiliaries and conditionals say."""
    modal: _Verdict = None
    for child in parse.children[verb]:
        dep, lower = parse.deps[child], parse.lowers[child]
        if dep == "neg":
            if child + 1 < len(parse) and parse.lowers[child + 1] in _MERELY:
                continue  # "this is not just an attack"
            return "denied", "negated"
        if dep in _ARGUMENTS and (lower in _NOBODY or any(parse.lowers[word] == "no" for word in parse.children[child])):
            return "denied", "nobody"
        if dep == "mark" and lower in _CONDITIONS and not (lower in _QUESTIONS and _is_open(parse, verb)):
            return "hypothetical", f"under {lower!r}"
        if dep == "mark" and lower in _AWAITED and parse.tags[verb] in ("VBP", "VBZ", "VB") and not modal:
            modal = "hypothetical", f"awaited, {lower!r}"
        if dep == "aux" and lower in _FUTURE:
            feared = parse.deps[verb] == "ccomp" and parse.lemmas[parse.heads[verb]] in _FEARING
            modal = ("hypothetical", "feared") if feared else ("planned", "future")
        elif dep == "aux" and lower in ("would", "'d") and parse.tags[child] == "MD":
            modal = _would(parse, verb)
        elif dep == "aux" and lower in _POSSIBLE:
            modal = "hypothetical", f"modal {lower!r}"
        elif dep == "aux" and lower == "can" and parse.lemmas[verb] not in _PERCEIVED:
            modal = "hypothetical", "modal 'can'"
    if modal is not None and modal[0] == "planned" and _has_condition(parse, verb):
        return "hypothetical", "on a condition"
    return modal


def _would(parse: Parse, verb: int) -> _Verdict:
    """In reported speech "would" is the future told in the past; elsewhere it is a mere thought."""
    if any(parse.lowers[child] == "have" for child in parse.children[verb]):
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


def _above(parse: Parse, node: int, *, of_event: bool) -> tuple[int | None, _Verdict]:
    """The word whose mood a node shares, or the mood that the word above gives it."""
    head, dep, tag = parse.heads[node], parse.deps[node], parse.tags[node]
    if head == node:
        return None, None
    if tag[:1] == "V":
        return _above_verb(parse, node, head, dep, tag)
    if dep == "pobj":
        return _above_preposition(parse, head)
    if dep == "conj":
        return head, None
    if dep in ("dobj", "nsubjpass", "attr", "oprd") and parse.tags[head][:1] == "V":
        return _above_object(parse, node, head, dep)
    if dep == "nsubj" and parse.tags[head][:1] == "V":
        lemma = parse.lemmas[head]
        referring = any(parse.lowers[child] in _REFERRING for child in parse.children[node])
        if lemma == "fall" and any(parse.lowers[child] == "through" for child in parse.children[head]):
            return None, ("denied", "fell through")
        if of_event and (lemma in _causing() or lemma not in _happening()):
            return None, _bringing(parse, node, head)
        if lemma in _happening() and not (lemma in ("be", "have") and referring):
            return head, None
        return None, None
    if dep in ("pcomp", "nsubj") and parse.tags[head] == "IN":
        return head, None
    return None, None


def _above_object(parse: Parse, node: int, head: int, dep: str) -> tuple[int | None, _Verdict]:
    """What a verb says of the event that is its object, or the subject of its passive."""
    lemma = parse.lemmas[head]
    mood = moods()["verbs"].get(lemma)
    if dep in ("dobj", "nsubjpass"):
        if lemma in _CALLED_OFF:
            return None, _thwarted(parse, head, lemma)
        if lemma in _ENDING and dep == "dobj":
            single = any(parse.lowers[child] in ("a", "an") for child in parse.children[node])
            return None, _thwarted(parse, head, lemma) if single else ("asserted", f"{lemma} what was under way")
        if lemma in _ARRANGED and (dep == "nsubjpass" or lemma == "arrange"):
            return None, ("planned", f"object of {lemma!r}")
    if dep == "dobj" and lemma in _happening():
        if mood == "denied":
            return None, _thwarted(parse, head, lemma)
        known = any(parse.lowers[child] in _REFERRING for child in parse.children[node])
        known = known and (lemma == "order" or parse.tags[head] in ("VBD", "VBN"))  # "planned the attack"
        if mood in ("planned", "hypothetical") and lemma not in _ANNOUNCING and not known:
            return None, (_STATUS[mood], f"object of {lemma!r}")
    if dep == "dobj" and lemma in _BRINGING:
        return head, None
    return (head, None) if dep in ("attr", "oprd") or lemma in _happening() else (None, None)


def _thwarted(parse: Parse, verb: int, lemma: str) -> _Verdict:
    """Nothing happened where it was prevented; "to prevent attacks" only thinks of them."""
    if _is_infinitive(parse, verb):
        return "hypothetical", f"to {lemma}"
    return "denied", f"object of {lemma!r}"


def _bringing(parse: Parse, noun: int, verb: int) -> _Verdict:
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


def _above_verb(parse: Parse, node: int, head: int, dep: str, tag: str) -> tuple[int | None, _Verdict]:
    finite = tag in ("VBD", "VBZ", "VBP") or parse.child(node, ("nsubj", "nsubjpass")) is not None
    lemma = parse.lemmas[head]
    if dep == "conj":
        bare = tag == "VBP" and parse.child(node, ("nsubj", "nsubjpass")) is None
        if bare and parse.tags[head] == "VB":
            return head, None  # an infinitive: "to meet guards and talk to them"
        shared = _mood("verbs", lemma) if bare and parse.child(head, ("xcomp",)) is not None else None
        if shared is not None:
            return None, shared
        return (None, None) if finite and tag in ("VBD", "VBZ", "VBP") else (head, None)
    if dep == "ccomp" and finite:
        if lemma in ("fear", "hope", "doubt", "speculate", "demand", "insist", "wish"):
            return None, ("asserted" if tag in ("VBD", "VBN") else "hypothetical", f"under {lemma!r}")
        return None, None
    if finite and not _is_infinitive(parse, node):
        return None, None
    table = {"V": "verbs", "J": "adjectives", "R": "adjectives"}.get(parse.tags[head][:1], "nouns")
    mood = moods()[table].get(lemma, "")
    if dep in _GOVERNED and _is_infinitive(parse, node):
        if any(parse.lowers[child] == "to" and parse.lowers[child - 1] == "yet" for child in parse.children[node]):
            return None, ("denied", "yet to happen")
        if lemma == "go" and parse.tags[head] == "VBG":
            return None, ("denied", "not going to") if _negated(parse, head) else ("planned", "going to")
        if mood == "planned" and _negated(parse, head):
            return None, ("denied", f"not under {lemma!r}")
        if table == "nouns" and parse.deps[head] == "dobj" and parse.lemmas[parse.heads[head]] in _KEEPING:
            return None, ("asserted", "kept")
        if dep == "advcl" and table == "verbs":
            # A purpose is reached as a rule where the way to it was taken: "emerged to massacre".
            return (head, None) if lemma not in ("prepare", "plan", "seek") else (None, ("planned", f"under {lemma!r}"))
        if mood == "asserted":
            return (head, None) if table == "verbs" else (None, None)
        if mood:
            return None, (_STATUS[mood], f"under {lemma!r}")
        if table == "nouns":
            return None, ("planned", "infinitive of a noun")
        return head, None
    if dep == "pcomp" and parse.tags[head] in ("IN", "TO"):
        return _above_preposition(parse, head)
    if dep in ("xcomp", "ccomp", "dobj"):
        if lemma in _ENDING and tag == "VBG":
            return None, ("asserted", f"{lemma} what was under way")
        if mood in ("denied", "planned") and table == "verbs" and tag == "VBG":
            return None, (_STATUS[mood], f"under {lemma!r}")
        return (head, None) if lemma in ("begin", "start", "continue", "keep") else (None, None)
    return None, None


def _above_preposition(parse: Parse, preposition: int) -> tuple[int | None, _Verdict]:
    if parse.lowers[preposition] == "without":
        return None, ("denied", "without")
    word, head = parse.lowers[preposition], parse.heads[preposition]
    lemma = parse.lemmas[head]
    if parse.tags[head][:1] == "V":
        if word == "by" and parse.child(preposition, ("pcomp",)) is not None:
            return head, None  # "would break the law by attacking"
        if word in _WITH_CONTENT and lemma in _CONTENT_VERBS:
            return None, _mood("verbs", lemma, otherwise="hypothetical")
        return None, None
    if parse.tags[head][:1] == "J":
        return None, _mood("adjectives", lemma)
    if parse.tags[head][:1] == "N" and word in ("of", "for", "about", "over", "to", "in"):
        verdict = _mood("nouns", lemma)
        if verdict is not None and verdict[0] != "asserted":
            return None, ("denied", f"not under {lemma!r}") if _negated(parse, head) else verdict
        if word == "of" or (word == "to" and (verdict is not None or lemma in _TELLING)):
            return head, None  # "no mention of strikes", "no reference to strikes"
    return None, None


def _not_done(parse: Parse, noun: int) -> bool:
    """Whether a noun is what a negated verb of doing did: "did not carry out any strike"."""
    verb = parse.heads[noun]
    return parse.deps[noun] == "dobj" and parse.lemmas[verb] in _happening() and _negated(parse, verb)


def _negated(parse: Parse, word: int) -> bool:
    """Whether a verb or noun is negated: "does not plan", "no order"."""
    return any(parse.deps[child] == "neg" or parse.lowers[child] == "no" for child in parse.children[word])


def _is_open(parse: Parse, verb: int) -> bool:
    """Whether a clause is asked about: what may have been ("it is unclear whether") is no mere thought."""
    head = parse.heads[verb]
    if parse.lemmas[head] in _OPEN:
        return True
    return any(parse.lemmas[child] in _OPEN for child in parse.children_by(head, ("acomp",)))


def _is_infinitive(parse: Parse, verb: int) -> bool:
    """ "to attack", "to be attacked"."""
    return parse.tags[verb] in ("VB", "VBN") and any(parse.tags[child] == "TO" for child in parse.children[verb])


def _mood(part: str, lemma: str, otherwise: str = "") -> _Verdict:
    mood = moods()[part].get(lemma, otherwise)
    return (_STATUS[mood], f"under {lemma!r}") if mood else None
