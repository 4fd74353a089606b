"""One document as the conditions of the trigger lexicon see it: its words by class, its domain, its titles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from sayso.codebook.classes import is_calling
from sayso.codebook.triggers import TriggerLexicon
from sayso.language import Parse

# Labels that a modifier lends to its noun: "artillery fire" is a matter of artillery.
LENT = frozenset(("AIR", "AIRCRAFT", "DRONE", "SHELL", "BOMB", "SUICIDE", "GUN", "CHEMICAL", "GRENADE", "TEARGAS"))
# To a noun that only says "group" or "member", they lend what kind of group it is.
LENT_TO_GROUP = LENT | {"REBEL", "ARMY", "POLICE", "FORCE", "COUNTRY", "GOVERNMENT", "PROTESTER", "PERSON"}
NONE: frozenset[str] = frozenset()
_BY_ENTITY = {
    "GPE": frozenset(("PLACE", "TERRITORY", "GPE")),
    "LOC": frozenset(("PLACE", "TERRITORY")),
    "FAC": frozenset(("PLACE", "BUILDING")),
    "PERSON": frozenset(("PERSON", "CIVILIAN", "NAME")),
    "NORP": frozenset(("PERSON", "CIVILIAN", "NORP")),
    "ORG": frozenset(("ORG",)),
}
_PEOPLE_PRONOUN = frozenset("he she him her they them we us you i who whom me those".split())
_PRONOUN = frozenset(("PERSON", "CIVILIAN", "PRONOUN"))
# News says "he" of whom it has named, and "it" of a state or body.
_NAMED_PRONOUN = _PRONOUN | {"NAME"}
# Who does things in the news of a conflict: what a pronoun takes over from the noun that it stands for.
_SIDES = frozenset(("FORCE", "ARMY", "REBEL", "POLICE", "PROTESTER", "CROWD", "MOB", "CRIMINAL", "COUNTRY", "GOVERNMENT"))
_BODY = frozenset(("ORG",))
_NAMED_BODY = frozenset(("ORG", "NAME"))
_CHEMICAL = frozenset(("CHEMICAL",))
_WORKS = frozenset(("BUILDING", "SHIP"))
_MODEL = frozenset(("MODEL",))  # a make of arms that no class lists: "G-222"
_SOMEBODY = frozenset(("PERSON", "CIVILIAN"))
_NUMERALS = frozenset("dozen score hundred thousand million ten handful couple".split())
_PEOPLE = frozenset(("PERSON", "CIVILIAN", "CROWD", "PROTESTER"))
_NUMBER = frozenset(("NUMBER", "PERSON", "CIVILIAN"))

# A text reports on conflict where this many of its words, and this share of them, are evidence of it. Less is enough
# in a report on other countries; in one on an election they must outnumber the words of the election.
WAR_WORDS = 4
WAR_SHARE = 0.014
WAR_SHARE_ABROAD = 0.010
WAR_WORDS_ABROAD = 3
FOREIGN_SHARE = 0.02
OVER_ELECTION = 2.0
# Where a text names countries and has some evidence of conflict, this share of words of killing makes it a massacre's.
MASSACRE_SHARE = 0.035
# Rebels are news of conflict where they are named this often, in a brief text less; murder is, beside soldiers or rebels.
REBELS = 3
REBEL_SHARE = 0.02
FEW_REBELS = 2
BRIEF_WORDS = 250
OFTEN = 6
EVIDENCE_SHARE = 0.022
MURDER_WORDS = 4
MURDER_SHARE = 0.015
# The same for a text on unrest at home, which may be unrest at an election.
UNREST_WORDS = 4
UNREST_SHARE = 0.012
# A report says what it is about at its beginning: of an attack, where its first words have so many of violence.
LEAD = 70
LEAD_WORDS = 3
LEAD_SHARE = 0.015
# A text is the report of a violent crime where this many of its words, and this share of them, tell of violence and as
# many of the law: a burglary or a trial in passing has fewer.
CRIME_WORDS = 6
CRIME_SHARE = 0.055
# A text is on relations between states where it names several, and their governments, this often.
RELATIONS_SHARE = 0.02
STATES = 2
# A text of no more words than this shows no domain of its own.
SHORT_WORDS = 110
# A class is a document's domain where this share of its words belongs to it.
DOMAIN_SHARE = 0.01
_BOMBER_TYPES = frozenset(("strategic", "heavy", "stealth", "jet", "nuclear", "range", "fighter", "dive", "force"))
# A sentence is set as a title where it is short and this share of its words is capitalised.
LONGEST_TITLE = 18
TITLE_SHARE = 0.7


class Scene:
    """One document as the conditions see it. Labels are worked out on demand and kept."""

    __slots__ = (
        "_domains", "_labels", "_places", "_sentence", "_surnames", "_titles", "classes", "crime", "crowds", "lexicon",
        "parse", "relations", "short", "war",
    )  # fmt: skip

    def __init__(self, parse: Parse, lexicon: TriggerLexicon, places: Collection[int] = ()) -> None:
        """``places``: the last tokens of the names that are known to stand for places."""
        self.parse = parse
        self._places = places
        self.lexicon = lexicon
        self.classes = lexicon.classes
        self._labels: dict[int, frozenset[str]] = {}
        self._sentence: dict[int, Counter[str]] = {}
        self._titles: dict[int, bool] = {}
        self._surnames: frozenset[str] | None = None
        counts: Counter[str] = Counter()
        lead: Counter[str] = Counter()
        states: set[str] = set()
        get = self.classes.get
        for token, lemma in enumerate(parse.lemmas):
            found = get(lemma)
            if found:
                counts.update(found)
                if token < LEAD:
                    lead.update(found)
                if "COUNTRY" in found:
                    states.add(lemma[:4])
        size = max(1, len(parse))
        fewest = 2 if size <= SHORT_WORDS else 3
        self._domains = frozenset(
            label for label, count in counts.items() if count >= fewest and count / size > DOMAIN_SHARE
        )
        self.short = size <= SHORT_WORDS
        self.war = _on_conflict(counts, size) or _opens_with_attack(lead, counts, size)
        # Whether it reports a shooting or the like at home, and what the law makes of it.
        self.crime = not self.war and not self.short and _on_crime(counts, size)
        # Whether it is on the dealings of states with each other.
        self.relations = len(states) >= STATES and (
            min(counts["COUNTRY"], counts["GOVERNMENT"]) >= RELATIONS_SHARE * size
        )
        # Whether the text tells of crowds more than of armies.
        self.crowds = counts["PROTESTER"] + counts["MOB"] > counts["ARMY"] + counts["REBEL"]

    @property
    def domains(self) -> frozenset[str]:
        """The classes to which a good share of the document's words belong."""
        return self._domains

    def labels(self, token: int) -> frozenset[str]:
        """Everything that a noun is: its lemma, its classes, the label of its name, what its modifiers lend it."""
        known = self._labels.get(token)
        if known is None:
            self._labels[token] = NONE  # for a pronoun in the phrase that it stands for: "the half of it"
            known = self._labels[token] = self._find_labels(token)
        return known

    def own(self, token: int) -> frozenset[str]:
        """The classes of the word itself and of the compound that it ends."""
        parse, get = self.parse, self.classes.get
        lower = parse.lowers[token]
        found = get(parse.lemmas[token], NONE) | get(lower, NONE)
        if not found and parse.tags[token][:2] == "NN":
            # A plural that the parser takes for a name or does not know: "F-16s", "Rebels" in a title.
            found = get(lower.removesuffix("s"), NONE) if lower[-1:] == "s" else NONE
        if token:
            found |= get(f"{parse.lowers[token - 1]}-{parse.lemmas[token]}", NONE)
        if parse.lemmas[token] == "bomber" and parse.tags[token] == "NN" and not self._is_type(token):
            return get("suicide-bomber", NONE)  # who sets off a bomb; planes come in numbers, or with a type or a flag
        if not found and parse.tags[token] in ("NN", "NNS") and is_calling(parse.lemmas[token]):
            return _SOMEBODY
        return found

    def _is_type(self, token: int) -> bool:
        parse = self.parse
        return any(
            parse.deps[child] in ("amod", "compound", "nmod", "poss")
            and (
                any(char.isdigit() for char in parse.words[child])
                or parse.entity_label(child) in ("NORP", "GPE", "PRODUCT")
                or parse.lowers[child] in _BOMBER_TYPES
            )
            for child in parse.children[token]
        )

    def _find_labels(self, token: int) -> frozenset[str]:
        parse = self.parse
        lower = parse.lowers[token]
        out = self.own(token) | {parse.lemmas[token], lower}
        if token > 1 and parse.lowers[token - 1] == "-":
            joined = f"{parse.lowers[token - 2]}-{parse.lemmas[token]}"  # the tokenizer splits "full-scale"
            out |= self.classes.get(joined, NONE) | {joined}
        entity = parse.entity_label(token)
        if entity not in ("PERSON", "GPE") and parse.tags[token] == "NNP" and lower in self._persons():
            entity = "PERSON"
        if token in self._places and parse.tags[token][:3] == "NNP" and entity not in ("GPE", "NORP", "LOC"):
            entity = "GPE"  # a village that the parser does not know for one
        if entity in _BY_ENTITY and not out & {"FORCE", "ARMY", "WEAPON"}:
            out |= _BY_ENTITY[entity]
        if lower in _PEOPLE_PRONOUN and parse.tags[token] != "NNP":
            out |= _NAMED_PRONOUN if lower in ("he", "she", "him") else _PRONOUN
            if lower == "they":
                out |= self._stands_for(token, ("NNS", "NNPS"))
        elif lower == "it":
            out |= _BODY | self._stands_for(token, ("NN", "NNP", "NNPS"))
        elif parse.tags[token] == "CD":
            out |= _NUMBER
        if not entity and parse.tags[token] == "NNP" and not self.own(token):
            out |= _NAMED_BODY  # a person, a ship or a body that the parser does not know
        if "-" in lower and lower[-1].isdigit() and lower[0].isalpha():
            out |= _MODEL
        generic = "GROUPNOUN" in out or "ORG" in out or "NAME" in out or parse.tags[token] == "NNP"
        for child in parse.children[token]:
            dep = parse.deps[child]
            if dep in ("compound", "amod", "nmod") and child < token:
                lent = self.own(child) & (LENT_TO_GROUP if generic else LENT)
                out |= lent - _CHEMICAL if out & _WORKS else lent
            elif dep == "prep" and parse.lowers[child] == "of" and ("QUANTITY" in out or "NUMBER" in out):
                for inner in parse.children[child]:
                    if parse.deps[inner] == "pobj":
                        told = self.labels(inner)
                        # "dozens of shells" are no people, as "dozens" alone are.
                        alone = parse.lemmas[token] in _NUMERALS and any(label.isupper() for label in told - _PEOPLE)
                        alone = (alone and not told & _PEOPLE) or "NUMBER" in out
                        out = (out - _PEOPLE if alone else out) | told
        return out

    def _stands_for(self, token: int, tags: tuple[str, ...]) -> frozenset[str]:
        """What side a pronoun stands for: that of the nearest subject before it, here or in the sentence before."""
        parse = self.parse
        first = parse.sentences[max(0, parse.sentence_of[token] - 1)][0]
        for before in range(token - 1, first - 1, -1):
            if parse.deps[before] in ("nsubj", "nsubjpass") and parse.tags[before] in tags:
                return self.labels(before) & _SIDES
        return NONE

    def _persons(self) -> frozenset[str]:
        """Last names of the people whom the text gives a full name; alone, they are often taken for something else."""
        if self._surnames is None:
            self._surnames = frozenset(
                self.parse.lowers[entity.last - 1]
                for entity in self.parse.entities
                if entity.label == "PERSON" and entity.last - entity.first > 1
            )
        return self._surnames

    def sentence(self, number: int) -> Counter[str]:
        """How often each class is found in a sentence."""
        known = self._sentence.get(number)
        if known is None:
            known = self._sentence[number] = Counter()
            first, last = self.parse.sentences[number]
            for token in range(first, last):
                found = self.own(token)
                if "CHEMICAL" in found and self._is_of_works(token):
                    continue
                known.update(found)
        return known

    def _is_of_works(self, token: int) -> bool:
        """Whether a word only says what is made or carried: "a chemical plant", "a chemical tanker"."""
        head = self.parse.heads[token]
        return self.parse.deps[token] in ("amod", "compound") and bool(self.own(head) & _WORKS)

    def headline(self, number: int) -> bool:
        """Whether a sentence reads as a title: short, with most of its words capitalised or without a finite verb."""
        known = self._titles.get(number)
        if known is None:
            first, last = self.parse.sentences[number]
            words = [word for word in self.parse.words[first:last] if word[:1].isalpha()]
            capitals = sum(word[:1].isupper() for word in words)
            known = 3 <= len(words) <= LONGEST_TITLE and (
                capitals >= TITLE_SHARE * len(words)
                or not any(tag in ("VBD", "VBZ", "VBP", "MD") for tag in self.parse.tags[first:last])
            )
            self._titles[number] = known
        return known

    def everything(self) -> Counter[str]:
        """How often each class is found in the whole document."""
        total: Counter[str] = Counter()
        for number in range(len(self.parse.sentences)):
            total.update(self.sentence(number))
        return total

    def politic(self, number: int) -> bool:
        """Whether a sentence tells of conflict or of relations between states.

        In a text too short to show its domain the sentence must name a state, a force or an international body.
        """
        if self.war or self.relations:
            return True
        found = self.sentence(number)
        if found["WAR"] >= 2 or (found["STRONG"] and found["ATROCITY"]):
            return True
        return self.short


