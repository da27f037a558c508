"""Every address that takes a form, tried with records of a closed year: whatever is typed, the year stays as it is.

The same is tried with the year open, so that the test is known to type things that would change it. The demonstration
is what takes the time: it is made once for both.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.routing import Rule

from tests.support.addresses import example_of
from tests.support.factory import Factory
from tests.support.pages import body_of, forms_of, token_of
from tests.years.tables import bound_tables
from tracker.accounts.models import Account
from tracker.archive.selection import belongs
from tracker.checks.models import CheckResult, CheckRound, Finding
from tracker.checks.rules import FindingState
from tracker.db import Base, db, transaction
from tracker.demo import build_demonstration, open_accounts
from tracker.ledger.models import LedgerEntry
from tracker.permissions import GRANTS, Permission, Role
from tracker.plans.models import Plan
from tracker.plans.rules import PlanState
from tracker.progress.models import ProgressReport
from tracker.tasks.models import Task, TaskUnit
from tracker.tasks.rules import OPEN_STATES
from tracker.web.access import access_of
from tracker.web.forms import new_token
from tracker.years.guard import lifted

YEAR = 2025
# What opens a year again, what is the annual report's own (closed when it is issued), and what is about the person.
APART = ("years.reopen", "years.carry", "annual_report.", "accounts.", "drafts.", "archive.", "scores.", "rulesets.")
ENOUGH = 12  # forms that change an open year show that what is typed would change the closed one
ROLES = (Role.OFFICE, Role.SECTION, Role.SUPERVISION, Role.LEADERSHIP)


@dataclass
class Desk:
    """Who sends forms, and the records of the year they are about."""

    clients: dict[Role, FlaskClient]
    numbers: dict[str, int] = field(default_factory=dict)


@pytest.fixture
def desk(app: Flask, make: Factory) -> Desk:
    """The demonstration, and one person of each role; the section is one with an unfinished task of the year."""
    with app.app_context():
        build_demonstration(lambda _: None)
        open_accounts(lambda _: None)
        task = db.session.scalars(
            select(Task).where(Task.year == YEAR, Task.state.in_(OPEN_STATES)).order_by(Task.id)
        ).first()
        assert task is not None
        unit_id = db.session.scalars(select(TaskUnit.unit_id).where(TaskUnit.task_id == task.id)).first()
        numbers = {
            "plan_id": db.session.scalars(select(Plan.id).where(Plan.year == YEAR)).one(),
            "task_id": task.id,
            "report_id": _first(select(ProgressReport.id).where(ProgressReport.task_id == task.id)),
            "round_id": _first(select(CheckRound.id).where(CheckRound.year == YEAR)),
            "result_id": _first(select(CheckResult.id)),
            "finding_id": _first(
                select(Finding.id).where(Finding.year == YEAR, Finding.state == FindingState.CLOSED)
            ),
            "entry_id": _first(
                select(LedgerEntry.id).where(LedgerEntry.day.between(date(YEAR, 1, 1), date(YEAR, 12, 31)))
            ),
        }  # fmt: skip
        people = select(Account).options(joinedload(Account.person)).order_by(Account.id)
        accounts = list(db.session.scalars(people))
        chosen = {role: next(one for one in accounts if one.role is role) for role in ROLES}
        mine = (one for one in accounts if one.role is Role.SECTION and one.person and one.person.unit_id == unit_id)
        chosen[Role.SECTION] = next(mine, chosen[Role.SECTION])
        clients = {role: make.client_of(account) for role, account in chosen.items()}
        db.session.rollback()
    return Desk(clients, numbers)


def _first(statement: Any) -> int:
    return int(db.session.scalars(statement.limit(1)).first() or 1)


def as_it_stands(app: Flask) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of the year, table by table."""
    with app.app_context():
        rows = {}
        for name in bound_tables():
            table = Base.metadata.tables[name]
            found = select(table).where(belongs(table, YEAR)).order_by(*table.primary_key.columns)
            rows[name] = [tuple(map(str, row)) for row in db.session.execute(found)]
        db.session.rollback()
    return rows


def rules_that_take_forms(app: Flask) -> Iterator[Rule]:
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and not rule.endpoint.startswith((*APART, "static")):
            yield rule


def send_forms(app: Flask, desk: Desk) -> Iterator[str]:
    """Send every form as everybody who may; yield the endpoint after each."""
    adapter = app.url_map.bind("localhost")
    tokens = {role: token_of(client) for role, client in desk.clients.items()}
    for rule in rules_that_take_forms(app):
        access = access_of(rule.endpoint, app)
        values = {
            name: YEAR if name == "year" else desk.numbers.get(name, example_of(rule, name)) for name in rule.arguments
        }
        address = adapter.build(rule.endpoint, values, method="POST")
        for role, client in desk.clients.items():
            if isinstance(access, Permission) and access in GRANTS[role]:
                typed = typed_into(client, address, has_page="GET" in (rule.methods or ()))
                fields = {**typed, "csrf_token": tokens[role], "form_token": new_token()}
                answer = client.post(address, **body_of(fields))
                assert answer.status_code < 500, (rule.endpoint, role)
                answer.close()
        yield rule.endpoint


def typed_into(client: FlaskClient, address: str, *, has_page: bool) -> dict[str, Any]:
    """Return what a person types into the form of a page, everywhere something."""
    usual = {
        "reason": "核对后更正", "text": "核对后补充", "done": "已完成。", "year": str(YEAR), "day": f"{YEAR}-12-30",
        "fate": "carried", "title": "补登记", "note": "核对", "sure": "1",
    }  # fmt: skip
    if not has_page:
        return dict(usual)
    page = client.get(f"{address}?year={YEAR}")
    html = page.get_data(as_text=True) if page.status_code == 200 else ""
    page.close()
    forms = [form for form in forms_of(html) if form["method"] == "post"]
    typed: dict[str, Any] = {}
    for name, value in max((form["fields"] for form in forms), key=len, default=[]):
        typed.setdefault(name, []).append(value or _made_up(name))
    return {**usual, **typed}


def _made_up(name: str) -> str:
    if name.endswith("_on") or name in ("day", "due", "date"):
        return f"{YEAR}-12-30"
    return "1" if name in ("percent", "count", "quantity", "days", "people") else "核对后补充说明"


def test_whatever_is_typed_a_closed_year_stays_as_it_is_and_an_open_one_changes(app: Flask, desk: Desk) -> None:
    close_plan(app, PlanState.CLOSED)
    before = as_it_stands(app)

    tried = list(send_forms(app, desk))

    after = as_it_stands(app)
    assert len(tried) > 80
    assert {name for name in before if before[name] != after[name]} == set()
    close_plan(app, PlanState.PUBLISHED)
    assert len(list(islice(changing(app, desk), ENOUGH))) == ENOUGH


def close_plan(app: Flask, state: PlanState) -> None:
    with app.app_context(), lifted(), transaction():
        db.session.scalars(select(Plan).where(Plan.year == YEAR)).one().state = state


def changing(app: Flask, desk: Desk) -> Iterator[str]:
    """Yield the endpoints whose forms change something of the year."""
    before = as_it_stands(app)
    for endpoint in send_forms(app, desk):
        now = as_it_stands(app)
        if now != before:
            yield endpoint
        before = now
