"""Who speaks: the subject or agent of a cue, and what to do where the parse has none."""

from __future__ import annotations

from sayso.attribution.draft import Draft, Range, Tree
from sayso.language import Parse

_PHRASE_TAGS = frozenset({"DT", "JJ", "NN", "NNS", "NNP", "NNPS", "POS", "PRP", "PRP$", "CD", "HYPH"})
_PHRASE_HEADS = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP"})
_DASHES = frozenset({"--", "—", "–", "_"})
_BREAKS = frozenset({",", '"', "''", "--", "—"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_BEHIND = frozenset({"nsubj", "dobj", "attr", "oprd"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_QUOTES = frozenset({'"', "''", "”"})
# Cues whose object is the hearer, never the speaker.
_HEARD = frozenset({"tell", "inform", "assure", "remind", "notify"})


# Cues that, coordinated with what somebody said, are that same person's: "said A and warned B".
SAYING = frozenset("say add tell note quote cite warn urge ask call accuse describe vow insist predict".split())
# What else one may do before one says more: "denied A and accused B".
_STATING = frozenset("deny reject claim confirm insist acknowledge admit maintain announce repeat stress argue".split())


# Verbs whose object does what their infinitive tells: "urged the army to say".
_STEERING = frozenset(
    "ask urge tell force allow want get persuade order help let press push require permit enable encourage expect"
    " cause lead beg advise warn invite compel convince instruct".split()
)


def inverted_speaker(tree: Tree, draft: Draft) -> bool:
    """ "…, claimed the ministry on Monday": a finite cue behind a comma or quotation, its speaker right behind it."""
    parse = tree.parse
    verb, at = draft.head, draft.cue[1]
    first, last = parse.sentences[parse.sentence_of[verb]]
    if parse.tags[verb] not in _FINITE or draft.cue[0] != verb or verb - first < 3 or at >= last:
        return False
    before = parse.words[verb - 1]
    if (before != "," and before not in _QUOTES) or parse.lemmas[verb] in _HEARD:
        return False
    if any(parse.deps[child] in ("nsubj", "nsubjpass") and child < verb for child in parse.children[verb]):
        return False
    tag = parse.tags[at]
    if tag not in _PHRASE_TAGS or tag in ("CD", "POS") or parse.lowers[at] in ("him", "them", "me", "us", "that"):
        return False
    speaker = next((child for child in parse.children_by(verb, _BEHIND) if child > verb), None)
    if speaker is None:
        speaker = at
        while speaker + 1 < last and parse.tags[speaker + 1] in _PHRASE_TAGS:
            speaker += 1
        if parse.tags[speaker] not in _PHRASE_HEADS:
            return False
    if tree.left[speaker] > at:
        return False
    set_speaker(tree, draft, speaker)
    return draft.speaker is not None


def inverted_participle(tree: Tree, verb: int) -> int | None:
    """The head of the speaker in "…, confirmed police spokesman Ali Hasan.", whose verb the parse takes for a participle.

    What follows must be named or definite and close its clause: "In Bunia, confirmed cases rose" is no report.
    """
    parse = tree.parse
    tags, words = parse.tags, parse.words
    first, last = parse.sentences[parse.sentence_of[verb]]
    if tags[verb] != "VBN" or verb - first < 4 or (words[verb - 1] != "," and words[verb - 1] not in _QUOTES):
        return None
    end = verb + 1
    named = False
    while end < last and tags[end] in _PHRASE_TAGS:
        named = named or tags[end] in ("NNP", "DT")
        end += 1
    if not named or tags[end - 1] not in _PHRASE_HEADS or (end < last and tags[end] not in (",", ".", "IN", ":")):
        return None
    if not any(tag in _FINITE or tag == "MD" for tag in tags[first:verb]):
        return None
    return end - 1


def find_agent(tree: Tree, draft: Draft) -> None:
    """The speaker of a passive cue: what hangs on its "by"."""
    parse = tree.parse
    for child in parse.children[draft.head]:
        if parse.deps[child] == "agent" or (parse.deps[child] == "prep" and parse.lowers[child] == "by"):
            speaker = parse.child(child, ("pobj",))
            if speaker is not None:
                set_speaker(tree, draft, speaker)
                if draft.cue[1] == child:
                    draft.cue = (draft.cue[0], child + 1)


def find_speaker(tree: Tree, draft: Draft) -> None:
    """The subject of an active cue, its own or the one it shares with the verb above it."""
    parse = tree.parse
    token = draft.head
    for _ in range(6):
        subjects = [child for child in parse.children_by(token, _SUBJECTS) if child != draft.head]
        if subjects:
            speaker = min(subjects, key=lambda child: abs(child - token))
            set_speaker(tree, draft, _not_the_place(tree, draft, speaker))
            if draft.source is not None:
                for child in subjects:  # "the newspaper Kommersant", read as two subjects
                    if tree.right[child] == draft.source[0] and parse.tags[child][0] != "W":
                        draft.source = (tree.left[child], draft.source[1])
            return
        dep, head = parse.deps[token], parse.heads[token]
        if head == token:
            return
        if dep in ("acl", "relcl"):
            set_speaker(tree, draft, head, upto=token)
            return
        if dep in ("conj", "xcomp", "advcl", "pcomp", "ccomp", "dep", "parataxis", "aux", "acomp", "attr", "oprd"):
            if dep == "xcomp" and parse.lemmas[head] in _STEERING and parse.child(head, ("dobj",)) is not None:
                set_speaker(tree, draft, parse.child(head, ("dobj",)) or head)
                return
            if dep == "ccomp" and parse.tags[token] not in ("VBG", "VB"):
                return
            above = parse.heads[head]
            if dep == "conj" and parse.deps[head] == "ccomp" and parse.lemmas[token] in SAYING and (
                parse.lemmas[above] in SAYING or parse.lemmas[above] in _STATING
            ):  # fmt: skip
                head = above
            token = head
        elif dep == "prep" or dep == "pobj":
            token = head
        else:
            return


def touches(tree: Tree, draft: Draft) -> bool:
    """Whether a noun phrase behind a comma stands right before a cue that has no subject: "…, the army said"."""
    parse = tree.parse
    verb, before = draft.head, draft.cue[0] - 1
    if before < 0 or parse.deps[verb] not in ("conj", "appos", "ROOT", "ccomp", "advcl", "dep", "parataxis"):
        return False
    if parse.sentence_of[before] != parse.sentence_of[verb]:
        return False
    if any(parse.deps[child] in ("nsubj", "nsubjpass", "csubj", "auxpass") for child in parse.children[verb]):
        return False
    if parse.tags[before] not in _PHRASE_HEADS:
        return _with_apposition(tree, before, parse.sentences[parse.sentence_of[verb]][0]) is not None
    start = parse.sentences[parse.sentence_of[verb]][0]
    first = _phrase_start(parse, before, start)
    return first > start and parse.words[first - 1] in _BREAKS


def _phrase_start(parse: Parse, last: int, start: int) -> int:
    """Where the noun phrase begins that ends with a token, both parts of "medics and a rights group" behind a comma."""
    first = last
    while first > start and parse.tags[first - 1] in _PHRASE_TAGS:
        first -= 1
    if first - 1 > start and parse.lowers[first - 1] == "and" and parse.tags[first - 2] in _PHRASE_HEADS:
        other = first - 2
        while other > start and parse.tags[other - 1] in _PHRASE_TAGS:
            other -= 1
        if other > start and parse.words[other - 1] == ",":
            return other
    return first


def subject_before(tree: Tree, draft: Draft) -> None:
    """The subject of "Migrants locked up at X say that", whose participle the parse takes for a verb of its own."""
    parse, verb = tree.parse, draft.head
    told = next((child for child in parse.children_by(verb, ("ccomp",)) if child > verb), None)
    if told is None:
        return
    for child in parse.children_by(verb, ("ccomp",)):
        subject = parse.child(child, ("nsubj", "nsubjpass"))
        if child < verb and tree.right[child] == draft.cue[0] and subject is not None and subject + 1 == child:
            first, last = tree.left[child], tree.right[child]
            draft.speaker, draft.source = subject, (first, last)
            draft.content = [tree.reach(told)]


def neighbour(tree: Tree, draft: Draft) -> None:
    """The noun phrase that touches a finite cue, where the parse has no subject: "…, recalled Mr. Rhodes"."""
    parse = tree.parse
    tags, deps = parse.tags, parse.deps
    if tags[draft.head] not in ("VBD", "VBZ", "VBP", "MD"):
        return
    sentence = parse.sentences[parse.sentence_of[draft.head]]
    at = draft.cue[0] - 1
    while at > sentence[0] and (deps[at] == "npadvmod" or tags[at] == "RB"):
        at -= 1
    if at >= sentence[0] and tags[at] in _PHRASE_HEADS:
        first = _phrase_start(parse, at, sentence[0])
        joined = next((token - 1 for token in range(first, at) if tags[token] == "CC"), at)
        draft.speaker, draft.source = joined, (first, at + 1)
        return
    apposed = _with_apposition(tree, draft.cue[0] - 1, sentence[0])
    if apposed is not None:
        draft.speaker, draft.source = apposed[0], apposed[1]
        return
    if parse.lemmas[draft.head] in _HEARD:
        return  # who follows is told
    at = draft.cue[1]
    opens = draft.cue[0] == sentence[0] or parse.words[draft.cue[0] - 1] in (",", '"', "''", ".")
    if opens and at < sentence[1] and tags[at] in _PHRASE_TAGS and tags[at] != "PRP$":
        last = at + 1
        while last < sentence[1] and tags[last] in _PHRASE_TAGS:
            last += 1
        if tags[last - 1] in _PHRASE_HEADS:
            draft.speaker, draft.source = last - 1, (at, last)
            draft.content = [part for part in draft.content if part[1] <= at or part[0] >= last]


def _with_apposition(tree: Tree, comma: int, first: int) -> tuple[int, Range] | None:
    """The head and range of "the mediator, Ivan Petkov," right before a cue."""
    parse = tree.parse
    if comma - 2 < first or parse.words[comma] != "," or parse.tags[comma - 1] not in _PHRASE_HEADS:
        return None
    named = comma - 1
    if parse.deps[named] != "appos" or not first <= parse.heads[named] < named:
        return None
    head = parse.heads[named]
    start = head
    while start > first and parse.tags[start - 1] in _PHRASE_TAGS:
        start -= 1
    return head, (start, comma)


def _not_the_place(tree: Tree, draft: Draft, speaker: int) -> int:
    """The speaker in "Rebels shelled Kutum, General Bakri said", which the parse takes for Kutum, alias Bakri.

    A real apposition is closed by a second comma.
    """
    parse = tree.parse
    if tree.left[speaker] == parse.sentences[parse.sentence_of[speaker]][0]:
        return speaker
    for child in parse.children_by(speaker, ("appos",)):
        if tree.right[child] == draft.cue[0] and parse.words[tree.left[child] - 1] == ",":
            return child
    # "A raid killed nine people, among them children, a medic said": the people are what the verb before them has.
    if parse.tags[tree.left[speaker] - 1][:1] == "V":
        for token in range(speaker + 1, draft.cue[0]):
            if (
                parse.deps[token] == "appos"
                and tree.right[token] == draft.cue[0]
                and parse.words[tree.left[token] - 1] == ","
            ):
                draft.content = [(parse.sentences[parse.sentence_of[token]][0], tree.left[token] - 1)]
                return token
    return speaker


def _behind_dateline(parse: Parse, first: int, speaker: int) -> int:
    """The start of a source without the dateline before it: "ROANOKE, Va. (AP) -- Former Governor"."""
    if first != parse.sentences[parse.sentence_of[speaker]][0]:
        return first
    for token in range(first + 1, min(speaker, first + 12)):
        if parse.words[token] in _DASHES:
            return token + 1
    return first


def set_speaker(tree: Tree, draft: Draft, speaker: int, upto: int | None = None) -> None:
    """Make a noun the source, with everything that hangs on it, but not the cue itself."""
    if draft.speaker is not None:
        return
    first, last = tree.left[speaker], tree.right[speaker]
    if upto is not None:
        last = min(last, tree.left[upto])
    if first <= draft.head < last:
        last = min(last, draft.cue[0]) if speaker < draft.head else last
        first = max(first, draft.cue[1]) if speaker > draft.head else first
    first, last = tree.trim((_behind_dateline(tree.parse, first, speaker), last))
    if last > first:
        draft.speaker, draft.source = speaker, (first, last)
