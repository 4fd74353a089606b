"""Gerunds that stand as nouns: "Shelling killed two people", "killed in shelling".

A small parser takes them for verbs with a clause of their own, and whoever is near for the one who shells. A gerund
without anything that only verbs have, in the place of a noun, is read as one.
"""

from __future__ import annotations

from collections.abc import Sequence

_OF_VERBS = frozenset(
    {"dobj", "nsubj", "nsubjpass", "aux", "auxpass", "xcomp", "ccomp", "dative", "prt", "advmod", "neg", "attr", "acomp"}
)
_SUBJECTS = {"nsubj": "nsubj", "csubj": "nsubj", "nsubjpass": "nsubjpass", "csubjpass": "nsubjpass"}
# Behind these a gerund without an object names what goes on; behind "by" or "after" it tells what somebody does.
_AMID = frozenset({"in", "during", "amid", "under", "despite"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_AUXILIARIES = frozenset({"being", "having", "going", "doing"})


def read_as_nouns(
    lowers: Sequence[str], lemmas: list[str], tags: list[str], deps: list[str], heads: Sequence[int],
    children: Sequence[Sequence[int]],
) -> None:  # fmt: skip
    """Gives gerunds that stand as nouns the tag, lemma and label of one, in place."""
    for token, tag in enumerate(tags):
        if tag != "VBG" or lowers[token] in _AUXILIARIES or any(deps[child] in _OF_VERBS for child in children[token]):
            continue
        dep, head = deps[token], heads[token]
        if dep in _SUBJECTS and head > token:
            label = _SUBJECTS[dep]
        elif dep == "aux" and tags[head] in _FINITE and head == token + 1:  # "Shelling wounded two"
            label = "nsubj"
        elif dep in ("pcomp", "pobj") and lowers[head] in _AMID:
            label = "pobj"
        else:
            continue
        tags[token], lemmas[token], deps[token] = "NN", lowers[token], label
