"""A draft plan as the browser of the office shows it."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.plans.readings import DOUBT, document, item, reading
from tracker.accounts.models import Account
from tracker.permissions import Actor, Role
from tracker.plans.models import PlanItem
from tracker.plans.queries import list_items
from tracker.plans.reading.model import ReadItem
from tracker.plans.services import import_plan

OFFICE = Actor(name="李明", role=Role.OFFICE)
ROWS = (
    item("公开规划。", "规划科", limit="6月底前", number="1", heading_path=("一、公开",)),
    item("公开用地。应公开尽公开。", "用图管制科", limit="年底前", at=2, number="2", heading_path=("一、公开",)),
    item("开展活动。", "规划科", at=3, doubts=(DOUBT,)),
)
Browser = Callable[[Account], FlaskClient]


def brought_in(app: Flask, *rows: ReadItem) -> int:
    with app.app_context():
        return import_plan(document(reading(*rows)), by=OFFICE).id


def items_of(app: Flask, plan_id: int) -> list[PlanItem]:
    with app.app_context():
        return list_items(plan_id)


def texts(app: Flask, plan_id: int) -> list[str]:
    return [one.text for one in items_of(app, plan_id)]


def page(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)
