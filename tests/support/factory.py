"""Makes one record of each table with believable values; a test says only what it is about."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any, TypeVar

from flask import Flask, has_app_context
from flask.testing import FlaskClient

from tracker import clock
from tracker.accounts.models import Account, Session
from tracker.accounts.passwords import hash_password, sha256_of
from tracker.checks.models import CheckResult, CheckRound, Finding, Rectification
from tracker.checks.rules import RoundKind
from tracker.db import Base, db, transaction
from tracker.organisation.models import Agency, GroupSeat, Person, Unit, UnitAlias, UnitPost
from tracker.organisation.rules import Group, Post, Seat, UnitKind
from tracker.permissions import Actor, Role
from tracker.plans.models import ItemUnit, Plan, PlanItem
from tracker.plans.rules import Duty
from tracker.progress.models import ProgressReport
from tracker.tasks.models import Occurrence, Task, TaskUnit
from tracker.years.guard import lifted

Record = TypeVar("Record", bound=Base)
PASSWORD = "Correct-horse-7"
_hashed: list[str] = []
_numbers = itertools.count(1)


def number() -> int:
    """Return the next number, so that names differ."""
    return next(_numbers)


class Factory:
    """The factory; each method returns the record as it stands in the database."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    @contextmanager
    def _saving(self) -> Iterator[None]:
        with lifted():  # a test may want records of a year that is closed
            if has_app_context():
                with transaction():
                    yield
            else:
                with self.app.app_context(), transaction():
                    yield

    def _save(self, record: Record) -> Record:
        with self._saving():
            db.session.add(record)
            db.session.flush()
            db.session.refresh(record)
        return record

    def agency(self, **values: Any) -> Agency:
        return self._save(Agency(**{"name": "清河市档案局", "short_name": "市档案局", **values}))

    def unit(self, name: str = "", *, aliases: tuple[str, ...] = (), **values: Any) -> Unit:
        unit = self._save(Unit(**{"name": name or f"第{number()}科", "kind": UnitKind.SECTION, **values}))
        for alias in aliases:
            self._save(UnitAlias(unit_id=unit.id, name=alias))
        return unit

    def person(self, name: str = "", *, unit: Unit | None = None, **values: Any) -> Person:
        return self._save(Person(**{"name": name or f"张{number()}", "unit_id": unit.id if unit else None, **values}))

    def post(self, person: Person, unit: Unit, post: Post = Post.HEAD, **values: Any) -> UnitPost:
        return self._save(UnitPost(**{"unit_id": unit.id, "person_id": person.id, "post": post, **values}))

    def seat(self, person: Person, group: Group = Group.LEADING, seat: Seat = Seat.MEMBER, **values: Any) -> GroupSeat:
        return self._save(GroupSeat(**{"group": group, "seat": seat, "person_id": person.id, **values}))

    def account(self, role: Role = Role.SECTION, *, unit: Unit | None = None, **values: Any) -> Account:
        if not _hashed:
            _hashed.append(hash_password(PASSWORD))
        person = self.person(unit=unit) if "person_id" not in values else None
        made = {
            "person_id": person.id if person else None, "username": f"user{number()}", "password_hash": _hashed[0],
            "password_set_at": clock.now(), "role": role, "created_at": clock.now(), **values,
        }  # fmt: skip
        return self._save(Account(**made))

    def actor(self, role: Role = Role.OFFICE, *, unit: Unit | None = None, name: str = "李明") -> Actor:
        """A person as services take them, without an account behind."""
        return Actor(
            name=name,
            role=role,
            account_id=number(),
            unit_id=unit.id if unit else None,
            unit_name=unit.name if unit else "",
        )

    def client_of(self, account: Account) -> FlaskClient:
        """A browser in which the person of ``account`` is signed in."""
        token = f"token{number()}"
        moment = clock.now()
        self._save(
            Session(
                token_sha256=sha256_of(token), account_id=account.id, started_at=moment, seen_at=moment,
                address="127.0.0.1", browser="test",
            )
        )  # fmt: skip
        client = self.app.test_client()
        with client.session_transaction() as cookie:
            cookie["sid"] = token
        return client

    def plan(self, year: int = 2026, **values: Any) -> Plan:
        title = f"{year}年政务公开工作要点"
        return self._save(Plan(**{"year": year, "title": title, "created_at": clock.now(), **values}))

    def item(self, plan: Plan, *, lead: tuple[Unit, ...] = (), coop: tuple[Unit, ...] = (), **values: Any) -> PlanItem:
        position = number()
        made = {"plan_id": plan.id, "position": position, "number": str(position), "text": f"公开第{position}类信息"}
        item = self._save(PlanItem(**{**made, **values}))
        for duty, units in ((Duty.LEAD, lead), (Duty.COOP, coop)):
            for unit in units:
                self._save(ItemUnit(item_id=item.id, unit_id=unit.id, name=unit.name, duty=duty))
        return item

    def task(
        self, *, lead: Unit | None = None, coop: tuple[Unit, ...] = (), year: int = 2026, due_on: date | None = None,
        **values: Any,
    ) -> Task:  # fmt: skip
        made = {
            "year": year, "number": number(), "title": f"公开第{number()}类信息", "due_on": due_on,
            "first_due_on": due_on, "created_at": clock.now(), "category": "主动公开", **values,
        }  # fmt: skip
        task = self._save(Task(**made))
        for duty, unit in ((Duty.LEAD, lead or self.unit()), *((Duty.COOP, unit) for unit in coop)):
            self._save(TaskUnit(task_id=task.id, unit_id=unit.id, duty=duty))
        return task

    def occurrence(self, task: Task, due_on: date, **values: Any) -> Occurrence:
        made = {"task_id": task.id, "name": f"{due_on.month}月", "opens_on": due_on.replace(day=1), "due_on": due_on}
        return self._save(Occurrence(**{**made, **values}))

    def report(self, task: Task, unit: Unit, **values: Any) -> ProgressReport:
        made = {
            "task_id": task.id, "unit_id": unit.id, "done": "已公布第一批。", "reported_by": "王芳",
            "reported_at": clock.now(), **values,
        }  # fmt: skip
        return self._save(ProgressReport(**made))

    def round(self, *tasks: Task, **values: Any) -> CheckRound:
        made = {
            "year": 2026, "number": number(), "name": "三季度检查", "kind": RoundKind.DAILY, "starts_on": clock.today(),
            "ends_on": clock.today() + timedelta(days=10), "created_by": "监督小组",
            "created_at": clock.now(), **values,
        }  # fmt: skip
        made_round = self._save(CheckRound(**made))
        for task in tasks:
            self._save(CheckResult(round_id=made_round.id, task_id=task.id))
        return made_round

    def finding(self, unit: Unit, **values: Any) -> Finding:
        made = {
            "year": 2026, "number": number(), "unit_id": unit.id, "description": "三个链接打不开",
            "found_on": clock.today(), "found_by": "监督小组", "due_on": clock.today() + timedelta(days=14), **values,
        }  # fmt: skip
        return self._save(Finding(**made))

    def rectification(self, finding: Finding, **values: Any) -> Rectification:
        made = {"finding_id": finding.id, "measures": "已修复链接", "submitted_by": "王芳", "submitted_at": clock.now()}
        return self._save(Rectification(**{**made, **values}))
