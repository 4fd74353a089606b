"""Pronouns and short definite descriptions ("the group", "the ministry") to what they stand for in the document.

A small salience search: candidates of the same and the two sentences before, subjects first, that agree in number
and kind. Every choice is kept in ``chosen``, so that a reader can see it.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sayso.actors.model import Actor, Role
from sayso.actors.phrases import NounPhrase
from sayso.actors.reading import Reading

if TYPE_CHECKING:
    from sayso.actors.document import DocumentActors

# Sentences before its own in which a pronoun's antecedent is looked for.
REACH = 3
# A description may stand further from what it names: as many sentences, else the document's most named candidate.
FAR = 6
_PARTS = frozenset({"compound", "nmod", "amod", "npadvmod"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
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
_GROUPS = frozenset({"group", "movement", "faction", "front"})


class Coreference:
    """What pronouns and descriptions of one document stand for."""

    def __init__(self, actors: DocumentActors) -> None:
        self.actors = actors
        self.chosen: dict[int, int] = {}
        self._anchors: list[tuple[int, Actor]] | None = None

    # --- pronouns -------------------------------------------------------------------------------------------------

    def pronoun(self, token: int) -> Reading | None:
        """What a pronoun stands for; None where nothing fits."""
        parse, words = self.actors.parse, self.actors.book.words
        lower = parse.lowers[token]
        head: int | None = None
        if lower in words["relative"]:
            head = self._relative(token)
        elif lower in words["we"]:
            return self._speaker(token)
        elif lower in words["he"] or lower in words["she"] or lower in words["it"] or lower in words["they"]:
            head = self._search(token)
        if head is None:
            return None
        reading = self.actors.reading(head)
        if reading is not None:
            self.chosen[token] = head
        return reading

    def _relative(self, token: int) -> int | None:
        parse = self.actors.parse
        for above in parse.path_to_root(token):
            if parse.deps[above] in ("relcl", "acl"):
                return parse.heads[above]
            if above < token - 12:
                break
        return None

    def _search(self, token: int) -> int | None:
        """The most salient noun before a pronoun that agrees with it: near, subject, speaker, name count for it."""
        parse = self.actors.parse
        sentence = parse.sentence_of[token]
        first = parse.sentences[max(0, sentence - REACH)][0]
        own = parse.heads[token]
        possessive = parse.tags[token] == "PRP$"
        speaks = parse.deps[token] == "nsubj" and parse.lemmas[own] in self.actors.book.words["speech"]
        best, best_score = None, 0.0
        for index in range(token - 1, first - 1, -1):
            if parse.tags[index][:2] != "NN" or parse.deps[index] in _PARTS or (possessive and index == own):
                continue
            if not possessive and parse.heads[index] == own and parse.deps[token] not in _SUBJECTS:
                continue  # subject and object of one verb are not the same ("the army attacked them")
            score = 6.0 - 1.5 * (sentence - parse.sentence_of[index])
            if parse.deps[index] in _SUBJECTS:
                score += 2.0
                if speaks and parse.lemmas[parse.heads[index]] in self.actors.book.words["speech"]:
                    score += 2.0
            if score + 1.5 > best_score and self._agrees(token, index, speaks):
                reading = self.actors.reading(index)
                assert reading is not None
                if reading.person is not None or reading.actor.id is not None:
                    score += 1.5
                if score > best_score:
                    best, best_score = index, score
        return best

    def _agrees(self, token: int, head: int, speaks: bool) -> bool:
        actors = self.actors
        parse, words = actors.parse, actors.book.words
        reading = actors.reading(head)
        if reading is None:
            return False
        lower = parse.lowers[token]
        actor = reading.actor
        plural = parse.tags[head] in ("NNS", "NNPS")
        person = reading.person
        role = actors.book.roles.get(parse.lemmas[head])
        human = person is not None or (role is not None and role.kind == "person" and not plural)
        if lower in words["he"] or lower in words["she"]:
            if not human or actor.type == "object":
                return False
            sex = person.sex if person is not None else ""
            if not sex and parse.lowers[head] in words["male"]:
                sex = "he"
            elif not sex and parse.lowers[head] in words["female"]:
                sex = "she"
            return not sex or (sex == "he") == (lower in words["he"])
        if lower in words["it"]:
            return not human and not plural and not (speaks and actor.type in ("object", "place", "civilians"))
        if person is not None:
            return False
        if plural:
            return True
        collective = (role is not None and role.kind in ("group", "body")) or actor.id is not None
        return collective and actor.type not in ("object", "place")

    def _speaker(self, token: int) -> Reading | None:
        """Who "we" and "I" are: the speaker of the quotation around them, or the body that the speaker speaks for."""
        actors = self.actors
        parse = actors.parse
        speech = actors.book.words["speech"]
        sentence = parse.sentence_of[token]
        paragraph = parse.paragraph_of_sentence[sentence]
        best: int | None = None
        for number in (sentence, sentence + 1, sentence - 1, sentence - 2, sentence + 2, sentence - 3, sentence + 3):
            if not 0 <= number < len(parse.sentences) or parse.paragraph_of_sentence[number] != paragraph:
                continue
            best = self._speaker_in(number, token, speech)
            if best is not None:
                break
        if best is None:
            return None
        reading = actors.reading(best)
        if reading is None:
            return None
        self.chosen[token] = best
        plural = parse.lowers[token] not in ("i", "me", "my", "mine", "myself")
        person = reading.person
        if plural and person is not None and person.nouns & actors.book.words["speaks_for"]:
            body = person.affiliation
            if body is None and person.type == "state-government" and person.country in actors.book.states:
                body = actors.book.state(person.country or "")
            if body is not None:
                return Reading(body, reading.first, reading.last, f"we, said by {person.name}")
        return reading

    def _speaker_in(self, number: int, token: int, speech: frozenset[str]) -> int | None:
        parse = self.actors.parse
        first, last = parse.sentences[number]
        quote = next(((q.start, q.end) for q in parse.quotes if q.start <= parse.starts[token] < q.end), None)
        for index in range(first, last):
            if parse.lemmas[index] in speech and parse.tags[index][:1] == "V":
                if quote is not None and quote[0] <= parse.starts[index] < quote[1]:
                    continue
                for child in parse.children[index]:
                    if parse.deps[child] == "nsubj" and child != token:
                        return child
        return None

    # --- definite descriptions ------------------------------------------------------------------------------------

    def description(self, phrase: NounPhrase, side: str | None) -> Reading | None:
        """What "the group", "the militants", "the ministry", "the gunman" stand for; None where nothing fits."""
        role = phrase.role
        if role is None or not phrase.definite or phrase.possessor is not None:
            return None
        front = self.actors.book.words["front"]
        known = self.actors.book.modifiers
        if not all(word in front or word in known for word in phrase.modifiers):
            return None
        head = phrase.head
        if role.kind == "person" and not phrase.plural and phrase.noun not in ("police",):
            found = self._person(phrase, role)
            if found is None:
                return None
            reading = self.actors.reading(found)
            if reading is None:
                return None
            self.chosen[head] = found
            return Reading(
                reading.actor, phrase.first, phrase.last, f"description of {reading.actor.name}", reading.person
            )
        named = self._named_before(phrase)
        if named is not None:
            return named
        wanted = self._wanted(phrase, role, side)
        if not wanted:
            return None
        found_actor = self._nearest(head, role, wanted, phrase.noun)
        if found_actor is None:
            return None
        anchor, actor = found_actor
        self.chosen[head] = anchor
        return Reading(actor, phrase.first, phrase.last, f"description of {actor.name}")

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
        self.chosen[phrase.head] = last[0]
        return Reading(last[1], phrase.first, phrase.last, f"description of country {last[1].name}")

    def _named_before(self, phrase: NounPhrase) -> Reading | None:
        """ "The newspaper" after "the Star newspaper": the name that an earlier phrase with the same noun bears."""
        parse = self.actors.parse
        lower = parse.lowers[phrase.head]
        if parse.tags[phrase.head] != "NN":
            return None
        for index in range(phrase.head - 1, -1, -1):
            if parse.lowers[index] == lower and parse.deps[index] not in _PARTS:
                named = parse.tags[index] == "NNP" or any(
                    parse.tags[child] == "NNP" and parse.deps[child] == "compound" for child in parse.children[index]
                )
                if named and (reading := self.actors.reading(index)) is not None:
                    self.chosen[phrase.head] = index
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
        self.chosen[phrase.head] = best[0]
        return Reading(best[1].actor, phrase.first, phrase.last, f"description of {best[1].name}", best[1])

    def air_force(self, phrase: NounPhrase) -> Reading | None:
        """The air force whose planes a numbered type is ("Su-24M bombers"), where the document names one."""
        found = self._nearest(phrase.head, Role("state-military", "thing"), frozenset({"air_force"}), phrase.noun)
        if found is None:
            return None
        self.chosen[phrase.head] = found[0]
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
                    if tag == "NNP" and parse.deps[token] not in _PARTS and token not in self.actors.found.at:
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
        if noun in _GROUPS:
            return _ORGANISATIONS | ({"international"} if noun == "group" else set())
        if noun in _ANY_BODY:
            return _BODIES - {"state-government"}
        if role.service:
            return frozenset({role.service})
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

    def _nearest(self, head: int, role: Role, wanted: frozenset[str], noun: str) -> tuple[int, Actor] | None:
        parse = self.actors.parse
        sentence = parse.sentence_of[head]
        counts: Counter[str] = Counter()
        last_of: dict[str, tuple[int, Actor]] = {}
        near: tuple[int, Actor] | None = None
        for token, actor in self.anchors:
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
