"""Files of every kind come into a case, once each, and bad ones cost nothing but themselves."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import subprocess
import sys
import threading
import zipfile
from collections.abc import Sequence
from email.message import EmailMessage
from pathlib import Path

import pytest

from sayso.documents import Columns, Document
from sayso.errors import InputError
from sayso.ingest import Options, Progress, Tally, ingest
from sayso.ingest.found import day
from sayso.ingest.packing import unpacked
from sayso.ingest.parts import find_credit, find_parts
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


@pytest.mark.parametrize("name", ["a.json", "unnamed"])
def test_a_json_array_is_many_documents(local: Case, tmp_path: Path, name: str) -> None:
    array = [{"text": STORY, "published": "2016-05-06"}, {"body": "x"}, {"text": "Shells hit Goma, the army said."}]
    (tmp_path / name).write_text(json.dumps(array, indent=2))
    tally = take(local, tmp_path / name)
    assert (tally.new, [one.source.rpartition("#")[2] for one in tally.refused]) == (2, ["2"])
    assert [row["text"] for row in rows(local)] == [STORY, "Shells hit Goma, the army said."]
    assert rows(local)[0]["published"] == "2016-05-06"
    assert take(local, tmp_path / name).same == 2
    (tmp_path / "one.json").write_text(json.dumps({"text": "Jets bombed a depot, residents said."}, indent=2))
    (tmp_path / "bad.json").write_text('{"text": ')
    tally = take(local, tmp_path / "one.json", tmp_path / "bad.json")
    assert (tally.new, len(tally.refused)) == (1, 1)


def test_the_mail_that_is_answered_is_not_coded(local: Case, tmp_path: Path) -> None:
    own = f"{STORY}\n\n"
    quoted = "On Thu, 5 May 2016, Ana <ana@x.example> wrote:\n> Soldiers shelled Goma.\n>\n> Two died."
    text = f"{own}{quoted}\n\nThe bridge is open again.\n-- \nDesk\nRead more: our page\n"
    (tmp_path / "a.eml").write_text(f"From: ben@x.example\nSubject: Re: Goma\n\n{text}")
    take(local, tmp_path / "a.eml")
    (document,) = local.view.uncoded("x")
    assert [document.text[start:end] for start, end in document.skip] == [quoted, "-- \nDesk\nRead more: our page"]
    assert document.readable.split() == [*STORY.split(), "The", "bridge", "is", "open", "again."]


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


BARE = """<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title><link>https://{title}.example/</link>
<item><title>Entry</title><guid{permanent}>7</guid><description>{text}</description></item>
<item><title>Other</title><link>/2</link><description>Fishers of {title} went out again on Friday, a union said.</description>
</item></channel></rss>"""


@pytest.mark.parametrize("permanent", ["", ' isPermaLink="false"'])
def test_what_an_entry_is_called_holds_in_its_feed_only(local: Case, tmp_path: Path, permanent: str) -> None:
    pytest.importorskip("feedparser")
    for title in ("hill", "shore"):
        text = f"{title.title()}: {STORY.splitlines()[0]}"
        (tmp_path / f"{title}.xml").write_text(BARE.format(title=title, text=text, permanent=permanent))
    tally = take(local, tmp_path / "hill.xml", tmp_path / "shore.xml")
    assert (tally.new, tally.versions) == (4, 0)
    assert [row["url"] for row in rows(local)] == [None, "https://hill.example/2", None, "https://shore.example/2"]
    changed = (tmp_path / "hill.xml").read_text().replace("Hill: ", "Hill, later: ")
    (tmp_path / "moved.xml").write_text(changed)
    tally = take(local, tmp_path / "moved.xml")
    assert (tally.new, tally.versions, tally.same) == (0, 1, 1)


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


def _chunks(body: bytes) -> bytes:
    parts = (body[at : at + 100] for at in range(0, len(body), 100))
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def test_archives_hold_bodies_in_chunks(local: Case, tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    pytest.importorskip("trafilatura")
    other = STORY.replace("Kalehe", "Minova")
    chunked = "Transfer-Encoding: chunked\r\n"
    _warc(tmp_path / "a.warc.gz", [
        ("https://l.example/1", _chunks(page().encode()), chunked),
        ("https://l.example/2", _chunks(gzip.compress(page(other).encode())), chunked + "Content-Encoding: gzip\r\n"),
        ("https://l.example/3", page(STORY.replace("Kalehe", "Goma")).encode(), chunked),
    ])  # fmt: skip
    assert take(local, tmp_path / "a.warc.gz").refused == []
    assert [row["text"] for row in rows(local)] == [STORY, other, STORY.replace("Kalehe", "Goma")]


def test_a_bomb_is_not_unpacked() -> None:
    bomb = gzip.compress(b"\0" * 10_000_000)
    assert unpacked(bomb, "gzip", 1_000_000) is None
    assert unpacked(gzip.compress(b"text"), "gzip", 1_000_000) == b"text"
    assert unpacked(b"<p>", "zstd", 100) is None


def test_brotli_is_unpacked_up_to_a_limit() -> None:
    brotli = pytest.importorskip("brotli")
    text = STORY.encode() * 20
    packed = brotli.compress(text)
    assert unpacked(packed, "br", len(text)) == text
    assert unpacked(packed, "br", len(text) - 1) is None
    assert unpacked(brotli.compress(b"\0" * 300_000_000), "br", 1_000_000) is None
    assert unpacked(packed[:-4], "br", len(text)) is None
    assert unpacked(b"<p>not packed at all</p>", "br", 1_000) is None
    assert unpacked(brotli.compress(b""), "br", 10) == b""


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


def mail(*parts: EmailMessage, subject: str = "Field report", number: str = "1@list.example") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"] = "Ana Example <ana@list.example>", subject
    message["Date"], message["Message-ID"] = "Fri, 06 May 2016 23:30:00 +0200", f"<{number}>"
    message.set_content(STORY)
    if parts:
        message.make_mixed()
    for part in parts:
        message.attach(part)
    return message


def attachment(data: bytes, kind: str, name: str | None, how: str = "attachment") -> EmailMessage:
    part = EmailMessage()
    main, sub = kind.split("/")
    part.set_content(data, main, sub, disposition=how, filename=name)
    del part["MIME-Version"]
    return part


def test_what_is_attached_to_a_mail_becomes_a_document(local: Case, tmp_path: Path) -> None:
    other = page(STORY.replace("Kalehe", "Minova"), "Second bridge closed")
    message = mail(
        attachment(pdf("Shells hit the market of Goma,", "a nurse said."), "application/pdf", "../../annex 1.pdf"),
        attachment(b"Rebels left the village of Boul\xe9 on Friday, residents said.", "application/octet-stream", "a.txt"),
        attachment(other.encode(), "text/html", "page.html"),
        attachment(b"PK\3\4", "application/vnd.ms-excel", "figures.xls"),
        attachment(b"GIF89a", "image/gif", "logo.gif", "inline"),
        attachment(b"-----BEGIN", "application/pgp-signature", "signature.asc"),
        attachment(b"%PDF-1.4 broken", "application/pdf", "broken.pdf"),
    )
    (tmp_path / "a.eml").write_bytes(bytes(message))
    tally = take(local, tmp_path / "a.eml")
    assert tally.new == 4
    assert [one.source.partition("#")[2] for one in tally.refused] == [
        "1@list.example/figures.xls", "1@list.example/broken.pdf"
    ]  # fmt: skip
    first, annex, text, html = rows(local)
    assert (str(first["text"]), first["url"]) == (STORY, "mid:1@list.example")
    assert "Shells hit the market of Goma" in str(annex["text"])
    assert (annex["url"], annex["outlet"]) == ("mid:1@list.example/annex%201.pdf", "list.example")
    assert (annex["published"], text["published"]) == ("2016-05-06", "2016-05-06")
    assert text["text"] == "Rebels left the village of Boulé on Friday, residents said."
    assert (html["title"], html["outlet"]) == ("Second bridge closed", "Lakeside News")
    again = take(local, tmp_path / "a.eml")
    assert (again.new, again.versions, again.same) == (0, 0, 4)
    assert local.check() == []


def test_messages_inside_messages_and_other_forms_of_a_text(local: Case, tmp_path: Path) -> None:
    inner = mail(subject="The forwarded one", number="2@list.example")
    inner.set_content(STORY.replace("Kalehe", "Minova"))
    outer = EmailMessage()
    outer["From"], outer["Message-ID"] = "ben@list.example", "<3@list.example>"
    outer.set_content("See below.\nShells hit Goma, an official said.")
    outer.add_alternative("<p>See below, in colour.</p>", subtype="html")
    outer.add_attachment(inner)
    for n in range(4, 12):  # one inside the other, deeper than is read
        outer, whole = EmailMessage(), outer
        outer["From"], outer["Message-ID"] = "ben@list.example", f"<{n}@list.example>"
        outer.set_content(f"Forwarded, number {n} of the chain.")
        outer.add_attachment(whole)
        if n == 5:
            (tmp_path / "a.eml").write_bytes(bytes(outer))
    (tmp_path / "deep.eml").write_bytes(bytes(outer))
    assert take(local, tmp_path / "a.eml").new == 4
    texts = [str(row["text"]) for row in rows(local)]
    assert [text.split()[0] for text in texts] == ["Forwarded,", "Forwarded,", "See", "Soldiers"]
    assert not any("colour" in text for text in texts)
    assert rows(local)[3]["title"] == "The forwarded one"
    tally = take(local, tmp_path / "deep.eml")
    assert (tally.new, tally.same, len(tally.refused)) == (6, 0, 1)


def test_a_text_that_a_picture_cuts_is_one_document(local: Case, tmp_path: Path) -> None:
    footer = "_" * 47 + "\nReports mailing list\nReports@list.example\n"
    more = EmailMessage()
    more.set_content("The bridge is open again, drivers said.")
    last = EmailMessage()
    last.set_content(footer)
    (tmp_path / "a.eml").write_bytes(bytes(mail(attachment(b"GIF89a", "image/gif", "map.gif", "inline"), more, last)))
    tally = take(local, tmp_path / "a.eml")
    assert (tally.new, tally.refused) == (1, [])
    (document,) = local.view.uncoded("x")
    assert document.text.startswith(STORY)
    assert document.readable.split()[-7:] == "The bridge is open again, drivers said.".split()


def test_pdf(local: Case, tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    out = pdf("Soldiers closed the bridge at Kalehe on Friday,", "an official said.")
    (tmp_path / "a.pdf").write_bytes(out)
    (tmp_path / "bad.pdf").write_bytes(out[:150])
    tally = take(local, tmp_path / "a.pdf", tmp_path / "bad.pdf")
    assert (tally.new, len(tally.refused)) == (1, 1)
    assert "Soldiers closed the bridge at Kalehe on Friday" in str(rows(local)[0]["text"])


def pdf(*said: str) -> bytes:
    lines = " T* ".join(f"({line}) Tj" for line in said)
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
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer\n<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (table, len(out))


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


def test_a_folder_may_hold_pipes_and_links_that_lead_back(local: Case, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "a.txt").write_text(STORY)
    (folder / "inner" / "back").symlink_to(folder)
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    os.mkfifo(folder / "pipe")
    tally = take(local, folder)
    assert (tally.new, tally.same) == (1, 0)
    assert sorted(Path(one.source).name for one in tally.refused) == ["gone.txt", "pipe"]


def test_a_pipe_is_read_where_it_is_named(local: Case, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=(tmp_path / "pipe").write_text, args=(json.dumps({"text": STORY}) + "\n",))
    writer.start()
    assert take(local, tmp_path / "pipe").new == 1
    writer.join()
    assert [row["text"] for row in rows(local)] == [STORY]


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


def test_killed_at_any_moment_and_run_again_it_ends_like_one_clean_run(tmp_path: Path) -> None:
    chance = random.Random(3)
    words = [f"w{n}" for n in range(400)]
    texts = [" ".join(chance.choices(words, k=120)) for _ in range(400)]
    texts += [text + " more" for text in texts[:100]]  # near-copies, in other batches
    source = tmp_path / "a.jsonl"
    source.write_text("\n".join(
        json.dumps({"text": f"The army said that {text}.", "published": f"2016-05-{28 - n % 28:02}"})
        for n, text in enumerate(texts)
    ))  # fmt: skip
    # The program kills itself right before or after one of its statements to the database.
    script = (
        "import os, signal, sys\nfrom sqlalchemy import event\nfrom sayso.store import open_case\n"
        "from sayso.ingest import ingest, run\nrun.BATCH = 25\ncase = open_case(sys.argv[1], create=True)\n"
        "left = [int(sys.argv[3])]\n"
        "def count(*_):\n    left[0] -= 1\n    if not left[0]: os.kill(os.getpid(), signal.SIGKILL)\n"
        "for name in ('before_cursor_execute', 'after_cursor_execute', 'commit'):\n"
        "    event.listen(case._engine, name, count)\n"
        "ingest(case, [sys.argv[2]])\n"
    )
    killed = tmp_path / "killed.sayso"
    for statement in chance.sample(range(20, 400), 6):
        done = subprocess.run([sys.executable, "-c", script, killed, source, str(statement)], capture_output=True)
        assert done.returncode == -signal.SIGKILL, done.stderr
        with open_case(killed) as one:
            assert len(one) % 25 == 0
            assert one.check() == []
    with open_case(killed, create=True) as one, open_case(tmp_path / "clean.sayso", create=True) as two:
        tally = take(one, source)
        take(two, source)
        assert 0 < tally.same < 500
        assert [dict(row) for row in one.documents(text=True)] == [dict(row) for row in two.documents(text=True)]
        assert one.view.numbers() == two.view.numbers()
        assert one.view.numbers()["lineages"] == 400
        assert one.check() == []


def test_days() -> None:
    for value in ("2016-05-06", "2016-05-06T23:30:00Z", "20160506", 20160506, "2016/05/06", "6 May 2016", "06 May 2016",
                  "May 6, 2016", "Fri, 06 May 2016 23:30:00 +0200"):  # fmt: skip
        assert day(value) == "2016-05-06", value
    for none in ("2016-02-30", None, "", "2016", "201605", "2016056", 1462492800, "05/06/2016", "yesterday", "2016-05/06"):
        assert day(none) is None, none


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
