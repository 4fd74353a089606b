"""Stretches of a text that may be place names: from capitalised words, from the gazetteer, from the parser's
names.

Nothing is decided here; ``recognise`` weighs what is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sayso.language import Parse
from sayso.places.candidates import UNKNOWN, Candidate, folded
from sayso.places.folding import _FIRST, ARTICLES, fold, loose
from sayso.places.gazetteer import Gazetteer
from sayso.places.lexicon import PlaceLexicon
from sayso.places.model import Match
from sayso.places.patterns import (
    REGIONS,
    SIDES,
    by_pattern,
    goes_on,
    heads_a_name,
    is_put_in_division,
    is_whole_before_kind,
    list_left_of,
)
from sayso.places.runs import COMPASS, LAND, runs_of

# A name is at most this long, in tokens.
LONGEST = 6
PLACE_LABELS = frozenset(("GPE", "LOC", "FAC"))
_SIDES_LOWER = frozenset(
    ("north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "downtown", "upper",
     "lower", "greater")
)  # fmt: skip


def find_candidates(parse: Parse, lexicon: PlaceLexicon, gazetteer: Gazetteer) -> list[Candidate]:
    """All candidates of a document in text order, without overlaps, the longest where several fit."""
    capitals = [number for number, word in enumerate(parse.words) if word[0].isupper()]
    runs = list(runs_of(parse, capitals))
    keys: dict[tuple[int, int], str] = {}
    for first, last in runs:
        for span, key in _spans(parse, lexicon, first, last):
            keys[span] = key
    found = gazetteer.by_keys(keys.values())
    taken: dict[int, Candidate] = {}
    out: list[Candidate] = []
    previous: Candidate | None = None
    for first, last in runs:
        for candidate in _cover(parse, lexicon, keys, found, first, last, previous):
            out.append(candidate)
            previous = candidate
    for candidate in out:
        for token in range(candidate.first, candidate.last):
            taken[token] = candidate
    for entity in parse.entities:
        if entity.label in PLACE_LABELS:
            bare = _bare(parse, entity.first, entity.last)
            if bare is not None and bare.last == bare.first + 1 and parse.lowers[bare.first] in lexicon.never:
                continue
            if bare is not None and not any(token in taken for token in range(bare.first, bare.last)):
                out.append(bare)
    _match_loosely(out, gazetteer)
    out.sort(key=lambda candidate: candidate.first)
    return out


def candidates_at(
    parse: Parse, lexicon: PlaceLexicon, gazetteer: Gazetteer, spans: Iterable[tuple[int, int]]
) -> list[Candidate]:
    """Candidates at token ranges that are known to be place names, looked up as far as that goes."""
    out = []
    for first, last in sorted(spans):
        if last - first > 1 and parse.lowers[first] == "the":
            first += 1
        if last - first > 1 and parse.lowers[last - 1] in ("'s", "’s", "'", "’", ","):
            last -= 1
        surface = parse.text[parse.starts[first] : parse.ends[last - 1]]
        code = lexicon.abbreviations.get(surface) or lexicon.abbreviations.get(surface + ".")
        code = code or lexicon.postal.get(surface)
        if code is not None:
            out.append(Candidate(first, last, fold(surface), (), "abbreviation", code=code, chance=1.0))
            continue
        if surface in lexicon.demonyms:
            code = lexicon.demonyms[surface]
            out.append(Candidate(first, last, fold(surface), (), "demonym", code=code, chance=1.0))
            continue
        out.append(_looked_up(parse, lexicon, gazetteer, first, last))
    return out


def _looked_up(parse: Parse, lexicon: PlaceLexicon, gazetteer: Gazetteer, first: int, last: int) -> Candidate:
    key = fold(parse.text[parse.starts[first] : parse.ends[last - 1]])
    matches = gazetteer.lookup(key)
    if matches:
        return Candidate(first, last, key, matches, chance=1.0)
    for start, end, noun in ((first, last - 1, last - 1), (first + 1, last, first)):
        fits = lexicon.kinds.get(parse.lowers[noun], frozenset())
        if end > start and (fits or parse.lowers[noun] in _SIDES_LOWER):
            found = gazetteer.lookup(parse.text[parse.starts[start] : parse.ends[end - 1]])
            if found:
                return Candidate(first, last, key, found, fits=fits, chance=1.0)
    return Candidate(first, last, key, (), "bare", chance=1.0)


def _match_loosely(candidates: list[Candidate], gazetteer: Gazetteer) -> None:
    """Looks names that the gazetteer does not know up by their loose keys ("Mastumah" for "Al Masţūmah")."""
    unknown = {candidate.key: "~" + loose(candidate.key) for candidate in candidates if candidate.form in UNKNOWN}
    found = gazetteer.by_keys(key for key in unknown.values() if len(key) > 4)
    for candidate in candidates:
        if candidate.form in UNKNOWN:
            candidate.matches = found.get(unknown[candidate.key], ())


def _spans(parse: Parse, lexicon: PlaceLexicon, first: int, last: int) -> Iterator[tuple[tuple[int, int], str]]:
    words, lowers, never = parse.words, parse.lowers, lexicon.never
    for start in range(first, last):
        word = words[start]
        if not (word[0].isupper() or start == first):
            continue
        key = folded(word)
        blocked = lowers[start] in never or lowers[start] in ARTICLES
        if key and not blocked:
            yield (start, start + 1), key
        parts = [key] if key else []
        for end in range(start + 1, min(last, start + LONGEST)):
            part = folded(words[end])
            if part:
                parts.append(part)
            if not words[end][0].isupper() and not (end == last - 1 and words[end] in LAND):
                continue
            if not part or (blocked and len(parts) < 2):
                continue
            head = _FIRST.get(parts[0])
            yield (start, end + 1), " ".join([head, *parts[1:]] if head else parts)


def _cover(
    parse: Parse,
    lexicon: PlaceLexicon,
    keys: dict[tuple[int, int], str],
    found: dict[str, tuple[Match, ...]],
    first: int,
    last: int,
    previous: Candidate | None,
) -> Iterator[Candidate]:
    """The candidates of one run, from left to right, each the longest that the gazetteer or the tables
    know. ``previous`` is the last candidate before the run.
    """
    words = parse.words
    start = first
    while start < last:
        best = None
        feature = _feature(parse, lexicon, keys, found, start, last)
        for end in range(min(last, start + LONGEST), start, -1):
            if feature is not None and end < feature.last:
                break
            surface = words[start] if end == start + 1 else parse.text[parse.starts[start] : parse.ends[end - 1]]
            if end > start + 1 and surface[1] != words[start][1:2]:
                surface = surface.title()
            code = lexicon.abbreviations.get(surface)
            if code is None and surface in lexicon.postal and start > 1 and words[start - 1] == ",":
                code = lexicon.postal[surface]
            if code is not None:
                best = Candidate(start, end, folded(surface), (), "abbreviation", code=code)
                break
            code = lexicon.demonyms.get(surface)
            if code is not None:
                best = Candidate(start, end, folded(surface), (), "demonym", code=code)
                break
            key = keys.get((start, end))
            if key is not None and key in found:
                matches = found[key]
                if words[start] in COMPASS:  # "north Carolina", but "east London" is not East London
                    matches = tuple(match for match in matches if match.entry.code in REGIONS)
                if matches:
                    best = Candidate(start, end, key, matches)
                    break
        if feature is None and best is None and is_whole_before_kind(parse, lexicon, keys, found, start, last):
            best = Candidate(start, last, fold(parse.text[parse.starts[start] : parse.ends[last - 1]]), (), "pattern")
        if best is None and feature is None and is_put_in_division(parse, lexicon, keys, found, start, last):
            best = Candidate(start, last, fold(parse.text[parse.starts[start] : parse.ends[last - 1]]), (), "pattern")
        if best is not None and best.form == "name" and best.last < last and goes_on(parse, lexicon, start, best.last):
            longer = by_pattern(parse, lexicon, start, last, previous)
            best = longer if longer is not None and longer.last > best.last else best
        if best is None:
            best = feature or by_pattern(parse, lexicon, start, last, previous)
        if best is not None and best.form == "name" and heads_a_name(parse, best):
            best = None
        if best is None:
            start += 1
        else:
            best.list_left = list_left_of(parse, lexicon, best, previous)
            yield best
            start = best.last
            previous = best


def _feature(
    parse: Parse,
    lexicon: PlaceLexicon,
    keys: dict[tuple[int, int], str],
    found: dict[str, tuple[Match, ...]],
    start: int,
    last: int,
) -> Candidate | None:
    """A name that ends in a word for its kind: a road, a water, a building ("Cooper Street", "Raqqa
    Province").

    Where the gazetteer knows only the name without that word, its entries of that kind are the matches.
    """
    words, lowers = parse.words, parse.lowers
    if lowers[start] in lexicon.never and words[start] not in SIDES:
        return None
    for end in range(start + 1, min(last, start + 4)):
        word = words[end]
        if not word[0].isupper():
            if word not in ("'s", "’s") or _is_country(found.get(keys.get((start, end), ""), ())):
                return None
            continue
        form = lexicon.feature_heads.get(word)
        if form is None:
            continue
        key = keys.get((start, end + 1), "")
        if key in found:
            return Candidate(start, end + 1, key, found[key])
        matches: tuple[Match, ...] = ()
        fits = lexicon.kinds.get(lowers[end], frozenset())
        if fits and form == "built":
            known = found.get(keys.get((start, end), ""), ())
            matches = tuple(match for match in known if match.entry.code in fits or match.entry.feature in fits)
        return Candidate(start, end + 1, key, matches, "name" if matches else form, fits)
    return None


def _is_country(matches: tuple[Match, ...]) -> bool:
    return any(match.entry.code == "PCLI" for match in matches)


def _bare(parse: Parse, first: int, last: int) -> Candidate | None:
    words, lowers = parse.words, parse.lowers
    while first < last and (lowers[first] in ("the", "a", "an") or not words[first][0].isalnum()):
        first += 1
    while last > first and (lowers[last - 1] in ("'s", "’s") or not words[last - 1][-1].isalnum()):
        last -= 1
    if first >= last or not any(word[0].isupper() for word in words[first:last]):
        return None
    return Candidate(first, last, fold(parse.text[parse.starts[first] : parse.ends[last - 1]]), (), "bare")
