"""What a case promises, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from case.samples import DUMA, HODEIDAH, duma, hodeidah, received, recoded
from sayso.errors import CaseError, InputError, NewerCase
from sayso.query import Filter
from sayso.record import Record, dumps
from sayso.store import Case, Part, open_case
from sayso.store.migrations import MIGRATIONS, Migration, migrate


def _ids(case: Case, filter_: str, what: str = "claims") -> list[str]:
    column = {"claims": "trigger", "documents": "document", "events": "event"}[what]
    return [row[column] for row in getattr(case, what)(filter_)]


def test_a_document_is_kept_as_received(case: Case) -> None:
    raw = DUMA.encode("utf-16")
    added = case.writer.add([
        received(DUMA, "https://n.example/1", raw, url="https://n.example/1", headers={"ETag": "x"}, title="Duma")
    ])  # fmt: skip
    assert [one.status for one in added] == ["new"]
    (version,) = case.view.versions(added[0].document)
    assert version["text"] == DUMA
    (receipt,) = version["receipts"]
    assert case.view.received(receipt["blob"]) == raw
    assert (receipt["source"], receipt["headers"]) == ("https://n.example/1", '{"ETag": "x"}')
    assert receipt["retrieved_at"] == "2026-01-02T03:04:05+00:00"


def test_the_same_document_is_kept_once(case: Case) -> None:
    first = case.writer.add([received(DUMA), received(HODEIDAH, "b.txt")])
    again = case.writer.add([received(DUMA), received(DUMA, "elsewhere.txt"), received(HODEIDAH, "b.txt")])
    assert [one.status for one in again] == ["same"] * 3
    assert again[0].document == again[1].document == first[0].document
    assert len(case) == 2
    (version,) = case.view.versions(first[0].document)
    assert [one["source"] for one in version["receipts"]] == ["given.txt", "elsewhere.txt"]


def test_addresses_that_differ_by_tracking_only_are_one_document(case: Case) -> None:
    case.writer.add([received(DUMA, url="https://N.example/a?utm_source=feed#top", raw=b"1")])
    (again,) = case.writer.add([received(DUMA, url="https://n.example/a", raw=b"2")])
    assert again.status == "same"


def test_a_changed_article_is_a_new_version(case: Case) -> None:
    url = "https://n.example/a"
    batch = [received(DUMA, url=url), received(DUMA + " Updated.", url=url), received(DUMA, url=url)]
    assert [(one.status, one.version) for one in case.writer.add(batch)] == [("new", 1), ("version", 2), ("same", 1)]
    assert [row["number"] for row in case.view.versions(next(case.documents())["document"])] == [1, 2]
    assert next(case.documents(text=True))["text"] == DUMA + " Updated."


def test_ids_given_are_kept_and_never_shared(case: Case) -> None:
    added = case.writer.add([
        received(DUMA, id="one"),
        received(HODEIDAH, id="one", url="https://n.example/h"),
    ])  # fmt: skip
    assert added[0].document == "one"
    assert added[1].document not in ("one", "")
    assert len(case) == 2


def test_odd_characters_do_not_stop_a_batch(case: Case) -> None:
    added = case.writer.add([received("Half a \ud800 character and a NUL \0 here.", raw=b"x"), received(DUMA)])
    assert [one.status for one in added] == ["new", "new"]
    assert "\ufffd" in next(case.documents(text=True))["text"] or "?" in next(case.documents(text=True))["text"]
    assert case.check() == []


def test_records_come_back_as_written(case: Case) -> None:
    case.writer.write([duma(), hodeidah()])
    assert case.record("duma-1") == duma()
    assert [dumps(record) for record in case] == [dumps(duma()), dumps(hodeidah())]
    document, claim = case.view.claim(hodeidah().claims[0].id)
    assert (document, claim) == ("hod-1", hodeidah().claims[0])


def test_a_document_coded_again_keeps_its_earlier_record(case: Case) -> None:
    case.writer.write([duma()])
    case.writer.write([recoded(duma())])
    assert [row["made_by"] for row in case.view.history("duma-1")] == ["sayso 1", "sayso 2"]
    assert case.record("duma-1", "sayso 1") == duma()
    assert case.record("duma-1") == recoded(duma())
    assert _ids(case, "") == ["shelled"]
    assert _ids(case, "place:Harasta") == []
    assert _ids(case, '"hit Harasta"') == []
    assert case.check() == []


def test_writing_a_record_twice_changes_nothing(case: Case) -> None:
    assert case.writer.write([duma()]) == 1
    before = list(case.claims())
    assert case.writer.write([duma()]) == 0
    assert list(case.claims()) == before


def test_claims_of_an_older_text_stay_until_the_new_one_is_coded(case: Case) -> None:
    (added,) = case.writer.add([received(DUMA, id="duma-1")])
    case.writer.write([duma()])
    case.writer.add([received(DUMA + " Updated.", id="duma-1")])
    assert _ids(case, "") == ["shelled", "hit"]
    (waiting,) = case.view.uncoded("sayso 1")
    assert (waiting.id, waiting.text) == (added.document, DUMA + " Updated.")
    case.writer.write([replace(duma(), text=DUMA + " Updated.", claims=(), events=())])
    assert _ids(case, "") == []
    assert list(case.view.uncoded("sayso 1")) == []
    assert len(list(case.view.uncoded("sayso 9"))) == 1


def test_what_cannot_be_coded_is_kept_and_not_offered(case: Case) -> None:
    case.writer.add([received("Une frappe a touché la ville.", uncoded="The text looks like French.", language="fr")])
    assert list(case.view.uncoded("sayso 1")) == []
    assert next(case.documents("lang:fr"))["uncoded"] == "The text looks like French."
    assert case.view.numbers()["uncodable"] == 1


@pytest.mark.parametrize(
    ("filter_", "triggers"),
    [
        ("", ["shelled", "hit", "bombed"]),
        ("kind:airstrike", ["bombed"]),
        ("kind:airstrike,shelling status:asserted", ["shelled", "bombed"]),
        ("-kind:airstrike", ["shelled", "hit"]),
        ('actor:"syrian army"', ["shelled"]),
        ("actor:SYR-ARMY", ["shelled"]),
        ("actor:syr", ["shelled"]),
        ("actor:*army", ["shelled"]),
        ("-actor:SYR", ["hit", "bombed"]),
        ("actor:100%_nobody", []),
        ("place:hudaydah,harasta", ["hit"]),
        ('place:"Al Hudaydah"', ["bombed"]),
        ("place:SYR", ["shelled", "hit"]),
        ("place:Rif*", ["shelled", "hit"]),
        ("-place:SYR", ["bombed"]),
        ('source:"Relief Monitor"', ["shelled"]),
        ('origin:"Relief Monitor"', ["shelled"]),
        ("when:2015-10", ["shelled"]),
        ("when:2015-10-12..2018", ["shelled", "bombed"]),
        ("when:>2015-10-12", ["bombed"]),
        ("when:<2015-10-12", []),
        ("-when:2015", ["hit", "bombed"]),
        ("killed:>=10", ["shelled"]),
        ("killed:13..", []),
        ("killed:<=12", ["shelled"]),
        ("hedged:yes", ["hit"]),
        ("hedged:no", ["shelled", "bombed"]),
        ("has:coordinates", ["shelled", "hit", "bombed"]),
        ("has:killed", ["shelled"]),
        ("-has:when", ["hit"]),
        ("plover:ASSAULT", ["shelled"]),
        ("plover:assault/aerial", []),
        ('acled:"Shelling/artillery/missile attack"', ["shelled"]),
        ("cameo:19", ["shelled"]),
        ("ucdp:3", ["shelled"]),
        ("confidence:>=0.9", ["shelled"]),
        ("outlet:'levant", []),
        ('outlet:"Levant Wire"', ["shelled", "hit"]),
        ("published:2018", ["bombed"]),
        ("document:hod-1", ["bombed"]),
        ("actortype:state-military", ["shelled", "bombed"]),
        ("targettype:object", ["shelled", "bombed"]),
        ("warehouse", ["bombed"]),
        ("market civilians", ["shelled"]),
        ('"market of Duma"', ["shelled"]),
        ('"Duma of market"', []),
        ("-civilians", ["hit", "bombed"]),
        ("text:warehouse,civilians", ["shelled", "bombed"]),
        ("civil*", ["shelled"]),
        ("!!!", []),
        ("place:SYR kind:shelling -status:denied killed:>0", ["shelled"]),
    ],
)
def test_filters(filled: Case, filter_: str, triggers: list[str]) -> None:
    assert _ids(filled, filter_) == triggers
    assert filled.view.count(filter_) == len(triggers)


@pytest.fixture
def filled(case: Case) -> Case:
    case.writer.write([duma(), hodeidah()])
    return case


def test_filters_on_documents(filled: Case) -> None:
    assert _ids(filled, "kind:airstrike", "documents") == ["hod-1"]
    assert _ids(filled, 'outlet:"levant wire"', "documents") == ["duma-1"]
    assert _ids(filled, "television", "documents") == ["duma-1"]  # in the text, in no evidence of the other claim
    assert _ids(filled, "television kind:airstrike", "documents") == []
    assert _ids(filled, "-published:2018", "documents") == ["duma-1"]
    assert [row["claims"] for row in filled.documents()] == [2, 1]


def test_pages_follow_each_other(filled: Case) -> None:
    first = list(filled.claims(limit=2))
    rest = list(filled.claims(limit=2, after=first[-1]["seq"]))
    assert [row["trigger"] for row in (*first, *rest)] == ["shelled", "hit", "bombed"]


def test_events_and_sources(filled: Case) -> None:
    events = list(filled.events())
    assert [row["event"] for row in events] == ["e1", "e2", hodeidah().claims[0].id]
    assert (events[0]["killed_low"], events[0]["killed_high"], events[0]["place"]) == (12, 12, "Duma")
    assert {row["sources"]: row["claims"] for row in filled.sources()} == {
        "Relief Monitor": 1, "State television": 1, "a port official": 1,
    }  # fmt: skip


def test_links_between_documents_outlive_coding_again(filled: Case) -> None:
    one, two = duma().claims[0].id, hodeidah().claims[0].id
    filled.writer.link({one: "x1", two: "x1"}, "linker 1")
    assert _ids(filled, "event:x1") == ["shelled", "bombed"]
    filled.writer.write([recoded(duma())])
    assert _ids(filled, "event:x1") == ["bombed", "shelled"]
    (event,) = filled.events("event:x1")
    assert (event["claims"], event["documents"]) == (2, 2)


def test_judgements_are_a_log(case: Case) -> None:
    case.writer.judge("c1", "approve", by="ana", at="2026-01-01T00:00:00+00:00")
    case.writer.judge("c1", "set", {"kind": "airstrike"}, by="ben", at="2026-01-02T00:00:00+00:00")
    rows = list(case.view.judgements())
    assert [(row["subject"], row["action"], row["value"], row["by"]) for row in rows] == [
        ("c1", "approve", None, "ana"), ("c1", "set", {"kind": "airstrike"}, "ben"),
    ]  # fmt: skip


def test_the_case_is_there_when_opened_again(case: Case, address: str) -> None:
    case.writer.write([duma()])
    case.close()
    with open_case(address) as again:
        assert again.record("duma-1") == duma()
        assert again.check() == []


def test_two_writers_at_once_lose_nothing(case: Case, address: str) -> None:
    shared = [received(f"{DUMA} Number {n}.", f"{n}.txt") for n in range(40)]
    failures: list[BaseException] = []

    def work(which: int) -> None:
        try:
            with open_case(address) as own:
                for n in range(0, 40, 8):
                    own.writer.add(shared[n : n + 8])
                    own.writer.write([duma(f"w{which}-{n}"), hodeidah(f"v{n}", url=None)])
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(which,)) for which in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(case) == 40 + 10 + 5
    assert case.view.count() == 25
    assert case.check() == []


def test_a_batch_that_fails_leaves_nothing_behind(case: Case) -> None:
    before = case.view.numbers()
    bad = replace(duma(), id="other", made_by="sayso 1")
    case.writer.write([duma(url="https://n.example/x")])
    with pytest.raises(CaseError, match="knows as"):
        # The document of this record is known under another address and id.
        case.writer.write([hodeidah(), replace(bad, url="https://n.example/x")])
    assert case.view.numbers()["documents"] == before["documents"] + 1
    assert _ids(case, "") == ["shelled", "hit"]
    case.writer.write([hodeidah()])
    assert _ids(case, "actor:COALITION") == ["bombed"]


def test_a_newer_case_is_left_alone(case: Case, address: str) -> None:
    with case.view.connect() as connection:
        connection.execute(text("INSERT INTO migrations VALUES ('0999_future', 'x')"))
    with pytest.raises(NewerCase, match="0999_future"):
        open_case(address)


def test_an_older_case_is_backed_up_and_brought_up_to_date(case: Case, address: str, tmp_path: Any) -> None:
    case.writer.write([duma()])

    def more(connection: Any) -> None:
        connection.execute(text("ALTER TABLE claims ADD COLUMN more TEXT"))

    steps = (*MIGRATIONS, Migration("0900_more", more))
    migrate(case._engine, address, create=False, steps=steps)
    with case.view.connect() as connection:
        assert connection.execute(text("SELECT more FROM claims LIMIT 1")).all() == [(None,)]
        if case._engine.dialect.name == "postgresql":
            assert connection.execute(text('SELECT count(*) FROM "sayso_before_0900_more".claims')).scalar_one() == 2
    if case._engine.dialect.name == "sqlite":
        with open_case(tmp_path / "case.sayso.before-0900_more", read_only=True) as old:
            assert old.record("duma-1") == duma()


def test_a_migration_that_fails_changes_nothing(case: Case, address: str) -> None:
    def fail(connection: Any) -> None:
        connection.execute(text("ALTER TABLE claims ADD COLUMN more TEXT"))
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        migrate(case._engine, address, create=False, steps=(*MIGRATIONS, Migration("0900_more", fail)))
    with case.view.connect() as connection:
        names = connection.execute(text("SELECT * FROM claims LIMIT 0")).keys()
    assert "more" not in names
    open_case(address).close()


def test_check_finds_what_was_changed_behind_the_case(filled: Case) -> None:
    assert filled.check() == []
    with filled.view.connect() as connection:
        connection.execute(text("UPDATE versions SET text = replace(text, 'market', 'Market') WHERE seq = 1"))
    found = [fault.what for fault in filled.check()]
    assert any("not the one that was kept" in what for what in found)
    assert any("Market" in what or "is not" in what for what in found[1:])


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE claims SET kind = 'siege' WHERE id = :claim", "does not carry what its record says"),
        ("UPDATE claims SET trigger_start = trigger_start + 1 WHERE id = :claim", "does not carry what its record says"),
        ("UPDATE claims SET id = 'c0' WHERE id = :claim", "is not there, though its record has it"),
    ],
)
def test_check_compares_the_claims_that_are_searched_with_their_records(
    filled: Case, statement: str, what: str
) -> None:
    with filled.view.connect() as connection:
        connection.execute(text(statement), {"claim": duma().claims[0].id})
    assert what in [fault.what for fault in filled.check()]


def test_syndicated_copies_are_one_lineage_whatever_the_order(case: Case) -> None:
    story = (
        "Fighters from two villages clashed over a well near the border on Tuesday evening, local elders told a "
        "radio station, and the shooting went on until the army sent a patrol along the river road at dawn. "
        "Four people were wounded and taken to the clinic in the district town, where a nurse said that all of them "
        "were in a stable condition and would be moved to the capital when the road was open again."
    )
    other = (
        "The ministry of water announced a plan to drill thirty wells in the border districts before the dry season, "
        "with money from a development bank, after a year in which herders and farmers quarrelled over access to the "
        "river. Officials said that the first of them would be ready in April if the rains allowed the trucks to pass."
    )
    copy = "By our own staff. " + story + " Reporting by the agency."
    added = case.writer.add([
        received(story, "a", url="https://a.example/1"), received(other, "b", url="https://b.example/1"),
        received(copy, "c", url="https://c.example/1"),
    ])  # fmt: skip
    rows = {row["document"]: row["lineage"] for row in case.documents()}
    first, second, third = (one.document for one in added)
    assert rows == {first: first, second: second, third: first}
    assert case.view.numbers()["lineages"] == 2


def test_a_lineage_is_named_after_what_was_published_first(case: Case) -> None:
    story = " ".join(f"word{n}" for n in range(80))
    days = ("2015-10-14", None, "2015-10-12", "2015-10-13")
    for n, day in enumerate(days):
        case.writer.add([received(f"{story} {n}", f"{n}", id=f"d{n}", published=day)])
    assert {row["lineage"] for row in case.documents()} == {"d2"}
    assert [row["document"] for row in case.view.copies("d1")] == ["d2", "d3", "d0", "d1"]
    assert case.view.copies("d0")[0]["published"] == "2015-10-12"
    assert case.check() == []


@pytest.mark.parametrize("portion", [1, 2, 3])
def test_a_lineage_gets_the_same_name_however_the_work_is_cut(case: Case, portion: int) -> None:
    story = " ".join(f"word{n}" for n in range(80))
    batch = [
        received(f"{story} {n}", f"{n}", id=name, published=day)
        for n, (name, day) in enumerate((("a", "2015-10-14"), ("b", "2015-10-13"), ("a", "2015-10-12")))
    ]
    for at in range(0, len(batch), portion):
        case.writer.add(batch[at : at + portion])
    assert {row["document"]: row["lineage"] for row in case.documents()} == {"a": "a", "b": "a"}


def test_an_older_case_gets_its_lineages_named_anew(case: Case, address: str) -> None:
    story = " ".join(f"word{n}" for n in range(80))
    case.writer.add([received(f"{story} {n}", f"{n}", id=f"d{n}", published=f"2015-10-{20 - n}") for n in range(3)])
    with case.view.connect() as connection:
        connection.execute(text("UPDATE documents SET lineage = 1"))
        connection.execute(text("DELETE FROM migrations WHERE name = '0005_earliest_first'"))
    with open_case(address) as again:
        assert {row["lineage"] for row in again.documents()} == {"d2"}


def test_an_event_shows_what_was_published_first(case: Case) -> None:
    late, early = hodeidah("late", url=None, published="2018-03-09"), duma("early", published="2015-10-13")
    undated = hodeidah("undated", url=None, published=None)
    case.writer.write([undated, late, early])
    names = [record.claims[0].id for record in (undated, late, early)]
    case.writer.link(dict.fromkeys(names, "x1"), "linker")
    (event,) = case.events("event:x1")
    assert (event["kind"], event["place"], event["country"]) == ("shelling", "Duma", "SYR")
    assert (event["actor"], event["target"], event["kinds"]) == ("Syrian Army", "market", 2)
    (event,) = case.events("event:x1 kind:airstrike")
    assert (event["place"], event["country"], event["actors"]) == ("Al Ḩudaydah", "YEM", 1)


def test_quotations_and_boilerplate_make_no_lineage(case: Case) -> None:
    quotation = " ".join(f"word{n}" for n in range(80))
    tail = " ".join(f"tail{n}" for n in range(80))
    one = f"The minister spoke in the morning. “{quotation}”, he said. {tail}"
    two = f"In parliament the same man was heard again. “{quotation}”, it was said. {tail}"
    parts = [(Part(text.index("tail0"), len(text), "boilerplate"),) for text in (one, two)]
    case.writer.add([received(one, "1", parts=parts[0]), received(two, "2", parts=parts[1])])
    assert case.view.numbers()["lineages"] == 2


def test_boilerplate_is_not_coded_and_claims_of_captions_are_marked(case: Case) -> None:
    caption = DUMA.index("State")
    parts = (Part(caption, len(DUMA), "caption"),)
    tail = "\nRead more: the siege of Duma"
    boiler = Part(len(DUMA) + 1, len(DUMA + tail), "boilerplate")
    case.writer.add([received(DUMA + tail, id="duma-1", parts=(*parts, boiler))])
    (waiting,) = case.view.uncoded("sayso 1")
    assert waiting.skip == ((boiler.start, boiler.end),)
    assert waiting.readable == DUMA + "\n\n" + " " * (len(tail) - 2)
    case.writer.write([replace(duma(), text=DUMA + tail)])
    assert [(row["trigger"], row["part"]) for row in case.claims()] == [("shelled", None), ("hit", "caption")]
    assert _ids(case, "part:caption") == ["hit"]
    assert _ids(case, "part:body") == ["shelled"]


def test_unknown_claims_and_frames_of_nothing(case: Case) -> None:
    with pytest.raises(CaseError):
        case.view.claim("c0")
    with pytest.raises(CaseError):
        case.record("nothing")
    with pytest.raises(InputError):
        case.to_frame(what="maps")


def test_sql_is_given_for_people(filled: Case) -> None:
    query = filled.view.sql(Filter.parse("kind:airstrike place:YEM"))
    with filled.view.connect() as connection:
        rows = connection.exec_driver_sql(query.replace("%", "%%") if "postgres" in filled.name else query).all()
    assert len(rows) == 1


def test_empty_batches(case: Case) -> None:
    assert case.writer.add([]) == []
    assert case.writer.write([]) == 0
    case.writer.write([Record(id="empty", text="Nothing happened today.")])
    assert [row["made_by"] for row in case.view.history("empty")] == ["unknown"]


def test_the_origin_is_the_first_link_of_the_chain(case: Case) -> None:
    record = duma()
    relay = replace(record.claims[0].sources[0], name="Example Agency")
    claim = replace(record.claims[0], sources=(*record.claims[0].sources, relay))
    case.writer.add([received(DUMA, id="duma-1")])
    case.writer.write([recoded(replace(record, claims=(claim, *record.claims[1:])))])
    assert _ids(case, 'source:"Example Agency"') == ["shelled"]
    assert _ids(case, 'origin:"Example Agency"') == []
    assert _ids(case, 'origin:"relief monitor"') == ["shelled"]


def test_documents_are_called_by_their_title_or_their_first_words(case: Case) -> None:
    long = replace(hodeidah("long"), text="\n\n  " + HODEIDAH, title="  ", url=None, claims=())
    case.writer.write([duma(), hodeidah(), long])
    called = case.view.called(["duma-1", "hod-1", "long", "gone"])
    assert called["duma-1"] == "Market of Duma shelled"
    assert called["hod-1"] == called["long"] == HODEIDAH
    assert called["gone"] == "gone"
