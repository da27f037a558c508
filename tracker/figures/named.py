"""The named figures of a year: what each one counts, and its value."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import func, select

from tracker.checks.models import CheckResult, CheckRound, Finding
from tracker.checks.rules import FindingState
from tracker.db import db
from tracker.figures.ledgers import ledger_figures
from tracker.figures.queries import Completion, completion_by_category, completion_by_unit, completion_of_year
from tracker.figures.rules import Figure, share_of
from tracker.ledger.periods import year_period
from tracker.organisation.models import GroupSeat, UnitPost
from tracker.organisation.rules import Group, Post
from tracker.progress.models import Evidence, ProgressReport
from tracker.progress.rules import ReportState
from tracker.tasks.models import Task


def figures_of(year: int, today: date) -> dict[str, Figure]:
    """Return every named figure of ``year`` as it stands on ``today``, by name; a fixed number of statements."""
    found = [
        *ledger_figures(year_period(year)),
        *_of_tasks(year, completion_of_year(year, today), len(completion_by_unit(year, today))),
        *_of_categories(year, completion_by_category(year, today)),
        *_of_reports(year),
        *_of_checks(year),
        *_of_people(min(today, date(year, 12, 31))),
    ]
    return {figure.name: figure for figure in found}


def _of_tasks(year: int, all_tasks: Completion, units: int) -> Iterator[Figure]:
    def rows(state: str) -> tuple[str, dict[str, object]]:
        return "tasks.index", {"year": year, "state": state}

    done = share_of(all_tasks.done, all_tasks.total)
    in_time = share_of(all_tasks.in_time, all_tasks.done)
    yield Figure("任务总数", all_tasks.total, "项", "年度要点分解的任务，不含已取消的", rows(""))
    yield Figure("办结数", all_tasks.done, "项", "状态为办结或归档的任务", rows("done"))
    yield Figure("办结率", done, "", "办结数除以任务总数", rows("done"))
    yield Figure("未办结数", all_tasks.open, "项", "还没有办结的任务", rows("open"))
    yield Figure("逾期数", all_tasks.late, "项", "时限已过、还没有办结的任务", rows("late"))
    yield Figure("按期办结数", all_tasks.in_time, "项", "办结日期不晚于首次时限的任务", rows("done"))
    yield Figure("按期办结率", in_time, "", "按期办结数除以办结数", rows("done"))
    yield Figure("牵头单位数", units, "个", "至少牵头一项任务的科室和单位", rows(""))


def _of_categories(year: int, categories: list[Completion]) -> Iterator[Figure]:
    for one in categories:
        rows = ("tasks.index", {"year": year, "category": one.name})
        yield Figure(f"{one.name}任务数", one.total, "项", f"“{one.name}”板块的任务", rows)
        yield Figure(f"{one.name}办结数", one.done, "项", f"“{one.name}”板块办结的任务", rows)


def _of_reports(year: int) -> Iterator[Figure]:
    counts = func.count(ProgressReport.id.distinct()), func.count(Evidence.id)
    of_year = select(ProgressReport.state, *counts).select_from(ProgressReport).join(Task).outerjoin(Evidence)
    found = db.session.execute(of_year.where(Task.year == year).group_by(ProgressReport.state)).all()
    by_state = {state: (number, proofs) for state, number, proofs in found}
    accepted, evidence = by_state.get(ReportState.ACCEPTED, (0, 0))
    reports = sum(number for state, (number, _) in by_state.items() if state is not ReportState.WITHDRAWN)
    yield Figure("填报数", reports, "次", "各科室报来的进展，不含撤回的")
    yield Figure("审核通过数", accepted, "次", "办公室审核通过的进展")
    yield Figure("佐证数", evidence, "件", "审核通过的进展所附的佐证材料")


def _of_checks(year: int) -> Iterator[Figure]:
    checked = select(func.count(func.distinct(CheckRound.id)), func.count(CheckResult.verdict))
    rounds, tasks = db.session.execute(
        checked.select_from(CheckRound).outerjoin(CheckResult).where(CheckRound.year == year)
    ).one()
    by_state = select(Finding.state, func.count().label("number")).where(Finding.year == year).group_by(Finding.state)
    findings = {row.state: row.number for row in db.session.execute(by_state)}
    total, closed = sum(findings.values()), findings.get(FindingState.CLOSED, 0)

    def rows(view: str) -> tuple[str, dict[str, object]]:
        return "checks.findings", {"year": year, "view": view}

    yield Figure("检查次数", rounds, "次", "本年度开展的检查", ("checks.index", {"year": year}))
    yield Figure("检查任务数", tasks, "项次", "有检查结论的任务", ("checks.index", {"year": year}))
    yield Figure("发现问题数", total, "个", "检查发现并登记的问题", rows("all"))
    yield Figure("销号数", closed, "个", "复核通过、已经销号的问题", rows("closed"))
    yield Figure("未销号数", total - closed, "个", "还没有销号的问题", rows("unclosed"))
    yield Figure("整改率", share_of(closed, total), "", "销号数除以发现问题数", rows("all"))


def _of_people(day: date) -> Iterator[Figure]:
    seats = select(GroupSeat).where(GroupSeat.group == Group.LEADING)
    members = sum(seat.holds_on(day) for seat in db.session.scalars(seats))
    officers = sum(
        post.holds_on(day) for post in db.session.scalars(select(UnitPost).where(UnitPost.post == Post.OFFICER))
    )
    yield Figure("领导小组人数", members, "人", "政务公开领导小组现任成员")
    yield Figure("信息员人数", officers, "名", "各科室和单位现任信息员")
