"""Files of every kind come into a case, once each, and bad ones cost nothing but themselves."""

from __future__ import annotations

import gzip
import json
import random
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from sayso.documents import Columns, Document
from sayso.errors import InputError
from sayso.ingest import Options, Progress, Tally, ingest
from sayso.ingest.found import day
from sayso.ingest.parts import find_credit, find_parts
from sayso.ingest.warc import unpacked
from sayso.store import Case, open_case

STORY = (
    "Soldiers closed the bridge at Kalehe on Friday after shots were fired at a convoy, a district official said. "
    "Two drivers were wounded and a truck with maize was burned, according to the traders' union in the town.\n\n"
    "The army said that the convoy had left the agreed road. It promised an inquiry, and reopened one lane at noon."
)


def page(text: str = STORY, title: str = "Bridge closed after attack") -> str:
    paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title>'
        '<meta property="og:site_name" content="Lakeside News"><meta name="author" content="Ana Example">'
        '<meta property="article:published_time" content="2016-05-06T08:00:00Z"></head>'
        '<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>'
        f"<article><h1>{title}</h1>{paragraphs}</article><footer>All rights reserved.</footer></body></html>"
    )


def take(case: Case, *sources: Path | str, options: Options | None = None) -> Tally:
    return ingest(case, [str(source) for source in sources], options)


def rows(case: Case) -> list[dict[str, object]]:
    names = ("published", "outlet", "url", "title", "byline", "text", "language", "uncoded")
    return [{name: row[name] for name in names} for row in case.documents(text=True)]


