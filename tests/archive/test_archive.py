"""The package of a year: verified with standard tools alone, read back to an equal database, hostile ones refused."""

import hashlib
import json
import re
import shutil
import subprocess
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select

from tests.archive.conftest import PROOF
from tests.support.factory import Factory
from tests.support.statements import counting
from tests.years.conftest import YEAR, Bureau
from tracker import clock, config
from tracker.archive.contents import PIECE, pages_of
from tracker.archive.reading import read_archive
from tracker.archive.records import row_of
from tracker.archive.rules import Part, check_parts, root_name
from tracker.archive.selection import AROUND, OF_DOCUMENT, STORED, Selection, belongs, is_of_year
from tracker.archive.writing import write_archive
from tracker.db import Base, db, transaction
from tracker.errors import RuleBroken, Unreadable
from tracker.files.inspection import Kind
from tracker.files.models import StoredFile
from tracker.files.services import file_store, keep, store_own
from tracker.history.models import HistoryEntry
from tracker.history.services import record
from tracker.issuing.models import ChainCosigner, ChainStep, GateWaiver, IssuedPaper
from tracker.issuing.rules import Outcome, Step
from tracker.progress.rules import ReportState
from tracker.summary.models import Summary
from tracker.tasks.models import Task
from tracker.years.guard import lifted

ROOT = root_name(YEAR)


@pytest.fixture
def package(app: Flask, closed: Bureau, tmp_path: Path) -> Path:
    target = tmp_path / "2026.zip"
    with app.app_context():
        write_archive(YEAR, target)
    return target


def contents(app: Flask) -> dict[str, list[dict[str, Any]]]:
    """Return what the tables of a package hold of the year, row by row; where a file lies is a machine's own."""
    rows: dict[str, list[dict[str, Any]]] = {}
    with app.app_context():
        for table in Selection(YEAR).tables():
            found = select(table).order_by(*table.primary_key.columns)
            if is_of_year(table.name):
                found = found.where(belongs(table, YEAR))
            rows[table.name] = [
                {name: value for name, value in row.items() if name != "storage_key"}
                for row in db.session.execute(found).mappings()
            ]
        db.session.rollback()
    return rows


def test_capability_95_the_package_is_verified_with_standard_tools_alone(package: Path, tmp_path: Path) -> None:
    folder = tmp_path / "opened"
    shutil.unpack_archive(package, folder)

    done = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=folder / ROOT, capture_output=True, check=False)

    assert done.returncode == 0, done.stdout
    listed = (folder / ROOT / "SHA256SUMS").read_text().splitlines()
    present = {path.relative_to(folder / ROOT).as_posix() for path in (folder / ROOT).rglob("*") if path.is_file()}
    assert {line.split("  ", 1)[1] for line in listed} == present - {"SHA256SUMS"}


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in ("href", "src")]


