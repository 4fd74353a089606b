"""Which words are a person's name: the model's persons, mended, and names behind titles that it did not see."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.actors.book import ActorBook
from sayso.actors.mentions import Found
from sayso.language import Parse

# Verbs after which "as" brings a name.
NAMING = frozenset({"identify", "name", "know"})


class NameFinder:
    """Finds the persons' names of one document."""

    def __init__(self, book: ActorBook, parse: Parse, found: Found) -> None:
        self.book = book
        self.parse = parse
        self.found = found

    def spans(self) -> Iterator[tuple[int, int]]:
        parse, found, titles = self.parse, self.found, self.book.titles
        taken: set[int] = set()
        for entity in parse.entities:
            if entity.label != "PERSON":
                continue
            first, last = entity.first, entity.last
            while last > first and (
                parse.lowers[last - 1] in ("'s", "'", "’s") or not parse.words[last - 1][:1].isalnum()
            ):
                last -= 1
            while first < last - 1 and self._leads(first):
                first += 1
            while first > 0 and self.given_name(first - 1, first):
                first -= 1
            while self._surname(last):
                last += 1
            if first >= last or parse.tags[last - 1][:1] in "V" or not _capital(parse, last - 1):
                continue
            number = found.at.get(last - 1, -1)
            if number >= 0:
                mention = found.mentions[number]
                if mention.first <= first or mention.kind == "group":
                    continue
            if any(found.at.get(token, -1) >= 0 and found.mentions[found.at[token]].kind == "group"
                   for token in range(first, last)):  # fmt: skip
                continue
            if self._is_noun(first, last) or (last - first == 1 and parse.words[first].isupper()):
                continue
            taken.update(range(first, last))
            yield first, last
        # "He was identified as Mert Kaya": two capitalised names after such a verb are a person's.
        for index, lower in enumerate(parse.lowers):
            if lower == "as" and index and parse.lemmas[index - 1] in NAMING:
                end = start = index + 1
                while end < len(parse.words) and parse.tags[end] == "NNP" and end not in taken and end not in found.at:
                    end += 1
                if end - start >= 2:
                    taken.update(range(start, end))
                    yield start, end
        # Names that the model did not see, behind a title: "Gen. Mladic", "Sergeant Tonroe".
        for index, lower in enumerate(parse.lowers):
            if lower.rstrip(".") not in titles or index + 1 >= len(parse.words):
                continue
            start = end = index + 1
            if start in taken or start in found.at:
                continue
            capital = _capital(parse, index)
            in_capitals = capital and parse.words[index][:1].islower()
            while end < min(len(parse.words), start + 4) and self._names(end, taken, in_capitals):
                end += 1
            label = parse.entity_label(start)
            # Behind "governor" without a capital, two words are needed; then the model's "organisation" counts little.
            sure = end - start >= 2 and label in ("", "ORG", "PERSON")
            if sure or (capital and end > start and label not in ("ORG", "GPE", "FAC", "NORP", "EVENT")):
                taken.update(range(start, end))
                yield start, end

    def _names(self, token: int, taken: set[int], in_capitals: bool) -> bool:
        """Whether a word behind a title is part of the name; the tags of a text in capitals say little."""
        parse = self.parse
        lower = parse.lowers[token].rstrip(".")
        if parse.tags[token] != "NNP" and not (in_capitals and parse.tags[token] == "NN"):
            return False
        if token in self.found.at or token in taken or lower in self.book.titles or lower in self.book.roles:
            return False
        return _capital(parse, token) and parse.words[token].isalpha()

    def _surname(self, token: int) -> bool:
        """Whether a word behind a name ends it, in a text printed in capitals where the parser read it as a noun."""
        parse = self.parse
        if token >= len(parse.words) or not parse.words[token][:1].islower() or not _capital(parse, token):
            return False
        hangs = parse.deps[token - 1] in ("compound", "nmod") and parse.heads[token - 1] == token
        return (
            hangs
            and parse.tags[token] in ("NN", "NNP", "NNS")
            and parse.words[token].isalpha()
            and token not in self.found.at
            and parse.lemmas[token] not in self.book.roles
            and parse.lowers[token] not in self.book.titles
        )

    def _leads(self, token: int) -> bool:
        """Whether the first word of what the model takes for a name is a title, a country or an organisation."""
        parse = self.parse
        lower = parse.lowers[token].rstrip(".")
        role = self.book.roles.get(lower)
        if lower in self.book.titles or token in self.found.at or lower in ("-", "the"):
            return True
        return (role is not None and role.kind == "person") or (
            parse.lowers[token + 1] == "-"
            and "-".join([lower, *parse.lowers[token + 2 : token + 3]]) in self.book.roles
        )  # fmt: skip

    def given_name(self, token: int, after: int) -> bool:
        """Whether the word before a name is a part of it that the model left out."""
        parse = self.parse
        if parse.tags[token] != "NNP" or parse.deps[token] != "compound" or token in self.found.at:
            return False
        name = parse.words[token].isalpha() and parse.words[token].istitle() and parse.entity_of[token] < 0
        return name and parse.heads[token] >= after and not self._leads(token)

    def _is_noun(self, first: int, last: int) -> bool:
        """Whether what the model takes for a person is a noun of the roles table ("Strongholds", "Junta Forces")."""
        roles = self.book.roles
        word = self.parse.lowers[last - 1]
        role = roles.get(word) or roles.get(self.parse.lemmas[last - 1]) or roles.get(word.removesuffix("s"))
        return role is not None and (last - first == 1 or role.kind in ("body", "group"))


def _capital(parse: Parse, token: int) -> bool:
    """Whether a word has a capital in the text, which the parser may have read in lower case."""
    return parse.text[parse.starts[token]].isupper()
