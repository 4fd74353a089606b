"""The archive: a ZIP with everything of a case, or of the documents that a filter picks, that reads back exactly.

    manifest.json       what is inside, with the SHA-256 of each part
    documents.jsonl     a document a line: its versions with their texts, and the receipts of each
    records.jsonl       every record: first those that are no longer current, then the current ones as their claims stand
    links.jsonl         which claims are one event across documents
    events.jsonl        what linking made of them, where the case is linked and there is no filter
    judgements.jsonl    what people decided, oldest first
    received/SHA-256    bytes as they were received

The same case gives the same bytes: the parts stand in a fixed order and carry no time of writing.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from sayso.documents import Document
from sayso.errors import InputError, RecordError
from sayso.exports.files import whole
from sayso.judgements import ROUND
from sayso.query import Filter
from sayso.record import Record, from_dict
from sayso.store import Case, Part, Received
from sayso.store.events import WHOLE_COLUMNS

FORMAT = 1
_BATCH = 200
_LINE = 200_000_000
_LARGEST_PART = 100_000_000
_VERSION_FIELDS = (
    "number", "text_sha256", "text", "title", "byline", "published", "outlet", "url", "language", "credit", "parts",
    "extractor", "uncoded",
)  # fmt: skip
_RECEIPT_FIELDS = ("blob", "source", "retrieved_at", "media_type", "headers")


def export_archive(case: Case, path: Path, picked: Filter) -> int:
    """Writes the documents that a filter picks, with everything that belongs to them. Returns their number."""
    names = [row["document"] for row in case.documents(picked)]
    hashes: dict[str, str] = {}
    blobs: set[str] = set()
    claims: set[str] = set()
    events: set[str] = set()
    with whole(path, binary=True) as stream, zipfile.ZipFile(stream, "w") as package:

        def write(name: str, lines: Iterable[bytes]) -> None:
            digest = hashlib.sha256()
            info = zipfile.ZipInfo(name)  # 1980-01-01, no system: nothing that differs between two writings
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            with package.open(info, "w", force_zip64=True) as part:
                for line in lines:
                    digest.update(line)
                    part.write(line)
            hashes[name] = digest.hexdigest()

        write("documents.jsonl", _documents(case, names, blobs))
        write("records.jsonl", _records(case, names, claims, events))
        write("links.jsonl", (_line(row) for row in case.view.links() if not picked or row["claim"] in claims))
        if not picked and next(iter(case.view.fused()), None) is not None:
            # Under a filter an event may lose some of its claims: linking has to look at it anew.
            write("events.jsonl", map(_line, case.view.fused(whole=True)))
        events.update(row["event"] for row in case.view.links() if row["claim"] in claims)
        kept = claims | events | set(names)
        write("judgements.jsonl", (
            _line({name: value for name, value in row.items() if name not in ("seq", "document")})
            for row in case.view.judgements()
            if not picked or row["subject"] in kept or row["document"] in kept or row["subject"] == ROUND
        ))  # fmt: skip
        for blob in sorted(blobs):
            write(f"received/{blob}", [case.view.received(blob)])
        manifest = {
            "format": "sayso-archive", "version": FORMAT, "filter": str(picked), "documents": len(names),
            "parts": dict(sorted(hashes.items())),
        }  # fmt: skip
        write("manifest.json", [json.dumps(manifest, indent=1, ensure_ascii=False).encode() + b"\n"])
    return len(names)


def _line(value: Any) -> bytes:
    return json.dumps(dict(value), ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() + b"\n"


def _documents(case: Case, names: Iterable[str], blobs: set[str]) -> Iterator[bytes]:
    keys = case.view.keys()
    for name in names:
        versions = []
        for row in case.view.versions(name):
            receipts = [{field: one[field] for field in _RECEIPT_FIELDS} for one in row["receipts"]]
            blobs.update(one["blob"] for one in receipts)
            versions.append({**{field: row[field] for field in _VERSION_FIELDS}, "receipts": receipts})
        yield _line({"id": name, "key": keys[name], "versions": versions})


def _records(case: Case, names: Iterable[str], claims: set[str], events: set[str]) -> Iterator[bytes]:
    for row in case.view.all_records(names):
        body: bytes = row["body"]
        data = json.loads(body)
        claims.update(claim["id"] for claim in data["claims"])
        events.update(event["id"] for event in data["events"])
        about = {name: row[name] for name in ("document", "version", "made_by", "written_at", "current")}
        # The record's own bytes, untouched, so that its hash holds.
        yield _line(about)[:-2] + b',"record":' + body + b"}\n"


def import_archive(case: Case, path: Path | str) -> int:
    """Takes an archive into a case. Returns the number of documents in it.

    Into an empty case it comes exactly as it left; in a case with documents of its own, what is there already stays,
    and the claims of a document are those of the record that was current there.
    Raises InputError where the file is no archive, is damaged or was written by a newer Sayso.
    """
    try:
        with zipfile.ZipFile(path) as package:
            manifest = _manifest(package, path)
            _verify(package, manifest, path)
            texts: dict[tuple[str, int], str] = {}
            for batch in _batches(_lines(package, "documents.jsonl")):
                received = [one for document in batch for one in _received(package, document)]
                case.writer.add(received)
            links: dict[str, dict[str, str]] = {}
            for row in _lines(package, "links.jsonl"):
                links.setdefault(row["made_by"], {})[row["claim"]] = row["event"]
            for maker, events in links.items():
                case.writer.link(events, maker)
            coded = case.view.coded_documents()
            for batch in _batches(_lines(package, "records.jsonl")):
                _restore(case, batch, texts, coded)
            judgements = list(_lines(package, "judgements.jsonl"))
            if judgements:
                case.writer.restore_judgements(judgements)
            if "events.jsonl" in manifest["parts"]:
                held = {row["id"] for row in case.view.fused()}
                rows = [row for row in _lines(package, "events.jsonl") if row["id"] not in held]
                case.writer.replace_events([{name: row[name] for name in WHOLE_COLUMNS} for row in rows], ())
    except FileNotFoundError as error:
        raise InputError(f"There is no file {path}.", "Check the name.") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, NotImplementedError, OSError) as error:
        raise InputError(f"{path} is no archive of a case, or is damaged: {error}.", "Export it again.") from error
    return int(manifest["documents"])


def _manifest(package: zipfile.ZipFile, path: Path | str) -> dict[str, Any]:
    if package.getinfo("manifest.json").file_size > _LINE:
        raise ValueError("its manifest is too large")
    manifest: dict[str, Any] = json.loads(package.read("manifest.json"))
    if manifest.get("format") != "sayso-archive":
        raise ValueError("it has another format")
    if manifest["version"] > FORMAT:
        raise InputError(f"{path} was written by a newer Sayso.", "Update: pip install -U sayso.")
    return manifest


def _verify(package: zipfile.ZipFile, manifest: dict[str, Any], path: Path | str) -> None:
    """Every part must have the hash that the manifest gives it, before anything is taken into the case."""
    for name, expected in manifest["parts"].items():
        digest = hashlib.sha256()
        with package.open(name) as part:
            while block := part.read(1 << 20):
                digest.update(block)
        if digest.hexdigest() != expected:
            raise InputError(f"{path} is damaged: {name} is not what was written.", "Export it again.")


def _lines(package: zipfile.ZipFile, name: str) -> Iterator[dict[str, Any]]:
    with package.open(name) as part:
        for line in part:
            if len(line) > _LINE:
                raise ValueError("a line is too long")
            yield json.loads(line)


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _received(package: zipfile.ZipFile, document: dict[str, Any]) -> Iterator[Received]:
    for version in document["versions"]:
        about = Document(
            version["text"], document["id"], version["published"], version["outlet"], version["url"], version["title"]
        )
        for receipt in version["receipts"]:
            info = package.getinfo(f"received/{receipt['blob']}")
            if info.file_size > _LARGEST_PART:
                raise ValueError("a part is too large")
            yield Received(
                about, package.read(info), receipt["source"], receipt["retrieved_at"], receipt["media_type"],
                json.loads(receipt["headers"]) if receipt["headers"] else {}, version["byline"], version["language"],
                version["credit"], tuple(Part(*part) for part in json.loads(version["parts"])), version["extractor"],
                version["uncoded"], document["key"],
            )  # fmt: skip


def _restore(
    case: Case, batch: list[dict[str, Any]], texts: dict[tuple[str, int], str], coded: Collection[str]
) -> None:
    texts.clear()

    def kind(row: dict[str, Any]) -> tuple[str, bool]:
        # An older archive does not say which is current: the last one of a document.
        return row["made_by"], row.get("current", True) and row["document"] not in coded

    for (maker, current), rows in groupby(batch, kind):
        records, times = [], []
        for row in rows:
            place = row["document"], row["version"]
            if place not in texts:
                texts.update(
                    ((row["document"], version["number"]), version["text"]) for version in case.view.versions(place[0])
                )
            if place not in texts:
                raise ValueError(f"the document {place[0]} is missing")
            try:
                records.append(from_dict(Record, {**row["record"], "text": texts[place]}))
            except RecordError as error:
                raise ValueError(str(error)) from error
            times.append(row["written_at"])
        # A record that does not say what made it was given its maker when it was written.
        case.writer.write(records, maker, times=times, current=current)
