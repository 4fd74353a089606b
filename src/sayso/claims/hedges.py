"""Hedges that are not the cue of a source: "reportedly", "is believed to", "suspected", "it is unclear whether".

A hedge counts where it governs the event: on the event word itself or on a word above it in its sentence. A hedge
adjective that stands before the name of who is meant hedges that slot alone: "an alleged Israeli airstrike" is an
airstrike for certain.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from sayso.claims.model import Trigger
from sayso.codebook import read_rows
from sayso.language import Parse

_ACTOR_LABELS = frozenset({"NORP", "ORG", "GPE", "PERSON"})
_GOVERNED = frozenset({"xcomp", "ccomp", "oprd", "acomp", "prep", "pobj", "pcomp", "conj", "nsubjpass", "advcl", "dep"})
_BLAME_TIES = frozenset({"prep", "pcomp"})
# What a hedge reaches down through: the clauses and objects that tell the event, not what merely dates or explains it.
_REACHED = frozenset(
    {"xcomp", "ccomp", "oprd", "acomp", "conj", "dobj", "nsubj", "nsubjpass", "prep", "pobj", "pcomp", "agent", "advcl"}
    | {"appos", "attr", "acl", "compound", "dep"}
)
# Who asks or decides whether something is to happen holds back from nothing.
_ASKING = frozenset("ask decide discuss consider debate question wonder determine choose respond say".split())
_ASIDE = frozenset("within after before since during due until despite amid amidst over following because".split())
_APART = frozenset({"while", "although", "though", "because", "since", "but", "whereas", "before", "until", "as"})
_UPWARD = 12


@cache
def _words() -> Mapping[str, frozenset[str]]:
    uses: dict[str, set[str]] = {}
    for row in read_rows("hedges.csv"):
        uses.setdefault(row["use"], set()).add(row["word"])
    return {use: frozenset(words) for use, words in uses.items()}


def hedged(parse: Parse, trigger: Trigger, *, denied: bool = False) -> bool:
    """Whether the outlet, or the speaker of the sentence, holds back from the event itself.

    Where somebody denies it ("rejected claims that"), the noun for what is denied is no hedge of its own.
    """
    hedge = hedge_of(parse, trigger)
    return hedge is not None and not (denied and parse.tags[hedge][:1] == "N")


def hedge_of(parse: Parse, trigger: Trigger) -> int | None:
    """The token that hedges the event, None where nothing does."""
    words = _words()
    found = _on_event(parse, trigger, words)
    if found is None:
        found = _called_claim(parse, trigger.head)
    if found is not None:
        return found
    token = trigger.head
    steps = 0  # prepositional phrases climbed
    for _ in range(_UPWARD):
        adverb = _hedging_child(parse, token, words)
        if adverb is not None:
            return adverb
        above, dep = parse.heads[token], parse.deps[token]
        if above == token:
            return None
        governing = _governor(parse, token, above, dep, words)
        if governing is not None:
            return governing
        if dep not in _REACHED or (dep == "prep" and parse.lowers[token] in _ASIDE):
            return None
        if dep == "acl" and parse.tags[token] != "VBG" and parse.tags[token] != "VB":
            return None
        if dep == "advcl" and any(parse.lowers[child] in _APART for child in parse.children[token]):
            return None
        if dep == "conj" and parse.child(token, ("nsubj", "nsubjpass")) is not None:
            return None  # a clause of its own: "the city is reportedly empty and its leader has fled"
        if dep == "pobj":
            steps += 1
            if steps > 2:
                return None
        token = above
    return None


def slot_hedges(
    parse: Parse, trigger: Trigger, actor: int | None = None, target: int | None = None
) -> tuple[str, ...]:
    """The slots that a hedge holds back from while the event stands: "actor" for "a suspected rebel attack".

    ``actor`` and ``target`` are the head tokens of who did it and to whom, where they are known; else subject, object
    and agent are looked at. "Suspected militants were killed": the deaths are certain, who they were is not.
    """
    words = _words()
    adjective = _adjective(parse, trigger.head, words)
    before = adjective is not None and _names_actor(parse, adjective, trigger.head)
    heads = {"actor": actor, "target": target}
    if actor is None and target is None:
        heads = _arguments(parse, trigger.head)
    out = []
    for slot in ("actor", "target"):
        head = heads[slot]
        own = head is not None and head != trigger.head and _labelled(parse, head, words)
        if own or (before and slot == "actor"):
            out.append(slot)
    return tuple(out)


def _labelled(parse: Parse, head: int, words: Mapping[str, frozenset[str]]) -> bool:
    """Whether who is meant is hedged: "suspected militants", "an alleged spy"."""
    return any(parse.lowers[child] in words["adjective"] for child in parse.children_by(head, ("amod",)) if child < head)


def _arguments(parse: Parse, event: int) -> dict[str, int | None]:
    found: dict[str, int | None] = {"actor": None, "target": None}
    for child in parse.children[event]:
        dep = parse.deps[child]
        if dep == "nsubj":
            found["actor"] = child
        elif dep in ("dobj", "nsubjpass"):
            found["target"] = child
        elif dep == "agent" or (dep == "prep" and parse.lowers[child] == "by"):
            found["actor"] = parse.child(child, ("pobj",))
        elif dep == "prep" and parse.lowers[child] == "of":
            found["target"] = parse.child(child, ("pobj",))
    return found


def _on_event(parse: Parse, trigger: Trigger, words: Mapping[str, frozenset[str]]) -> int | None:
    head = trigger.head
    adjective = _adjective(parse, head, words)
    if adjective is not None and not _names_actor(parse, adjective, head):
        return adjective
    before = min(trigger.first, head) - 1
    if before >= 0 and parse.tags[before] == "VBN" and parse.lemmas[before] in words["passive"]:
        return before  # "presumed killed"
    for child in parse.children[head]:  # "killings blamed on the group", "the attack, which is suspected to be"
        dep, lemma = parse.deps[child], parse.lemmas[child]
        if dep == "acl" and parse.tags[child] == "VBN" and lemma in words["blame"]:
            return child
        if dep == "relcl" and lemma in words["passive"] and parse.tags[child] == "VBN" and _passive(parse, child):
            return child
    return None


_CLAIMS = frozenset({"claim", "allegation", "accusation", "assertion"})


def _called_claim(parse: Parse, head: int) -> int | None:
    """ "The army said it had taken Kutum, a claim the rebels denied": what the outlet calls what was said."""
    for token in range(head + 2, parse.sentences[parse.sentence_of[head]][1]):
        if parse.lemmas[token] in _CLAIMS and parse.deps[token] == "appos" and parse.heads[token] < token:
            if parse.lowers[token - 1] in ("a", "an") and parse.words[token - 2] in (",", "-", "--", "–", "—"):
                return token
    return None


def _adjective(parse: Parse, head: int, words: Mapping[str, frozenset[str]]) -> int | None:
    for child in parse.children_by(head, ("amod", "compound", "nmod")):
        if child < head and parse.lowers[child] in words["adjective"]:
            return child
    return None


def _names_actor(parse: Parse, adjective: int, head: int) -> bool:
    return any(
        parse.entity_label(token) in _ACTOR_LABELS or parse.tags[token] in ("NNP", "NNPS")
        for token in range(adjective + 1, head)
    )


def _hedging_child(parse: Parse, token: int, words: Mapping[str, frozenset[str]]) -> int | None:
    modal = perfect = None
    for child in parse.children[token]:
        dep, lower = parse.deps[child], parse.lowers[child]
        if dep == "advmod" and lower in words["adverb"]:
            return child
        if dep == "aux":
            if lower in ("may", "might", "could"):
                modal = child
            elif parse.lemmas[child] == "have":
                perfect = child
    return modal if modal is not None and perfect is not None else None


def _governor(parse: Parse, token: int, above: int, dep: str, words: Mapping[str, frozenset[str]]) -> int | None:
    """The word right above, where it is a hedge that governs what hangs on it by this dependency."""
    lemma, tag = parse.lemmas[above], parse.tags[above]
    if tag[:1] == "V":
        if dep in _GOVERNED and lemma in words["passive"] and tag == "VBN" and _passive(parse, above):
            return above
        if dep in ("xcomp", "oprd", "acomp", "ccomp") and lemma in words["active"]:
            return above
        if dep in _BLAME_TIES and dep != "dobj" and lemma in words["blame"] and tag in ("VBN", "VBD"):
            return above
    elif (
        tag[:2] == "NN"
        and dep in ("prep", "acl", "pobj", "ccomp")
        and lemma in words["noun"]
        and not _of_responsibility(parse, above)
    ):
        return above
    if dep in ("ccomp", "advcl", "csubj"):
        asking = [parse.lowers[child] for child in parse.children[token] if parse.lowers[child] in ("if", "whether")]
        if asking and tag[:2] == "JJ" and lemma in words["open"]:
            return above
        if asking:  # "it was not clear whether"
            for child in parse.children_by(above, ("acomp",)):
                if parse.lemmas[child] in words["open"]:
                    return child
        if "whether" in asking and lemma not in _ASKING:
            return token
    return None


def _of_responsibility(parse: Parse, noun: int) -> bool:
    """A "claim of responsibility" holds back from nothing."""
    return noun + 2 < len(parse) and parse.lowers[noun + 2] == "responsibility"


def _passive(parse: Parse, verb: int) -> bool:
    if any(parse.deps[child] == "agent" for child in parse.children[verb]):
        return False  # somebody is named, and speaks for it
    if parse.deps[verb] in ("acl", "amod", "advcl"):
        return True
    return any(parse.deps[child] in ("auxpass", "nsubjpass") for child in parse.children[verb])
