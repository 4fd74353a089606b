"""The sense of a word in its sentence: does a rule of the trigger lexicon fit here?

A `Scene` is one document with its word classes at hand; a `Frame` is one candidate word in it with its arguments,
found as far as the conditions of the lexicon need them and no further.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sayso.codebook.triggers import Condition, Entry, TriggerLexicon, Wants
from sayso.language import Parse

# Labels that a modifier lends to its noun: "artillery fire" is a matter of artillery.
LENT = frozenset(("AIR", "AIRCRAFT", "DRONE", "SHELL", "BOMB", "SUICIDE", "GUN", "CHEMICAL", "GRENADE", "TEARGAS"))
# To a noun that only says "group" or "member", they lend what kind of group it is.
LENT_TO_GROUP = LENT | {"REBEL", "ARMY", "POLICE", "FORCE", "COUNTRY", "GOVERNMENT", "PROTESTER"}
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
_NUMBER = frozenset(("NUMBER", "PERSON", "CIVILIAN"))
_BY_MEANS = frozenset(("by", "with", "from", "using", "through", "via", "in", "after", "when"))
_SUBJECT = ("nsubj", "csubj")
_ABOVE = frozenset(("conj", "xcomp", "advcl", "dep", "pcomp"))

# A document reports on conflict where this share of its words is evidence of it, or this many are.
WAR_SHARE = 0.014
WAR_WORDS = 4
# Less is enough in a report on other countries, and more is needed in one on an election.
WAR_SHARE_ABROAD = 0.010
WAR_WORDS_ABROAD = 3
FOREIGN_SHARE = 0.02
OVER_ELECTION = 2.0
SHORT_WORDS = 110
# A class is a document's domain where this share of its words belongs to it.
DOMAIN_SHARE = 0.01


class Scene:
    """One document as the conditions see it. Labels are worked out on demand and kept."""

    __slots__ = ("_labels", "_sentence", "_domains", "classes", "lexicon", "parse", "short", "war")

    def __init__(self, parse: Parse, lexicon: TriggerLexicon) -> None:
        self.parse = parse
        self.lexicon = lexicon
        self.classes = lexicon.classes
        self._labels: dict[int, frozenset[str]] = {}
        self._sentence: dict[int, Counter[str]] = {}
        counts: Counter[str] = Counter()
        get = self.classes.get
        for lemma in parse.lemmas:
            found = get(lemma)
            if found:
                counts.update(found)
        size = max(1, len(parse))
        fewest = 2 if size <= SHORT_WORDS else 3
        self._domains = frozenset(
            label for label, count in counts.items() if count >= fewest and count / size > DOMAIN_SHARE
        )
        self.short = size <= SHORT_WORDS
        share, foreign = counts["WAR"] / size, counts["COUNTRY"] / size
        self.war = (
            (counts["WAR"] >= WAR_WORDS and share >= WAR_SHARE)
            or (counts["WAR"] >= WAR_WORDS_ABROAD and share >= WAR_SHARE_ABROAD and foreign >= FOREIGN_SHARE)
        ) and share >= OVER_ELECTION * counts["ELECTION"] / size

    @property
    def domains(self) -> frozenset[str]:
        """The classes to which a good share of the document's words belong."""
        return self._domains

    def labels(self, token: int) -> frozenset[str]:
        """Everything that a noun is: its lemma, its classes, the label of its name, what its modifiers lend it."""
        known = self._labels.get(token)
        if known is None:
            known = self._labels[token] = self._find_labels(token)
        return known

    def own(self, token: int) -> frozenset[str]:
        """The classes of the word itself and of the compound that it ends."""
        parse, get = self.parse, self.classes.get
        found = get(parse.lemmas[token], NONE) | get(parse.lowers[token], NONE)
        if token:
            found |= get(f"{parse.lowers[token - 1]}-{parse.lemmas[token]}", NONE)
        return found

    def _find_labels(self, token: int) -> frozenset[str]:
        parse = self.parse
        lower = parse.lowers[token]
        out = self.own(token) | {parse.lemmas[token], lower}
        entity = parse.entity_label(token)
        if entity in _BY_ENTITY and not out & {"FORCE", "ARMY", "WEAPON"}:
            out |= _BY_ENTITY[entity]
        if lower in _PEOPLE_PRONOUN:
            out |= _PRONOUN
        elif parse.tags[token] == "CD":
            out |= _NUMBER
        generic = "GROUPNOUN" in out or "ORG" in out
        for child in parse.children[token]:
            dep = parse.deps[child]
            if dep in ("compound", "amod", "nmod") and child < token:
                out |= self.own(child) & (LENT_TO_GROUP if generic else LENT)
            elif dep == "prep" and parse.lowers[child] == "of" and "QUANTITY" in out:
                for inner in parse.children[child]:
                    if parse.deps[inner] == "pobj":
                        out |= self.labels(inner)
        return out

    def sentence(self, number: int) -> Counter[str]:
        """How often each class is found in a sentence."""
        known = self._sentence.get(number)
        if known is None:
            known = self._sentence[number] = Counter()
            first, last = self.parse.sentences[number]
            for token in range(first, last):
                known.update(self.own(token))
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
        if self.war:
            return True
        found = self.sentence(number)
        if found["WAR"] >= 2:
            return True
        return self.short


