"""The actors of one document: any noun phrase, pronoun or name becomes an Entity."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.actors.book import ActorBook, fold
from sayso.actors.coreference import Coreference
from sayso.actors.mentions import Found, find_mentions
from sayso.actors.model import Actor, Mention
from sayso.actors.persons import Person, Persons
from sayso.actors.phrases import (
    NounPhrase,
    belonging,
    linked_side,
    of_object,
    people_forces,
    read_phrase,
    side_of,
)
from sayso.language import Parse
from sayso.record import Entity

_PRONOUN_TAGS = frozenset({"PRP", "PRP$", "WP", "WDT", "WP$"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})
# Nouns for so many of something that "of" tells: they count as measures where people follow.
_OPEN_MEASURES = frozenset(
    "group band crowd team number part member remnant element section leader wing branch squad bunch host dozen "
    "hundred thousand score handful pair couple some many most several all one two three rest majority more few "
    "none each both any half ten five four six".split()
)
_OPEN_HEADS = frozenset({"CD", "DT", "JJ", "PDT", "JJS", "JJR", "WDT"})
_MINISTRIES = {
    "defence": "defence", "defense": "defence", "foreign": "foreign affairs", "interior": "interior",
    "health": "health", "justice": "justice", "information": "information", "finance": "finance",
    "education": "education", "oil": "oil", "energy": "energy", "home": "home affairs", "state": "state",
    "emergencies": "emergencies", "religious": "religious affairs", "culture": "culture", "transport": "transport",
    "agriculture": "agriculture", "economy": "economy", "economic": "economy", "security": "security",
}  # fmt: skip
_MAIN_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Reading:
    """Who a token stands for: the actor, the tokens of its mention, and the rule that says so."""

    actor: Actor
    first: int
    last: int
    rule: str
    person: Person | None = None


class DocumentActors:
    """The actors of a parsed document. Made once per document; every answer is remembered.

    ``entity`` gives the record's Entity of a noun phrase; ``why`` names the rules behind it.
    """

    def __init__(self, book: ActorBook, parse: Parse) -> None:
        self.book = book
        self.parse = parse
        self.found: Found = find_mentions(book, parse)
        self._persons: Persons | None = None
        self._readings: dict[int, Reading | None] = {}
        self._busy: set[int] = set()
        self.coreference = Coreference(self)
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
            self._persons = Persons(self.book, self.parse, self.found)
        return self._persons

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
        mention = self.mention(head)
        if role == "object" and reading.rule.startswith("description of country"):
            kind, number = "object", None
        if mention is not None and mention.kind == "capital" and role == "object":
            kind, number = "object", None
            name = self.parse.text[self.parse.starts[mention.first] : self.parse.ends[mention.last - 1]]
        elif role in ("target", "object") and reading.rule == "service air_force":
            kind = "object"
        elif kind == "place":
            kind = "state-government" if role == "actor" else "object"
        span = self.parse.span(first, last)
        return Entity(span.start, span.end, span.text, name, number, kind, country)

    def why(self, head: int) -> str:
        """The rule that read the noun phrase of a token, '' where none did."""
        reading = self.reading(head)
        return "" if reading is None else reading.rule

    def owner(self, head: int) -> Entity | None:
        """The actor named inside the noun phrase of a token as its possessor or as a part of a compound.

        "Moscow's Defense Ministry" gives Russia, "an ISIS command center" Islamic State; None where none is named.
        """
        found = self._owner(read_phrase(self.book, self.parse, self.found, head))
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
        return tops[0] if tops else last - 1

    def mention(self, token: int) -> Mention | None:
        """The registry name that covers a token."""
        number = self.found.at.get(token, -1)
        return self.found.mentions[number] if number >= 0 else None

    def antecedent(self, token: int) -> int | None:
        """The head of what a pronoun or definite description stands for, where one was found."""
        return self.coreference.chosen.get(token)

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

    # --- the rules, most certain first -------------------------------------------------------------------------

    def _read(self, head: int) -> Reading | None:
        parse = self.parse
        tag = parse.tags[head]
        if tag in _PRONOUN_TAGS:
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
        if phrase.role is not None:
            return self._role(phrase)
        return self._unknown(phrase)

    def _named(self, head: int, mention: Mention) -> Reading | None:
        first, last = self.parse.phrase(head)
        if mention.actor is None or mention.kind in ("adjective", "inhabitants"):
            phrase = read_phrase(self.book, self.parse, self.found, head)
            if mention.actor is None:
                people = mention.people
                assert people is not None
                return Reading(Actor(self._name(phrase), None, "civilians", people.country), first, last, "people")
            if mention.kind == "inhabitants" and phrase.modifiers == ("the",):
                return Reading(mention.actor, first, last, "a nation for its state")
            return Reading(
                Actor(self._name(phrase), None, "civilians", mention.actor.country), first, last, "inhabitants"
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

    def _role(self, phrase: NounPhrase) -> Reading | None:
        parse, role = self.parse, phrase.role
        assert role is not None
        head = phrase.head
        if role.kind == "measure" or phrase.noun in _OPEN_MEASURES:
            inner = of_object(parse, head)
            if inner is not None:
                below = self.reading(inner)
                if below is not None and (role.kind == "measure" or phrase.noun != "leader"):
                    keep = role.kind == "measure" or below.actor.type != "object"
                    if keep:
                        return Reading(below.actor, phrase.first, phrase.last, f"measure, {below.rule}", below.person)
            if role.kind == "measure":
                return Reading(Actor(self._name(phrase), None, "civilians"), phrase.first, phrase.last, "measure")
        if role.kind == "none":
            return None
        if role.service == "country":
            return self._country(phrase)
        if role.service == "air_craft":
            return self._aircraft(phrase)
        if role.kind == "thing" and role.service not in ("air_force", "navy"):
            return self._thing(phrase)
        return self._group(phrase)

    def _country(self, phrase: NounPhrase) -> Reading | None:
        """ "The country", "the Syrian state": a state by name or by what the document spoke of last."""
        for mention in phrase.mentions:
            if mention.actor is not None and not mention.linked and mention.kind not in ("group", "force"):
                return Reading(mention.actor, phrase.first, phrase.last, f"{phrase.noun} of {mention.actor.name}")
        if phrase.definite and not phrase.plural and (found := self.coreference.country(phrase)) is not None:
            return found
        kind = "state-government"
        return Reading(Actor(self._name(phrase), None, kind), phrase.first, phrase.last, f"role {phrase.noun}")

    def _aircraft(self, phrase: NounPhrase) -> Reading | None:
        """Planes are an air force's where the phrase names whose or the type; a "bomber" without either is a person."""
        numbered = any(char.isdigit() for word in phrase.modifiers for char in word)
        for mention in phrase.mentions:
            if mention.actor is None or mention.linked:
                continue
            if mention.kind in ("group", "force"):
                return Reading(mention.actor, phrase.first, phrase.last, "service air_force")
            iso3 = (mention.actor.id or "")[-3:].upper()
            if iso3 in self.book.states and phrase.noun != "pilot":
                return Reading(self.book.service(iso3, "air_force"), phrase.first, phrase.last, "service air_force")
        if numbered and (found := self.coreference.air_force(phrase)) is not None:
            return found
        name = self._name(phrase)
        if phrase.noun == "bomber" and not numbered:
            return Reading(Actor(name, None, "rebel"), phrase.first, phrase.last, "role bomber")
        if phrase.noun == "pilot":
            kind = "state-military" if {"military", "fighter", "force"} & set(phrase.modifiers) else "civilians"
            return Reading(Actor(name, None, kind), phrase.first, phrase.last, "role pilot")
        return Reading(Actor(name, None, "object"), phrase.first, phrase.last, "object")

    def _thing(self, phrase: NounPhrase) -> Reading:
        owner = self._owner(phrase)
        name = self._name(phrase)
        country = None
        rule = "object"
        if owner is not None:
            actor, first, last = owner
            country = actor.country
            rule = f"object of {actor.name}"
            if actor.id is not None:
                name = self._renamed(phrase, actor, first, last)
        return Reading(Actor(name, None, "object", country), phrase.first, phrase.last, rule)

    def _group(self, phrase: NounPhrase) -> Reading | None:
        """People, forces and bodies: whose they are, by the names and modifiers in the phrase."""
        role = phrase.role
        assert role is not None
        side = side_of(self.book, phrase)
        first, last = phrase.first, phrase.last
        owner = self._affiliation(phrase)
        organisational = role.type not in ("civilians", "journalist", "medical", "criminal", "private-company")
        if owner is not None:
            actor, kind, person = owner
            if kind == "group" and role.service in ("government", "ministry") and actor.type == "rebel":
                if role.kind == "body":
                    governing = Actor(self._name(phrase), None, "state-government", actor.country)
                    return Reading(governing, first, last, f"{phrase.noun} of {actor.name}")
            if phrase.noun == "leader" and side is None and (actor.id or "").startswith("gov-"):
                leading = Actor(self._name(phrase), None, "state-government", actor.country)
                return self.coreference.description(phrase, "state-government") or Reading(
                    leading, first, last, "leader of a state"
                )
            if kind in ("group", "force") and (organisational or actor.type == role.type) and role.kind != "thing":
                if not person:
                    return Reading(actor, first, last, f"{phrase.noun} of {actor.name}")
            if kind in ("group", "force") and role.kind == "thing" and not person:
                return Reading(actor, first, last, f"{phrase.noun} of {actor.name}")
            if person and organisational:
                return self._of_person(phrase, actor, side)
            if actor.country is not None or actor.id is not None:
                found = self._of_state(phrase, actor, side)
                if found is not None:
                    return found
        for mention in phrase.mentions:
            if mention.people is not None:
                forces = people_forces(mention.people, phrase)
                kind = forces or side or role.type
                if mention.linked:
                    kind = side or "rebel" if role.armed else role.type
                return Reading(
                    Actor(self._name(phrase), None, kind, mention.people.country), first, last, f"people, {phrase.noun}"
                )
            if mention.linked and (role.armed or role.type == "rebel"):
                kind = side if side not in (None, "international") else linked_side(mention) or side or role.type
                return Reading(Actor(self._name(phrase), None, kind), first, last, f"{mention.linked} {phrase.noun}")
        if phrase.noun == "terrorist":
            name = f"unknown (labelled {self.parse.lowers[phrase.head]})"
            return Reading(Actor(name, None, "rebel"), first, last, "label")
        found = self.coreference.description(phrase, side)
        if found is not None:
            return found
        return self._by_context(phrase, side)

    def _by_context(self, phrase: NounPhrase, side: str | None) -> Reading | None:
        """A role noun that names nobody: a state's service in a document about one state, else its type alone."""
        role = phrase.role
        assert role is not None
        first, last = phrase.first, phrase.last
        kind = side or role.type
        country = self.main_country
        open_state = role.service and side in (None, "state-military", "state-police", "state-government")
        if open_state and country is not None and country in self.book.states:
            bare = all(word in self.book.words["front"] or word in self.book.modifiers for word in phrase.modifiers)
            if bare and role.kind != "person":
                actor = self._service(phrase, country, side)
                if actor is not None:
                    return Reading(actor, first, last, f"service {role.service} by context")
            if bare and role.service == "police" and (phrase.plural or role.kind == "group"):
                return Reading(self.book.service(country, "police"), first, last, "service police by context")
            return Reading(Actor(self._name(phrase), None, kind, country), first, last, f"role {phrase.noun}")
        name = self._name(phrase)
        if role.type == "unknown" and role.kind == "person" and not name.startswith("unidentified"):
            name = f"unidentified {name}"
        return Reading(Actor(name, None, kind), first, last, f"role {phrase.noun}")

    def _of_person(self, phrase: NounPhrase, actor: Actor, side: str | None) -> Reading | None:
        """ "Assad's forces", "Ranariddh's resistance forces": the forces of a person's state or movement."""
        role = phrase.role
        assert role is not None
        if actor.type in ("state-government", "state-military") and actor.country in self.book.states and (
            role.service and side in (None, "state-military", "state-police")
        ):  # fmt: skip
            made = self._service(phrase, actor.country or "", side)
            if made is not None:
                return Reading(made, phrase.first, phrase.last, f"{phrase.noun} of {actor.name}")
        kind = side or (actor.type if role.armed and actor.type == "rebel" else role.type)
        name = self._name(phrase)
        return Reading(
            Actor(name, None, kind, actor.country), phrase.first, phrase.last, f"{phrase.noun} of {actor.name}"
        )

    def _of_state(self, phrase: NounPhrase, actor: Actor, side: str | None) -> Reading | None:
        role = phrase.role
        assert role is not None
        iso3 = (actor.id or "")[-3:].upper() if (actor.id or "").startswith(("gov-", "mil-")) else actor.country or ""
        if role.service and iso3 in self.book.states and side in (
            None, "state-military", "state-police", "state-government"
        ):  # fmt: skip
            made = self._service(phrase, iso3, side)
            if made is not None:
                rule = f"service {role.service}" if role.kind == "thing" else f"{role.service} of {made.country}"
                return Reading(made, phrase.first, phrase.last, rule)
        kind = side or role.type
        if role.armed and side is None and role.type == "rebel" and phrase.noun in ("fighter", "commander"):
            kind = "rebel"
        return Reading(
            Actor(self._name(phrase), None, kind, actor.country), phrase.first, phrase.last, f"role {phrase.noun}"
        )

    def _service(self, phrase: NounPhrase, iso3: str, side: str | None) -> Actor | None:
        """The state's force or office that a noun names; None where the noun names a person in it."""
        role = phrase.role
        assert role is not None
        service = role.service
        if service == "ministry":
            for word in reversed(phrase.modifiers):
                if word in _MINISTRIES:
                    return self.book.ministry(iso3, _MINISTRIES[word])
            for inner in belonging(self.parse, phrase.head):
                word = self.parse.lowers[inner]
                if word in _MINISTRIES:
                    return self.book.ministry(iso3, _MINISTRIES[word])
            return None
        if side == "state-police":
            return self.book.service(iso3, "police")
        if service == "government" and role.kind == "person":
            return None
        if service == "government" and phrase.noun in ("court", "parliament", "congress", "senate", "tribunal", "palace",
                                                       "supreme court", "council", "commission", "house"):  # fmt: skip
            return None
        if role.kind == "person" and role.service in ("military", "police") and not phrase.plural and phrase.noun not in (
            "police", "police force", "riot police", "gendarmerie"
        ):  # fmt: skip
            return None
        if phrase.noun.endswith(("official", "chief", "leader", "spokesman")):
            return None
        return self.book.service(iso3, service)

    def _unknown(self, phrase: NounPhrase) -> Reading | None:
        """A head that no table knows: numbers, names that the model saw, other nouns by their form."""
        parse, head = self.parse, phrase.head
        tag = parse.tags[head]
        first, last = phrase.first, phrase.last
        lower = parse.lowers[head]
        inner = of_object(parse, head)
        if tag in _OPEN_HEADS and inner is not None and (below := self.reading(inner)) is not None:
            return Reading(below.actor, first, last, f"measure, {below.rule}", below.person)
        name = self._name(phrase)
        label = parse.entity_label(head)
        country = next((m.actor.country for m in phrase.mentions if m.actor is not None), None)
        if tag == "CD":
            if label in ("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL"):
                return None
            return Reading(
                Actor(" ".join(parse.span(first, last).text.split()), None, "civilians"), first, last, "number"
            )
        if tag in _OPEN_HEADS:
            if lower in ("this", "that", "these", "it", "what"):
                return None
            return Reading(Actor(name, None, "civilians", country), first, last, "open head")
        if tag in ("NNP", "NNPS"):
            known = self.book.persons.get(fold(lower))
            if known is not None:
                return Reading(Actor(known.name, None, known.type, known.country), first, last, "persons table")
            if label in _PLACES:
                return Reading(Actor(name, None, "place", country), first, last, "place name")
            if label == "NORP":
                return Reading(Actor(name, None, "civilians", country), first, last, "people name")
            if label in ("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "LAW", "EVENT", "LANGUAGE"):
                return None
            return Reading(Actor(name, None, "unknown", country), first, last, f"name {label or 'without label'}")
        if tag in ("NN", "NNS"):
            if label in ("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY"):
                return None
            words = self.book.words
            stem = parse.lemmas[head]
            if any(stem.endswith(suffix) for suffix in words["person_suffix"]) and len(stem) > 4:
                return Reading(
                    Actor(name, None, side_of(self.book, phrase) or "civilians", country), first, last, "suffix"
                )
            if any(stem.endswith(suffix) for suffix in words["abstract_suffix"]):
                return None
            return Reading(Actor(name, None, "object", country), first, last, "thing")
        return None

    # --- whose it is ---------------------------------------------------------------------------------------------

    def _owner(self, phrase: NounPhrase) -> tuple[Actor, int, int] | None:
        """The nearest name in a phrase that can own it, with its tokens."""
        parse = self.parse
        for mention in phrase.mentions:
            if mention.linked or mention.actor is None:
                continue
            return mention.actor, mention.first, mention.last
        token = phrase.possessor
        if token is not None:
            reading = self.reading(token)
            if reading is not None and reading.actor.type not in ("object", "place"):
                if parse.tags[token] in _PRONOUN_TAGS:
                    return reading.actor, token, token + 1
                return reading.actor, reading.first, reading.last
        for child in parse.children[phrase.head]:
            if child < phrase.head and parse.deps[child] in ("compound", "amod", "nmod"):
                noun = parse.lemmas[child]
                role = self.book.roles.get(noun)
                if role is not None and role.type in ("rebel", "state-military", "state-police", "criminal"):
                    found = self.coreference.of_type(child, role)
                    if found is not None:
                        return found, child, child + 1
        for inner in belonging(parse, phrase.head)[:1]:
            if parse.lowers[parse.heads[inner]] == "of":
                reading = self.reading(inner)
                if reading is not None and reading.actor.id is not None:
                    return reading.actor, reading.first, reading.last
        return None

    def _affiliation(self, phrase: NounPhrase) -> tuple[Actor, str, bool] | None:
        """(actor, kind of its mention, whether it is a person) that people or a body belong to."""
        parse = self.parse
        state: tuple[Actor, str, bool] | None = None
        for mention in phrase.mentions:
            if mention.linked or mention.actor is None:
                continue
            if mention.kind in ("group", "force"):
                return mention.actor, mention.kind, False
            state = state or (mention.actor, mention.kind, False)
        role = phrase.role
        assert role is not None
        if phrase.possessor is not None and state is None:
            reading = self.reading(phrase.possessor)
            if reading is not None and reading.actor.type != "object":
                actor = reading.actor
                is_person = reading.person is not None
                if actor.id is not None and not actor.id.startswith("gov-"):
                    return actor, "group", False
                if actor.id is not None or is_person:
                    return actor, "state", is_person
        for inner in self._belongs(phrase.head):
            if role.kind == "thing":
                break
            mention = self.mention(inner)
            if mention is not None and mention.actor is not None:
                if mention.kind in ("group", "force"):
                    return mention.actor, mention.kind, False
                if parse.lowers[parse.heads[inner]] in ("of", "from", "in", "to") and mention.kind != "adjective":
                    state = state or (mention.actor, mention.kind, False)
                continue
            if role.type in ("civilians", "journalist", "medical"):
                continue
            reading = self.reading(inner)
            if reading is None:
                continue
            actor = reading.actor
            if reading.person is not None:
                if parse.lowers[parse.heads[inner]] == "to":
                    state = state or (actor, "state", True)
            elif actor.id is not None and parse.lowers[parse.heads[inner]] in ("of", "from", "for", "to"):
                state = state or (actor, "group", False)
        return state

    def _belongs(self, head: int) -> list[int]:
        """Nouns after "of", "from" and the like, and after "loyal to", "allied with", "linked to"."""
        parse = self.parse
        out = belonging(parse, head)
        for child in parse.children[head]:
            if child > head and parse.deps[child] in ("amod", "acl") and parse.lowers[child] in (
                "loyal", "allied", "affiliated", "aligned", "belonging", "linked"
            ):  # fmt: skip
                for prep in parse.children[child]:
                    if parse.deps[prep] == "prep":
                        out += [inner for inner in parse.children[prep] if parse.deps[inner] == "pobj"]
        return out

    # --- names ----------------------------------------------------------------------------------------------------

    def _name(self, phrase: NounPhrase) -> str:
        """The words of a phrase up to its head, without determiners, counts and pronouns at its front."""
        parse = self.parse
        first = phrase.first
        front = self.book.words["front"]
        while first < phrase.head and (
            parse.lowers[first] in front or parse.tags[first] in ("CD", "DT", "PRP$", "POS")
        ):
            first += 1
        span = parse.span(first, phrase.head + 1)
        return " ".join(span.text.split())

    def _renamed(self, phrase: NounPhrase, actor: Actor, first: int, last: int) -> str:
        """The name of a thing with its owner's canonical name in place of the one the text uses."""
        parse = self.parse
        if not phrase.first <= first < last <= phrase.head or parse.words[first].islower():
            return self._name(phrase)
        rest = [
            parse.words[token] for token in range(last, phrase.head + 1) if parse.lowers[token] not in ("'s", "'", "-")
        ]
        mention = self.mention(first)
        if mention is not None and mention.kind == "adjective":
            return self._name(phrase)
        return " ".join([actor.name, *rest])
