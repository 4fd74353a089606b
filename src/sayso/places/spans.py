"""Stretches of a text that may be place names: from capitalised words, from the gazetteer, from the parser's
names.

Nothing is decided here; ``recognise`` weighs what is found.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

from sayso.language import Parse
from sayso.places.folding import _FIRST, ARTICLES, fold, loose
from sayso.places.gazetteer import Gazetteer
from sayso.places.lexicon import PlaceLexicon
from sayso.places.model import Match
from sayso.places.runs import COMPASS, LAND, runs_of

_REGIONS = frozenset(("PCLI", "ADM1", "RGN"))
# A name is at most this long, in tokens.
LONGEST = 6
UNKNOWN = frozenset(("bare", "pattern", "unknown"))
PLACE_LABELS = frozenset(("GPE", "LOC", "FAC"))
_SIDES_LOWER = frozenset(
    ("north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "downtown", "upper",
     "lower", "greater")
)  # fmt: skip
_SIDES = ("North", "South", "East", "West", "New", "Old")
_SURE_KINDS = frozenset(
    ("town", "village", "settlement", "province", "governorate", "neighborhood", "neighbourhood", "hamlet",
     "district", "county", "suburb", "neighbourhoods", "neighborhoods", "refugee")
)  # fmt: skip
# Words after which a capitalised name that nothing knows is more often a place than not.
_UNKNOWN_AFTER = frozenset(
    ("in", "at", "near", "outside", "inside", "around", "from", "to", "into", "toward", "towards", "through",
     "eastern", "western", "northern", "southern", "central", "nearby", "downtown", "between")
)  # fmt: skip
_LONGEST_UNKNOWN = 4
# Nouns that the whole name before them belongs to.
_NAMED_WHOLE = frozenset(
    ("village", "hamlet", "settlement", "area", "neighborhood", "neighbourhood", "quarter", "slum", "suburb", "camp")
)
_DIVISIONS = frozenset(("province", "governorate", "oblast", "state", "region", "district", "county", "prefecture"))
_PUTTING = _UNKNOWN_AFTER | {"on", "of", "over", "across", "against", "towards", "via", "beyond"}
_ENDS = frozenset(("", ",", ".", ";", ")", "("))
_SETTLEMENTS = frozenset(("town", "village", "hamlet", "city", "settlement", "suburb"))
_FOLDED: dict[str, str] = {}


@dataclass(slots=True)
class Candidate:
    """Tokens ``first`` to ``last`` (exclusive) that may name a place.

    ``form``: name, demonym, abbreviation, road, land, built; bare, pattern or unknown without a gazetteer
    entry. ``fits``: GeoNames classes and codes that the words around it ask for ("town of X"), empty for
    none.
    """

    first: int
    last: int
    key: str
    matches: tuple[Match, ...]
    form: str = "name"
    fits: frozenset[str] = frozenset()
    code: str = ""  # what a demonym or an abbreviation stands for
    features: list[str] = field(default_factory=list)
    chance: float = 0.0
    list_left: str = ""  # the word before the list that it goes on: "in" for Y of "in X and Y"


def with_capitals(parse: Parse, lexicon: PlaceLexicon) -> Parse:
    """The parse with nouns and adjectives capitalised where the text is printed in capitals.

    There the parser has read a copy in sentence case, which knows no proper names.
    """
    text, starts = parse.text, parse.starts
    restored = [
        number
        for number, word in enumerate(parse.words)
        if word[0].islower() and text[starts[number]].isupper() and parse.tags[number][:2] in ("NN", "JJ", "FW")
    ]
    if not restored:
        return parse
    words = list(parse.words)
    for number in restored:
        if parse.lowers[number] not in lexicon.never:
            words[number] = words[number].capitalize()
    return replace(parse, words=words)


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


def echoes(parse: Parse, accepted: list[Candidate], taken: Collection[int]) -> Iterator[Candidate]:
    """Other mentions of names that the gazetteer does not know, once one mention is taken for a place."""
    known: dict[str, Candidate] = {}
    for candidate in accepted:
        if candidate.form in UNKNOWN:
            known.setdefault(parse.words[candidate.first], candidate)
    if not known:
        return
    for token, word in enumerate(parse.words):
        first = known.get(word)
        if first is None or token in taken:
            continue
        end = token + first.last - first.first
        if list(parse.words[token:end]) == list(parse.words[first.first : first.last]):
            yield replace(first, first=token, last=end, fits=frozenset(), features=["echo"])


def folded(word: str) -> str:
    """``fold`` of one token, remembered."""
    key = _FOLDED.get(word)
    if key is None:
        if len(_FOLDED) > 50_000:
            _FOLDED.clear()
        key = _FOLDED[word] = fold(word)
    return key


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
                    matches = tuple(match for match in matches if match.entry.code in _REGIONS)
                if matches:
                    best = Candidate(start, end, key, matches)
                    break
        if feature is None and (best is None or best.form == "demonym") and _whole_before_kind(parse, lexicon, keys, found, start, last):
            best = Candidate(start, last, fold(parse.text[parse.starts[start] : parse.ends[last - 1]]), (), "pattern")
        if best is None and feature is None and _put_in_division(parse, lexicon, keys, found, start, last):
            best = Candidate(start, last, fold(parse.text[parse.starts[start] : parse.ends[last - 1]]), (), "pattern")
        if best is not None and best.form == "name" and best.last < last and _goes_on(parse, lexicon, start, best.last):
            longer = _by_pattern(parse, lexicon, start, last, previous)
            best = longer if longer is not None and longer.last > best.last else best
        if best is None:
            best = feature or _by_pattern(parse, lexicon, start, last, previous)
        if best is not None and best.form == "name" and _heads_a_name(parse, best):
            best = None
        if best is None:
            start += 1
        else:
            best.list_left = _list_left(parse, lexicon, best, previous)
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
    if lowers[start] in lexicon.never and words[start] not in _SIDES:
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


def _by_pattern(
    parse: Parse, lexicon: PlaceLexicon, start: int, last: int, previous: Candidate | None
) -> Candidate | None:
    """A name that the gazetteer lacks, in words that only a place stands in: "the town of X", "X settlement",
    "the villages of Y and X", "X, a town near Y".
    """
    words, lowers = parse.words, parse.lowers
    opens, closes = parse.sentences[parse.sentence_of[start]]
    if lowers[start] in lexicon.never or not words[start][0].isalpha():
        return None
    end = start + 1
    while end < last and (words[end][0].isupper() or words[end] in "-'’" or lowers[end] in ARTICLES):
        if words[end] in lexicon.organisation_heads:
            return None
        end += 1
    while not words[end - 1][0].isupper():
        end -= 1
    found = Candidate(start, end, fold(parse.text[parse.starts[start] : parse.ends[end - 1]]), (), "pattern")
    if _noun_of(parse, lexicon, start) or (end < closes and words[end] in _SURE_KINDS and end - start <= 3):
        return found
    left = _list_left(parse, lexicon, found, previous)
    if left == "of":
        return found
    before = left or (lowers[start - 1] if start > opens else "")
    if before == "of" and start - 2 >= opens and lowers[start - 2] in lexicon.beside:
        before = "near" if words[start] not in lexicon.feature_heads else before  # "east of Interstate 5"
    if before in _UNKNOWN_AFTER and parse.tags[end - 1].startswith("NNP") and end - start <= 4:
        found.form = "unknown"
        return found
    return found if end - start <= 3 and _told_as_settlement(parse, end, closes) else None


def _put_in_division(
    parse: Parse,
    lexicon: PlaceLexicon,
    keys: dict[tuple[int, int], str],
    found: dict[str, tuple[Match, ...]],
    start: int,
    end: int,
) -> bool:
    """Whether a division or country follows that a name is put in: "shells fell on X, Idlib province".

    The noun for the division says so by itself; without it a preposition must stand before and the phrase end behind.
    """
    words, lowers = parse.words, parse.lowers
    closes = parse.sentences[parse.sentence_of[start]][1]
    if end - start > _LONGEST_UNKNOWN or end + 2 > closes or words[end] != "," or not words[end + 1][0].isupper():
        return False
    if lowers[start] in lexicon.never or not all(words[token][0].isalpha() for token in (start, end - 1)):
        return False
    if start and (words[start - 1][0].isupper() or lowers[start - 1] in lexicon.titles):
        return False
    for stop in range(min(closes, end + 5), end + 1, -1):
        matches = found.get(keys.get((end + 1, stop), ""), ())
        if not any(match.entry.code in ("ADM1", "PCLI") for match in matches):
            continue
        after = lowers[stop] if stop < closes else ""
        if after in _DIVISIONS:
            return parse.tags[end - 1].startswith("NNP")
        return (
            after in _ENDS
            and lowers[start - 1] in _PUTTING
            and parse.tags[end - 1].startswith("NNP")
            and parse.entity_label(start) not in ("PERSON", "ORG", "NORP")
        )
    return False


def _whole_before_kind(
    parse: Parse,
    lexicon: PlaceLexicon,
    keys: dict[tuple[int, int], str],
    found: dict[str, tuple[Match, ...]],
    start: int,
    last: int,
) -> bool:
    """Whether a run that no table knows is one name before its noun: "Wharf Jérémie area" is not in Jérémie."""
    words, lowers = parse.words, parse.lowers
    closes = parse.sentences[parse.sentence_of[start]][1]
    if not 2 <= last - start <= 3 or last >= closes or lowers[last] not in _NAMED_WHOLE:
        return False
    if start == parse.sentences[parse.sentence_of[start]][0] or words[start] in _SIDES or words[start] in COMPASS:
        return False
    if not all(words[token].istitle() and parse.tags[token][:3] == "NNP" for token in range(start, last)):
        return False
    if lowers[start] in lexicon.never or lowers[start] in lexicon.titles or words[start] in lexicon.demonyms:
        return False
    return not any(match.entry.code in _REGIONS for match in found.get(keys.get((start, start + 1), ""), ()))


def _goes_on(parse: Parse, lexicon: PlaceLexicon, start: int, end: int) -> bool:
    """Whether a name that the gazetteer knows is only the beginning of one that it does not know as such.

    "the village of Tal Dabbus" is more than "Tal", and "Maarat al-Numan" more than "Maarat".
    """
    words, lowers = parse.words, parse.lowers
    if lowers[end] in ARTICLES and words[end].islower():
        return end + 1 < len(words) and (words[end + 1] in "-'’" or words[end + 1][0].isupper())
    return words[end].istitle() and (lowers[start] in lexicon.openers or _noun_of(parse, lexicon, start))


def _heads_a_name(parse: Parse, candidate: Candidate) -> bool:
    """Whether one capitalised word heads a longer name: "the Line of Control", "the Bank of England"."""
    first, last = candidate.first, candidate.last
    return (
        first > 0
        and last == first + 1
        and last + 1 < len(parse)
        and parse.lowers[first - 1] == "the"
        and parse.lowers[last] == "of"
        and parse.words[last + 1][0].isupper()
        and not any(match.entry.code in _REGIONS for match in candidate.matches)
    )


def _noun_of(parse: Parse, lexicon: PlaceLexicon, start: int) -> bool:
    """Whether "town of" or "villages of" stands before a token."""
    if start < 2 or parse.lowers[start - 1] != "of":
        return False
    noun = parse.lowers[start - 2]
    return noun in lexicon.kinds or noun in lexicon.several


def _list_left(parse: Parse, lexicon: PlaceLexicon, candidate: Candidate, previous: Candidate | None) -> str:
    """The word before the list of places that a candidate goes on; '' where it goes on none."""
    if previous is None or not 1 <= candidate.first - previous.last <= 2:
        return ""
    between = parse.lowers[previous.last : candidate.first]
    if any(word not in (",", "and", "or") for word in between):
        return ""
    if previous.list_left:
        return previous.list_left
    first = previous.first
    if _noun_of(parse, lexicon, first):
        return "of" if parse.lowers[first - 2] in lexicon.several else ""
    # A comma may close the phrase: "In Hama, Tolstoy ...".
    left = parse.lowers[first - 1] if first and "," not in between else ""
    return left if left in _UNKNOWN_AFTER and parse.entity_label(candidate.first) != "PERSON" else ""


def _told_as_settlement(parse: Parse, end: int, closes: int) -> bool:
    """Whether a name is followed by ", a small town ..."."""
    if end + 2 >= closes or parse.words[end] != "," or parse.lowers[end + 1] not in ("a", "an", "the"):
        return False
    for token in range(end + 2, min(closes, end + 6)):
        if parse.lowers[token] in _SETTLEMENTS:
            return parse.tags[token] == "NN"
        if parse.tags[token] not in ("JJ", "NN", "NNP", "HYPH", "VBN", "RB", "JJS", ","):
            return False
    return False


def _bare(parse: Parse, first: int, last: int) -> Candidate | None:
    words, lowers = parse.words, parse.lowers
    while first < last and (lowers[first] in ("the", "a", "an") or not words[first][0].isalnum()):
        first += 1
    while last > first and (lowers[last - 1] in ("'s", "’s") or not words[last - 1][-1].isalnum()):
        last -= 1
    if first >= last or not any(word[0].isupper() for word in words[first:last]):
        return None
    return Candidate(first, last, fold(parse.text[parse.starts[first] : parse.ends[last - 1]]), (), "bare")
