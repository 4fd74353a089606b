"""Who stands where around a predicate: subjects and objects through the constructions of English.

Everything here is syntax: which noun fills the deep subject of a verb in the passive, under control and raising, in
a relative clause, a participle, a coordination. What the fillers mean for an event is decided in ``arguments``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sayso.language import Parse

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
OBJECTS = frozenset({"dobj"})
PREPOSITIONS = frozenset({"prep", "agent", "dative"})
_NOUN_PLACES = frozenset({"nsubj", "nsubjpass", "dobj", "pobj"})
_BEFORE_NOUNS = frozenset({"compound", "det", "poss"})
# Verbs of looking like somebody else.
_DISGUISE = frozenset({"disguise", "dress", "pose", "masquerade", "camouflage", "clothe"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_REFLEXIVE = frozenset({"themselves", "himself", "herself", "itself", "ourselves", "myself"})
_VERB_TAGS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
# Verbs whose subject, not object, does what the infinitive says although they have an object.
_SUBJECT_CONTROL = frozenset({"promise", "threaten", "vow", "use", "need", "take", "have", "spend", "risk"})
# Verbs whose object does what the infinitive says, where the parser hangs that infinitive on the object.
_OBJECT_CONTROL = frozenset(
    {
        "order", "urge", "tell", "force", "send", "ask", "allow", "help", "lead", "recruit", "persuade", "instruct",
        "train", "enable", "encourage", "command", "pay", "hire", "invite", "call", "want", "let", "arm", "deploy",
        "dispatch",
    }
)  # fmt: skip
# "kept X from leaving", "accused X of bombing": the object does what the gerund says.
_OBJECT_GERUND = frozenset({"of", "from", "for", "into", "over", "with"})
_OBJECT_GERUND_VERBS = frozenset(
    {
        "accuse", "suspect", "convict", "acquit", "prevent", "stop", "bar", "keep", "blame", "criticize", "criticise",
        "condemn", "dissuade", "discourage", "prohibit", "ban", "charge", "talk", "force", "trick", "implicate",
        "credit", "arrest", "detain", "sentence", "jail", "punish", "praise", "catch", "see", "film", "hear",
    }
)  # fmt: skip
# What one takes people, in the singular and without an article: "took them hostage", "were taken prisoner".
CAPTIVE = frozenset({"hostage", "prisoner", "captive"})
# By when, not by whom: "released by nightfall".
_HOURS = frozenset({"dawn", "daybreak", "sunrise", "morning", "noon", "midday", "afternoon", "dusk", "sunset", "nightfall",
                    "evening", "night", "midnight", "now", "then", "today", "count", "tally", "reckoning"})  # fmt: skip
# What someone is arrested or tried on: "on charges of spying".
_CHARGES = frozenset({"charge", "suspicion", "count", "allegation", "accusation"})
# Verbs that nothing but a passive leaves without an object: headlines drop the auxiliary ("Four killed in raid").
TRANSITIVE = frozenset(
    {
        "kill", "wound", "injure", "arrest", "detain", "capture", "kidnap", "abduct", "assassinate", "execute", "hurt",
        "displace", "besiege", "destroy", "damage", "deport", "evacuate", "free", "release", "behead", "torture",
        "bomb", "shell", "ambush", "raid", "loot", "torch", "hijack", "rescue", "slaughter", "massacre", "lynch",
        "stab", "murder", "slay", "maim", "imprison", "jail", "sentence", "convict", "expel", "oust", "topple",
        "gut", "raze", "demolish", "flatten", "ransack", "overrun", "incinerate", "hospitalize", "hospitalise",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filler:
    """A token that fills a role, and the path of constructions that leads to it."""

    token: int
    path: str
# What joins the clauses of a headline: "Nine dead as gunmen attack mosque".
_HEADLINE_JOINTS = frozenset({"as", "after", "when"})


def is_verb(parse: Parse, token: int) -> bool:
    """Whether a token is tagged as a verb form."""
    return parse.tags[token] in _VERB_TAGS


def antecedent(parse: Parse, token: int) -> int:
    """The noun that a relative pronoun stands for, or the token itself."""
    if parse.lowers[token] in _RELATIVE and parse.tags[token] in ("WDT", "WP", "IN", "DT"):
        verb = parse.heads[token]
        if parse.deps[token] == "pobj":  # "on which", "many of whom"
            verb = parse.heads[parse.heads[token]]
        for _ in range(6):
            if parse.deps[verb] == "relcl":
                return parse.heads[verb]
            if parse.heads[verb] == verb:
                break
            verb = parse.heads[verb]
    for child in parse.children[token]:  # "some of whom"
        if parse.lowers[child] == "of":
            for inner in parse.children[child]:
                if parse.lowers[inner] in ("whom", "which"):
                    return antecedent(parse, inner)
    return token


def is_passive(parse: Parse, verb: int) -> bool:
    """Whether a verb is in the passive, with or without its auxiliary."""
    tag = parse.tags[verb]
    if tag not in ("VBN", "VBD"):
        return False
    own = helped = False
    for child in parse.children[verb]:
        dep = parse.deps[child]
        if dep in ("auxpass", "nsubjpass"):
            return True
        if dep == "aux" and parse.lemmas[child] in ("have", "do"):
            helped = True  # unless "been" follows: "and has been charged"
        elif dep in SUBJECTS or (dep == "dobj" and parse.lowers[child] not in CAPTIVE):
            own = True
    if helped:
        return False
    if parse.deps[verb] in ("acl", "amod"):
        return tag == "VBN" or (not own and parse.lemmas[verb] in TRANSITIVE)
    if not any(parse.deps[child] == "dobj" for child in parse.children[verb]):
        for child in parse.children[verb]:  # a by-phrase, its own or that of a verb beside it
            if parse.deps[child] == "agent":
                return True
            if parse.deps[child] == "conj" and parse.child(child, {"agent"}) is not None:
                return parse.child(child, OBJECTS) is None
    if parse.lemmas[verb] in TRANSITIVE and parse.child(verb, OBJECTS) is None:
        return True
    if tag == "VBD" or own:
        return False
    head = parse.heads[verb]
    if parse.deps[verb] == "conj" and is_verb(parse, head) and head != verb:
        return is_passive(parse, head)
    return parse.deps[verb] in ("advcl", "relcl", "xcomp", "ccomp", "dep", "pcomp", "ROOT")


def subject(parse: Parse, verb: int, depth: int = 0) -> Filler | None:
    """The grammatical subject of a verb, its own or the one that the construction lends it."""
    own = _own_subject(parse, verb)
    if own is None and parse.tags[verb] == "VBG" and parse.deps[verb] == "advcl" and (
        verb and parse.deps[verb - 1] == "pobj" and parse.entity_label(verb - 1) in ("NORP", "GPE")
    ):  # fmt: skip
        return Filler(verb - 1, "modifier")  # "killed by Ukrainian shelling", which the parser takes for a clause
    if own is not None and parse.lowers[own] in _REFLEXIVE and depth <= 6 and parse.heads[verb] != verb:
        return _lend(subject_of_word(parse, parse.heads[verb], depth + 1), "reflexive")
    if own is not None:
        wearer = in_disguise(parse, own)
        if wearer is not None:
            return Filler(wearer, "in disguise")
        token = antecedent(parse, own)
        return Filler(token, parse.deps[own] if token == own else "relative")
    if depth > 6:
        return None
    dep, head = parse.deps[verb], parse.heads[verb]
    if head == verb or dep == "ccomp":
        cut_off = _before_sentence(parse, verb)
        if cut_off is not None or head == verb:
            return cut_off
    if dep in ("relcl", "acl", "amod"):
        return _modified(parse, verb, head, dep, depth)
    if dep == "pcomp":
        return _under_preposition(parse, head, depth)
    if dep in ("xcomp", "ccomp", "advcl", "oprd"):
        if not is_verb(parse, head) and parse.tags[head] != "MD":
            return _lend(subject_of_word(parse, head, depth + 1), dep)
        if dep == "ccomp" and not _lends_to_clause(parse, verb):
            return None
        called = _called_for(parse, verb, head)
        if called is not None:
            return called
        if dep == "advcl" and parse.tags[verb] == "VB" and parse.lemmas[head] in TRANSITIVE and is_passive(parse, head):
            return _lend(by_phrase(parse, head), dep)  # "killed in a push to seize": never by those who were killed
        raised = _object_control(parse, verb, head, dep) or _told_of(parse, verb, head)
        if raised is not None:
            return raised
        return _lend(subject(parse, head, depth + 1), dep)
    if dep in ("conj", "dep", "parataxis"):
        return _lend(subject_of_word(parse, head, depth + 1), dep)
    return None


def _called_for(parse: Parse, verb: int, head: int) -> Filler | None:
    """The subject of "for X to V" that the parser hung on the verb above: "called for the general to be sacked"."""
    to = next((child for child in parse.children[verb] if child < verb and parse.lowers[child] == "to"), None)
    if to is None:
        return None
    for child in parse.children[head]:
        if head < child < to and parse.deps[child] == "prep" and parse.lowers[child] == "for":
            named = parse.child(child, {"pobj"})
            if named is None or parse.subtree(child)[1] > to:
                continue
            # "called for talks to end the war": with an active verb only names are sure to act.
            if is_passive(parse, verb) or parse.entity_label(named) in ("PERSON", "ORG", "GPE", "NORP"):
                return Filler(named, "for")
    return None


def is_act(parse: Parse, gerund: int) -> bool:
    """Whether a gerund stands as a noun: a modifier hangs before it ("Russian shelling killed"), as on no verb."""
    return any(
        child < gerund
        and (
            parse.deps[child] in ("amod", "nmod")
            or (parse.deps[child] in _BEFORE_NOUNS and parse.deps[gerund] in _NOUN_PLACES)
        )
        for child in parse.children[gerund]
    )


def in_disguise(parse: Parse, noun: int) -> int | None:
    """Who only looks like what a noun names, where the parser lets the looks act: "men dressed as police fired"."""
    before = noun - 1
    while before > 1 and parse.heads[before] == noun and parse.deps[before] in ("det", "amod", "compound", "nummod"):
        before -= 1
    if before < 2 or parse.lowers[before] != "as":
        return None
    garb = before - 1
    if parse.lemmas[garb] not in _DISGUISE:
        return None
    return parse.heads[garb] if parse.deps[garb] == "acl" else parse.child(garb, {"nsubj", "nsubjpass"})


def _told_of(parse: Parse, verb: int, head: int) -> Filler | None:
    """Whom a gerund behind "of" or "about" is said of: "residents told of soldiers burning houses"."""
    if parse.tags[verb] != "VBG":
        return None
    for child in parse.children[head]:
        if parse.deps[child] == "prep" and parse.lowers[child] in ("of", "about") and head < child < verb:
            told = parse.child(child, {"pobj"})
            if told is not None and told == verb - 1:
                return Filler(told, "told of")
    return None


def subject_of_word(parse: Parse, word: int, depth: int = 0) -> Filler | None:
    """The subject of a verb, of an adjective or noun after a copula, or the controller of an event noun."""
    if is_verb(parse, word) or parse.tags[word] == "MD":
        return subject(parse, word, depth)
    dep, head = parse.deps[word], parse.heads[word]
    own = parse.child(word, SUBJECTS)  # a predicate noun that the parser made the head of its clause
    if own is not None:
        return Filler(antecedent(parse, own), "nsubj")
    if dep in ("acomp", "attr", "oprd") and is_verb(parse, head):
        return subject(parse, head, depth + 1)
    if dep in ("amod", "acl", "relcl") and parse.tags[word].startswith("J"):
        return Filler(head, "modified")
    if parse.tags[word].startswith("N"):
        return controller(parse, word, depth + 1)
    if dep == "conj" and depth < 6:
        return subject_of_word(parse, head, depth + 1)
    return None


def controller(parse: Parse, noun: int, depth: int = 0) -> Filler | None:
    """Whose noun it is: the possessor, else the subject of the verb that it is the object or a complement of."""
    owner = parse.child(noun, {"poss"})
    if owner is not None:
        return Filler(owner, "poss")
    if depth > 6:
        return None
    dep, head = parse.deps[noun], parse.heads[noun]
    if dep in ("dobj", "attr") and is_verb(parse, head):
        return _lend(subject(parse, head, depth + 1), "object")
    if dep == "nsubjpass":  # "the decision to withdraw was taken by the cabinet"
        return _lend(by_phrase(parse, head), "passive")
    if dep == "pobj":
        above = parse.heads[head]
        if parse.lemmas[noun] in _CHARGES:  # "arrested on suspicion of smuggling": those who are arrested
            if parse.deps[above] == "dobj" and is_verb(parse, parse.heads[above]):
                return Filler(antecedent(parse, above), parse.lowers[head])  # hung on those arrested
            return _lend(patient(parse, above), parse.lowers[head]) if is_verb(parse, above) else None
        if is_verb(parse, above) and not is_passive(parse, above):
            return _lend(subject(parse, above, depth + 1), parse.lowers[head])
    return None


def _own_subject(parse: Parse, verb: int) -> int | None:
    own = [child for child in parse.children[verb] if parse.deps[child] in ("nsubj", "nsubjpass")]
    if len(own) > 1 and own[-1] < verb and any(parse.lowers[token] in _HEADLINE_JOINTS for token in range(own[0], own[-1])):
        return own[-1]  # "Dozens dead as missile hits hospital": the parser gives the verb both nouns
    return own[0] if own else None


def _lends_to_clause(parse: Parse, verb: int) -> bool:
    """Whether the subject above does a clause without a subject: in "denied bombing", not in "died, he said"."""
    if parse.tags[verb] == "VBG":
        return not any(parse.deps[child] == "aux" for child in parse.children[verb])
    return parse.tags[verb] == "VB" and any(parse.lowers[child] == "to" for child in parse.children[verb])


def _before_sentence(parse: Parse, verb: int) -> Filler | None:
    """The subject that a wrapped line cut off: a verbless piece before a sentence that opens with its verb."""
    number = parse.sentence_of[verb]
    first = parse.sentences[number][0]
    if number == 0 or verb - first > 2 or any(parse.tags[n][0] not in "VMR" for n in range(first, verb)):
        return None
    start, end = parse.sentences[number - 1]
    while end > start and parse.words[end - 1].isspace():
        end -= 1
    if end == start or parse.words[end - 1][-1] in '.!?:;"”':
        return None
    for token in range(start, end):
        if parse.heads[token] == token:
            return Filler(token, "before the break") if parse.tags[token][0] == "N" else None
    return None


def _modified(parse: Parse, verb: int, noun: int, dep: str, depth: int) -> Filler | None:
    if dep == "acl" and parse.tags[verb] == "VB" and parse.tags[noun].startswith("N"):
        above = parse.heads[noun]
        if parse.deps[noun] in ("dobj", "nsubjpass") and parse.lemmas[above] in _OBJECT_CONTROL:
            return Filler(noun, "object control")
        # "an attempt to flee", "plans to attack": the one who attempts or plans.
        by = controller(parse, noun, depth + 1)
        return _lend(by, "infinitive") if by is not None else Filler(noun, "infinitive")
    return Filler(noun, {"relcl": "relative", "acl": "participle", "amod": "modifier"}[dep])


def _under_preposition(parse: Parse, preposition: int, depth: int) -> Filler | None:
    above = parse.heads[preposition]
    if parse.deps[above] in ("dobj", "nsubjpass") and parse.lemmas[parse.heads[above]] in _OBJECT_GERUND_VERBS:
        return Filler(above, f"{parse.lowers[preposition]}<object")  # "accused the army of", hung on the army
    if is_verb(parse, above):
        if parse.lowers[preposition] == "by" and is_passive(parse, above):
            return None  # "killed by shelling": never by those who were killed
        if parse.lowers[preposition] in _OBJECT_GERUND and parse.lemmas[above] in _OBJECT_GERUND_VERBS:
            suspect = patient(parse, above)
            if suspect is not None:
                return _lend(suspect, parse.lowers[preposition])
        return _lend(subject(parse, above, depth + 1), parse.lowers[preposition])
    return _lend(subject_of_word(parse, above, depth + 1), parse.lowers[preposition])


def _object_control(parse: Parse, verb: int, head: int, dep: str) -> Filler | None:
    if dep == "oprd" or (dep == "advcl" and parse.tags[verb] != "VB"):
        return None
    if dep == "advcl" and parse.lemmas[head] not in (
        "send",
        "force",
        "order",
        "urge",
        "ask",
        "recruit",
        "invite",
    ):
        return None
    if parse.lemmas[head] in _SUBJECT_CONTROL or is_passive(parse, head):
        return None
    for child in parse.children[head]:
        if parse.deps[child] in ("dobj", "dative") and child < verb and parse.tags[child][0] in "NP":
            if parse.lowers[child] in _REFLEXIVE:
                return None
            return Filler(antecedent(parse, child), "object control")
    return None


def _lend(found: Filler | None, through: str) -> Filler | None:
    return None if found is None else Filler(found.token, f"{through}<{found.path}")


def by_phrase(parse: Parse, token: int) -> Filler | None:
    """The agent of a passive or of an event noun: "by X"."""
    for child in parse.children[token]:
        if parse.deps[child] == "agent" or (parse.deps[child] == "prep" and parse.lowers[child] == "by"):
            found = parse.child(child, {"pobj"})
            if found is not None and parse.lowers[found] not in _HOURS:
                return Filler(antecedent(parse, found), "by")
    return None


def agent(parse: Parse, verb: int) -> Filler | None:
    """The deep subject: the subject of an active verb, the by-phrase of a passive one."""
    if is_passive(parse, verb):
        found = by_phrase(parse, verb)
        if found is None:
            for child in parse.children[verb]:  # "arrested and taken away by police", "taken and presumed killed by"
                if parse.child(child, {"nsubj", "nsubjpass"}) is not None:
                    continue  # "water was cut and bakeries are guarded by boys"
                if parse.deps[child] == "conj" and is_verb(parse, child) and is_passive(parse, child):
                    inner = parse.child(child, {"xcomp", "oprd", "ccomp"})
                    found = by_phrase(parse, child) or (by_phrase(parse, inner) if inner is not None else None)
                    if found is not None:
                        return found
            if parse.deps[verb] == "acl":  # "kidnapped and presumed killed by", parted by the parser
                for sibling in parse.children[parse.heads[verb]]:
                    if parse.deps[sibling] == "acl" and 0 < sibling - verb <= 4:
                        found = by_phrase(parse, sibling)
                        if found is not None:
                            return found
            for child in parse.children[verb]:  # "US-backed", "Russian-supplied"
                if parse.deps[child] == "npadvmod" and child < verb and parse.words[verb - 1] in "-–":
                    return Filler(child, "compound")
        return found
    return subject(parse, verb)


def patient(parse: Parse, verb: int) -> Filler | None:
    """The deep object: the object of an active verb, the subject of a passive one."""
    if is_passive(parse, verb):
        return subject(parse, verb)
    objects = [child for child in parse.children[verb] if parse.deps[child] == "dobj" and parse.lowers[child] not in CAPTIVE]
    for child in objects:
        if len(objects) > 1 and parse.lowers[child] in _RELATIVE:
            continue  # a conjunction that the parser took for a relative pronoun
        token = antecedent(parse, child)
        return Filler(token, "dobj" if token == child else "relative")
    for child in parse.children[verb]:  # "shooting dead their neighbours": the parser hangs them on "dead"
        if parse.lowers[child] == "dead" and child == verb + 1 and (hit := parse.child(child, OBJECTS)) is not None:
            return Filler(hit, "dobj")
    if parse.deps[verb] == "relcl" and _own_subject(parse, verb) is not None:
        own = _own_subject(parse, verb)
        if own is not None and antecedent(parse, own) == own and not _has_gap_filler(parse, verb):
            return Filler(parse.heads[verb], "relative gap")
    for child in parse.children[verb]:  # "bombed and destroyed the town"
        if parse.deps[child] == "conj" and is_verb(parse, child) and 0 < child - verb <= 4:
            shared = parse.child(child, OBJECTS)
            past = parse.tags[child] in ("VBD", "VBN") and parse.tags[verb] in ("VBD", "VBN")
            if shared is not None and (past or parse.tags[child] == parse.tags[verb]):
                return Filler(shared, "shared object")
    return _fleeing(parse, verb)


def _fleeing(parse: Parse, verb: int) -> Filler | None:
    """Whom a participle before the noun describes, where the parser takes it for a verb: "shot fleeing villagers"."""
    if parse.lemmas[verb] not in TRANSITIVE and parse.lemmas[verb] not in ("shoot", "attack", "beat"):
        return None
    for child in parse.children[verb]:
        if parse.deps[child] == "xcomp" and child == verb + 1 and parse.tags[child] == "VBG":
            held = parse.child(child, OBJECTS)
            return None if held is None else Filler(held, "participle before")
        if parse.deps[child] == "conj" and child == verb + 2 and parse.tags[child] == parse.tags[verb]:
            return _fleeing(parse, child)
    return None


def _has_gap_filler(parse: Parse, verb: int) -> bool:
    """Whether a relative clause spends its antecedent elsewhere: "where X attacked", "from which X fled"."""
    for child in parse.children[verb]:
        if parse.lowers[child] in ("where", "when", "why"):
            return True
        if parse.deps[child] == "prep":
            inner = parse.child(child, {"pobj"})
            if inner is None or parse.lowers[inner] in _RELATIVE:
                return True
    return False


def prepositions(parse: Parse, token: int) -> Iterator[tuple[str, int, int]]:
    """The prepositional phrases of a token: (preposition, its object, the preposition's own token)."""
    for child in parse.children[token]:
        if parse.deps[child] in PREPOSITIONS:
            for inner in parse.children[child]:
                if parse.deps[inner] == "pobj":
                    yield parse.lowers[child], antecedent(parse, inner), child
                elif parse.deps[inner] == "prep":  # "outside of", "up to", "from inside"
                    for deep in parse.children[inner]:
                        if parse.deps[deep] == "pobj":
                            yield parse.lowers[child], antecedent(parse, deep), child
                elif parse.deps[inner] == "conj" and parse.deps[child] == "prep":  # "in and around"
                    for deep in parse.children[inner]:
                        if parse.deps[deep] == "pobj":
                            yield parse.lowers[inner], antecedent(parse, deep), inner


def conjuncts(parse: Parse, token: int) -> list[int]:
    """The members of a coordination that a token opens, itself first."""
    out = [token]
    at: int | None = token
    while at is not None and len(out) < 12:
        at = parse.child(at, {"conj"})
        if at is not None:
            out.append(at)
    return out
