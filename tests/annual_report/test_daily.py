"""The tasks of 31 January and 31 March make themselves: by the worker, once a year, never twice."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from tests.support.factory import Factory
from tracker import clock, config
from tracker.annual_report.daily import do_day
from tracker.annual_report.models import ReportTask
from tracker.annual_report.rules import Publication, last_day_of, publications_of
from tracker.cli import main
from tracker.config import Settings
from tracker.db import db
from tracker.history.queries import list_history_of
from tracker.organisation.models import Unit
from tracker.organisation.rules import UnitKind
from tracker.permissions import Role
from tracker.plans.rules import PlanState
from tracker.tasks.models import Task
from tracker.tasks.services import cancel_task

pytestmark = pytest.mark.usefixtures("context")
DECEMBER = date(2026, 12, 1)


@contextmanager
def on(day: date) -> Iterator[date]:
    with clock.pinned_at(datetime(day.year, day.month, day.day, 1, tzinfo=UTC)):
        yield day


@pytest.fixture
def office(make: Factory) -> Unit:
    make.agency(name="清河市档案局")
    return make.unit("办公室", kind=UnitKind.OFFICE)


def tasks() -> list[tuple[str, date | None]]:
    return [(one.title, one.due_on) for one in db.session.scalars(select(Task).order_by(Task.number))]


@pytest.mark.parametrize(
    ("agency", "days"),
    [
        ("清河市档案局", [date(2027, 1, 31)]),
        ("清河市人民政府办公室", [date(2027, 1, 31), date(2027, 3, 31)]),
        ("清河市人民政府", [date(2027, 1, 31), date(2027, 3, 31)]),
        ("青澜湾新区管委会", [date(2027, 1, 31), date(2027, 3, 31)]),
        ("清河市人民政府口岸服务中心", [date(2027, 1, 31)]),
    ],
)
def test_an_agency_publishes_by_31_january_and_a_government_by_31_march_too(agency: str, days: list[date]) -> None:
    assert [last_day_of(one, 2026) for one in publications_of(agency)] == days


def test_the_task_of_the_report_is_there_from_december_and_belongs_to_the_office(office: Unit) -> None:
    with on(date(2026, 11, 30)) as day:
        assert do_day(day) == []
    with on(DECEMBER) as day:
        assert do_day(day) == ["编制并公布2026年政府信息公开工作年度报告"]

    task = db.session.scalars(select(Task)).one()
    assert (task.year, task.due_on, task.first_due_on) == (2026, date(2027, 1, 31), date(2027, 1, 31))
    assert task.limit_phrase == "2027年1月31日前"
    assert [one.unit_id for one in task.units] == [office.id]
    assert [one.actor_name for one in list_history_of("task", task.id)] == ["系统（条例第四十九条）"]


def test_it_is_made_once_however_often_the_worker_looks(office: Unit) -> None:
    for day in (DECEMBER, DECEMBER, date(2027, 1, 2), date(2027, 1, 31)):
        with on(day):
            do_day(day)

    assert tasks() == [("编制并公布2026年政府信息公开工作年度报告", date(2027, 1, 31))]


def test_a_cancelled_task_is_not_made_again(make: Factory, office: Unit) -> None:
    with on(DECEMBER) as day:
        do_day(day)
        made = db.session.scalars(select(Task)).one()
        cancel_task(made.id, "由市政府办公室统一编制", by=make.actor(Role.OFFICE, unit=office))
        assert do_day(day) == []

    assert len(tasks()) == 1


def test_a_worker_that_stood_still_all_december_makes_it_in_january(office: Unit) -> None:
    with on(date(2027, 1, 25)) as day:
        assert do_day(day) == ["编制并公布2026年政府信息公开工作年度报告"]


def test_nothing_is_made_once_the_day_is_past(office: Unit) -> None:
    with on(date(2027, 2, 1)) as day:
        assert do_day(day) == []


def test_a_government_gets_its_second_task(make: Factory) -> None:
    make.agency(name="清河市人民政府")
    make.unit("政府办公室", kind=UnitKind.OFFICE)

    with on(DECEMBER) as day:
        do_day(day)

    assert tasks() == [
        ("编制并公布2026年政府信息公开工作年度报告", date(2027, 1, 31)),
        ("公布本级政府2026年政府信息公开工作年度报告", date(2027, 3, 31)),
    ]


def test_a_task_of_the_plan_that_says_the_same_stands_for_it(make: Factory, office: Unit) -> None:
    planned = make.task(lead=office, title="政府信息公开工作年度报告编制", due_on=date(2027, 1, 31))

    with on(DECEMBER) as day:
        assert do_day(day) == []

    assert db.session.scalars(select(ReportTask.task_id)).one() == planned.id


def test_in_a_closed_year_it_goes_to_the_next(make: Factory, office: Unit) -> None:
    make.plan(year=2026, state=PlanState.CLOSED)

    with on(date(2027, 1, 10)) as day:
        do_day(day)

    assert db.session.scalars(select(Task.year)).one() == 2027


def test_without_an_office_nothing_is_made(make: Factory) -> None:
    make.agency(name="清河市档案局")
    make.unit("业务科")

    with on(DECEMBER) as day:
        assert do_day(day) == []


def test_two_workers_at_once_make_it_once(app: Flask, office: Unit) -> None:
    def work() -> None:
        with app.app_context(), on(DECEMBER) as day:
            do_day(day)

    workers = [threading.Thread(target=work) for _ in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()

    assert db.session.scalar(select(func.count(Task.id))) == 1


def test_the_worker_says_what_it_made(app: Flask, office: Unit) -> None:
    @contextmanager
    def opened() -> Iterator[Settings]:
        with app.app_context():
            yield config.current()

    application: Callable[[], AbstractContextManager[Settings]] = opened
    with on(DECEMBER):
        said = CliRunner().invoke(main.commands["worker"], ["--once"], obj=application)

    assert said.exit_code == 0
    assert "2026-12-01: 编制并公布2026年政府信息公开工作年度报告" in said.output
    assert db.session.scalars(select(ReportTask.publication)).all() == [Publication.OWN]
