"""The video, picture or paper that a claim rests on, where the text says whose it is.

Two papers that describe "a video posted by the rebels" have seen one video: their claims depend on each other as
the copies of a briefing do. Whose it is stands behind the noun ("posted by", "obtained by", "from", "on the channel"),
before it ("the observatory's footage", "Maxar images") or in a clause ("a video that the mayor posted"). What the text
leaves unnamed may be any of many, so it ties nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from sayso.codebook import read_rows
from sayso.codebook.words import word_list
from sayso.fusion.identity import singular
from sayso.record import Claim

# Words behind the noun among which its owner is looked for.
_REACH = 12
_CONNECTING = frozenset({"of", "the", "for", "de", "al", "el", "and"})
_CLOSING = ".,;:!?\"“”()"


def artefact(claim: Claim, key: Callable[[str], str]) -> str | None:
    """What a claim rests on, as "video of OWNER"; None where it rests on nothing, or on what the text does not name.

    ``key`` gives one key for all the names of an owner.

    >>> from sayso.record import Span
    >>> text = "A video posted by the Azov Regiment shows that shells hit the theatre."
    >>> claim = Claim("c", "shelling", Span.of(text, 51, 54), Span.of(text, 0, len(text)), basis=Span.of(text, 0, 7))
    >>> artefact(claim, str.casefold)
    'video of azov regiment'
    """
    basis = claim.basis
    if basis is None:
        return None
    inside = basis.text.split()
    noun = next((at for at in range(len(inside)) if _kind(inside[at]) is not None), None)
    if noun is None:
        return None
    behind = inside[noun + 1 :]
    if claim.evidence.start <= basis.start and basis.end <= claim.evidence.end:
        behind += claim.evidence.text[basis.end - claim.evidence.start :].split()[:_REACH]
    owner = _behind(behind) or _before(inside[:noun])
    return f"{_kind(inside[noun])} of {key(owner)}" if owner else None


def _behind(words: Sequence[str]) -> str:
    """The name that words behind the noun make its owner."""
    made = _words("artefacts.made")
    told = False  # whether a word says that it was posted, obtained, taken
    for at, word in enumerate(words):
        lower = word.strip(_CLOSING).casefold()
        if lower in made:
            told = True
        elif lower in ("by", "from", "to", "on") and (told or lower in ("by", "from", "on")):
            name = _name(words[at + 1 :])
            if name:
                return name
        elif lower in ("that", "which", "who"):
            # "that activist Ahmad Said posted": a name and then the word.
            name = _name(words[at + 1 :])
            return name if name and any(one.strip(_CLOSING).casefold() in made for one in words[at + 1 :]) else ""
        elif lower in _words("artefacts.showing"):
            return ""
        if word[-1:] in ".;!?":
            return ""
    return ""


def _before(words: Sequence[str]) -> str:
    """The name before the noun: "Maxar", "the observatory's"."""
    named = [word for word in words if word[:1].isupper() and word.casefold() not in ("the", "a", "an", "one")]
    return " ".join(_bare(word) for word in named)


def _name(words: Sequence[str]) -> str:
    """The first name among words, as far as it goes; words of a trade may stand before it ("the activist Ahmad Said")."""
    found: list[str] = []
    for word in words:
        bare = _bare(word)
        if bare.casefold() in _words("artefacts.platforms"):
            continue
        if word[:1].isupper() and bare:
            found.append(bare)
        elif found and word.casefold() in _CONNECTING:
            found.append(word)
        elif found or word.casefold() in _words("artefacts.made") or word.casefold() in _words("artefacts.showing"):
            break
        if word[-1:] in _CLOSING:
            break
    while found and found[-1].casefold() in _CONNECTING:
        found.pop()
    return " ".join(found)


def _bare(word: str) -> str:
    word = word.strip(_CLOSING)
    return word[:-2] if word.endswith(("'s", "’s")) else word


@cache
def _kinds() -> dict[str, str]:
    return {row["noun"]: row["type"] for row in read_rows("basis.csv")}


def _kind(word: str) -> str | None:
    """The sort of evidence that a noun names."""
    lower = word.strip(_CLOSING).casefold()
    return _kinds().get(lower) or _kinds().get(singular(lower))


@cache
def _words(name: str) -> frozenset[str]:
    return word_list("fusion.toml", name)
