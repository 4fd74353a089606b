"""The trigger lexicon: which words name which kind of event, and under which conditions.

``triggers_verbs.csv`` and ``triggers_nouns.csv`` hold one rule a row. Several lemmas that share a rule are
separated by ``|``; further words of a lemma must hang on it in the sentence ("pull out", "come under fire",
"car bombing"). The columns ``subject`` and ``object`` list lemmas and word classes (``triggers_classes.toml``) of
which one must be found there; ``!X`` forbids X, ``-`` alone says that there is no such argument, beside others that
it may be missing, ``+`` that there is one. ``with`` holds further conditions, all of which must hold: ``into`` or
``into:PLACE|road`` (a preposition or particle, and what stands behind it), ``mod:AIR`` (a modifier), ``argument:``,
``means:`` (what it is done with or by), ``sentence:``, ``text:`` (the sentence, or all of a short text),
``document:`` (a class found there), ``passive``, ``plural`` and others named in ``FLAGS``; ``!`` negates. The first
row that fits decides. Kind ``-`` means that the word names no event; a kind in capitals names a family of
``triggers_families.csv``, whose rows decide by the same
conditions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sayso.codebook.classes import word_classes
from sayso.codebook.files import read_rows
from sayso.errors import CodebookError
from sayso.record import KINDS

FLAGS = frozenset(
    "passive active plural singular definite bare clause infinitive poss war politic quantified ing adjective "
    "short perfect many title report crime crowds negated future aim obliged".split()
)
# Labels that the parse gives, beside the classes: the kind of name, a number, a pronoun.
GIVEN = frozenset(("GPE", "MODEL", "NAME", "NORP", "NUMBER", "ORG", "PRONOUN"))
SCOPES = frozenset(("mod", "argument", "means", "sentence", "text", "document", "clausehead", "content", "joined"))


@dataclass(frozen=True, slots=True)
class Wants:
    """What one argument must be: one of ``any_of`` (or missing, where ``or_absent``), none of ``none_of``.

    ``present`` tells whether there must be such an argument, None leaves it open.
    """

    any_of: frozenset[str] = frozenset()
    none_of: frozenset[str] = frozenset()
    present: bool | None = None
    or_absent: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """One further condition: a flag, a scope or a preposition ``key``, with the labels one of which must be there."""

    key: str
    labels: frozenset[str]
    negated: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule of the lexicon. ``name`` finds it again in its file."""

    name: str
    words: tuple[str, ...]
    subject: Wants | None
    object: Wants | None
    conditions: tuple[Condition, ...]
    kind: str
    sense: str
    confidence: float


@dataclass(frozen=True, slots=True)
class TriggerLexicon:
    """The compiled lexicon: entries by the lemma of their head word, families by name, classes by word.

    ``forms`` leads from the regular forms of the head words to their lemmas, for titles that the tagger misreads
    and for the rarer verbs whose lemma the parser does not know ("gutted").
    """

    verbs: Mapping[str, tuple[Entry, ...]]
    nouns: Mapping[str, tuple[Entry, ...]]
    families: Mapping[str, tuple[Entry, ...]]
    classes: Mapping[str, frozenset[str]]
    forms: Mapping[str, str]

    @classmethod
    def load(cls, extra: Path | None = None) -> TriggerLexicon:
        """Read the built-in lexicon and, before it, the user's rows. Raises CodebookError."""
        families: dict[str, list[Entry]] = {}
        for number, row in enumerate(read_rows("triggers_families.csv", extra), 1):
            family = row["family"]
            entry = _entry(f"family {family} {number}", (family,), {"subject": "", "object": "", **row}, frozenset())
            families.setdefault(family, []).append(entry)
        names = frozenset(families)
        classes = word_classes(extra)
        verbs = _lexicon("triggers_verbs.csv", "verb", extra, names, head_last=False)
        nouns = _lexicon("triggers_nouns.csv", "noun", extra, names, head_last=True)
        known = GIVEN.union(*classes.values())
        # One row's words share its conditions: each is checked once.
        rules = {
            (id(entry.subject), id(entry.object), id(entry.conditions)): entry
            for lexicon in (verbs, nouns, families)
            for entries in lexicon.values()
            for entry in entries
        }
        for entry in rules.values():
            _check_labels(entry, known)
        return cls(
            verbs=verbs,
            nouns=nouns,
            families={name: tuple(entries) for name, entries in families.items()},
            classes=classes,
            forms={form: lemma for words in (verbs, nouns) for lemma in words for form in _forms(lemma)},
        )


