"""The sense of a word in its sentence: does a rule of the trigger lexicon fit here?

A `Frame` is one candidate word with its arguments, found as far as the conditions of the lexicon need them and no
further; the argument layer finds them for the record.
"""

from __future__ import annotations

from collections.abc import Iterator

from sayso.claims.scene import NONE, Scene
from sayso.claims.structure import in_disguise
from sayso.codebook.triggers import Condition, Entry, Wants
from sayso.language import Parse

_CARRYING = frozenset(("carry", "conduct", "launch", "mount", "stage", "make", "fly", "execute", "perform", "unleash"))
_BY_MEANS = frozenset(("by", "with", "from", "using", "through", "via", "in", "after", "when"))
_TOWARDS = frozenset(("on", "onto", "into", "at", "against", "from", "to"))
_DUE = frozenset(("must", "should", "has", "have", "needs", "be"))
_SUBJECT = ("nsubj", "csubj")
_FUTURE = frozenset(("will", "wo", "shall", "would", "'ll", "’ll"))
# "barred the crowd from reaching", "talked them into leaving": the object of the verb above is who does it.
_OF_ITS_OBJECT = frozenset(("of", "for", "from", "into"))
_ABOVE = frozenset(("conj", "xcomp", "advcl", "dep", "pcomp"))


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
                    for inner in parse.children[child]:
                        if parse.deps[inner] == "prep":  # "out of the valley", "up to the army"
                            word = parse.lowers[inner]
                            self._preps[word] = self._preps.get(word, NONE) | self._union(_behind(parse, inner))
                elif parse.deps[child] == "dobj" and not self.nominal:
                    # "tipped shells on the town": the parser may hang the phrase on the object.
                    for inner in parse.children[child]:
                        word = parse.lowers[inner]
                        if parse.deps[inner] == "prep" and word in _TOWARDS and word not in self._preps:
                            self._preps[word] = self._union(_behind(parse, inner))
                elif parse.deps[child] in ("advcl", "ccomp", "xcomp", "acl", "relcl") and _is_for_to(parse, child):
                    # "called for both sides to lay down their arms"
                    self._preps["for"] = self._preps.get("for", NONE) | self._union(subjects(parse, child))
        return self._preps

    def fits(self, entry: Entry) -> tuple[int, ...] | None:
        """The tokens of the entry's words if it fits here, else None."""
        tokens = (self.token,) if len(entry.words) == 1 else self._words(entry)
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
        if key == "joined":
            head = parse.heads[token] if parse.deps[token] == "conj" else token
            return any(
                bool(scene.labels(item) & labels)
                for item in (head, *parse.children[head], *parse.children[token])
                if item != token and (item == head or parse.deps[item] == "conj")
            )
        if key == "argument":
            return bool(self._all_arguments() & labels)
        if key == "report":
            return scene.war
        if key == "crime":
            return scene.crime
        if key == "war":
            if scene.war:
                return True
            found = scene.sentence(parse.sentence_of[token])
            return found["WAR"] >= 2 or (scene.short and bool(found["WAR"] or found["FORCE"] or found["VIOLENCE"]))
        if key == "politic":
            return scene.politic(parse.sentence_of[token])
        if key == "short":
            return scene.short
        if key == "passive":
            return parse.tags[token] == "VBN" and (
                parse.deps[token] in ("acl", "amod")
                or parse.child(token, ("auxpass", "nsubjpass", "agent")) is not None
            )
        if key == "active":
            return not (
                parse.tags[token] == "VBN" and parse.child(token, ("auxpass", "nsubjpass", "agent")) is not None
            )
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
        if key == "crowds":
            return scene.crowds
        if key == "negated":
            return parse.child(token, ("neg",)) is not None
        if key == "future":
            return any(parse.deps[child] == "aux" and parse.lowers[child] in _FUTURE for child in parse.children[token])
        if key == "aim":
            return parse.tags[token] == "VB" and any(parse.tags[child] == "TO" for child in parse.children[token])
        if key == "obliged":
            return any(parse.deps[child] == "ccomp" and _is_due(parse, child) for child in parse.children[token])
        if key == "title":
            return scene.headline(parse.sentence_of[token])
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
        if key == "content":
            return any(
                bool(scene.labels(child) & labels)
                for child in parse.children[token]
                if parse.deps[child] in ("xcomp", "ccomp", "dobj", "acl", "relcl", "oprd", "attr")
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
        return out | self._carriers() if self.nominal else out

    def _carriers(self) -> frozenset[str]:
        """Labels of who carries an act out: "jets carried out dozens of raids"."""
        parse, noun = self.scene.parse, self.token
        if parse.deps[noun] == "pobj" and parse.lowers[parse.heads[noun]] == "of":
            noun = parse.heads[parse.heads[noun]]
        verb = parse.heads[noun]
        if parse.deps[noun] != "dobj" or parse.lemmas[verb] not in _CARRYING:
            return NONE
        return self._union(subjects(parse, verb))

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


def _is_due(parse: Parse, verb: int) -> bool:
    """Whether a clause says what must be: "that the rebels must go", "that the siege be lifted"."""
    if parse.lemmas[verb] == "need":
        return True
    if parse.tags[verb] == "VB" and not any(parse.tags[child] == "MD" for child in parse.children[verb]):
        return True
    return any(parse.lowers[child] in _DUE for child in parse.children[verb])


def _is_for_to(parse: Parse, verb: int) -> bool:
    """Whether a clause is an infinitive whose subject stands behind "for"."""
    return parse.tags[verb] in ("VB", "VBN") and any(
        parse.deps[child] == "mark" and parse.lowers[child] == "for" for child in parse.children[verb]
    )


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
    """Who does it, as far as the syntax shows: subject, agent, possessor; through conjuncts and control."""
    found = False
    for child in parse.children[token]:
        dep = parse.deps[child]
        if dep in _SUBJECT or (nominal and dep == "poss"):
            found = True
            wearer = in_disguise(parse, child)
            if parse.tags[child] in ("WDT", "WP") and parse.deps[token] == "relcl":
                yield parse.heads[token]
            elif wearer is not None:
                yield wearer
            else:
                yield child
                yield from _conjuncts(parse, child)
        elif dep == "agent" or (nominal and dep == "prep" and parse.lowers[child] == "by"):
            found = True
            yield from _behind(parse, child)
    if found or nominal:
        return
    dep, head = parse.deps[token], parse.heads[token]
    if dep in ("acomp", "oprd") and parse.tags[token][0] == "J":
        # "was declared dead": what the verb says it of.
        yield from (other for other in objects(parse, head) if other != token)
        yield from subjects(parse, head)
        return
    passive = parse.tags[token] == "VBN" and (
        dep in ("acl", "amod") or parse.child(token, ("auxpass", "nsubjpass")) is not None
    )
    if passive:
        return
    if dep == "pcomp" and parse.tags[head] in ("IN", "TO"):
        # "sought peace by withdrawing", "are alone in warning"; but "accused them of killing", "was praised for leaving".
        above = parse.heads[head]
        if parse.tags[above][:1] == "V":
            told = _is_passive(parse, above) or (
                parse.lowers[head] in _OF_ITS_OBJECT and parse.child(above, ("dobj",)) is not None
            )
            yield from (objects(parse, above) if told else subjects(parse, above))
        elif parse.deps[above] in ("acomp", "attr") and parse.tags[above][:1] == "J":
            yield from subjects(parse, parse.heads[above])
        return
    if dep in _ABOVE and head != token and parse.tags[head][:1] == "V":
        if dep == "xcomp" and _is_passive(parse, head):
            # "is expected to visit", "were ordered to leave": whoever the verb above speaks of.
            yield from objects(parse, head)
        elif dep == "conj" or not _is_passive(parse, head):
            yield from subjects(parse, head)
    elif dep in ("acl", "amod", "relcl") and parse.tags[head][:1] in "NP" and parse.tags[token] != "VBN":
        yield head


def objects(parse: Parse, token: int, *, nominal: bool = False) -> Iterator[int]:
    """Whom or what it is done to: object, passive subject, the noun that a participle describes; "of", "against"."""
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
    if dep == "xcomp" and head != token and parse.child(token, ("auxpass",)) is not None:
        # "are expected to be sent": what the verb above speaks of.
        yield from (objects(parse, head) if _is_passive(parse, head) else subjects(parse, head))
        return
    shared = _shared_object(parse, token)
    if shared is not None:
        yield shared  # "attacked and injured students"
        return
    if _is_bare_passive(parse, token):
        yield from parse.children_by(token, _SUBJECT)
        return
    if parse.tags[token] == "VBN" and dep in ("acl", "amod") and parse.child(token, _SUBJECT) is None:
        yield head
    elif dep == "conj" and parse.tags[token] == "VBN" and _is_passive(parse, head):
        yield from objects(parse, head)
    elif dep == "conj" and parse.tags[token] == "VBN" and parse.child(token, ("auxpass",)) is not None:
        yield from subjects(parse, head)
    elif dep == "relcl" and parse.child(token, _SUBJECT) is not None:
        subject = parse.child(token, _SUBJECT)
        if subject is not None and parse.tags[subject] not in ("WDT", "WP"):
            yield head


def _shared_object(parse: Parse, token: int) -> int | None:
    """The object that a verb shares with the one joined to it next."""
    if parse.tags[token] not in ("VBD", "VBP", "VBZ", "VB", "VBG"):
        return None
    for child in parse.children[token]:
        if parse.deps[child] == "conj" and child - token <= 3 and parse.tags[child] == parse.tags[token]:
            return parse.child(child, ("dobj",))
    return None


def _is_bare_passive(parse: Parse, token: int) -> bool:
    """A headline's passive without its auxiliary: "Three killed in raid"."""
    return (
        parse.tags[token] == "VBN"
        and parse.child(token, _SUBJECT) is not None
        and parse.child(token, ("aux", "auxpass")) is None
    )


def _is_passive(parse: Parse, token: int) -> bool:
    return parse.tags[token] == "VBN" and parse.child(token, ("auxpass", "nsubjpass")) is not None
