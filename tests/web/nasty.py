"""A case whose every field tries to break out of its page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sayso.documents import Document
from sayso.record import Claim, Count, Entity, Place, Record, Source, Span, Weapon, When
from sayso.store import Case, Received, link_case, open_case

SCRIPT = "<script>window.hacked=1</script>"
QUOTED = "\"><img src=x onerror='window.hacked=2'>"
SINGLE = "' onmouseover='window.hacked=3' x='"
STYLE = "</style><style>body{display:none}</style>"
TEMPLATE = "{{ 7*7 }}{% raw %}${7*7}"
URL = "javascript:window.hacked=4"
COMMENT = "--><svg onload=window.hacked=5>"
FORMULA = "=HYPERLINK(\"http://evil.example\")"
ALL = (SCRIPT, QUOTED, SINGLE, STYLE, TEMPLATE, COMMENT)
IDS = ("d1", "../../etc/passwd", f"x{QUOTED}", "a/b?c=d#e.json", "~", " .. ")


def nasty_case(path: Path) -> Case:
    """Builds it."""
    case = open_case(path, create=True)
    records = [_record(name, number) for number, name in enumerate(IDS)]
    case.writer.add([
        Received(
            Document(one.text, one.id, one.published, one.outlet, one.url, one.title), one.text.encode(), f"{SCRIPT}{number}",
            "2026-01-02T03:04:05+00:00", byline=f"By {QUOTED}", language='en"><script>', credit=STYLE,
        )
        for number, one in enumerate(records)
    ])  # fmt: skip
    known = {row["title"]: row["document"] for row in case.documents()}
    case.writer.write([replace(one, id=known[one.title]) for one in records], f"maker {SCRIPT}")
    link_case(case, made_by="test")
    return case


def _record(name: str, number: int) -> Record:
    parts = [f"On Monday {SCRIPT} jets", f"bombed {QUOTED}", f"near {SINGLE}", f"with {STYLE}", f"said {TEMPLATE}",
             f"killing 9 {COMMENT}", f"as shown by {FORMULA}."]  # fmt: skip
    text = f"Report {number} 👩‍👩‍👧 قصف e\u0301.\n" + " ".join(parts)

    def span(words: str) -> Span:
        start = text.index(words)
        return Span(start, start + len(words), words)

    def entity(words: str, kind: str) -> Entity:
        one = span(words)
        return Entity(one.start, one.end, one.text, words, f"id-{words}", kind, "SYR")

    whole = Span(text.index("On Monday"), len(text), text[text.index("On Monday") :])
    where, when, who, basis = span(SINGLE), span("Monday"), span(TEMPLATE), span(FORMULA)
    weapon = span(STYLE)
    claims = tuple(
        Claim(
            f"c{number}{suffix}", "airstrike", span("bombed"), whole, actor=entity(SCRIPT, "rebel"),
            target=entity(QUOTED, "civilians"), weapon=Weapon(weapon.start, weapon.end, weapon.text, STYLE),
            place=Place(where.start, where.end, where.text, SINGLE, 5, 36.2 + number / 10, 37.1, "SYR", QUOTED, "PPL", 1, 0.9),
            when=When(when.text, when.start, when.end, "2015-10-12", "2015-10-12", 1),
            counts=(Count("killed", 9 + number, 9 + number, COMMENT, span(COMMENT)),), status=status,
            sources=(
                Source(who.start, who.end, who.text, TEMPLATE, span("said")),
                Source(basis.start, basis.end, basis.text, FORMULA, None),
            ),
            basis=basis,
        )
        for suffix, status in (("a", "asserted"), ("b", "denied"))
    )  # fmt: skip
    return Record(
        name, text, "2015-10-13", outlet=f"Outlet {QUOTED}{number % 3}", url=f"{URL}//{number}", title=f"Title {SCRIPT} {number}",
        claims=claims,
    )  # fmt: skip
