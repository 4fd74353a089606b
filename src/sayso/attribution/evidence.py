"""Evidence that is given for a claim, as against a voice that makes it.

In "satellite images show P" nobody speaks: the images are the basis of P. In "a video released by the group shows
P" the group is the source and the video the basis, and in "intelligence reports from the army suggest P" the army.
"""

from __future__ import annotations

from sayso.attribution.draft import Draft, Link, Range, Tree
from sayso.attribution.lexicon import CueLexicon

_GIVING = frozenset(
    "release publish post share upload issue obtain film distribute broadcast supply circulate leak shoot take"
    " collect gather compile carry air verify authenticate geolocate review analyze analyse see provide".split()
)
_OWNED_BY = frozenset({"from", "by", "of"})
_OWNER_LABELS = frozenset({"ORG", "PERSON", "NORP", "GPE"})
_STATEMENTS = frozenset(
    "statement report communique communiqué tweet post letter release announcement declaration message note memo"
    " filing complaint indictment bulletin".split()
)


def weigh_evidence(tree: Tree, drafts: list[Draft], lexicon: CueLexicon) -> None:
    """Tell voice from evidence in the speaker of every draft."""
    parse = tree.parse
    for draft in drafts:
        noun = draft.speaker
        if noun is None or draft.source is None or draft.frame == "label":
            continue
        lemma = parse.lemmas[noun]
        kind = lexicon.basis.get(lemma)
        if kind is None and lemma == "report":
            kind = _kind_before(tree, noun, lexicon)
        if kind is None:
            draft.basis = draft.basis or _examined(tree, noun, lexicon)
            if lemma in _STATEMENTS:
                draft.owner = owner_of(tree, noun) or _issuer(tree, noun)
            continue
        if kind == "intelligence" and lemma == "intelligence" and draft.cls not in _SHOWN:
            continue  # "US intelligence believes": a service speaks
        draft.basis = _core(tree, noun, draft.source)
        draft.owner = owner_of(tree, noun)
        if draft.owner is None and (kind != "documents" or draft.cls == "evidence"):
            draft.silent = True


# Cues of what evidence does, rather than a voice.
_SHOWN = frozenset({"evidence", "hedge"})


def _issuer(tree: Tree, noun: int) -> Link | None:
    """Who issued a statement: "the ambassadors issued a statement saying"."""
    parse = tree.parse
    verb = parse.heads[noun]
    if parse.deps[noun] != "dobj" or parse.lemmas[verb] not in _ISSUING:
        return None
    subject = parse.child(verb, ("nsubj",))
    if subject is None and parse.deps[verb] == "conj":
        subject = parse.child(parse.heads[verb], ("nsubj",))
    return Link(subject, tree.reach(subject), (verb, verb + 1)) if subject is not None else None


_ISSUING = frozenset("issue release publish post make sign read circulate distribute send broadcast deliver".split())


def _examined(tree: Tree, noun: int, lexicon: CueLexicon) -> Range | None:
    """The evidence that a source is said to have seen: "an official who read the cables said"."""
    parse = tree.parse
    for child in parse.children_by(noun, ("relcl", "acl")):
        if parse.lemmas[child] in _EXAMINING:
            for seen in parse.children_by(child, ("dobj",)):
                if parse.lemmas[seen] in lexicon.basis:
                    return tree.phrase(seen)
    return None


_EXAMINING = frozenset({"see", "read", "review", "examine", "obtain", "hear", "view", "study", "inspect"})


def consistent_with(tree: Tree, lexicon: CueLexicon) -> list[Draft]:
    """ "wounds consistent with shelling": the wounds are the basis, and the outlet does not commit."""
    parse = tree.parse
    out = []
    for token, word in enumerate(parse.lowers):
        if word not in ("consistent", "indicative", "suggestive"):
            continue
        noun = parse.heads[token]
        if parse.deps[token] == "acomp":
            noun = next(parse.children_by(noun, ("nsubj",)), noun)
        if parse.lemmas[noun] not in lexicon.basis:
            continue
        for child in parse.children_by(token, ("prep",)):
            content = tree.trim((child + 1, tree.right[child]))
            if content[1] > content[0]:
                draft = Draft(token, (token, child + 1), "hedge", "that", content=[content], noun=True)
                first, last = tree.phrase(noun)
                draft.basis = (first, max(noun + 1, min(last, token)))
                out.append(draft)
                break
    return out


