"""Short definite descriptions ("the group", "the ministry", "the gunman") to what they stand for in the document.

The nearest earlier mention of a fitting actor, else the one that the document names most. Every choice is kept, so
that a reader can see it.
"""

from __future__ import annotations

from collections import Counter
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
_GROUPS = frozenset({"group", "movement", "faction", "front"})


class Descriptions:
    """What the definite descriptions of one document stand for."""

    def __init__(self, actors: DocumentActors) -> None:
        self.actors = actors
        self._anchors: list[tuple[int, Actor]] | None = None

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
                self.actors.parse.tags[phrase.first :],
                strict=False,
            )
        )
        for word in phrase.modifiers:
            plain = tags.get(word) in _PLAIN_TAGS and word not in distinct and word not in parts
            if not (word in front or word in known or plain or (country and word in parts)):
                return None
        head = phrase.head
        if role.kind == "person" and not phrase.plural and phrase.noun not in ("police",):
            found = self._person(phrase, role)
            if found is None:
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
        return Reading(actor, phrase.first, phrase.last, f"description of {actor.name}")

    def _two(self, phrase: NounPhrase) -> Reading | None:
        """ "The two men": the two persons of one side whom the text named last, where it did so nearby."""
        if "two" not in phrase.modifiers and phrase.noun != "pair":
            return None
        parse = self.actors.parse
        last: list[tuple[int, Person]] = []
        for person in self.actors.persons.people:
            before = [head for head in person.heads if head < phrase.head]
            if before and parse.sentence_of[phrase.head] - parse.sentence_of[before[-1]] <= FAR:
                last.append((before[-1], person))
        last.sort(key=lambda item: item[0])
        if len(last) < 2 or last[-1][1].type != last[-2][1].type:
            return None
        (_, one), (head, other) = last[-2:]
        self.actors.chosen[phrase.head] = head
        actor = Actor(f"{one.name} and {other.name}", None, other.actor.type, one.country or other.country)
        return Reading(actor, phrase.first, phrase.last, "description of two persons")

    def country(self, phrase: NounPhrase) -> Reading | None:
        """The state that "the country" is: the one named last before it."""
        last: tuple[int, Actor] | None = None
        main: tuple[int, Actor] | None = None
        for token, actor in self.anchors:
            if token < phrase.head and (actor.id or "").startswith("gov-"):
                last = (token, actor)
                if actor.country == self.actors.main_country:
                    main = last
        last = main or last
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
        for index in range(phrase.head - 1, -1, -1):
            if parse.lowers[index] == lower and parse.deps[index] not in PARTS:
                named = parse.tags[index] == "NNP" or any(
                    parse.tags[child] == "NNP" and parse.deps[child] == "compound" for child in parse.children[index]
                )
                if named and (reading := self.actors.reading(index)) is not None:
                    self.actors.chosen[phrase.head] = index
                    rule = f"description of {reading.actor.name}"
                    return Reading(reading.actor, phrase.first, phrase.last, rule, reading.person)
        return None

    def state_leader(self, phrase: NounPhrase, country: str | None) -> Reading | None:
        """ "The Turkish leader": the person in that state's government whom the document named last before."""
        parse = self.actors.parse
        best = None
        for person in self.actors.persons.people:
            if person.type == "state-government" and person.country == country and (
                phrase.noun == "leader" or phrase.noun in person.nouns or parse.lowers[phrase.head] in person.nouns
            ):  # fmt: skip
                for head in person.heads:
                    if head < phrase.head and (best is None or head > best[0]):
                        best = (head, person)
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
        names: Counter[str] = Counter()
        by_name: dict[str, Actor] = {}
        for _, actor in self.anchors:
            if actor.type == role.type and actor.id is not None:
                names[actor.id] += 1
                by_name[actor.id] = actor
        if not names or role.type != "rebel":
            return None
        top, times = names.most_common(1)[0]
        return by_name[top] if times >= 0.8 * sum(names.values()) and token >= 0 else None

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
        counts: Counter[str] = Counter()
        last_of: dict[str, tuple[int, Actor]] = {}
        near: tuple[int, Actor] | None = None
        for token, actor in self.anchors:
            if country is not None and actor.country != country:
                continue
            if noun in _NAMED_AFTER and noun not in actor.name.lower():
                continue
            if not _fits(actor, wanted) or (noun in ("coalition", "alliance", "bloc") and not _joint(actor, noun)):
                continue
            counts[actor.name] += 1
            if token < head:
                if sentence - parse.sentence_of[token] <= FAR:
                    near = (token, actor)
                last_of[actor.name] = (token, actor)
            elif actor.name not in last_of:
                last_of[actor.name] = (token, actor)
        if not counts:
            return None
        top, times = counts.most_common(1)[0]
        if near is not None and (sentence - parse.sentence_of[near[0]] <= 2 or near[1].name == top):
            return near
        return last_of[top] if near is None or times >= 0.6 * sum(counts.values()) else near

    def _person(self, phrase: NounPhrase, role: Role) -> int | None:
        """The nearest person of whom the text says the noun, else the nearest of the same type."""
        same: int | None = None
        lower = self.actors.parse.lowers[phrase.head]
        named: int | None = None
        attackers = self.actors.book.words["attackers"]
        for person in self.actors.persons.people:
            says = lower in person.nouns or phrase.noun in person.nouns
            if not says and lower in attackers and person.nouns & attackers:
                says = True
                if person.heads and person.heads[0] > phrase.head:
                    named = max(named or 0, person.heads[0])  # the name of the attacker comes later
            for head in person.heads:
                if head < phrase.head and says:
                    named = max(named or 0, head)
                elif head < phrase.head and person.type == role.type:
                    same = max(same or 0, head)
        if named is None:
            # A headline speaks of "the soldier" whom only the text names: believed where it can be just one.
            later = [
                person
                for person in self.actors.persons.people
                if lower in person.nouns and person.heads and person.heads[0] > phrase.head
            ]
            if len(later) == 1 and role.type not in ("civilians", "unknown", "political"):
                named = later[0].heads[0]
        if named is not None:
            return named
        if role.type in ("civilians", "unknown") or same is None:
            return None
        parse = self.actors.parse
        near = parse.sentence_of[phrase.head] - parse.sentence_of[same] <= 2
        if not near or phrase.noun in ("official", "adviser", "aide", "leader", "chief", "member", "spokesman"):
            return None
        return same


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
