"""Pronouns to what they stand for in the document.

A small salience search: candidates of the same and the few sentences before that agree in number and kind; near ones,
subjects, speakers and names count for more. Every choice is kept, so that a reader can see it.
"""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING

from sayso.actors.reading import Reading

if TYPE_CHECKING:
    from sayso.actors.document import DocumentActors

# Sentences before its own in which a pronoun's antecedent is looked for.
REACH = 3
PARTS = frozenset({"compound", "nmod", "amod", "npadvmod"})
_START = attrgetter("start")
# Words for a part of what a pronoun stands for.
_SOME = frozenset(("some", "many", "most", "all", "none", "few", "several", "dozens", "hundreds", "scores", "half"))
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})


class Coreference:
    """What the pronouns of one document stand for."""

    def __init__(self, actors: DocumentActors) -> None:
        self.actors = actors

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
            self.actors.chosen[token] = head
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
        verbs = self._doing(self._whole(token))
        possessive = parse.tags[token] == "PRP$"
        speaks = parse.deps[token] == "nsubj" and parse.lemmas[own] in self.actors.book.words["speech"]
        doers = self._ids_of_subjects(verbs)
        meant = self._meant_by_subjects(verbs)
        best, best_score = None, 0.0
        for index in range(token - 1, first - 1, -1):
            if parse.tags[index][:2] != "NN" or parse.deps[index] in PARTS or (possessive and index == own):
                continue
            if not possessive and parse.heads[index] == own and parse.deps[token] not in _SUBJECTS:
                continue  # subject and object of one verb are not the same ("the army attacked them")
            if index in meant or (parse.heads[index] in verbs and parse.deps[index] in _SUBJECTS):
                continue  # nor where the verbs share the subject ("the army caught them and took five of them away")
            score = 6.0 - 1.5 * (sentence - parse.sentence_of[index])
            if parse.deps[index] in _SUBJECTS:
                score += 2.0
                if speaks and parse.lemmas[parse.heads[index]] in self.actors.book.words["speech"]:
                    score += 2.0
            if score + 1.5 > best_score and self._agrees(token, index, speaks):
                reading = self.actors.reading(index)
                assert reading is not None
                if reading.actor.id is not None and reading.actor.id in doers:
                    continue  # "commandos from an Indian warship took five of them": not the navy by another word
                if reading.person is not None or reading.actor.id is not None:
                    score += 1.5
                if score > best_score:
                    best, best_score = index, score
        return best

    def _whole(self, token: int) -> int:
        """The number or quantity that a pronoun is the whole of ("five of them"), else the pronoun itself."""
        parse = self.actors.parse
        of = parse.heads[token]
        if parse.deps[token] == "pobj" and parse.lowers[of] == "of":
            counted = parse.heads[of]
            if parse.tags[counted] in ("CD", "DT", "JJ", "JJR", "JJS") or parse.lowers[counted] in _SOME:
                return counted
        return token

    def _doing(self, token: int) -> tuple[int, ...]:
        """The verbs whose subject does something to a word: that of which it is the object, and those joined to it
        before it that give it their subject."""
        parse = self.actors.parse
        if parse.deps[token] not in ("dobj", "dative", "iobj"):
            return ()
        verb = parse.heads[token]
        verbs = [verb]
        while parse.deps[verb] == "conj" and parse.child(verb, tuple(_SUBJECTS)) is None:
            verb = parse.heads[verb]
            verbs.append(verb)
        return tuple(verbs)

    def _ids_of_subjects(self, verbs: tuple[int, ...]) -> frozenset[str]:
        parse = self.actors.parse
        readings = [
            self.actors.reading(child)
            for verb in verbs
            for child in parse.children[verb]
            if parse.deps[child] in _SUBJECTS and parse.tags[child][:2] == "NN"
        ]
        return frozenset(one.actor.id for one in readings if one is not None and one.actor.id is not None)

    def _meant_by_subjects(self, verbs: tuple[int, ...]) -> frozenset[int]:
        """What the pronouns stand for that are subjects of verbs: "the army said it had freed them" freed no army."""
        parse = self.actors.parse
        pronouns = [
            child for verb in verbs for child in parse.children[verb]
            if parse.deps[child] in _SUBJECTS and parse.tags[child] == "PRP"
        ]  # fmt: skip
        for child in pronouns:
            self.actors.reading(child)
        return frozenset(self.actors.chosen[child] for child in pronouns if child in self.actors.chosen)

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
            named = actor.id is not None and parse.tags[head] == "NNPS"  # "the Israel Defense Forces said it"
            return (
                not human and (named or not plural) and not (speaks and actor.type in ("object", "place", "civilians"))
            )
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
        self.actors.chosen[token] = best
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
        before = bisect_right(parse.quotes, parse.starts[token], key=_START) - 1
        quote = None  # the one around the token; quotations do not overlap
        if before >= 0 and parse.starts[token] < parse.quotes[before].end:
            quote = (parse.quotes[before].start, parse.quotes[before].end)
        for index in range(first, last):
            if parse.lemmas[index] in speech and parse.tags[index][:1] == "V":
                if quote is not None and quote[0] <= parse.starts[index] < quote[1]:
                    continue
                for child in parse.children[index]:
                    if parse.deps[child] == "nsubj" and child != token:
                        return child
        return None
