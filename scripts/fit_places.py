"""Fits the weights of the place layer to texts written for the project, and writes places_weights.toml.

    python scripts/fit_places.py            prints the weights and how well they fit (leave-one-text-out)
    python scripts/fit_places.py --write    writes them into the codebook

Recognition: logistic regression over the features of a candidate. Resolution: a softmax over the entries of a name
and "none of these". Both are drawn toward the prior below, which states what is expected before any text is seen;
few texts move it a little, many would move it far. Nothing but scripts/data/toponyms.txt is read, so the weights
carry the licence of the project.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sayso.language import Parse, Parser
from sayso.places import Gazetteer, PlaceFinder
from sayso.places.candidates import Candidate
from sayso.places.finder import _inside
from sayso.places.recognise import describe
from sayso.places.resolve import evidence, make_senses, settle
from sayso.places.spans import candidates_at, find_candidates
from sayso.record import Span

HERE = Path(__file__).resolve().parent
TEXTS = HERE / "data" / "toponyms.txt"
WEIGHTS = HERE.parent / "src" / "sayso" / "codebook" / "data" / "places_weights.toml"

_MARK = re.compile(r"[\[<]([^\]\[<>|]+)\|([A-Z.]*)[\]>]")

# What is expected of a candidate before any text is seen, in log odds; features not named start at 0.
RECOGNITION_PRIOR = {
    "bias": -1.0, "country": 2.0, "container": 1.5, "contained": 1.5, "place elsewhere": 1.5, "noun after": 1.0,
    "Noun after": 0.5, "prep=in": 1.0, "prep=locative": 1.0, "prep=weak": 0.5, "ner=GPE": 1.0, "ner=PERSON": -1.0,
    "ner=in PERSON": 0.0, "ner=in ORG": 0.0, "ner=ORG": -0.3, "surname": -3.0, "surname placed": -1.0,
    "title": -2.0, "noun before": -1.5, "common word": -1.5, "form=bare": -1.5, "form=abbreviation": 1.5,
    "form=demonym": 1.5, "form=unknown": -1.0, "noun of": 1.5, "capital right": -0.3, "possessive": -1.0,
    "people>1M": 1.0, "people<10k": -1.0, "acronym": -1.0, "alternate only": -1.0, "object": 0.8, "restored": -1.0,
    "no noun": -3.0,
    "other name": -1.8, "other name only": -5.0, "other name placed": -0.6, "owner": -2.0, "home": 2.0, "ship": -4.0,
    "world": 1.7, "loose": 1.2, "noun left": -2.5, "saint": -5.0,
}  # fmt: skip
RESOLUTION_PRIOR = {
    "none": 2.5, "people": 0.7, "country": 2.5, "admin1": 1.0, "admin2": -1.0, "feature": 2.0, "capital": 1.1,
    "capital of named": 1.5,
    "alternate": -1.2, "base": -1.5, "fits": 2.0, "fits not": -2.0, "contained": 3.5, "contained not": -2.5,
    "country share": 2.0, "country votes": 0.5, "admin1 share": 1.0, "admin1 votes": 1.5, "admin2 votes": 0.7,
    "cell votes": 0.8, "outlet": 1.8, "bare": -0.5,
}  # fmt: skip
# How strongly weights are drawn to the prior: as if so many observations had spoken for it.
RECOGNITION_PULL = 6.0
RESOLUTION_PULL = 6.0


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with its toponyms: (start, end, code), the code being "CC", "CC.DIV" or "" for no one country."""

    text: str
    marks: tuple[tuple[int, int, str], ...]
    parse: Parse


