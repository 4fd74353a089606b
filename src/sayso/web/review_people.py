"""Who reviews, as the browser says it, and the addresses of review."""

from __future__ import annotations

from urllib.parse import quote, unquote, urlencode

from fastapi import Request, Response

from sayso.errors import InputError
from sayso.judgements import Round
from sayso.query import Filter
from sayso.review import Reviewer
from sayso.web.addresses import segment
from sayso.web.bench import Workbench

COOKIE = "sayso_reviewer"


def name_of(request: Request) -> str:
    """The reviewer's name as this browser gave it; empty where it gave none."""
    return unquote(request.cookies.get(COOKIE, ""))[:100]


def reviewer_of(bench: Workbench, name: str) -> Reviewer | None:
    """The reviewer of a name; None where it is none."""
    try:
        return Reviewer(bench.case, name)
    except InputError:
        return None


def review_address(claim: str, picked: Filter | None = None, **more: str) -> str:
    """The page on which a claim is reviewed."""
    query = "&".join(part for part in (picked.address() if picked else "", urlencode(more)) if part)
    return f"/review/claims/{segment(claim)}" + (f"?{query}" if query else "")


def keep_name(answer: Response, name: str) -> None:
    """Keeps the reviewer's name with the browser."""
    answer.set_cookie(COOKIE, quote(name), max_age=31_536_000, path="/review", samesite="strict", httponly=True)


def picked_of(request: Request) -> Filter:
    """The filter of the address: single conditions, or a line under ``f``."""
    line = request.query_params.get("f", "")
    return Filter.parse(line) if line.strip() else Filter.from_address(request.url.query)


def round_of(bench: Workbench) -> Round | None:
    """The blind round that is on."""
    going = bench.case.view.blind_round()
    return going[0] if going is not None else None


def reader_of(bench: Workbench, request: Request) -> Reviewer:
    """Whoever looks: the reviewer, or somebody without a name who sees what all may see."""
    return reviewer_of(bench, name_of(request)) or Reviewer(bench.case, "nobody")


def inside(address: str | None, default: str) -> str:
    """An address of this workbench to go back to; never another server's."""
    return address if address and address.startswith("/review") and "\\" not in address and "//" not in address else default
