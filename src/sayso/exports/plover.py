"""Claims as PLOVER records, in POLECAT's columns and in GDELT's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sayso.exports.shape import Column, Row, Shape, country_fips, country_name, key

SECTORS = {
    "state-military": "MIL", "state-government": "GOV", "state-police": "COP", "pro-government-militia": "PRM",
    "rebel": "REB", "international": "IGO", "civilians": "CVL", "journalist": "JRN", "medical": "MED",
    "political": "PTY", "private-company": "BUS", "criminal": "CRM", "unknown": "UNK",
}  # fmt: skip
QUADS = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), 1),
    **dict.fromkeys(("COOPERATE", "AID", "RETREAT"), 2),
    **dict.fromkeys(("REQUEST", "REJECT", "ACCUSE", "THREATEN"), 3),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), 4),
}
_QUAD_NAMES = {1: "V-COOP", 2: "M-COOP", 3: "V-CONF", 4: "M-CONF"}
_AUXILIARY = {"denied": "negation", "planned": "future", "hypothetical": "hypothetical"}


def quad(row: Row) -> int | None:
    """The quadrant of a PLOVER event: verbal or material, cooperation or conflict."""
    return QUADS.get(row["plover_event"] or "")


def _sector(slot: str) -> Any:
    return lambda row: SECTORS.get(row[f"{slot}_type"] or "")


def _who(row: Row, slot: str) -> str | None:
    """PLOVER's code of an actor: country and sector."""
    sector = SECTORS.get(row[f"{slot}_type"] or "")
    return " ".join(part for part in (row[f"{slot}_country"], sector) if part) or None


def _resolution(row: Row) -> int | None:
    return {1: 4, 2: 4, 3: 3, 4: 2, 6: 1}.get(row["where_prec"] or 0)


def plover_record(row: Row) -> dict[str, Any] | None:
    """One claim as a PLOVER record; None where PLOVER has no such event, or no actor is known (it needs one)."""
    if not row["plover_event"] or not row["actor"]:
        return None
    modes = [row["plover_mode"]] if row["plover_mode"] else []
    auxiliary = [_AUXILIARY[row["status"]]] if row["status"] in _AUXILIARY else []
    if row["background"]:
        auxiliary.append("historical")
    record: dict[str, Any] = {
        "id": row["claim"],
        "date": row["first"],
        "enddate": row["last"] if row["last"] != row["first"] else None,
        "actor": _who(row, "actor") or row["actor"],
        "actor_name": row["actor"],
        "actor_text": row["actor_text"],
        "event": row["plover_event"],
        "has_event": True,
        "mode": modes + auxiliary,
        "recipient": _who(row, "target") or row["target"],
        "recipient_name": row["target"],
        "recipient_text": row["target_text"],
        "context": row["plover_contexts"].split("; ") if row["plover_contexts"] else [],
        "quad_code": quad(row),
        "event_text": row["trigger"],
        "text": row["evidence"],
        "text_info": {"sources": row["sources"], "hedged": bool(row["hedged"]), "status": row["status"]},
        "cite_info": {
            "id": row["document"], "publication": row["outlet"], "date": row["published"], "url": row["url"],
            "headline": row["title"],
        },
        "coder": "Sayso",
        "comment": f"event {row['event']}",
    }  # fmt: skip
    if row["place"]:
        record["event_loc"] = {
            "extracted_place": row["place_text"], "resolved_place": row["place"], "geonameid": row["geonameid"],
            "lat": row["lat"], "lon": row["lon"], "district": row["admin2"], "province": row["admin1"],
            "country": country_name(row["country"]), "country_code": row["country"],
            "feature_class": (row["feature"] or "").partition(".")[0] or None,
            "feature_code": (row["feature"] or "").partition(".")[2] or None, "resolution": _resolution(row),
        }  # fmt: skip
    return {name: value for name, value in record.items() if value not in (None, [])}


