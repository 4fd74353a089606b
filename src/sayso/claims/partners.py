"""Which words of a sentence may name the same event as a word: its arguments, what it is linked to and what they hold."""

from __future__ import annotations

from sayso.claims.contents import ATTACKS, words
from sayso.claims.model import Trigger
from sayso.language import Parse

_LINKS = frozenset(("conj", "advcl", "xcomp", "acl", "relcl", "pcomp", "ccomp", "dep", "parataxis"))


def what_is_alleged(parse: Parse, verb: int) -> list[int]:
    """What stands in the clause of an accusation: "accused them of using people as shields", "of plotting the raid"."""
    out: list[int] = []
    nouns = [child for child in parse.children[verb] if parse.deps[child] in ("dobj", "nsubjpass")]
    for node in (verb, *nouns):
        for prep in parse.children[node]:
            if parse.deps[prep] != "prep" or parse.lowers[prep] not in ("of", "for"):
                continue
            for act in parse.children_by(prep, ("pcomp",)):
                out.append(act)
                for child in parse.children[act]:
                    if parse.deps[child] == "dobj":
                        out.append(child)
                    elif parse.deps[child] == "conj" and parse.tags[child] == "VBG":
                        out.append(child)
                    elif parse.deps[child] == "prep":
                        out.extend(parse.children_by(child, ("pobj",)))
    return out


def partners_of(parse: Parse, token: int) -> list[int]:
    """The words that may name the same event: arguments, prepositional objects, linked verbs and their arguments."""
    out: list[int] = []
    for child in parse.children[token]:
        dep = parse.deps[child]
        if dep in ("nsubj", "nsubjpass", "dobj"):
            out.append(child)
            out.extend(inside(parse, child))
        elif dep in ("prep", "agent"):
            for inner in parse.children[child]:
                if parse.deps[inner] == "pobj":
                    out.append(inner)
                    out.extend(inside(parse, inner))
                elif parse.deps[inner] == "pcomp":
                    out.append(inner)
        elif dep == "advcl" and parse.tags[token] in ("VBN", "VBD", "VBZ", "VBP"):
            out.append(child)
            out.extend(inner for inner in parse.children[child] if parse.deps[inner] in ("nsubj", "dobj", "nsubjpass"))
    head, dep = parse.heads[token], parse.deps[token]
    if parse.lemmas[token] == "dead" and dep == "amod" and head < token:
        # "nine dead after a blast": the blast may hang on the nine
        for prep in parse.children_by(head, ("prep",)):
            out.extend(parse.children_by(prep, ("pobj",)))
    if dep == "advcl" and is_another_time(parse, token):
        return out
    if dep in _LINKS and head != token:
        out.append(head)
        if dep in ("conj", "advcl", "xcomp") and not any(
            parse.deps[child] in ("nsubj", "nsubjpass") for child in parse.children[token]
        ):
            for inner in parse.children[head]:
                if parse.deps[inner] in ("nsubj", "dobj", "nsubjpass"):
                    out.append(inner)
                    out.extend(inside(parse, inner))
            for inner in parse.children[head]:
                if parse.deps[inner] == "prep" and parse.lowers[inner] in ("in", "on", "by", "with", "during"):
                    out.extend(child for child in parse.children[inner] if parse.deps[child] == "pobj")
    return out


def is_another_time(parse: Parse, verb: int) -> bool:
    """Whether a clause with a subject of its own tells what came before: "hours after rockets killed two"."""
    told = [parse.lowers[child] for child in parse.children[verb] if parse.deps[child] == "mark"]
    own = any(parse.deps[child] in ("nsubj", "nsubjpass") for child in parse.children[verb])
    return own and any(word in ("after", "since") for word in told)


def attacks_below(parse: Parse, trigger: Trigger, by_head: dict[int, Trigger]) -> list[int]:
    """The attack nouns behind "in" or "by" anywhere in the clause: "six killed and 58 injured in a bomb attack"."""
    first, last = parse.subtree(trigger.head)
    out: list[int] = []
    for head in range(first, last):
        other = by_head.get(head)
        if other is None or not (other.nominal and other.kind in ATTACKS and parse.deps[head] == "pobj"):
            continue
        if parse.lowers[parse.heads[head]] not in ("in", "by"):
            continue
        for node in parse.path_to_root(head):
            if node == trigger.head:
                out.append(head)
            if node == trigger.head or parse.tags[node] in ("VBD", "VBZ", "VBP", "VBG"):
                break
            if parse.tags[node] == "VBN" and parse.deps[node] == "acl":
                break  # "troops backed by air strikes killed 50"
    return out


def above_relative(parse: Parse, verb: int) -> list[int]:
    """The nouns above a relative clause that hangs on their place: "the attack in the port, where nine were killed"."""
    out: list[int] = []
    if parse.deps[verb] == "relcl" and any(
        parse.lowers[child] in ("where", "when", "which", "that") for child in parse.children[verb]
    ):
        node = parse.heads[verb]
        while parse.deps[node] in ("pobj", "prep", "appos", "compound", "npadvmod") and len(out) < 4:
            node = parse.heads[node]
            out.append(node)
    return out


def partners_of_conjuncts(parse: Parse, token: int) -> list[int]:
    """What "killed" shares with "wounded" in "two were killed and five wounded when a bomb went off"."""
    out: list[int] = []
    for child in parse.children[token]:
        if parse.deps[child] == "conj" and parse.lemmas[child] in words("effects"):
            out.extend(partners_of(parse, child))
            out.extend(partners_of_conjuncts(parse, child))
    return out


def inside(parse: Parse, noun: int) -> list[int]:
    """The nouns inside "a series of strikes", "a wave of bombings"."""
    out: list[int] = []
    for child in parse.children[noun]:
        if parse.deps[child] == "prep" and parse.lowers[child] == "of":
            out.extend(inner for inner in parse.children[child] if parse.deps[inner] == "pobj")
        elif parse.deps[child] == "conj":
            out.append(child)
    return out