def _on_conflict(counts: Counter[str], size: int) -> bool:
    """Whether a text of ``size`` words is a report on conflict, by how many of its words belong to which class."""
    war, violent = counts["WAR"], counts["WAR"] + counts["ATROCITY"]
    abroad = counts["COUNTRY"] >= FOREIGN_SHARE * size
    reports = (
        (war >= WAR_WORDS and war >= WAR_SHARE * size)
        or (abroad and war >= WAR_WORDS_ABROAD and war >= WAR_SHARE_ABROAD * size)
        or (abroad and violent >= WAR_WORDS and violent >= WAR_SHARE * size)
        or (counts["COUNTRY"] >= STATES and war >= WAR_WORDS_ABROAD and violent >= MASSACRE_SHARE * size)
    )
    murder, election = counts["ATROCITY"], counts["ELECTION"]
    rebels, armed = counts["REBEL"], counts["REBEL"] + counts["ARMY"]
    told = rebels >= REBELS and rebels + war >= REBEL_SHARE * size
    # A longer report spends words on other things, but comes back to its subject.
    told = told or (
        war >= max(OFTEN, OVER_ELECTION * election)
        and rebels >= FEW_REBELS
        and armed > rebels
        and war + murder + rebels >= EVIDENCE_SHARE * size
    )
    brief = size <= BRIEF_WORDS and counts["COUNTRY"] >= STATES
    told = told or (brief and rebels >= FEW_REBELS and murder >= FEW_REBELS)
    told = told or (armed >= REBELS and murder >= MURDER_WORDS and murder >= MURDER_SHARE * size)
    unrest = counts["UNREST"]
    if told and violent + armed > election:
        return True
    if unrest >= UNREST_WORDS and unrest >= UNREST_SHARE * size and unrest > election:
        return True
    return reports and max(war, unrest) >= OVER_ELECTION * election


def _on_crime(counts: Counter[str], size: int) -> bool:
    """Whether a text of ``size`` words is the report of a violent crime and of the arrests and charges after it."""
    violent, law = counts["VIOLENTCRIME"], counts["LAW"]
    return min(violent, law) >= CRIME_WORDS and violent + law >= CRIME_SHARE * size


def _opens_with_attack(lead: Counter[str], counts: Counter[str], size: int) -> bool:
    """Whether the first words of a text tell of an attack, and the rest keeps to it."""
    return (
        lead["WAR"] > 0
        and lead["WAR"] + lead["ATROCITY"] >= LEAD_WORDS
        and counts["WAR"] + counts["ATROCITY"] >= LEAD_SHARE * size
    )
