"""Which candidates are place names: what speaks for and against each, weighed.

The features are words that a reader can check ("prep=locative", "ner=PERSON"); their weights stand in
``places_weights.toml`` and add up to log odds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from sayso.language import Parse
from sayso.places.candidates import UNKNOWN, Candidate
from sayso.places.folding import ARTICLES
from sayso.places.lexicon import PlaceLexicon
from sayso.places.schema import PRIMARY
from sayso.places.spans import PLACE_LABELS

_ENGLISH_SPEAKING = frozenset(("US", "GB", "CA", "AU", "NZ", "IE", "ZA", "JM"))
# What ends an adjective made with a name: "U.N.-run", "Nato-led".
_MADE_OF = frozenset(
    ("run", "led", "backed", "based", "held", "controlled", "made", "built", "sponsored", "style", "born")
)
# What stands before the name of a ship, which is often that of a town: "the frigate INS Mysore".
_SHIPS = frozenset(
    ("ins", "uss", "u.s.s.", "hms", "hmas", "hmcs", "rfa", "pns", "mv", "m/v", "ss", "frigate", "destroyer", "warship",
     "cruiser", "corvette", "submarine", "tanker", "freighter", "trawler", "ferry", "yacht", "aircraft-carrier")
)  # fmt: skip
# What is done to ships alone: "boarded the Almezaan".
_DONE_TO_SHIPS = frozenset(("board", "tow", "sink", "scuttle", "torpedo", "refloat"))
# What people have: "outside Hamza's house".
_OWNED = frozenset(("home", "house", "residence", "office", "villa", "mansion", "apartment", "car", "convoy", "family"))
# "His Kennebunkport home", "their Baghdad office": between these words stands a place.
_HIS = frozenset(("his", "her", "its", "their", "my", "our"))
_HOMES = _OWNED - {"car", "convoy", "family"} | {"office", "embassy", "headquarters", "base", "bureau", "compound", "hideout"}
_CONTAINING = frozenset(("contained", "noun of", "noun after"))
_WORLD = frozenset(("country", "feature", "world"))
_DIVISIONS = frozenset(("province", "governorate", "department", "district", "county", "oblast", "region", "state"))
_REGION_CODES = frozenset(("PCLI", "ADM1", "PCLH"))


# Prepositions that a person's name seldom follows.
_PLACING = frozenset(("in", "at", "near", "outside", "into", "northern", "southern", "eastern", "western", "central"))


# Penn tags that a name may carry; a word with another ("Along with them, ...") is hardly one.
_NAMING = frozenset({"NN", "JJ", "FW", "CD"})


def describe(parse: Parse, candidates: Sequence[Candidate], lexicon: PlaceLexicon) -> None:
    """Fills ``features`` and ``fits`` of every candidate."""
    surnames = _surnames(parse)
    labels: dict[str, set[str]] = {}
    for candidate in candidates:
        labels.setdefault(candidate.key, set()).add(parse.entity_label(candidate.first))
    lower_words = {word for word in parse.words if word.islower()}
    ships = frozenset(one.key for one in candidates if one.first and _is_ship(parse, one))
    countries = _named_countries(parse, candidates)
    for number, candidate in enumerate(candidates):
        local = ["local"] if candidate.form == "name" and _is_local(candidate, countries) else []
        before = candidates[number - 1] if number else None
        after = candidates[number + 1] if number + 1 < len(candidates) else None
        candidate.features = local + _features(
            parse, candidate, before, after, lexicon, surnames, labels, lower_words, ships
        )


def _is_ship(parse: Parse, candidate: Candidate) -> bool:
    """Whether a name is a ship's: "the frigate Tabar", "sailors boarded the Almezaan"."""
    before = parse.lowers[candidate.first - 1]
    if before in _SHIPS:
        return True
    head = candidate.last - 1
    return before == "the" and parse.deps[head] == "dobj" and parse.lemmas[parse.heads[head]] in _DONE_TO_SHIPS


def judge(candidates: Sequence[Candidate], weights: Mapping[str, float]) -> None:
    """Sets the chance that each described candidate is a toponym, 0 to 1."""
    bias = weights["bias"]
    for candidate in candidates:
        odds = bias
        for feature in candidate.features:
            odds += weights.get(feature, 0.0)
        candidate.chance = 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))


def _named_countries(parse: Parse, candidates: Sequence[Candidate]) -> frozenset[str]:
    """The countries that a text names, but for those whose towns bear the names of English-speaking people."""
    out = set()
    for candidate in candidates:
        if candidate.code:
            out.add(candidate.code[:2])
        elif parse.entity_label(candidate.first) in PLACE_LABELS:
            out.update(match.entry.country for match in candidate.matches if match.entry.code in ("PCLI", "ADM1"))
    return frozenset(out - _ENGLISH_SPEAKING)


def _is_local(candidate: Candidate, countries: frozenset[str]) -> bool:
    """Whether a name is that of a place below the country in one of these, and of none where English is spoken."""
    here = False
    for match in candidate.matches:
        entry = match.entry
        if entry.country in _ENGLISH_SPEAKING or entry.code == "PCLI":
            return False
        here = here or entry.country in countries
    return here


