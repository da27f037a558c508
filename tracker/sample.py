"""Rows for measuring: written straight into the tables, in bulk, with an account named bench."""

import itertools
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert, select

from tracker import clock
from tracker.accounts.models import Account
from tracker.accounts.passwords import hash_password
from tracker.accounts.queries import has_accounts
from tracker.db import Base, db, transaction
from tracker.errors import N_, RuleBroken
from tracker.organisation.models import Agency, Person, Unit
from tracker.organisation.rules import UnitKind
from tracker.permissions import Role
from tracker.plans.rules import Duty
from tracker.progress.models import ProgressReport
from tracker.progress.rules import ReportState
from tracker.tasks.models import Task, TaskUnit
from tracker.tasks.rules import TaskState
from tracker.workdays.limits import LimitKind

LAST_YEAR = 2026
REPORTS_PER_TASK = 5
AT_ONCE = 5_000
PASSWORD = "bench-Pass-1"  # noqa: S105 - opens measuring data only
BOARDS = ("主动公开", "解读回应", "依申请公开", "信息管理", "平台建设", "监督保障")
WORDS = ("alderport", "mapleford", "oakhaven", "birchwick", "elmstead")
STATES = (TaskState.IN_PROGRESS, TaskState.DONE, TaskState.SIGNED_FOR, TaskState.IN_PROGRESS, TaskState.ASSIGNED)


def load_sample(tasks: int, years: int, units: int, say: Callable[[str], None]) -> None:
    """Fill an empty database with ``tasks`` of ``years`` years for ``units`` units, five reports each."""
    if has_accounts() or db.session.scalar(select(Task.id).limit(1)):
        raise RuleBroken(N_("This database holds data already; measuring data goes into an empty one only."))
    with transaction():
        db.session.add(Agency(name="测量局", is_demonstration=True))
        _bulk(Unit, ({"name": f"Section {n}", "kind": UnitKind.SECTION, "position": n} for n in range(1, units + 1)))
        person = Person(name="bench", unit_id=1)
        db.session.add(person)
        db.session.flush()
        moment = clock.now()
        db.session.add(
            Account(
                person_id=person.id, username="bench", password_hash=hash_password(PASSWORD), password_set_at=moment,
                role=Role.OFFICE, created_at=moment,
            )
        )  # fmt: skip
        _bulk(Task, (_task(n, years, tasks) for n in range(1, tasks + 1)))
        say(f"{tasks} tasks")
        _bulk(TaskUnit, _task_units(tasks, units))
        _bulk(ProgressReport, _reports(tasks, units))
        say(f"{tasks * REPORTS_PER_TASK} reports; sign in as bench with the password {PASSWORD}")


def _bulk(model: type[Base], rows: Iterator[dict[str, Any]]) -> None:
    while batch := list(itertools.islice(rows, AT_ONCE)):
        db.session.execute(insert(model), batch)


def _task(number: int, years: int, tasks: int) -> dict[str, Any]:
    per_year = -(-tasks // years)
    year = LAST_YEAR - (number - 1) // per_year
    due_on = date(year, 1, 1) + timedelta(days=number * 7 % 365)
    word = f"（{WORDS[number // 200 % len(WORDS)]}）" if number % 200 == 0 else ""
    state = STATES[number % len(STATES)]
    return {
        "id": number, "year": year, "number": (number - 1) % per_year + 1,
        "title": f"公开第{number}类信息并按要求做好解读{word}",
        "requirement": f"第{number}类信息形成之日起20个工作日内在局网站公开，标注公开属性，同步做好解读回应。" * 2,
        "category": BOARDS[number % len(BOARDS)], "state": state, "due_on": due_on, "first_due_on": due_on,
        "limit_kind": LimitKind.FIXED, "limit_phrase": f"{due_on.month}月{due_on.day}日前", "limit_due_on": due_on,
        "percent": 100 if state is TaskState.DONE else number % 90, "created_at": clock.now(), "limit_values": {},
        "done_on": due_on if state is TaskState.DONE else None, "count": 0,
    }  # fmt: skip


def _task_units(tasks: int, units: int) -> Iterator[dict[str, Any]]:
    for task_id in range(1, tasks + 1):
        yield {"task_id": task_id, "unit_id": task_id % units + 1, "duty": Duty.LEAD, "position": 0}
        yield {"task_id": task_id, "unit_id": (task_id + 7) % units + 1, "duty": Duty.COOP, "position": 1}


def _reports(tasks: int, units: int) -> Iterator[dict[str, Any]]:
    moment = clock.now() - timedelta(days=200)
    for task_id, place in itertools.product(range(1, tasks + 1), range(REPORTS_PER_TASK)):
        yield {
            "task_id": task_id, "unit_id": task_id % units + 1, "state": ReportState.ACCEPTED,
            "done": f"第{place + 1}次填报：已公布信息{task_id % 20 + 1}条，逐条标注公开属性。", "percent": place * 20,
            "reported_by": "bench", "reported_at": moment + timedelta(days=place * 30, minutes=task_id),
            "decided_by": "bench", "decided_at": moment + timedelta(days=place * 30 + 1),
        }  # fmt: skip
