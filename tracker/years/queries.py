"""Reading the end of a year: what is left, what is missing, what was promised and what became of it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.errors import NotFound
from tracker.issuing.queries import find_paper, list_steps
from tracker.permissions import Actor, Permission
from tracker.plans.models import Plan, PlanItem
from tracker.plans.queries import find_plan_of
from tracker.plans.rules import PlanState
from tracker.summary.models import SummarySection
from tracker.summary.queries import find_summary
from tracker.summary.rules import Key
from tracker.tasks.filters import visible_to
from tracker.tasks.models import Task
from tracker.tasks.rules import DONE_STATES, OPEN_STATES, TaskState
from tracker.years.listing import (
    count_going_on,
    count_open_extensions,
    count_open_rounds,
    count_undecided_reports,
    list_left,
    list_unit_figures,
)
from tracker.years.models import PlanProposal, YearClosing, YearDecision
from tracker.years.rows import (
    Gate,
    KeptTask,
    LeftTask,
    Lineage,
    Promise,
    Proposal,
    TaskLineage,
    UnitFigures,
    YearPage,
    YearRow,
)
from tracker.years.rules import Fate, Missing, ProposalKind, ProposalState, key_of, points_of

SOURCES = {Key.PROBLEMS: ProposalKind.PROBLEM, Key.NEXT_STEPS: ProposalKind.NEXT_STEP}


def list_years() -> list[YearRow]:
    """Return the years that have tasks or a published plan, newest first."""
    is_open = case((Task.state.in_(OPEN_STATES), 1), else_=0)
    counted = select(Task.year, func.count(Task.id), func.sum(is_open)).where(Task.state != TaskState.CANCELLED)
    counts = {row[0]: (int(row[1]), int(row[2])) for row in db.session.execute(counted.group_by(Task.year))}
    plans = {
        year: (number, state)
        for year, number, state in db.session.execute(
            select(Plan.year, Plan.id, Plan.state).where(Plan.state != PlanState.DRAFT)
        )
    }
    closed = _closed_moments()
    rows = []
    for year in sorted({*counts, *plans}, reverse=True):
        plan_id, state = plans.get(year, (None, None))
        tasks, left = counts.get(year, (0, 0))
        rows.append(YearRow(year, plan_id, state, tasks, left, closed.get(year)))
    return rows


def _closed_moments() -> dict[int, datetime]:
    standing = select(YearClosing.year, YearClosing.closed_at).where(YearClosing.reopened_at.is_(None))
    return dict(db.session.execute(standing).all())


def is_closed(year: int) -> bool:
    """Whether nothing of a year can be changed any more."""
    plan = find_plan_of(year)
    return plan is not None and plan.state == PlanState.CLOSED


def list_closings(year: int) -> list[YearClosing]:
    """Return every closing of a year, newest first."""
    return list(db.session.scalars(select(YearClosing).where(YearClosing.year == year).order_by(YearClosing.id.desc())))


def find_closing(year: int) -> YearClosing | None:
    """Return the closing of a year that stands, or None."""
    standing = select(YearClosing).where(YearClosing.year == year, YearClosing.reopened_at.is_(None))
    return db.session.scalar(standing.order_by(YearClosing.id.desc()).limit(1))


def get_year_page(year: int, today: date, *, by: Actor) -> YearPage:
    """Return everything about the end of a year; a section sees its own part. Raise NotFound for a year without tasks.

    A fixed number of statements.
    """
    row = next((one for one in list_years() if one.year == year), None)
    if row is None:
        raise NotFound
    left, units = list_left(year, today), list_unit_figures(year, today)
    items = [task.item_id for task in left if task.item_id is not None]
    there = set(db.session.scalars(select(PlanItem.id).where(PlanItem.id.in_(items))))
    return YearPage(
        year=year, plan_id=row.plan_id, is_closed=row.is_closed, tasks=row.tasks, done=row.tasks - row.open,
        left=_seen(left, by), units=[one for one in units if by.sees_unit(one.unit_id)],
        gate=gate_of(year, row.state, left, units), going_on=count_going_on(year), closings=list_closings(year),
        proposals_open=sum(one.state is None for one in list_proposals(year)),
        has_next_plan=find_plan_of(year + 1) is not None, lost_items=len(set(items) - there),
    )  # fmt: skip


def _seen(left: list[LeftTask], by: Actor) -> list[LeftTask]:
    if by.may(Permission.VIEW_ALL_UNITS):
        return left
    mine = set(db.session.scalars(select(Task.id).where(Task.id.in_([one.id for one in left]), visible_to(by))))
    return [one for one in left if one.id in mine]


def gate_of(year: int, state: PlanState | None, left: Iterable[LeftTask], units: Iterable[UnitFigures]) -> Gate:
    """Return what is missing before a year is closed."""
    return Gate(
        {
            Missing.PLAN: int(state not in (PlanState.PUBLISHED, PlanState.CLOSED)),
            Missing.REPORTS: count_undecided_reports(year),
            Missing.EXTENSIONS: count_open_extensions(year),
            Missing.ROUNDS: count_open_rounds(year),
            Missing.DECISIONS: sum(not task.is_decided for task in left),
            Missing.CONFIRMATIONS: sum(not unit.is_confirmed for unit in units),
            Missing.SUMMARY: int(not is_summary_issued(year)),
        }
    )


def get_gate(year: int, today: date) -> Gate:
    """Return what is missing before a year is closed, read anew."""
    plan = find_plan_of(year)
    return gate_of(year, plan.state if plan else None, list_left(year, today), list_unit_figures(year, today))


def is_summary_issued(year: int) -> bool:
    """Whether the summary of a year went out: issued here, or dated by an office that signs on paper.

    Once it was sent on its way here, only the signature at the end of that way counts.
    """
    summary = find_summary(year)
    if summary is None:
        return False
    kind = summary.__tablename__
    if find_paper(kind, summary.id) is not None:
        return True
    return summary.signed_on is not None and not list_steps(kind, summary.id)


def list_proposals(year: int) -> list[Proposal]:
    """Return the points of a year's problems and next steps, with what was done with each."""
    summary = find_summary(year)
    if summary is None:
        return []
    decided = {one.key: one for one in db.session.scalars(select(PlanProposal).where(PlanProposal.from_year == year))}
    rows: dict[str, Proposal] = {}
    for section in summary.sections:
        for kind, text in _points(section):
            key = key_of(kind, text)
            rows[key] = _proposal(key, kind, text, decided.pop(key, None))
    for one in decided.values():  # decided in a wording that the summary no longer has
        rows[one.key] = _proposal(one.key, one.kind, one.text, one)
    return list(rows.values())


