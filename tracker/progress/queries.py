"""Reading reports, their evidence, and what waits for a section or the office."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Executable, Select, bindparam, func, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.db import db
from tracker.errors import NotFound
from tracker.files.models import StoredFile
from tracker.heads.queries import is_head
from tracker.organisation.models import Unit
from tracker.permissions import Actor, Permission
from tracker.progress.models import Evidence, ProgressReport
from tracker.progress.rows import DutyRow, EvidenceRow, ReportRow, Share, TaskReports, WaitingReport, Work
from tracker.progress.rules import SHARED, WAITING, ReportState
from tracker.progress.sorting import group_of, sorted_work
from tracker.progress.story import happenings
from tracker.tasks.filters import visible_to
from tracker.tasks.lights import LightRules
from tracker.tasks.models import Occurrence, Task
from tracker.tasks.queries import list_open_tasks_of, list_tasks_by_id
from tracker.tasks.rows import TaskRow
from tracker.tasks.rules import OPEN_STATES

_PLAIN = (
    "id", "task_id", "unit_id", "occurrence_id", "corrects_id", "state", "done", "difficulty", "next_step", "percent",
    "count", "asks_to_close", "reported_by", "reported_at", "passed_by", "passed_at", "decided_by", "decided_at",
    "return_reason", "content_sha256",
)  # fmt: skip


def get_report(report_id: int, by: Actor) -> ProgressReport:
    """Return a report on a task that ``by`` may know of, with task and evidence; raise NotFound."""
    everything = (
        joinedload(ProgressReport.task).options(selectinload(Task.units), selectinload(Task.occurrences)),
        selectinload(ProgressReport.evidence).joinedload(Evidence.file),
    )
    seen = select(ProgressReport).join(Task).where(ProgressReport.id == report_id, visible_to(by))
    report = db.session.scalar(seen.options(*everything))
    if report is None:
        raise NotFound
    return report


def get_report_row(report_id: int, by: Actor) -> ReportRow:
    """Return a report as pages show it; raise NotFound."""
    rows = _rows(
        _select().join(Task, Task.id == ProgressReport.task_id).where(ProgressReport.id == report_id, visible_to(by))
    )
    if not rows:
        raise NotFound
    return rows[0]


def has_waiting(task_id: int, unit_id: int, occurrence_id: int | None) -> bool:
    """Whether a report of a unit on a task (and turn) waits for its head or the office."""
    about = (
        ProgressReport.task_id == task_id,
        ProgressReport.unit_id == unit_id,
        ProgressReport.occurrence_id == occurrence_id,
        ProgressReport.state.in_(WAITING),
    )
    return db.session.scalar(select(ProgressReport.id).where(*about).limit(1)) is not None


def others_wait(task_id: int, report_id: int) -> bool:
    """Whether another report on a task than ``report_id`` waits for the office."""
    waiting = (ProgressReport.task_id == task_id, ProgressReport.state.in_(WAITING))
    return db.session.scalar(select(ProgressReport.id).where(*waiting, ProgressReport.id != report_id)) is not None


def get_reports_of(task: TaskRow) -> TaskReports:
    """Return all reports on a task; the caller has seen to it that the reader may see the task."""
    reports = _rows(_select().where(ProgressReport.task_id == task.id).order_by(ProgressReport.id))
    return TaskReports(reports, happenings(reports, task.target_unit))


def list_waiting(by: Actor, rules: LightRules, *, limit: int = 50) -> list[WaitingReport]:
    """Return the reports that wait for the office, those that came first first."""
    if not by.may(Permission.ACCEPT_REPORTS):
        return []
    return _list_waiting(rules, limit, *waits_for_office())


def list_waiting_for_head(by: Actor, rules: LightRules, *, limit: int = 50) -> list[WaitingReport]:
    """Return the reports of the unit that ``by`` heads which wait for them, those that came first first."""
    if by.unit_id is None or not is_head(by, by.unit_id, rules.today):
        return []
    mine = (ProgressReport.unit_id == by.unit_id, ProgressReport.state == ReportState.WITH_HEAD)
    return _list_waiting(rules, limit, *mine, Task.state.in_(OPEN_STATES))


def _list_waiting(rules: LightRules, limit: int, *conditions: ColumnElement[bool]) -> list[WaitingReport]:
    found = _select().join(Task, Task.id == ProgressReport.task_id).where(*conditions)
    reports = _rows(found.order_by(ProgressReport.id).limit(limit))
    if not reports:
        return []
    tasks = {row.id: row for row in list_tasks_by_id({report.task_id for report in reports}, rules=rules)}
    return [WaitingReport(report, tasks[report.task_id]) for report in reports]


def count_waiting(by: Actor) -> int:
    """Return how many reports wait for the office, 0 for whom they do not wait."""
    if not by.may(Permission.ACCEPT_REPORTS):
        return 0
    return db.session.scalar(_waiting()) or 0


@cache
def _waiting() -> Select[int]:
    """Return the statement that counts what waits for the office; put together once."""
    return select(func.count()).select_from(ProgressReport).join(Task).where(*waits_for_office())


def waits_for_office() -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that a report, joined with its task, waits for the office."""
    return ProgressReport.state == ReportState.SUBMITTED, Task.state.in_(OPEN_STATES)


