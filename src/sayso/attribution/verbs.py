"""Cues that are verbs: the frame a verb stands in, its speaker and what it governs.

Each rule answers for one frame of the lexicon (``cues.csv``). The first frame that the verb allows and that its
dependents fill is taken: clause, infinitive, gerund, preposition, object.
"""

from __future__ import annotations

from collections.abc import Mapping

from sayso.attribution.draft import Draft, Range, Tree, without
from sayso.attribution.lexicon import CueLexicon
from sayso.attribution.reports import is_core, place_report, reports
from sayso.attribution.subjects import (
    SAYING,
    find_agent,
    find_speaker,
    inverted_participle,
    inverted_speaker,
    neighbour,
    touches,
)
from sayso.language import Parse

# Cue and source that stand so near to each other leave no content between them.
CLOSE = 6
# Verbs that give another's words: whoever is cited speaks.
CITING = frozenset({"cite", "quote"})
# How far behind its cue a clause with "that" is looked for.
REACH = 15
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_CUE_LEFT = frozenset({"aux", "auxpass", "neg", "advmod"})
_COMPLEMENTS = frozenset({"oprd", "xcomp", "acomp", "ccomp"})
_OBJECT_PREPOSITIONS = frozenset({"as", "of", "for", "to", "with", "against", "on", "over", "from"})
_PARENTHESIS = frozenset({",", '"', "''", "--", "-", "–", "—", "("})
_PARENTHESIS_END = _PARENTHESIS | {")", "."}
_POINTING = frozenset({"this", "that", "it"})
_PRONOUN_IT = frozenset({"it", "there"})


def verb_drafts(tree: Tree, lexicon: CueLexicon) -> list[Draft]:
    """The cues of a document that are verbs, in text order; those without content may still get a quotation."""
    parse = tree.parse
    verbs, tags, lemmas = lexicon.verbs, parse.tags, parse.lemmas
    out = []
    for token, tag in enumerate(tags):
        if tag[:1] != "V":
            continue
        frames = verbs.get(lemmas[token])
        particle = parse.child(token, ("prt",)) if frames is None or parse.children[token] else None
        if particle is not None:
            frames = verbs.get(f"{lemmas[token]}-{parse.lowers[particle]}", frames)
        if frames:
            draft = _draft(tree, token, frames, particle)
            if draft is not None:
                out.append(draft)
    return out


def _draft(tree: Tree, verb: int, frames: Mapping[str, str], particle: int | None) -> Draft | None:
    parse = tree.parse
    deps = parse.deps
    inverted = inverted_participle(tree, verb) if parse.tags[verb] == "VBN" and reports(frames) else None
    if deps[verb] in ("amod", "aux", "auxpass", "compound") and inverted is None:
        return None
    following = parse.lowers[verb + 1] if verb + 1 < len(parse) else ""
    if following == "responsibility":
        return None  # "claimed responsibility" is one cue, of its own class
    if following == "to" and parse.lemmas[verb] in _GOING_ON:
        return None
    draft = Draft(verb, cue_range(parse, verb, particle), "", "")
    passive = inverted is None and _is_passive(parse, verb)
    if inverted is not None:
        draft.speaker, draft.source = inverted, (verb + 1, inverted + 1)
        draft.content = [tree.trim((parse.sentences[parse.sentence_of[verb]][0], verb))]
        draft.frame, draft.cls = "that", frames["that"]
    elif passive:
        _passive(tree, draft, frames)
    elif is_core(parse, verb, frames) and inverted_speaker(tree, draft):
        draft.frame, draft.cls = "that", frames["that"]
    else:
        if is_core(parse, verb, frames) and touches(tree, draft):
            neighbour(tree, draft)
        _active(tree, draft, frames)
        if draft.cls != "evidence" or draft.frame != "to":
            find_speaker(tree, draft)
            if draft.speaker is None:
                neighbour(tree, draft)
    if inverted is None and not passive and is_core(parse, verb, frames):
        place_report(tree, draft, frames)
    _cut(tree, draft)
    if not draft.content:
        if "quote" not in frames:
            return None
        draft.cls, draft.frame = frames["quote"], "quote"
    if draft.frame == "obj" and parse.lemmas[verb] == "claim" and _claims_event(parse, verb):
        draft.cls = "responsibility"
    if not _stands(parse, draft):
        return None
    if any(deps[child] == "neg" for child in parse.children[verb]):
        draft.polarity = "?"
    return draft


_EVENTS = frozenset(
    "attack bombing blast explosion strike killing assassination raid assault shooting ambush operation hijacking"
    " kidnapping abduction".split()
)


def _claims_event(parse: Parse, verb: int) -> bool:
    """ "The group claimed the attack" takes responsibility for it."""
    obj = parse.child(verb, ("dobj",))
    return obj is not None and parse.lemmas[obj] in _EVENTS