def _points(section: SummarySection) -> list[tuple[ProposalKind, str]]:
    kind = SOURCES.get(Key(section.key)) if section.key in list(Key) else None
    return [(kind, text) for text in points_of(section.text)] if kind else []


def _proposal(key: str, kind: ProposalKind, text: str, decided: PlanProposal | None) -> Proposal:
    if decided is None:
        return Proposal(key, kind, text)
    return Proposal(key, kind, text, decided.state, decided.reason, decided.item_id)


def list_promises(year: int, *, by: Actor, today: date) -> list[Promise]:
    """Return what the year before ``year`` promised for it, and what became of each: a fixed number of statements."""
    carried = db.session.execute(
        select(YearDecision, Task)
        .join(Task, Task.id == YearDecision.task_id)
        .where(YearDecision.year == year - 1, YearDecision.fate.in_((Fate.CARRIED, Fate.MERGED)), visible_to(by))
        .order_by(Task.number)
    ).all()
    points = list(
        db.session.scalars(
            select(PlanProposal).where(PlanProposal.from_year == year - 1).order_by(PlanProposal.kind, PlanProposal.id)
        )
    )
    items = [row[0].item_id for row in carried] + [one.item_id for one in points]
    kept = _kept([one for one in items if one is not None], by, today)
    return [
        *(
            Promise(task.title, decision.fate, task.id, task.number, decision.item_id, tasks=_of(kept, decision))
            for decision, task in carried
        ),
        *(
            Promise(
                one.text, one.kind, item_id=one.item_id, is_dismissed=one.state == ProposalState.DISMISSED,
                reason=one.reason, tasks=_of(kept, one),
            )
            for one in points
        ),
    ]  # fmt: skip