def get_evidence(evidence_id: int, by: Actor) -> Evidence:
    """Return a proof with its stored file, on a task that ``by`` may know of; raise NotFound, also for an address."""
    seen = select(Evidence).join(ProgressReport).join(Task).where(Evidence.id == evidence_id, visible_to(by))
    evidence = db.session.scalar(seen.options(joinedload(Evidence.file)))
    if evidence is None or evidence.file is None:
        raise NotFound
    return evidence


def get_work(by: Actor, rules: LightRules) -> Work:
    """Return what a section has to do, the most urgent first, in a fixed number of statements."""
    if by.unit_id is None:
        return Work()
    tasks = list_open_tasks_of(by.unit_id, rules=rules)
    last = _last_reports_of(by.unit_id, [task.id for task in tasks]) if tasks else {}
    rows = []
    for task in tasks:
        unit = task.unit(by.unit_id)
        if unit is not None:
            report = last.get(task.id)
            group, due_on = group_of(task, unit, report, rules)
            rows.append(DutyRow(task, unit.duty, unit.own_duty, group, due_on, report))
    return sorted_work(rows)


def find_last_report(task_id: int, unit_id: int) -> ReportRow | None:
    """Return the newest report of a unit on a task that was not withdrawn, or None."""
    return _last_reports_of(unit_id, [task_id]).get(task_id)


def list_shares(task: TaskRow) -> list[Share]:
    """Return the share of each co-operating unit of a task, with the newest report that tells of it."""
    units = [unit.unit_id for unit in task.coops]
    newest = select(func.max(ProgressReport.id)).where(
        ProgressReport.task_id == task.id, ProgressReport.unit_id.in_(units), ProgressReport.state.in_(SHARED)
    )
    found = _rows(_select().where(ProgressReport.id.in_(newest.group_by(ProgressReport.unit_id)))) if units else []
    reports = {report.unit_id: report for report in found}
    return [Share(unit.name, unit.own_duty, reports.get(unit.unit_id)) for unit in task.coops]


def list_shared_proofs(task_id: int, by: Actor, wanted: Sequence[int]) -> list[Evidence]:
    """Return those proofs among ``wanted`` with which other units proved their shares of a task."""
    if not wanted:
        return []
    others = (ProgressReport.task_id == task_id, ProgressReport.unit_id != by.unit_id, ProgressReport.state.in_(SHARED))
    proofs = select(Evidence).join(ProgressReport).where(Evidence.id.in_(wanted), *others).order_by(Evidence.id)
    return list(db.session.scalars(proofs.options(joinedload(Evidence.file))))


def _last_reports_of(unit_id: int, task_ids: Iterable[int]) -> dict[int, ReportRow]:
    asked = {"unit_id": unit_id, "task_ids": list(task_ids)}
    return {row.task_id: row for row in _rows(_last_reports(), asked)}


@cache
def _last_reports() -> Select[Any]:
    newest = (
        select(func.max(ProgressReport.id))
        .where(
            ProgressReport.task_id.in_(bindparam("task_ids", expanding=True)),
            ProgressReport.unit_id == bindparam("unit_id"),
            ProgressReport.state != ReportState.WITHDRAWN,
        )
        .group_by(ProgressReport.task_id)
    )
    return _select().where(ProgressReport.id.in_(newest))


@cache
def _select() -> Select[Any]:
    columns = [getattr(ProgressReport, name) for name in _PLAIN]
    named = select(*columns, Unit.name.label("unit_name"), func.coalesce(Occurrence.name, "").label("turn_name"))
    return named.join(Unit, Unit.id == ProgressReport.unit_id).outerjoin(Occurrence)


def _rows(statement: Select[Any], asked: Mapping[str, object] | None = None) -> list[ReportRow]:
    """Return reports with their evidence, in two statements."""
    found = db.session.execute(statement, asked).all()
    if not found:
        return []
    evidence: dict[int, list[EvidenceRow]] = defaultdict(list)
    for proof in db.session.execute(_proofs(), {"report_ids": [row.id for row in found]}):
        evidence[proof.report_id].append(EvidenceRow(**proof._mapping))
    return [ReportRow(**row._mapping, evidence=tuple(evidence[row.id])) for row in found]


@cache
def _proofs() -> Executable:
    named = select(
        Evidence.id, Evidence.report_id, Evidence.name, Evidence.url, StoredFile.size,
        func.coalesce(StoredFile.content_type, "").label("content_type"), Evidence.disclosure, Evidence.added_at,
    )  # fmt: skip
    ours = Evidence.report_id.in_(bindparam("report_ids", expanding=True))
    return named.outerjoin(StoredFile, StoredFile.id == Evidence.file_id).where(ours).order_by(Evidence.id)
