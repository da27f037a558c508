"""Opening the pages of progress, and what came of it."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from tracker import clock
from tracker.accounts.models import Account
from tracker.db import db
from tracker.progress.models import ProgressReport
from tracker.tasks.models import Task
from tracker.tasks.rules import TaskState

ClientOf = Callable[[Account], FlaskClient]
YEAR = clock.today().year
TODAY = clock.today()


def html(client: FlaskClient, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, url
    return answer.get_data(as_text=True)


def reports(app: Flask) -> list[ProgressReport]:
    with app.app_context():
        return db.session.query(ProgressReport).order_by(ProgressReport.id).all()


def state_of(app: Flask, task: Task) -> TaskState:
    with app.app_context():
        found = db.session.get(Task, task.id)
        assert found is not None
        return found.state
