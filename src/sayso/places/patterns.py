"""Names told by the words around them: "the town of X", "X, Idlib province", "the villages of Y and X".

What the gazetteer lacks is found so; and where the gazetteer knows only the beginning of a name, or a word that heads
one, that is seen here too.
"""

from __future__ import annotations

from sayso.language import Parse
from sayso.places.candidates import Candidate
from sayso.places.folding import ARTICLES, fold
from sayso.places.lexicon import PlaceLexicon
from sayso.places.model import Match
from sayso.places.runs import COMPASS

# Divisions and regions, which a name of several words may begin with.
REGIONS = frozenset(("PCLI", "ADM1", "RGN"))
_SURE_KINDS = frozenset(
    ("town", "village", "settlement", "province", "governorate", "neighborhood", "neighbourhood", "hamlet",
     "district", "county", "suburb", "neighbourhoods", "neighborhoods", "refugee")
)  # fmt: skip
# Words after which a capitalised name that nothing knows is more often a place than not.
_UNKNOWN_AFTER = frozenset(
    ("in", "at", "near", "outside", "inside", "around", "from", "to", "into", "toward", "towards", "through",
     "eastern", "western", "northern", "southern", "central", "nearby", "downtown", "between")
)  # fmt: skip
# Sides of a place that are part of its name: "North Kordofan".
SIDES = ("North", "South", "East", "West", "New", "Old")
# Nouns that the whole name before them belongs to.
_NAMED_WHOLE = frozenset(
    ("village", "hamlet", "settlement", "area", "neighborhood", "neighbourhood", "quarter", "slum", "suburb", "camp")
)
_LONGEST_UNKNOWN = 4
_DIVISIONS = frozenset(("province", "governorate", "oblast", "state", "region", "district", "county", "prefecture"))
_PUTTING = _UNKNOWN_AFTER | {"on", "of", "over", "across", "against", "towards", "via", "beyond"}
_ENDS = frozenset(("", ",", ".", ";", ")", "("))
_SETTLEMENTS = frozenset(("town", "village", "hamlet", "city", "settlement", "suburb"))


def by_pattern(
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
    left = list_left_of(parse, lexicon, found, previous)
    if left == "of":
        return found
    before = left or (lowers[start - 1] if start > opens else "")
    if before == "of" and start - 2 >= opens and lowers[start - 2] in lexicon.beside:
        before = "near" if words[start] not in lexicon.feature_heads else before  # "east of Interstate 5"
    if before in _UNKNOWN_AFTER and parse.tags[end - 1].startswith("NNP") and end - start <= 4:
        found.form = "unknown"
        return found
    return found if end - start <= 3 and _told_as_settlement(parse, end, closes) else None


def is_put_in_division(
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


def is_whole_before_kind(
    parse: Parse,
    lexicon: PlaceLexicon,
    keys: dict[tuple[int, int], str],
    found: dict[str, tuple[Match, ...]],
    start: int,
    last: int,
) -> bool:
    """Whether a run that no table knows is one name before its noun: "Wharf Jérémie area" is not in Jérémie."""
    words, lowers = parse.words, parse.lowers
    opens, closes = parse.sentences[parse.sentence_of[start]]
    if not 2 <= last - start <= 3 or last >= closes or lowers[last] not in _NAMED_WHOLE or start == opens:
        return False
    if lowers[start] in lexicon.never or words[start] in SIDES or words[start] in COMPASS or lowers[start] in lexicon.titles:
        return False
    if not all(words[token].istitle() and parse.tags[token][:3] == "NNP" for token in range(start, last)):
        return False
    return not any(match.entry.code in REGIONS for match in found.get(keys.get((start, start + 1), ""), ()))


def goes_on(parse: Parse, lexicon: PlaceLexicon, start: int, end: int) -> bool:
    """Whether a name that the gazetteer knows is only the beginning of one that it does not know as such.

    "the village of Tal Dabbus" is more than "Tal", and "Maarat al-Numan" more than "Maarat".
    """
    words, lowers = parse.words, parse.lowers
    if lowers[end] in ARTICLES and words[end].islower():
        return end + 1 < len(words) and (words[end + 1] in "-'’" or words[end + 1][0].isupper())
    return words[end].istitle() and (lowers[start] in lexicon.openers or _noun_of(parse, lexicon, start))


def heads_a_name(parse: Parse, candidate: Candidate) -> bool:
    """Whether one capitalised word heads a longer name: "the Line of Control", "the Bank of England"."""
    first, last = candidate.first, candidate.last
    return (
        first > 0
        and last == first + 1
        and last + 1 < len(parse)
        and parse.lowers[first - 1] == "the"
        and parse.lowers[last] == "of"
        and parse.words[last + 1][0].isupper()
        and not any(match.entry.code in REGIONS for match in candidate.matches)
    )


def _noun_of(parse: Parse, lexicon: PlaceLexicon, start: int) -> bool:
    """Whether "town of" or "villages of" stands before a token."""
    if start < 2 or parse.lowers[start - 1] != "of":
        return False
    noun = parse.lowers[start - 2]
    return noun in lexicon.kinds or noun in lexicon.several


def list_left_of(parse: Parse, lexicon: PlaceLexicon, candidate: Candidate, previous: Candidate | None) -> str:
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