def test_the_pages_open_without_the_program_and_lead_to_every_file(package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        names = {name.removeprefix(f"{ROOT}/") for name in archive.namelist()}
        pages = {name: archive.read(f"{ROOT}/{name}").decode() for name in names if name.endswith(".html")}
        proof = next(name for name in names if name.startswith("files/"))
        assert archive.read(f"{ROOT}/{proof}") == PROOF

    linked: set[str] = set()
    for page in pages.values():
        assert "<script" not in page
        links = Links()
        links.feed(page)
        linked |= {link for link in links.found if not link.startswith("http")}
    assert linked <= names
    assert proof in linked
    assert {"papers/summary.pdf", "papers/summary.docx", "tasks.html", "history.html"} <= linked
    assert "2027年01月12日收口" in pages["index.html"]
    assert "集中公开规范性文件12件" in pages["tasks.html"]
    assert "公布情况.png" in pages["tasks.html"]
    assert "三个链接打不开" in pages["findings.html"]
    assert "公布办事指南" in pages["ledgers.html"]
    assert "年度收口" in pages["history.html"]


@pytest.fixture
def issued(app: Flask, closed: Bureau) -> list[bytes]:
    """The summary of the year was issued twice in the year after, and its files are kept."""
    contents = [b"%PDF-1.7 first", b"%PDF-1.7 second"]
    with app.app_context(), transaction():
        summary = db.session.scalars(select(Summary).where(Summary.year == YEAR)).one()
        for edition, content in enumerate(contents, 1):
            db.session.add(
                IssuedPaper(
                    kind="summary", document_id=summary.id, edition=edition, year=YEAR + 1, number=edition,
                    series="清档发", code=f"清档发〔2027〕{edition}号", title="2026年工作总结", document={}, figures={},
                    content="0" * 64, pdf=keep(store_own(content, "1.pdf", Kind.PDF)),
                    docx=keep(store_own(b"PK" + content, "1.docx", Kind.DOCX)), is_for_everybody=True,
                    issued_on=date(2027, 1, 8), issued_by="刘局长", issued_at=clock.now(),
                )
            )  # fmt: skip
    return contents


@pytest.fixture
def package_of_issued(app: Flask, issued: list[bytes], tmp_path: Path) -> Path:
    target = tmp_path / "2026.zip"
    with app.app_context():
        write_archive(YEAR, target)
    return target


def test_what_was_issued_is_kept_as_it_was_issued_with_its_hash(
    issued: list[bytes], package_of_issued: Path, other: Flask
) -> None:
    with zipfile.ZipFile(package_of_issued) as archive:
        index = archive.read(f"{ROOT}/index.html").decode()
        names = archive.namelist()
        pdfs = re.findall(r'href="(files/[^"]+\.pdf)"[^>]*>清档发〔2027〕\d号 2026年工作总结\.pdf', index)
        assert [archive.read(f"{ROOT}/{path}") for path in pdfs] == issued
    assert all(hashlib.sha256(content).hexdigest() in index for content in issued)
    assert "刘局长 2027年01月08日" in index
    assert len([name for name in names if name.endswith(".docx")]) == 2
    assert f"{ROOT}/papers/summary.pdf" not in names  # nothing is printed anew beside it
    with other.app_context():
        config.use(config.load_settings({"TRACKER_INSTANCE": str(Path(config.current().files_url).parent)}))
        read_archive(package_of_issued)
        stored = []
        for paper in db.session.scalars(select(IssuedPaper).order_by(IssuedPaper.id)).all():
            with file_store().open(paper.pdf.storage_key) as content:
                stored.append(content.read())
        db.session.rollback()
    assert stored == issued


@pytest.fixture
def signed(app: Flask, closed: Bureau) -> None:
    """The summary of the year was checked by one and co-signed by another; one obstacle was let pass."""
    with app.app_context(), transaction():
        summary = db.session.scalars(select(Summary).where(Summary.year == YEAR)).one()
        about = {"kind": "summary", "document_id": summary.id}
        other = {"kind": "summary", "document_id": summary.id + 1000}  # of no document of the year
        for of, outcome in ((about, Outcome.RETURNED), (about, Outcome.SIGNED), (other, Outcome.SIGNED)):
            db.session.add(
                ChainStep(
                    **of, step=Step.CHECK, outcome=outcome, opinion="数字已核对。", content="0" * 64, name="刘局长",
                    unit_name="局领导", at=clock.now(),
                )
            )  # fmt: skip
        db.session.add(ChainCosigner(**about, unit_id=closed.law_unit.id))
        db.session.add(GateWaiver(**about, mark="1" * 64, reason="局领导知悉", name="李明", at=clock.now()))


@pytest.fixture
def package_of_signed(app: Flask, signed: None, tmp_path: Path) -> Path:
    target = tmp_path / "2026.zip"
    with app.app_context():
        write_archive(YEAR, target)
    return target


def test_who_signed_a_document_of_the_year_is_in_its_package_and_comes_back_with_it(
    app: Flask, package_of_signed: Path, other: Flask
) -> None:
    with zipfile.ZipFile(package_of_signed) as archive:
        page = archive.read(f"{ROOT}/papers.html").decode()
    before = contents(app)
    with other.app_context():
        config.use(config.load_settings({"TRACKER_INSTANCE": str(Path(config.current().files_url).parent)}))
        read_archive(package_of_signed)

    assert "核稿，退回" in page
    assert page.count("数字已核对。") == 2
    assert {name: len(before[name]) for name in sorted(OF_DOCUMENT)} == {
        "chain_cosigner": 1, "chain_step": 2, "gate_waiver": 1
    }  # fmt: skip
    assert {name: contents(other)[name] for name in OF_DOCUMENT} == {name: before[name] for name in OF_DOCUMENT}


def test_it_tells_nobody_where_people_sat(package: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        entries = [json.loads(line) for line in archive.read(f"{ROOT}/history.jsonl").decode().splitlines()]
        names = archive.namelist()

    assert entries
    assert all({"address", "session"}.isdisjoint(entry) for entry in entries)
    assert not [name for name in names if re.search(r"account|session|password", name)]


def test_read_back_into_an_empty_instance_it_is_equal_table_by_table(
    app: Flask, package: Path, other: Flask, closed: Bureau
) -> None:
    before = contents(app)
    with other.app_context():
        config.use(config.load_settings({"TRACKER_INSTANCE": str(Path(config.current().files_url).parent)}))
        facts = read_archive(package)
        stored = db.session.scalars(select(StoredFile)).one()
        with file_store().open(stored.storage_key) as content:
            assert content.read() == PROOF
        event = db.session.scalars(select(HistoryEntry.event)).one()
        db.session.rollback()

    after = contents(other)
    assert set(before) == set(after)
    for name in before:
        assert after[name] == before[name], name
    assert facts["tables"]["task"] == len(after["task"]) == 3
    assert event == "archive.read"
    empty = {name for name, rows in after.items() if not rows}
    filled = "plan plan_item task task_unit progress_report evidence finding ledger_entry summary_section"
    for name in (*filled.split(), "year_decision", "year_confirmation", "year_closing", "unit", "agency"):
        assert name not in empty


def test_a_year_that_was_read_back_is_still_closed(package: Path, other: Flask) -> None:
    from tracker.years.queries import is_closed

    with other.app_context():
        read_archive(package)

        assert is_closed(YEAR)


def test_a_package_is_read_into_an_empty_instance_only(app: Flask, package: Path) -> None:
    with app.app_context(), pytest.raises(RuleBroken, match="empty instance only"):
        read_archive(package)


def test_every_table_that_is_referred_to_is_in_the_package_too(app: Flask) -> None:
    tables = list(Selection(0).tables())
    referred_to = {key.column.table.name for table in tables for key in table.foreign_keys}

    assert referred_to <= {table.name for table in tables}
    assert {*AROUND, STORED} <= set(Base.metadata.tables)


def rewritten(source: Path, target: Path, change: Callable[[dict[str, bytes]], None], *, sums: bool = True) -> Path:
    """Write the package again with other parts; ``sums``: the list of hashes follows."""
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    if sums:
        own = {name: content for name, content in parts.items() if not name.endswith("SHA256SUMS")}
        lines = [f"{hashlib.sha256(octets).hexdigest()}  {name.partition('/')[2]}\n" for name, octets in own.items()]
        parts[f"{ROOT}/SHA256SUMS"] = "".join(lines).encode()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target


def append(name: str, content: bytes) -> Callable[[dict[str, bytes]], None]:
    return lambda parts: parts.update({name: parts.get(name, b"") + content})


def replace(name: str, content: bytes) -> Callable[[dict[str, bytes]], None]:
    return lambda parts: parts.update({f"{ROOT}/{name}": content})


HOSTILE: dict[str, tuple[Callable[[dict[str, bytes]], None], bool, str]] = {
    "a changed record": (append(f"{ROOT}/data/task.jsonl", b" "), False, "SHA-256"),
    "a part beside the list": (append(f"{ROOT}/files/x.txt", b"x"), False, "not in its list"),
    "a missing part": (lambda parts: parts.pop(f"{ROOT}/data/task.jsonl") and None, False, "is missing"),
    "no list of hashes": (lambda parts: parts.pop(f"{ROOT}/SHA256SUMS") and None, False, "is missing"),
    "a way out": (append(f"{ROOT}/../outside.txt", b"x"), True, "no archive package"),
    "an absolute path": (append("/etc/cron.d/x", b"x"), True, "no archive package"),
    "two folders": (append("other/x.txt", b"x"), True, "one folder"),
    "another form": (replace("manifest.json", b'{"year": 2026, "format": 9}'), True, "form"),
    "a manifest of nothing": (replace("manifest.json", b"[]"), True, "manifest"),
    "no JSON": (append(f"{ROOT}/data/task.jsonl", b"{\n"), True, "cannot be read"),
    "a wrong day": (append(f"{ROOT}/data/task.jsonl", b'{"id": 99, "due_on": "x"}\n'), True, "cannot be read"),
    "an unknown column": (append(f"{ROOT}/data/task.jsonl", b'{"id": 99, "evil": 1}\n'), True, "newer"),
    "records that do not fit": (
        append(f"{ROOT}/data/task_tag.jsonl", b'{"id": 9, "task_id": 4711, "name": "x"}\n'), True, "do not fit",
    ),
    "a bomb": (append(f"{ROOT}/files/000099-0.bin", b"0" * 40_000_000), True, "out of proportion"),
    "twice in another case": (append(f"{ROOT}/data/TASK.jsonl", b""), True, "twice"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_package_is_refused_and_nothing_is_read_in(
    package: Path, other: Flask, tmp_path: Path, name: str
) -> None:
    change, sums, words = HOSTILE[name]
    hostile = rewritten(package, tmp_path / "hostile.zip", change, sums=sums)

    with other.app_context():
        with pytest.raises(Unreadable) as refusal:
            read_archive(hostile)
        assert words in str(refusal.value)
        db.session.rollback()
        tasks = db.session.execute(select(Base.metadata.tables["task"])).all()

    assert tasks == []
    assert not (tmp_path / "outside.txt").exists()


def test_a_link_and_a_torn_file_are_refused(package: Path, other: Flask, tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="no archive package"):
        check_parts([Part(f"{ROOT}/index.html", 10, 10, is_plain=False)])
    torn = tmp_path / "torn.zip"
    torn.write_bytes(package.read_bytes()[:-200])
    with other.app_context(), pytest.raises(Unreadable, match="no whole archive package"):
        read_archive(torn)


def test_a_wrong_file_under_a_right_name_is_refused(package: Path, other: Flask, tmp_path: Path) -> None:
    def swap(parts: dict[str, bytes]) -> None:
        name = next(name for name in parts if f"{ROOT}/files/" in name)
        parts[name] = "别的内容".encode()

    hostile = rewritten(package, tmp_path / "swapped.zip", swap)
    with other.app_context(), pytest.raises(Unreadable, match="not the one that the records name"):
        read_archive(hostile)


def test_large_files_go_through_without_being_held_in_memory(
    app: Flask, closed: Bureau, make: Factory, tmp_path: Path
) -> None:
    from tracker import clock
    from tracker.progress.models import Evidence, ProgressReport

    size = 60_000_000
    with app.app_context():
        large = tmp_path / "large.bin"
        with large.open("wb") as out:
            out.truncate(size)
        with large.open("rb") as source:
            blob = file_store().put(source)
        report = db.session.scalars(select(ProgressReport)).first()
        assert report is not None
        file = make._save(
            StoredFile(
                storage_key=blob.key, sha256=blob.sha256, size=size, content_type="application/octet-stream",
                stored_at=clock.now(),
            )
        )  # fmt: skip
        make._save(
            Evidence(report_id=report.id, name="录像.mp4", file_id=file.id, added_at=clock.now(), added_by="王芳")
        )
        tracemalloc.start()
        write_archive(YEAR, tmp_path / "large.zip")
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert (tmp_path / "large.zip").stat().st_size > size
    assert peak < 40_000_000


def test_a_line_of_a_record_comes_back_as_it_was(app: Flask) -> None:
    table = Base.metadata.tables["ledger_entry"]

    row = row_of('{"day": "2026-05-06", "quantity": "3.5", "entered_at": "2026-05-06T01:00:00+00:00"}', table)

    assert (row["day"].month, str(row["quantity"]), row["entered_at"].utcoffset().seconds) == (5, "3.5", 0)


def test_the_page_of_tasks_takes_as_many_statements_for_many_tasks_as_for_few(
    app: Flask, closed: Bureau, make: Factory
) -> None:
    def count() -> tuple[int, int]:
        with app.app_context(), force_locale("zh_Hans"), counting() as statements:
            (leaf,) = next(page for page in pages_of(YEAR, {}) if page.name == "tasks.html").parts
            rows = len(list(leaf.rows))
            db.session.rollback()
        return rows, statements.count

    few, before = count()
    with app.app_context(), lifted():
        for number in range(30):
            task = make.task(year=YEAR, number=100 + number, lead=closed.law_unit)
            make.report(task, closed.law_unit, state=ReportState.ACCEPTED, done="已公开。")
    many, after = count()

    assert many == few + 30
    assert after == before


def test_more_records_than_one_piece_go_through(app: Flask, closed: Bureau, make: Factory, tmp_path: Path) -> None:
    with app.app_context():
        with transaction():
            task = db.session.get(Task, closed.done.id)
            for number in range(2 * PIECE + 10):
                record(closed.office, "task.edited", task, after={"title": str(number)})
        write_archive(YEAR, tmp_path / "many.zip")

    with zipfile.ZipFile(tmp_path / "many.zip") as archive:
        assert len(archive.read(f"{ROOT}/history.jsonl").splitlines()) > 2 * PIECE