def is_list(parse: Parse, place: Candidate, region: Candidate) -> bool:
    """Whether "X, Y and Z" lists places of one rank rather than putting X in Y."""
    after = parse.lowers[region.last : region.last + 1]
    if parse.words[place.last] != "," or region.code or list(after) not in (["and"], ["or"], [","]):
        return False
    codes = {(match.entry.country, match.entry.admin1) for match in region.matches if match.entry.code == "ADM1"}
    if not codes or any(match.entry.code == "PCLI" for match in region.matches):
        return False
    if "P" in place.fits and (
        parse.lowers[region.last - 1] in _DIVISIONS or not any(match.entry.feature == "P" for match in region.matches)
    ):
        return False  # "the hamlet of X, Y Department, in Z" goes up the ranks
    return not any(
        (match.entry.country, match.entry.admin1) in codes for match in place.matches if match.entry.code != "ADM1"
    )


def is_region(candidate: Candidate) -> bool:
    """Whether a candidate may be a country or a first-order division, which places are named within."""
    return candidate.form == "abbreviation" or any(m.entry.code in _REGION_CODES for m in candidate.matches)


def _surnames(parse: Parse) -> frozenset[str]:
    """Words that this text uses within a person's name of two words or more."""
    return frozenset(
        parse.words[token]
        for entity in parse.entities
        if entity.label == "PERSON" and entity.last - entity.first > 1
        for token in range(entity.first, entity.last)
    )


def _features(
    parse: Parse,
    candidate: Candidate,
    before: Candidate | None,
    after: Candidate | None,
    lexicon: PlaceLexicon,
    surnames: frozenset[str],
    labels: Mapping[str, set[str]],
    lower_words: set[str],
    ships: frozenset[str],
) -> list[str]:
    words, lowers, first, last = parse.words, parse.lowers, candidate.first, candidate.last
    opens, closes = parse.sentences[parse.sentence_of[first]]
    out = ["form=" + candidate.form, "ner=" + _label(parse, first, last)]
    left = lowers[first - 1] if first > opens else ""
    if left == "the" and first - 1 > opens:
        out.append("the")
        left = lowers[first - 2]
    elif (
        left == "of"
        and first - 1 > opens
        and lowers[first - 2] in lexicon.beside
        and words[first] not in lexicon.feature_heads
    ):
        left = "near"  # "10 km north of X", "the outskirts of X"
    right = words[last] if last < closes else ""
    if candidate.list_left and (candidate.form in UNKNOWN or candidate.form == "name"):
        left = candidate.list_left
        out.append("listed")
    if left in _PLACING:
        out.append("prep=in")
    elif left in lexicon.locative:
        out.append("prep=locative")
    elif left in lexicon.weak:
        out.append("prep=weak")
    elif not left:
        out.append("opens")
    elif left in lexicon.titles:
        out.append("title")
    elif candidate.form in UNKNOWN and parse.tags[first - 1] == "NN" and left.isalpha() and left not in lexicon.kinds:
        out.append("noun left")  # "his interpreter Sok Vanna": no place follows another noun bare
    headed = candidate.form == "name" and last < closes and lowers[last] in lexicon.events  # "Munich Attack"
    if first > opens and words[first - 1][0].isupper() and (before is None or before.last != first) and not headed:
        out.append("capital left")
    if right and right[0].isupper():
        if right in lexicon.organisation_heads:
            out.append("organisation right")
        elif not headed:
            out.append("capital right")
    elif right in ("'s", "’s"):
        out.append("possessive")
        if candidate.form in UNKNOWN and last + 1 < closes and parse.lemmas[last + 1] in _OWNED:
            out.append("owner")
    elif right == "-":
        out.append("hyphen right")
    if (
        after is not None
        and after.first == last + 1
        and words[last] == ","
        and is_region(after)
        and not is_list(parse, candidate, after)
    ):
        out.append("contained")
    if (
        before is not None
        and before.last == first - 1
        and words[first - 1] == ","
        and is_region(candidate)
        and not is_list(parse, before, candidate)
    ):
        out.append("container")
    _typed(parse, candidate, lexicon, opens, closes, out)
    if right == "," and any(lowers[token] in lexicon.kinds for token in range(last + 2, min(closes, last + 5))):
        out.append("apposition")
    _known(candidate, out)
    placed = left in _PLACING or not _CONTAINING.isdisjoint(out)
    if _WORLD.isdisjoint(out):
        surface = parse.text[parse.starts[first] : parse.ends[last - 1]]
        if surface in lexicon.others:
            known = "other name placed" if placed else "other name"
            out.append(known if candidate.matches else "other name only")
    if candidate.last - candidate.first == 1:
        word = words[first]
        if word in surnames and not headed:
            out.append("surname placed" if placed else "surname")
        if candidate.form in UNKNOWN and word.rpartition("-")[2] in _MADE_OF:
            out.append("no noun")
        if _is_acronym(word, candidate.form in UNKNOWN) and candidate.form != "abbreviation" and _WORLD.isdisjoint(out):
            out.append("acronym")
        if lowers[first] in lower_words:
            out.append("common word")
        if parse.tags[first][:2] not in _NAMING or (
            candidate.form in ("bare", "unknown") and not candidate.fits and _is_people(parse, first)
        ):
            out.append("no noun")
    else:
        out.append("long")
        if candidate.form in UNKNOWN and candidate.matches:
            out.append("loose")  # several words that are a place's but for transliteration
    if lowers[first] in ARTICLES and candidate.form in UNKNOWN:
        out.append("article")
    if candidate.list_left == "of":
        out.append("noun of")
    if parse.words[first] != parse.text[parse.starts[first] : parse.ends[first]]:
        out.append("restored")
    if lowers[first - 1] in _HIS and first > opens and right and parse.lemmas[last] in _HOMES:
        out.append("home")
    if lowers[first] in ("saint", "st", "st.") and first > opens and lowers[first - 1] == "the":
        out.append("saint")  # "the Saint Peter and Saint Paul Church"
    dep = parse.deps[last - 1]
    if dep == "dobj" and parse.lemmas[parse.heads[last - 1]] in lexicon.armed:
        out.append("object")
    for neighbour, gap in ((before, parse.lowers[first - 1 : first]), (after, parse.lowers[last : last + 1])):
        if (
            neighbour is not None
            and "listed" not in out
            and (neighbour.last == first - 1 or neighbour.first == last + 1)
            and list(gap) in (["and"], [","])
            and (parse.entity_label(neighbour.first) in PLACE_LABELS or is_region(neighbour))
        ):
            out.append("listed")
            break
    if candidate.key in ships:
        out.append("ship")
    others = labels[candidate.key]
    if others & PLACE_LABELS:
        out.append("place elsewhere")
    if "PERSON" in others:
        out.append("person elsewhere")
    if "ORG" in others:
        out.append("organisation elsewhere")
    return out