_SEEING = frozenset({"see", "witness", "watch", "film"})
_NOT_EYES = frozenset({"it", "this", "that", "which", "he", "she", "i", "we", "you", "who"})
_PERIODS = frozenset("day week month year decade century period era time city region country".split())


def seen_by(tree: Tree) -> list[Draft]:
    """What somebody saw happen: "residents watched as gunmen fired". Those who saw it are the basis, no source."""
    parse = tree.parse
    out = []
    for token, lemma in enumerate(parse.lemmas):
        if lemma not in _SEEING or parse.tags[token] not in ("VBD", "VBP", "VBZ", "VBN"):
            continue
        subject = parse.child(token, ("nsubj",))
        if subject is None or subject > token or parse.lowers[subject] in _NOT_EYES:
            continue
        if parse.lemmas[subject] in _PERIODS or parse.entity_label(subject) in ("DATE", "GPE", "TIME"):
            continue
        for child in parse.children[token]:
            clause = parse.deps[child] == "ccomp" or (
                parse.deps[child] == "advcl" and any(parse.lowers[mark] == "as" for mark in parse.children[child])
            )
            if child > token and clause:
                draft = Draft(token, (token, token + 1), "evidence", "that", content=[tree.reach(child)], noun=True)
                draft.basis = (tree.left[subject], token + 1)
                out.append(draft)
                break
    return out


def _kind_before(tree: Tree, noun: int, lexicon: CueLexicon) -> str | None:
    for child in tree.parse.children[noun]:
        if tree.parse.deps[child] in ("compound", "amod") and tree.parse.lowers[child] in lexicon.basis:
            return lexicon.basis[tree.parse.lowers[child]]
    return None


def _core(tree: Tree, noun: int, source: Range) -> Range:
    """The evidence itself, without whose it is."""
    first, last = tree.phrase(noun)
    for child in tree.parse.children[noun]:
        if child > noun and tree.parse.deps[child] == "prep" and tree.parse.lowers[child] in ("from", "by"):
            last = min(last, child)
    first, last = max(first, source[0]), min(max(last, noun + 1), source[1])
    return (first, last) if last > first else source


def owner_of(tree: Tree, noun: int) -> Link | None:
    """Who made, gave or published a piece of evidence or a statement."""
    parse = tree.parse
    named: Link | None = None
    for child in parse.children[noun]:
        dep = parse.deps[child]
        if dep == "poss" and parse.tags[child] != "PRP$" and parse.entity_label(child) not in ("DATE", "TIME"):
            return Link(child, tree.trim((tree.left[child], child + 1)), (noun, noun + 1))
        if dep in ("prep", "agent") and parse.lowers[child] in _OWNED_BY:
            owner = parse.child(child, ("pobj",))
            if owner is not None and (parse.lowers[child] != "of" or parse.entity_label(owner) in ("ORG", "PERSON")):
                label = parse.entity_label(owner)
                if parse.lowers[child] == "from" and label not in _OWNER_LABELS and parse.lemmas[owner] not in _VOICES:
                    continue
                if label == "GPE" and parse.lemmas[noun] in (
                    "report",
                    "account",
                    "video",
                    "footage",
                    "image",
                    "picture",
                ):
                    continue  # where it comes from, not whose it is
                named = named or Link(owner, tree.reach(owner), (child, child + 1))
        if dep in ("acl", "relcl") and parse.lemmas[child] in _GIVING:
            for deeper in parse.children[child]:
                if parse.deps[deeper] == "agent" or parse.lowers[deeper] == "by":
                    owner = parse.child(deeper, ("pobj",))
                    if owner is not None:
                        return Link(owner, tree.reach(owner), (child, deeper + 1))
                    if deeper + 1 < len(parse) and parse.tags[deeper + 1] == "NNP":  # parsed as part of the verb
                        return Link(deeper + 1, (deeper + 1, deeper + 2), (child, deeper + 1))
        if dep == "compound" and parse.entity_label(child) in ("ORG", "NORP"):
            number = parse.entity_of[child]
            entity = parse.entities[number]
            if entity.last <= noun:
                named = named or Link(child, (entity.first, entity.last), (noun, noun + 1))
    return named


_VOICES = frozenset(
    "military army government police ministry group force coalition hospital agency observatory intelligence rebel"
    " opposition junta".split()
)
