"""What is told only to be called untrue: "there is no truth to reports that the army shelled the town"."""

from __future__ import annotations

from functools import partial

from sayso.claims.verdicts import Verdict, negated
from sayso.codebook.words import word_list
from sayso.language import Parse

_CLIMB = 6

_hearsay = partial(word_list, "status.toml", "hearsay.nouns")
_untrue = partial(word_list, "status.toml", "hearsay.untrue")
_truths = partial(word_list, "status.toml", "hearsay.truths")


def called_untrue(parse: Parse, token: int) -> Verdict:
    """The verdict on an event within a report, claim or accusation that is called untrue; None elsewhere."""
    node = token
    for _ in range(_CLIMB):
        above = parse.heads[node]
        if above == node:
            return None
        lemma = parse.lemmas[above]
        if lemma in _hearsay() and parse.tags[above][:1] == "N" and parse.deps[node] in ("acl", "ccomp", "prep", "relcl"):
            return ("denied", f"{lemma!r} called untrue") if _is_untrue(parse, above) else None
        node = above
    return None


def _is_untrue(parse: Parse, noun: int) -> bool:
    above = parse.heads[noun]
    if parse.deps[noun] == "pobj":
        truth = parse.heads[above]
        return parse.lowers[above] in ("to", "in", "for", "behind") and parse.lemmas[truth] in _truths() and (
            negated(parse, truth) or negated(parse, parse.heads[truth])
        )  # fmt: skip
    if parse.deps[noun] != "nsubj" or negated(parse, above):
        return False
    return any(
        parse.deps[child] in ("acomp", "attr", "oprd") and parse.lemmas[child] in _untrue() for child in parse.children[above]
    )
