"""What a small parser often misreads, put right where the grammar leaves no doubt.

A gerund in the place of a noun ("Shelling killed two people", "killed in shelling") becomes a verb with a clause of its
own, and whoever is near shells; without anything that only verbs have it is read as a noun. A finite clause before
", X, said" becomes the subject of "said", which only a clause with "that" or a question can be: it is what is said.
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
_QUESTIONS = frozenset({"WP", "WDT", "WRB", "WP$"})
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


def read_as_said(
    lowers: Sequence[str], tags: Sequence[str], deps: list[str], heads: Sequence[int], children: Sequence[Sequence[int]]
) -> None:
    """Makes a finite clause that is no subject the complement of its verb, in place: "Shells fell, the mayor, X, said"."""
    for token, dep in enumerate(deps):
        head = heads[token]
        if dep != "csubj" or tags[token] not in _FINITE or head <= token or lowers[head - 1] != ",":
            continue
        if not any(deps[child] == "mark" or tags[child] in _QUESTIONS for child in children[token]):
            deps[token] = "ccomp"