def marked_texts() -> Iterator[Marked]:
    """The texts of scripts/data/toponyms.txt, parsed."""
    parser = Parser()
    raw = "\n".join(line for line in TEXTS.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    for block in raw.split("\n\n"):
        plain, marks, last = "", [], 0
        for match in _MARK.finditer(block):
            plain += block[last : match.start()]
            marks.append((len(plain), len(plain) + len(match[1]), match[2]))
            plain += match[1]
            last = match.end()
        plain += block[last:]
        if plain.strip():
            yield Marked(plain, tuple(marks), parser.parse(plain))


def fit_recognition(finder: PlaceFinder, texts: Sequence[Marked]) -> dict[str, float]:
    """Log odds of each feature."""
    rows: list[tuple[list[str], bool, int]] = []
    for number, one in enumerate(texts):
        candidates = find_candidates(one.parse, finder.lexicon, finder.gazetteer)
        describe(one.parse, candidates, finder.lexicon)
        free = list(one.marks)
        for candidate in candidates:
            start, end = _extent(one.parse, candidate)
            hit = next((mark for mark in free if mark[0] < end and start < mark[1]), None)
            if hit is not None:
                free.remove(hit)
            rows.append((["bias", *candidate.features], hit is not None, number))
    names = sorted({name for features, _, _ in rows for name in features} | RECOGNITION_PRIOR.keys())
    index = {name: at for at, name in enumerate(names)}
    matrix = np.zeros((len(rows), len(names)))
    for at, (features, _, _) in enumerate(rows):
        for name in features:
            matrix[at, index[name]] = 1.0
    labels = np.array([float(hit) for _, hit, _ in rows])
    folds = np.array([number for _, _, number in rows])
    prior = np.array([RECOGNITION_PRIOR.get(name, 0.0) for name in names])
    right = 0
    for fold in range(5):
        held = folds % 5 == fold
        weights = _logistic(matrix[~held], labels[~held], prior)
        right += int(((matrix[held] @ weights > 0) == (labels[held] > 0)).sum())
    print(f"recognition: {len(rows)} candidates, {right / len(rows):.3f} right on texts left out")
    return dict(zip(names, _logistic(matrix, labels, prior), strict=True))


def _logistic(matrix: Any, labels: Any, prior: Any) -> Any:
    weights = prior.copy()
    for _ in range(40):
        chances = 1 / (1 + np.exp(-matrix @ weights))
        slope = matrix.T @ (chances - labels) + RECOGNITION_PULL * (weights - prior)
        curve = (matrix * (chances * (1 - chances))[:, None]).T @ matrix + RECOGNITION_PULL * np.eye(len(weights))
        weights = weights - np.linalg.solve(curve, slope)
    return weights


def fit_resolution(finder: PlaceFinder, texts: Sequence[Marked]) -> dict[str, float]:
    """Weights of the evidence for an entry, settled together with the votes that depend on them."""
    weights = {**finder.resolution, **RESOLUTION_PRIOR}
    for _ in range(3):
        names, groups = _choices(finder, texts, weights)
        fitted = _softmax(names, groups)
        weights |= fitted
    right = sum(_best(weights, rows) for rows in groups)
    print(f"resolution: {len(groups)} names, {right / len(groups):.3f} right")
    return weights


def _choices(
    finder: PlaceFinder, texts: Sequence[Marked], weights: Mapping[str, float]
) -> tuple[list[str], list[list[tuple[dict[str, float], bool]]]]:
    groups = []
    for one in texts:
        spans = []
        for start, end, _ in one.marks:
            tokens = one.parse.tokens_in(Span.of(one.text, start, end))
            if len(tokens) and (not spans or tokens.start >= spans[-1][1]):
                spans.append((tokens.start, tokens.stop))
        candidates = candidates_at(one.parse, finder.lexicon, finder.gazetteer, spans)
        describe(one.parse, [candidate for candidate in candidates if candidate.matches], finder.lexicon)
        senses = make_senses(candidates, finder.gazetteer, _inside(one.parse, candidates))
        votes = settle(senses, weights, rounds=int(finder.settings["rounds"]))
        for sense in senses:
            if sense.fixed or not sense.entries:
                continue
            start, end = _extent(one.parse, sense.mentions[0])
            code = next((mark[2] for mark in one.marks if mark[0] < end and start < mark[1]), "")
            if not code:
                continue
            rows = []
            for number, match in enumerate(sense.entries):
                values = dict(sense.traits[number])
                for name, value in evidence(sense, number, votes):
                    values[name] = values.get(name, 0.0) + value
                entry = match.entry
                rows.append((values, code in (entry.country, f"{entry.country}.{entry.admin1}")))
            rows.append(({"none": 1.0}, not any(fits for _, fits in rows)))
            groups.append(rows)
    names = sorted({name for rows in groups for values, _ in rows for name in values})
    return names, groups


def _softmax(names: Sequence[str], groups: Sequence[Sequence[tuple[dict[str, float], bool]]]) -> dict[str, float]:
    prior = np.array([RESOLUTION_PRIOR.get(name, 0.0) for name in names])
    matrices = [np.array([[values.get(name, 0.0) for name in names] for values, _ in rows]) for rows in groups]
    fits = [np.array([float(fit) for _, fit in rows]) for rows in groups]
    weights = prior.copy()
    for step in range(1, 601):
        slope = RESOLUTION_PULL * (weights - prior)
        for matrix, right in zip(matrices, fits, strict=True):
            scores = matrix @ weights
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            wanted = chances * right
            wanted /= wanted.sum() + 1e-12
            slope += matrix.T @ (chances - wanted)
        weights = weights - slope / (len(groups) ** 0.5 * (10 + step**0.5))
    return dict(zip(names, weights.tolist(), strict=True))


def _best(weights: Mapping[str, float], rows: Sequence[tuple[dict[str, float], bool]]) -> bool:
    scores = [sum(weights.get(name, 0.0) * value for name, value in values.items()) for values, _ in rows]
    return rows[scores.index(max(scores))][1]


def _extent(parse: Parse, candidate: Candidate) -> tuple[int, int]:
    return parse.starts[candidate.first], parse.ends[candidate.last - 1]


def _table(weights: Mapping[str, float]) -> str:
    return "".join(f'"{name}" = {weights[name]:.1f}\n' for name in sorted(weights) if abs(weights[name]) >= 0.05)


def main() -> None:
    """Fits, prints, and writes where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the codebook's weights")
    options = parser.parse_args()
    finder = PlaceFinder(Gazetteer.open())
    texts = list(marked_texts())
    recognition, resolution = fit_recognition(finder, texts), fit_resolution(finder, texts)
    settings = WEIGHTS.read_text(encoding="utf-8").split("[settings]", 1)[1]
    out = (
        "# Weights of the place layer: log odds for recognition, log scores for resolution.\n"
        "# Fitted by scripts/fit_places.py to texts written for the project, scripts/data/toponyms.txt; Apache-2.0.\n\n"
        f"[recognition]\n{_table(recognition)}\n[resolution]\n{_table(resolution)}\n[settings]{settings}"
    )
    print(out)
    if options.write:
        WEIGHTS.write_text(out, encoding="utf-8")


if __name__ == "__main__":
    main()
