"""One year of the invented bureau, played day by day through the services."""

import random
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select

from tracker import clock
from tracker.db import db
from tracker.demo.bureau import AGENCY, Bureau
from tracker.demo.checking import plan_checks
from tracker.demo.diary import Diary, office_hour
from tracker.demo.keeping import play_ledger
from tracker.demo.reporting import plan_reports
from tracker.demo.requesting import play_requests
from tracker.demo.today import leave_open
from tracker.plans.receiving import take_document
from tracker.plans.services import import_plan
from tracker.summary.services import draft_summary, edit_front
from tracker.tasks.models import Task
from tracker.tasks.services import publish_plan


def play_year(year: int, bureau: Bureau, last_day: date) -> int:
    """Play ``year`` up to ``last_day`` and return the number of its tasks."""
    dice = random.Random(year)  # noqa: S311 - the same year every time is the point
    with clock.pinned_at(office_hour(date(year, 1, 8), 0)):
        with (Path(__file__).parent / f"plan-{year}.tsv").open("rb") as file:
            document = take_document(file, f"{year}年任务分解表.tsv", year=year, by=bureau.office)
        plan = import_plan(document, by=bureau.office)
    with clock.pinned_at(office_hour(date(year, 1, 12), 0)):
        publish_plan(plan.id, by=bureau.office)
    tasks = list(db.session.scalars(select(Task).where(Task.year == year).order_by(Task.number)))
    diary = Diary(last_day, dice)
    for task in tasks:
        plan_reports(diary, task, bureau)
    plan_checks(diary, year, bureau)
    play_requests(diary, year, bureau)
    play_ledger(diary, year, bureau)
    diary.on(date(year + 1, 1, 8), lambda: _sum_up(year, bureau))
    diary.play()
    if clock.today() == last_day:
        leave_open(tasks, bureau)
    return len(tasks)


def _sum_up(year: int, bureau: Bureau) -> None:
    draft_summary(year, by=bureau.office)
    edit_front(
        year, title=f"{AGENCY}{year}年政务公开工作总结", addressee="市政府办公室",
        signed_on=clock.today() + timedelta(days=4), by=bureau.office,
    )  # fmt: skip
