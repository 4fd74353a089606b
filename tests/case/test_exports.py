"""Every export is read back with a reader that others wrote."""

from __future__ import annotations

import csv
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from case.samples import DUMA, duma, hodeidah, received, recoded
from sayso.errors import InputError
from sayso.exports import FORMS, export, import_archive
from sayso.exports.files import neutral
from sayso.exports.plover import GDELT
from sayso.record import loads
from sayso.store import Case, link_case, open_case

FORMULA = '=HYPERLINK("http://x.example")'


@pytest.fixture
def filled(local: Case) -> Case:
    local.writer.write([duma(), hodeidah()])
    return local


def test_csv_is_read_by_pandas(filled: Case, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    written = export(filled, "csv", tmp_path / "claims.csv")
    assert written.rows == 3
    frame = pandas.read_csv(written.files[0])
    assert list(frame["trigger"]) == ["shelled", "hit", "bombed"]
    assert list(frame["killed_low"].fillna(-1)) == [12, -1, -1]
    assert list(frame["outlet"]) == ["Levant Wire", "Levant Wire", "'" + FORMULA]
    assert list(frame["hedged"]) == [False, True, False]
    book = pandas.read_csv(written.files[1])
    assert list(book["column"]) == list(frame.columns)
    assert "All claims." in written.files[2].read_text()


@pytest.mark.parametrize("form", [form for form in FORMS if form not in ("archive", "records", "plover")])
def test_every_export_obeys_the_filter(filled: Case, tmp_path: Path, form: str) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow")
    assert export(filled, form, tmp_path / f"x.{form}", "place:Nowhere").rows == 0
    assert export(filled, form, tmp_path / f"y.{form}", "place:Duma").rows == 1
    assert "in Duma" in (tmp_path / "y.README.md").read_text()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_formulas_are_neutralised(text: str) -> None:
    assert neutral(text) == "'" + text


def test_numbers_below_zero_stay_numbers(filled: Case, tmp_path: Path) -> None:
    south = replace(hodeidah("s"), url=None)
    claim = south.claims[0]
    assert claim.place is not None
    place = replace(claim.place, lat=-14.8, lon=-42.95)
    filled.writer.write([replace(south, claims=(replace(claim, place=place),))])
    export(filled, "csv", tmp_path / "x.csv", "document:s")
    with (tmp_path / "x.csv").open() as stream:
        (row,) = csv.DictReader(stream)
    assert (row["lat"], row["lon"]) == ("-14.8", "-42.95")


def test_excel_is_read_by_openpyxl(filled: Case, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    export(filled, "xlsx", tmp_path / "x.xlsx")
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["claims", "codebook", "about"]
    rows = list(book["claims"].iter_rows())
    names = [cell.value for cell in rows[0]]
    outlet = rows[3][names.index("outlet")]
    assert (outlet.value, outlet.data_type, outlet.quotePrefix) == (FORMULA, "s", True)
    assert rows[1][names.index("killed_low")].value == 12
    assert rows[2][names.index("hedged")].value is True
    assert rows[1][names.index("lat")].value == 33.57
    pandas = pytest.importorskip("pandas")
    assert list(pandas.read_excel(tmp_path / "x.xlsx")["trigger"]) == ["shelled", "hit", "bombed"]


def test_parquet_is_read_by_pyarrow_and_duckdb(filled: Case, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    export(filled, "parquet", tmp_path / "x.parquet")
    table = parquet.read_table(tmp_path / "x.parquet")
    assert table.num_rows == 3
    assert str(table.schema.field("first").type) == "date32[day]"
    assert str(table.schema.field("hedged").type) == "bool"
    assert table.column("outlet").to_pylist()[2] == FORMULA
    duckdb = pytest.importorskip("duckdb")
    query = f"SELECT sum(killed_low), min(first) FROM '{tmp_path / 'x.parquet'}' WHERE status = 'asserted'"
    killed, first = duckdb.sql(query).fetchall()[0]
    assert (killed, str(first)) == (12, "2015-10-12")


def test_geojson_is_read_by_pyogrio(filled: Case, tmp_path: Path) -> None:
    pyogrio = pytest.importorskip("pyogrio")
    filled.writer.write([replace(hodeidah("bare"), url=None, claims=(replace(hodeidah().claims[0], place=None),))])
    export(filled, "geojson", tmp_path / "x.geojson")
    data = json.loads((tmp_path / "x.geojson").read_text())
    assert data["features"][0]["geometry"] == {"type": "Point", "coordinates": [36.4, 33.57]}
    assert data["features"][3]["geometry"] is None
    frame = pyogrio.read_dataframe(tmp_path / "x.geojson")
    assert list(frame["trigger"]) == ["shelled", "hit", "bombed", "bombed"]
    assert [None if point is None else (point.x, point.y) for point in frame.geometry][2:] == [(42.95, 14.8), None]


def test_jsonl_is_read_by_pandas(filled: Case, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    export(filled, "jsonl", tmp_path / "x.jsonl")
    frame = pandas.read_json(tmp_path / "x.jsonl", lines=True)
    assert list(frame["claim"]) == [claim.id for record in (duma(), hodeidah()) for claim in record.claims]


def test_records_come_out_as_they_are(filled: Case, tmp_path: Path) -> None:
    export(filled, "records", tmp_path / "x.jsonl", "kind:airstrike")
    assert [loads(line) for line in (tmp_path / "x.jsonl").read_text().splitlines()] == [hodeidah()]


def _one(path: Path, delimiter: str = ",") -> dict[str, str]:
    with path.open(newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=delimiter))
    assert len(rows) == 1
    return rows[0]


def test_acled_columns(filled: Case, tmp_path: Path) -> None:
    export(filled, "acled", tmp_path / "x.csv")
    row = _one(tmp_path / "x.csv")
    assert list(row)[:6] == ["event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type"]
    assert len(row) == 31
    told = {"event_date": "2015-10-12", "year": "2015", "time_precision": "1", "inter1": "State forces", "iso": "760",
            "disorder_type": "Political violence", "country": "Syria", "geo_precision": "1", "fatalities": "",
            "sub_event_type": "Shelling/artillery/missile attack", "source": "Levant Wire", "region": ""}  # fmt: skip
    assert {name: row[name] for name in told} == told
    assert "`fatalities`" in (tmp_path / "x.README.md").read_text()


def test_ucdp_columns(filled: Case, tmp_path: Path) -> None:
    export(filled, "ucdp", tmp_path / "x.csv")
    row = _one(tmp_path / "x.csv")
    assert len(row) == 49
    told = {"type_of_violence": "3", "side_a": "Syrian Army", "low": "12", "high": "12", "best": "", "where_prec": "1",
            "date_start": "2015-10-12", "geom_wkt": "POINT (36.4 33.57)", "priogrid_gid": "178273",
            "source_original": "Relief Monitor", "number_of_sources": "1"}  # fmt: skip
    assert {name: row[name] for name in told} == told


def test_polecat_columns(filled: Case, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    export(filled, "polecat", tmp_path / "x.tsv")
    frame = pandas.read_csv(tmp_path / "x.tsv", sep="\t", quoting=csv.QUOTE_NONE)
    assert frame.shape == (1, 40)
    row = frame.iloc[0]
    assert (row["Event Type"], row["Event Mode"], row["Quad Code"]) == ("ASSAULT", "heavy-weapons", "M-CONF")
    assert (row["Actor Name"], row["Primary Actor Sector"], row["City"]) == ("Syrian Army", "MIL", "Duma")


def test_gdelt_columns(filled: Case, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    written = export(filled, "gdelt", tmp_path / "x.tsv")
    names = list(pandas.read_csv(written.files[1])["column"])
    frame = pandas.read_csv(tmp_path / "x.tsv", sep="\t", header=None, names=names, dtype=str)
    assert frame.shape == (1, 61)
    row = frame.iloc[0]
    told = {"Day": "20151012", "MonthYear": "201510", "EventCode": "194", "EventRootCode": "19", "QuadClass": "4",
            "Actor1Code": "SYRMIL", "ActionGeo_Type": "4", "ActionGeo_CountryCode": "SY",
            "FractionDate": "2015.7726"}  # fmt: skip
    assert {name: row[name] for name in told} == told


GDELT_COLUMNS = (
    ["GlobalEventID", "Day", "MonthYear", "Year", "FractionDate"]
    + [f"Actor{n}{part}" for n in (1, 2) for part in (
        "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code",
        "Type2Code", "Type3Code")]
    + ["IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions",
       "NumSources", "NumArticles", "AvgTone"]
    + [f"{who}Geo_{part}" for who in ("Actor1", "Actor2", "Action") for part in (
        "Type", "Fullname", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")]
    + ["DATEADDED", "SOURCEURL"]
)  # fmt: skip


def test_gdelt_has_61_columns_in_its_order() -> None:
    assert GDELT.names == tuple(GDELT_COLUMNS)
    assert len(GDELT_COLUMNS) == 61


@pytest.mark.parametrize(
    ("cameo", "quad"),
    [("010", 1), ("057", 1), ("060", 2), ("0831", 2), ("090", 2), ("100", 3), ("130", 3), ("141", 3), ("150", 4),
     ("173", 4), ("194", 4), ("203", 4), (None, None)],
)  # fmt: skip
def test_gdelt_classes_are_those_of_its_files(cameo: str | None, quad: int | None) -> None:
    (column,) = [one for one in GDELT.columns if one.name == "QuadClass"]
    assert column.fill is not None
    assert column.fill({"cameo": cameo}) == quad


def test_more_rows_than_a_sheet_holds_are_refused(
    filled: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sayso.exports.files._EXCEL_ROWS", 4)  # a header and three claims
    assert export(filled, "xlsx", tmp_path / "x.xlsx").rows == 3
    before = (tmp_path / "x.xlsx").read_bytes()
    monkeypatch.setattr("sayso.exports.files._EXCEL_ROWS", 3)
    with pytest.raises(InputError, match=r"more rows.*Parquet or CSV"):
        export(filled, "xlsx", tmp_path / "x.xlsx")
    assert (tmp_path / "x.xlsx").read_bytes() == before
    assert export(filled, "csv", tmp_path / "x.csv").rows == 3


def test_parquet_is_written_in_groups(filled: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr("sayso.exports.files._ROW_GROUP", 2)
    many = filled.view.claim_tuples
    monkeypatch.setattr(filled.view, "claim_tuples", lambda picked: many(picked, size=1))
    export(filled, "parquet", tmp_path / "x.parquet")
    written = parquet.ParquetFile(tmp_path / "x.parquet")
    assert [written.metadata.row_group(n).num_rows for n in range(written.num_row_groups)] == [2, 1]
    assert written.read().column("trigger").to_pylist() == ["shelled", "hit", "bombed"]


def test_hxl_tags_follow_the_header(filled: Case, tmp_path: Path) -> None:
    export(filled, "hxl", tmp_path / "x.csv")
    with (tmp_path / "x.csv").open() as stream:
        header, tags, *rows = csv.reader(stream)
    assert dict(zip(header, tags, strict=True))["country"] == "#country+code+v_iso3"
    assert len(rows) == 3


def test_plover_records(filled: Case, tmp_path: Path) -> None:
    export(filled, "plover", tmp_path / "x.json")
    (record,) = json.loads((tmp_path / "x.json").read_text())
    assert {"id", "date", "actor", "event"} <= set(record)
    assert (record["event"], record["mode"], record["actor"], record["quad_code"]) == (
        "ASSAULT", ["heavy-weapons"], "SYR MIL", 4,
    )  # fmt: skip
    assert record["event_loc"]["country_code"] == "SYR"


def test_an_export_that_fails_leaves_the_older_file(filled: Case, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("old")
    with pytest.raises(InputError):
        export(filled, "csv", path, "kind:nothing")
    with pytest.raises(InputError, match="no export"):
        export(filled, "spss", path)
    with pytest.raises(InputError, match="can't be written"):
        export(filled, "csv", tmp_path / "none" / "x.csv")
    assert path.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir() if one.name.endswith(".part")] == []


def _full(case: Case) -> None:
    url = "https://n.example/a"
    case.writer.add([
        received(DUMA, "b.html", b"<p>raw</p>", url=url, headers={"etag": "1"}, title="A", byline="Ana", language="en"),
        received(DUMA + " More.", "b.html", b"<p>raw 2</p>", url=url, at="2026-02-02T00:00:00+00:00"),
        received(DUMA, "c.txt", id="named", published="2015-10-13"),
        received("Une frappe.", "d.txt", uncoded="French", language="fr"),
    ])  # fmt: skip
    case.writer.write([duma(), hodeidah()])
    case.writer.write([recoded(duma())])
    case.writer.write([replace(hodeidah("nobody", url=None), made_by=None)], "hand")
    case.writer.link({duma().claims[0].id: "x1", hodeidah().claims[0].id: "x1"}, "linker")
    case.writer.judge(duma().claims[0].id, "approve", {"note": "ü"}, by="ana")
    case.writer.judge("x1", "split", by="ben")


def _plain(case: Case) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name != "seq"} for row in case.claims()]


def test_an_archive_reads_back_exactly(case: Case, tmp_path: Path) -> None:
    _full(case)
    export(case, "archive", tmp_path / "one.zip")
    with open_case(tmp_path / "copy.sayso", create=True) as copy:
        assert import_archive(copy, tmp_path / "one.zip") == len(case)
        export(copy, "archive", tmp_path / "two.zip")
        assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
        assert copy.check() == []
        assert sorted(_plain(case), key=str) == sorted(_plain(copy), key=str)
        assert copy.record("duma-1", "sayso 1") == duma()
        # Taken in twice, nothing changes.
        import_archive(copy, tmp_path / "one.zip")
        export(copy, "archive", tmp_path / "three.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "three.zip").read_bytes()


def test_a_linked_case_is_linked_where_it_is_read_back(case: Case, tmp_path: Path) -> None:
    _full(case)
    link_case(case, made_by="linker")
    export(case, "archive", tmp_path / "one.zip")
    forms = [form for form in FORMS if form != "archive"]
    with open_case(tmp_path / "copy.sayso", create=True) as copy:
        import_archive(copy, tmp_path / "one.zip")
        assert list(copy.view.fused(whole=True)) == list(case.view.fused(whole=True)) != []
        for form in ("archive", *forms):
            export(case, form, tmp_path / f"one.{form}")
            export(copy, form, tmp_path / f"two.{form}")
            assert (tmp_path / f"one.{form}").read_bytes() == (tmp_path / f"two.{form}").read_bytes(), form
        done = link_case(copy, made_by="linker")
        assert (done.moved, done.fused) == (0, 0)
    export(case, "archive", tmp_path / "some.zip", "document:hod-1")
    with open_case(tmp_path / "some.sayso", create=True) as some:
        import_archive(some, tmp_path / "some.zip")
        assert list(some.view.fused()) == []


def test_what_is_coded_here_stays_current(case: Case, tmp_path: Path) -> None:
    with open_case(tmp_path / "old.sayso", create=True) as old:
        old.writer.write([duma(), hodeidah()])
        export(old, "archive", tmp_path / "old.zip")
    newer = recoded(duma())
    case.writer.write([newer])
    before = _plain(case)
    import_archive(case, tmp_path / "old.zip")
    assert case.record("duma-1") == newer
    assert case.record("duma-1", "sayso 1") == duma()
    assert [row for row in _plain(case) if row["document"] == "duma-1"] == before
    assert [row["claim"] for row in _plain(case) if row["document"] == "hod-1"]
    assert case.check() == []


def test_an_archive_of_a_filter_holds_what_belongs_to_it(case: Case, tmp_path: Path) -> None:
    _full(case)
    export(case, "archive", tmp_path / "one.zip", "document:hod-1")
    with open_case(tmp_path / "copy.sayso", create=True) as copy:
        import_archive(copy, tmp_path / "one.zip")
        assert [row["document"] for row in copy.documents()] == ["hod-1"]
        assert [row["subject"] for row in copy.view.judgements()] == ["x1"]


def test_a_damaged_archive_is_refused_whole(filled: Case, tmp_path: Path) -> None:
    export(filled, "archive", tmp_path / "one.zip")
    with zipfile.ZipFile(tmp_path / "one.zip") as old, zipfile.ZipFile(tmp_path / "bad.zip", "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b"Duma", b"Homs") if name == "documents.jsonl" else data)
    (tmp_path / "cut.zip").write_bytes((tmp_path / "one.zip").read_bytes()[:-100])
    (tmp_path / "text.zip").write_text("hello")
    with open_case(tmp_path / "copy.sayso", create=True) as copy:
        for name in ("bad.zip", "cut.zip", "text.zip", "none.zip"):
            with pytest.raises(InputError):
                import_archive(copy, tmp_path / name)
        assert len(copy) == 0


def test_frames(filled: Case) -> None:
    pytest.importorskip("pandas")
    frame = filled.to_frame("status:asserted", library="pandas")
    assert list(frame["trigger"]) == ["shelled", "bombed"]
    assert list(filled.to_frame(what="events")["claims"]) == [1, 1, 1]
    assert list(filled.to_frame("place:Nowhere").columns) == list(frame.columns)


def test_polars_frames(filled: Case) -> None:
    polars = pytest.importorskip("polars")
    frame = filled.to_frame("status:asserted", library="polars")
    assert isinstance(frame, polars.DataFrame)
    assert frame["trigger"].to_list() == ["shelled", "bombed"]
    assert frame["killed_low"].to_list() == [12, None]
    empty = filled.to_frame("place:Nowhere", library="polars")
    assert (empty.height, empty.columns) == (0, frame.columns)
    assert filled.to_frame(what="documents", library="polars")["claims"].to_list() == [2, 1]


def test_a_case_is_opened_from_the_package(filled: Case, tmp_path: Path) -> None:
    import sayso

    filled.close()
    with sayso.open(tmp_path / "local.sayso") as case:
        assert [record.id for record in case] == ["duma-1", "hod-1"]
