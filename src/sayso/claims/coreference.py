"""What a pronoun stands for, by a few rules that can be explained: number, kind of referent, subject before object.

Only third-person pronouns are looked up. "We" and "I" in a quotation stand for the speaker's side, and the words
themselves are the best mention of it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping

from sayso.claims.structure import SUBJECTS, antecedent, is_verb, subject
from sayso.language import Parse

# How far back an antecedent may stand.
SENTENCES_BACK = 3

_PERSON = frozenset({"he", "she", "him", "her", "his", "hers"})
_THING = frozenset({"it", "its"})
_MANY = frozenset({"they", "them", "their", "theirs"})
THIRD_PERSON = _PERSON | _THING | _MANY
_SUBJECT_OF = {
    **dict.fromkeys(("he", "him", "his"), frozenset({"he"})),
    **dict.fromkeys(("she", "her", "hers"), frozenset({"she"})),
    **dict.fromkeys(("it", "its"), frozenset({"it"})),
    **dict.fromkeys(("they", "them", "their", "theirs"), frozenset({"they"})),
}
_POSSESSIVE = frozenset({"his", "her", "its", "their"})
_HEADS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "poss", "conj", "attr", "appos", "dative", "ROOT"})
_EXPLETIVE_VERBS = frozenset({"appear", "seem", "happen", "remain", "become", "rain", "turn", "take"})
_ANSWERS_PERSON = frozenset({"PERSON"})
_ANSWERS_THING = frozenset({"ORG", "GPE", "NORP", "FAC", "PRODUCT"})
_SINGULAR = frozenset({"NN", "NNP"})


def resolve(
    parse: Parse, pronoun: int, nouns: Mapping[str, str], barred: Collection[int] = (), *, people: bool = False
) -> int | None:
    """The head noun that a third-person pronoun stands for; None for no pronoun, an expletive, or no good candidate.

    ``nouns`` maps lemmas of common nouns to their classes; ``barred`` are heads that it can't be. ``people`` says that
    only people can be meant: "they" who fled are many, not the force, the state or the things named before.
    """
    return _resolve(parse, pronoun, nouns, barred, 0, people)


def _resolve(
    parse: Parse, pronoun: int, nouns: Mapping[str, str], barred: Collection[int], depth: int, people: bool
) -> int | None:
    lower = parse.lowers[pronoun]
    if lower not in THIRD_PERSON or depth > 4 or _is_expletive(parse, pronoun):
        return None
    barred = {*barred, *_barred_by_syntax(parse, pronoun)}
    for token in sorted(barred):  # "the army said it had freed them": not the army
        if parse.lowers[token] in THIRD_PERSON and token < pronoun and parse.lowers[token] != lower:
            meant = _resolve(parse, token, nouns, (), depth + 1, people)
            barred |= set() if meant is None else {meant}
    best: int | None = None
    best_score = 0.0
    own = parse.sentence_of[pronoun]
    earliest = parse.sentences[max(0, own - SENTENCES_BACK)][0]
    quote = _quote_of(parse, pronoun)
    verb = _verb_of(parse, pronoun)
    above = _subjects_above(parse, pronoun)
    for token in range(pronoun - 1, earliest - 1, -1):
        if parse.deps[token] not in _HEADS or token in barred:
            continue
        # The same pronoun as a subject before: the thread of what is talked about, followed below.
        again = parse.deps[token] in ("nsubj", "nsubjpass") and parse.lowers[token] in _SUBJECT_OF.get(lower, ())
        if not again and not _agrees(parse, token, lower, nouns):
            continue
        if people and lower in _MANY and not again and not _are_people(parse, token, nouns):
            continue
        if lower not in _POSSESSIVE and _verb_of(parse, token) == verb and parse.deps[token] not in ("poss", "conj"):
            continue
        score = _salience(parse, token, own, above)
        if quote is not None and quote != _quote_of(parse, token):
            if lower in _PERSON and parse.sentence_of[token] == own and _speaks(parse, token):
                continue  # "I" would be the one who says it
            score -= 2.0 if _speaks(parse, token) else 0.5
        score += _fit(parse, token, lower, nouns)
        if score > best_score:
            best, best_score = token, score
    if best is not None and parse.lowers[best] in THIRD_PERSON:
        return _resolve(parse, best, nouns, barred, depth + 1, people)
    return best


def _barred_by_syntax(parse: Parse, pronoun: int) -> tuple[int, ...]:
    """The subject that acts on what the pronoun names can't be meant by it: "police let them march"."""
    verb = parse.heads[pronoun]
    dep = parse.deps[pronoun]
    if dep == "nsubj" and is_verb(parse, verb) and parse.tags[verb] in ("VB", "VBG") and parse.deps[verb] == "ccomp":
        if any(parse.deps[child] == "aux" and parse.lowers[child] != "to" for child in parse.children[verb]):
            return ()
        verb = parse.heads[verb]
    elif dep not in ("dobj", "dative", "pobj"):
        return ()
    else:
        verb = _verb_of(parse, pronoun)
    if not is_verb(parse, verb):
        return ()
    found = subject(parse, verb)
    return () if found is None else (found.token,)


def _fit(parse: Parse, token: int, pronoun: str, nouns: Mapping[str, str]) -> float:
    """Less for what the pronoun may mean but rarely does."""
    score = 0.0
    found = nouns.get(parse.lemmas[token], "")
    if pronoun in _PERSON and found != "people" and parse.entity_label(token) != "PERSON":
        score -= 1.0
    if pronoun in _MANY and found not in ("people", "group") and not parse.entity_label(token):
        score -= 1.0
    if pronoun in _THING and found in ("place", "object"):
        score -= 1.0
    if (
        parse.deps[token] == "pobj"
        and parse.entity_label(token) in ("GPE", "LOC", "FAC")
        and parse.lowers[parse.heads[token]] in ("in", "at", "near", "from", "to", "of")
    ):
        score -= 1.5  # where it happened
    return score