_GOING_ON = frozenset({"begin", "start", "continue", "finish"})
_FIGURES = frozenset("number toll figure count total estimate loss casualty damage strength".split())
_FIRST_PERSON = frozenset({"i", "me", "you"})


def _stands(parse: Parse, draft: Draft) -> bool:
    """Whether this is an act of speech at all: not a mere purpose ("to discuss the plan"), nor the writer's own.

    An infinitive or a gerund behind a preposition must at least say something: a clause or a quotation.
    """
    tag, dep = parse.tags[draft.head], parse.deps[draft.head]
    if parse.lemmas[draft.head] == "put":  # "put the toll at 17"
        obj = parse.child(draft.head, ("dobj",))
        return obj is not None and parse.lemmas[obj] in _FIGURES
    if parse.lemmas[draft.head] == "call" and draft.frame == "obj" and _is_passive(parse, draft.head):
        if not any(parse.deps[child] in _COMPLEMENTS for child in parse.children[draft.head]):
            return False  # "a rally called by the opposition"
    if draft.cls == "relay" and parse.lemmas[draft.head] == "hear" and draft.frame == "that":
        clause = parse.child(draft.head, ("ccomp",))
        if clause is not None and parse.tags[clause] in ("VB", "VBG") and parse.child(clause, ("aux",)) is None:
            return False  # "to hear speakers demand"
    if draft.frame == "obj" and (
        (tag == "VB" and dep in ("xcomp", "acl", "advcl", "ccomp", "conj")) or (tag == "VBG" and dep == "pcomp")
    ):
        return False
    return draft.speaker is None or parse.lowers[draft.speaker] not in _FIRST_PERSON or draft.frame == "quote"


def _active(tree: Tree, draft: Draft, frames: Mapping[str, str]) -> None:
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
            else:
                infinitive = child
        elif dep == "dobj":
            obj = child
        elif dep == "prep":
            prepositions.append(child)
    if clause is not None and obj is not None and (parse.lemmas[verb] in CITING or _is_relative(parse, clause, obj)):
        clauses.remove(clause)
        clause = None  # "…," the paper quoted her as saying; "reported clashes that went on"
    if clause is not None and "that" in frames:
        same_side = [child for child in clauses if (child < verb) == (clause < verb)]
        first, last = min(tree.left[child] for child in same_side), max(tree.right[child] for child in same_side)
        if clause > verb:
            last = _clause_end(tree, clause, last)
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
    return last


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
                parse.deps[child] in _COMPLEMENTS
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
        content = [tree.trim((first, last))]
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
        if parse.lowers[token] == "that" and parse.deps[token] == "mark":
            head = parse.heads[token]
            _take(draft, "that", frames, [(token, max(tree.right[head], token + 1))])
            return True
        if parse.tags[token] in ("VBD", "VBZ", "VBP", "MD") or parse.words[token] in _PARENTHESIS:
            return False
    return False


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
    as_clause = dep == "advcl" and any(parse.lowers[child] == "as" for child in parse.children[verb])
    if as_clause or (dep in ("parataxis", "ccomp") and _parenthetic(parse, own)):
        content = [tree.trim(piece) for piece in without((tree.left[host], tree.right[host]), own)]
        _take(draft, "that", frames, [piece for piece in content if piece[1] > piece[0]])


def _parenthetic(parse: Parse, part: Range) -> bool:
    first, last = part
    before = parse.words[first] in _PARENTHESIS or (first > 0 and parse.words[first - 1] in _PARENTHESIS)
    after = last < len(parse) and parse.words[last] in _PARENTHESIS_END
    return before and (after or parse.words[last - 1] in _PARENTHESIS_END)


def _passive(tree: Tree, draft: Draft, frames: Mapping[str, str]) -> None:
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


def _is_passive(parse: Parse, verb: int) -> bool:
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


def cue_range(parse: Parse, verb: int, particle: int | None = None) -> Range:
    """The verb with its auxiliaries, negation and adverbs, as far as they stand next to each other."""
    first, last = verb, verb + 1
    children = parse.children[verb]
    for child in reversed(children):
        if child < first and parse.deps[child] in _CUE_LEFT and child == first - 1:
            first = child
    if particle is not None and particle == last:
        last += 1
    return first, last


def _cut(tree: Tree, draft: Draft) -> None:
    """Take cue and source out of the content where they stand inside it."""
    if not draft.content:
        return
    holes = [draft.cue]
    if draft.source is not None and draft.frame != "obj":
        span = draft.span
        gap = span[1] - span[0] - (draft.cue[1] - draft.cue[0]) - (draft.source[1] - draft.source[0])
        holes = [span] if gap <= CLOSE else [draft.cue, draft.source]
    parts = draft.content
    for hole in holes:
        parts = [piece for part in parts for piece in without(part, hole)]
    draft.content = [piece for piece in map(tree.trim, parts) if piece[1] > piece[0]]
