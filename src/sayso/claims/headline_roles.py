"""The roles around a verb that the parser took for a noun, as it does in headlines in title case.

"Ruritanian Army Kills Eight Rebels in Raid": the tree is useless there, and the order of words is all there is.
"""

from __future__ import annotations

from dataclasses import replace

from sayso.claims.model import Trigger
from sayso.claims.referents import Referents
from sayso.claims.roles import Roles
from sayso.claims.structure import Filler

_STOPS = frozenset({":", ";", ",", ".", "|", "-", "–", "—", "as", "after", "while", "when", "amid", "and", "but"})
_PARTICIPLE_ENDINGS = ("ed", "slain", "shot", "hit", "held", "taken", "beaten")


class HeadlineRoles(Roles):
    """What stands before the verb acts, and what follows it is acted upon; the other way round for a participle."""

    __slots__ = ()

    verbal = True

    def __init__(self, referents: Referents, trigger: Trigger, head: int) -> None:
        super().__init__(referents, trigger, head)
        self.makers = {
            "agent": self._agent,
            "causer": self._agent,
            "subject": self._before,
            "patient": self._patient,
            "mover": self._mover,
            "addressee": self._patient,
        }

    def _agent(self) -> Filler | None:
        if not self._is_participle():
            return self._before()
        return self.prepositional("by")

    def _patient(self) -> Filler | None:
        return self._before() if self._is_participle() else self._after(self.trigger.last)

    def _mover(self) -> Filler | None:
        if self.lemma in self.words["movers"]:
            return self._before()
        return self._patient()

    def _is_participle(self) -> bool:
        """Whether the verb stands in its participle with nothing after it that it could act upon."""
        if not self.parse.lowers[self.head].endswith(_PARTICIPLE_ENDINGS):
            return False
        return self._after(self.trigger.last) is None

    def _before(self) -> Filler | None:
        first = self.parse.sentences[self.parse.sentence_of[self.head]][0]
        token = self.trigger.first - 1
        if token >= first and self.parse.tags[token][0] in "NC":
            return Filler(token, "before in headline")
        return None

    def _after(self, start: int) -> Filler | None:
        """The last noun of the run of nouns, numbers and adjectives that begins at a token."""
        parse = self.parse
        last = parse.sentences[parse.sentence_of[self.head]][1]
        found: int | None = None
        for token in range(start, last):
            if parse.lowers[token] in _STOPS or parse.tags[token][0] not in "NCJDP":
                break
            if parse.tags[token][0] == "N":
                found = token
        if found is None:
            return None
        if parse.phrase(found)[0] < start:
            self._part(start, found)
        return Filler(found, "after in headline")

    def _part(self, first: int, head: int) -> None:
        """Keep the words after the verb as the mention: the tree makes the whole headline one phrase."""
        span = self.parse.span(first, head + 1)
        known = self.referents.entity(head, "target")
        name = span.text if known.id is None else known.name
        self.referents.borrowed[head] = replace(known, start=span.start, end=span.end, text=span.text, name=name)

    def prepositional(self, name: str) -> Filler | None:
        """The nouns after the first preposition of that name."""
        parse = self.parse
        last = parse.sentences[parse.sentence_of[self.head]][1]
        for token in range(self.trigger.last, last):
            if parse.lowers[token] == name:
                found = self._after(token + 1)
                if found is not None and self.referents.noun_class(found.token) != "time":
                    return Filler(found.token, f"{name} in headline")
        return None
