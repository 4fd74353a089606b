"""Claims that rest on one video, picture or paper depend on each other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fusion.samples import told
from sayso.fusion import Told, build
from sayso.fusion.artefacts import artefact
from sayso.record import Claim, Source, Span


def _claim(text: str, basis: str) -> Claim:
    start = text.index(basis)
    return Claim(
        "c",
        "shelling",
        Span.of(text, text.index("shell"), text.index("shell") + 5),
        Span.of(text, 0, len(text)),
        basis=Span.of(text, start, start + len(basis)),
    )


@pytest.mark.parametrize(
    ("text", "basis", "found"),
    [
        ("A video posted by the Karo Front shows that troops shelled Tirmala.", "A video", "video of karo front"),
        ("Footage broadcast by Karo TV showed tanks shelling Tirmala.", "Footage broadcast by Karo TV", "video of karo tv"),
        ("Satellite images from Orbitra show that shells hit it.", "Satellite images from Orbitra", "imagery of orbitra"),
        ("Orbitra satellite imagery shows that shells hit it.", "Orbitra satellite imagery", "imagery of orbitra"),
        ("Troops shelled Tirmala, photographs published by Open Eye show.", "photographs", "imagery of open eye"),
        ("Troops shelled it, the mayor said, citing Karo TV's footage.", "Karo TV's footage", "video of karo tv"),
        ("In a video that activist Adnan Haddad posted, troops shelled it.", "a video", "video of adnan haddad"),
        ("A video on the Telegram channel Karo News shows shells.", "A video on the Telegram channel", "video of karo news"),
        ("An internal memo leaked to the Lenna Post says troops shelled it.", "An internal memo", "documents of lenna post"),
        ("A video of the attack shows that troops shelled Tirmala.", "A video of the attack", None),
        ("A video posted on Telegram shows that troops shelled Tirmala.", "A video", None),
        ("Troops shelled Tirmala, satellite images show.", "satellite images", None),
        ("A video showed Karo Front fighters shelling Tirmala.", "A video", None),
    ],
)  # fmt: skip
def test_whose_it_is_is_read_from_the_text(text: str, basis: str, found: str | None) -> None:
    assert artefact(_claim(text, basis), str.casefold) == found


def test_what_rests_on_nothing_rests_on_no_artefact() -> None:
    assert artefact(replace(_claim("Troops shelled it, a video shows.", "a video"), basis=None), str.casefold) is None


def _shown(document: str, outlet: str, words: str) -> Told:
    """A report in its own voice that rests on ``words``."""
    one = told(document, outlet)
    text = f"{one.claim.evidence.text} , {words} shows"
    start = len(one.claim.evidence.text) + 3
    noun = words.split(" posted")[0]
    claim = replace(
        one.claim, evidence=Span(0, len(text), text), basis=Span(start, start + len(noun), noun)
    )  # fmt: skip
    return replace(one, claim=claim)


def test_two_papers_on_one_video_are_one_origin() -> None:
    same = build("e1", [_shown(n, f"Paper {n}", "a video posted by Karo News") for n in "ab"])
    owners = ("a", "Karo News"), ("b", "Open Eye")
    other = build("e1", [_shown(n, f"Paper {n}", f"a video posted by {who}") for n, who in owners])
    unnamed = build("e1", [_shown(n, f"Paper {n}", "a video") for n in "ab"])
    assert (same.origins, same.kappa) == (1, 1)
    assert (other.origins, other.kappa) == (2, 2)
    assert (unnamed.origins, unnamed.kappa) == (2, 2)


def test_whoever_cites_the_video_and_another_voice_on_it_are_one() -> None:
    own = _shown("a", "Paper A", "a video posted by Karo News")
    cited = _shown("b", "Paper B", "a video posted by Karo News")
    source = Source(0, 3, cited.claim.evidence.text[:3], "Adnan Haddad", None)
    cited = replace(cited, claim=replace(cited.claim, sources=(source,)))
    assert build("e1", [own, cited]).origins == 1
