"""Who a source is, within the document: names, titles, pronouns and descriptions tied to one speaker.

A speaker is known by a name as soon as the text gives one. A pronoun or a description ("the ministry", "the
spokesman") takes the name of the last speaker that it fits; "who" takes its antecedent; "I" and "we" inside a
quotation are its speaker.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sayso.attribution.draft import Range, Tree
from sayso.attribution.lexicon import CueLexicon, Outlet
from sayso.language import Parse

_RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
_PERSON = frozenset({"he", "she", "him", "her", "his"})
_THING = frozenset({"it", "its"})
_MANY = frozenset({"they", "them", "their"})
_THIRD = frozenset({"he", "she", "they"})
_FIRST = frozenset({"i", "we", "me", "us", "my", "our"})
PRONOUNS = _PERSON | _THING | _MANY | _FIRST | _RELATIVE
_NAME_TAGS = frozenset({"NNP", "NNPS"})
# Nouns for bodies that work for a cause, and what tells which; news media are called otherwise.
_BODIES = frozenset({"group", "organisation", "organization", "monitor", "watchdog", "network", "charity", "ngo"})
_WORKS_FOR = frozenset({"human", "rights", "aid", "monitoring", "war", "medical", "humanitarian", "advocacy", "-"})
_PRESS = frozenset({"newspaper", "agency", "broadcaster", "magazine"})
# What one who is asked does, or declines to do.
_ANSWERING = frozenset({"comment", "respond", "reply", "answer"})
_PLURAL = frozenset({"NNS", "NNPS"})


# How many earlier speakers a pronoun looks back over.
MEMORY = 8


@dataclass(slots=True)
class Speaker:
    """A voice of the document: its name, its head noun and what kind of thing it is."""

    name: str
    head: str
    person: bool
    plural: bool
    outlet: Outlet | None = None
    proper: bool = False  # a proper name, of whatever the model takes it for
    unknown: bool = False  # somebody of whom a speaker speaks, named nowhere


@dataclass(slots=True)
class Cast:
    """The speakers of one document, in the order in which they speak."""

    tree: Tree
    lexicon: CueLexicon
    spoken: list[Speaker] = field(default_factory=list)
    full_names: dict[str, str] = field(default_factory=dict)
    papers: dict[str, Speaker] = field(default_factory=dict)  # who issued the last statement, report, letter
    surnames: set[str] = field(default_factory=set)  # last names of the persons whom the text names in full

    @classmethod
    def of(cls, tree: Tree, lexicon: CueLexicon) -> Cast:
        """The cast of a document, with the full names of the persons whom it names."""
        parse = tree.parse
        full: dict[str, str] = {}
        surnames: set[str] = set()
        for entity in parse.entities:
            if entity.label in ("PERSON", "ORG") and entity.last - entity.first > 1:
                first, last = entity.first, entity.last
                if parse.lowers[last - 1] in ("'s", "'", "’s"):
                    last -= 1
                name = parse.text[parse.starts[first] : parse.ends[last - 1]]
                key = parse.lowers[last - 1]
                if last - first > 1 and all(tag in _NAME_TAGS for tag in parse.tags[first:last]):
                    full.setdefault(key, _squeezed(name))
                    if entity.label == "PERSON":
                        surnames.add(key)
        return cls(tree, lexicon, [], full, surnames=surnames)

    def speak(
        self, token: int, source: Range, enclosing: Speaker | None = None, *, quoted: bool = False
    ) -> Speaker:
        """The speaker at a head token, remembered as the last one who spoke.

        ``quoted`` tells that the words are those of the ``enclosing`` speaker, who says "I" of himself, never "he".
        """
        lower = self.tree.parse.lowers[token]
        if quoted and enclosing is not None and lower in _THIRD:
            return Speaker(self.tree.parse.words[token], lower, False, False, unknown=True)
        speaker = self._find(token, source, enclosing)
        if speaker.name.lower() not in PRONOUNS and (not self.spoken or self.spoken[-1] is not speaker):
            self.spoken.append(speaker)
        return speaker

    def _find(self, token: int, source: Range, enclosing: Speaker | None) -> Speaker:
        parse = self.tree.parse
        lower = parse.lowers[token]
        if lower in PRONOUNS:
            silent = self._kept_silent(token, lower) if enclosing is None else None
            met = self._just_met(token) if enclosing is None and lower in ("he", "she") else None
            return silent or met or self._pronoun(lower, enclosing) or Speaker(parse.words[token], lower, False, False)
        found = find_outlet(parse, source, self.lexicon)
        if found is not None and found[0][1] - found[0][0] == 1 and parse.lowers[found[0][0]] in self.surnames:
            found = None  # "Shehab said", after "a spokesman, Dawoud Shehab"
        if found is not None and any(token < at <= found[0][0] for at in parse.children_by(token, ("cc",))):
            found = None  # "a rights group and a Reuters witness": the first of them speaks
        outlet = found[1] if found is not None else None
        plural = parse.tags[token] in _PLURAL
        name = self._name(token, source)
        if (
            outlet is not None
            and found is not None
            and (found[0][0] <= token < found[0][1] or parse.entity_label(token) != "PERSON")
        ):
            return Speaker(outlet.name, parse.lemmas[token], False, False, outlet)
        if name:
            person = parse.entity_label(token) == "PERSON"
            return Speaker(name, parse.lemmas[token], person, plural, proper=parse.tags[token] == "NNP")
        known = self._described(token)
        if known is not None:
            return known
        return Speaker(_plain(self.tree, token, source), parse.lemmas[token], False, plural)

    def _name(self, token: int, source: Range) -> str:
        """The proper name of a source: that of a person first, else of the organisation at its head."""
        parse = self.tree.parse
        number = parse.entity_of[token]
        if number >= 0 and parse.entities[number].label in ("PERSON", "ORG", "GPE", "NORP", "FAC", "PRODUCT"):
            entity = parse.entities[number]
            last = entity.last
            while last > entity.first + 1 and parse.lowers[last - 1] in ("'s", "'", "’s"):
                last -= 1
            first = entity.first
            if parse.lowers[first] == "the" and first + 1 < last:
                first += 1
            if last - first == 1 and entity.label in ("PERSON", "ORG") and parse.tags[first] == "NNP":
                return self.full_names.get(parse.lowers[first], parse.words[first])
            name = parse.text[parse.starts[first] : parse.ends[last - 1]]
            if entity.label == "PERSON":
                return name
            if any(child < first for child in parse.children_by(token, ("poss",))):
                return _plain(self.tree, token, source)  # "Moscow's Defence Ministry", not any
            if last - 1 >= token:
                return _squeezed(name)
        if parse.tags[token] in _NAME_TAGS:
            if parse.lowers[token] in self.full_names and not any(
                parse.deps[child] in ("compound", "poss") for child in parse.children[token]
            ):
                return self.full_names[parse.lowers[token]]
            return _plain(self.tree, token, source)
        return self._named_beside(token, source)

    def _named_beside(self, token: int, source: Range) -> str:
        """The person in "a spokesman for the ministry, General Orlov": a name behind a comma, in apposition."""
        parse = self.tree.parse
        if parse.tags[token] != "NN":
            return ""
        for at in range(token + 1, source[1]):
            if parse.entity_label(at) == "PERSON" and parse.entity_of[at] != parse.entity_of[at - 1]:
                last = parse.entities[parse.entity_of[at]].last
                before = at - 1
                while before > token and parse.tags[before] in _NAME_TAGS:
                    before -= 1  # the title
                if parse.words[before] == "," and parse.deps[last - 1] in ("appos", "conj", "pobj", "nsubj"):
                    return self._name(last - 1, source)
        return ""

    def _pronoun(self, lower: str, enclosing: Speaker | None) -> Speaker | None:
        if lower in _FIRST:
            return enclosing
        if lower in _RELATIVE:
            return None
        wanted = _PERSON if lower in _PERSON else _THING if lower in _THING else _MANY
        if enclosing is not None and self._fits(enclosing, wanted):
            return enclosing
        recent = self.spoken[: -MEMORY - 1 : -1]
        if wanted is _PERSON:
            named = next((speaker for speaker in recent if speaker.person), None)
            role = next((speaker for speaker in recent if self._fits(speaker, wanted)), None)
            if recent and role is recent[0] and role.head in self.lexicon.people:
                return role  # "A shopkeeper said …. She said …", whoever was named before
            return named or role or enclosing
        return next((speaker for speaker in recent if self._fits(speaker, wanted)), enclosing)

    def _fits(self, speaker: Speaker, wanted: frozenset[str]) -> bool:
        """Whether a pronoun of this kind can stand for a speaker."""
        if wanted is _MANY:
            return speaker.plural or not speaker.person
        if wanted is _PERSON:
            return speaker.person or speaker.proper or (
                not speaker.plural and (speaker.head in self.lexicon.voices or speaker.head in self.lexicon.people)
            )
        return not speaker.person and not speaker.plural

    def _just_met(self, token: int) -> Speaker | None:
        """The person whom the sentence before tells of and who has not spoken yet: "Umm Omar fled. …, she said"."""
        parse = self.tree.parse
        sentence = parse.sentence_of[token]
        if sentence == 0:
            return None
        first, last = parse.sentences[sentence - 1]
        if parse.paragraph_of_sentence[sentence - 1] != parse.paragraph_of_sentence[sentence]:
            return None
        for entity in parse.entities:
            if entity.label != "PERSON" or not first <= entity.first < last or entity.last - entity.first < 2:
                continue
            head = entity.last - 1
            while parse.deps[head] in ("appos", "compound") and parse.heads[head] != head:
                head = parse.heads[head]
            if parse.deps[head] not in ("nsubj", "nsubjpass"):
                continue
            name = parse.text[parse.starts[entity.first] : parse.ends[entity.last - 1]]
            if any(speaker.name == name or speaker.head == parse.lemmas[head] for speaker in self.spoken[-MEMORY:]):
                return None
            return Speaker(_squeezed(name), parse.lemmas[entity.last - 1], True, False)
        return None

    def _kept_silent(self, token: int, lower: str) -> Speaker | None:
        """Who did not comment in the sentence before a pronoun: "The army did not respond. It has said before …"."""
        parse = self.tree.parse
        sentence = parse.sentence_of[token]
        if sentence == 0 or lower in _FIRST or lower in _RELATIVE:
            return None
        for verb in range(*parse.sentences[sentence - 1]):
            if parse.lemmas[verb] not in _ANSWERING or parse.tags[verb][:1] != "V":
                continue
            refusing = parse.heads[verb] if parse.deps[verb] == "xcomp" else verb
            if refusing == verb and parse.child(verb, ("neg",)) is None:
                continue
            subject = parse.child(refusing, ("nsubj",))
            if subject is None or parse.lowers[subject] in PRONOUNS:
                continue
            found = self._find(subject, self.tree.phrase(subject), None)
            wanted = _PERSON if lower in _PERSON else _THING if lower in _THING else _MANY
            if self._fits(found, wanted):
                return found
        return None

    def _body_based(self, token: int) -> Speaker | None:
        """The body that spoke last, where only its seat or its work is told: "the New York-based rights group"."""
        parse = self.tree.parse
        first, _ = self.tree.phrase(token)
        words = parse.lowers[first + 1 : token]
        told = any(word.endswith("-based") for word in words) or "based" in words
        if not words or not (told or all(word in _WORKS_FOR for word in words)):
            return None
        bodies = (one for one in reversed(self.spoken[-12:]) if not one.person and not one.plural)
        return next((one for one in bodies if (one.outlet.kind not in _PRESS if one.outlet else one.proper)), None)

    def _described(self, token: int) -> Speaker | None:
        """The earlier speaker whom a definite description means: "the ministry", "the spokesman"."""
        parse = self.tree.parse
        if not any(parse.lowers[child] in ("the", "this") for child in parse.children[token]):
            return None
        lemma = parse.lemmas[token]
        if lemma in _BODIES and (found := self._body_based(token)) is not None:
            return found
        if any(parse.deps[child] in ("prep", "relcl", "acl", "poss", "amod") for child in parse.children[token]):
            return None
        if lemma in self.papers:
            return self.papers[lemma]
        for speaker in reversed(self.spoken[-12:]):
            if (
                speaker.head == lemma
                or lemma in speaker.name.lower().split()
                or (speaker.outlet is not None and lemma in ("agency", speaker.outlet.kind))
            ):
                return speaker
        return None


def _plain(tree: Tree, token: int, source: Range) -> str:
    """The noun phrase of a source as its name: no article, no clauses behind it."""
    parse = tree.parse
    first, last = tree.phrase(token)
    first, last = max(first, source[0]), min(last, source[1])
    while first < token and parse.lowers[first] in ("the", "a", "an", '"', "'"):
        first += 1
    while last > token + 1 and not parse.words[last - 1][-1].isalnum():
        last -= 1
    if last <= first:
        first, last = token, token + 1
    return _squeezed(parse.text[parse.starts[first] : parse.ends[last - 1]])


def _squeezed(name: str) -> str:
    return " ".join(name.split())


def find_outlet(parse: Parse, part: Range, lexicon: CueLexicon) -> tuple[Range, Outlet] | None:
    """Where in a range of tokens an outlet is named, and which."""
    lowers, outlets = parse.lowers, lexicon.outlets
    for at in range(*part):
        names = outlets.get(lowers[at])
        if names and parse.words[at][:1].isupper():
            for words, outlet in names:
                end = at + len(words)
                if (
                    end <= part[1]
                    and tuple(lowers[at:end]) == words
                    and parse.words[end - 1][:1].isupper()
                    and not (end < len(lowers) and parse.words[end][0].isupper() and parse.heads[end - 1] >= end)
                    and not _names_person(parse, at, end)
                ):
                    return (at, end), outlet
    return None


def _names_person(parse: Parse, first: int, last: int) -> bool:
    """Whether an outlet's name is part of a person's: Dawoud Shehab is not the agency Shehab."""
    number = parse.entity_of[first]
    if number < 0 or parse.entities[number].label != "PERSON":
        return False
    entity = parse.entities[number]
    return entity.first < first or entity.last > last
