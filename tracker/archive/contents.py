"""What the pages of a package tell: plan, tasks with reports and proofs, findings, papers, ledgers, history."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from tracker.archive.leaves import Cell, Leaf, Link, Page, Value, day, moment
from tracker.archive.selection import belongs, is_of_year
from tracker.checks.models import Finding, Rectification
from tracker.checks.words import STATES as FINDING_STATES
from tracker.db import Base, db
from tracker.files.models import EvidenceColumns
from tracker.history.models import HistoryEntry
from tracker.history.telling import tell
from tracker.issuing.content import sources
from tracker.issuing.models import ChainStep
from tracker.issuing.rules import Outcome
from tracker.issuing.words import steps
from tracker.ledger.models import LedgerEntry
from tracker.ledger.shipped import LEDGERS
from tracker.matters.models import Matter, MatterFeedback
from tracker.notices.models import Notice
from tracker.organisation.queries import get_unit_names
from tracker.plans.models import Plan, PlanItem
from tracker.plans.printed_names import printed
from tracker.plans.rules import Duty
from tracker.progress.models import ProgressReport
from tracker.requests.models import DisclosureRequest
from tracker.tasks.models import Task, TaskUnit
from tracker.tasks.words import TASK_STATES

Paths = Mapping[int, str]  # number of a stored file -> its place in the package
PIECE = 200


def pages_of(year: int, paths: Paths) -> list[Page]:
    """Return the pages of a year."""
    return [
        Page("plan.html", "工作要点", _plan(year, paths)),
        Page("tasks.html", "任务、进展填报和佐证材料", [_tasks(year, paths)]),
        Page("findings.html", "监督检查发现的问题和整改", [_findings(year, paths)]),
        Page("papers.html", "督办事项、文书和签批", [_matters(year, paths), _notices(year, paths), _signing(year)]),
        Page("ledgers.html", "台账", [_ledgers(year, paths)]),
        Page(
            "requests.html", "依申请公开", [_requests(year)], ("为保护申请人，这一页不列姓名；全部内容在data文件夹。",)
        ),
        Page("history.html", "操作记录摘录", [_history(year)]),
    ]


def proofs(evidence: Sequence[EvidenceColumns], paths: Paths) -> Cell:
    """Return a cell with the files and addresses of proofs."""
    return Cell("", tuple(_link(one, paths) for one in evidence))


def _link(one: EvidenceColumns, paths: Paths) -> Link:
    if one.file_id is not None:
        return Link(paths.get(one.file_id, ""), one.name, is_file=True)
    return Link(one.url, one.name or one.url)


def _in_pieces(statement: Select[Any]) -> Iterator[Any]:
    """Yield the records of a statement, read piece by piece; the session lets go of what nobody holds any more."""
    yield from db.session.scalars(statement.execution_options(yield_per=PIECE))


def _plan(year: int, paths: Paths) -> list[Leaf]:
    plan = db.session.scalar(select(Plan).where(Plan.year == year))
    if plan is None:
        return []
    source = Link(paths.get(plan.source_file_id or 0, ""), plan.source_name, is_file=True)
    front: list[Sequence[Value]] = [[plan.title, Cell("", (source,) if plan.source_file_id else ())]]
    return [
        Leaf(("名称", "原文件"), front),
        Leaf(("序号", "标题", "内容", "责任单位", "时限"), _items(plan.id), "条目"),
    ]


def _items(plan_id: int) -> Iterator[Sequence[Value]]:
    found = select(PlanItem).where(PlanItem.plan_id == plan_id).order_by(PlanItem.position)
    for item in _in_pieces(found.options(selectinload(PlanItem.units))):
        units = f"牵头：{printed(item, Duty.LEAD)}\n配合：{printed(item, Duty.COOP) or '无'}"
        yield [item.number or "", " › ".join(item.heading_path), item.text, units, item.limit_phrase]


def _tasks(year: int, paths: Paths) -> Leaf:
    def rows() -> Iterator[Sequence[Value]]:
        units = selectinload(Task.units).joinedload(TaskUnit.unit)
        found = select(Task).where(Task.year == year).order_by(Task.number).options(units)
        pieces = _in_pieces(found)
        while tasks := list(islice(pieces, PIECE)):
            reports = _reports([task.id for task in tasks], paths)
            for task in tasks:
                limit = task.limit_phrase or day(task.due_on)
                stands = f"{TASK_STATES[task.state]} {day(task.done_on)}\n{task.reason}".strip()
                told, files = reports.get(task.id, ("", Cell("", ())))
                yield [task.number, task.title, _names(task, Duty.LEAD), limit, stands, told, files]

    return Leaf(("序号", "任务", "牵头", "时限", "办理情况", "进展填报", "佐证材料"), rows())


def _names(task: Task, duty: Duty) -> str:
    return "、".join(unit.unit.name for unit in task.units if unit.duty is duty)


def _reports(task_ids: Sequence[int], paths: Paths) -> dict[int, tuple[str, Cell]]:
    """Return what was reported on tasks and its proofs, by the number of the task; three statements."""
    everything = (selectinload(ProgressReport.evidence), selectinload(ProgressReport.unit))
    found = select(ProgressReport).where(ProgressReport.task_id.in_(task_ids)).order_by(ProgressReport.id)
    reports: defaultdict[int, list[ProgressReport]] = defaultdict(list)
    for one in db.session.scalars(found.options(*everything)):
        reports[one.task_id].append(one)
    return {task_id: (_said(some), _proofs_of(some, paths)) for task_id, some in reports.items()}


def _said(reports: Sequence[ProgressReport]) -> str:
    return "\n".join(f"{moment(one.reported_at)} {one.unit.name}：{one.done}" for one in reports)


def _proofs_of(reports: Sequence[ProgressReport], paths: Paths) -> Cell:
    return proofs([proof for one in reports for proof in one.evidence], paths)


def _findings(year: int, paths: Paths) -> Leaf:
    def rows() -> Iterator[Sequence[Value]]:
        rounds = selectinload(Finding.rectifications).selectinload(Rectification.evidence)
        found = select(Finding).where(Finding.year == year).order_by(Finding.number)
        for one in _in_pieces(found.options(rounds, selectinload(Finding.unit))):
            mended = "\n".join(f"{moment(step.submitted_at)} {step.measures}" for step in one.rectifications)
            files = [proof for step in one.rectifications for proof in step.evidence]
            yield [one.code, one.unit.name, one.description, str(FINDING_STATES[one.state]), day(one.closed_on), mended,
                   proofs(files, paths)]  # fmt: skip

    return Leaf(("编号", "责任单位", "问题", "状态", "销号", "整改情况", "材料"), rows())


def _matters(year: int, paths: Paths) -> Leaf:
    def rows() -> Iterator[Sequence[Value]]:
        rounds = selectinload(Matter.feedback).selectinload(MatterFeedback.evidence)
        found = select(Matter).where(Matter.year == year).order_by(Matter.number)
        for one in _in_pieces(found.options(rounds, selectinload(Matter.unit))):
            results = "\n".join(f"{moment(step.reported_at)} {step.result}" for step in one.feedback)
            files = [proof for step in one.feedback for proof in step.evidence]
            yield [one.number, one.content, one.unit.name, day(one.due_on), day(one.closed_on), results,
                   proofs(files, paths)]  # fmt: skip

    return Leaf(("编号", "事项", "承办单位", "时限", "销号", "反馈", "材料"), rows(), "督办事项")


def _notices(year: int, paths: Paths) -> Leaf:
    def rows() -> Iterator[Sequence[Value]]:
        for one in _in_pieces(select(Notice).where(Notice.year == year).order_by(Notice.kind, Notice.number)):
            link = Link(paths.get(one.file_id, ""), f"{one.code}.pdf", is_file=True)
            yield [one.code, one.title, day(one.issued_on), one.issued_by, Cell("", (link,))]

    return Leaf(("文号", "标题", "日期", "制发", "文件"), rows(), "文书")


def _signing(year: int) -> Leaf:
    def rows() -> Iterator[Sequence[Value]]:
        titles = {(one.kind, number): title for one in sources() for number, title in db.session.execute(one.titles())}
        names, mine = steps(), belongs(Base.metadata.tables[ChainStep.__tablename__], year)
        order = (ChainStep.kind, ChainStep.document_id, ChainStep.id)
        for one in _in_pieces(select(ChainStep).where(mine).order_by(*order)):
            step = names[one.step] + ("，退回" if one.outcome is Outcome.RETURNED else "")
            title = titles.get((one.kind, one.document_id), "")
            yield [title, step, " ".join(filter(None, (one.unit_name, one.name))), moment(one.at), one.opinion]

    return Leaf(("文件", "环节", "签批人", "时间", "意见"), rows(), "签批经过")


def _ledgers(year: int, paths: Paths) -> Leaf:
    def rows() -> Iterator[Sequence[Value]]:
        mine = belongs(Base.metadata.tables["ledger_entry"], year)
        everything = (selectinload(LedgerEntry.unit), selectinload(LedgerEntry.files))
        found = select(LedgerEntry).where(mine).order_by(LedgerEntry.ledger, LedgerEntry.day, LedgerEntry.id)
        for one in _in_pieces(found.options(*everything)):
            kept = LEDGERS.get(one.ledger)
            struck = f"（已划去：{one.struck_because}）" if one.struck_because else ""
            count = f"{one.quantity.normalize():f}" if one.quantity is not None else ""
            yield [kept.name if kept else one.ledger, day(one.day), one.title + struck, one.unit.name, one.category,
                   count, proofs(one.files, paths)]  # fmt: skip

    return Leaf(("台账", "日期", "内容", "科室", "类别", "数量", "材料"), rows())


def _requests(year: int) -> Leaf:
    def rows() -> Iterator[Sequence[Value]]:
        mine = DisclosureRequest.year == year
        for one in _in_pieces(select(DisclosureRequest).where(mine).order_by(DisclosureRequest.number)):
            yield [one.code, day(one.received_on), day(one.answered_on), one.outcome]

    return Leaf(("编号", "收到", "答复", "结果"), rows())


def history_of(year: int) -> Iterator[HistoryEntry]:
    """Yield the entries of the history about the records of a year, table by table, each in its order."""
    for table in Base.metadata.sorted_tables:
        if is_of_year(table.name) and "id" in table.c:
            about = (HistoryEntry.subject_kind == table.name, HistoryEntry.subject_id.in_(
                select(table.c.id).where(belongs(table, year))
            ))  # fmt: skip
            yield from _in_pieces(select(HistoryEntry).where(*about).order_by(HistoryEntry.id))


def _history(year: int) -> Leaf:
    def rows() -> Iterator[Sequence[Value]]:
        for told in tell(history_of(year), units=get_unit_names(), days=day):
            one, changes = told.entry, "\n".join(f"{name}：{old} → {new}" for name, old, new in told.changes)
            yield [moment(one.at), one.actor_name, one.unit_name, told.event, one.subject_name, changes[:2000]]

    return Leaf(("时间", "姓名", "科室", "做了什么", "对象", "改动"), rows())
