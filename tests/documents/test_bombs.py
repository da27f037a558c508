"""A document that would take for ever ends with a message in time; the next one is printed, and a usual one quickly."""

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.documents.samples import BARE, PLAIN, task_table
from tracker.confined.pool import Pool
from tracker.documents.exchange import to_json
from tracker.documents.model import Attachment, Cell, Column, Document, Paragraph, Row, Table
from tracker.errors import RuleBroken

SECONDS = 1.0  # instead of the 30 that people wait
COLUMNS = tuple(Column(1) for _ in range(200))
BOMBS = {
    "no place to break": (Paragraph.of("W" * 150_000),),
    "columns": (Table("", COLUMNS, (), tuple(Row.of(*["字"] * 200) for _ in range(200))),),
    "spans": (Table("", COLUMNS, (), tuple(Row.of(*[Cell("字", 200, 200)] * 200) for _ in range(200))),),
}


def print_in(pool: Pool, document: Document, kind: str, seconds: float) -> bytes:
    worker = {"pdf": "paper", "docx": "word"}[kind]
    made: bytes = pool.run(worker, f"print_{kind}", {"document": to_json(document)}, seconds)[kind]
    return made


def said_in_time(pool: Pool, document: Document, kind: str) -> str:
    """What the reader is told instead of a document, nothing where it was printed after all."""
    started = time.monotonic()
    try:
        print_in(pool, document, kind, SECONDS)
    except RuleBroken as refused:
        return str(refused)
    finally:
        assert time.monotonic() - started < 31
    return ""


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_r19_every_bomb_ends_in_time_with_a_message_and_without_a_zombie(kind: str) -> None:
    pool = Pool()

    said = []
    for blocks in BOMBS.values():
        said.append(said_in_time(pool, Document("题", blocks, "局", BARE.created), kind))
        assert {id(worker) for worker in pool.workers} == {id(worker) for row in pool.idle.values() for worker in row}

    assert any(said)
    assert all("took too long and was stopped" in message for message in said if message)
    assert print_in(pool, BARE, kind, 30)
    pool.close()


def test_f13_a_report_with_three_hundred_tasks_takes_less_than_five_seconds_of_the_processor() -> None:
    pool = Pool()
    annex = Attachment("任务完成情况汇总表", (task_table(300, is_landscape=True),))

    print_in(pool, replace(PLAIN, attachments=(annex,)), "pdf", 30)

    (worker,) = pool.workers
    spent = Path(f"/proc/{worker.process.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    pool.close()
    assert sum(map(int, spent)) / os.sysconf("SC_CLK_TCK") < 5


def test_r19_the_printing_process_has_no_secret_in_its_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_SECRET_KEY", "secret-of-this-test")
    pool = Pool()
    print_in(pool, BARE, "pdf", 30)

    (worker,) = pool.workers
    environment = Path(f"/proc/{worker.process.pid}/environ").read_bytes()

    pool.close()
    assert b"secret-of-this-test" not in environment
    assert b"TRACKER" not in environment
