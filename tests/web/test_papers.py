"""Papers as answers: people wait on a page of their own, programs for the paper; what was refused says why."""

import json
import os
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime

import pytest
from flask import Flask

from tracker import config
from tracker.documents.model import Document
from tracker.errors import RuleBroken
from tracker.web.jobs import FOLDER, KEPT, PATIENCE, Job
from tracker.web.papers import _send

NOW = datetime(2026, 1, 8, 9, tzinfo=UTC)
LOOKING = {"Sec-Fetch-Mode": "navigate"}


def document(title: str) -> Document:
    return Document(title, (), "", NOW)


def slow(_: Document) -> bytes:
    time.sleep(PATIENCE + 0.5)
    return b"%PDF-slow"


def ask(app: Flask, what: Document, printer: object, **headers: str) -> tuple[int, bytes]:
    with app.test_request_context("/paper.pdf", headers=headers):
        answer = app.make_response(_send(what, "文件", "pdf", printer))  # type: ignore[arg-type]
        answer.direct_passthrough = False
        content = answer.get_data()
        answer.close()
        return answer.status_code, content


def test_somebody_at_a_browser_is_told_to_wait_and_gets_the_paper_by_looking_again(app: Flask) -> None:
    what, may_end = document("慢慢排"), threading.Event()

    def printer(_: Document) -> bytes:
        may_end.wait(60)
        return b"%PDF-slow"

    first = ask(app, what, printer, **LOOKING)
    may_end.set()
    until = time.monotonic() + 60
    while (again := ask(app, what, printer, **LOOKING))[0] == 202 and time.monotonic() < until:
        pass

    assert first[0] == 202
    assert b'http-equiv="refresh"' in first[1]
    assert "慢慢排".encode() in first[1]
    assert again == (200, b"%PDF-slow")


def test_a_program_waits_for_the_paper(app: Flask) -> None:
    assert ask(app, document("等着"), slow) == (200, b"%PDF-slow")


def test_a_paper_is_printed_once_for_everybody_who_asks_soon(app: Flask) -> None:
    printed: list[str] = []

    def printer(what: Document) -> bytes:
        printed.append(what.title)
        return b"%PDF"

    assert [ask(app, document("一次"), printer)[1] for _ in range(3)] == [b"%PDF"] * 3
    assert printed == ["一次"]


def test_what_cannot_be_printed_says_why_each_time(app: Flask) -> None:
    def refusing(_: Document) -> bytes:
        raise RuleBroken("No typeface has these characters: %(characters)s", characters="〇")

    for _ in range(2):
        with pytest.raises(RuleBroken) as refused:
            ask(app, document("缺字"), refusing)
        assert refused.value.values == {"characters": "〇"}


def test_a_fault_is_told_without_its_particulars(app: Flask) -> None:
    def broken(_: Document) -> bytes:
        raise RuntimeError("secret")

    with pytest.raises(RuleBroken, match="could not be printed"):
        ask(app, document("坏了"), broken)


def test_f14_papers_are_gone_after_some_minutes_and_nobody_else_on_the_machine_reads_them(app: Flask) -> None:
    ask(app, document("旧的"), lambda _: b"%PDF")
    folder = config.current().instance / FOLDER
    (old,) = [one for one in folder.iterdir() if one.read_bytes() == b"%PDF"][:1]
    mode = old.stat().st_mode & 0o777
    os.utime(old, (time.time() - KEPT - 1,) * 2)

    ask(app, document("新的"), lambda _: b"%PDF new")

    assert not old.exists()
    assert (mode, folder.stat().st_mode & 0o777) == (0o600, 0o700)


def test_r20_work_whose_process_ended_is_unknown_and_begun_again(app: Flask) -> None:
    begun = config.current().instance / FOLDER / "work-begun"
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)

    with app.test_request_context("/"):
        job = Job("work")
        begun.write_text(json.dumps({"pid": int(dead.stdout), "note": {"opinion": "同意。"}}), encoding="utf-8")
        was_known, note = job.is_known, dict(job.note)
        job.begin(lambda: b"done")

        assert job.wait()
        assert (was_known, note, job.content()) == (False, {"opinion": "同意。"}, b"done")
        job.forget()
        assert not job.is_known
