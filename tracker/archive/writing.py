"""Making a package: records and pages as they stand at one moment, then the files, one after the other."""

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask_babel import force_locale
from sqlalchemy import select, text

from tracker import __version__, clock
from tracker.archive.contents import history_of, pages_of
from tracker.archive.leaves import Cell, Leaf, Link, Page, Value, style, write_page
from tracker.archive.papers import list_issued, print_unissued
from tracker.archive.parcel import Parcel
from tracker.archive.records import line_of
from tracker.archive.rules import FILES, FORMAT, MANIFEST, TABLES, root_name
from tracker.archive.selection import STORED, Selection, select_year
from tracker.db import db, head_revision
from tracker.errors import N_, RuleBroken
from tracker.figures.named import figures_of
from tracker.files.models import StoredFile
from tracker.files.names import ending_of
from tracker.files.services import file_store
from tracker.files.waiting import check_scanned
from tracker.history.models import HistoryEntry
from tracker.issuing.models import IssuedPaper
from tracker.organisation.models import Agency
from tracker.plans.models import Plan
from tracker.tasks.models import Task
from tracker.years.listing import counted_as_of
from tracker.years.queries import find_closing

Noted = Callable[[int, int], None]  # how many files are in, of how many
PRIVATE = ("address", "session", "request_id")  # of an entry of the history: where somebody sat is nobody's business


Paper = Sequence[Value]  # a line of the index about one file


@dataclass(frozen=True)
class Kept:
    """A stored file that goes into a package."""

    key: str
    path: str
    octets: int


def write_archive(year: int, target: Path, noted: Noted = lambda done, total: None) -> None:
    """Write the package of a year to ``target``; it gets its name only when it is whole.

    Raise RuleBroken for a year without anything, or when it cannot be written.
    """
    if not _is_there(year):
        raise RuleBroken(N_("There is nothing of %(year)d to be archived."), year=year)
    partial = target.with_name(target.name + ".part")
    try:
        with tempfile.TemporaryDirectory(dir=target.absolute().parent) as folder:
            work, at = Path(folder), clock.now()
            kept = _write_records(year, work)
            db.session.rollback()  # from here on nobody waits for this reader
            noted(0, len(kept))
            with Parcel(partial, root_name(year), at) as parcel:
                _add_all(parcel, work, kept, noted)
        partial.replace(target)
    except OSError as error:
        raise RuleBroken(N_("The package was not written: %(why)s"), why=error) from error
    finally:
        partial.unlink(missing_ok=True)


def _is_there(year: int) -> bool:
    found = db.session.scalar(select(Task.id).where(Task.year == year).limit(1))
    return found is not None or db.session.scalar(select(Plan.id).where(Plan.year == year)) is not None


def _add_all(parcel: Parcel, work: Path, kept: list[Kept], noted: Noted) -> None:
    """Put records, pages and papers into the package, then the files with a word about each."""
    for path in sorted(path for path in work.rglob("*") if path.is_file()):
        with path.open("rb") as source:
            parcel.add(path.relative_to(work).as_posix(), source)
    store = file_store()
    for number, one in enumerate(kept, 1):
        with store.open(one.key) as source:
            parcel.add(one.path, source, is_packed=True)
        noted(number, len(kept))


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read everything as it stands at one moment."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
    with force_locale("zh_Hans"):
        yield


def _write_records(year: int, work: Path) -> list[Kept]:
    """Write records, pages and papers into the folder ``work``, and return the files that belong to them."""
    with _one_moment():
        selection = select_year(year, {IssuedPaper.__tablename__: {paper.id for paper in list_issued(year)}})
        kept = _files(selection)
        (work / TABLES).mkdir()
        counts = {table.name: _write_table(selection, table.name, work) for table in selection.tables()}
        _write_history(year, work)
        unissued = print_unissued(year, work)
        agency = db.session.scalar(select(Agency.name)) or ""
        facts = _facts(year, agency, counts, len(kept))
        (work / MANIFEST).write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        (work / "style.css").write_bytes(style())
        pages = pages_of(year, {number: one.path for number, one in kept.items()})
        papers = [*_issued(year, kept), *_printed(unissued)]
        for page in [_index(year, facts, pages, papers), *pages]:
            with (work / page.name).open("wb") as out:
                write_page(page, out, agency=agency, year=year)
    return list(kept.values())


def _files(selection: Selection) -> dict[int, Kept]:
    found = select(StoredFile).where(StoredFile.id.in_(selection.more.get(STORED) or ())).order_by(StoredFile.id)
    names, files = _endings(selection), list(db.session.scalars(found))
    for one in files:
        check_scanned(one)
    return {
        one.id: Kept(one.storage_key, f"{FILES}{one.id:06d}-{one.sha256[:12]}{names.get(one.id, '')}", one.size)
        for one in files
    }


