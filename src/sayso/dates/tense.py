"""Whether a date in a clause lies ahead or behind, by the tense of the verb that governs it."""

from __future__ import annotations

from sayso.dates.lexicon import lexicon
from sayso.language import Parse

_FUTURE_AUX = frozenset({"will", "wo", "'ll", "shall", "would", "should", "may", "might", "must", "can", "ca"})
_SURE_FUTURE = frozenset({"will", "wo", "'ll", "shall"})
_PERFECT = frozenset({"have", "had", "has", "'ve"})
# "Set upon on Monday" is no plan, as "set for Monday" is.
_PARTICLE = frozenset({"prt"})
_MAYBE_PERFECT = frozenset({"'s", "'d"})


def direction(parse: Parse, token: int) -> str:
    """``past`` or ``future`` for a time expression whose head is at a token; ``either`` where no verb tells."""
    planned = lexicon().words["planned"]
    ahead = parse.lowers[token - 1] in lexicon().words["ahead"] if token else False
    before = parse.lowers[token - 1] if token else ""
    if before in ("until", "till") and not _in_past_perfect(parse, token):
        return "future"
    if before == "as" and parse.lowers[token - 2] in ("soon", "early"):
        return "future"
    # "the Jan. 14 deadline": the verb dates the deadline's mention, not the deadline.
    loose = parse.deps[token] in ("compound", "nmod", "nummod", "poss", "amod")
    infinitive = False
    node = token
    for _ in range(12):
        head = parse.heads[node]
        if head == node:
            break
        node = head
        tag = parse.tags[node]
        if parse.lowers[node] == "since":
            return "past"
        if tag[0] not in "VM":
            if parse.lemmas[node] in planned and tag.startswith("JJ"):
                return "future"
            continue
        auxes = [parse.lowers[child] for child in parse.children[node] if parse.deps[child] in ("aux", "auxpass")]
        if any(aux in _SURE_FUTURE for aux in auxes):
            return "future"
        perfect = any(aux in _PERFECT or (tag == "VBN" and aux in _MAYBE_PERFECT) for aux in auxes)
        if tag == "VBD" or perfect:
            return "either" if loose else "past"
        if "to" in auxes:
            if _while_something_happened(parse, parse.heads[node]):
                return "past"
            above = parse.lemmas[parse.heads[node]]
            wanted = above in planned or above in lexicon().words["wanted"]
            if wanted or ahead or parse.deps[node] in ("acl", "advcl", "relcl"):
                return "future"
            infinitive = True
            continue
        if any(aux in _FUTURE_AUX for aux in auxes):
            return "future"
        if "could" in auxes:
            return "either"
        if tag in ("VBP", "VBZ") or (tag == "VBG" and any(aux in ("is", "are", "'s", "'re") for aux in auxes)):
            return "future" if infinitive or ahead or tag == "VBG" or parse.lemmas[node] in planned else "either"
        if tag == "VBN" and parse.lemmas[node] in planned and parse.child(node, _PARTICLE) is None:
            return "future"
        if tag == "VBN" and any(aux in ("was", "were", "been") for aux in auxes):
            return "past"
        if tag == "VBN" and not auxes and parse.lemmas[node] not in planned:
            return "past"
        if tag == "VBN" and any(aux in ("is", "are", "be") for aux in auxes) and ahead:
            return "future"
    return "future" if ahead and before in ("by", "until", "till") else "either"


def _in_past_perfect(parse: Parse, token: int) -> bool:
    """Whether the verb above a token stands with had: "until Thursday they had not been seen"."""
    for node in parse.path_to_root(token):
        if parse.tags[node][0] == "V":
            return any(parse.lowers[child] == "had" for child in parse.children[node])
    return False


def _while_something_happened(parse: Parse, verb: int) -> bool:
    """Whether a plan is told only for its time: "as he prepared to speak on Tuesday, a girl was shot"."""
    if parse.deps[verb] != "advcl" or parse.tags[verb] != "VBD":
        return False
    if not any(parse.lowers[child] in ("as", "while", "when") for child in parse.children[verb]):
        return False
    main = parse.heads[verb]
    auxes = [parse.lowers[child] for child in parse.children[main] if parse.deps[child] in ("aux", "auxpass")]
    return parse.tags[main] == "VBD" or (parse.tags[main] == "VBN" and any(aux in ("was", "were") for aux in auxes))
