"""What the words around an event's noun say of its status: modifiers, participles, dates, prepositions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from sayso.claims.verdicts import FUTURE, STATUS, Verdict, happening, mood_of, negated, of_neither
from sayso.codebook.moods import moods
from sayso.dates import FoundDate
from sayso.language import Parse

# Nouns whose "to" leads to the event itself.
_TELLING = frozenset({"reference", "allusion", "return"})
# How far behind an event's noun its own date may stand, in tokens: the parser often hangs it on a verb.
_DATED = 3
_WITH_CONTENT = frozenset("for of about against with from".split())
_CONTENT_VERBS = frozenset(
    "concern worry call warn urge press push plead prepare plan threaten appeal refrain stop prevent aim hope wait "
    "ask".split()
)
# What is talked of in a gerund is not done: "talked about killing him", but "talked about the attack".
_MUSING = frozenset(("talk", "think", "speak", "dream", "joke", "boast", "muse"))
_SIGNS = frozenset(("sign", "evidence", "trace", "indication", "proof"))
_RELATIVE = frozenset(("that", "which"))
_UNREAL = frozenset(("any", "no", "every"))
# A participle behind the noun that puts it ahead: "talks scheduled for Monday", "a trial set to open".
_AHEAD = frozenset(("schedule", "slate", "expect", "set"))


def put_ahead(parse: Parse, noun: int) -> Verdict:
    """An event whose own noun is followed by what puts it ahead: "talks scheduled for Monday"."""
    for child in parse.children[noun]:
        if child > noun and parse.tags[child] == "VBN" and parse.lemmas[child] in _AHEAD and parse.deps[child] == "acl":
            return "planned", f"{parse.lowers[child]!r} behind it"
    return None


def tells_what_it_did(parse: Parse, noun: int) -> bool:
    """Whether a relative clause says in the past what an event did: whoever "called for the raid that killed nine"
    asked for one that took place."""
    if any(parse.lowers[child] in _UNREAL for child in parse.children[noun]):
        return False
    return any(
        parse.deps[child] == "relcl"
        and parse.tags[child] == "VBD"
        and not any(parse.tags[aux] == "MD" or parse.deps[aux] == "neg" for aux in parse.children[child])
        and any(parse.deps[sub] == "nsubj" and parse.lowers[sub] in _RELATIVE for sub in parse.children[child])
        for child in parse.children[noun]
    )


def dated_ahead(parse: Parse, noun: int, published: str, dates: Sequence[FoundDate]) -> Verdict:
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


def of_modifiers(parse: Parse, noun: int) -> Verdict:
    words = moods()["modifiers"]
    for child in parse.children[noun]:
        if child < noun and parse.deps[child] in ("det", "amod", "compound", "advmod"):
            mood = words.get(parse.lowers[child])
            if mood is not None and not parse.children[child]:
                if parse.lowers[child] == "any" and _not_done(parse, noun):
                    return "denied", "not any"
                return STATUS[mood], f"modified by {parse.lowers[child]!r}"
        elif (
            parse.deps[child] == "relcl"
            and parse.lemmas[child] in happening()
            and any(parse.lowers[aux] in FUTURE for aux in parse.children[child])
        ):
            return "planned", "future"
        elif (
            parse.deps[child] in ("acl", "relcl")
            and parse.child(child, ("auxpass",)) is not None
            and any(parse.tags[aux] == "TO" for aux in parse.children[child])
        ):
            return "planned", "is to be"
    return None


def above_preposition(parse: Parse, preposition: int) -> tuple[int | None, Verdict]:
    if parse.lowers[preposition] == "without":
        return None, ("denied", "without")
    word, head = parse.lowers[preposition], parse.heads[preposition]
    lemma = parse.lemmas[head]
    if parse.tags[head][:1] == "V":
        if word == "by" and parse.child(preposition, ("pcomp",)) is not None:
            return head, None  # "would break the law by attacking"
        if word in ("about", "of") and lemma in _MUSING and parse.child(preposition, ("pcomp",)) is not None:
            return None, ("hypothetical", f"under {lemma!r}")
        if word in _WITH_CONTENT and lemma in _CONTENT_VERBS:
            return None, mood_of("verbs", lemma, otherwise="hypothetical")
        return None, None
    if parse.tags[head][:1] == "J":
        return None, mood_of("adjectives", lemma)
    if parse.tags[head][:1] == "N" and word in ("of", "for", "about", "over", "to", "in"):
        verdict = mood_of("nouns", lemma)
        if verdict is not None and verdict[0] != "asserted":
            return None, ("denied", f"not under {lemma!r}") if negated(parse, head) else verdict
        if lemma in _SIGNS and word in ("of", "for") and _not_found(parse, head):
            return None, ("denied", f"no {lemma!r}")
        if word == "of" or (word == "to" and (verdict is not None or lemma in _TELLING)):
            return head, None  # "no mention of strikes", "no reference to strikes"
    return None, None


def _not_found(parse: Parse, noun: int) -> bool:
    """Whether signs are said to be missing: "no sign of", "did not find any traces of"."""
    if negated(parse, noun):
        return True
    verb = parse.heads[noun]
    return parse.deps[noun] == "dobj" and parse.tags[verb][:1] == "V" and negated(parse, verb)


def _not_done(parse: Parse, noun: int) -> bool:
    """Whether a noun is what a negated verb of doing did: "did not carry out any strike"."""
    verb = parse.heads[noun]
    return parse.deps[noun] == "dobj" and parse.lemmas[verb] in happening() and (
        negated(parse, verb) or of_neither(parse, verb)
    )
