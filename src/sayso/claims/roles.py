"""The roles of a frame: from the name of a role to the token that fills it around one trigger."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from typing import TYPE_CHECKING

from sayso.claims.frames import FrameTable
from sayso.claims.model import Trigger
from sayso.claims.structure import (
    Filler,
    agent,
    antecedent,
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
from sayso.codebook.weapons import WeaponEntry, WeaponLexicon
from sayso.language import Parse
from sayso.record import Entity

if TYPE_CHECKING:
    from sayso.claims.arguments import Actors

_TIMES = frozenset({"DATE", "TIME", "ORDINAL", "PERCENT", "MONEY", "QUANTITY"})
_NAMES = frozenset({"NORP", "GPE", "ORG", "PERSON", "LOC", "FAC"})
_PEOPLES = frozenset({"NORP", "GPE", "ORG", "PERSON"})
_NOT_ACTING = frozenset({"event", "text", "time", "abstract", "object", "place"})
_NOT_SUFFERING = frozenset({"event", "text", "time", "abstract"})
_EMPTY = frozenset(
    {
        "there",
        "this",
        "that",
        "these",
        "what",
        "which",
        "who",
        "whom",
        "themselves",
        "himself",
        "herself",
        "itself",
    }
)
# Common nouns with these endings that the table of nouns does not list are acts and qualities, not people.
_ABSTRACT_ENDINGS = ("tion", "sion", "ment", "ness", "ity", "ance", "ence", "ism", "ship", "hood", "age", "ing", "shed")
_BLAME = frozenset(
    {"blame", "accuse", "suspect", "charge", "convict", "link", "tie", "connect", "want", "sentence"}
)
_CLAIM = frozenset({"claim", "admit", "take", "accept", "assume", "acknowledge", "deny"})
# Verbs that make their subject a party to the event noun under their preposition: "engaged in fighting".
_INVOLVED = {
    "in": frozenset({"engage", "participate", "join", "involve", "meet", "agree", "take", "fight", "share"}),
    "with": frozenset({"respond", "retaliate", "answer", "reply", "proceed", "continue"}),
    "on": frozenset({"embark", "agree", "decide"}),
    "into": frozenset({"get", "enter", "launch", "move"}),
    "for": frozenset({"push", "prepare", "plan", "opt", "press"}),
    "to": frozenset({"return", "resort", "agree", "move"}),
}
# Phrases that place what someone does at an event in which they take part: "said in a phone call with".
_CIRCUMSTANCES = frozenset({"in", "at", "during", "after", "following", "pending", "amid", "before"})
# Phrases that the parser hangs on the agent of a noun although they complete the noun.
_SHARED_WITH_AGENT = frozenset({"on", "against", "at", "upon", "near", "outside", "with", "to"})
_INSTRUMENTAL = frozenset({"by", "via", "from", "of", "through", "involving", "in"})
_ARMED_KINDS = frozenset(
    {
        "airstrike", "drone_strike", "shelling", "bombing", "suicide_bombing", "chemical_attack", "armed_clash",
        "armed_attack", "killing", "abuse", "property_damage", "deployment", "arms_supply", "shootdown", "other",
        "riot", "offensive", "siege", "threat",
    }
)  # fmt: skip
_HARDWARE_KINDS = frozenset({"arms_supply", "deployment"})


class Roles:
    """The fillers of the roles around one trigger, found when asked for."""

    __slots__ = (
        "_roles",
        "actors",
        "frames",
        "governor",
        "head",
        "lemma",
        "nouns",
        "parse",
        "trigger",
        "verbal",
        "weapons",
    )

    def __init__(
        self, parse: Parse, trigger: Trigger, actors: Actors, weapons: WeaponLexicon, frames: FrameTable
    ) -> None:
        self.parse, self.trigger, self.actors, self.weapons, self.frames = (
            parse,
            trigger,
            actors,
            weapons,
            frames,
        )
        self.nouns = frames.nouns
        self.head = trigger.head
        self.lemma = parse.lemmas[trigger.head]
        self.verbal = parse.tags[trigger.head][0] not in "N"
        self.governor: tuple[int, int, str] | None = (
            None if self.verbal else _governor(parse, trigger.head, frames)
        )
        self._roles: dict[str, Callable[[], Filler | None]] = {
            "agent": self._agent,
            "patient": self._patient,
            "subject": self._subject,
            "mover": self._mover,
            "causer": self._causer,
            "recipient": self._recipient,
            "addressee": self._addressee,
            "clause": self._clause,
            "owner": self._owner,
            "second": self._second,
            "first": self._first,
            "harmed": self._harmed,
            "by": self._by,
            "poss": self._poss,
            "modifier": self._modifier,
            "light": self._light,
            "circumstance": self._circumstance,
            "blamed": self._blamed,
            "sufferer": self._sufferer,
            "targeting": self._targeting,
            "aimed": self._aimed,
            "reclaimed": self._reclaimed,
            "self": self._self,
        }

    def fill(self, role: str) -> Filler | None:
        """The filler of a role, a preposition's object where no role has that name; never a word of the trigger."""
        if role.endswith("'s"):
            held = self.fill(role[:-2])
            return None if held is None else self._owner_of(held.token)
        maker = self._roles.get(role)
        found = maker() if maker is not None else self._prepositional(role)
        if found is not None and self.trigger.first <= found.token < self.trigger.last and role != "self":
            return None
        return found

    # What a token can be

    def noun_class(self, token: int) -> str:
        """The class of a common noun, '' for a name or an unknown word."""
        if self.parse.tags[token] in ("NNP", "NNPS") and self.parse.entity_of[token] >= 0:
            return ""
        found = self.nouns.get(self.parse.lemmas[token])
        if found is None and self.parse.tags[token] in ("NN", "NNS"):
            return "abstract" if self.parse.lemmas[token].endswith(_ABSTRACT_ENDINGS) else ""
        return found or ""

    def can_act(self, token: int, role: str) -> bool:
        """Whether a token can be the actor of an event."""
        parse = self.parse
        if not self._referring(token):
            return False
        found = self.noun_class(token)
        if found in _NOT_ACTING and not self._owned(token, found):
            return False
        entry = self.weapons.entry(parse, token)
        if entry is not None and not entry.weak:
            return entry.role == "platform" and self._has_owner(token)
        if self.nouns.get(parse.lemmas[token]) is None or parse.lemmas[token] in self.frames.partitive:
            inner = self._object_of(token, ("of",))  # "a swarm of drones"
            if inner is not None and self.weapons.entry(parse, inner.token) is not None:
                return self._has_owner(inner.token)
        return True

    def _owned(self, token: int, noun_class: str) -> bool:
        """Whether a thing stands for those who hold it: "a Russian base opened fire", "Turkish jets"."""
        return noun_class in ("place", "object") and self._has_owner(token)

    def _has_owner(self, token: int) -> bool:
        parse = self.parse
        for child in parse.children[token]:
            if child < token and parse.deps[child] in ("amod", "compound", "nmod", "poss"):
                if parse.entity_label(child) in ("NORP", "GPE") and not self.weapons.entry(parse, child):
                    return True
                if self.nouns.get(parse.lemmas[child]) in ("group", "people"):
                    return True
        return False

    def can_suffer(self, token: int, role: str) -> bool:
        """Whether a token can be the target of an event."""
        if not self._referring(token):
            return False
        return self.noun_class(token) not in _NOT_SUFFERING

    def _referring(self, token: int) -> bool:
        parse = self.parse
        tag = parse.tags[token]
        if tag[0] not in "NPJVC" and parse.lowers[token] not in (
            "those",
            "all",
            "some",
            "many",
            "both",
            "others",
            "more",
        ):
            return False
        if parse.lowers[token] in _EMPTY or parse.entity_label(token) in _TIMES:
            return False
        return tag != "PRP$" or parse.deps[token] == "poss"

    def plain_entity(self, token: int, role: str) -> Entity:
        """What a phrase that the actor layer does not know names, by the class of its noun."""
        parse = self.parse
        first, last = self.span_of(token)
        span = parse.span(first, last)
        label = parse.entity_label(token)
        found = self.noun_class(token)
        if label == "PERSON" or found == "people":
            kind = "civilians"
        elif (
            label in ("GPE", "LOC", "FAC") or found in ("place", "object") or self.weapons.entry(parse, token)
        ):
            kind = "object"
        else:
            kind = "unknown"
        start = first + 1 if last - first > 1 and parse.tags[first] in ("DT", "PRP$") else first
        return Entity(span.start, span.end, span.text, parse.span(start, last).text, None, kind)

    def span_of(self, token: int) -> tuple[int, int]:
        """The tokens of a noun phrase; of a modifier only its own words."""
        parse = self.parse
        if parse.deps[token] in ("compound", "amod", "nmod", "npadvmod"):
            number = parse.entity_of[token]
            if number >= 0:
                named = parse.entities[number]
                return named.first, max(token + 1, min(named.last, max(token + 1, named.first + 1)))
            return token, token + 1
        if parse.tags[token] == "PRP$":
            return token, token + 1
        first, last = parse.phrase(token)
        while last - 1 > first and parse.tags[last - 1] == "POS":
            last -= 1
        return first, last

    # Roles of verbs

    def _agent(self) -> Filler | None:
        found = agent(self.parse, self.head) if is_verb(self.parse, self.head) else self._subject()
        if found is not None:
            return self._behind(found)
        if is_passive(self.parse, self.head):
            for preposition, token, _ in prepositions(self.parse, self.head):
                if (
                    preposition in ("in", "by", "during", "after", "from")
                    and self.noun_class(token) == "event"
                ):
                    behind = self._event_actor(token)
                    if behind is not None:
                        return Filler(behind.token, f"{preposition} event<{behind.path}")
        return None

    def _behind(self, found: Filler) -> Filler:
        """Who acts where the grammar's subject is an event, a text or a weapon: whose strike, whose resolution."""
        parse, token = self.parse, found.token
        noun_class = self.noun_class(token)
        if noun_class in ("event", "text"):
            behind = self._event_actor(token)
            return found if behind is None else Filler(behind.token, f"{noun_class}<{behind.path}")
        if self.weapons.entry(parse, token) is not None and not self._has_owner(token):
            sender = parse.heads[token]
            if parse.deps[token] == "dobj" and sender != self.head and is_verb(parse, sender):
                behind = agent(parse, sender)
                if behind is not None:  # "sent aircraft to attack"
                    return Filler(behind.token, f"sender<{behind.path}")
        return found

    def _event_actor(self, noun: int) -> Filler | None:
        return (
            by_phrase(self.parse, noun)
            or self._possessor(noun)
            or self._modifier_of(noun)
            or self._between(noun, 0)
        )

    def _patient(self) -> Filler | None:
        if not is_verb(self.parse, self.head):
            return self._subject() if self.parse.tags[self.head][0] == "J" else None
        found = patient(self.parse, self.head)
        if found is not None and self.lemma in self.frames.fire:
            entry = self.weapons.entry(self.parse, found.token)
            if entry is not None:
                return None
        return found

    def _subject(self) -> Filler | None:
        return subject_of_word(self.parse, self.head)

    def _mover(self) -> Filler | None:
        if self.lemma in self.frames.movers and not is_passive(self.parse, self.head):
            return self._subject()
        return self._patient() or self._subject()

    def _causer(self) -> Filler | None:
        if not is_verb(self.parse, self.head) or self.lemma in self.frames.movers or self.lemma in self.frames.sufferers:
            return None
        if patient(self.parse, self.head) is None:
            return None
        return self._agent()

    def _recipient(self) -> Filler | None:
        for child in self.parse.children[self.head]:
            if self.parse.deps[child] == "dative":
                inner = self.parse.child(child, {"pobj"})
                return Filler(antecedent(self.parse, child if inner is None else inner), "dative")
        return None

    def _addressee(self) -> Filler | None:
        found = self._patient()
        if found is not None and self.can_act(found.token, "addressee"):
            return found
        return None

    def _clause(self) -> Filler | None:
        for child in self.parse.children[self.head]:
            if self.parse.deps[child] in ("ccomp", "xcomp", "acl") and is_verb(self.parse, child):
                for inner in self.parse.children[child]:
                    if self.parse.deps[inner] in ("nsubj", "nsubjpass") and self.can_act(inner, "clause"):
                        return Filler(antecedent(self.parse, inner), "clause")
        return None

    def _owner(self) -> Filler | None:
        parse = self.parse
        held = [
            token for preposition, token, _ in prepositions(parse, self.head) if preposition in ("for", "to")
        ]
        found = patient(parse, self.head) if is_verb(parse, self.head) else None
        if found is not None:
            held.insert(0, found.token)
        for token in held:
            owner = self._owner_of(token)
            if owner is not None:
                return owner
        return None

    def _owner_of(self, token: int) -> Filler | None:
        """Whose act or quality a noun names: "the council's failure", "the parades by the Order"."""
        parse = self.parse
        owner = parse.child(token, {"poss"})
        if owner is not None and self.can_act(owner, "owner") and parse.tags[owner] != "PRP$":
            return Filler(owner, "owner")
        for preposition, inner, _ in prepositions(parse, token):
            if preposition in ("of", "by", "with", "from") and self.can_act(inner, "owner"):
                return Filler(inner, f"owner {preposition}")
        return None

    def _second(self) -> Filler | None:
        if not self.verbal:
            return self._between(self.head, 1)
        found = self._agent()
        if found is not None:
            members = conjuncts(self.parse, found.token)
            if len(members) == 2:
                return Filler(members[1], "second conjunct")
        return None

    def _first(self) -> Filler | None:
        return self._between(self.head, 0)

    def _between(self, noun: int, number: int) -> Filler | None:
        for preposition, token, _ in prepositions(self.parse, noun):
            if preposition in ("between", "among", "pitting"):
                members = conjuncts(self.parse, token)
                if number < len(members):
                    return Filler(members[number], "between")
        return None

    # Roles of nouns

    def _by(self) -> Filler | None:
        for noun in self._nouns():
            found = by_phrase(self.parse, noun)
            if found is not None and self.parse.tags[found.token] != "VBG":
                return found
            for child in self.parse.children[noun]:
                if (
                    self.parse.deps[child] in ("acl", "relcl")
                    and self.parse.lemmas[child] in self.frames.support
                ):
                    inner = by_phrase(self.parse, child)
                    if inner is not None:
                        return Filler(inner.token, "participle by")
        return None

    def _nouns(self) -> Iterator[int]:
        """The trigger noun, and the noun of number that it completes ("a series of strikes by X")."""
        yield self.head
        if self.governor is not None and self.governor[0] != self.head:
            yield self.governor[0]

    def _poss(self) -> Filler | None:
        for noun in self._nouns():
            found = self._possessor(noun)
            if found is not None:
                return found
        return None

    def _possessor(self, noun: int) -> Filler | None:
        owner = self.parse.child(noun, {"poss"})
        if (
            owner is None
            or self.parse.entity_label(owner) in _TIMES
            or self.nouns.get(self.parse.lemmas[owner]) == "time"
        ):
            return None
        return Filler(owner, "poss")

    def _modifier(self) -> Filler | None:
        for noun in self._nouns():
            found = self._modifier_of(noun)
            if found is not None:
                return found
        return None

    def _modifier_of(self, noun: int) -> Filler | None:
        parse = self.parse
        for child in parse.children[noun]:
            if child > noun or parse.deps[child] not in ("amod", "compound", "nmod"):
                continue
            if parse.lemmas[child] in ("lead", "back", "support", "own") and parse.tags[child] == "VBN":
                for inner in parse.children[child]:
                    if parse.deps[inner] in ("npadvmod", "compound", "nmod", "amod") and self._acting_name(
                        inner
                    ):
                        return Filler(inner, "modifier led")
            elif self._acting_name(child):
                return Filler(child, "modifier")
            for inner in parse.children[child]:
                if parse.deps[inner] in ("amod", "compound", "nmod") and self._acting_name(inner):
                    return Filler(inner, "modifier")
        return None

    def _acting_name(self, token: int) -> bool:
        parse = self.parse
        label = parse.entity_label(token)
        if label in ("NORP", "ORG", "PERSON"):
            return self.weapons.entry(parse, token) is None and self.noun_class(token) in (
                "",
                "group",
                "people",
            )
        entity = None
        if label == "GPE":
            entity = self.actors.entity(token, role="modifier")
            # A city before an event noun is where it happened; a country is who did it.
            return entity is not None and entity.country is not None and _same(entity.name, parse, token)
        if parse.tags[token][0] == "N" and self.nouns.get(parse.lemmas[token]) in ("group", "people"):
            return parse.lemmas[token] not in (
                "civilian",
                "people",
                "person",
                "death",
                "child",
                "woman",
                "mass",
            )
        return False

    def _light(self) -> Filler | None:
        if self.governor is None:
            return None
        parse = self.parse
        _, verb, relation = self.governor
        lemma = parse.lemmas[verb]
        if relation == "passive":
            return by_phrase(parse, verb) if lemma in self.frames.support else None
        if is_verb(parse, verb):
            if relation == "object" and lemma in self.frames.support:
                found = agent(parse, verb)
                return None if found is None else Filler(found.token, f"{lemma} object<{found.path}")
            if relation in ("in", "with", "on") and lemma in (
                "engage",
                "participate",
                "join",
                "involve",
                "respond",
                "meet",
                "agree",
                "take",
            ):
                found = subject(parse, verb)
                return None if found is None else Filler(found.token, f"{lemma} {relation}<{found.path}")
            return None
        if parse.tags[verb][0] == "N" and parse.lemmas[verb] in (
            "part",
            "role",
            "involvement",
            "history",
            "participation",
        ):
            found = controller(parse, verb)
            return None if found is None else Filler(found.token, f"{parse.lemmas[verb]}<{found.path}")
        return None

    def _circumstance(self) -> Filler | None:
        if self.governor is None:
            return None
        _, verb, relation = self.governor
        if relation not in _CIRCUMSTANCES or not is_verb(self.parse, verb) or is_passive(self.parse, verb):
            return None
        found = subject(self.parse, verb)
        return None if found is None else Filler(found.token, f"{relation}<{found.path}")

    def _blamed(self) -> Filler | None:
        parse = self.parse
        for child in parse.children[self.head]:
            if parse.deps[child] in ("acl", "relcl") and is_verb(parse, child):
                lemma = parse.lemmas[child]
                if lemma in _CLAIM:
                    found = by_phrase(parse, child)
                elif lemma in ("blame", "attribute", "pin", "trace"):
                    found = self._object_of(child, ("on", "to"))
                else:
                    continue
                if found is not None:
                    return Filler(found.token, f"{lemma}<{found.path}")
        if self.governor is None:
            return None
        _, above, relation = self.governor
        lemma = parse.lemmas[above]
        if relation in ("passive", "object") and lemma in ("blame", "attribute", "pin"):
            return self._object_of(above, ("on", "to"))
        if (
            relation in ("for", "of", "in", "with", "to", "over")
            and is_verb(parse, above)
            and lemma in _BLAME
        ):
            found = patient(parse, above)
            return None if found is None else Filler(found.token, f"{lemma} {relation}<{found.path}")
        if relation in ("for", "of") and lemma in self.frames.responsible:
            found = controller(parse, above)
            return None if found is None else Filler(found.token, f"{lemma}<{found.path}")
        if relation == "for" and lemma == "responsible":
            found = subject_of_word(parse, above)
            return None if found is None else Filler(found.token, f"responsible<{found.path}")
        if relation == "behind":
            if parse.tags[above][0] == "N":
                return Filler(above, "behind")
            found = subject_of_word(parse, above)
            return None if found is None else Filler(found.token, f"behind<{found.path}")
        return None

    def _object_of(self, token: int, names: tuple[str, ...]) -> Filler | None:
        for preposition, found, _ in prepositions(self.parse, token):
            if preposition in names:
                return Filler(found, preposition)
        return None

    def _harmed(self) -> Filler | None:
        parse = self.parse
        if self.verbal:
            above = parse.heads[self.head]
            if (
                parse.deps[self.head] in ("advcl", "pcomp")
                and is_verb(parse, above)
                and parse.lemmas[above] in self.frames.casualty
            ):
                return self._harmed_of(above)
            if parse.deps[self.head] in ("relcl", "acl"):
                return None
            return None
        for noun in self._nouns():
            for child in parse.children[noun]:
                if (
                    parse.deps[child] in ("relcl", "acl")
                    and is_verb(parse, child)
                    and parse.lemmas[child] in self.frames.harm
                ):
                    found = self._struck(child)
                    if found is not None:
                        return found
        if self.governor is None:
            return None
        _, verb, relation = self.governor
        if not is_verb(parse, verb):
            return None
        lemma = parse.lemmas[verb]
        if relation == "subject" and lemma in self.frames.harm:
            return self._struck(verb)
        if (
            relation in ("by", "from", "in", "during", "after", "when", "to")
            and lemma in self.frames.casualty
        ):
            return self._harmed_of(verb)
        if relation == "by" and is_passive(parse, verb):
            return self._harmed_of(verb)
        return None

    def _struck(self, verb: int) -> Filler | None:
        found = patient(self.parse, verb) if not is_passive(self.parse, verb) else None
        if found is not None and self.can_suffer(found.token, "harmed"):
            return Filler(found.token, f"{self.parse.lemmas[verb]}<{found.path}")
        for preposition, token, _ in prepositions(self.parse, verb):
            if preposition in (
                "through",
                "into",
                "at",
                "near",
                "outside",
                "against",
                "on",
            ) and self.can_suffer(token, "harmed"):
                return Filler(token, f"{self.parse.lemmas[verb]} {preposition}")
        return None

    def _harmed_of(self, verb: int) -> Filler | None:
        found = patient(self.parse, verb) or subject(self.parse, verb)
        return None if found is None else Filler(found.token, f"{self.parse.lemmas[verb]}<{found.path}")

    def _sufferer(self) -> Filler | None:
        if self.governor is None:
            return None
        parse = self.parse
        _, above, relation = self.governor
        if relation == "object" and parse.lemmas[above] in self.frames.sufferers:
            found = subject(parse, above)
        elif relation in ("under", "to") and (relation == "under" or parse.lemmas[above] == "subject"):
            if parse.tags[above][0] == "N":
                return Filler(above, relation)
            found = patient(parse, above) if is_passive(parse, above) else subject_of_word(parse, above)
        elif relation == "of" and parse.lemmas[above] in ("victim", "target", "site", "scene"):
            found = subject_of_word(parse, above)
        else:
            return None
        return None if found is None else Filler(found.token, f"sufferer<{found.path}")

    def _targeting(self) -> Filler | None:
        parse = self.parse
        for noun in self._nouns():
            for child in parse.children[noun]:
                if parse.deps[child] in ("acl", "relcl") and parse.lemmas[child] in (
                    "target",
                    "hit",
                    "strike",
                    "aim",
                    "direct",
                ):
                    found = patient(parse, child) if not is_passive(parse, child) else None
                    found = found or self._object_of(child, ("at", "against", "on"))
                    if found is not None and found.token != noun:
                        return Filler(found.token, f"{parse.lemmas[child]}<{found.path}")
        return None

    def _aimed(self) -> Filler | None:
        parse = self.parse
        for child in parse.children[self.head]:
            if parse.deps[child] in ("acl", "relcl") and parse.lemmas[child] in (
                "aim",
                "design",
                "intend",
                "direct",
            ):
                for preposition in parse.children[child]:
                    if parse.deps[preposition] == "prep":
                        inner = parse.child(preposition, {"pcomp"})
                        if inner is not None:
                            found = patient(parse, inner)
                            if found is not None:
                                return Filler(found.token, f"aimed<{found.path}")
        return None

    def _reclaimed(self) -> Filler | None:
        parse = self.parse
        for child in parse.children[self.head]:
            if parse.deps[child] in ("acl", "relcl") and parse.tags[child] == "VB":
                found = patient(parse, child)
                if found is not None:
                    return Filler(found.token, f"{parse.lemmas[child]}<{found.path}")
        return None

    def _self(self) -> Filler | None:
        return Filler(self.head, "self") if self.nouns.get(self.lemma) == "people" else None

    def _prepositional(self, name: str) -> Filler | None:
        agent_phrase = None if self.verbal else by_phrase(self.parse, self.head)
        by = -1 if agent_phrase is None else agent_phrase.token
        for place in self._prepositional_places():
            for preposition, token, _ in prepositions(self.parse, place):
                if place == by and name not in _SHARED_WITH_AGENT:
                    continue
                if preposition == name and not self.trigger.first <= token < self.trigger.last:
                    if name in ("at", "on", "in", "near") and self.noun_class(token) == "time":
                        continue
                    return Filler(token, name)
        return None

    def _prepositional_places(self) -> Iterator[int]:
        yield self.head
        parse, trigger = self.parse, self.trigger
        for token in range(trigger.first, trigger.last):
            if token != self.head:
                yield token
        if self.verbal:
            for child in parse.children[self.head]:
                if parse.deps[child] in ("dobj", "prt"):
                    yield child
                elif parse.deps[child] == "conj" and is_verb(parse, child) and child - self.head <= 3:
                    yield child
            return
        by = by_phrase(parse, self.head)
        if by is not None:  # "an attack by militants on the barracks"
            yield by.token
        if self.governor is not None:
            noun, verb, relation = self.governor
            if noun != self.head:
                yield noun
            if relation in ("object", "passive") and parse.lemmas[verb] in self.frames.support:
                yield verb

    # Weapons

    def weapon(self) -> tuple[int, WeaponEntry, str] | None:
        """The weapon or platform: its head noun, its entry and the path."""
        if self.trigger.kind not in _ARMED_KINDS:
            return None
        for token, path, strong in self._weapon_places():
            found = self.weapons.in_phrase(self.parse, token)
            if found is None and path not in ("trigger", "modifier"):
                inner = self._object_of(token, ("of",))  # "a volley of rockets"
                if inner is not None:
                    found = self.weapons.in_phrase(self.parse, inner.token)
                    token = inner.token
            if found is None or (found[1].weak and not strong):
                continue
            return token, found[1], path
        return None

    def _weapon_places(self) -> Iterator[tuple[int, str, bool]]:
        """Where a weapon may stand, the surest place first, and whether the place makes any thing a weapon."""
        parse, trigger, kind = self.parse, self.trigger, self.trigger.kind
        for noun in range(trigger.last - 1, trigger.first - 1, -1):
            if parse.tags[noun][0] == "N" and not parse.lemmas[noun].endswith(("fire", "shot")):
                yield noun, "trigger", False
        if not self.verbal:
            for child in reversed(parse.children[self.head]):
                if child < self.head and parse.deps[child] in ("compound", "amod", "nmod"):
                    yield child, "modifier", False
        yield from self._instruments(("with", "using"), True)
        if kind == "shootdown":  # what was shot down is no weapon of this event
            return
        if self.verbal and is_verb(parse, self.head):
            acting = agent(parse, self.head)
            if acting is not None:
                yield acting.token, "subject", True
            found = patient(parse, self.head)
            if found is not None and (self.lemma in self.frames.fire or kind in _HARDWARE_KINDS):
                yield found.token, "object", True
        yield from self._instruments(_INSTRUMENTAL, kind in _HARDWARE_KINDS)
        if self.governor is not None:
            _, verb, relation = self.governor
            if relation == "object" and is_verb(parse, verb):
                acting = agent(parse, verb)
                if acting is not None:
                    yield acting.token, "subject of support verb", False

    def _instruments(self, names: Container[str], strong: bool) -> Iterator[tuple[int, str, bool]]:
        parse = self.parse
        places = [*self._prepositional_places()]
        if self.governor is not None and self.governor[1] not in places and is_verb(parse, self.governor[1]):
            places.append(self.governor[1])
        for place in places:
            for preposition, token, _ in prepositions(parse, place):
                if preposition in names and token != self.head:
                    yield token, preposition, strong
            if "using" not in names:
                continue
            for child in parse.children[place]:
                user = child
                if parse.deps[child] == "prep":  # "by using", "by means of firing"
                    inner = parse.child(child, {"pcomp"})
                    if inner is None:
                        continue
                    user = inner
                elif parse.deps[child] not in ("advcl", "acl", "xcomp"):
                    continue
                if parse.lemmas[user] in ("use", "employ", "fire", "involve"):
                    used = parse.child(user, {"dobj"})
                    if used is not None:
                        yield used, "use", True