def _person(slot: str, title: str) -> Iterator[Column]:
    yield Column(f"{title} Name", "name", key(slot))
    yield Column(f"{title} Country", "country, ISO 3166 alpha-3", key(f"{slot}_country"))
    yield Column(f"{title} COW", "number in Correlates of War", None)
    yield Column(f"Primary {title} Sector", "sector", _sector(slot))
    yield Column(f"{title} Sectors", "all its sectors", _sector(slot))
    yield Column(f"{title} Title", "title of a person", None)
    yield Column(f"{title} Name Raw", "name as written", key(f"{slot}_text"))
    yield Column(f"Wikipedia {title} ID", "article in Wikipedia", None)


def _city(row: Row) -> str | None:
    return row["place"] if (row["feature"] or "").startswith("P") else None


POLECAT = Shape(
    "polecat",
    "claim",
    (
        Column("Event ID", "id of the claim", key("claim")),
        Column("Event Date", "first day of the range; empty where the text gives none", key("first"), "day"),
        Column("Event Type", "PLOVER event", key("plover_event")),
        Column("Event Mode", "PLOVER mode", key("plover_mode")),
        Column("Intensity", "PLOVER's intensity is not coded", None, "number"),
        Column("Quad Code", "V-COOP, M-COOP, V-CONF or M-CONF", lambda row: _QUAD_NAMES.get(quad(row) or 0)),
        Column("Contexts", "PLOVER contexts", key("plover_contexts")),
        *_person("actor", "Actor"),
        *_person("target", "Recipient"),
        Column("Placename", "name of the place", key("place")),
        Column("City", "populated place", _city),
        Column("District", "second-order division", key("admin2")),
        Column("Province", "first-order division", key("admin1")),
        Column("Country", "country, ISO 3166 alpha-3", key("country")),
        Column("Latitude", "degrees, WGS 84", key("lat"), "number"),
        Column("Longitude", "degrees, WGS 84", key("lon"), "number"),
        Column("GeoNames ID", "number in GeoNames", key("geonameid"), "integer"),
        Column("Raw Placename", "the place as written", key("place_text")),
        Column("Feature Type", "GeoNames feature code", lambda row: (row["feature"] or "").partition(".")[2] or None),
        Column("Source", "outlet", key("outlet")),
        Column("Publication Date", "day of publication", key("published"), "day"),
        Column("Story People", "people named in the story", None),
        Column("Story Organizations", "organisations named in the story", None),
        Column("Story Locations", "places named in the story", None),
        Column("Language", "language of the text", lambda _row: "en"),
        Column("Version", "version of POLECAT's coder", None),
    ),
    "One row a claim that PLOVER has an event for and that is asserted. POLECAT sets the publication date where a "
    "text gives no date; here the date stays empty.",
    "POLECAT on Harvard Dataverse, https://doi.org/10.7910/DVN/AJGVIT",
)


def _number(row: Row) -> int | None:
    try:
        return int(row["claim"][1:15], 16)
    except ValueError:  # an id that another program gave
        return None


def _day_number(row: Row) -> int | None:
    return int(row["first"].replace("-", "")) if row["first"] and row["date_prec"] == 1 else None


def _month(row: Row) -> int | None:
    same = row["first"] and row["last"] and row["first"][:7] == row["last"][:7]
    return int(row["first"][:7].replace("-", "")) if same else None


def _year(row: Row) -> int | None:
    same = row["first"] and row["last"] and row["first"][:4] == row["last"][:4]
    return int(row["first"][:4]) if same else None


def _fraction(row: Row) -> float | None:
    if _day_number(row) is None:
        return None
    day = date.fromisoformat(row["first"])
    return round(day.year + ((day.month - 1) * 30 + day.day) / 365, 4)  # GDELT takes every month for 30 days


def _quad_class(row: Row) -> int | None:
    """GDELT's own classes, as its files have them: investigations (09) are cooperation, protests (14) verbal conflict.

    ICEWS and PLOVER draw other lines through the same codes.
    """
    root = int(row["cameo"][:2]) if row["cameo"] and row["cameo"][:2].isdigit() else 0
    return None if not root else 1 if root <= 5 else 2 if root <= 9 else 3 if root <= 14 else 4


