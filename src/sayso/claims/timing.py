"""When: the date of one event, by syntax within its sentence.

A date belongs to the event that it hangs on, or to one that shares its clause. A date that hangs on a verb of saying
("said on Monday") tells when it was said, not when it happened; one that hangs on another noun ("last month's
vote") is that noun's. The day of publication is never taken for the day of an event. What the text says elsewhere of
the same event is read in ``episodes``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sayso.claims.model import Trigger
from sayso.claims.other_dates import compared, of_superlative, tried_over
from sayso.claims.ranges import within
from sayso.claims.readings import date_head, lasts, reading
from sayso.dates import FoundDate
from sayso.dates.expression import parse_chain, place
from sayso.dates.find import publication_day, when_of_chain
from sayso.dates.lexicon import lexicon
from sayso.language import Parse
from sayso.record import When

# What it costs to go from the event up to what its date hangs on, and from there down to the date.
_UP = {
    "advcl": 0.75, "conj": 0.75, "ccomp": 2.5, "parataxis": 2.5, "relcl": 3.0, "acl": 1.5, "xcomp": 0.5, "prep": 0.25,
    "pobj": 0.25, "pcomp": 0.5, "dobj": 0.5, "nsubj": 0.5, "nsubjpass": 0.5, "compound": 0.5, "amod": 0.5,
    "nmod": 0.5, "poss": 1.0, "appos": 1.0, "agent": 0.25, "attr": 0.5, "acomp": 0.5, "oprd": 0.5,
}  # fmt: skip
_DOWN = {
    "advcl": 2.5, "conj": 1.5, "ccomp": 3.0, "parataxis": 3.0, "relcl": 3.0, "acl": 2.0, "xcomp": 0.75, "prep": 0.25,
    "pobj": 0.25, "npadvmod": 0.25, "pcomp": 1.0, "dobj": 1.0, "nsubj": 1.0, "nsubjpass": 1.0, "poss": 0.25,
    "nmod": 0.25, "compound": 0.25, "nummod": 0.25, "amod": 0.25, "appos": 0.5, "advmod": 0.25, "agent": 0.5,
}  # fmt: skip
_OTHER_ARC = 0.75
_REACH = 2.25
_OUT = 99.0
# How far from its event "since the vote" may hang.
_SINCE_REACH = 0.75
# A day so many days back is never that of a verb in the present.
_LONG_PAST = 10
# The period of a report dates what it reports where nothing nearer does.
_REPORTED = 2.0
# A date in one of these places belongs to the very noun that it stands before.
_MODIFIES = frozenset({"poss", "nmod", "compound", "amod", "nummod"})
_SAME_SCENE = frozenset({"nsubj", "nsubjpass", "dobj", "advcl", "conj", "agent", "pobj", "prep", "compound"})
_MEANWHILE = frozenset({"as", "when", "while"})
# What rises for days after the event: "the toll of the raid rose to nine on Sunday".
_TOLLS = frozenset({"toll", "casualty", "tally"})
_OTHER_TIME = frozenset({"before", "after", "until", "till", "if", "unless", "once"})


def when_of(
    parse: Parse,
    trigger: Trigger,
    dates: Sequence[FoundDate],
    published: str | None,
    others: Sequence[Trigger] = (),
) -> When | None:
    """The time of the trigger's event as its own sentence gives it; None where it gives none.

    A relative date that can't be placed gives a When with null days and the reason. ``others`` are the triggers of
    the document in text order: a date that is theirs alone is not taken.
    """
    begin, end = parse.sentences[parse.sentence_of[trigger.head]]
    here = within(dates, begin, end)
    if not here:
        return _headed(parse, trigger, dates)
    day = publication_day(published)
    rivals = [other for other in within(others, begin, end) if other.head != trigger.head]
    best: tuple[float, When] | None = None
    for found in here:
        cost, since = _cost(parse, trigger, found, day)
        if cost > _REACH or (best is not None and cost >= best[0]):
            continue
        apart = (rival for rival in rivals if _apart(parse, trigger, rival))
        if cost > 1.0 and any(_cost(parse, rival, found, day)[0] <= 0.5 for rival in apart):
            continue
        when = reading(parse, found, here, day, trigger, since)
        if when is not None:
            best = (cost, when)
    return _up_to(parse, trigger, best[1], day) if best else None


def _up_to(parse: Parse, trigger: Trigger, when: When, day: date | None) -> When:
    """The stretch that the day of writing stands in ends there for what has happened: "were killed this week"."""
    if day is None or when.value is None or not parse_chain(when.value)[-1].startswith("calendar 0"):
        return when
    if _is_ahead(parse, trigger.head):
        return when
    chain = (*parse_chain(when.value), "elapsed")
    return when_of_chain(when.text, when.start, when.end, chain, place(chain, day))


def _is_ahead(parse: Parse, token: int) -> bool:
    """Whether a verb is a plan by its form ("will meet", "to meet"), or a noun stands under one ("talks are due")."""
    if any(parse.tags[child] in ("MD", "TO") for child in parse.children[token]):
        return True
    above = parse.heads[token]
    return parse.tags[token][0] == "N" and any(
        parse.tags[child] == "MD" or parse.lowers[child] in ("due", "expected", "scheduled", "planned")
        for child in (above, *parse.children[above])
    )


# A heading of no more tokens than this ("Baghdad, 12 March 2004.") dates the sentences under it, so many of them.
_HEADING = 7
_UNDER_HEADING = 2
_STOPS = frozenset((".", "!", "?"))


def _headed(parse: Parse, trigger: Trigger, dates: Sequence[FoundDate]) -> When | None:
    """The date of a heading or a line of a chronology: a short sentence without a verb, right before.

    One that stands under the title, before anything was told, is the day of the report and not of the event.
    """
    sentence = parse.sentence_of[trigger.head]
    for back in range(1, _UNDER_HEADING + 1):
        if sentence - back < 1:
            return None
        first, last = parse.sentences[sentence - back]
        if last - first > _HEADING or any(parse.tags[token][0] in "VM" for token in range(first, last)):
            continue
        for found in within(dates, first, last):
            if found.expression.type in ("DATE", "TIME") and found.when.first:
                return None if _is_under_title(parse, sentence - back, dates) else found.when
    return None


def _is_under_title(parse: Parse, heading: int, dates: Sequence[FoundDate]) -> bool:
    """Whether no sentence ends before a heading, and no other heading of the text is a date too."""
    if any(parse.words[last - 1] in _STOPS for _, last in parse.sentences[:heading]):
        return False
    begins = {found.first for found in dates if found.expression.type in ("DATE", "TIME") and found.when.first}
    headings = [
        first for first, last in parse.sentences[heading + 1 :]
        if first in begins and last - first <= _HEADING and not any(tag[0] in "VM" for tag in parse.tags[first:last])
    ]  # fmt: skip
    return not headings


def _apart(parse: Parse, trigger: Trigger, rival: Trigger) -> bool:
    """Whether two events stand in clauses of their own, and neither continues the other."""
    node = trigger.head
    while parse.heads[node] != node:
        if parse.deps[node] in ("relcl", "ccomp", "parataxis", "acl"):
            return True
        node = parse.heads[node]
        if node == rival.head:
            return False
    return False


def _cost(parse: Parse, trigger: Trigger, found: FoundDate, day: date | None) -> tuple[float, bool]:
    """How far the date hangs from the event in the tree, and whether it opens a "since" on the way."""
    deps, heads = parse.deps, parse.heads
    reporting, reactions = lexicon().words["reporting"], lexicon().words["reactions"]
    own = range(trigger.first, trigger.last)
    if found.first in own:
        return 0.0, False
    if _beside(parse, trigger, found):
        return 0.25, False
    up = {trigger.head: 0.0}
    node, steps = trigger.head, 0.0
    while heads[node] != node:
        arc = _UP.get(deps[node], _OTHER_ARC)
        if deps[node] == "advcl" and any(parse.lowers[child] in _OTHER_TIME for child in parse.children[node]):
            arc = 3.0
        elif deps[node] == "amod" and parse.tags[node][0] == "V":
            arc = 2.5
        elif _is_promised(parse, node) or (deps[node] == "prep" and parse.lemmas[heads[node]] in _TOLLS):
            arc = 2.5
        elif deps[node] == "acl" and any(parse.tags[child] == "TO" for child in parse.children[node]):
            arc = 0.75  # "made attempts to send"
        steps += arc
        node = heads[node]
        up[node] = steps
    node = _past_head(parse, found, date_head(parse, found), day)
    if _of_saying(parse, found, node):
        return _OUT, False
    begin = parse.sentences[parse.sentence_of[node]][0]
    fronted = found.first <= begin + 1 or (found.first == begin + 2 and deps[begin] == "cc")
    if fronted and found.first > begin and parse.lowers[found.first - 1] == "since":
        return (1.0, True) if up.get(_root(parse, node), _OUT) <= 1.5 else (_OUT, False)
    if node in up and node not in own:
        # "last July, when its fighters attacked": the event stands in a clause about the date itself.
        return 1.0, False
    if found.expression.type == "DURATION" and deps[node] in _MODIFIES:
        return (1.0 if lasts(parse, trigger, heads[node]) else _OUT), False
    if _after_since(parse, found, begin):
        return (1.0, True) if up.get(_root(parse, node), _OUT) <= 1.5 else (_OUT, False)
    if of_superlative(parse, node):
        return _OUT, False
    if _of_report(parse, node):
        return _REPORTED, False
    if deps[node] in _MODIFIES and parse.tags[heads[node]][0] == "N" and heads[node] not in own:
        opener = heads[heads[node]]
        if deps[heads[node]] == "pobj" and parse.lowers[opener] == "since":
            # "since the July coup", "since his Aug. 2 speech"
            return (1.0, True) if up.get(heads[opener], _OUT) <= _SINCE_REACH else (_OUT, False)
        if fronted and parse.tags[begin] == "IN":
            # "In September Turkey persuaded": the parser took the month for a part of the name.
            verb = next((above for above in parse.path_to_root(node) if parse.tags[above][0] == "V"), None)
            return (up.get(verb, _OUT) + 0.5 if verb is not None else _OUT), False
        if not (heads[node] == trigger.head or (trigger.nominal and heads[trigger.head] == heads[node])):
            return _OUT, False
    steps, since = 0.0, False
    below = node
    while node not in up:
        if heads[node] == node:
            return _OUT, False
        arc = _DOWN.get(deps[node], _OTHER_ARC)
        if deps[node] in ("relcl", "acl") and heads[node] in own:
            arc = 0.75
        elif deps[node] == "conj" and parse.tags[node][0] == "V" and _has_subject(parse, node):
            arc = 2.5
        elif deps[node] == "advcl" and any(parse.lowers[c] in _MEANWHILE for c in parse.children[node]):
            arc = 1.0
        if parse.tags[node][0] == "V" and parse.lemmas[node] in reporting and node not in own:
            return _OUT, False
        if parse.lowers[node] == "since" or _opened_by_since(parse, node):
            if compared(parse, trigger, node):
                return _OUT, False
            since, arc = True, 0.25
        steps += arc
        below = node
        node = heads[node]
    if node not in own and parse.lemmas[node] in reactions and _about(parse, trigger, node):
        # "condemned the invasion of Kuwait on Aug. 2", written on the 15th, gives the day of the invasion.
        if not (trigger.head < found.first and _is_old(found, day)):
            return _OUT, False
    if trigger.nominal and node not in own and tried_over(parse, trigger.head) == node:
        return _OUT, False
    if since and up[node] > _SINCE_REACH:
        return _OUT, False
    if node not in own and parse.tags[node][0] == "V" and parse.lemmas[node] in reporting:
        steps += _said(parse, trigger.head, node, below)
    elif parse.tags[node][0] == "N" and node not in own and deps[below] in ("npadvmod", "prep") and not since:
        steps += 0.75  # the date of another noun: "their remarks last week"
    if trigger.nominal and not since and _in_clause(parse, trigger.head, node):
        steps += 1.0
    return steps + up[node], since


def _past_head(parse: Parse, found: FoundDate, head: int, day: date | None) -> int:
    """What a date hangs on; a day long past not on a verb in the present, where a past one stands between.

    "He leads the inquiry into the blasts which killed 200, on Aug. 7, 1998": parsers attach the date to "leads".
    """
    if not _is_old(found, day):
        return head
    verb = head
    for _ in range(3):
        if parse.tags[verb][0] == "V" or parse.heads[verb] == verb:
            break
        verb = parse.heads[verb]
    if parse.tags[verb] not in ("VBZ", "VBP") or verb > found.first:
        return head
    return next((token for token in range(found.first - 1, verb, -1) if parse.tags[token] == "VBD"), head)


def _is_old(found: FoundDate, day: date | None) -> bool:
    last = found.when.last
    return day is not None and last is not None and (day - date.fromisoformat(last)).days >= _LONG_PAST


_COMMITS = frozenset({"promise", "vow", "pledge", "threaten", "agree", "refuse", "offer", "urge", "demand", "order"})


def _is_promised(parse: Parse, verb: int) -> bool:
    """Whether a verb is only what somebody undertakes or asks for: the day of "vowed to withdraw" is that of the vow."""
    if parse.deps[verb] not in ("xcomp", "ccomp") or parse.lemmas[parse.heads[verb]] not in _COMMITS:
        return False
    return any(parse.tags[child] == "TO" for child in parse.children[verb])


def _beside(parse: Parse, trigger: Trigger, found: FoundDate) -> bool:
    """Whether a bare day stands right after a noun for the event: "in a rally Saturday"."""
    if not trigger.nominal or found.first != trigger.last or found.expression.type not in ("DATE", "TIME"):
        return False
    return parse.tags[found.first] == "NNP" and parse.deps[trigger.head] == "pobj"


def _has_subject(parse: Parse, verb: int) -> bool:
    """Whether a clause has a subject of its own: "they demanded a ransom, but the talks broke off on Monday"."""
    return any(parse.deps[child] in ("nsubj", "nsubjpass", "expl") for child in parse.children[verb])


def _of_saying(parse: Parse, found: FoundDate, head: int) -> bool:
    """Whether a date stands between a verb of saying and the words that are said, without a comma.

    "Police said on Tuesday they had arrested two men": parsers attach the date to "arrested".
    """
    verb = next((node for node in (head, *parse.path_to_root(head)) if parse.tags[node][0] == "V"), head)
    said = parse.heads[verb]
    if parse.deps[verb] != "ccomp" or not said < found.first < verb:
        return False
    if parse.lemmas[said] not in lexicon().words["reporting"] or parse.subtree(verb)[0] < found.first - 1:
        return False
    return not any(parse.words[token] == "," for token in range(said, found.last + 1))


def _about(parse: Parse, trigger: Trigger, verb: int) -> bool:
    """Whether an event is only what somebody reacts to or speaks of: the object of the verb, or planned by it."""
    node = trigger.head
    while parse.heads[node] not in (verb, node):
        node = parse.heads[node]
    return parse.deps[node] in ("dobj", "pobj", "prep", "xcomp", "ccomp", "pcomp", "advcl", "nsubjpass")


def _after_since(parse: Parse, found: FoundDate, begin: int) -> bool:
    """Whether a distance says when the clause before it was: "since the war began, four years ago, thousands died"."""
    if parse.lowers[found.last - 1] != "ago" or parse.lowers[found.first - 1] != ",":
        return False
    for token in range(begin, found.first):
        if parse.lowers[token] == "since" and parse.deps[token] in ("mark", "prep", "advmod"):
            return parse.subtree(parse.heads[token])[1] <= found.last
    return False


def _of_report(parse: Parse, head: int) -> bool:
    """Whether a date is the period of a report: "in its report covering 6 to 9 November", "its 9 November briefing"."""
    reports = lexicon().words["reports"]
    above = parse.heads[head]
    if parse.deps[head] in _MODIFIES:
        return parse.lemmas[above] in reports
    for _ in range(2):
        if parse.deps[head] != "pobj" or parse.lowers[above] not in ("for", "on", "of"):
            break
        head, above = parse.heads[above], parse.heads[parse.heads[above]]
        if parse.lemmas[head] in reports:
            return parse.tags[head][0] == "N"  # not "the radio reported on Tuesday"
    return parse.lowers[above] == "covering" and parse.lemmas[parse.heads[above]] in reports


def _root(parse: Parse, token: int) -> int:
    while parse.heads[token] != token:
        token = parse.heads[token]
    return token


def _in_clause(parse: Parse, token: int, above: int) -> bool:
    """Whether a noun stands in a clause of purpose or manner below ``above``: "marched to protest the killings"."""
    while token != above and parse.heads[token] != token:
        if parse.deps[token] in ("advcl", "xcomp"):
            return not any(parse.lowers[child] in _MEANWHILE for child in parse.children[token])
        token = parse.heads[token]
    return False


def _opened_by_since(parse: Parse, verb: int) -> bool:
    """Whether a clause begins with since: "since the party was expelled on Feb. 20"."""
    opening = (child for child in parse.children[verb] if parse.deps[child] in ("mark", "prep", "advmod"))
    return any(parse.lowers[child] == "since" for child in opening)


def _said(parse: Parse, event: int, verb: int, date_side: int) -> float:
    """What it costs to pass a verb of saying: little where its object is the event itself, or the date opens the
    sentence ("On 1 August, activists said 50 people were killed"); else the date is that of the saying."""
    node = event
    while parse.heads[node] != verb and parse.heads[node] != node:
        node = parse.heads[node]
    if parse.deps[node] in ("dobj", "nsubjpass"):
        return 0.5
    begin = parse.sentences[parse.sentence_of[verb]][0]
    if date_side > begin + 1 or parse.deps[node] not in ("ccomp", "conj"):
        return _OUT
    if node < verb and not _speaks_last(parse, verb):
        return _OUT
    if node == event:
        return -1.5
    if any(parse.deps[child] == "aux" and parse.tags[child] == "MD" for child in parse.children[node]):
        return _OUT
    while event != node:
        if parse.deps[event] not in _SAME_SCENE or parse.lowers[event] == "about":
            return _OUT
        event = parse.heads[event]
    return -1.75


def _speaks_last(parse: Parse, verb: int) -> bool:
    """Whether who says it stands at the end of the sentence: a day that opens it is of what is told before, "On
    Sunday, shelling killed nine people, the mayor said"."""
    said = [child for child in parse.children[verb] if parse.deps[child] == "ccomp"]
    return any(
        parse.deps[child] == "nsubj" and child > said[0] and parse.words[parse.subtree(child)[0] - 1] == ","
        for child in parse.children[verb]
        if said
    )