class Frame:
    """A candidate word with its arguments as sets of labels."""

    __slots__ = ("_object", "_preps", "_subject", "nominal", "scene", "token")

    def __init__(self, scene: Scene, token: int, *, nominal: bool) -> None:
        self.scene = scene
        self.token = token
        self.nominal = nominal
        self._subject: frozenset[str] | None = None
        self._object: frozenset[str] | None = None
        self._preps: dict[str, frozenset[str]] | None = None

    @property
    def subject(self) -> frozenset[str]:
        """Labels of who does it; empty where the sentence does not say."""
        if self._subject is None:
            self._subject = self._union(subjects(self.scene.parse, self.token, nominal=self.nominal))
        return self._subject

    @property
    def object(self) -> frozenset[str]:
        """Labels of whom or what it is done to."""
        if self._object is None:
            self._object = self._union(objects(self.scene.parse, self.token, nominal=self.nominal))
        return self._object

    @property
    def preps(self) -> dict[str, frozenset[str]]:
        """Labels behind each preposition, particle or adverb that hangs on the word."""
        if self._preps is None:
            self._preps = {}
            parse = self.scene.parse
            for child in parse.children[self.token]:
                if parse.deps[child] in ("prep", "prt", "advmod", "agent", "dative"):
                    found = self._union(_behind(parse, child))
                    word = parse.lowers[child]
                    self._preps[word] = self._preps.get(word, NONE) | found
        return self._preps

    def fits(self, entry: Entry) -> tuple[int, ...] | None:
        """The tokens of the entry's words if it fits here, else None."""
        tokens = self._words(entry)
        if tokens is None:
            return None
        if entry.subject is not None and not _is(self.subject, entry.subject):
            return None
        if entry.object is not None and not _is(self.object, entry.object):
            return None
        for condition in entry.conditions:
            if self._holds(condition) == condition.negated:
                return None
        return tokens

    def _words(self, entry: Entry) -> tuple[int, ...] | None:
        if len(entry.words) == 1:
            return (self.token,)
        parse = self.scene.parse
        rest = entry.words[:-1] if self.nominal else entry.words[1:]
        tokens = [self.token]
        for word in rest:
            for anchor in reversed(tokens):
                match = next(
                    (
                        child
                        for child in parse.children[anchor]
                        if (parse.lemmas[child] == word or parse.lowers[child] == word)
                        and (not self.nominal or parse.deps[child] != "conj")
                    ),
                    None,
                )
                if match is not None:
                    tokens.append(match)
                    break
            else:
                return None
        return tuple(tokens)

    def _holds(self, condition: Condition) -> bool:
        key, labels = condition.key, condition.labels
        scene, parse, token = self.scene, self.scene.parse, self.token
        if key == "sentence":
            found = scene.sentence(parse.sentence_of[token])
            return any(found[label] for label in labels)
        if key == "text":
            found = scene.everything() if scene.short else scene.sentence(parse.sentence_of[token])
            return any(found[label] for label in labels)
        if key == "means":
            return bool(self._means() & labels)
        if key == "document":
            return bool(scene.domains & labels)
        if key == "mod":
            return bool(self._modifiers() & labels)
        if key == "argument":
            return bool(self._all_arguments() & labels)
        if key == "war":
            if scene.war:
                return True
            found = scene.sentence(parse.sentence_of[token])
            return found["WAR"] >= 2 or (scene.short and bool(found["WAR"] or found["FORCE"]))
        if key == "politic":
            return scene.politic(parse.sentence_of[token])
        if key == "short":
            return scene.short
        if key == "passive":
            return parse.tags[token] == "VBN" and (
                parse.deps[token] in ("acl", "amod") or parse.child(token, ("auxpass", "nsubjpass", "agent")) is not None
            )
        if key == "active":
            return not (parse.tags[token] == "VBN" and parse.child(token, ("auxpass", "nsubjpass", "agent")) is not None)
        if key == "plural":
            return parse.tags[token] in ("NNS", "NNPS")
        if key == "singular":
            return parse.tags[token] in ("NN", "NNP")
        if key == "perfect":
            return parse.tags[token] == "VBN" and any(
                parse.lowers[child] in ("has", "have", "'ve") for child in parse.children[token]
            )
        if key == "many":
            tokens = list(objects(parse, token, nominal=self.nominal)) or list(
                subjects(parse, token, nominal=self.nominal)
            )
            return any(parse.tags[item] in ("NNS", "NNPS", "CD") or "QUANTITY" in scene.own(item) for item in tokens)
        if key == "ing":
            return parse.tags[token] == "VBG"
        if key == "adjective":
            return parse.deps[token] == "amod"
        if key == "clause":
            return parse.child(token, ("ccomp",)) is not None
        if key == "infinitive":
            return any(
                parse.tags[child] == "VB" and parse.deps[child] in ("xcomp", "acl", "advcl", "relcl")
                for child in parse.children[token]
            )
        if key == "poss":
            return parse.child(token, ("poss",)) is not None
        if key == "quantified":
            return parse.child(token, ("nummod", "quantmod")) is not None
        if key == "definite":
            return any(
                parse.lowers[child] in ("the", "this", "that", "these", "those") for child in parse.children[token]
            )
        if key == "bare":
            return all(
                parse.deps[child] in ("det", "punct", "cc", "conj", "case", "predet") for child in parse.children[token]
            )
        if key == "clausehead":
            return bool(scene.labels(parse.heads[token]) & labels)
        found_labels = self.preps.get(key)
        if found_labels is None:
            return False
        return not labels or bool(found_labels & labels)

    def _modifiers(self) -> frozenset[str]:
        parse = self.scene.parse
        out: frozenset[str] = NONE
        for child in parse.children[self.token]:
            if parse.deps[child] in ("compound", "amod", "nmod", "poss", "npadvmod"):
                out |= self.scene.labels(child)
                for inner in parse.children[child]:
                    if parse.deps[inner] in ("compound", "amod", "nmod", "npadvmod", "conj"):
                        out |= self.scene.labels(inner)
        return out

    def _all_arguments(self) -> frozenset[str]:
        out = self.subject | self.object | self._modifiers()
        for word, labels in self.preps.items():
            if word not in ("near", "before", "since", "during", "outside"):
                out |= labels
        return out

    def _means(self) -> frozenset[str]:
        out = self.subject | self._modifiers()
        for word, labels in self.preps.items():
            if word in _BY_MEANS:
                out |= labels
        return out

    def _union(self, tokens: Iterator[int]) -> frozenset[str]:
        out: frozenset[str] = NONE
        for token in tokens:
            out |= self.scene.labels(token)
        return out


