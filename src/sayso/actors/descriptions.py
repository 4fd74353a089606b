"""Short definite descriptions ("the group", "the ministry", "the gunman") to what they stand for in the document.

The nearest earlier mention of a fitting actor, else the one that the document names most. Every choice is kept, so
that a reader can see it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

from sayso.actors.coreference import PARTS
from sayso.actors.model import Actor, Role
from sayso.actors.persons import Person
from sayso.actors.phrases import ANYONE, NounPhrase, of_object
from sayso.actors.reading import Reading

if TYPE_CHECKING:
    from sayso.actors.document import DocumentActors

# A description may stand further from what it names: as many sentences, else the document's most named candidate.
FAR = 6
_ORGANISATIONS = frozenset({"rebel", "pro-government-militia", "criminal", "political"})
_BODIES = frozenset(
    {"rebel", "pro-government-militia", "criminal", "political", "international", "private-company", "journalist",
     "state-government", "state-military", "state-police", "medical"}
)  # fmt: skip
_ANY_BODY = frozenset({"organisation", "organization", "agency", "body", "alliance", "network", "union"})
_JOINT = frozenset({"coalition", "alliance", "bloc", "world body", "aid group", "aid agency", "rights group", "charity",
                    "watchdog", "monitor", "monitoring group", "war monitor", "peacekeeping force"})  # fmt: skip
# "The union" is only what bears the word in its name.
_NAMED_AFTER = frozenset({"union", "network", "body", "association", "committee", "commission", "council", "front"})
_AID = frozenset({"charity", "medical charity", "aid group", "aid agency", "aid organisation", "aid organization", "ngo"})
# Adjectives do not change whom "the group" means, unless they tell it from another one.
_PLAIN_TAGS = frozenset({"JJ", "JJS", "VBN", "VBG", "RB", "RBS", "CD"})
_ALLIED = frozenset({"coalition", "alliance", "bloc"})
# Prepositions before who takes part; behind others the name of a state is where something happens.
_WITH_PARTIES = frozenset({"by", "against", "with", "between", "of"})
_GROUPS = frozenset({"group", "movement", "faction", "front"})


_TOKEN = itemgetter(0)


@dataclass(frozen=True, slots=True)
class _Fitting:
    """The anchors that one kind of description may stand for.

    ``anchors`` in text order; ``tokens`` theirs; ``top`` those of the name that comes most; ``clear`` where it is most
    of them by far.
    """

    anchors: list[tuple[int, Actor]]
    tokens: list[int]
    name: str
    top: list[tuple[int, Actor]]
    clear: bool
# Nouns for all the forces of a state.
_WHOLE = frozenset({"military", "army", "armed force", "soldier", "troop", "general staff"})


class Descriptions:
    """What the definite descriptions of one document stand for."""

    def __init__(self, actors: DocumentActors) -> None:
        self.actors = actors
        self._anchors: list[tuple[int, Actor]] | None = None
        # What the anchors and the text come to for one kind of question, so that each is gone through once.
        self._fitting: dict[tuple[frozenset[str], str, str | None], _Fitting | None] = {}
        self._states: dict[str, list[tuple[int, Actor]]] | None = None
        self._only: dict[str, Actor | None] = {}
        self._bearing: dict[str, list[int]] | None = None

    def description(self, phrase: NounPhrase, side: str | None, country: str | None = None) -> Reading | None:
        """What "the group", "the militants", "the ministry", "the gunman" stand for; None where nothing fits.

        ``country`` (ISO3) is that of an adjective in the phrase, "the Lebanese group".
        """
        role = phrase.role
        if role is None or not phrase.definite or phrase.possessor is not None:
            return None
        if role.kind != "person" and of_object(self.actors.parse, phrase.head) is not None:
            return None  # "the units of the rebels" says itself whose units they are
        front = self.actors.book.words["front"]
        known = self.actors.book.modifiers
        parts = {word for mention in phrase.mentions for word in self.actors.parse.lowers[mention.first : mention.last]}
        distinct = self.actors.book.words["distinct"]
        tags = dict(
            zip(
                self.actors.parse.lowers[phrase.first : phrase.head],
                self.actors.parse.tags[phrase.first : phrase.head],
                strict=True,
            )
        )
        for word in phrase.modifiers:
            plain = tags.get(word) in _PLAIN_TAGS and word not in distinct and word not in parts
            if not (word in front or word in known or plain or (country and word in parts)):
                return None
        head = phrase.head
        if role.kind == "person" and not phrase.plural and phrase.noun not in ("police",):
            found = self._person(phrase, role)
            if found is None or (found > head and self._says_whose(head)):
                return None
            reading = self.actors.reading(found)
            if reading is None:
                return None
            self.actors.chosen[head] = found
            return Reading(
                reading.actor, phrase.first, phrase.last, f"description of {reading.actor.name}", reading.person
            )
        if phrase.noun in ANYONE or phrase.noun in ("suspect", "brother", "pair"):
            return self._two(phrase)
        named = self._named_before(phrase)
        if named is not None:
            return named
        wanted = self._wanted(phrase, role, side)
        if not wanted:
            return None
        found_actor = self._nearest(head, wanted, phrase.noun, country)
        if found_actor is None:
            return None
        anchor, actor = found_actor
        self.actors.chosen[head] = anchor
        if phrase.noun in _WHOLE and (actor.id or "")[:4] in ("air-", "nav-") and actor.country in self.actors.book.states:
            actor = self.actors.book.service(actor.country, "military")  # "the military" is more than the jets just named
        return Reading(actor, phrase.first, phrase.last, f"description of {actor.name}")

    def _says_whose(self, head: int) -> bool:
        """Whether a phrase names what somebody is head of: "the governor of the X region" is not one who is named
        below as governor of another."""
        inner = of_object(self.actors.parse, head)
        if inner is None:
            return False
        first, last = self.actors.parse.phrase(inner)
        return any(tag in ("NNP", "NNPS") for tag in self.actors.parse.tags[first:last])

    def _two(self, phrase: NounPhrase) -> Reading | None:
        """ "The two men": the two persons of one side whom the text named last, where it did so nearby."""
        if "two" not in phrase.modifiers and phrase.noun != "pair":
            return None
        parse = self.actors.parse
        last: list[tuple[int, Person]] = []
        for head, person in self.actors.persons.mentioned_before(phrase.head):
            if parse.sentence_of[phrase.head] - parse.sentence_of[head] > FAR or len(last) == 2:
                break
            if all(person is not other for _, other in last):
                last.insert(0, (head, person))
        if len(last) < 2 or last[-1][1].type != last[-2][1].type:
            return None
        (_, one), (head, other) = last[-2:]
        self.actors.chosen[phrase.head] = head
        actor = Actor(f"{one.name} and {other.name}", None, other.actor.type, one.country or other.country)
        return Reading(actor, phrase.first, phrase.last, "description of two persons")

    def country(self, phrase: NounPhrase) -> Reading | None:
        """The state that "the country" is: the one named last before it."""
        anchors = self.anchors  # which forgets, when it is made, what was asked before
        if self._states is None:
            states = [(token, actor) for token, actor in anchors if (actor.id or "").startswith("gov-")]
            main = [item for item in states if item[1].country == self.actors.main_country]
            self._states = {"any": states, "main": main}
        last = _before(self._states["main"], phrase.head) or _before(self._states["any"], phrase.head)
        if last is None:
            return None
        self.actors.chosen[phrase.head] = last[0]
        return Reading(last[1], phrase.first, phrase.last, f"description of country {last[1].name}")

    def _named_before(self, phrase: NounPhrase) -> Reading | None:
        """ "The newspaper" after "the Star newspaper": the name that an earlier phrase with the same noun bears."""
        parse = self.actors.parse
        lower = parse.lowers[phrase.head]
        if parse.tags[phrase.head] != "NN":
            return None
        if self._bearing is None:
            self._bearing = self._bearing_nouns()
        bearing = self._bearing.get(lower, ())
        for number in range(bisect_left(bearing, phrase.head) - 1, -1, -1):
            index = bearing[number]
            if (reading := self.actors.reading(index)) is not None:
                self.actors.chosen[phrase.head] = index
                rule = f"description of {reading.actor.name}"
                return Reading(reading.actor, phrase.first, phrase.last, rule, reading.person)
        return None

    def _bearing_nouns(self) -> dict[str, list[int]]:
        """The tokens that end a name or have one in their compound ("the Star newspaper"), by their lower case."""
        parse = self.actors.parse
        found: set[int] = set()
        for token, tag in enumerate(parse.tags):
            if tag == "NNP":
                found.add(token)
                if parse.deps[token] == "compound":
                    found.add(parse.heads[token])
        out: dict[str, list[int]] = {}
        for token in sorted(found):
            if parse.deps[token] not in PARTS:
                out.setdefault(parse.lowers[token], []).append(token)
        return out

    def state_leader(self, phrase: NounPhrase, country: str | None) -> Reading | None:
        """ "The Turkish leader": the person in that state's government whom the document named last before."""
        parse = self.actors.parse
        nouns = None if phrase.noun == "leader" else (phrase.noun, parse.lowers[phrase.head])
        best = self.actors.persons.official_before(phrase.head, country, nouns)
        if best is None:
            return None
        self.actors.chosen[phrase.head] = best[0]
        return Reading(best[1].actor, phrase.first, phrase.last, f"description of {best[1].name}", best[1])

    def air_force(self, phrase: NounPhrase) -> Reading | None:
        """The air force whose planes a numbered type is ("Su-24M bombers"), where the document names one."""
        found = self._nearest(phrase.head, frozenset({"air_force"}), phrase.noun)
        if found is None:
            return None
        self.actors.chosen[phrase.head] = found[0]
        return Reading(found[1], phrase.first, phrase.last, "service air_force")

    def of_type(self, token: int, role: Role) -> Actor | None:
        """The document's actor that a bare modifier means ("a militant camp"), only where there is just one."""
        if role.type != "rebel" or token < 0:
            return None
        anchors = self.anchors
        if role.type not in self._only:
            names: Counter[str] = Counter()
            by_name: dict[str, Actor] = {}
            for _, actor in anchors:
                if actor.type == role.type and actor.id is not None:
                    names[actor.id] += 1
                    by_name[actor.id] = actor
            top, times = names.most_common(1)[0] if names else ("", 0)
            self._only[role.type] = by_name[top] if names and times >= 0.8 * sum(names.values()) else None
        return self._only[role.type]

    @property
    def anchors(self) -> list[tuple[int, Actor]]:
        """(token, actor) of every mention of a known organisation, state or force, in text order."""
        if self._anchors is None:
            self._anchors = []
            out = []
            parse = self.actors.parse
            for mention in self.actors.found.mentions:
                token = mention.last - 1
                if mention.linked or mention.actor is None:
                    continue
                if mention.kind in ("adjective", "inhabitants"):
                    head = parse.heads[token]
                    if head > token and parse.deps[token] in ("amod", "compound", "nmod", "poss"):
                        role = self.actors.book.roles.get(parse.lemmas[head])
                        if role is not None and role.service:
                            reading = self.actors.reading(head)
                            if reading is not None and reading.actor.id is not None:
                                out.append((head, reading.actor))
                    continue
                out.append((token, mention.actor))
                head = parse.heads[token]
                if mention.kind in ("state", "capital", "metonym") and head > token and parse.deps[token] in (
                    "amod", "compound", "nmod", "poss"
                ):  # fmt: skip
                    role = self.actors.book.roles.get(parse.lemmas[head])
                    if role is not None and role.service:
                        reading = self.actors.reading(head)
                        if reading is not None and reading.actor.id is not None:
                            out.append((head, reading.actor))
            described = self.actors.described
            if described.known:
                for token, tag in enumerate(parse.tags):
                    if tag == "NNP" and parse.deps[token] not in PARTS and token not in self.actors.found.at:
                        named = described.find(token)
                        if named is not None:
                            out.append((token, named))
            out.sort(key=lambda item: item[0])
            self._anchors = out
            # What was asked while the anchors were gathered was asked of none.
            self._fitting.clear()
            self._only.clear()
            self._states = None
        return self._anchors

    def _wanted(self, phrase: NounPhrase, role: Role, side: str | None) -> frozenset[str]:
        noun = phrase.noun
        if role.service == "ministry":
            return frozenset({"ministry"})
        if side is not None and role.type != side:
            return frozenset({side})
        if noun in self.actors.book.words["branches"]:
            return frozenset()
        if noun in _GROUPS:
            return _ORGANISATIONS | ({"international"} if noun == "group" else set())
        if noun in _ANY_BODY:
            return _BODIES - {"state-government"}
        if role.service:
            return frozenset({role.service})
        if noun in _AID:
            return frozenset({"international", "medical"})
        if role.type in (
            "rebel",
            "criminal",
            "international",
            "private-company",
            "journalist",
            "pro-government-militia",
        ):
            return frozenset({role.type}) | ({"pro-government-militia"} if role.type == "rebel" else set())
        if noun in ("party",):
            return frozenset({"political"})
        return frozenset()

    def _nearest(
        self, head: int, wanted: frozenset[str], noun: str, country: str | None = None
    ) -> tuple[int, Actor] | None:
        parse = self.actors.parse
        sentence = parse.sentence_of[head]
        fitting = self._fitting_anchors(wanted, noun, country)
        if fitting is None:
            return None
        before = bisect_left(fitting.tokens, head)
        near = fitting.anchors[before - 1] if before else None
        if near is not None and (own := self._own_state(near, wanted, fitting, before)) is not None:
            return own
        if near is not None:
            away = sentence - parse.sentence_of[near[0]]
            if away <= 2 or (away <= FAR and near[1].name == fitting.name):
                return near
            if away <= FAR and not fitting.clear:
                return near
        return _before(fitting.top, head) or fitting.top[0]

    def _own_state(
        self, near: tuple[int, Actor], wanted: frozenset[str], fitting: _Fitting, before: int
    ) -> tuple[int, Actor] | None:
        """The state that a document is about, where the one named last before "the government" is only ground: "spread
        to Ruritania", "the region, which borders Ruritania"."""
        main = self.actors.main_country
        if "government" not in wanted or main is None or near[1].country == main or self._takes_part(near[0]):
            return None
        return next((item for item in reversed(fitting.anchors[:before]) if item[1].country == main), None)

    def _takes_part(self, token: int) -> bool:
        """Whether the name of a state stands where somebody acts or owns, and not where something happens."""
        parse = self.actors.parse
        for _ in range(4):
            if parse.deps[token] not in ("conj", "appos"):
                break
            token = parse.heads[token]
        dep, above = parse.deps[token], parse.heads[token]
        if dep == "pobj":
            return parse.lowers[above] in _WITH_PARTIES
        return dep != "dobj" or parse.lemmas[above] != "border"

    def _fitting_anchors(self, wanted: frozenset[str], noun: str, country: str | None) -> _Fitting | None:
        """The anchors of a kind, in a country if one is given; only what bears the noun where it is part of names."""
        kind = (wanted, noun if noun in _NAMED_AFTER or noun in _ALLIED else "", country)
        every = self.anchors
        if kind in self._fitting:
            return self._fitting[kind]
        anchors = [
            (token, actor)
            for token, actor in every
            if (country is None or actor.country == country)
            and (noun not in _NAMED_AFTER or noun in actor.name.lower())
            and _fits(actor, wanted)
            and (noun not in _ALLIED or _joint(actor, noun))
        ]
        found = None
        if anchors:
            counts = Counter(actor.name for _, actor in anchors)
            top, times = counts.most_common(1)[0]
            found = _Fitting(
                anchors,
                [token for token, _ in anchors],
                top,
                [item for item in anchors if item[1].name == top],
                times >= 0.6 * len(anchors),
            )
        self._fitting[kind] = found
        return found

    def _person(self, phrase: NounPhrase, role: Role) -> int | None:
        """The nearest person of whom the text says the noun, else the nearest of the same type."""
        parse, persons = self.actors.parse, self.actors.persons
        lower = parse.lowers[phrase.head]
        named = persons.said_to_be(lower, phrase.noun, phrase.head)
        if named is None and role.type not in ("civilians", "unknown", "political"):
            # A headline speaks of "the soldier" whom only the text names: believed where it can be just one.
            named = persons.only_one_after(lower, phrase.head)
        if named is not None:
            return named
        if role.type in ("civilians", "unknown"):
            return None
        if phrase.noun in ("official", "adviser", "aide", "leader", "chief", "member", "spokesman"):
            return None
        for head, person in persons.mentioned_before(phrase.head):
            if parse.sentence_of[phrase.head] - parse.sentence_of[head] > 2:
                break
            if person.type == role.type:
                return head
        return None


def _before(items: list[tuple[int, Actor]], token: int) -> tuple[int, Actor] | None:
    """The last of the items, which stand in text order, that stands before a token."""
    number = bisect_left(items, token, key=_TOKEN)
    return items[number - 1] if number else None


def _fits(actor: Actor, wanted: frozenset[str]) -> bool:
    number = actor.id or ""
    if number.startswith("min-"):
        return "ministry" in wanted
    if number.startswith(("mil-", "air-", "nav-")):
        return bool(wanted & {"military", "state-military"}) or (number[:3] == "air" and "air_force" in wanted)
    if number.startswith("sec-"):
        return bool(wanted & {"security", "military", "state-military"})
    if number.startswith("pol-"):
        return bool(wanted & {"police", "state-police"})
    if number.startswith("gov-"):
        return bool(wanted & {"government", "state-government"})
    return actor.type in wanted


def _joint(actor: Actor, noun: str) -> bool:
    name = actor.name.lower()
    return noun in name or (noun == "alliance" and name == "nato") or (noun == "bloc" and name == "european union")
