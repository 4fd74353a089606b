"""The roles around a trigger that is a verb or an adjective."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.claims.model import Trigger
from sayso.claims.referents import Referents
from sayso.claims.roles import Roles
from sayso.claims.structure import (
    Filler,
    agent,
    antecedent,
    conjuncts,
    is_passive,
    is_verb,
    patient,
    prepositions,
    subject,
    subject_of_word,
)

_GROUND = frozenset({"in", "into", "within", "over", "across"})
_IN_EVENT = frozenset({"in", "by", "during", "after", "from"})
# People die after an attack by its hand; what else is done after it is done by others.
_LATER = frozenset({"after", "from"})


class VerbRoles(Roles):
    """Roles of verbs; an adjective ("dead", "willing") takes its subject through the copula."""

    __slots__ = ("_is_verb",)

    verbal = True

    def __init__(self, referents: Referents, trigger: Trigger, head: int) -> None:
        super().__init__(referents, trigger, head)
        self._is_verb = is_verb(self.parse, head)
        self.makers = {
            "agent": self.agent,
            "patient": self.patient,
            "subject": self.subject,
            "mover": self._mover,
            "causer": self._causer,
            "recipient": self._recipient,
            "addressee": self._addressee,
            "clause": self._clause,
            "owner": self._owner,
            "first": lambda: self.between(self.head, 0),
            "second": self._second,
            "harmed": self._harmed,
            "text": self._text,
            "deep": self._deep,
            "ground": self._ground,
            "host": self._host,
        }

    def agent(self) -> Filler | None:
        """The deep subject; where that is an event, a text or a weapon, whoever stands behind it."""
        if self._dies():
            return None
        found = agent(self.parse, self.head) if self._is_verb else self.subject()
        if found is not None:
            return self._behind(found)
        if self._is_verb and is_passive(self.parse, self.head):
            for preposition, token, _ in prepositions(self.parse, self.head):
                told = preposition not in _LATER or self.lemma in self.words["casualty"]
                if told and preposition in _IN_EVENT and self.referents.noun_class(token) == "event":
                    behind = self.actor_of_event(token)
                    if behind is not None:
                        return Filler(behind.token, f"{preposition} event<{behind.path}")
            return self._opponent()
        return None

    def _opponent(self) -> Filler | None:
        """Whom the victims were fighting: "killed battling insurgents"."""
        for child in self.parse.children[self.head]:
            if self.parse.lemmas[child] in self.words["fighting"] and self.parse.deps[child] in ("advcl", "xcomp"):
                found = patient(self.parse, child) or self.referents.object_of(child, ("with", "against"))
                if found is not None:
                    return Filler(found.token, f"{self.parse.lemmas[child]}<{found.path}")
        return None

    def _behind(self, found: Filler) -> Filler:
        parse, token = self.parse, found.token
        noun_class = self.referents.noun_class(token)
        if noun_class in ("event", "text"):
            behind = self.actor_of_event(token) or (self._issuer(token) if noun_class == "text" else None)
            return found if behind is None else Filler(behind.token, f"{noun_class}<{behind.path}")
        if noun_class == "abstract" and parse.deps[self.head] == "xcomp":  # "the group's goal is to seize"
            owner = self.possessor(token)
            return found if owner is None else Filler(owner.token, f"{noun_class}<{owner.path}")
        entry = self.referents.weapons.entry(parse, token)
        if entry is None:
            return found
        if entry.role != "platform" and self.referents.has_owner(token):
            owner = self.possessor(token) or self.modifier_of(token)  # "Ruritanian missiles hit the airport"
            return found if owner is None else Filler(owner.token, f"weapon<{owner.path}")
        if not self.referents.has_owner(token):
            sender = parse.heads[token]
            if parse.deps[token] == "dobj" and sender != self.head and is_verb(parse, sender):
                behind = agent(parse, sender)
                if behind is not None:  # "sent aircraft to attack"
                    return Filler(behind.token, f"sender<{behind.path}")
        return found

    def _issuer(self, text: int) -> Filler | None:
        """Who put forward a text that demands or says: "Britain circulated a resolution demanding"."""
        verb = self.parse.heads[text]
        if self.parse.deps[text] != "dobj" or verb == self.head or self.parse.lemmas[verb] not in self.words["issuing"]:
            return None
        return agent(self.parse, verb)

    def patient(self) -> Filler | None:
        """The deep object, unless it is what was fired ("fired rockets at")."""
        if not self._is_verb:
            return self.subject() if self.parse.tags[self.head][0] == "J" else None
        if self._dies():
            return self.subject()
        found = patient(self.parse, self.head)
        if found is None or self.lemma not in self.words["fire"] or self.trigger.kind == "shootdown":
            return found
        return None if self.referents.weapons.entry(self.parse, found.token) is not None else found

    def _dies(self) -> bool:
        """Whether the subject is who died, by an object that says so: "met their deaths under the bombs"."""
        return self._is_verb and self.trigger.sense == "die"

    def subject(self) -> Filler | None:
        """The surface subject."""
        return subject_of_word(self.parse, self.head)

    def _mover(self) -> Filler | None:
        if self._takes_lives():
            return None  # "took the lives of two officers": a preposition tells whose
        if self.lemma in self.words["movers"] and not is_passive(self.parse, self.head):
            moved = self.patient()
            if moved is not None and self.referents.noun_class(moved.token) == "people":
                return moved  # "evacuated the women and children"
            return self.subject()
        return self.patient() or self.subject()

    def _takes_lives(self) -> bool:
        parse = self.parse
        return self._is_verb and any(
            parse.lemmas[token] == "life" for token in range(self.head + 1, self.trigger.last)
        )

    def _causer(self) -> Filler | None:
        if self._takes_lives():
            return self.agent()
        if not self._is_verb or self.lemma in self.words["movers"] or self.lemma in self.words["sufferers"]:
            return None
        return None if patient(self.parse, self.head) is None else self.agent()

    def _recipient(self) -> Filler | None:
        for child in self.parse.children[self.head]:
            if self.parse.deps[child] == "dative":
                inner = self.parse.child(child, {"pobj"})
                return Filler(antecedent(self.parse, child if inner is None else inner), "dative")
        return None

    def _addressee(self) -> Filler | None:
        found = self.patient()
        return found if found is not None and self.referents.can_act(found.token) else None

    def _host(self) -> Filler | None:
        """Whom one visits; the country or town visited is where it takes place."""
        found = self._addressee()
        if found is None or self.parse.entity_label(found.token) in ("GPE", "LOC", "FAC"):
            return None
        return None if self.referents.noun_class(found.token) in ("place", "object") else found

    def _text(self) -> Filler | None:
        """A document that demands or says: "the resolution calls for"."""
        found = self.agent()
        return found if found is not None and self.referents.noun_class(found.token) == "text" else None

    def _deep(self) -> Filler | None:
        acting = self.agent()
        return self.party_inside((self.head,), -1 if acting is None else acting.token)

    def _ground(self) -> Filler | None:
        """The country or town in which a measure or a threatened act is felt: "lifted the curfew in Ruritania"."""
        parse = self.parse
        held = patient(parse, self.head) if self._is_verb else None
        verbs = [self.head, *(c for c in parse.children[self.head] if parse.deps[c] == "xcomp" and is_verb(parse, c))]
        nouns = [found.token for verb in verbs[1:] if (found := patient(parse, verb)) is not None]
        for word in (*verbs, *([] if held is None else [held.token]), *nouns):
            for preposition, token, _ in prepositions(parse, word):
                if preposition in _GROUND and parse.entity_label(token) == "GPE":
                    return Filler(token, preposition)
        return None

    def _clause(self) -> Filler | None:
        parse = self.parse
        for child in parse.children[self.head]:
            called = parse.deps[child] == "advcl" and any(
                parse.lowers[inner] == "for" and parse.deps[inner] == "mark" for inner in parse.children[child]
            )  # "called for the president to resign"
            if is_verb(parse, child) and self.trigger.kind == "demand" and is_passive(parse, child):
                continue  # "called for the mayor to be sacked": nobody says by whom
            if (called or parse.deps[child] in ("ccomp", "xcomp", "acl")) and is_verb(parse, child):
                for inner in parse.children[child]:
                    if parse.deps[inner] in ("nsubj", "nsubjpass") and self.referents.can_act(inner):
                        return Filler(antecedent(parse, inner), "clause")
        return None

    def _owner(self) -> Filler | None:
        held = [token for name, token, _ in prepositions(self.parse, self.head) if name in ("for", "to")]
        found = patient(self.parse, self.head) if self._is_verb else None
        if found is not None:
            held.insert(0, found.token)
        for token in held:
            owner = self.owner_of(token)
            if owner is not None:
                return owner
        return None

    def _second(self) -> Filler | None:
        found = self.agent()
        if found is not None:
            members = conjuncts(self.parse, found.token)
            if len(members) == 2:
                return Filler(members[1], "second conjunct")
        return self.between(self.head, 1)

    def _harmed(self) -> Filler | None:
        """Those who are killed around it: "two died when a bomb exploded", "a bomb exploded, killing two"."""
        parse = self.parse
        found = self.killing_clause(self.head)
        if found is not None:
            return found
        above = parse.heads[self.head]
        if parse.deps[self.head] not in ("advcl", "pcomp") or not is_verb(parse, above):
            return None
        if parse.lemmas[above] not in self.words["casualty"]:
            return None
        found = patient(parse, above) or subject(parse, above)
        return None if found is None else Filler(found.token, f"{parse.lemmas[above]}<{found.path}")

    def places(self, name: str) -> Iterator[int]:
        """Complements may also hang on the object, the particle or a close second verb."""
        yield from super().places(name)
        parse = self.parse
        for child in parse.children[self.head]:
            close = parse.deps[child] == "conj" and is_verb(parse, child) and child - self.head <= 3
            if close or parse.deps[child] in ("dobj", "prt"):
                yield child