def _is(found: frozenset[str], wants: Wants) -> bool:
    if wants.present is not None and bool(found) is not wants.present:
        return False
    if wants.none_of and found & wants.none_of:
        return False
    return not wants.any_of or bool(found & wants.any_of) or (wants.or_absent and not found)


def _behind(parse: Parse, preposition: int) -> Iterator[int]:
    for child in parse.children[preposition]:
        dep = parse.deps[child]
        if dep in ("pobj", "pcomp"):
            yield child
            yield from _conjuncts(parse, child)
        elif dep == "prep":
            yield from _behind(parse, child)


def _conjuncts(parse: Parse, token: int) -> Iterator[int]:
    for child in parse.children[token]:
        if parse.deps[child] == "conj" and parse.tags[child][0] in "NPC":
            yield child
            yield from _conjuncts(parse, child)


def subjects(parse: Parse, token: int, *, nominal: bool = False) -> Iterator[int]:
    """Who does it, as far as the syntax shows: subject, agent, possessor; through coordination and control."""
    found = False
    for child in parse.children[token]:
        dep = parse.deps[child]
        if dep in _SUBJECT or (nominal and dep == "poss"):
            found = True
            if parse.tags[child] in ("WDT", "WP") and parse.deps[token] == "relcl":
                yield parse.heads[token]
            else:
                yield child
                yield from _conjuncts(parse, child)
        elif dep == "agent" or (nominal and dep == "prep" and parse.lowers[child] == "by"):
            found = True
            yield from _behind(parse, child)
    if found or nominal:
        return
    dep, head = parse.deps[token], parse.heads[token]
    if dep == "acomp":
        yield from subjects(parse, head)
        return
    passive = parse.tags[token] == "VBN" and (
        dep in ("acl", "amod") or parse.child(token, ("auxpass", "nsubjpass")) is not None
    )
    if passive:
        return
    if dep in _ABOVE and head != token and parse.tags[head][:1] == "V":
        if dep == "conj" or not _is_passive(parse, head):
            yield from subjects(parse, head)
    elif dep in ("acl", "amod", "relcl") and parse.tags[head][:1] in "NP" and parse.tags[token] != "VBN":
        yield head


