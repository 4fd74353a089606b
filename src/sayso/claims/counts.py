"""How many: the figures that belong to one event, what each counts, and of whom.

A figure belongs to the event by syntax: it is an argument of the trigger, or of a word for death, injury and the
like that is tied to the trigger ("the strike killed four", "shelled the town, wounding 12"). Where a sentence names
several events, the nearest one takes it. Parts ("including three children") stand beside the whole and are never
added to it.
"""

from __future__ import annotations

from collections.abc import Sequence

from sayso.claims.count_book import CountBook, count_book
from sayso.claims.figure_governors import governor_of
from sayso.claims.figures import Figure, find_figures
from sayso.claims.model import Arguments, Trigger
from sayso.claims.ranges import within
from sayso.claims.sums import sums_of
from sayso.language import Parse
from sayso.record import Count

HARM = frozenset({"killed", "injured", "missing"})
_HARMLESS_KINDS = frozenset({
    "agreement", "talks", "demand", "refusal", "support", "sanction", "accusation", "threat", "aid", "deployment",
    "arms_supply", "withdrawal", "surrender", "release", "arrest", "territory_gained", "property_damage",
    "displacement", "other",
})  # fmt: skip
_AIR = frozenset({"airstrike", "drone_strike"})
_SUBJECT_DIES = frozenset({"die", "perish", "drown", "flee", "disappear", "vanish", "dead", "missing", "miss"})
_OWN_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "npadvmod", "nummod"})
# A word of harm this many steps from the trigger in the tree still speaks of the same event.
_REACH = 3.5
# What the arcs of the tree cost: clauses hold their own figures, phrases hang together.
_STEPS = {"advcl": 1.0, "conj": 1.5, "ccomp": 2.0, "parataxis": 2.5, "relcl": 1.0, "acl": 0.5, "xcomp": 0.5}
# Kinds whose target is what a figure counts: who is arrested, released, displaced.
_OF_TARGETS = frozenset({"arrest", "abduction", "release", "displacement"})
# Kinds that are done to things as well as to persons.
_ON_THINGS = frozenset({"riot", "armed_attack"})
# Kinds that a crowd takes part in.
_CROWDS = frozenset({"protest", "riot"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
# "The raid claimed two lives."
_LOSING = frozenset({"claim", "take", "cost", "lose", "end"})
_OCCASIONS = frozenset({"following", "over", "after", "against", "since", "for", "about", "before"})
# Kinds whose subject is no figure of theirs: who met, who demanded.
_SPEAKING = frozenset({"talks", "demand", "refusal", "support", "accusation", "threat", "agreement", "bombing",
                       "suicide_bombing", "sanction", "aid"})  # fmt: skip


def find_counts(
    parse: Parse,
    trigger: Trigger,
    arguments: Arguments,
    figures: Sequence[Figure] | None = None,
    others: Sequence[Trigger] = (),
) -> tuple[Count, ...]:
    """The counts of one claim, in text order.

    ``figures`` are those of the whole document where they have been read already; ``others`` the triggers of the
    document in text order, so that each figure goes to the nearest one.
    """
    sentence = parse.sentence_of[trigger.head]
    begin, end = parse.sentences[sentence]
    if figures is None:
        figures = find_figures(parse)
    here = within(figures, begin, end)
    sums = sums_of(parse, trigger)
    if not here:
        return sums
    book = count_book()
    rivals = [other for other in within(others, begin, end) if other.head != trigger.head]
    out: list[Count] = []
    whole: Sequence[str] = ()  # what the figure before is told to count
    for figure in here:
        high, qualifier = figure.high, "part" if figure.part else figure.qualifier
        whats: Sequence[str]
        governor, _ = governor_of(parse, figure)
        toll = (
            (_toll(parse, book, figure, governor) or _included(parse, book, governor)) if governor is not None else None
        )
        if toll and governor is not None:
            near = _nearest(parse, governor, trigger, rivals) or trigger.kind == "toll"
            whats = [toll[0]] if near else []
            high = None if toll[1] == "low" else high
            qualifier = "part" if toll[1] == "part" else qualifier or "cumulative"
        else:
            whats = _counted(parse, book, figure, trigger, rivals)
            known = governor is not None and parse.lemmas[governor] in book.verbs
            target = arguments.target_head in (figure.head, figure.noun)
            if not whats and target and not known and trigger.kind in _OF_TARGETS:
                # The argument layer found the target where the tree of the sentence did not show it.
                whats = _own(parse, book, figure, trigger, "object", [])
        if figure.part and whats and whole:
            whats = whole  # "12 people, including two children, wounded"
        whole = whats
        for what in whats:
            span = parse.span(figure.first, figure.last)
            out.append(Count(what, figure.low, high, _who(parse, book, figure), span, qualifier))
    return (*out, *sums)


def _counted(parse: Parse, book: CountBook, figure: Figure, trigger: Trigger, rivals: Sequence[Trigger]) -> list[str]:
    """What the figure counts for this trigger; empty where it is not this trigger's."""
    own = range(trigger.first, trigger.last)
    if figure.noun is not None and (figure.noun in own or figure.head in own):
        return [] if figure.single else [_of_event(parse, book, figure, trigger)]
    if _holds_event(parse, book, figure, own):
        return [_of_event(parse, book, figure, trigger)]
    clause = parse.child(figure.head, {"relcl"})
    if clause is not None and clause in own:
        passive = parse.child(clause, {"nsubjpass"}) is not None
        if not passive and parse.child(clause, {"dobj"}) is not None:
            return []  # "two blasts which have killed ten": the ten are what the clause counts
        whats = _by_predicate(parse, book, clause, "object" if passive else "subject")
        return _own(parse, book, figure, trigger, "object" if passive else "subject", whats)
    if (
        parse.heads[trigger.head] == figure.noun
        and parse.deps[trigger.head] == "amod"
        and parse.tags[trigger.head][0] == "V"
    ):
        # "355 damaged shops"
        return _own(parse, book, figure, trigger, "object", _by_predicate(parse, book, trigger.head, "object"))
    governor, role = governor_of(parse, figure)
    if governor is None:
        return []
    if trigger.head != governor and _raised(parse, trigger.head, governor):
        role = "object" if trigger.nominal or parse.lemmas[governor] == "be" else role
        whats = _by_predicate(parse, book, trigger.head, role)
        return _own(parse, book, figure, trigger, role, whats)
    named = _noun_of_harm(parse, book, figure, governor)
    whats = [named] if named else _by_predicate(parse, book, governor, role)
    whats = [_sorted_out(parse, book, figure, what) for what in whats]
    if governor in own:
        return _own(parse, book, figure, trigger, role, whats)
    if role == "subject" and _takes_part(parse, trigger, governor):
        return _own(parse, book, figure, trigger, role, []) or ["other"]
    if not whats:
        return []
    mine = _own_what(book, trigger)
    if trigger.kind != "toll":
        whats = [what for what in whats if what in HARM or what == mine]
    if mine == "killed" and not trigger.nominal and "killed" in whats:
        # A verb of killing has its own figures: those of another are another event's.
        return []
    if not whats or (trigger.kind in _HARMLESS_KINDS and whats[0] in HARM):
        return []
    noun = figure.noun if named and figure.noun is not None and parse.tags[governor][0] != "N" else governor
    if whats[0] in HARM and _is_occasion(parse, noun, trigger.head):
        return []
    return whats if _nearest(parse, governor, trigger, rivals) else []


def _takes_part(parse: Parse, trigger: Trigger, verb: int) -> bool:
    """Whether the subject of a verb is who joined in the event: "set up barricades and attacked police", "gathered
    for a vigil"."""
    head = trigger.head
    if trigger.kind not in _CROWDS:
        return False
    if not trigger.nominal:
        return (
            parse.deps[head] == "conj"
            and parse.heads[head] == verb
            and not any(parse.deps[child] in ("nsubj", "nsubjpass") for child in parse.children[head])
        )
    if parse.deps[head] == "pobj" and parse.lowers[parse.heads[head]] in ("in", "for", "at"):
        head = parse.heads[head]
    return parse.heads[head] == verb and parse.deps[head] in ("prep", "dobj")


def _is_occasion(parse: Parse, noun: int, event: int) -> bool:
    """Whether a noun of harm only says what brought the event about: "protests over the killing of two men"."""
    if parse.tags[noun][0] != "N":
        return False
    node = noun
    while parse.heads[node] not in (node, event):
        if parse.lowers[node] in _OCCASIONS:
            return True
        node = parse.heads[node]
    return parse.lowers[node] in _OCCASIONS


def _nearest(parse: Parse, governor: int, trigger: Trigger, rivals: Sequence[Trigger]) -> bool:
    """Whether the trigger is near a predicate, and no rival nearer."""
    away = 0.0 if trigger.first <= governor < trigger.last else _distance(parse, trigger.head, governor)
    if away > _REACH:
        return False
    for rival in rivals:
        if rival.kind in _HARMLESS_KINDS and rival.kind != trigger.kind:
            continue
        other = 0.0 if rival.first <= governor < rival.last else _distance(parse, rival.head, governor)
        if other < away:
            return False
    return True


def _sorted_out(parse: Parse, book: CountBook, figure: Figure, what: str) -> str:
    """One of two readings of a verb: militants are killed, tanks are struck, by the same "eliminate"."""
    person, _, thing = what.partition("|")
    if not thing or figure.noun is None or parse.lemmas[figure.noun] in book.persons:
        return person
    return thing


def _own_what(book: CountBook, trigger: Trigger) -> str:
    return book.kinds.get(trigger.kind, ("other", "other"))[0]


def _own(parse: Parse, book: CountBook, figure: Figure, trigger: Trigger, role: str, whats: list[str]) -> list[str]:
    """What an argument of the trigger itself counts."""
    person = figure.noun is None or parse.lemmas[figure.noun] in book.persons or figure.low != 1
    if whats and whats[0] != "struck":
        return whats if not (figure.single and whats[0] not in HARM) else []
    if figure.single:
        return []
    default = book.kinds.get(trigger.kind)
    things = trigger.kind == "property_damage" or (trigger.kind in _ON_THINGS and whats == ["struck"])
    if things and _is_thing(parse, book, figure) and (role == "object" or _lies(parse, trigger)):
        return ["struck"]
    if role == "object" and parse.lemmas[trigger.head] == "treat" and trigger.kind == "aid":
        return ["other" if figure.noun is not None and parse.lemmas[figure.noun] == "patient" else "injured"]
    if role == "object" and default:
        if default[0] == "struck" and trigger.nominal:
            return []
        return [default[0 if person else 1]]
    if role == "subject" and default and trigger.kind in ("displacement", "toll"):
        return [default[0]]
    if role == "subject" and trigger.kind in _SPEAKING:
        return []
    if figure.low == figure.high == 1:
        return []  # "one protester threw a stone"
    return ["other"] if role in ("object", "subject") else []


def _lies(parse: Parse, trigger: Trigger) -> bool:
    """Whether the subject is what was hit: "four villages gutted", "39 clinics lie in ruins"."""
    return not trigger.nominal and parse.child(trigger.head, {"dobj"}) is None and trigger.kind == "property_damage"


def _is_thing(parse: Parse, book: CountBook, figure: Figure) -> bool:
    """Whether a figure is of a plain noun that names no persons: shops, wells, vessels."""
    noun = figure.noun
    return noun is not None and parse.tags[noun] in ("NN", "NNS") and parse.lemmas[noun] not in book.persons


def _of_event(parse: Parse, book: CountBook, figure: Figure, trigger: Trigger) -> str:
    """What is counted where the figure counts the events themselves: two airstrikes, 39 deaths."""
    noun = figure.noun if figure.noun is not None else figure.head
    known = book.nouns.get(parse.lemmas[noun]) or book.nouns.get(parse.lowers[noun])
    if known:
        return known
    if trigger.kind in _AIR:
        return "sorties"
    if trigger.kind in ("killing", "toll"):
        return "killed"
    return "other"


def _raised(parse: Parse, trigger: int, governor: int) -> bool:
    """Whether the subject of ``governor`` is the trigger's: "began gathering", "were in custody", "are dead"."""
    head = parse.heads[trigger]
    dep = parse.deps[trigger]
    if head == governor:
        return dep in ("xcomp", "oprd", "acomp") or (dep == "attr" and parse.lemmas[governor] == "be")
    return dep == "pobj" and parse.heads[head] == governor and parse.lemmas[governor] in ("be", "remain")


def _holds_event(parse: Parse, book: CountBook, figure: Figure, own: range) -> bool:
    """two waves of airstrikes: the event hangs on the noun that is counted."""
    if figure.noun is None or parse.lemmas[figure.noun] not in book.lists["sorties"]:
        return False
    of = parse.child(figure.noun, {"prep"})
    inside = parse.child(of, {"pobj"}) if of is not None and parse.lowers[of] == "of" else None
    return inside is not None and inside in own


def _noun_of_harm(parse: Parse, book: CountBook, figure: Figure, governor: int) -> str | None:
    """killed, injured or the like where a noun says so: 39 deaths, no injuries, the deaths of four."""
    if figure.noun is not None and parse.lemmas[figure.noun] == "life" and parse.lemmas[governor] in _LOSING:
        return "killed"
    for token in (figure.noun, governor):
        if token is None or parse.tags[token][0] not in "NJV":
            continue
        if token == governor and parse.tags[token][0] != "N":
            continue
        found = book.nouns.get(parse.lemmas[token]) or book.nouns.get(parse.lowers[token])
        if found:
            return found
    return None


def _toll(parse: Parse, book: CountBook, figure: Figure, governor: int) -> tuple[str, str] | None:
    """What a toll counts that reaches the figure, and how: "bringing the toll to 40", "the number injured topped 9"."""
    how = book.tolls.get(parse.lemmas[governor])
    if how is None:
        return None
    for child in parse.children[governor]:
        if child >= figure.first or parse.deps[child] not in ("nsubj", "dobj", "nsubjpass"):
            continue
        first, last = parse.subtree(child)
        for token in (child, *range(first, last)):
            word = parse.lemmas[token]
            what = book.nouns.get(word) or (book.verbs.get(word) if parse.tags[token] in ("VBN", "JJ", "VBD") else None)
            if what:
                return what, how
    return None


def _included(parse: Parse, book: CountBook, governor: int) -> tuple[str, str] | None:
    """What is counted in part: "the dead included four children"."""
    if parse.lemmas[governor] != "include":
        return None
    subject = parse.child(governor, {"nsubj"})
    if subject is None:
        return None
    word = parse.lemmas[subject]
    what = book.nouns.get(word) or book.nouns.get(parse.lowers[subject]) or book.verbs.get(word)
    return (what, "part") if what in HARM else None


def _by_predicate(parse: Parse, book: CountBook, governor: int, role: str) -> list[str]:
    """What became of those counted, by the predicate that governs them and the verbs joined to it."""
    out: list[str] = []
    for verb in (governor, *_joined(parse, governor)):
        what = _what_of(parse, book, verb, role)
        if what and what not in out:
            out.append(what)
            if verb != governor and parse.deps[verb] != "conj":
                break
    return out


def _joined(parse: Parse, verb: int) -> list[int]:
    """Predicates of the same subject: were reported killed, are dead, left 12 dead, killing and wounding."""
    out = []
    for child in parse.children[verb]:
        dep = parse.deps[child]
        if dep == "conj" and parse.tags[child] == parse.tags[verb]:
            if not any(parse.deps[c] in _OWN_ARGUMENTS for c in parse.children[child]):
                out.append(child)
        elif dep in ("acomp", "oprd", "xcomp", "attr") and child > verb:
            out.append(child)
    if parse.deps[verb] == "conj" and parse.tags[parse.heads[verb]] == parse.tags[verb] and parse.tags[verb] == "VBG":
        above = parse.heads[verb]
        if not any(parse.deps[c] == "dobj" for c in parse.children[above]):
            out.insert(0, above)
    return out


def _what_of(parse: Parse, book: CountBook, verb: int, role: str) -> str | None:
    lemma = parse.lemmas[verb]
    particle = parse.child(verb, {"prt"})
    if particle is not None:
        what = book.verbs.get(f"{lemma} {parse.lowers[particle]}")
        if what:
            return what
    what = book.verbs.get(lemma) or book.verbs.get(parse.lowers[verb])
    if lemma == "lose" and role == "subject":
        held = parse.child(verb, {"dobj"})
        return "killed" if held is not None and parse.lemmas[held] == "life" else None
    if what is None:
        if lemma == "shoot" and any(parse.lowers[c] == "dead" for c in parse.children[verb]):
            return "killed"
        return "killed" if _to_death(parse, verb) and role != "oblique" else None
    if role == "oblique":
        return None
    if role == "subject" and lemma not in _SUBJECT_DIES and parse.lowers[verb] not in _SUBJECT_DIES:
        # "45 injured", "dozens wounded": a passive without its auxiliary, unless it has an object of its own.
        if parse.child(verb, {"dobj"}) is not None or what == "struck":
            return None
        if parse.tags[verb] not in ("VBN", "VBD", "JJ"):
            return None
    if role == "object" and lemma in ("flee", "die"):
        return "killed" if lemma == "die" else None
    return what


def _to_death(parse: Parse, verb: int) -> bool:
    """Whether a verb was carried to the end: beaten, stabbed, tortured to death."""
    for prep in parse.children_by(verb, ("prep",)):
        if parse.lowers[prep] == "to" and any(parse.lowers[child] == "death" for child in parse.children[prep]):
            return True
    return False


def _distance(parse: Parse, one: int, other: int) -> float:
    """Steps between two tokens in the tree of their sentence: one a phrase, more across clauses."""
    above = {one: 0.0}
    node, steps = one, 0.0
    while parse.heads[node] != node:
        steps += _STEPS.get(parse.deps[node], 0.5)
        node = parse.heads[node]
        above[node] = steps
    node, steps = other, 0.0
    while node not in above:
        if parse.heads[node] == node:
            return 99
        # "spreading fast and leaving 70 injured", "which killed nine and injured 70"
        joined = parse.deps[node] == "conj" and parse.tags[node] in ("VBG", "VBN", "VBD")
        if joined and parse.tags[node] == parse.tags[parse.heads[node]] and parse.child(node, _SUBJECTS) is None:
            steps += 0.5
        else:
            steps += _STEPS.get(parse.deps[node], 0.5)
        node = parse.heads[node]
    return steps + above[node]


def _who(parse: Parse, book: CountBook, figure: Figure) -> str | None:
    """Of whom: by the noun, or by what stands beside it ("30 of them children")."""
    if figure.noun is None:
        above = parse.heads[figure.head]
        return book.who.get(parse.lemmas[above]) if figure.part else None
    return book.who.get(parse.lemmas[figure.noun]) or book.who.get(parse.lowers[figure.noun])
