"""Sayso's own table of claims: every column of the case."""

from __future__ import annotations

from sayso.exports.shape import Column, Shape, Type, key
from sayso.store import CLAIM_COLUMNS

_MEANINGS: dict[str, tuple[str, Type]] = {
    "document": ("id of the document", "text"),
    "version": ("version of the document's text, 1 the first", "integer"),
    "published": ("day of publication, as the document gives it", "day"),
    "outlet": ("publisher", "text"),
    "url": ("address of the document", "text"),
    "title": ("headline", "text"),
    "claim": ("id of the claim", "text"),
    "event": ("id of the event that the claim is a mention of", "text"),
    "kind": ("what is claimed to have happened", "text"),
    "status": ("asserted, denied, planned or hypothetical", "text"),
    "hedged": ("whether the text hedges the claim", "boolean"),
    "background": ("whether the text tells it as background", "boolean"),
    "confidence": ("probability that the claim is as coded, 0 to 1", "number"),
    "weapon": ("weapon or delivery platform", "text"),
    "place": ("name of the place, from the gazetteer", "text"),
    "place_text": ("the place's name as written", "text"),
    "geonameid": ("the place's number in GeoNames", "integer"),
    "lat": ("latitude of the gazetteer's place, degrees, WGS 84", "number"),
    "lon": ("longitude of the gazetteer's place, degrees, WGS 84", "number"),
    "country": ("country, ISO 3166 alpha-3", "text"),
    "admin1": ("first-order division", "text"),
    "admin2": ("second-order division", "text"),
    "feature": ("GeoNames feature class and code", "text"),
    "where_prec": ("UCDP's precision of the place, 1 exact to 7 international", "integer"),
    "first": ("first day of the range in which it happened", "day"),
    "last": ("last day of the range", "day"),
    "date_prec": ("UCDP's precision of the date, 1 day to 5 longer than a month", "integer"),
    "when_text": ("the date as written", "text"),
    "killed_low": ("least number killed, by the claim; empty where open", "integer"),
    "killed_high": ("greatest number killed, by the claim; empty where open", "integer"),
    "injured_low": ("least number injured", "integer"),
    "injured_high": ("greatest number injured", "integer"),
    "counts": ("every figure of the claim, as JSON", "text"),
    "sources": ("the chain of sources, nearest to the event first, “ < ” between two; empty is the outlet's own voice",
                "text"),
    "basis": ("the evidence that the text names (images, video)", "text"),
    "plover_event": ("PLOVER event", "text"),
    "plover_mode": ("PLOVER mode", "text"),
    "plover_contexts": ("PLOVER contexts, “; ” between two", "text"),
    "acled_event_type": ("ACLED event type", "text"),
    "acled_sub_event_type": ("ACLED sub-event type", "text"),
    "ucdp_type_of_violence": ("1 state-based, 2 non-state, 3 one-sided", "integer"),
    "cameo": ("CAMEO code", "text"),
    "trigger_start": ("where the trigger begins in the text, in code points", "integer"),
    "trigger_end": ("where it ends", "integer"),
    "trigger": ("the word that names the event", "text"),
    "evidence_start": ("where the evidence begins in the text, in code points", "integer"),
    "evidence_end": ("where it ends", "integer"),
    "evidence": ("the words that carry the claim", "text"),
    "reviewed": ("accepted, edited, added or disputed by reviewers; empty where nobody judged it", "text"),
    "reviewed_by": ("who judged it", "text"),
    "reviewed_slots": ("whose value stands where it is not the coder's, as JSON: slot to reviewer", "text"),
    "part": ("“caption” where the claim stands in one; empty in the body", "text"),
}  # fmt: skip
for _slot, _who in (("actor", "who did it"), ("target", "whom or what it was done to")):
    _MEANINGS |= {
        _slot: (f"{_who}: name", "text"),
        f"{_slot}_id": ("its id in the registry", "text"),
        f"{_slot}_type": ("its type", "text"),
        f"{_slot}_country": ("its country, ISO 3166 alpha-3", "text"),
        f"{_slot}_text": ("its name as written", "text"),
    }

CLAIMS = Shape(
    "claims",
    "claim",
    tuple(Column(name, _MEANINGS[name][0], key(name), _MEANINGS[name][1]) for name in CLAIM_COLUMNS),
    "One row a claim: one event mention with its sources. Several claims may be about one event (column event), and "
    "several documents may be copies of one text. Empty means that the text does not say.",
    "Sayso",
)

# Tags of the Humanitarian Exchange Language, https://hxlstandard.org.
HXL_TAGS: dict[str, str] = {
    "document": "#meta+document+id", "published": "#date+published", "outlet": "#meta+source+name",
    "url": "#meta+source+url", "title": "#meta+title", "claim": "#event+id+claim", "event": "#event+id",
    "kind": "#event+type", "status": "#status", "confidence": "#indicator+confidence+num", "actor": "#event+actor+name",
    "actor_type": "#event+actor+type", "actor_country": "#event+actor+country+code", "target": "#affected+target+name",
    "target_type": "#affected+target+type", "weapon": "#event+weapon", "place": "#loc+name",
    "geonameid": "#loc+code+geonames", "lat": "#geo+lat", "lon": "#geo+lon", "country": "#country+code+v_iso3",
    "admin1": "#adm1+name", "admin2": "#adm2+name", "where_prec": "#geo+precision", "first": "#date+start",
    "last": "#date+end", "date_prec": "#date+precision", "killed_low": "#affected+killed+min",
    "killed_high": "#affected+killed+max", "injured_low": "#affected+injured+min",
    "injured_high": "#affected+injured+max", "sources": "#meta+source+chain", "evidence": "#description+evidence",
}  # fmt: skip