def objects(parse: Parse, token: int, *, nominal: bool = False) -> Iterator[int]:
    """Whom or what it is done to: object, passive subject, the noun that a participle describes; "of", "on", "against"."""
    found = False
    for child in parse.children[token]:
        dep = parse.deps[child]
        if dep in ("dobj", "nsubjpass", "oprd") and not nominal:
            found = True
            if parse.tags[child] in ("WDT", "WP") and parse.deps[token] == "relcl":
                yield parse.heads[token]
            else:
                yield child
                yield from _conjuncts(parse, child)
        elif nominal and dep == "prep" and parse.lowers[child] in ("of", "on", "against", "at", "upon"):
            yield from _behind(parse, child)
    if found or nominal:
        return
    dep, head = parse.deps[token], parse.heads[token]
    if parse.tags[token] == "VBN" and dep in ("acl", "amod"):
        yield head
    elif dep == "conj" and parse.tags[token] == "VBN" and _is_passive(parse, head):
        yield from objects(parse, head)
    elif dep == "relcl" and parse.child(token, _SUBJECT) is not None:
        subject = parse.child(token, _SUBJECT)
        if subject is not None and parse.tags[subject] not in ("WDT", "WP"):
            yield head


def _is_passive(parse: Parse, token: int) -> bool:
    return parse.tags[token] == "VBN" and parse.child(token, ("auxpass", "nsubjpass")) is not None