def _head(parse: Parse, trigger: Trigger) -> int:
    """The trigger's head, or the noun of a prepositional trigger: "under fire"."""
    if parse.tags[trigger.head] in ("IN", "RP"):
        for token in range(trigger.first, trigger.last):
            if parse.tags[token][0] == "N":
                return token
    return trigger.head


def _same(name: str, parse: Parse, token: int) -> bool:
    word = parse.lowers[token].replace(".", "")
    return word in ("us", "uk", "uae", "eu", "un") or word in name.lower()


def _counts(parse: Parse, noun: int, frames: FrameTable) -> bool:
    """Whether a noun only counts or times what follows it: "a series of", "the second day of"."""
    return parse.lemmas[noun] in frames.partitive or frames.nouns.get(parse.lemmas[noun]) == "time"


def _governor(parse: Parse, noun: int, frames: FrameTable) -> tuple[int, int, str] | None:
    """What governs an event noun: (the noun as it stands there, the governing word, the relation).

    Climbs out of coordinations, appositions and nouns of number: in "carried out a series of raids" the raids are
    governed by "carried", as its object.
    """
    at = noun
    for _ in range(5):
        dep, head = parse.deps[at], parse.heads[at]
        if head == at:
            return None
        if dep in ("conj", "appos", "compound") and parse.tags[head][0] == "N":
            at = head
        elif (
            dep == "pobj"
            and parse.lowers[head] == "of" and _counts(parse, parse.heads[head], frames)
        ):
            at = parse.heads[head]
        else:
            break
    dep, head = parse.deps[at], parse.heads[at]
    if dep == "dobj":
        return at, head, "object"
    if dep == "nsubj":
        return at, head, "subject"
    if dep == "nsubjpass":
        return at, head, "passive"
    if dep == "pobj":
        return at, parse.heads[head], parse.lowers[head]
    if dep == "attr":
        return at, head, "attribute"
    return None