def _check_labels(entry: Entry, known: frozenset[str]) -> None:
    asked: set[str] = set()
    for wants in (entry.subject, entry.object):
        if wants is not None:
            asked |= wants.any_of | wants.none_of
    for condition in entry.conditions:
        asked |= condition.labels
    unknown = sorted(label for label in asked if label.isupper() and label not in known)
    if unknown:
        raise CodebookError(
            f"The rule {entry.name!r} asks for an unknown word class {unknown[0]!r}.",
            "Write the class into triggers_classes.toml, or correct the name.",
        )


def _forms(lemma: str) -> tuple[str, ...]:
    """The regular forms of a word."""
    if lemma.endswith("e"):
        return (lemma, f"{lemma}s", f"{lemma}d", f"{lemma[:-1]}ing")
    if lemma.endswith(("ss", "sh", "ch", "x")):
        return (lemma, f"{lemma}es", f"{lemma}ed", f"{lemma}ing")
    if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
        return (lemma, f"{lemma[:-1]}ies", f"{lemma[:-1]}ied", f"{lemma}ing")
    plain = (lemma, f"{lemma}s", f"{lemma}ed", f"{lemma}ing")
    if len(lemma) > 2 and lemma[-1] not in "aeiouwxyh" and lemma[-2] in "aeiou" and lemma[-3] not in "aeiou":
        return (*plain, f"{lemma}{lemma[-1]}ed", f"{lemma}{lemma[-1]}ing")
    return plain


def _lexicon(
    file: str, part: str, extra: Path | None, families: frozenset[str], *, head_last: bool
) -> Mapping[str, tuple[Entry, ...]]:
    by_head: dict[str, list[Entry]] = {}
    rows = read_rows(file)
    if extra is not None:
        # The user's rows come first: the first row that fits decides.
        rows = read_rows(file, extra)[len(rows) :] + rows
    seen: Counter[str] = Counter()
    for row in rows:
        rule: Entry | None = None
        for lemma in row["lemma"].split("|"):
            seen[lemma] += 1
            name, words = f"{part} {lemma} {seen[lemma]}", tuple(lemma.split())
            if rule is None:
                rule = _entry(name, words, row, families)
            else:  # the words of one row share its conditions
                rule = Entry(name, words, rule.subject, rule.object, rule.conditions, rule.kind, rule.sense,
                             rule.confidence)  # fmt: skip
            by_head.setdefault(words[-1] if head_last else words[0], []).append(rule)
    # More words say more: they are tried first; among equals the order of the file holds.
    return {head: tuple(sorted(entries, key=lambda entry: -len(entry.words))) for head, entries in by_head.items()}


def _entry(name: str, words: tuple[str, ...], row: Mapping[str, str], families: frozenset[str]) -> Entry:
    kind = row["kind"]
    if kind != "-" and kind not in KINDS and kind not in families:
        raise CodebookError(f"The rule {name!r} gives an unknown kind {kind!r}.", "Run `sayso kinds` for the list.")
    conditions = tuple(_condition(part, name) for part in row["with"].split())
    return Entry(
        name, words, _wants(row["subject"]), _wants(row["object"]), conditions, kind,
        row.get("sense", ""), float(row["confidence"] or 0.6),
    )  # fmt: skip


@cache
def _wants(cell: str) -> Wants | None:
    if not cell:
        return None
    any_of, none_of, present, absent = [], [], None, False
    for part in cell.split():
        if part == "-":
            absent = True
        elif part == "+":
            present = True
        elif part.startswith("!"):
            none_of.append(part[1:])
        else:
            any_of.append(part)
    if absent and not any_of:
        present = False
    return Wants(frozenset(any_of), frozenset(none_of), present, absent)


def _condition(part: str, name: str) -> Condition:
    negated = part.startswith("!")
    key, _, labels = part.removeprefix("!").partition(":")
    if key in SCOPES and not labels:
        raise CodebookError(f"The rule {name!r} has {part!r} without a class.", "Write it as scope:CLASS.")
    return Condition(key, frozenset(labels.split("|")) if labels else frozenset(), negated)
