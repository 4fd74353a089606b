"""``sayso explain``: which rule gave each slot of a claim, beside the parse of its sentence."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.case import is_case
from sayso.cli.console import output, plain
from sayso.cli.options import DEFAULT_MODEL, Model
from sayso.errors import InputError, UnreadableInput
from sayso.record import Claim, Record, Span, loads

if TYPE_CHECKING:
    from sayso.language import Parse

EXAMPLES = """**Examples**

`sayso code article.txt -o records.jsonl`, then `sayso explain c1f0 records.jsonl`

`sayso code article.txt | sayso explain c1f0 -`

`sayso explain c1f0 syria.sayso`
"""


def explain(
    claim_id: Annotated[str, typer.Argument(metavar="CLAIM_ID", help="The id, or its first characters.")],
    file: Annotated[str, typer.Argument(metavar="CASE|RECORDS|-", help="A case, or records as `sayso code` writes them.")] = "-",
    model: Model = DEFAULT_MODEL,
) -> None:
    """Print the rule and frame behind each slot of a claim, with the parse of its sentence."""
    from sayso.cli.view import show_claim
    from sayso.language import Parser

    record, claim = _find(claim_id, file)
    console = output()
    show_claim(claim, 1, console)
    console.print()
    for slot, rule in _rules(claim):
        console.print(f"     {slot:10} {plain(str(rule))}")
    console.print()
    for line in tree(Parser(model).parse(record.text), claim):
        console.print(plain_line(line))


def _find(claim_id: str, file: str) -> tuple[Record, Claim]:
    found: list[tuple[Record, Claim]] = []
    for record in _of_case(claim_id, file) if is_case(file) else _records(file):
        found += [(record, claim) for claim in record.claims if claim.id.startswith(claim_id)]
    if not found:
        raise InputError(f"No claim of {file} has an id that begins with {claim_id!r}.", "sayso code or claims shows the ids.")
    if len({claim.id for _, claim in found}) > 1:
        ids = ", ".join(claim.id for _, claim in found[:5])
        raise InputError(f"Several claims begin with {claim_id!r}: {ids}.", "Give more of the id.")
    return found[0]


def _of_case(claim_id: str, name: str) -> Iterator[Record]:
    from sayso.store import open_case

    with open_case(name, read_only=True) as case:
        rows = list(case.claims(f"claim:{claim_id}")) if claim_id.isalnum() else []
        if not rows:  # the beginning of an id
            rows = [row for row in case.claims() if row["claim"].startswith(claim_id)]
        for document in dict.fromkeys(row["document"] for row in rows):
            yield case.record(document)


def _records(file: str) -> Iterator[Record]:
    if file == "-":
        lines = sys.stdin.read().splitlines()
    else:
        try:
            lines = Path(file).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise UnreadableInput(f"{file} can't be read: {error}.", "Give records as `sayso code -o` writes them.") from error
    return (loads(line) for line in lines if line.strip())


def _rules(claim: Claim) -> Iterator[tuple[str, object]]:
    for name, rule in claim.why.items():
        if isinstance(rule, dict):
            yield from ((str(slot), path) for slot, path in rule.items())
        else:
            yield name, rule
    if claim.place is not None:
        for name, rule in claim.place.why.items():
            yield f"place: {name}", rule


def tree(parse: Parse, claim: Claim) -> Iterator[str]:
    """The sentence of a claim, one token a line: its slot, word, tag, label and head."""
    slots: list[tuple[str, Span | None]] = [
        ("trigger", claim.trigger), ("actor", claim.actor), ("target", claim.target), ("weapon", claim.weapon),
        ("place", claim.place), ("basis", claim.basis),
    ]  # fmt: skip
    slots += [("source", source) for source in claim.sources]
    slots += [("cue", source.cue) for source in claim.sources]
    slots += [("count", count.span) for count in claim.counts]
    yield f"     {'slot':8} {'word':18} {'tag':5} {'relation':10} head"
    for token in parse.tokens_in(claim.evidence):
        span = parse.span(token, token + 1)
        slot = next((name for name, value in slots if value is not None and value.overlaps(span)), "")
        head = parse.heads[token]
        above = parse.words[head] if head != token else "-"
        yield f"     {slot:8} {parse.words[token]:18} {parse.tags[token]:5} {parse.deps[token]:10} {above}"


def plain_line(line: str) -> str:
    """A line of the tree with anything unprintable made visible, its columns kept."""
    return "".join(char if char.isprintable() else "\ufffd" for char in line)