def _endings(selection: Selection) -> dict[int, str]:
    """Return the endings under which stored files are known, so that a double click opens them."""
    endings: dict[int, str] = {}
    for paper in list_issued(selection.year):
        endings |= {paper.pdf_id: ".pdf", paper.docx_id: ".docx"}
    for table in selection.tables():
        name = table.c.get("name") if "file_id" in table.c else table.c.get("source_name")
        link = table.c.get("file_id") if "file_id" in table.c else table.c.get("source_file_id")
        if link is None:
            continue
        if name is None:  # a paper of ours
            used = select(link).where(selection.condition(table), link.is_not(None))
            endings |= dict.fromkeys(db.session.scalars(used), ".pdf")
            continue
        for number, known in db.session.execute(
            select(link, name).where(selection.condition(table), link.is_not(None))
        ):
            ending = ending_of(known)
            endings[number] = f".{ending}" if ending.isascii() and ending.isalnum() else ""
    return endings


def _write_table(selection: Selection, name: str, work: Path) -> int:
    table = selection.table(name)
    count = 0
    with (work / TABLES / f"{name}.jsonl").open("w", encoding="utf-8") as out:
        for row in db.session.execute(selection.rows(table).execution_options(yield_per=500)):
            out.write(line_of(dict(zip(table.c.keys(), row, strict=True))))
            count += 1
    return count


def _write_history(year: int, work: Path) -> None:
    names = [column.name for column in HistoryEntry.__table__.columns if column.name not in PRIVATE]
    with (work / "history.jsonl").open("w", encoding="utf-8") as out:
        for entry in history_of(year):
            out.write(line_of({name: getattr(entry, name) for name in names}))


def _issued(year: int, kept: Mapping[int, Kept]) -> Iterator[Paper]:
    """Yield what was issued, as a line of the index each: the very files, who issued them when, their hashes."""
    for paper in list_issued(year):
        for ending, file in (("pdf", paper.pdf), ("docx", paper.docx)):
            link = Link(kept[file.id].path, f"{paper.label}.{ending}", is_file=True)
            issued = f"{paper.issued_by} {paper.issued_on:%Y年%m月%d日}"
            yield [Cell("", (link,)), issued, file.sha256]


def _printed(files: Iterable[tuple[str, str]]) -> Iterator[Paper]:
    for path, name in files:
        yield [Cell("", (Link(path, name, is_file=True),)), "未经系统签发", ""]


def _facts(year: int, agency: str, counts: dict[str, int], files: int) -> dict[str, object]:
    closing = find_closing(year)
    return {
        "format": FORMAT, "program": __version__, "revision": head_revision(), "year": year, "agency": agency,
        "made_at": clock.now().isoformat(), "closed_at": closing.closed_at.isoformat() if closing else None,
        "closing_sha256": closing.sha256 if closing else None, "tables": counts, "files": files,
    }  # fmt: skip


def _index(year: int, facts: dict[str, object], pages: list[Page], papers: list[Paper]) -> Page:
    figures = figures_of(year, counted_as_of(year, clock.today()))
    closing = find_closing(year)
    known = closing.figures.get("figures", {}) if closing else {}
    shown = [[one.name, known.get(one.name, {}).get("shown", one.shown), one.about] for one in figures.values()]
    links = [[Cell("", (Link(page.name, page.title),))] for page in pages]
    lines = (
        f"本年度已于{clock.local(closing.closed_at):%Y年%m月%d日}收口，数据以收口时为准。"
        if closing
        else "本年度还没有收口。",
        "核对方法：在本文件夹里运行 sha256sum -c SHA256SUMS，每一行都应显示OK（或“成功”）。",
        "本档案不依赖任何程序，用浏览器打开本页即可查阅；data文件夹是可以读回系统的全部记录，含个人信息，请按档案管理规定保管。",
    )
    parts = [
        Leaf(("内容",), links, "目录"),
        Leaf(("文件", "签发", "SHA-256"), papers, "年度文件"),
        Leaf(("数据", "数值", "说明"), shown, "年度数据"),
    ]
    return Page("index.html", f"{facts['agency']}{year}年政务公开档案", parts, lines)


def make_in(folder: Path, name: str, year: int, noted: Noted) -> Path:
    """Make a package in a folder of ours and return its path."""
    folder.mkdir(mode=0o700, exist_ok=True)
    os.chmod(folder, 0o700)
    target = folder / name
    write_archive(year, target, noted)
    return target
