"""The predicate that a figure is an argument of: "four people" of "killed"."""

from __future__ import annotations

from sayso.claims.count_book import count_book
from sayso.claims.figures import Figure
from sayso.dates.numbers import ONES, TENS
from sayso.language import Parse

_OBJECT = frozenset({"dobj", "nsubjpass", "obj", "oprd"})
_SUBJECT = frozenset({"nsubj", "csubj", "npadvmod"})
_SHARES = frozenset(ONES) | frozenset(TENS) | {"half", "most", "some", "many", "few", "several", "none", "dozens"}
# Words of harm that a headline sets right behind its figure.
_ELLIPTIC = frozenset({"dead", "killed", "wounded", "injured", "hurt", "missing"})


def governor_of(parse: Parse, figure: Figure) -> tuple[int | None, str]:
    """The predicate that the figure is an argument of, and the role: object, subject or oblique."""
    deps, heads = parse.deps, parse.heads
    node = figure.head
    if (verb := _verb_after(parse, figure)) is not None:
        return verb, "object" if parse.child(verb, {"auxpass"}) is not None else "subject"
    clause = parse.child(node, {"acl"})
    if clause is not None and parse.tags[clause] == "VBN" and parse.lemmas[clause] in count_book().verbs:
        return clause, "object"
    for _ in range(8):
        dep, head = deps[node], heads[node]
        if head == node:
            if parse.tags[node][0] == "V":
                return node, "object"
            beside = _beside(parse, node)
            return (node if beside is None else beside), "object"
        if dep in ("conj", "appos", "nummod", "compound", "nmod", "quantmod", "det", "amod", "poss"):
            if parse.tags[head][0] == "V" and dep == "conj":
                return head, "object"
            node = head
            continue
        if dep == "pobj":
            prep = head
            word = parse.lowers[prep]
            above = heads[prep]
            if word in ("over", "under") and prep == figure.first and parse.tags[above][0] == "V":
                return above, "object"  # "injured over 5,000": a word before the number, not a place
            if word in ("of", "including", "with", "among", "to", "at", "like", "as", "for", "between"):
                if parse.tags[above][0] == "V" and word not in ("including", "with", "to", "at"):
                    return above, "oblique"
                if above == prep or (word == "of" and parse.lowers[above] in _SHARES and _is_base(parse, figure)):
                    return None, ""
                if parse.tags[above][0] == "V":
                    return above, "object" if word in ("including", "with") else "oblique"
                node = above
                if word == "of" and parse.tags[above][0] == "N":
                    return above, "object"  # "the deaths of four civilians"
                continue
            return above, "oblique"
        if dep in _OBJECT:
            return head, "object"
        if dep in _SUBJECT:
            if parse.tags[head][0] == "N":
                node = head
                continue
            return head, "object" if dep == "npadvmod" and figure.part else "subject"
        if dep == "attr":
            return head, "object"
        if dep == "relcl" or dep == "acl":
            return node, "object"
        node = head
    return None, ""


def _is_base(parse: Parse, figure: Figure) -> bool:
    """Whether a figure is the whole that another is a share of: the 13 in "seven of the 13 drones"."""
    return parse.lowers[figure.first] in ("the", "all", "its", "their")


def _verb_after(parse: Parse, figure: Figure) -> int | None:
    """A verb of harm right after the figure that the parser left without its subject."""
    end = parse.sentences[parse.sentence_of[figure.first]][1]
    at = figure.last
    if figure.noun is None and parse.lowers[figure.head] in _ELLIPTIC:
        return figure.head
    for token in (figure.head, figure.head if figure.noun is None else figure.noun):
        for child in parse.children[token]:
            # "Two soldiers dead in attack"
            if child > token and parse.lowers[child] in _ELLIPTIC and parse.deps[child] != "conj":
                return child
    if at < end and parse.lowers[at] in _ELLIPTIC and parse.deps[at] not in ("acl", "amod", "conj"):
        return at
    if at < end and parse.words[at] == ",":
        # ", mostly women and children, were killed": a short aside.
        close = next((n for n in range(at + 1, min(at + 7, end)) if parse.words[n] == ","), None)
        at = at if close is None else close + 1
    while at < end and (parse.tags[at] in ("RB", "MD") or parse.lemmas[at] in ("be", "have")):
        at += 1
    if at >= end or parse.tags[at] not in ("VBD", "VBN") or parse.lemmas[at] not in count_book().verbs:
        return None
    if any(parse.deps[child] in ("nsubj", "nsubjpass") for child in parse.children[at]):
        return None
    return at if parse.deps[at] not in ("acl", "amod") else None


def _beside(parse: Parse, node: int) -> int | None:
    """A passive that the parser cut from its subject: "Two policemen were wounded" read as a noun phrase."""
    for child in parse.children[node]:
        if child > node and parse.tags[child][0] == "V":
            return child
    return None
