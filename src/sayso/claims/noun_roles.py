"""The roles around a trigger that is a noun: inside its phrase, and around the word that governs it."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.claims.governors import governor_of
from sayso.claims.model import Trigger
from sayso.claims.referents import Referents
from sayso.claims.roles import Roles
from sayso.claims.structure import (
    Filler,
    agent,
    by_phrase,
    conjuncts,
    controller,
    is_passive,
    is_verb,
    patient,
    prepositions,
    subject,
    subject_of_word,
)
from sayso.language import Parse

# "Attempts to blame", "tried to pin".
_TRIES = frozenset({"attempt", "try", "seek", "effort", "bid", "rush", "campaign"})
_CLAUSES = frozenset({"acl", "relcl"})
# Phrases that the parser hangs on the agent of a noun although they complete the noun.
_SHARED_WITH_AGENT = frozenset({"on", "against", "at", "upon", "near", "outside", "with", "to"})
_HIT = frozenset({"at", "against", "outside"})
_CIRCUMSTANCES = frozenset({"in", "at", "during", "after", "following", "pending", "amid", "before"})
_CAUSES = frozenset({"by", "from", "in", "during", "after", "when", "as"})  # "as a result of"

# What one takes from others.
_TAKEN = frozenset({"hit", "fire", "casualty", "loss", "blow", "pounding", "beating"})


class NounRoles(Roles):
    """Roles of event nouns."""

    __slots__ = ()

    def __init__(self, referents: Referents, trigger: Trigger, head: int) -> None:
        super().__init__(referents, trigger, head)
        self.governor = governor_of(self.parse, head, self.frames)
        self.makers = {
            "by": self._by,
            "poss": self._poss,
            "holder": lambda: self._possessor_of(person=False),
            "held": lambda: self._possessor_of(person=True),
            "modifier": self._modifier,
            "force": self._force,
            "carrier": self._carrier,
            "light": self._light,
            "circumstance": self._circumstance,
            "blamed": self._blamed,
            "first": lambda: self._party(0),
            "second": lambda: self._party(1),
            "partner": self._partner,
            "harmer": self._harmer,
            "harmed": self._harmed,
            "sufferer": self._sufferer,
            "targeting": self._targeting,
            "aimed": self._aimed,
            "purpose": self._purpose,
            "site": self._site,
            "self": self._self,
            "deep": self._deep,
            "used": self._used,
        }

    def _nouns(self) -> Iterator[int]:
        """The trigger noun, and the noun of number that it completes ("a series of strikes by X")."""
        yield self.head
        if self.governor is not None and self.governor.noun != self.head:
            yield self.governor.noun

    def places(self, name: str) -> Iterator[int]:
        """Complements may also hang on the agent, the noun of number or the support verb."""
        yield from super().places(name)
        if name in _SHARED_WITH_AGENT:
            by = by_phrase(self.parse, self.head)
            if by is not None:
                yield by.token
        elif name == "of" and self.trigger.kind in self.words["personal_kinds"]:
            by = by_phrase(self.parse, self.head)  # "the killing by police of a student"
            if by is not None and self._one_by_one(by.token):
                yield by.token
        clause = self._support_clause()
        if clause is not None:
            yield clause
        if self.governor is not None:
            if self.governor.noun != self.head:
                yield self.governor.noun
            relation, word = self.governor.relation, self.governor.word
            if relation in ("object", "passive") and self.parse.lemmas[word] in self.words["support"]:
                yield word
            elif relation == "subject" and self.parse.lemmas[word] in self.words["course"]:
                yield word  # "the raids continued against"
            elif relation == "subject" and name in _HIT and self.parse.lemmas[word] in self.words["occurring"]:
                yield word  # "the blast occurred at"
            elif name == "with" and relation in _CAUSES and self.parse.lemmas[word] in self.words["casualty"]:
                yield word  # "three killed in a shootout with police"

    def _one_by_one(self, token: int) -> bool:
        """Whether what hangs on an agent with "of" are so many persons, and not the body that the agent is of."""
        parse = self.parse
        found = self.referents.object_of(token, ("of",))
        return found is not None and any(
            parse.lowers[child] in ("a", "an") or parse.tags[child] == "CD" for child in parse.children[found.token]
        )

    # Who did it

    def _party(self, number: int) -> Filler | None:
        """The first (0) or second (1) of "between X and Y", which may hang on the verb: "clashes broke out between"."""
        found = self.between(self.head, number)
        if found is None and self.governor is not None and self.governor.relation in ("subject", "passive"):
            if self.between(self.governor.word, 1) is not None:
                return self.between(self.governor.word, number)
        return found

    def _by(self) -> Filler | None:
        parse = self.parse
        for noun in self._nouns():
            found = by_phrase(parse, noun)
            if found is not None and parse.tags[found.token] != "VBG":
                return found
            for child in parse.children[noun]:
                if parse.deps[child] in _CLAUSES and parse.lemmas[child] in self.words["support"]:
                    inner = by_phrase(parse, child)
                    if inner is not None:
                        return Filler(inner.token, "participle by")
            for preposition, token, _ in prepositions(parse, noun):  # "the killings of villagers by police"
                if preposition in ("of", "on", "against"):
                    inner = by_phrase(parse, token)
                    if inner is not None:
                        return Filler(inner.token, f"by after {preposition}")
        return self._by_beside()

    def _by_beside(self) -> Filler | None:
        """A by-phrase that the parser hung on the active verb above: "condemned the killing of villagers by troops"."""
        if self.governor is None or not is_verb(self.parse, self.governor.word):
            return None
        verb, relation = self.governor.word, self.governor.relation
        if is_passive(self.parse, verb):  # "two killed in a shooting by police"
            if relation not in _CAUSES or self.parse.lemmas[verb] not in self.words["casualty"]:
                return None
        elif relation != "object":
            return None
        found = by_phrase(self.parse, verb)
        if found is None or found.token < self.head or not self.parse.children[found.token]:
            return None
        return Filler(found.token, "by beside")

    def _poss(self) -> Filler | None:
        for noun in self._nouns():
            found = self.possessor(noun)
            if found is not None:
                return found
        return None

    def _possessor_of(self, *, person: bool) -> Filler | None:
        found = self._poss()
        return found if found is not None and self._is_person(found.token) is person else None

    def _is_person(self, token: int) -> bool:
        """ "The minister's killing" is done to the minister; "the group's killings" are done by the group."""
        parse = self.parse
        if parse.lowers[token] in ("his", "her", "their"):
            return True
        if parse.entity_label(token) == "PERSON" or self.referents.noun_class(token) == "people":
            return True
        if parse.tags[self.head] != "NN" or self.referents.object_of(self.head, ("of",)) is not None:
            return False
        # "Ruiz's murder": one killing, and nothing says that the possessor is a group or a force.
        entity = self.referents.actors.entity(token, role="actor")
        return entity is None or (entity.id is None and entity.type in ("unknown", "civilians", "political", "object"))

    def _modifier(self) -> Filler | None:
        return next(filter(None, map(self.modifier_of, self._nouns())), None)

    def _force(self) -> Filler | None:
        """The force before a noun of killing: "the police killing of a teenager"; a person there is who was killed."""
        found = self._modifier()
        is_group = found is not None and self.frames.nouns.get(self.parse.lemmas[found.token]) == "group"
        return found if is_group else None

    def _carrier(self) -> Filler | None:
        """Whoever flies what delivered it: "a strike of Su-24 bombers", "an attack by jets"."""
        for preposition, token, _ in prepositions(self.parse, self.head):
            if preposition in ("of", "by", "from"):
                entry = self.referents.weapons.entry(self.parse, token)
                if entry is not None and entry.role == "platform":
                    return Filler(token, f"carrier {preposition}")
        return None

    def _light(self) -> Filler | None:
        """The subject of a verb that only says that the event took place: "carried out", "took part in"."""
        parse = self.parse
        found: Filler | None = None
        clause = self._support_clause()
        if clause is not None:  # "the talks that the minister held"
            found = agent(parse, clause)
            if found is not None and found.token != self.head:
                return Filler(found.token, f"{parse.lemmas[clause]} clause<{found.path}")
        if self.governor is None:
            return None
        word, relation = self.governor.word, self.governor.relation
        lemma = parse.lemmas[word]
        if relation == "passive":
            found = by_phrase(parse, word) if lemma in self.words["support"] else None
        elif is_verb(parse, word):
            if relation == "object" and lemma in self.words["support"] and not self._is_suffered(word):
                # "called the bombing a crime" says what it was, not who did it.
                found = None if parse.child(word, {"oprd"}) is not None else agent(parse, word)
            elif lemma in self.words.get(f"involved_{relation}", ()):
                found = agent(parse, word) if relation == "as" else subject(parse, word)
        elif parse.tags[word][0] == "N" and lemma in self.words["involvement"]:
            found = controller(parse, word)
        return None if found is None else Filler(found.token, f"{lemma} {relation}<{found.path}")

    def _support_clause(self) -> int | None:
        """The relative clause that only says who held the event: "the raid that the army carried out"."""
        parse = self.parse
        for child in parse.children[self.head]:
            if parse.deps[child] == "relcl" and parse.lemmas[child] in self.words["support"] and is_verb(parse, child):
                return None if is_passive(parse, child) else child
        return None

    def _circumstance(self) -> Filler | None:
        """The subject of what was done in or after the event, as one of its parties: "said in a call with"."""
        if self.governor is None or self.governor.relation not in _CIRCUMSTANCES:
            return None
        verb = self.governor.word
        if not is_verb(self.parse, verb) or is_passive(self.parse, verb):
            return None
        if self.parse.lemmas[verb] in self.words["casualty"] and patient(self.parse, verb) is None:
            return None  # "died in clashes with"
        found = subject(self.parse, verb)
        return None if found is None else Filler(found.token, f"{self.governor.relation}<{found.path}")

    def _blamed(self) -> Filler | None:
        """Who is said to be responsible, in the noun's own phrase or above it."""
        parse, words = self.parse, self.words
        for child in parse.children[self.head]:
            if parse.deps[child] in _CLAUSES and is_verb(parse, child):
                lemma = parse.lemmas[child]
                found = None
                if lemma in words["claim_verbs"]:
                    found = by_phrase(parse, child)
                elif lemma in words["attribute_verbs"]:
                    found = self.referents.object_of(child, ("on", "to"))
                if found is not None:
                    return Filler(found.token, f"{lemma}<{found.path}")
        return self._blamed_above()

    def _blamed_above(self) -> Filler | None:
        if self.governor is None:
            return None
        parse, words = self.parse, self.words
        above, relation = self.governor.word, self.governor.relation
        lemma = parse.lemmas[above]
        found: Filler | None = None
        if relation in ("passive", "object"):
            if lemma in words["attribute_verbs"]:
                found = self.referents.object_of(above, ("on", "to"))
                if found is None and lemma in words["pinning_verbs"]:  # hung on the event: "pinned the raid on"
                    found = self.referents.object_of(self.governor.noun, ("on", "to"))
        elif is_verb(parse, above) and lemma in words["blame_verbs"]:
            found = None if _is_attempted(parse, above) else patient(parse, above)
        elif relation in ("for", "of") and lemma in words["responsible"]:
            found = controller(parse, above)
        elif relation == "for" and lemma == "responsible":
            found = subject_of_word(parse, above)
        elif relation == "behind":
            found = Filler(above, "noun") if parse.tags[above][0] == "N" else subject_of_word(parse, above)
        return None if found is None else Filler(found.token, f"{lemma} {relation}<{found.path}")

    def _partner(self) -> Filler | None:
        """The other of two who held the event together: "the presidents of X and Y met in talks"."""
        both = self._light() or self._circumstance()
        members = [] if both is None else conjuncts(self.parse, both.token)
        return Filler(members[1], "second conjunct") if len(members) == 2 else None

    # To whom

    def _harmed(self) -> Filler | None:
        """Whom or what it hit: "the blast killed", "nine died in the raid", "strikes that hit"."""
        parse = self.parse
        for noun in self._nouns():
            for child in parse.children[noun]:
                if (
                    parse.deps[child] in _CLAUSES
                    and is_verb(parse, child)
                    and parse.lemmas[child] in self.words["harm"]
                ):
                    found = self.struck(child)
                    if found is not None:
                        return found
        if self.governor is None:
            return None
        verb, relation = self.governor.word, self.governor.relation
        if not is_verb(parse, verb):
            return self._dead(verb) if relation in _CAUSES else None
        lemma = parse.lemmas[verb]
        if relation == "subject":
            return self.struck(verb) if lemma in self.words["harm"] else self.killing_clause(verb)
        if relation == "object" and lemma in self.words["support"]:
            return self.killing_clause(verb)
        if relation in _CAUSES and (lemma in self.words["casualty"] or (relation == "by" and is_passive(parse, verb))):
            first = parse.heads[verb]
            if parse.deps[verb] == "conj" and parse.lemmas[first] in self.words["casualty"] and is_verb(parse, first):
                verb = first  # "nine were killed and twenty wounded in the raid"
            found = patient(parse, verb) or subject(parse, verb)
            if found is not None and (lemma in self.words["casualty"] or lemma in self.words["harm"]):
                return Filler(found.token, f"{lemma} {relation}<{found.path}")
        if relation in _CAUSES and lemma == "lose":  # "twelve soldiers lost their lives in the raid"
            held = parse.child(verb, {"dobj"})
            if held is not None and parse.lemmas[held] == "life":
                found = subject(parse, verb)
                return None if found is None else Filler(found.token, f"lives {relation}<{found.path}")
        return None

    def _dead(self, word: int) -> Filler | None:
        """Whom a headline without a verb calls dead: "two soldiers dead in an attack"."""
        parse = self.parse
        if parse.lemmas[word] in self.words["hurt"]:
            found = subject_of_word(parse, word)
            return None if found is None else Filler(found.token, f"{parse.lemmas[word]}<{found.path}")
        for child in parse.children[word]:
            if parse.lemmas[child] in self.words["hurt"] and child > word:
                return Filler(word, parse.lemmas[child])
        return None

    def _harmer(self) -> Filler | None:
        """Who killed in the event: "soldiers kill four villagers in raids"."""
        if self.governor is None or self.governor.relation not in ("in", "during", "with"):
            return None
        verb = self.governor.word
        if not is_verb(self.parse, verb) or is_passive(self.parse, verb):
            return None
        if self.parse.lemmas[verb] not in self.words["casualty"] or patient(self.parse, verb) is None:
            return None
        found = agent(self.parse, verb)
        return None if found is None else Filler(found.token, f"{self.parse.lemmas[verb]}<{found.path}")

    def _is_suffered(self, verb: int) -> bool:
        """Whether the subject of a verb is who undergoes the event: "suffered a raid", "took a direct hit"."""
        lemma = self.parse.lemmas[verb]
        return lemma in self.words["sufferers"] or (lemma == "take" and self.lemma in _TAKEN)

    def _sufferer(self) -> Filler | None:
        """ "Came under attack", "suffered losses", "the target of a raid", "in custody"."""
        if self.governor is None:
            return None
        parse = self.parse
        above, relation = self.governor.word, self.governor.relation
        found: Filler | None
        if relation == "object":
            found = subject(parse, above) if self._is_suffered(above) else None
        elif relation == "under" or (relation == "to" and parse.lemmas[above] == "subject"):
            if parse.tags[above][0] == "N":
                return Filler(above, relation)
            found = patient(parse, above) if is_passive(parse, above) else subject_of_word(parse, above)
        elif (relation == "of" and parse.lemmas[above] in self.words["target_nouns"]) or (
            relation in ("in", "into") and self.lemma in self.words["custody"]
        ):
            found = subject_of_word(parse, above)
        else:
            return None
        return None if found is None else Filler(found.token, f"sufferer<{found.path}")

    def _targeting(self) -> Filler | None:
        """ "Attacks targeting X", "an attack by drones aimed at X"."""
        parse = self.parse
        nouns = list(self._nouns())
        by = by_phrase(parse, self.head)
        if by is not None:
            inner = self.referents.object_of(by.token, ("of",))
            nouns += [by.token] if inner is None else [by.token, inner.token]
        for noun in nouns:
            for child in parse.children[noun]:
                if parse.deps[child] in _CLAUSES and parse.lemmas[child] in self.words["target_verbs"]:
                    found = None if is_passive(parse, child) else patient(parse, child)
                    found = found or self.referents.object_of(child, ("at", "against", "on"))
                    if found is not None and found.token != noun:
                        return Filler(found.token, f"{parse.lemmas[child]}<{found.path}")
        return None

    def _site(self) -> Filler | None:
        """What was hit, before the noun: "the embassy bombing", "a school shooting"; not the town where it was."""
        parse = self.parse
        for child in reversed(parse.children[self.head]):
            if child < self.head and parse.deps[child] in ("compound", "nmod") and parse.entity_label(child) != "GPE":
                if self.frames.nouns.get(parse.lemmas[child]) == "place":
                    return Filler(child, "site")
        return None

    def _aimed(self) -> Filler | None:
        """ "A campaign aimed at destroying X"."""
        parse = self.parse
        for child in parse.children[self.head]:
            if parse.deps[child] in _CLAUSES and parse.lemmas[child] in self.words["target_verbs"]:
                for preposition in parse.children[child]:
                    inner = parse.child(preposition, {"pcomp"}) if parse.deps[preposition] == "prep" else None
                    if inner is not None:
                        found = patient(parse, inner)
                        if found is not None:
                            return Filler(found.token, f"aimed<{found.path}")
                    elif parse.deps[preposition] == "xcomp":  # "designed to drive out X"
                        found = patient(parse, preposition)
                        if found is not None:
                            return Filler(found.token, f"aimed<{found.path}")
        return None

    def _purpose(self) -> Filler | None:
        """ "The battle to retake X", "an operation to oust Y"."""
        parse = self.parse
        for child in parse.children[self.head]:
            if parse.deps[child] in _CLAUSES and parse.tags[child] == "VB":
                found = patient(parse, child)
                if found is not None:
                    return Filler(found.token, f"{parse.lemmas[child]}<{found.path}")
        return None

    def _used(self) -> Filler | None:
        """Whom one uses as what the noun names: "held families as human shields"."""
        if self.governor is None or self.governor.relation != "as":
            return None
        verb = self.governor.word
        if not is_verb(self.parse, verb) or self.parse.lemmas[verb] not in self.words["involved_as"]:
            return None
        found = patient(self.parse, verb)
        return None if found is None else Filler(found.token, f"as<{found.path}")

    def _deep(self) -> Filler | None:
        """A party in what the event was for: "staged a rally to demand reforms by the government"."""
        words: tuple[int, ...] = (self.head,)
        barred = -1
        if self.governor is not None and is_verb(self.parse, self.governor.word):
            if self.governor.relation == "object":
                acting = agent(self.parse, self.governor.word)
                barred = -1 if acting is None else acting.token
            for child in self.parse.children[self.governor.word]:
                if self.parse.deps[child] == "advcl" and child > self.head:
                    words = (*words, child)
        return self.party_inside(words, barred)

    def _self(self) -> Filler | None:
        """The trigger itself, where it names the people: "the wounded", "civilian deaths"."""
        if self.frames.nouns.get(self.lemma) == "people":
            return Filler(self.head, "self")
        if self.lemma in self.words["losses"]:
            for child in self.parse.children[self.head]:
                if self.parse.lemmas[child] in self.words["victims"]:
                    return Filler(self.head, "self")
        return None


def _is_attempted(parse: Parse, verb: int) -> bool:
    """Whether a verb is only what somebody tries, in words that hold back from it: "attempts to blame the army"."""
    return any(parse.tags[child] == "TO" for child in parse.children[verb]) and parse.lemmas[parse.heads[verb]] in _TRIES