def _salience(parse: Parse, token: int, own: int, above: tuple[int, ...]) -> float:
    dep = parse.deps[token]
    distance = own - parse.sentence_of[token]
    score = 4.0 - 1.2 * distance
    if token in above:
        score += 3.5 - 0.7 * above.index(token)  # the innermost clause first
    if dep in ("nsubj", "nsubjpass"):
        score += 1.5
        if is_verb(parse, parse.heads[token]) and parse.heads[parse.heads[token]] == parse.heads[token]:
            score += 0.5
    elif dep == "dobj":
        score += 0.5
    elif dep == "poss":
        score += 0.2
    elif dep in ("conj", "appos", "attr"):
        score -= 0.5
    if parse.entity_of[token] >= 0:
        score += 0.3
    return score


def _agrees(parse: Parse, token: int, pronoun: str, nouns: Mapping[str, str]) -> bool:
    tag = parse.tags[token]
    if tag[:2] != "NN":
        return (
            pronoun in _MANY and tag in ("CD", "DT") and parse.lowers[token] in ("those", "all", "many", "some", "both")
        )
    label = parse.entity_label(token)
    found = nouns.get(parse.lemmas[token], "") if not label or tag in ("NN", "NNS") else ""
    if label in ("DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY") and found not in (
        "people",
        "group",
    ):
        return False
    if pronoun in _PERSON and tag == "NNP" and label in ("", "ORG") and parse.deps[token] == "nsubj":
        return parse.child(token, {"det"}) is None  # a name that the model did not know for a person's
    if pronoun in _PERSON:
        return label in _ANSWERS_PERSON or (tag in _SINGULAR and found == "people")
    if pronoun in _THING:
        return tag in _SINGULAR and (label in _ANSWERS_THING or found in ("group", "place", "object"))
    if tag in ("NNS", "NNPS"):
        return found in ("people", "group", "object") or bool(label) or not found
    if found == "group" or label in ("ORG", "NORP") or _is_a_people(parse, token):
        return True
    members = parse.child(token, {"conj"})
    return members is not None and (label in ("GPE", "PERSON") or found == "people")


def _is_a_people(parse: Parse, token: int) -> bool:
    """Whether a name is that of many, though the tagger takes it for one: "the Houthis", not "the Netherlands"."""
    return (
        parse.tags[token] == "NNP"
        and parse.lowers[token].endswith("s")
        and parse.entity_label(token) not in ("GPE", "LOC", "FAC", "PRODUCT")
        and any(parse.lowers[child] == "the" for child in parse.children[token])
    )


def _are_people(parse: Parse, token: int, nouns: Mapping[str, str]) -> bool:
    """Whether a candidate names many people: a plural that is no thing or place, or persons joined by "and"."""
    if _is_a_people(parse, token):
        return True
    if parse.tags[token] in ("NN", "NNP"):
        members = parse.child(token, {"conj"})
        return members is not None and parse.entity_label(token) == "PERSON"
    if parse.entity_label(token) in ("ORG", "GPE", "LOC", "FAC"):
        return False
    return nouns.get(parse.lemmas[token], "") in ("people", "group", "")


def _verb_of(parse: Parse, token: int) -> int:
    """The predicate whose argument a token is, through prepositions."""
    head = parse.heads[token]
    for _ in range(4):
        if is_verb(parse, head) or parse.heads[head] == head:
            return head
        head = parse.heads[head]
    return head


def _subjects_above(parse: Parse, token: int) -> tuple[int, ...]:
    """The subjects of the clauses that the token's own clause depends on: "Troops said they had advanced"."""
    out = []
    at = _verb_of(parse, token)
    if parse.lowers[token] in _POSSESSIVE and is_verb(parse, at):  # "the forces may move their operations"
        own = subject(parse, at)
        if own is not None:
            out.append(own.token)
    for _ in range(8):
        if parse.heads[at] == at:
            break
        at = parse.heads[at]
        if is_verb(parse, at):
            for child in parse.children[at]:
                if parse.deps[child] in SUBJECTS:
                    out.append(antecedent(parse, child))
    return tuple(out)


def _is_expletive(parse: Parse, token: int) -> bool:
    if parse.lowers[token] != "it" or parse.deps[token] not in ("nsubj", "nsubjpass", "expl"):
        return parse.deps[token] == "expl"
    verb = parse.heads[token]
    clause = any(parse.deps[child] in ("ccomp", "xcomp", "csubj", "csubjpass") for child in parse.children[verb])
    return clause and (
        parse.lemmas[verb] in _EXPLETIVE_VERBS or parse.deps[token] == "nsubjpass" or parse.lemmas[verb] == "be"
    )


def _quote_of(parse: Parse, token: int) -> int | None:
    """The number of the quotation that a token stands in."""
    start = parse.starts[token]
    number = bisect_right(parse.quotes, start, key=lambda quote: quote.start) - 1
    return number if number >= 0 and start < parse.quotes[number].end else None


def _speaks(parse: Parse, token: int) -> bool:
    return parse.deps[token] == "nsubj" and parse.lemmas[parse.heads[token]] in (
        "say",
        "add",
        "tell",
        "claim",
        "ask",
        "write",
    )
