"""Persons of one document: full name, and the side that the text gives each ("Turkish President X", "X, a rebel")."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from operator import itemgetter

from sayso.actors.book import ActorBook, fold
from sayso.actors.mentions import Found
from sayso.actors.model import Actor, Role
from sayso.actors.person_names import NAMING, NameFinder
from sayso.actors.phrases import belonging, read_phrase
from sayso.actors.serving import state_served
from sayso.language import Parse

_LINKS = frozenset({"compound", "nmod", "amod", "poss", "appos", "nn"})
_WHERE = frozenset(
    {"in", "near", "at", "into", "towards", "toward", "around", "outside", "inside", "across", "through"}
)
# A title counts for less where the person is no longer in office.
_FORMER = frozenset({"former", "ex", "late", "onetime", "one-time", "ousted", "deposed", "exiled", "jailed"})
# Roles that say less of a person than the organisation that they hold it in.
_OPEN = frozenset(
    {"state-government", "political", "rebel", "state-military", "state-police", "international", "unknown"}
)


_HEAD = itemgetter(0)


@dataclass(slots=True)
class Person:
    """One person: the longest form of the name, type and country as the text (or, failing it, the table) gives them.

    ``affiliation`` is the organisation or state force that the text names; ``nouns`` the role nouns said of the
    person; ``heads`` the head tokens of the mentions; ``why`` what gave the type; ``id`` that of the persons table.
    """

    name: str
    type: str = ""
    country: str | None = None
    affiliation: Actor | None = None
    nouns: set[str] = field(default_factory=set)
    heads: list[int] = field(default_factory=list)
    why: str = ""
    sex: str = ""
    id: str | None = None

    @property
    def actor(self) -> Actor:
        """The person as an actor."""
        return Actor(self.name, None, self.type or "civilians", self.country)


class Persons:
    """The persons of a document. ``at`` maps every token of a person's name to the person."""

    def __init__(self, book: ActorBook, parse: Parse, found: Found, main_country: str | None = None) -> None:
        self.book = book
        self.main_country = main_country
        self.parse = parse
        self.found = found
        self.names = NameFinder(book, parse, found)
        self.at: dict[int, Person] = {}
        self.people: list[Person] = []
        self._gather()
        # Every mention in text order; the persons of whom one noun is said; the officials of one state.
        order = [(head, number) for number, person in enumerate(self.people) for head in person.heads]
        self._mentions = [(head, self.people[number]) for head, number in sorted(order)]
        self._said: dict[tuple[str, str], tuple[list[int], int]] = {}
        self._first_heads: dict[str, list[int]] = {}
        self._officials: dict[tuple[str | None, tuple[str, str] | None], list[int]] = {}
        self._refined = False

    def _gather(self) -> None:
        parse = self.parse
        self.place_names = Counter(
            fold(" ".join(parse.words[entity.first : entity.last]))
            for entity in parse.entities
            if entity.label in ("GPE", "LOC", "FAC")
        )
        spans = [span for span in self.names.spans() if span[1] > span[0]]
        by_last: dict[str, list[Person]] = {}
        by_part: dict[str, Person] = {}
        parts: dict[str, set[str]] = {}
        # Full names first, so that a surname that comes before its full name still finds it.
        for first, last in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
            surname = fold(parse.words[last - 1])
            name = " ".join(parse.text[parse.starts[first] : parse.ends[last - 1]].split())
            if name.isupper() and not parse.words[first].isupper():
                name = name.title()  # a text in capitals
            given = {fold(word) for word in parse.words[first : last - 1]}
            person = None
            for candidate in by_last.get(surname, ()):
                if not given or given <= parts[candidate.name]:
                    person = candidate
                    break
            if person is None and last - first == 1:
                # A given name or the first part of a double surname used alone.
                person = by_part.get(surname)
            if person is None:
                person = Person(name)
                self.people.append(person)
                by_last.setdefault(surname, []).append(person)
                parts[name] = _parts(name)
                for part in parts[name]:
                    by_part.setdefault(part, person)
            for token in range(first, last):
                self.at[token] = person
            person.heads.append(_head(parse, first, last))
        self._drop_places()
        kept = {id(person) for person in self.people}
        surnames = {
            name: found[0]
            for name, found in by_last.items()
            if len(found) == 1 and len(name) > 2 and id(found[0]) in kept
        }
        if surnames:
            for index, word in enumerate(parse.words):
                if word[:1].isupper() and index not in self.at and index not in self.found.at:
                    person = surnames.get(fold(word))
                    if person is not None and " " in person.name and parse.tags[index][:2] == "NN":
                        self._surname(person, index)
        for person in self.people:
            person.heads.sort()
            self._describe(person)

    def _surname(self, person: Person, index: int) -> None:
        """A surname that the model saw elsewhere: the same person's, unless another given name stands before it."""
        parse = self.parse
        first = index
        while first > 0 and first - 1 not in self.at and self.names.given_name(first - 1, first):
            first -= 1
        known = _parts(person.name)
        if not {fold(word) for word in parse.words[first:index]} <= known:
            person = Person(" ".join(parse.words[first : index + 1]))
            self.people.append(person)
        for token in range(first, index + 1):
            self.at[token] = person
        person.heads.append(index)

    def _drop_places(self) -> None:
        """Names that stand only where places do ("in Kafr Zita") and bear no title are none of persons."""
        parse = self.parse
        dropped: set[int] = set()
        for person in self.people:
            if fold(person.name) in self.book.persons:
                continue
            if self._mostly_place(person) or all(
                parse.deps[head] == "pobj"
                and (parse.lowers[parse.heads[head]] in _WHERE or self._of_place(parse.heads[head]))
                for head in person.heads
            ):
                dropped.add(id(person))
        if dropped:
            self.people = [person for person in self.people if id(person) not in dropped]
            self.at = {token: person for token, person in self.at.items() if id(person) not in dropped}

    def _mostly_place(self, person: Person) -> bool:
        """Whether the model takes the name for a place's at more of its mentions than for a person's."""
        return self.place_names[fold(person.name)] > len(person.heads)

    def _of_place(self, preposition: int) -> bool:
        """Whether a preposition is the "of" of "the town of"."""
        parse = self.parse
        noun = parse.lemmas[parse.heads[preposition]]
        return parse.lowers[preposition] == "of" and noun in self.book.words["place_nouns"]

    def _describe(self, person: Person) -> None:
        """Type, country and affiliation of a person, from the first mention that says."""
        best = 0
        votes: dict[str, float] = defaultdict(float)
        reasons: dict[str, tuple[str, str | None]] = {}
        for head in person.heads:
            for strength, kind, actor, country, noun, why in self._evidence(head):
                if kind:
                    votes[kind] += strength if kind != "civilians" else 0.2  # "Mr." says nothing of an office
                    if kind not in reasons or (country and not reasons[kind][1]):
                        reasons[kind] = (why, country)
                if noun:
                    person.nouns.add(noun)
                    words = self.book.words
                    if noun in words["male"]:
                        person.sex = person.sex or "he"
                    elif noun in words["female"]:
                        person.sex = person.sex or "she"
                if kind:
                    best = max(best, strength)
                if country and not person.country:
                    person.country = country
                if actor is not None and person.affiliation is None:
                    person.affiliation = actor
        known = self.book.persons.get(fold(person.name))
        if known is None and " " in person.name:
            known = self.book.persons.get(fold(person.name.split()[-1])) if best == 0 else None
            if known is not None and fold(person.name.split()[0]) not in fold(known.name):
                known = None
        if known is not None:
            votes[known.type] += 2.5  # less than a title in the text
            reasons.setdefault(known.type, ("persons table", known.country))
            person.country = person.country or known.country
        if votes:
            person.type = max(votes, key=lambda kind: votes[kind])
            person.why, country = reasons[person.type]
            person.country = country or person.country
        if person.country is None and person.type in ("state-government", "state-military", "state-police"):
            person.country = state_served(self.book, self.parse, self.found, person.heads[0], self.main_country)
        if known is not None and person.country in (None, known.country):
            if " " in person.name or known.type == person.type:
                person.id = known.id
            if " " not in person.name and known.type == person.type:
                person.name = known.name

    def _held_by(self, token: int) -> int:
        """ "A commander of the group, Ali Haddad": where the name hangs on the body, the person noun above it."""
        parse = self.parse
        role = self.book.roles.get(parse.lemmas[token])
        above = parse.heads[token]
        of = parse.deps[token] == "pobj" and parse.lowers[above] in ("of", "for", "at", "with")
        number = self.found.at.get(token, -1)
        named = number >= 0 and self.found.mentions[number].kind in ("group", "force")
        if of and (named or (role is not None and role.kind != "person")):
            return parse.heads[above]
        return token

    def _evidence(self, head: int) -> Iterator[tuple[int, str, Actor | None, str | None, str, str]]:
        """(strength, type, organisation, country, noun, rule) of everything that one mention says of the person."""
        parse = self.parse
        person = self.at[head]
        first = head
        while first - 1 in self.at and self.at[first - 1] is person:
            first -= 1
        start = parse.phrase(head)[0]
        title_type, noun, former = "", "", False
        # Up to six words before the name, as far as they belong to it.
        at = first - 1
        words: list[str] = []
        while at >= max(start, first - 7) and at >= 0:
            lower = parse.lowers[at]
            if lower in (",", ".", ";", '"', "(", "and"):
                break
            words.append(lower.rstrip("."))
            at -= 1
        for index, word in enumerate(words):
            if word in _FORMER:
                former = True
            if not title_type:
                for size in (3, 2, 1):
                    title = " ".join(reversed(words[index : index + size]))
                    if title in self.book.titles:
                        title_type, noun = self.book.titles[title], word
                        break
                else:
                    role = self.book.roles.get(word) or self.book.roles.get(parse.lemmas[first - 1 - index])
                    if role is not None and role.kind == "person":
                        title_type, noun = role.type, word
        group = country = None
        low = first - len(words)
        for token in range(first - 1, low - 1, -1):
            number = self.found.at.get(token, -1)
            if number >= 0:
                mention = self.found.mentions[number]
                if mention.actor is not None and not mention.linked:
                    if mention.kind in ("group", "force") and group is None:
                        group = mention.actor
                    country = country or mention.actor.country
        if title_type or group is not None:
            yield self._combine(title_type, noun, group, country, former, 3, "title")
        for child in parse.children[head]:
            if child > head and parse.deps[child] == "appos" and parse.tags[child][:2] == "NN":
                yield from self._noun(child, 3, "apposition")
            elif child > head and parse.deps[child] == "prep" and parse.lowers[child] in ("of", "from"):
                for inner in belonging(parse, head)[:1]:
                    number = self.found.at.get(inner, -1)
                    if number >= 0 and (actor := self.found.mentions[number].actor) is not None:
                        yield (1, actor.type, actor, actor.country, "", "of")
        above = parse.heads[head]
        if above != head:
            if parse.deps[head] in _LINKS and parse.tags[above][:2] == "NN" and above not in self.at:
                if parse.deps[head] == "appos":
                    yield from self._noun(self._held_by(above), 3, "apposition")
            elif parse.deps[head] == "pobj" and parse.lowers[above] == "as":
                verb = parse.heads[above]
                if parse.lemmas[verb] in NAMING:
                    for child in parse.children[verb]:
                        if parse.deps[child] in ("nsubjpass", "dobj"):
                            if parse.lowers[child] in ("who", "which") and parse.deps[verb] == "relcl":
                                child = parse.heads[verb]
                            if parse.tags[child][:2] == "NN":
                                yield from self._noun(child, 2, "identified as")
            elif parse.deps[head] == "oprd" and parse.lemmas[above] in ("identify", "name", "call"):
                for child in parse.children[above]:
                    if parse.deps[child] == "nsubjpass" and parse.tags[child][:2] == "NN":
                        yield from self._noun(child, 2, "named")
            elif parse.deps[head] == "conj" and above in self.at and self.at[above] is not person:
                # "journalists X and Y": a title in the plural before the first holds for both.
                for item in self._evidence(above):
                    if item[4] and item[4].endswith(("s", "men")):
                        yield item
            elif parse.deps[head] in ("nsubj",) and parse.lemmas[above] in ("be", "become", "remain"):
                for child in parse.children[above]:
                    if parse.deps[child] == "attr" and parse.tags[child][:2] == "NN":
                        yield from self._noun(child, 2, "copula")

    def refine(self, reading: Callable[[int], Actor | None]) -> None:
        """Sides by what the document says elsewhere: "X, a leader of the group", "Y, a member of the riot police".

        ``reading`` gives the actor that a noun stands for; it can ask only once the persons are known.
        """
        parse, words = self.parse, self.book.words
        for person in self.people:
            if person.affiliation is not None or not person.nouns & words["belongs_to"]:
                continue
            for token in self._described(person):
                if parse.lowers[token] not in words["belongs_to"]:
                    continue
                phrase = read_phrase(self.book, parse, self.found, token)
                owners = [phrase.possessor] if phrase.possessor is not None else belonging(parse, token)
                for owner in owners:
                    actor = reading(owner) if owner not in self.at else None
                    if actor is not None and actor.type not in ("civilians", "object", "unknown", "place"):
                        person.type, person.affiliation, person.why = (
                            actor.type,
                            actor,
                            f"{phrase.noun} of {actor.name}",
                        )
                        person.country = actor.country or person.country
                        break
                if person.affiliation is not None:
                    break
        self._refined = True

    def mentioned_before(self, token: int) -> Iterator[tuple[int, Person]]:
        """Head and person of every mention before a token, the nearest first."""
        for number in range(bisect_left(self._mentions, token, key=_HEAD) - 1, -1, -1):
            yield self._mentions[number]

    def said_to_be(self, lower: str, noun: str, token: int) -> int | None:
        """The head of the mention nearest before a token of a person of whom the text says a noun.

        ``lower`` and ``noun`` are the word as it stands and as the roles table has it. Where it names an attacker,
        whoever the text calls another word for one comes too, even if the name comes later.
        """
        if (lower, noun) not in self._said:
            heads: list[int] = []
            latest = -1
            attackers = self.book.words["attackers"]
            for person in self.people:
                if lower in person.nouns or noun in person.nouns:
                    heads += person.heads
                elif lower in attackers and person.nouns & attackers and person.heads:
                    heads += person.heads
                    latest = max(latest, person.heads[0])
            self._said[lower, noun] = sorted(heads), latest
        heads, latest = self._said[lower, noun]
        if latest > token:
            return latest
        number = bisect_left(heads, token)
        return heads[number - 1] if number else None

    def only_one_after(self, lower: str, token: int) -> int | None:
        """Where the one person of whom a noun is said, and who is first named after a token, is named."""
        if lower not in self._first_heads:
            self._first_heads[lower] = sorted(
                person.heads[0] for person in self.people if lower in person.nouns and person.heads
            )
        heads = self._first_heads[lower]
        return heads[-1] if heads and bisect_right(heads, token) == len(heads) - 1 else None

    def official_before(
        self, token: int, country: str | None, nouns: tuple[str, str] | None
    ) -> tuple[int, Person] | None:
        """The mention nearest before a token of a person in a state's government, called by one of two nouns."""
        kind = (country, nouns)
        numbers = self._officials.get(kind)
        if numbers is None:
            numbers = [
                number
                for number, (_, person) in enumerate(self._mentions)
                if person.type == "state-government"
                and person.country == country
                and (nouns is None or not person.nouns.isdisjoint(nouns))
            ]
            if self._refined:  # until then the types may change
                self._officials[kind] = numbers
        before = bisect_left(numbers, token, key=lambda number: self._mentions[number][0])
        return self._mentions[numbers[before - 1]] if before else None

    def _described(self, person: Person) -> Iterator[int]:
        """Nouns that the document puts beside a person by apposition or copula."""
        parse = self.parse
        for head in person.heads:
            for child in parse.children[head]:
                if parse.deps[child] == "appos":
                    yield child
            above = head
            while parse.deps[above] == "conj" and parse.heads[above] in self.at:
                above = parse.heads[above]
            relation, above = parse.deps[above], parse.heads[above]
            if relation == "appos":
                yield self._held_by(above)
            elif relation in ("nsubj", "nsubjpass") and parse.lemmas[above] == "be":
                yield from (child for child in parse.children[above] if parse.deps[child] == "attr")

    def _noun(
        self, token: int, strength: int, why: str
    ) -> Iterator[tuple[int, str, Actor | None, str | None, str, str]]:
        phrase = read_phrase(self.book, self.parse, self.found, token)
        role: Role | None = phrase.role
        if role is None or role.kind in ("none", "thing", "measure"):
            return
        former = any(word in _FORMER for word in phrase.modifiers)
        group = country = None
        mentions = list(phrase.mentions)
        for inner in belonging(self.parse, token):
            number = self.found.at.get(inner, -1)
            if number >= 0:
                mentions.append(self.found.mentions[number])
            else:
                mentions.extend(read_phrase(self.book, self.parse, self.found, inner).mentions)
        for mention in mentions:
            if mention.actor is not None and not mention.linked:
                if mention.kind in ("group", "force") and group is None:
                    group = mention.actor
                country = country or mention.actor.country
        kind = self.book.titles.get(phrase.noun, role.type)
        yield self._combine(kind, self.parse.lowers[token], group, country, former, strength, why)

    def _combine(
        self, kind: str, noun: str, group: Actor | None, country: str | None, former: bool, strength: int, why: str
    ) -> tuple[int, str, Actor | None, str | None, str, str]:
        if group is not None and (not kind or kind in _OPEN) and not former:
            return (strength + 1, group.type, group, group.country or country, noun, why)
        if former and kind in ("state-government", "state-military", "rebel", "political"):
            kind = "political"
        if not kind:
            return (0, "", group, country, noun, why)
        if kind == "civilians":
            strength = 1
        return (strength, kind, group, country, noun, why)


def _parts(name: str) -> set[str]:
    return {fold(word) for word in name.replace("-", " ").split()}


def _head(parse: Parse, first: int, last: int) -> int:
    for token in range(last - 1, first - 1, -1):
        above = parse.heads[token]
        if not first <= above < last or above == token:
            return token
    return last - 1
