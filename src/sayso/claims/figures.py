"""Figures: every number phrase of a document that counts people or things, read once.

Dates, times, ages, sums of money, measures, shares and ordinals are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sayso.claims.count_book import GROUPS, CountBook, count_book
from sayso.dates.lexicon import lexicon
from sayso.dates.numbers import NUMBER_WORDS, Number, number_at
from sayso.language import Parse


@dataclass(frozen=True, slots=True)
class Figure:
    """A number phrase at tokens ``first`` to ``last`` (exclusive).

    ``head`` is the token by which the phrase hangs in its sentence; ``noun`` the noun that is counted, None where it
    is left out ("at least 82 were killed"). ``low`` and ``high`` are its bounds, None where open; ``qualifier`` the
    words that set them. ``part`` is True where the text makes it part of another figure ("including three
    children"). ``single`` is True where a bare article is the number ("a civilian").
    """

    first: int
    last: int
    head: int
    noun: int | None
    low: int | None
    high: int | None
    qualifier: str | None = None
    part: bool = False
    single: bool = False


_LEFT_OUT_LABELS = frozenset({"DATE", "TIME", "PERCENT", "MONEY", "ORDINAL"})
_NOMINAL = frozenset({"NN", "NNS", "NNP", "NNPS"})
_PARTITIVE = frozenset({"them", "whom", "these", "those", "which", "us"})


def find_figures(parse: Parse) -> tuple[Figure, ...]:
    """The figures of a document in text order."""
    book = count_book()
    lowers, tags = parse.lowers, parse.tags
    out: list[Figure] = []
    covered = 0
    size = len(lowers)
    for token in range(size):
        if token < covered:
            continue
        tag = tags[token]
        word = lowers[token]
        if word == "and":
            pair = _pair(parse, book, token)
            if pair and not (out and out[-1].last > pair.first and not out[-1].single):
                if out and out[-1].last > pair.first:
                    out.pop()
                out.append(pair)
                covered = pair.last
            continue
        if tag != "CD" and word not in book.vague_starts and word not in _OTHER_STARTS:
            continue
        end = parse.sentences[parse.sentence_of[token]][1]
        found, covered = _read(parse, book, token, end)
        if found:
            out.append(_with_named(parse, found))
    return tuple(_joined_singles(parse, out))


def _with_named(parse: Parse, figure: Figure) -> Figure:
    """A person and so many others are one figure: "the driver's wife and ten others" are eleven."""
    head = figure.noun
    if head is None or parse.lemmas[head] != "other" or parse.deps[head] != "conj" or figure.low is None:
        return figure
    person = parse.heads[head]
    if parse.tags[person] not in ("NN", "NNP") or any(parse.deps[child] == "conj" for child in parse.children[person]
                                                      if child < head):  # fmt: skip
        return figure
    indefinite = any(parse.lowers[child] in ("a", "an", "one") for child in parse.children[person])
    named = parse.tags[person] == "NNP" and parse.entity_label(person) == "PERSON"
    owned = any(parse.deps[child] == "poss" for child in parse.children[person])
    if indefinite or not (named or (owned and parse.lemmas[person] in count_book().persons)):
        return figure
    first, _ = parse.phrase(person)
    high = None if figure.high is None else figure.high + 1
    return replace(figure, first=first, head=person, low=figure.low + 1, high=high)


def _joined_singles(parse: Parse, figures: Sequence[Figure]) -> list[Figure]:
    """Persons told one by one are one figure: "a policeman and a bystander" are two."""
    out: list[Figure] = []
    for figure in figures:
        before = out[-1] if out else None
        joined = before is not None and parse.deps[figure.head] == "conj" and parse.heads[figure.head] == before.head
        if before is not None and joined and figure.single and before.single and before.low is not None:
            out[-1] = replace(before, last=figure.last, low=before.low + 1, high=before.low + 1)
        else:
            out.append(figure)
    return out


def _pair(parse: Parse, book: CountBook, token: int) -> Figure | None:
    """Two persons named or told without a number: "Captain Sow and Hassan Keita were wounded"."""
    one = parse.heads[token]
    if parse.deps[token] != "cc" or parse.deps[one] not in ("nsubj", "nsubjpass", "dobj"):
        return None
    listed = [child for child in parse.children[one] if parse.deps[child] == "conj"]
    if len(listed) != 1 or not all(_is_one_person(parse, book, each) for each in (one, *listed)):
        return None
    first, _ = parse.phrase(one)
    _, last = parse.phrase(listed[0])
    return Figure(first, max(last, listed[0] + 1), one, one, 2, 2, None, False, True)


def _is_one_person(parse: Parse, book: CountBook, token: int) -> bool:
    if parse.tags[token] == "NNP":
        return parse.entity_label(token) == "PERSON"
    return parse.tags[token] == "NN" and parse.lemmas[token] in book.persons


_THAN_AGES = frozenset({"over", "under", "above", "below"})
_AGED = frozenset({"them", "whom", "all", "those", "men", "women", "people", "anyone", "aged", "victims", "mostly"})
_OTHER_STARTS = frozenset({"no", "none", "nobody", "an", "few", "many"})
_SCALES = frozenset({"hundred", "thousand", "million"})
# What happens to nobody: "no one was hurt", "no soldiers died".
_HARM = frozenset({"die", "kill", "hurt", "injure", "wound", "harm"})


def _read(parse: Parse, book: CountBook, token: int, end: int) -> tuple[Figure | None, int]:
    """The figure that begins at a token, and the token from which to read on."""
    lowers = parse.lowers
    word = lowers[token]
    if word in ("no", "none", "nobody"):
        return _none(parse, book, token, end), token + 1
    bounds: tuple[int | None, int | None] | None = None
    number: Number | None = None
    last = token
    for length in (3, 2, 1):
        found = book.vague.get(tuple(lowers[token : token + length]))
        if found and token + length <= end:
            bounds, last = (_open(found[0]), _open(found[1])), token + length
            break
    multiple = next((n for n in (2, 1) if tuple(lowers[token : token + n]) in book.multiples), 0)
    if multiple and last - token <= multiple and token + multiple < end and lowers[token + multiple] in book.lists["scales"]:
        low, high = book.multiples[tuple(lowers[token : token + multiple])]
        scale = number_at(lowers, token + multiple, end)
        if scale and scale.whole:
            bounds = (low * scale.whole, None)
            if low == high:
                bounds = (low * scale.whole, low * scale.whole)
            elif high > 0:
                bounds = (low * scale.whole, (high + 1) * scale.whole - 1)
            last = scale.last
    if bounds is None:
        if word in ("a", "an"):
            return _single(parse, book, token, end), token + 1
        if parse.tags[token] != "CD" and word not in NUMBER_WORDS:
            return None, token + 1
        number = number_at(lowers, token, end)
        if number is None:
            return _ranged_token(parse, book, token), token + 1
        if number.whole is None or number.whole > 10**12:
            return None, number.last
        if number.words and number.last < end and (year := number_at(lowers, number.last, end)) and year.words:
            return None, year.last  # "nineteen ninety-seven"
        if number.value == 1 and number.words and number.last < end and lowers[number.last] in ("of", "another", "day"):
            return None, number.last
        if _corrected(lowers, token, number.last, end):
            return None, number.last
        bounds, last = (number.whole, number.whole), number.last
        between = token > 0 and lowers[token - 1] == "between"
        other = _range_end(lowers, last, end, ("and", "to") if between else ("to", "or", "-", "–"))
        if other and other.whole and other.whole >= number.whole:
            bounds, last = (number.whole, other.whole), other.last
    return _figure(parse, book, token, last, bounds, number), last


def _corrected(lowers: Sequence[str], token: int, last: int, end: int) -> bool:
    """Whether a figure is named only to be replaced: "not 12 but 9", "revised down to 9 from 12"."""
    if token and lowers[token - 1] == "not" and "but" in lowers[last : min(last + 6, end)]:
        return True
    return bool(token > 1 and lowers[token - 1] == "from" and "revised" in lowers[max(0, token - 10) : token])


def _open(value: int) -> int | None:
    return None if value < 0 else value


def _range_end(lowers: Sequence[str], at: int, end: int, links: Sequence[str]) -> Number | None:
    """The second number of "10 to 12", "five or six", "10-12", "between 10 and 12"."""
    if at + 1 < end and lowers[at] in links:
        return number_at(lowers, at + 1, end)
    return None


def _ranged_token(parse: Parse, book: CountBook, token: int) -> Figure | None:
    """A range that the tokenizer left whole: 10–12."""
    for dash in "–-":
        low, found, high = parse.lowers[token].partition(dash)
        if found and low.isdecimal() and high.isdecimal() and int(low) < int(high):
            return _figure(parse, book, token, token + 1, (int(low), int(high)), None)
    return None


def _figure(
    parse: Parse, book: CountBook, token: int, last: int, bounds: tuple[int | None, int | None], number: Number | None
) -> Figure | None:
    """The figure of a number at tokens ``token`` to ``last``, if it counts something."""
    lowers, deps, heads = parse.lowers, parse.deps, parse.heads
    begin, end = parse.sentences[parse.sentence_of[token]]
    if _left_out(parse, book, token, last, begin, end, number):
        return None
    first, bounds, qualifier = _qualified(parse, book, token, begin, bounds)
    if last + 1 < end and lowers[last] == "or" and lowers[last + 1] == "more":
        bounds, last, qualifier = (bounds[0], None), last + 2, "or more"
    inner = last - 1
    top = _top(parse, token, last)
    if last < end and lowers[last] in ("dead", "killed", "wounded", "injured") and heads[top] > last:
        # A headline's "Three dead in clashes", which the parser reads as three clashes.
        part = _is_part(parse, first, begin, inner)
        return Figure(first, last + 1, last, None, bounds[0], bounds[1], qualifier, part)
    head = top
    noun: int | None = None
    if deps[top] in ("nummod", "amod", "compound", "quantmod", "nmod", "det") and heads[top] >= last - 1:
        head = noun = heads[top]
        # "62-member team", "50-strong mob": the team is what is counted.
        while deps[head] in ("compound", "amod", "npadvmod") and heads[head] > head:
            head = noun = heads[head]
    elif (
        deps[top] == "nummod"
        and heads[top] < token
        and parse.tags[heads[top]] in _NOMINAL
        and parse.tags[min(last, end - 1)] not in _NOMINAL
    ):
        return None
    if noun is None and last < end and lowers[last] == "of":
        of = last
        inside = parse.child(of, {"pobj"})
        if inside is not None:
            noun = inside if lowers[inside] not in _PARTITIVE else None
    if noun is None and last < end and parse.tags[last] in _NOMINAL and deps[last] not in ("punct",):
        # The parser lost the noun beside its number: "3 jets".
        at = last
        while at + 1 < end and parse.tags[at + 1] in _NOMINAL and heads[at] == at + 1:
            at += 1
        if heads[at] != at:
            head = noun = at
    if noun is not None and (parse.lemmas[noun] in book.lists["measures"] or lowers[noun] in book.lists["measures"]):
        return None
    last_token = last
    if noun is not None:
        _, right = parse.phrase(noun)
        last_token = max(last_token, right, noun + 1)
    if last + 1 < end and lowers[last] == "-" and lowers[last + 1] == "strong":
        head = noun = parse.heads[last + 1]
        last_token = max(last + 2, noun + 1)
    if before_family := _of_family(parse, first, begin):
        head = noun = before_family
        first = before_family - 1 if lowers[before_family - 1] in ("a", "an", "the") else before_family
    return Figure(first, last_token, head, noun, bounds[0], bounds[1], qualifier, _is_part(parse, first, begin, inner))


def _of_family(parse: Parse, first: int, begin: int) -> int | None:
    """The family or crew in "a family of five"."""
    if first - 2 >= begin and parse.lowers[first - 1] == "of" and parse.lowers[first - 2] in GROUPS:
        return first - 2
    return None


def _top(parse: Parse, token: int, last: int) -> int:
    """The token of a number by which it hangs in the sentence."""
    top = last - 1
    for at in range(token, last):
        if not token <= parse.heads[at] < last or parse.heads[at] == at:
            top = at
    return top


def _left_out(
    parse: Parse, book: CountBook, token: int, last: int, begin: int, end: int, number: Number | None
) -> bool:
    lowers = parse.lowers
    before = lowers[token - 1] if token > begin else ""
    after = lowers[last] if last < end else ""
    if before == "of" and token - 2 >= begin and (parse.tags[token - 2] == "CD" or lowers[token - 2] in NUMBER_WORDS):
        return True  # "ten of 12 victims": the whole that the ten are a share of
    if before == "of" and token - 3 >= begin and lowers[token - 3] in ("a", "an", "the"):
        if parse.tags[token - 2] == "NN" and parse.lemmas[token - 2] in book.persons and not _counts_noun(parse, last):
            return True  # "a boy of 12"
    if before in book.lists["money"] or after in book.lists["measures"] or after in book.lists["money"]:
        return True
    clock = before == ":" and token - 2 >= begin and lowers[token - 2].isdigit()  # "12:30", not "said: Five soldiers"
    if before in book.lists["labels"] or before in ("'", "’", "/") or clock or after in (":", "/", "a.m.", "p.m."):
        return True
    if after == "-" and last + 1 < end:
        unit = lowers[last + 1]
        if unit not in book.lists["hyphened"]:
            return True
    if after in lexicon().months or (before in lexicon().months and before != "may"):
        return True
    if after in ("and", "to", "-", "–") and last + 2 < end and lowers[last + 2] in lexicon().months:
        return True
    label = parse.entity_label(token)
    if label in _LEFT_OUT_LABELS:
        if label in ("MONEY", "PERCENT", "ORDINAL"):
            return True
        number_entity = parse.entities[parse.entity_of[token]]
        within = parse.lowers[number_entity.first : number_entity.last]
        if any(word in book.lists["measures"] or word.rstrip("s") in book.lists["measures"] for word in within):
            return True
        if number and not number.words and number.last - number.first == 1 and _year_like(lowers[token]):
            return True
        # "At 45" is a time to the parser, but not in "put the toll at 45".
        hour = before == "at" and parse.lemmas[parse.heads[token - 1]] not in book.tolls
        if _names_time(within) or hour:
            # "on 12 July 36 civilians": the parser's date may reach over the figure.
            return hour or not (last < end and parse.tags[last] in _NOMINAL and last < number_entity.last)
    if number and _year_like(lowers[token]) and before in ("in", "since", "of", "by", "until", "from", "and", "("):
        return True
    # An age: "all of them over 60", "men under 45".
    if before in _THAN_AGES and token - 2 >= begin and lowers[token - 2] in _AGED and after in (",", ".", "and", ";", ""):
        return True
    # An age in apposition: ", 34,", ", both 34,".
    if before in ("both", "all") and token - 2 >= begin and lowers[token - 2] == "," and after in (",", "."):
        return True
    return (
        before == ","
        and after in (",", ".")
        and number is not None
        and number.value < 110
        and (parse.tags[token - 2] in ("NNP", "NNPS", "NN"))
    )


def _counts_noun(parse: Parse, last: int) -> bool:
    """Whether a noun stands behind a number."""
    return last < len(parse) and parse.tags[last] in _NOMINAL


def _names_time(words: Sequence[str]) -> bool:
    """Whether a name that the model takes for a date has a month or a weekday in it."""
    book = lexicon()
    return any(word in book.months or word in book.weekdays for word in words)


def _year_like(word: str) -> bool:
    return len(word) == 4 and word.isdecimal() and 1900 <= int(word) <= 2099


def _qualified(
    parse: Parse, book: CountBook, token: int, begin: int, bounds: tuple[int | None, int | None]
) -> tuple[int, tuple[int | None, int | None], str | None]:
    """Where the words begin that qualify a number, the bounds that they leave, and the words."""
    lowers = parse.lowers
    low, high = bounds
    if lowers[token] in _SCALES and token > begin and lowers[token - 1] == "a":
        token -= 1  # "more than a hundred"
    if lowers[token - 1 : token] == ["between"] and token > begin:
        return token - 1, bounds, "between"
    found = _qualifier(lowers, book, token, begin)
    if not found:
        return token, bounds, None
    first, phrase, sort = found
    while (more := _qualifier(lowers, book, first, begin)) and more[2] == "exact":
        first = more[0]
    if sort == "low":
        high = None
    elif sort == "high":
        low, high = None, high if high is not None else low
    return first, (low, high), phrase if sort != "exact" else None


def bounds_before(
    parse: Parse, token: int, begin: int, number: int
) -> tuple[int, tuple[int | None, int | None], str | None]:
    """Where a number at a token begins with the words that qualify it, its bounds, and the words."""
    return _qualified(parse, count_book(), token, begin, (number, number))


def _qualifier(lowers: Sequence[str], book: CountBook, token: int, begin: int) -> tuple[int, str, str] | None:
    for words, sort in book.qualifiers:
        first = token - len(words)
        if first >= begin and tuple(lowers[first:token]) == words:
            return first, " ".join(words), sort
    return None


def _is_part(parse: Parse, first: int, begin: int, inner: int) -> bool:
    """Whether the figure is part of one before it: "including three children", "30 of them children"."""
    lowers = parse.lowers
    before = lowers[first - 1] if first > begin else ""
    if before in ("including", "includes", "included", "among") or (before == "them" and lowers[first - 2] == "among"):
        return True
    after = inner + 1
    return after + 1 < len(lowers) and lowers[after] == "of" and lowers[after + 1] in ("them", "whom")


def _none(parse: Parse, book: CountBook, token: int, end: int) -> Figure | None:
    """no injuries, none of the injured: a figure of nought."""
    lowers, heads = parse.lowers, parse.heads
    noun = heads[token] if lowers[token] == "no" else token
    harmed = parse.deps[noun] in ("nsubj", "nsubjpass") and parse.lemmas[heads[noun]] in _HARM
    if harmed and (lowers[noun] in ("nobody", "one") or parse.lemmas[noun] in book.persons):
        return Figure(token, noun + 1, noun, noun if parse.lemmas[noun] in book.persons else None, 0, 0)
    if lowers[token] == "no":
        counted = parse.lemmas[noun] in book.nouns or lowers[noun] in book.nouns
        if parse.deps[token] == "det" and noun > token and counted and book.nouns.get(parse.lemmas[noun]) != "sorties":
            return Figure(token, noun + 1, noun, noun, 0, 0)
        return None
    if token + 1 < end and lowers[token + 1] == "of":
        inside = parse.child(token + 1, {"pobj"})
        # "Eleven people, none of them soldiers": what they were not, not how many.
        if inside is not None and not (lowers[inside] in _PARTITIVE and token and lowers[token - 1] == ","):
            return Figure(token, inside + 1, token, inside, 0, 0)
    return None


def _single(parse: Parse, book: CountBook, token: int, end: int) -> Figure | None:
    """a civilian, an elderly man: one person."""
    noun = parse.heads[token]
    if parse.deps[token] != "det" or not token < noun < end or parse.tags[noun] not in ("NN", "NNP"):
        return None
    if parse.lemmas[noun] not in book.persons:
        return None
    _, last = parse.phrase(noun)
    return Figure(token, max(last, noun + 1), noun, noun, 1, 1, None, False, True)