def test_plain_text(local: Case, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(STORY)
    (tmp_path / "in" / "b.txt").write_bytes("Café bombed, police said on Monday in Lomé.".encode("cp1252"))
    tally = ingest(local, [str(tmp_path / "in")], given=Document("", outlet="By hand", published="2016-05-06"))
    assert (tally.new, tally.refused) == (2, [])
    first, second = rows(local)
    assert (first["text"], first["outlet"], first["published"], first["language"]) == (STORY, "By hand", "2016-05-06", "en")
    assert second["text"] == "Café bombed, police said on Monday in Lomé."


def test_json_lines(local: Case, tmp_path: Path) -> None:
    lines = [
        {"body": STORY, "nr": 7, "date": "2016-05-06T10:00:00Z", "paper": "Lakeside", "link": "https://l.example/7"},
        {"nr": 8},
        "text",
    ]
    good = "\n".join(json.dumps(line) for line in lines)
    (tmp_path / "a.jsonl").write_text("\ufeff" + good + "\n{broken\n\n" + json.dumps({"body": "Une frappe a eu lieu hier "
        "dans la ville et les habitants ont dit que le marché est fermé pour la semaine.", "date": "hier"}))  # fmt: skip
    columns = Columns(text="body", id="nr", published="date", outlet="paper", url="link")
    tally = take(local, tmp_path / "a.jsonl", options=Options(columns=columns))
    assert (tally.new, tally.counts["refused"], tally.counts["uncoded"]) == (2, 3, 1)
    assert [one.source.rpartition(":")[2] for one in tally.refused] == ["2", "3", "4"]
    first, second = rows(local)
    assert (first["published"], first["outlet"], first["url"]) == ("2016-05-06", "Lakeside", "https://l.example/7")
    assert (second["language"], second["published"]) == ("fr", None)
    assert "French" in str(second["uncoded"])
    (version,) = local.view.versions("7")
    assert json.loads(local.view.received(version["receipts"][0]["blob"])) == lines[0]


def test_tables(local: Case, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f'id;text;published\n1;"{STORY}";2016-05-06\n2;;2016-05-06\n3;Shells hit Goma.;x\n')
    tally = take(local, tmp_path / "a.csv")
    assert (tally.new, len(tally.refused)) == (2, 1)
    assert [row["text"] for row in rows(local)] == [STORY, "Shells hit Goma."]
    assert [row["published"] for row in rows(local)] == ["2016-05-06", None]
    (version,) = local.view.versions("1")
    assert local.view.received(version["receipts"][0]["blob"]).decode() == f'1;"{STORY}";2016-05-06\n'
    with pytest.raises(InputError, match="no column 'body'"):
        take(local, tmp_path / "a.csv", options=Options(columns=Columns(text="body")))


def test_pages(local: Case, tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    (tmp_path / "a.html").write_text(page())
    (tmp_path / "empty.html").write_text("<html><body></body></html>")
    tally = take(local, tmp_path / "a.html", tmp_path / "empty.html")
    assert (tally.new, len(tally.refused)) == (1, 1)
    (row,) = rows(local)
    assert row["text"] == STORY
    assert (row["title"], row["published"]) == ("Bridge closed after attack", "2016-05-06")
    assert (row["outlet"], row["byline"]) == ("Lakeside News", "Ana Example")
    assert take(local, tmp_path / "a.html").same == 1
    (tmp_path / "a.html").write_text(page().replace("noon", "four"))
    assert take(local, tmp_path / "a.html").new == 1  # no address: another text is another document


def test_a_page_of_50_megabytes_is_refused(local: Case, tmp_path: Path) -> None:
    with (tmp_path / "big.html").open("wb") as stream:
        stream.write(b"<html><body>")
        stream.truncate(50_000_000)
    (refused,) = take(local, tmp_path / "big.html").refused
    assert "bytes" in refused.message


def test_an_article_without_a_date_has_none(local: Case, tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    (tmp_path / "a.html").write_text(page().replace("2016-05-06T08:00:00Z", ""))
    take(local, tmp_path / "a.html")
    assert rows(local)[0]["published"] is None


FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Lakeside News</title>
<item><title>Bridge closed</title><link>https://l.example/1</link><description>{text}</description>{date}</item>
<item><title>No words</title><link>https://l.example/2</link></item></channel></rss>"""


@pytest.mark.parametrize(
    ("date", "expected"), [("<pubDate>Fri, 06 May 2016 10:00:00 +0000</pubDate>", "2016-05-06"), ("", None),
                           ("<pubDate>some day</pubDate>", None)]
)  # fmt: skip
def test_feeds(local: Case, tmp_path: Path, date: str, expected: str | None) -> None:
    pytest.importorskip("feedparser")
    (tmp_path / "a.rss").write_text(FEED.format(text=STORY.replace("\n\n", "&lt;br/&gt;"), date=date))
    tally = take(local, tmp_path / "a.rss")
    assert (tally.new, len(tally.refused)) == (1, 1)
    (row,) = rows(local)
    assert (row["text"], row["published"], row["outlet"]) == (STORY, expected, "Lakeside News")
    assert take(local, tmp_path / "a.rss").same == 1


def _warc(path: Path, pages: Sequence[tuple[str, bytes, str]]) -> None:
    out = b""
    for url, body, extra in pages:
        http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{extra}Content-Length: {len(body)}\r\n\r\n".encode() + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2016-05-07T00:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:{url}>\r\nContent-Type: application/http;msgtype=response\r\n"
            f"Content-Length: {len(http)}\r\n\r\n"
        ).encode()
        out += gzip.compress(head + http + b"\r\n\r\n")
    path.write_bytes(out)


def test_web_archives(local: Case, tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    pytest.importorskip("trafilatura")
    bomb = gzip.compress(b"\0" * 30_000_000)
    other = page(STORY.replace("Kalehe", "Minova"), "Another bridge")
    _warc(tmp_path / "a.warc.gz", [
        ("https://l.example/1", page().encode(), ""),
        ("https://l.example/2", gzip.compress(other.encode()), "Content-Encoding: gzip\r\n"),
        ("https://l.example/3", bomb, "Content-Encoding: gzip\r\n"),
    ])  # fmt: skip
    tally = take(local, tmp_path / "a.warc.gz")
    assert (tally.new, len(tally.refused)) == (2, 1)
    assert [row["url"] for row in rows(local)] == ["https://l.example/1", "https://l.example/2"]
    (version,) = local.view.versions(str(next(local.documents())["document"]))
    assert version["receipts"][0]["retrieved_at"] == "2016-05-07T00:00:00+00:00"
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as package:
        package.write(tmp_path / "a.warc.gz", "archive/a.warc.gz")
    assert take(local, tmp_path / "a.wacz").same == 2
    (tmp_path / "cut.warc.gz").write_bytes((tmp_path / "a.warc.gz").read_bytes()[:200])
    (tmp_path / "bad.wacz").write_bytes(b"PK no")
    assert len(take(local, tmp_path / "cut.warc.gz", tmp_path / "bad.wacz").refused) == 2


def test_a_bomb_is_not_unpacked() -> None:
    bomb = gzip.compress(b"\0" * 10_000_000)
    assert unpacked(bomb, "gzip", 1_000_000) is None
    assert unpacked(gzip.compress(b"text"), "gzip", 1_000_000) == b"text"
    assert unpacked(b"<p>", "br", 100) is None


def test_mail(local: Case, tmp_path: Path) -> None:
    message = (
        "From: Ana Example <ana@list.example>\nTo: all@list.example\nSubject: =?utf-8?q?Situation_in_Boul=C3=A9?=\n"
        "Date: Fri, 06 May 2016 23:30:00 +0200\nMessage-ID: <1@list.example>\nList-Id: Field reports <reports.list.example>\n"
        f"Content-Type: text/plain; charset=utf-8\n\n{STORY}\n"
    )
    (tmp_path / "a.eml").write_text(message)
    assert take(local, tmp_path / "a.eml").new == 1
    (row,) = rows(local)
    assert (row["text"], row["title"], row["outlet"]) == (STORY, "Situation in Boulé", "Field reports")
    assert (row["published"], row["byline"]) == ("2016-05-06", "Ana Example")
    second = message.replace("<1@", "<2@").replace("Kalehe", "Minova")
    third = "From: x@y.example\nSubject: nothing\n\n\n"
    (tmp_path / "a.mbox").write_text("".join(
        f"From ana@list.example Fri May  6 23:30:00 2016\n{one}\n" for one in (message, second, third)
    ))  # fmt: skip
    tally = take(local, tmp_path / "a.mbox")
    assert (tally.new, tally.same, len(tally.refused)) == (1, 1, 1)


def test_pdf(local: Case, tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    lines = " T* ".join(f"({line}) Tj" for line in ("Soldiers closed the bridge at Kalehe on Friday,", "an official said."))
    content = f"BT /F1 12 Tf 14 TL 50 700 Td {lines} ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]  # fmt: skip
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"xref\n0 6\n0000000000 65535 f \n%strailer\n<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (table, len(out))
    (tmp_path / "a.pdf").write_bytes(out)
    (tmp_path / "bad.pdf").write_bytes(out[:150])
    tally = take(local, tmp_path / "a.pdf", tmp_path / "bad.pdf")
    assert (tally.new, len(tally.refused)) == (1, 1)
    assert "Soldiers closed the bridge at Kalehe on Friday" in str(rows(local)[0]["text"])


def test_what_is_there_is_not_taken_twice(local: Case, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(STORY)
    (tmp_path / "in" / "b.jsonl").write_text(json.dumps({"text": "Shells hit Goma, the army said."}))
    first = take(local, tmp_path / "in")
    before = [dict(row) for row in local.documents()]
    again = take(local, tmp_path / "in")
    assert (first.new, again.new, again.same) == (2, 0, 2)
    assert [dict(row) for row in local.documents()] == before


def test_missing_and_binary_files_are_listed(local: Case, tmp_path: Path) -> None:
    (tmp_path / "x.bin").write_bytes(bytes(range(256)) * 10)
    tally = take(local, tmp_path / "none.txt", tmp_path / "x.bin")
    assert ["can't be read" in one.message for one in tally.refused] == [True, True]


def test_progress_tells_rate_and_time_left(local: Case, tmp_path: Path) -> None:
    lines = [json.dumps({"text": f"{STORY} {n}"}) for n in range(50)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    told: list[Progress] = []
    ingest(local, [str(tmp_path / "a.jsonl")], progress=told.append)
    assert [one.documents for one in told] == list(range(1, 51))
    shares = [one.share or 0 for one in told]
    assert shares == sorted(shares)
    assert shares[-1] > 0.9
    assert all(one.rate > 0 and one.left is not None for one in told)


def test_killed_and_run_again_it_ends_like_one_clean_run(tmp_path: Path) -> None:
    chance = random.Random(3)
    words = [f"w{n}" for n in range(400)]
    texts = [" ".join(chance.choices(words, k=120)) for _ in range(600)]
    texts += [text + " more" for text in texts[:100]]  # near-copies, in other batches
    source = tmp_path / "a.jsonl"
    source.write_text("\n".join(json.dumps({"text": f"The army said that {text}."}) for text in texts))
    script = (
        "import sys\nfrom sayso.store import open_case\nfrom sayso.ingest import ingest, run\nrun.BATCH = 50\n"
        "ingest(open_case(sys.argv[1], create=True), [sys.argv[2]], progress=lambda p: print(p.documents, flush=True))\n"
    )
    killed = tmp_path / "killed.sayso"
    for stop in (120, 430):
        worker = subprocess.Popen([sys.executable, "-c", script, killed, source], stdout=subprocess.PIPE, text=True)
        assert worker.stdout is not None
        for line in worker.stdout:
            if int(line) >= stop:
                break
        time.sleep(0.02)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        worker.stdout.close()
    with open_case(killed, create=True) as one, open_case(tmp_path / "clean.sayso", create=True) as two:
        tally = take(one, source)
        take(two, source)
        assert tally.same >= 400
        assert [dict(row) for row in one.documents(text=True)] == [dict(row) for row in two.documents(text=True)]
        assert one.view.numbers() == two.view.numbers()
        assert one.view.numbers()["lineages"] == 600
        assert one.check() == []


def test_days() -> None:
    assert [day(value) for value in ("2016-05-06", "2016-02-30", None, 20160506, "Fri, 06 May 2016 23:30:00 +0200")] == [
        "2016-05-06", None, None, None, "2016-05-06",
    ]  # fmt: skip


def test_parts_have_their_offsets() -> None:
    text = (
        "KALEHE (Reuters) - Soldiers closed the bridge.\n\nFile photo: soldiers at a bridge\n\nİt was reopened at noon.\n"
        "Sign up for our newsletter.\nReporting by A. Writer; editing by B. Editor"
    )
    parts = find_parts(text)
    assert [(part.type, text[part.start : part.end]) for part in parts] == [
        ("caption", "File photo: soldiers at a bridge"), ("boilerplate", "Sign up for our newsletter."),
        ("credit", "Reporting by A. Writer; editing by B. Editor"),
    ]  # fmt: skip


def test_a_wrapped_line_is_no_part() -> None:
    text = "The army asked people in Kalehe to\nfollow the road to the lake.\nfollow the news on our page"
    assert [text[part.start : part.end] for part in find_parts(text)] == ["follow the news on our page"]


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("KALEHE, May 6 (Xinhua) -- Soldiers closed the bridge.", "Xinhua"),
        ("Soldiers closed the bridge.\nThe Associated Press contributed to this report.", None),
        ("A" * 900 + "\nWith reporting by Agence France-Presse", "AFP"),
        ("Soldiers told Reuters that the bridge was closed.", None),
        ("The PA (Palestinian Authority) said so.", None),
    ],
)
def test_credits(text: str, agency: str | None) -> None:
    assert find_credit(text) == agency
