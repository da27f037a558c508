"""Issues a summary in processes that kill themselves, each at another point, and prints what they left: JSON.

Run in a process of its own (``python -m tests.issuing.dying FOLDER``): each point is a child that is really killed.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

from flask import Flask
from sqlalchemy import event, func, select

from tests.support.factory import Factory
from tracker.app import create_app
from tracker.config import load_settings
from tracker.db import db, migrate
from tracker.figures.models import FrozenDocument
from tracker.files.models import StoredFile
from tracker.files.services import file_store
from tracker.history.services import first_broken_entry
from tracker.issuing import services
from tracker.issuing.content import source_of
from tracker.issuing.models import ChainStep, IssuedPaper
from tracker.issuing.printing import Printed, rebuild
from tracker.issuing.queries import chain_of, gate_of
from tracker.issuing.rules import Step
from tracker.permissions import Actor, Role
from tracker.summary.paper import edit_paper
from tracker.summary.paper_rules import Paper
from tracker.summary.services import draft_summary
from tracker.web.jobs import Job
from tracker.web.models import Submission
from tracker.web.submissions import _do_alone

KIND, JOB, TOKEN = "summary", "issue-of-a-test", "t" * 43
# where a process dies: when the marker is written, when a file is, before a statement, before and after the commit
POINTS = (
    "marker", "file", "INSERT INTO stored_file", "INSERT INTO issued_paper", "INSERT INTO chain_step",
    "INSERT INTO frozen_document", "INSERT INTO submission", "commit", "committed",
)  # fmt: skip


def die(*_: object) -> Any:
    """End this process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


def prepared(app: Flask) -> tuple[int, Actor]:
    """Make an agency whose summary waits for the leader to issue it."""
    make = Factory(app)
    make.agency(document_code="清档发")
    lead = make.unit("法规科")
    with app.app_context():
        make.task(lead=lead, year=2025, due_on=date(2025, 6, 30), title="公开指南更新")
        writer, leader = make.actor(Role.OFFICE, name="李明"), make.actor(Role.LEADERSHIP, name="陈局")
        number = draft_summary(2025, by=writer).id
        edit_paper(2025, Paper(has_red_head=True), by=writer)
        for one in gate_of(source_of(KIND), number).open:
            services.waive(KIND, number, one.mark, "样本", by=writer)
        for step, by in ((Step.DRAFT, writer), (Step.CHECK, make.actor(Role.OFFICE, name="周红"))):
            services.take_step(KIND, number, step, seen=source_of(KIND).get(number).content, by=by)
    return number, leader


def killed_at(point: str, app: Flask, number: int, by: Actor, printed: Printed) -> int:
    """Issue in a child that dies at ``point``; return the signal that ended it."""
    child = os.fork()
    if child == 0:
        issue(app, number, by, lambda _: prepare(point, printed), point)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def prepare(point: str, printed: Printed) -> Printed:
    """Stand for the printing, whose files lie in the store when it is done."""
    if point == "marker":
        die()
    if point == "file":
        file_store().put(BytesIO(b"%PDF-1.7 of a paper that was never issued"))
        die()
    return printed


def issue(app: Flask, number: int, by: Actor, prepare: Callable[[Actor], Printed], point: str = "") -> None:
    """Do what the page does when somebody presses 签发, and wait for its thread."""
    with app.app_context():
        seen, engine = source_of(KIND).get(number).content, db.engine
        db.session.remove()

    @event.listens_for(engine, "before_cursor_execute")
    def look(_: object, __: object, statement: str, *___: object) -> None:
        if point.startswith("INSERT") and statement.startswith(point):
            die()
        if point == "commit" and statement.startswith("INSERT INTO submission"):
            event.listen(engine, "commit", die)

    def work() -> bytes:
        def act(paper: Printed, actor: Actor) -> object:
            return services.issue(KIND, number, paper, seen=seen, by=actor)

        done = _do_alone(app, prepare, act, by, TOKEN, "/")
        return die() if point == "committed" else done

    job = Job(JOB)
    job.begin(work)
    while not job.is_done and job.is_known:
        time.sleep(0.01)


def found(app: Flask, number: int, by: Actor) -> dict[str, Any]:
    """Tell what the next start finds."""
    with app.app_context():
        of = {model.__name__: db.session.scalar(select(func.count()).select_from(model)) for model in MODELS}
        papers = list(db.session.scalars(select(IssuedPaper)))
        next_step = chain_of(source_of(KIND).get(number), by).standing.next
        return {
            **of, "codes": [one.code for one in papers], "next": next_step and next_step.value,
            "under way": Job(JOB).is_known, "broken": first_broken_entry() is not None,
            "sound": file_store_is_sound(),
        }  # fmt: skip


MODELS = (IssuedPaper, ChainStep, FrozenDocument, StoredFile, Submission)


def file_store_is_sound() -> bool:
    """Whether every row of a file has its content."""
    rows = db.session.scalars(select(StoredFile))
    return all(file_store().open(one.storage_key).read() for one in rows)


def main(folder: str) -> None:
    """Kill an issue at every point, then issue."""
    settings = load_settings({"TRACKER_INSTANCE": folder})
    migrate(settings)
    app = create_app(settings)
    number, by = prepared(app)
    with app.app_context():
        printed = services.print_paper(KIND, number, by=by)
        db.session.remove()
        db.engine.dispose()
    told = []
    for point in POINTS:
        ended = killed_at(point, app, number, by, printed)
        told.append([point, ended, found(app, number, by)])
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
    issue(app, number, by, lambda _: printed)
    with app.app_context():
        same = [rebuild(one).is_same for one in db.session.scalars(select(IssuedPaper))]
    told.append(["again", 0, {**found(app, number, by), "same": same}])
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
