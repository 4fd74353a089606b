"""The actors of one document: any noun phrase, pronoun or name becomes an Entity."""

from __future__ import annotations

from collections.abc import Collection

from sayso.actors.book import ActorBook
from sayso.actors.coreference import Coreference
from sayso.actors.described import Described
from sayso.actors.descriptions import Descriptions
from sayso.actors.groups import read_role
from sayso.actors.mentions import Found, find_mentions
from sayso.actors.model import Actor, Mention
from sayso.actors.naming import name_of
from sayso.actors.owners import owner_in
from sayso.actors.persons import Persons
from sayso.actors.phrases import ANYONE, PRONOUN_TAGS, NounPhrase, belonging, read_phrase
from sayso.actors.reading import Reading
from sayso.actors.things import read_unknown
from sayso.actors.unnamed import Services
from sayso.language import Parse
from sayso.record import Entity, Span

# A state is the document's own where this share of all mentions of states is its.
_MAIN_SHARE = 0.5
# "Neither the army nor its allies" names the army.
_CORRELATIVE = frozenset({"neither", "either"})


class DocumentActors:
    """The actors of a parsed document. Made once per document; every answer is remembered.

    ``entity`` gives the record's Entity of a noun phrase; ``why`` names the rules behind it.
    """

    def __init__(self, book: ActorBook, parse: Parse, lands: Collection[str] | None = None) -> None:
        self.book = book
        self.parse = parse
        self.lands = None if lands is None else frozenset(lands)
        self.services = Services(self)
        self.found: Found = find_mentions(book, parse)
        self._persons: Persons | None = None
        self._readings: dict[int, Reading | None] = {}
        self._busy: set[int] = set()
        self._described: Described | None = None
        self._acronyms: dict[str, int] | None = None
        self._groups: dict[str, Mention] | None = None  # the first mention of each group of the registry
        self.coreference = Coreference(self)
        self.descriptions = Descriptions(self)
        self.chosen: dict[int, int] = {}
        countries = self.found.countries
        self.main_country: str | None = None
        if countries:
            top, times = max(countries.items(), key=lambda item: item[1])
            if times >= _MAIN_SHARE * sum(countries.values()):
                self.main_country = top

    @property
    def persons(self) -> Persons:
        """The persons of the document, gathered on first use."""
        if self._persons is None:
            self._persons = Persons(self.book, self.parse, self.found, self.main_country)
            self._persons.refine(self._actor)
        return self._persons

    @property
    def described(self) -> Described:
        """Organisations that only the document itself describes."""
        if self._described is None:
            self._described = Described(self)
        return self._described

    @property
    def acronyms(self) -> dict[str, int]:
        """Acronyms that the document itself explains, "the Karo Liberation Front (KLF)": to the head of the name."""
        if self._acronyms is None:
            parse = self.parse
            self._acronyms = {}
            for index in range(1, len(parse) - 2):
                word = parse.words[index + 1]
                if (
                    parse.words[index] == "("
                    and parse.words[index + 2] == ")"
                    and sum(map(str.isupper, word)) > 1
                    and 2 <= len(word) <= 9
                ):
                    head = index - 1
                    while parse.heads[head] == head + 1 or (
                        index - 8 < parse.heads[head] < head
                        and parse.deps[head] in ("compound", "nmod", "pobj", "prep")
                    ):  # fmt: skip
                        head = parse.heads[head]
                    if parse.tags[head][:1] == "N" and head < index:
                        self._acronyms.setdefault(word, head)
        return self._acronyms

    def entity(self, head: int, *, role: str | None = None) -> Entity | None:
        """The Entity of the noun phrase that a token heads; None where it is no actor and nothing acted upon.

        ``role`` is what the claim needs it for: "actor", "target" (either may be left out) or "object" (a thing or
        place that is struck, taken or destroyed: a capital is then the city, an air force's jet a thing). A pronoun
        takes the span and name of what it stands for.
        """
        reading = self.reading(head)
        if reading is None:
            return None
        actor, first, last = reading.actor, reading.first, reading.last
        kind, name, number, country = actor.type, actor.name, actor.id, actor.country
        if reading.person is not None and number is None and name == reading.person.name:
            number = reading.person.id
        mention = self.mention(head)
        if role == "object" and reading.rule.startswith("description of country"):
            kind, number = "object", None
        if mention is not None and mention.kind == "capital" and role == "object":
            kind, number = "object", None
            name = self.parse.text[self.parse.starts[mention.first] : self.parse.ends[mention.last - 1]]
        elif role in ("target", "object") and reading.rule == "service air_force":
            kind = "object"
        elif (
            role == "actor" and kind == "civilians" and reading.rule.startswith("role ") and reading.rule[5:] in ANYONE
        ):
            kind = "civilians" if reading.rule == "role people" else "unknown"
        elif role == "object" and kind in ("private-company", "journalist") and reading.rule.startswith("role "):
            kind = "object"
        elif kind == "place":
            kind = "state-government" if role == "actor" else "object"
        named = None
        if role == "target" and kind not in ("object", "place"):
            own = self._own_name(head)
            named = own is not None or reading.rule == "name like a person's"
            if own is not None and not any(
                self.found.mentions[self.found.at[token]].kind == "group"
                for token in range(first, own[0])
                if self.found.at.get(token, -1) >= 0
            ):
                first, last = own  # whoever is named with an organisation stays with it: "UN envoy Ann Example"
        # "Islamic State in Iraq and Syria": a name that holds an "and" is one name.
        for token in range(first, last):
            number_at = self._group_at(token)
            if number_at >= 0:
                last = max(last, self.found.mentions[number_at].last)
        if last - 1 > first and self.parse.tags[last - 1] == "POS":
            last -= 1
        if last - 1 > first and self.parse.lowers[first] in _CORRELATIVE:
            first += 1
        span = self.parse.span(first, last)
        return Entity(span.start, span.end, span.text, name, number, kind, country, named)

    def _own_name(self, head: int) -> tuple[int, int] | None:
        """The tokens of a person's name that a token belongs to, without office and title."""
        at = self.persons.at
        person = at.get(head)
        if person is None:
            return None
        first, last = head, head + 1
        while at.get(first - 1) is person:
            first -= 1
        while at.get(last) is person:
            last += 1
        return first, last

    def organisation(self, entity: Entity, head: int) -> Span | None:
        """The words for the organisation that an actor belongs to, where the mention is not itself their name.

        Those inside the mention first ("members of the Karo Front"), else the first full name of the same group in
        the document.
        """
        parse, found = self.parse, self.found
        inside = parse.tokens_in(entity)
        for token in inside:
            mention = self.mention(token)
            if mention is None or mention.kind != "group" or mention.actor is None or mention.actor.id is None:
                continue
            if inside.start <= mention.first and mention.last <= inside.stop:
                if mention.first <= head < mention.last and parse.tags[head] in ("NNP", "NNPS"):
                    # The mention is the name itself, perhaps with an article.
                    return None if mention.last - mention.first >= len(inside) - 1 else self._span(mention)
                return self._span(mention)
        if entity.id is not None:
            if self._groups is None:
                self._groups = {}
                for mention in found.mentions:
                    if mention.kind == "group" and mention.actor is not None and mention.actor.id is not None:
                        self._groups.setdefault(mention.actor.id, mention)
            if entity.id in self._groups:
                return self._span(self._groups[entity.id])
        # A group that only this text knows: "guerrillas of the Karo Liberation Front".
        for inner in belonging(parse, head):
            number = parse.entity_of[inner]
            if number >= 0 and parse.entities[number].label == "ORG" and inside.start <= inner < inside.stop:
                name = parse.entities[number]
                first = name.first + (name.last - name.first > 1 and parse.tags[name.first] == "DT")
                return parse.span(first, name.last)
        return None

    def _span(self, mention: Mention) -> Span:
        last = mention.first + 1
        while last < mention.last and self.parse.words[last] not in ("(", "["):  # an acronym stands for itself
            last += 1
        return self.parse.span(mention.first, last)

    def why(self, head: int) -> str:
        """The rule that read the noun phrase of a token, '' where none did."""
        reading = self.reading(head)
        return "" if reading is None else reading.rule

    def owner(self, head: int) -> Entity | None:
        """The actor named inside the noun phrase of a token as its possessor or as a part of a compound.

        "Moscow's Defense Ministry" gives Russia, "an ISIS command center" Islamic State; None where none is named.
        """
        found = owner_in(self, read_phrase(self.book, self.parse, self.found, head))
        if found is None:
            return None
        actor, first, last = found
        span = self.parse.span(first, last)
        return Entity(span.start, span.end, span.text, actor.name, actor.id, actor.type, actor.country)

    def mention_name(self, first: int, last: int) -> str:
        """The canonical name for tokens ``first`` to ``last`` (exclusive); their text where no rule knows better."""
        head = self.head_of(first, last)
        reading = self.reading(head)
        if reading is not None:
            return reading.actor.name
        span = self.parse.span(first, last)
        return " ".join(span.text.split())

    def head_of(self, first: int, last: int) -> int:
        """The syntactic head among tokens ``first`` to ``last`` (exclusive)."""
        heads, tags = self.parse.heads, self.parse.tags
        tops = [
            token
            for token in range(first, last)
            if (heads[token] == token or not first <= heads[token] < last) and tags[token][:1].isalpha()
        ]
        for token in tops:
            if tags[token] not in ("NN", "NNS", "NNP", "NNPS", "PRP", "CD"):
                continue
            # Parts of a compound that hang side by side on a noun outside: the last of them is the name.
            side = [other for other in tops if heads[other] == heads[token] and token < other <= token + 2]
            if side and self.parse.deps[token] in ("amod", "compound", "nmod"):
                return side[-1]
            return token
        for token in tops:
            # A clause or a prepositional phrase: its subject or object is the one named.
            for child in self.parse.children[token]:
                if first <= child < last and self.parse.deps[child] in ("nsubj", "nsubjpass", "pobj"):
                    return child
        return tops[0] if tops else last - 1

    def mention(self, token: int) -> Mention | None:
        """The registry name that covers a token."""
        number = self.found.at.get(token, -1)
        return self.found.mentions[number] if number >= 0 else None

    def _group_at(self, token: int) -> int:
        number = self.found.at.get(token, -1)
        return number if number >= 0 and self.found.mentions[number].kind == "group" else -1

    def in_group_name(self, token: int) -> bool:
        """Whether a token stands inside a group's name, behind its first word: "Iraq" in "Islamic State of Iraq"."""
        number = self._group_at(token)
        return number >= 0 and self.found.mentions[number].first < token

    def antecedent(self, token: int) -> int | None:
        """The head of what a pronoun or definite description stands for, where one was found."""
        return self.chosen.get(token)

    def reading(self, head: int) -> Reading | None:
        """Who the token stands for, remembered."""
        if head in self._readings:
            return self._readings[head]
        if head in self._busy:
            return None
        self._busy.add(head)
        try:
            reading = self._read(head)
        finally:
            self._busy.discard(head)
        self._readings[head] = reading
        return reading

    def _actor(self, head: int) -> Actor | None:
        reading = self.reading(head)
        return None if reading is None else reading.actor

    def _read(self, head: int) -> Reading | None:
        parse = self.parse
        tag = parse.tags[head]
        if tag in PRONOUN_TAGS:
            return self.coreference.pronoun(head)
        mention = self.mention(head)
        if mention is not None and mention.linked != "anti":
            reading = self._named(head, mention)
            if reading is not None:
                return reading
        person = self.persons.at.get(head)
        if person is not None:
            first, last = parse.phrase(head)
            return Reading(person.actor, first, last, f"person ({person.why})", person)
        phrase = read_phrase(self.book, parse, self.found, head)
        if tag in ("NNP", "NNPS") and (known := self.described.find(head)) is not None:
            return Reading(known, phrase.first, phrase.last, "described in the text")
        named = self._apposition(phrase)
        if named is not None:
            return named
        place = parse.tags[head] == "NNP" and parse.entity_label(head) in ("GPE", "LOC")
        if phrase.role is not None and not (place and phrase.role.kind not in ("thing", "place")):
            return read_role(self, phrase)
        return read_unknown(self, phrase)

    def _apposition(self, phrase: NounPhrase) -> Reading | None:
        """ "The interior minister, Magdy Ghaffar", "a Kurdish militia, the YPG": the name that stands beside a noun."""
        parse, head = self.parse, phrase.head
        role = phrase.role
        if role is None or role.kind in ("thing", "measure", "none", "place"):
            return None
        beside = [child for child in parse.children[head] if child > head and parse.deps[child] == "appos"]
        if role.kind == "person":
            # "A spokesman for the ministry, Ali Haddad": the name hangs on the body.
            for inner in belonging(parse, head):
                beside += [child for child in parse.children[inner] if parse.deps[child] == "appos"]
        for child in beside:
            person = self.persons.at.get(child)
            if person is not None and role.kind == "person" and not phrase.plural:
                return Reading(person.actor, phrase.first, max(phrase.last, child + 1), "apposition", person)
            mention = self.mention(child)
            kinds = ("state",) if role.service == "country" else ("group",)
            if mention is not None and mention.kind in kinds and mention.actor is not None and role.kind != "person":
                return Reading(mention.actor, phrase.first, phrase.last, "apposition")
        # "President Recep Tayyip Erdogan", where the parser takes the title for the head.
        person = self.persons.at.get(head + 1)
        if (
            person is not None
            and role.kind == "person"
            and parse.heads[head + 1] != head
            and parse.words[head].istitle()
        ):
            follow = head + 1
            if parse.deps[follow] in ("appos", "dobj", "dep", "compound", "npadvmod", "oprd") and person.name:
                end = follow
                while self.persons.at.get(end) is person:
                    end += 1
                return Reading(person.actor, phrase.first, end, "title", person)
        return None

    def _named(self, head: int, mention: Mention) -> Reading | None:
        first, last = self.parse.phrase(head)
        if mention.actor is None or mention.kind in ("adjective", "inhabitants"):
            phrase = read_phrase(self.book, self.parse, self.found, head)
            if mention.actor is None:
                people = mention.people
                assert people is not None
                nation = next((other.actor.country for other in phrase.mentions if other.actor is not None), None)
                country = people.country or nation
                return Reading(Actor(name_of(self, phrase), None, "civilians", country), first, last, "people")
            if self.parse.deps[head] in ("amod", "compound", "nmod") and mention.kind == "adjective":
                return Reading(mention.actor, mention.first, mention.last, "adjective of a state")
            if mention.kind == "inhabitants" and phrase.modifiers == ("the",):
                return Reading(mention.actor, first, last, "a nation for its state")
            return Reading(
                Actor(name_of(self, phrase), None, "civilians", mention.actor.country), first, last, "inhabitants"
            )
        if mention.kind in ("state", "capital") and self._inside_other_name(mention):
            return None
        return Reading(mention.actor, first, last, mention.kind)

    def _inside_other_name(self, mention: Mention) -> bool:
        """Whether a country's name is the end of another place's name ("New Mexico")."""
        parse = self.parse
        before = mention.first - 1
        number = parse.entity_of[mention.first]
        if (
            number < 0
            or before < parse.entities[number].first
            or parse.entities[number].label not in ("GPE", "LOC", "ORG")
        ):
            return False
        return parse.tags[before] == "NNP" and before not in self.found.at and parse.words[before][:1].isupper()