def _is_people(parse: Parse, token: int) -> bool:
    """Whether a word that nothing knows is one for people: "between Catholics and Protestants", "Gunmen attacked"."""
    return parse.tags[token] in ("NNS", "NNPS") or parse.entity_label(token) == "NORP"


def _is_acronym(word: str, unknown: bool) -> bool:
    """Four capitals or fewer; for a name that nothing knows also "MoD"."""
    return (word.isupper() and len(word) <= 4) or (unknown and len(word) <= 5 and sum(map(str.isupper, word)) > 1)


def _label(parse: Parse, first: int, last: int) -> str:
    number = parse.entity_of[last - 1]
    if number < 0:
        number = parse.entity_of[first]
        if number < 0:
            return "none"
    entity = parse.entities[number]
    label = entity.label if entity.label in ("GPE", "LOC", "FAC", "PERSON", "ORG", "NORP") else "other"
    if label in PLACE_LABELS:
        return label
    return label if last - first >= entity.last - entity.first - 1 else "in " + label


def _typed(parse: Parse, candidate: Candidate, lexicon: PlaceLexicon, opens: int, closes: int, out: list[str]) -> None:
    """ "the town of X", "X province": adds what the noun asks for."""
    lowers, first, last = parse.lowers, candidate.first, candidate.last
    kinds = lexicon.kinds
    start = first - 1
    if start > opens and lowers[start] == "the":
        start -= 1
    if start - 1 >= opens and lowers[start] == "of" and lowers[start - 1] in kinds:
        candidate.fits = kinds[lowers[start - 1]]
        out.append("noun of")
    elif start - 1 >= opens and lowers[start] == "of" and lowers[start - 1] in lexicon.several:
        candidate.fits = lexicon.several[lowers[start - 1]]
        out.append("noun of")
    elif last < closes and lowers[last] in kinds:
        candidate.fits = kinds[lowers[last]]
        out.append("noun after" if parse.words[last].islower() else "Noun after")
    elif first > opens and lowers[first - 1] in kinds:
        candidate.fits = kinds[lowers[first - 1]]
        out.append("noun before")


def _known(candidate: Candidate, out: list[str]) -> None:
    matches = candidate.matches
    if not matches:
        return
    codes = {match.entry.code for match in matches}
    if "PCLI" in codes:
        out.append("country")
        return
    if any(match.entry.code in ("RGN", "CONT") and not match.entry.country for match in matches):
        out.append("world")
        return
    if any(match.entry.feature in "LHTSR" and match.entry.source == 1 for match in matches):
        out.append("feature")
        return
    if "ADM1" in codes:
        out.append("admin1")
    elif "ADM2" in codes:
        out.append("admin2")
    primary = [match for match in matches if match.kind == PRIMARY]
    if not primary:
        out.append("alternate only" if candidate.last - candidate.first == 1 else "alternate long")
        if max(match.entry.population for match in matches) > 100_000:
            out.append("alternate large")
    people = max((match.entry.population for match in primary or matches), default=0)
    out.append(
        "people>1M" if people > 1_000_000 else "people>100k" if people > 100_000 else
        "people>10k" if people > 10_000 else "people<10k"
    )  # fmt: skip
