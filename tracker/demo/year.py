"""One year of the invented bureau, played day by day through the services."""

import random
from datetime import date
from pathlib import Path

from sqlalchemy import select

from tracker import clock
from tracker.db import db
from tracker.demo.bureau import Bureau
from tracker.demo.checking import plan_checks
from tracker.demo.circulating import plan_circulars
from tracker.demo.comparing import plan_comparison
from tracker.demo.deciding import leave_decisions
from tracker.demo.diary import Diary, office_hour
from tracker.demo.heading import put_head_before_office
from tracker.demo.keeping import play_ledger
from tracker.demo.publishing import play_annual_report
from tracker.demo.reminding import remind_lately
from tracker.demo.reporting import plan_reports
from tracker.demo.requesting import leave_requests_open, play_requests
from tracker.demo.scoring import plan_scores
from tracker.demo.signing import plan_summary
from tracker.demo.supervising import leave_supervision_open, play_supervision
from tracker.demo.today import leave_open
from tracker.plans.receiving import take_document
from tracker.plans.services import import_plan
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
    plan_comparison(diary, year, bureau)
    plan_checks(diary, year, bureau)
    play_requests(diary, year, bureau)
    play_ledger(diary, year, bureau)
    play_supervision(diary, year, bureau)
    play_annual_report(diary, year, bureau)
    plan_scores(diary, year, bureau)
    plan_circulars(diary, year, bureau)
    plan_summary(diary, year, bureau)
    diary.play()
    if clock.today() == last_day:
        put_head_before_office(tasks, bureau)
        leave_open(tasks, bureau)
        leave_decisions(tasks, bureau)
        leave_requests_open(bureau)
        leave_supervision_open(year, bureau)
        remind_lately(tasks, bureau, last_day)
    return len(tasks)
