"""Twenty sections that report at the same moment lose nothing, on either database."""

import threading

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.support.factory import Factory
from tests.support.pages import filled
from tracker import clock
from tracker.db import db
from tracker.history.models import HistoryEntry
from tracker.permissions import Role
from tracker.progress.models import ProgressReport
from tracker.tasks.models import Task, TaskUnit
from tracker.tasks.rules import TaskState

SECTIONS = 20


def test_twenty_sections_that_report_at_once_lose_nothing(app: Flask, make: Factory) -> None:
    units = [make.unit() for _ in range(SECTIONS)]
    shared = make.task(lead=units[0], coop=tuple(units[1:]), due_on=clock.today())
    desks: list[tuple[FlaskClient, str, dict[str, object]]] = []
    for number, unit in enumerate(units):
        client = make.client_of(make.account(Role.SECTION, unit=unit))
        for task in (shared, make.task(lead=unit, due_on=clock.today())):
            url = f"/tasks/{task.id}/report"
            form = filled(client.get(url).get_data(as_text=True), action=url, done=f"第{number}科的进展")
            desks.append((client, url, form))
    answers: list[int] = []
    gate = threading.Barrier(SECTIONS)

    def send(mine: list[tuple[FlaskClient, str, dict[str, object]]]) -> None:
        gate.wait(30)
        answers.extend(client.post(url, data=form).status_code for client, url, form in mine)

    threads = [threading.Thread(target=send, args=(desks[2 * one : 2 * one + 2],)) for one in range(SECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert answers == [303] * (2 * SECTIONS)
    with app.app_context():
        said = db.session.scalars(select(ProgressReport.done).where(ProgressReport.task_id == shared.id)).all()
        assert sorted(said) == sorted(f"第{number}科的进展" for number in range(SECTIONS))
        assert db.session.scalar(select(func.count()).select_from(ProgressReport)) == 2 * SECTIONS
        submitted = select(func.count()).select_from(HistoryEntry).where(HistoryEntry.event == "report.submitted")
        assert db.session.scalar(submitted) == 2 * SECTIONS
        states = db.session.scalars(select(Task.state).distinct()).all()
        assert states == [TaskState.SUBMITTED]
        unsigned = select(func.count()).select_from(TaskUnit).where(TaskUnit.signed_for_at.is_(None))
        assert db.session.scalar(unsigned) == 0