def _of(kept: Mapping[int, list[KeptTask]], one: YearDecision | PlanProposal) -> tuple[KeptTask, ...]:
    return tuple(kept.get(one.item_id or 0, ()))


def _kept(items: Iterable[int], by: Actor, today: date) -> dict[int, list[KeptTask]]:
    rows: dict[int, list[KeptTask]] = {}
    found = select(Task).where(Task.item_id.in_(list(items)), visible_to(by)).order_by(Task.number)
    for task in db.session.scalars(found):
        is_late = task.state in OPEN_STATES and task.due_on is not None and task.due_on < today
        rows.setdefault(task.item_id or 0, []).append(
            KeptTask(
                task.id, task.number, task.title, task.percent, task.state in DONE_STATES,
                task.state == TaskState.CANCELLED, is_late, task.done_on,
            )
        )  # fmt: skip
    return rows


def find_lineage(task: Task, today: date, *, by: Actor) -> TaskLineage:
    """Return what a task comes from and what became of it, as far as ``by`` may know of it.

    An item without a basis comes from nowhere, and before its last month a year has decided nothing.
    """
    comes_from = task.item_id if task.item and task.item.basis else None
    is_over = (today.year, today.month) >= (task.year, 12)
    return TaskLineage(list_ancestors(comes_from, by=by), list_descendants(task.id, by=by) if is_over else [])


def list_ancestors(item_id: int | None, *, by: Actor) -> list[Lineage]:
    """Return what an item of a plan, or the task made of it, comes from: unfinished tasks, points of the summary."""
    if item_id is None:
        return []
    tasks = (
        select(YearDecision.year, Task.title, YearDecision.fate, Task.id, Task.number)
        .join(Task, Task.id == YearDecision.task_id)
        .where(YearDecision.item_id == item_id, visible_to(by))
        .order_by(Task.number)
    )
    points = select(PlanProposal.from_year, PlanProposal.text).where(PlanProposal.item_id == item_id)
    return [
        *(Lineage(year, title, fate, task_id=task_id, number=number)
          for year, title, fate, task_id, number in db.session.execute(tasks)),
        *(Lineage(year, text, None) for year, text in db.session.execute(points)),
    ]  # fmt: skip


def list_descendants(task_id: int, *, by: Actor) -> list[Lineage]:
    """Return what became of a task in the year that followed: its item, and the tasks made of it."""
    decision = db.session.scalar(
        select(YearDecision).where(YearDecision.task_id == task_id).options(joinedload(YearDecision.into))
    )
    if decision is None:
        return []
    item = _item_of(decision, by)
    if item is None:
        into = decision.into
        return [
            Lineage(
                decision.year, into.title if into else decision.reason, decision.fate,
                task_id=into.id if into else None, number=into.number if into else None,
            )
        ]  # fmt: skip
    made = db.session.execute(select(Task.id, Task.number).where(Task.item_id == item.id, visible_to(by))).first()
    return [
        Lineage(
            item.plan.year, item.text, decision.fate, task_id=made.id if made else None,
            number=made.number if made else None, plan_id=item.plan_id, item_id=item.id,
        )
    ]  # fmt: skip


def _item_of(decision: YearDecision, by: Actor) -> PlanItem | None:
    drafts: ColumnElement[bool] = Plan.state != PlanState.DRAFT
    may_see = PlanItem.id == decision.item_id
    found = select(PlanItem).join(Plan).options(joinedload(PlanItem.plan))
    return db.session.scalar(found.where(may_see if by.may(Permission.EDIT_PLAN) else and_(may_see, drafts)))
