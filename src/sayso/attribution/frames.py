"""What a verb governs: the frame that it stands in, and the words that are said in it.

Each rule answers for one frame of the lexicon (``cues.csv``). The first frame that the verb allows and that its
dependents fill is taken: clause, infinitive, gerund, preposition, object.
"""

from __future__ import annotations

from collections.abc import Mapping

from sayso.attribution.draft import Draft, Range, Tree, without
from sayso.attribution.subjects import SAYING, find_agent
from sayso.language import Parse

# Verbs that give another's words: whoever is cited speaks.
CITING = frozenset({"cite", "quote"})
# How far behind its cue a clause with "that" is looked for.
REACH = 15
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
COMPLEMENTS = frozenset({"oprd", "xcomp", "acomp", "ccomp"})
_OBJECT_PREPOSITIONS = frozenset({"as", "of", "for", "to", "with", "against", "on", "over", "from"})
_PARENTHESIS = frozenset({",", '"', "''", "--", "-", "–", "—", "("})
_PARENTHESIS_END = _PARENTHESIS | {")", "."}
_POINTING = frozenset({"this", "that", "it"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_PRONOUN_IT = frozenset({"it", "there"})


def fill_active(tree: Tree, draft: Draft, frames: Mapping[str, str]) -> None:
    """Give an active cue its frame, its class and what it governs; nothing where no frame is filled."""
    parse, verb = tree.parse, draft.head
    clause = infinitive = gerund = obj = None
    prepositions: list[int] = []
    clauses: list[int] = []
    for child in parse.children[verb]:
        dep = parse.deps[child]
        if dep == "ccomp":
            clause = child if clause is None else clause
            clauses.append(child)
        elif dep == "xcomp":
            if parse.tags[child] == "VBG":
                gerund = child
            elif parse.tags[child] in ("VBN", "VBD") and parse.deps[verb] == "relcl" and child > verb:
                clause = child if clause is None else clause  # "a raid which the army said destroyed a depot"
                clauses.append(child)
            else:
                infinitive = child
        elif dep == "advcl" and obj is not None and infinitive is None and _to(parse, child):
            infinitive = child  # "told his men to "go on", which the parse takes for a purpose
        elif dep == "dobj":
            obj = child
        elif dep == "prep":
            prepositions.append(child)
    if clause is not None and obj is not None and (parse.lemmas[verb] in CITING or _is_relative(parse, clause, obj)):
        clauses.remove(clause)
        clause = None  # "…," the paper quoted her as saying; "reported clashes that went on"
    if clause is not None and clause < verb and _in_relative(parse, verb, clause):
        clauses, clause = [], None  # "threw stones at police, who responded with tear gas"
    if clause is not None and clause < verb and len(clauses) > 1 and _own_report(tree, clause, verb):
        behind = [child for child in clauses if child > verb]
        clause = behind[0] if behind else clause  # "the army said A; the rebels said B"
    if clause is not None and clause < verb and parse.lemmas[verb] not in SAYING and _own_report(tree, clause, verb):
        clause = None  # "Navy arrests 18 fishermen; state stages protest"
    if clause is not None and "that" in frames:
        same_side = [child for child in clauses if (child < verb) == (clause < verb)]
        first, last = min(tree.left[child] for child in same_side), max(tree.right[child] for child in same_side)
        if clause > verb:
            last = _and_clause(tree, verb, clause, _clause_end(tree, clause, last))
        _take(draft, "that", frames, [(first, last)])
    elif clause is not None and "objto" in frames and clause > verb:
        _take(draft, "objto", frames, [tree.reach(clause)])
    elif frames.get("to") == "evidence":
        _seeming(tree, draft, frames)
    elif infinitive is not None and obj is None and "to" in frames and infinitive > verb:
        _take(draft, "to", frames, [tree.reach(infinitive)])
    elif gerund is not None and "ing" in frames and gerund > verb:
        _take(draft, "ing", frames, [tree.reach(gerund)])
    elif obj is not None and infinitive is not None and "objto" in frames:
        _take(draft, "objto", frames, [tree.trim((tree.left[obj], max(tree.right[obj], tree.right[infinitive])))])
    elif _by_preposition(tree, draft, frames, prepositions):
        pass
    elif (obj is not None or clause is not None) and "obj" in frames:
        _take_object(tree, draft, frames, obj if obj is not None else clause)
    elif "that" in frames and not _marked_clause(tree, draft, frames):
        _host_clause(tree, draft, frames)
    if not draft.content and "that" in frames and _is_quoted_as(parse, verb):
        _quoted_before(tree, draft, frames)


def _in_relative(parse: Parse, verb: int, clause: int) -> bool:
    """Whether a verb behind a clause stands in a relative clause, so that nothing before it is what it reports."""
    return any(
        parse.tags[child] in ("WP", "WDT") and parse.deps[child] in _SUBJECTS and clause < child < verb
        for child in parse.children[verb]
    )


def _own_report(tree: Tree, clause: int, verb: int) -> bool:
    """Whether a clause before a cue is told for itself, set apart by a semicolon."""
    end = tree.right[clause]
    return end < verb and ";" in tree.parse.words[end - 1 : verb]


def _to(parse: Parse, verb: int) -> bool:
    return parse.tags[verb] == "VB" and any(parse.tags[child] == "TO" for child in parse.children[verb])


def _is_relative(parse: Parse, clause: int, obj: int) -> bool:
    """Whether a clause only tells more of the object before it, whatever the parse calls it."""
    return obj < clause and any(
        parse.tags[child] == "WDT" and parse.deps[child] in _SUBJECTS and obj < child < clause
        for child in parse.children[clause]
    )


def _is_quoted_as(parse: Parse, verb: int) -> bool:
    """Whether a verb is the "saying" of "quoted her as saying"."""
    if parse.deps[verb] != "pcomp" or parse.lowers[parse.heads[verb]] != "as":
        return False
    return parse.lemmas[parse.heads[parse.heads[verb]]] in CITING


def _quoted_before(tree: Tree, draft: Draft, frames: Mapping[str, str]) -> None:
    """ "…," the paper quoted her as saying: what stands before is what she said."""
    above = tree.parse.heads[tree.parse.heads[draft.head]]
    for child in tree.parse.children_by(above, ("ccomp",)):
        if child < above:
            _take(draft, "that", frames, [tree.reach(child)])
            return


_DASHES = frozenset({"--", "—"})


def _clause_end(tree: Tree, clause: int, last: int) -> int:
    """Where a reported clause ends: before a dash, and before a cue that shares the speaker ("said A and said B")."""
    parse = tree.parse
    for child in parse.children[clause]:
        if (
            child > clause
            and parse.deps[child] == "conj"
            and parse.lemmas[child] in SAYING
            and not any(parse.deps[c] in _SUBJECTS for c in parse.children[child])
        ):
            last = min(last, tree.left[child])
    for at in range(clause + 1, last):
        if parse.words[at] in _DASHES:
            return at
        if parse.words[at] == "," and (_new_report(parse, at + 1, last) or _told_by(tree, at + 1, last)):
            return at
    return last


def _and_clause(tree: Tree, verb: int, clause: int, last: int) -> int:
    """Where what is reported ends with a second clause that the parse hangs on the cue: "says A was hit and B fled"."""
    parse = tree.parse
    for child in parse.children_by(verb, ("conj",)):
        first = tree.left[child]
        if (
            child > clause
            and first - 1 <= last <= first
            and parse.lowers[first - 1] == "and"
            and parse.words[first - 2] != ","
            and parse.lemmas[child] not in _TELLING
            and any(parse.tags[other] in _FINITE for other in (child, *parse.children[child]))
            and any(parse.deps[other] in _SUBJECTS and parse.tags[other] != "PRP" for other in parse.children[child])
        ):
            return tree.right[child]
    return last


def _told_by(tree: Tree, first: int, last: int) -> bool:
    """Whether a content ends in an aside on somebody's own report: "…, who says he is proud"."""
    parse = tree.parse
    if first >= last or parse.tags[first] not in ("WP", "WDT"):
        return False
    for at in range(first + 1, min(first + 4, last)):
        if parse.tags[at][:1] == "V":
            told = parse.lemmas[at] in _TELLING and parse.child(at, ("ccomp", "dobj")) is not None
            return told and parse.deps[at] == "relcl" and tree.right[at] >= last - 1
    return False


_TELLING = SAYING | frozenset(
    "argue note stress insist claim reply respond explain acknowledge admit confirm deny reiterate maintain caution"
    " write conclude suggest emphasise emphasize point".split()
)
_OPENING = frozenset({"that", '"', ",", ":", "“"})
_JOINING = frozenset({"and", "but", "while", "though", "although"})
# How far behind the comma the verb of a coordinated report stands, in tokens.
_NEAR = 8


def _new_report(parse: Parse, first: int, last: int) -> bool:
    """Whether another report begins behind a comma: ", arguing that", ", and human rights groups warned that"."""
    if first < last and parse.words[first] in ('"', "''", "”"):
        first += 1
    if first >= last:
        return False
    if parse.tags[first] == "VBG":
        return parse.lemmas[first] in _TELLING and first + 1 < last and parse.lowers[first + 1] in _OPENING
    if parse.lowers[first] not in _JOINING or parse.lowers[first + 1] == "that":
        return False
    for at in range(first + 1, min(first + _NEAR, last)):
        tag = parse.tags[at]
        if tag in ("VBD", "VBZ", "VBP", "MD") or parse.words[at] in (",", '"'):
            told = parse.lemmas[at] in _TELLING and parse.child(at, ("ccomp",)) is not None
            return told and parse.child(at, ("nsubj",)) is not None
    return False


def _take(draft: Draft, frame: str, frames: Mapping[str, str], content: list[Range]) -> None:
    draft.frame, draft.cls, draft.content = frame, frames[frame], content


def _by_preposition(tree: Tree, draft: Draft, frames: Mapping[str, str], prepositions: list[int]) -> bool:
    parse = tree.parse
    for preposition in prepositions:
        frame = "p:" + parse.lowers[preposition]
        if frame in frames and preposition > draft.head and tree.right[preposition] > preposition + 1:
            last = tree.right[preposition]
            for child in parse.children[draft.head]:  # "called on X to stop"
                if child > preposition and parse.deps[child] in ("xcomp", "advcl") and parse.tags[child] == "VB":
                    last = max(last, tree.right[child])
            _take(draft, frame, frames, [tree.trim((preposition + 1, last))])
            if preposition - draft.cue[1] <= 1:
                draft.cue = (draft.cue[0], preposition + 1)
            return True
    return False


def _take_object(tree: Tree, draft: Draft, frames: Mapping[str, str], obj: int | None) -> None:
    """The object and what completes it: "X as Y", "X of doing Y", "X a liar"."""
    assert obj is not None
    parse, verb = tree.parse, draft.head
    first, last = tree.left[obj], tree.right[obj]
    for child in parse.children[verb]:
        apart = parse.deps[child] == "ccomp" and tree.left[child] > last + 1
        if (
            child > obj
            and not apart
            and (
                parse.deps[child] in COMPLEMENTS
                or (parse.deps[child] == "prep" and parse.lowers[child] in _OBJECT_PREPOSITIONS)
            )
        ):
            last = max(last, tree.right[child])
    if obj < verb:
        content = [tree.trim((first, tree.right[obj]))]
        rest = tree.trim((draft.cue[1], max(last, draft.cue[1])))
        if rest[1] > rest[0]:
            content.append(rest)
    else:
        aside = next((at for at in range(first, last) if parse.words[at] == "," and _told_by(tree, at + 1, last)), last)
        content = [tree.trim((first, aside))]
    _take(draft, "obj", frames, content)


def _seeming(tree: Tree, draft: Draft, frames: Mapping[str, str]) -> None:
    """ "X appears to be Y": nobody is named, and the subject belongs to what is said."""
    parse = tree.parse
    subject = parse.child(draft.head, ("nsubj",))
    complement = parse.child(draft.head, ("xcomp", "oprd", "acomp"))
    if subject is not None and complement is not None:
        _take(draft, "to", frames, [tree.reach(subject), tree.reach(complement)])


def _marked_clause(tree: Tree, draft: Draft, frames: Mapping[str, str]) -> bool:
    """A clause with "that" which the parse hangs on something else: "told reporters in Paris that it was over"."""
    parse = tree.parse
    if "quote" not in frames:
        return False
    last = parse.sentences[parse.sentence_of[draft.head]][1]
    for token in range(draft.cue[1], min(draft.cue[1] + REACH, last)):
        if parse.lowers[token] == "that" and _opens_clause(parse, token):
            head = parse.heads[token]
            _take(draft, "that", frames, [(token, max(tree.right[head], token + 1))])
            return True
        if parse.tags[token] in ("VBD", "VBZ", "VBP", "MD") or parse.words[token] in _PARENTHESIS:
            return False
    return False


def _opens_clause(parse: Parse, that: int) -> bool:
    """Whether a "that" opens a clause which has a subject of its own: "reported at the time that he had fled"."""
    if parse.deps[that] == "mark":
        return True
    subject = parse.child(parse.heads[that], _SUBJECTS)
    return parse.tags[that] == "WDT" and parse.heads[that] > that and subject not in (None, that)


def _host_clause(tree: Tree, draft: Draft, frames: Mapping[str, str]) -> None:
    """A parenthesis: "The strike, he said, killed five", "as the ministry noted"."""
    parse, verb = tree.parse, draft.head
    host = parse.heads[verb]
    taken = ("xcomp", "ccomp") if parse.lemmas[verb] == "tell" else ("xcomp", "dobj", "ccomp")
    if any(parse.deps[child] in taken for child in parse.children[verb]):
        return
    own = (tree.left[verb], tree.right[verb])
    dep = parse.deps[verb]
    if host == verb:
        return
    if dep == "advcl" and _is_aside(parse, verb):
        end = next((at for at in range(verb, own[1]) if parse.words[at] == ","), own[1])
        own = (own[0], end)  # "…, its daily bulletin noted, wrecking a workshop"
        dep = "parataxis"
    as_clause = dep == "advcl" and any(parse.lowers[child] == "as" for child in parse.children[verb])
    if as_clause or (dep in ("parataxis", "ccomp") and _parenthetic(parse, own)):
        content = [tree.trim(piece) for piece in without((tree.left[host], tree.right[host]), own)]
        _take(draft, "that", frames, [piece for piece in content if piece[1] > piece[0]])


def _is_aside(parse: Parse, verb: int) -> bool:
    """Whether a finite verb of saying with a subject of its own stands in a clause that no conjunction opens."""
    if parse.tags[verb] not in ("VBD", "VBZ", "VBP") or parse.lemmas[verb] not in _TELLING:
        return False
    deps = {parse.deps[child] for child in parse.children[verb] if child < verb}
    return "nsubj" in deps and not deps & {"mark", "advmod"}


def _parenthetic(parse: Parse, part: Range) -> bool:
    first, last = part
    before = parse.words[first] in _PARENTHESIS or (first > 0 and parse.words[first - 1] in _PARENTHESIS)
    after = last < len(parse) and parse.words[last] in _PARENTHESIS_END
    return before and (after or parse.words[last - 1] in _PARENTHESIS_END)


def fill_passive(tree: Tree, draft: Draft, frames: Mapping[str, str]) -> None:
    """Reported forms: "X is said to", "it is believed that", "X was condemned by Y", "X was accused of"."""
    parse, verb = tree.parse, draft.head
    find_agent(tree, draft)
    subject = infinitive = clause = None
    for child in parse.children[verb]:
        dep = parse.deps[child]
        if dep in _SUBJECTS:
            subject = child
        elif dep in ("xcomp", "oprd"):
            infinitive = child
        elif dep == "ccomp":
            clause = child
    if subject is None and parse.deps[verb] == "acl":
        subject = parse.heads[verb]
    if subject is not None and parse.lowers[subject] in _POINTING and draft.speaker is not None and "that" in frames:
        number = parse.sentence_of[verb]
        if number > 0 and subject <= parse.sentences[number][0] + 1:
            _take(draft, "that", frames, [tree.trim(parse.sentences[number - 1])])  # "This was reported by"
            return
    if clause is not None and "that" in frames:
        if subject is None or parse.lowers[subject] in _PRONOUN_IT:
            _take(draft, "that", frames, [tree.reach(clause)])
        else:  # "officials were told that": the subject hears it
            _take(draft, "that", frames, [tree.reach(clause)])
        return
    if subject is None:
        return
    if parse.deps[verb] == "acl":
        content = [tree.trim((tree.left[subject], min(draft.cue[0], parse.heads[verb] + 1)))]
    elif parse.deps[verb] == "relcl" and parse.tags[subject] == "WDT" and parse.heads[verb] < verb:
        noun = parse.heads[verb]  # "the move, which was announced by"
        content = [tree.trim((tree.left[noun], noun + 1)), (subject, subject + 1)]
    else:
        content = [tree.reach(subject)]
    if infinitive is not None and ("that" in frames or "to" in frames or "objto" in frames or "obj" in frames):
        content.append(tree.reach(infinitive))
        frame = next(frame for frame in ("that", "objto", "to", "obj") if frame in frames)
        _take(draft, frame, frames, content)
        return
    for child in parse.children[verb]:
        if child > verb and parse.deps[child] == "prep" and parse.lowers[child] in ("of", "for", "as"):
            content.append(tree.reach(child))
    for frame in ("obj", "objto"):
        if frame in frames:
            _take(draft, frame, frames, content)
            return


def is_passive(parse: Parse, verb: int) -> bool:
    """Whether a verb stands in the passive, a bare participle behind a noun included."""
    if parse.tags[verb] not in ("VBN", "VBD"):
        return False
    has_aux = False
    for child in parse.children[verb]:
        dep = parse.deps[child]
        if dep in ("auxpass", "nsubjpass", "agent"):
            return True
        if dep in ("aux", "nsubj"):
            has_aux = True
    return parse.tags[verb] == "VBN" and not has_aux and parse.deps[verb] in ("acl", "advcl")
