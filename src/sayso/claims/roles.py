"""The roles that verbs and nouns share, and the way from the name of a role to the token that fills it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from sayso.claims.frames import FrameTable
from sayso.claims.governors import Governor
from sayso.claims.model import Trigger
from sayso.claims.referents import MODIFIERS, Referents
from sayso.claims.structure import Filler, by_phrase, conjuncts, is_passive, is_verb, patient, prepositions
from sayso.language import Parse
from sayso.record import Entity

_COMPLEMENTS = frozenset({"xcomp", "ccomp", "advcl", "pcomp", "acl", "conj"})
_TOWARDS = frozenset({"with", "against", "on", "to", "from", "of", "by", "for", "at"})
_SETTINGS = frozenset({"on", "at", "outside", "into", "toward", "towards"})  # before the verb, they tell where it was
_MEASURED = frozenset({"DATE", "TIME", "ORDINAL", "PERCENT", "MONEY", "QUANTITY"})


class Roles:
    """The fillers of the roles around one trigger, found when asked for. Made by ``roles_of``."""

    __slots__ = ("frames", "governor", "head", "lemma", "makers", "parse", "referents", "trigger", "words")

    verbal = False

    def __init__(self, referents: Referents, trigger: Trigger, head: int) -> None:
        self.referents = referents
        self.parse: Parse = referents.parse
        self.frames: FrameTable = referents.frames
        self.words = referents.words
        self.trigger = trigger
        self.head = head
        self.lemma = self.parse.lemmas[head]
        self.governor: Governor | None = None
        self.makers: dict[str, Callable[[], Filler | None]] = {}

    def fill(self, role: str) -> Filler | None:
        """The filler of a role: of the method that has its name, else of the preposition.

        A word of the trigger fills no role, unless it is a pronoun ("shot them down") or the role is ``self``.
        """
        if role.endswith("'s"):
            held = self.fill(role[:-2])
            return None if held is None else self.owner_of(held.token)
        maker = self.makers.get(role)
        found = maker() if maker is not None else self.prepositional(role)
        if found is None or role == "self" or self.parse.tags[found.token] == "PRP":
            return found
        return None if self.trigger.first <= found.token < self.trigger.last else found

    # Prepositions

    def prepositional(self, name: str) -> Filler | None:
        """The object of a preposition that hangs on the trigger or on a word that shares its complements."""
        for place in self.places(name):
            for preposition, token, at in prepositions(self.parse, place):
                if preposition != name or self.trigger.first <= token < self.trigger.last:
                    continue
                if self.verbal and at < self.trigger.first and name in _SETTINGS:
                    continue  # "On the east bank, bombs went off"
                if self.referents.noun_class(token) != "time":
                    return Filler(token, name)
        return None

    def places(self, name: str) -> Iterator[int]:
        """The tokens on which the parser may have hung a complement of the trigger."""
        del name
        yield self.head
        for token in range(self.trigger.first, self.trigger.last):
            if token != self.head:
                yield token

    # Owners and actors inside noun phrases

    def owner_of(self, token: int) -> Filler | None:
        """Whose act, quality or ground a noun names: "the council's failure", "areas held by the group"."""
        parse, can_act = self.parse, self.referents.can_act
        if self.trigger.kind == "demand" and parse.lemmas[token] in self.words["undergone"]:
            return None  # what is to be done to someone is demanded of another: "the return of the captives"
        owner = parse.child(token, {"poss"})
        if owner is not None and can_act(owner) and parse.tags[owner] != "PRP$":
            return Filler(owner, "owner")
        by = by_phrase(parse, token)
        if by is not None and can_act(by.token):
            return Filler(by.token, "owner by")
        for preposition, inner, _ in prepositions(parse, token):
            if preposition in ("of", "by", "with", "from"):
                if can_act(inner):
                    return Filler(inner, f"owner {preposition}")
                held = self._holder(inner)
                if held is not None:
                    return held
        return self._holder(token)

    def _holder(self, token: int) -> Filler | None:
        for child in self.parse.children[token]:
            if self.parse.deps[child] == "acl" and self.parse.tags[child] == "VBN":
                found = by_phrase(self.parse, child)
                if found is not None and self.referents.can_act(found.token):
                    return Filler(found.token, "holder")
        return None

    def possessor(self, noun: int) -> Filler | None:
        """The possessor of a noun that is no date ("Sunday's attack")."""
        parse = self.parse
        owner = parse.child(noun, {"poss"})
        if owner is None or parse.entity_label(owner) in _MEASURED:
            return None
        return None if self.referents.noun_class(owner) == "time" else Filler(owner, "poss")

    def actor_of_event(self, noun: int) -> Filler | None:
        """Whose event a noun names: "the coalition's raids", "US strikes", "clashes between police and youths"."""
        for member in conjuncts(self.parse, noun):  # "strikes and shelling by government forces"
            found = by_phrase(self.parse, member)
            if found is not None:
                return found
        found = self.possessor(noun) or self.modifier_of(noun) or self.between(noun, 0)
        if found is None and self.parse.lemmas[noun] in self.words["clashes"]:
            return self.referents.object_of(noun, ("with", "against"))  # "killed in clashes with troops"
        return found

    def between(self, noun: int, number: int) -> Filler | None:
        """The first (0) or second (1) party of "between X and Y"."""
        for preposition, token, _ in prepositions(self.parse, noun):
            if preposition in ("between", "among", "pitting"):
                members = conjuncts(self.parse, token)
                if number < len(members) and not self._is_spot(members[number]):
                    return Filler(members[number], "between")
        return None

    def _is_spot(self, token: int) -> bool:
        """Whether a token names a place that is no state: "between Goma and Sake" tells where."""
        if self.parse.entity_label(token) not in ("GPE", "LOC", "FAC"):
            return False
        entity = self.referents.actors.entity(token)
        return entity is None or entity.id is None

    def modifier_of(self, noun: int) -> Filler | None:
        """The name or group noun before an event noun: "US drone strike", "rebel offensive", "Saudi-led raids"."""
        parse = self.parse
        left = [
            child
            for child in parse.children[noun]
            if child < noun and parse.deps[child] in MODIFIERS and not self._is_opposed(child)
        ]
        if not left:
            return None
        for child in left:
            if parse.lowers[child].endswith("-led"):
                return Filler(child, "modifier led")
            if parse.lemmas[child] in self.words["leading"] and parse.tags[child] == "VBN":
                for inner in parse.children[child]:
                    if parse.deps[inner] in MODIFIERS or parse.deps[inner] == "npadvmod":
                        return Filler(inner, "modifier led")
            if parse.lemmas[child] == "back" and parse.tags[child] == "VBN":
                return None
        owner = self.referents.actors.owner(noun)
        if owner is not None and self._acts_from_before(owner):
            token = parse.token_at(owner.end - 1)
            if token is not None and token < noun and self._stands_before(token, noun):
                token = self._force_of(owner, token, noun)
                return Filler(token, "modifier")
        for child in left:
            if not self._stands_before(child, noun):
                continue
            if self._acting_name(child):
                return Filler(child, "modifier")
            if self.frames.nouns.get(parse.lowers[child]) in ("place", "object"):
                if self.referents.weapons.entry(parse, child) is None:
                    continue  # "the Ruritanian embassy blast"
            for inner in parse.children[child]:
                if parse.deps[inner] in MODIFIERS and self._acting_name(inner):
                    return Filler(inner, "modifier")
        return None

    def _is_opposed(self, token: int) -> bool:
        """Whether a noun stands behind "anti-": government of "anti-government rallies" holds none."""
        lowers = self.parse.lowers
        return token > 1 and lowers[token - 1] == "-" and lowers[token - 2] in self.words["prefixes"]

    def _stands_before(self, token: int, noun: int) -> bool:
        """Whether a modifier belongs to an event noun and not to the place or thing between them: "US embassy blast"."""
        parse = self.parse
        if parse.deps[token] not in MODIFIERS or self._is_opposed(token):
            return False
        return not any(
            (
                self.frames.nouns.get(parse.lowers[between]) in ("place", "object")
                and self.referents.weapons.entry(parse, between) is None
            )
            or parse.lowers[between] in self.words["denouncing"]  # a verb that a headline hides: "Pakistan condemn attack"
            for between in range(token + 1, noun)
        ) and not self._is_headline_subject(token, noun)

    def _is_headline_subject(self, token: int, noun: int) -> bool:
        """Whether a name before an event noun is the subject of a headline: "Smith Visits Riverside Attack Scene"."""
        parse = self.parse
        name = parse.entity_of[token]
        if name >= 0 and parse.entity_of[noun] == name and noun - token > 1:
            return True  # the whole headline read as one name
        return parse.entity_label(token) == "PERSON" and any(
            parse.tags[between] in ("NNP", "NNPS") and parse.entity_of[between] != name
            for between in range(token + 1, noun)
        )

    def _force_of(self, owner: Entity, token: int, noun: int) -> int:
        """The last word of the actor before an event noun: the army, not the state, of "Ruritanian army raids"."""
        parse, referents = self.parse, self.referents
        after = token + 1
        entity = owner
        if after < noun and self.frames.nouns.get(parse.lemmas[after]) == "group" and parse.heads[after] == noun:
            known = referents.actors.entity(after, role="actor")
            if known is not None and known.type != "object":
                end = parse.ends[after]
                entity = replace(
                    known,
                    start=owner.start,
                    end=end,
                    text=parse.text[owner.start : end],
                    country=known.country or owner.country,
                )
                token = after
        referents.borrowed[token] = entity
        return token

    def _acts_from_before(self, owner: Entity) -> bool:
        """Whether the owner of an event noun did it.

        A city before the noun is where it happened, and a country is where a bomb went off.
        """
        if owner.id is None and owner.text[:1].isupper() and self.trigger.kind in self.words["placed_kinds"]:
            return False  # "the Riverside blast"
        if owner.type in ("state-government", "state-military", "state-police"):
            if self.trigger.kind in self.words["placed_kinds"]:
                return False
            return not owner.text[:1].isupper() or self._names_country(owner)
        return owner.type not in ("object", "place")

    def _names_country(self, owner: Entity) -> bool:
        """Whether a country is named by its own name or adjective, not by its capital: "Russian", not "Kabul"."""
        word = owner.text.replace(".", "").lower().split()[-1]
        return len(word) <= 3 or word[:4] in owner.name.lower() or word in self.words["adjectives"]

    def _acting_name(self, token: int) -> bool:
        parse = self.parse
        label = parse.entity_label(token)
        if self.frames.nouns.get(parse.lowers[token]) in ("place", "object"):
            if self.referents.weapons.entry(parse, token) is None:
                return False  # "the US Embassy blasts"
        if label in ("NORP", "ORG", "PERSON"):
            if label == "NORP" and self.trigger.kind in self.words["placed_kinds"]:
                return False
            known = self.referents.noun_class(token) in ("", "group", "people")
            if not known or self.referents.weapons.entry(parse, token) is not None:
                return False
            entity = self.referents.actors.entity(token, role="actor")
            if self.trigger.kind in self.words["placed_kinds"] and (entity is None or entity.id is None):
                return False
            return entity is None or entity.type not in ("object", "place")
        if parse.tags[token][0] == "J" and parse.lowers[token] in self.words["qualities"]:
            return False  # "a major attack"
        if parse.tags[token] == "VBN" and self.frames.nouns.get(parse.lowers[token]) == "group":
            return True  # "the allied offensive"
        if parse.tags[token][0] in "NJ" and self.frames.nouns.get(parse.lemmas[token]) in ("group", "people"):
            return parse.lemmas[token] not in self.words["victims"]
        return False

    # Parties inside what is said

    def party_inside(self, words: tuple[int, ...], barred: int) -> Filler | None:
        """Whom an announced, demanded or refused act is about: "threatened to break relations with Ruritania".

        Searched in these words and the complement clauses below them, nearest first; never the ``barred`` token.
        """
        parse = self.parse
        seen = list(words)
        for word in seen:
            found = self._touched(word, barred)
            if found is not None:
                return Filler(found.token, f"{parse.lemmas[word]}<{found.path}")
            if len(seen) < 5:
                seen += [
                    child
                    for child in parse.children[word]
                    if parse.deps[child] in _COMPLEMENTS and child > word and is_verb(parse, child)
                ]
        return None

    def _touched(self, word: int, barred: int) -> Filler | None:
        parse = self.parse
        held = patient(parse, word) if is_verb(parse, word) and not is_passive(parse, word) else None
        nouns = [] if held is None else [held.token]
        if held is not None and held.token != barred and self._is_party(held.token):
            return held
        for place in (word, *nouns):
            undergone = self.trigger.kind == "demand" and parse.lemmas[place] in self.words["undergone"]
            for preposition, token, _ in prepositions(parse, place):
                if preposition in _TOWARDS and not (undergone and preposition == "of"):
                    if token != barred and self._is_party(token):
                        return Filler(token, preposition)
                    nouns.append(token)
        for noun in nouns:
            # Before an event noun stands who did it, not whom it is about.
            # What is refused is refused to whoever stands there: "a Ruritanian appeal".
            done = self.referents.noun_class(noun) == "event" and self.trigger.kind != "refusal"
            before = None if done else self.modifier_of(noun)
            for found in (self.owner_of(noun), before):
                if found is None or found.token == barred or not self._is_party(found.token):
                    continue
                if parse.entity_of[found.token] >= 0 or found.path != "modifier":
                    return found
        return None

    def _is_party(self, token: int) -> bool:
        """Whether a token names a party: someone known by name, a group or people, no pronoun."""
        if self.parse.tags[token][:3] == "PRP" or not self.referents.can_act(token):
            return False
        if self.parse.entity_label(token) in ("PERSON", "ORG", "GPE", "NORP"):
            return True
        if self.parse.lowers[token] == "those":  # "those who planted the bomb"
            return self.parse.child(token, {"relcl"}) is not None
        return self.referents.noun_class(token) in ("group", "people")

    # Harm

    def struck(self, verb: int) -> Filler | None:
        """What a verb of harm hit: its object, or what the bomb "ripped through"."""
        parse = self.parse
        if is_verb(parse, verb):
            found = None if is_passive(parse, verb) else patient(parse, verb)
            if found is not None and (self.referents.can_suffer(found.token) or self._losses(found.token)):
                return Filler(found.token, f"{parse.lemmas[verb]}<{found.path}")
        for preposition, token, _ in prepositions(parse, verb):
            if preposition in self.words["struck_through"] and self.referents.can_suffer(token):
                return Filler(token, f"{parse.lemmas[verb]} {preposition}")
        return None

    def killing_clause(self, verb: int) -> Filler | None:
        """Those killed in a clause that tells the outcome: "opened fire, killing four"."""
        parse = self.parse
        for child in parse.children[verb]:
            if child < verb or parse.deps[child] not in ("advcl", "conj") or parse.tags[child] != "VBG":
                continue
            found = patient(parse, child) if parse.lemmas[child] in self.words["casualty"] else None
            if found is not None:
                return Filler(found.token, f"{parse.lemmas[child]}<{found.path}")
        return None

    def _losses(self, token: int) -> bool:
        """Whether a noun stands for people who were hurt: "caused civilian casualties"."""
        return self.parse.lemmas[token] in self.words["losses"]