def _geo_type(row: Row) -> int | None:
    if not row["country"]:
        return None
    american = row["country"] == "USA"
    precision = row["where_prec"]
    if precision == 6:
        return 1
    if precision == 4:
        return 2 if american else 5
    return (3 if american else 4) if precision in (1, 2, 3) else None


def _gdelt_actor(slot: str, number: int) -> Iterator[Column]:
    name = f"Actor{number}"
    types = {"state-military": "MIL", "state-government": "GOV", "state-police": "COP", "rebel": "REB",
             "civilians": "CVL", "journalist": "MED", "medical": "HLH", "political": "PTY", "private-company": "BUS",
             "criminal": "CRM", "international": "IGO"}  # fmt: skip

    def code(row: Row) -> str | None:
        kind = types.get(row[f"{slot}_type"] or "")
        return "".join(part for part in (row[f"{slot}_country"], kind) if part) or None

    yield Column(f"{name}Code", "country and type", code)
    yield Column(f"{name}Name", "name", key(slot))
    yield Column(f"{name}CountryCode", "country", key(f"{slot}_country"))
    for part in ("KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code"):
        yield Column(f"{name}{part}", "not coded", None)
    yield Column(f"{name}Type1Code", "type", lambda row: types.get(row[f"{slot}_type"] or ""))
    for part in ("Type2Code", "Type3Code"):
        yield Column(f"{name}{part}", "not coded", None)


_GEO_MEANINGS = {"Type": "1 country, 2 and 3 US state and city, 4 city, 5 state", "CountryCode": "FIPS 10-4"}


def _gdelt_geo(name: str) -> Iterator[Column]:
    known = name == "ActionGeo"
    fills: dict[str, Any] = {
        "Type": _geo_type, "Fullname": lambda row: ", ".join(
            part for part in (row["place"], row["admin1"], country_name(row["country"])) if part
        ) or None,
        "CountryCode": lambda row: country_fips(row["country"]), "ADM1Code": None, "ADM2Code": None,
        "Lat": key("lat"), "Long": key("lon"), "FeatureID": None,
    }  # fmt: skip
    for part, fill in fills.items():
        yield Column(
            f"{name}_{part}",
            _GEO_MEANINGS.get(part, "of the place of the event") if known and fill else "not coded",
            fill if known else None,
            "integer" if part == "Type" else "number" if part in ("Lat", "Long") else "text",
        )


GDELT = Shape(
    "gdelt",
    "claim",
    (
        Column("GlobalEventID", "a number made of the claim's id; not one of GDELT's", _number, "integer"),
        Column("Day", "YYYYMMDD, where the text gives the day", _day_number, "integer"),
        Column("MonthYear", "YYYYMM, where the text gives the month", _month, "integer"),
        Column("Year", "YYYY", _year, "integer"),
        Column("FractionDate", "the day as a share of the year", _fraction, "number"),
        *_gdelt_actor("actor", 1),
        *_gdelt_actor("target", 2),
        Column("IsRootEvent", "whether the event stands in the lead; not told", None, "integer"),
        Column("EventCode", "CAMEO code", key("cameo")),
        Column("EventBaseCode", "its first three digits", lambda row: (row["cameo"] or "")[:3] or None),
        Column("EventRootCode", "its first two digits", lambda row: (row["cameo"] or "")[:2] or None),
        Column("QuadClass", "1 verbal, 2 material cooperation, 3 verbal, 4 material conflict", _quad_class, "integer"),
        Column("GoldsteinScale", "not coded", None, "number"),
        *(Column(name, "a row is one claim; count rows by event instead", None, "integer")
          for name in ("NumMentions", "NumSources", "NumArticles")),
        Column("AvgTone", "tone is not coded", None, "number"),
        *_gdelt_geo("Actor1Geo"),
        *_gdelt_geo("Actor2Geo"),
        *_gdelt_geo("ActionGeo"),
        Column("DATEADDED", "when GDELT added the row", None, "integer"),
        Column("SOURCEURL", "address of the document", key("url")),
    ),
    "One row a claim that CAMEO has a code for and that is asserted, without a header line, as GDELT's own files are. "
    "Days that the text does not give stay empty.",
    "GDELT 2.0 event codebook, https://www.gdeltproject.org",
)  # fmt: skip
