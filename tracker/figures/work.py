"""Figures of tasks, reports, checks, people, requests and complaints: each a condition on the rows of a register."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select

from tracker.checks.models import CheckResult, CheckRound, Finding
from tracker.checks.rules import FindingState
from tracker.complaints.models import Complaint
from tracker.complaints.rules import ComplaintKind, ComplaintState
from tracker.db import db
from tracker.figures.queries import COUNTED, FINISHED
from tracker.figures.sources import (
    COMPLAINTS,
    DISPUTES,
    FEES,
    FINDINGS,
    NOTICES,
    POSTS,
    PROOFS,
    REPORTS,
    REQUESTS,
    RESULTS,
    ROUNDS,
    SCORED,
    SEATS,
    TASKS,
    UNITS,
    Scope,
    Source,
)
from tracker.notices.models import Notice
from tracker.notices.rules import NoticeKind
from tracker.organisation.models import GroupSeat, Unit, UnitPost
from tracker.organisation.queries import in_force
from tracker.organisation.rules import Group, Post
from tracker.plans.rules import Duty
from tracker.progress.models import ProgressReport
from tracker.progress.rules import ReportState
from tracker.requests.counting import DisputeKind
from tracker.requests.deeds import Deed
from tracker.requests.models import DisclosureRequest, Dispute, RequestEvent
from tracker.scores.models import ScoredUnit, Scoring
from tracker.scores.rules import ScoringState
from tracker.tasks.models import Task, TaskUnit
from tracker.tasks.rules import OPEN_STATES

Where = Callable[[Scope], Sequence[ColumnElement[bool]]]
ONE: Any = literal(1)


@dataclass(frozen=True, eq=False)
class WorkFigure:
    """A figure of a register: which rows it takes, and what each counts for; or a share of two of them."""

    name: str
    unit: str
    about: str
    source: Source
    where: Where
    amount: Any = ONE

    @property
    def definition(self) -> str:
        """What it counts, to be read: register, filter, date, way of counting."""
        way = "登记的条目数" if self.amount is ONE else "金额之和"
        return f"{self.source.name}，{self.about}，{self.source.counted_by}，{way}"


@dataclass(frozen=True)
class WorkShare:
    """A share of two figures."""

    name: str
    part: str
    whole: str

    @property
    def definition(self) -> str:
        """What it divides."""
        return f"{self.part}除以{self.whole}"


def _of_tasks(*more: Callable[[Scope], ColumnElement[bool]]) -> Where:
    return lambda scope: (COUNTED, scope.of(Task.year, Task.due_on), *(one(scope) for one in more))


def _leads(scope: Scope) -> Sequence[ColumnElement[bool]]:
    led = select(TaskUnit.id).join(Task).where(TaskUnit.duty == Duty.LEAD, TaskUnit.unit_id == Unit.id)
    return (exists(led.where(COUNTED, scope.of(Task.year, Task.due_on)).correlate(Unit)),)


def _reported(*more: ColumnElement[bool]) -> Where:
    return lambda scope: (scope.of_moment(Task.year, ProgressReport.reported_at), *more)


def _checked(scope: Scope) -> Sequence[ColumnElement[bool]]:
    return (scope.of_moment(CheckRound.year, CheckResult.checked_at), CheckResult.verdict.is_not(None))


def _found(*more: ColumnElement[bool]) -> Where:
    return lambda scope: (scope.of(Finding.year, Finding.found_on), *more)


def _open_at_begin(scope: Scope) -> ColumnElement[bool]:
    """Return the condition that a request had no answer yet when the period began."""
    answered = DisclosureRequest.answered_on
    return or_(answered.is_(None), answered >= scope.period.first)


def _carried_over(scope: Scope) -> Sequence[ColumnElement[bool]]:
    last, answered = scope.period.last, DisclosureRequest.answered_on
    return (DisclosureRequest.received_on <= last, or_(answered.is_(None), answered > last))


def _charged(scope: Scope) -> Sequence[ColumnElement[bool]]:
    return (RequestEvent.deed == Deed.FEE_NOTIFIED, scope.on(RequestEvent.day))


def _disputed(*kinds: DisputeKind) -> Where:
    """Return the condition of table four: decided in the period, or still open at its end; once, at the body sued."""
    ours = (Dispute.kind.in_(kinds), Dispute.is_as_reviewer.is_(False))
    return lambda scope: (
        *ours, Dispute.filed_on <= scope.period.last,
        or_(Dispute.decided_on.is_(None), Dispute.decided_on >= scope.period.first),
    )  # fmt: skip


def _said(*more: ColumnElement[bool]) -> Where:
    return lambda scope: (scope.on(Complaint.received_on), *more)


def _issued(*kinds: NoticeKind) -> Where:
    return lambda scope: (scope.of(Notice.year, Notice.issued_on), Notice.kind.in_(kinds))


def _scored(*grades: str) -> Where:
    """Return the condition that a unit stands in the newest issued scoring of exactly this period."""

    def where(scope: Scope) -> Sequence[ColumnElement[bool]]:
        issued = select(func.max(Scoring.id)).where(
            Scoring.state == ScoringState.ISSUED, Scoring.first == scope.period.first, Scoring.last == scope.period.last
        )
        of_list = ScoredUnit.scoring_id == issued.scalar_subquery()
        return (of_list, ScoredUnit.grade.in_(grades)) if grades else (of_list,)

    return where


F = WorkFigure
_FINISHED = Task.state.in_(FINISHED)
_VALID = ProgressReport.state != ReportState.WITHDRAWN
_ACCEPTED = ProgressReport.state == ReportState.ACCEPTED
_CLOSED = Finding.state == FindingState.CLOSED
_COMPLAINED = Complaint.kind == ComplaintKind.COMPLAINT

WORK: tuple[WorkFigure | WorkShare, ...] = (
    F("任务总数", "项", "年度要点分解的任务，不含已取消的", TASKS, _of_tasks()),
    F("办结数", "项", "状态为办结或归档的任务", TASKS, _of_tasks(lambda _: _FINISHED)),
    WorkShare("办结率", "办结数", "任务总数"),
    F("未办结数", "项", "还没有办结的任务", TASKS, _of_tasks(lambda _: ~_FINISHED)),
    F("逾期数", "项", "时限已过、还没有办结的任务", TASKS,
      _of_tasks(lambda scope: and_(Task.state.in_(OPEN_STATES), Task.due_on < scope.today))),
    F("按期办结数", "项", "办结日期不晚于首次时限的任务", TASKS,
      _of_tasks(lambda _: and_(_FINISHED, Task.done_on <= Task.first_due_on))),
    WorkShare("按期办结率", "按期办结数", "办结数"),
    F("牵头单位数", "个", "至少牵头一项任务的科室和单位", UNITS, _leads),
    F("填报数", "次", "各科室报来的进展，不含撤回的", REPORTS, _reported(_VALID)),
    F("审核通过数", "次", "办公室审核通过的进展", REPORTS, _reported(_ACCEPTED)),
    F("佐证数", "件", "审核通过的进展所附的佐证材料", PROOFS, _reported(_ACCEPTED)),
    F("检查次数", "次", "开展的检查", ROUNDS, lambda scope: (scope.of(CheckRound.year, CheckRound.starts_on),)),
    F("检查任务数", "项次", "有检查结论的任务", RESULTS, _checked),
    F("发现问题数", "个", "检查发现并登记的问题", FINDINGS, _found()),
    F("销号数", "个", "复核通过、已经销号的问题", FINDINGS, _found(_CLOSED)),
    F("未销号数", "个", "还没有销号的问题", FINDINGS, _found(~_CLOSED)),
    WorkShare("整改率", "销号数", "发现问题数"),
    F("通报期数", "期", "印发的检查通报", NOTICES, _issued(NoticeKind.CIRCULAR)),
    F("督办单数", "份", "印发的督办单和催办通知", NOTICES, _issued(NoticeKind.SUPERVISION, NoticeKind.URGE)),
    F("整改通知数", "份", "印发的整改通知", NOTICES, _issued(NoticeKind.RECTIFY)),
    F("领导小组人数", "人", "政务公开领导小组成员", SEATS,
      lambda scope: (GroupSeat.group == Group.LEADING, in_force(GroupSeat, scope.day))),
    F("信息员人数", "名", "各科室和单位的信息员", POSTS,
      lambda scope: (UnitPost.post == Post.OFFICER, in_force(UnitPost, scope.day))),
    F("考核科室数", "个", "正式公布的考核中的科室和单位", SCORED, _scored()),
    F("考核优秀科室数", "个", "考核等次为优秀的科室和单位", SCORED, _scored("优秀")),
    F("考核良好科室数", "个", "考核等次为良好的科室和单位", SCORED, _scored("良好")),
    F("考核合格科室数", "个", "考核等次为合格的科室和单位", SCORED, _scored("合格")),
    F("考核不合格科室数", "个", "考核等次为不合格的科室和单位", SCORED, _scored("不合格")),
    F("收到申请数", "件", "收到的政府信息公开申请", REQUESTS, lambda scope: (scope.on(DisclosureRequest.received_on),)),
    F("上年结转申请数", "件", "期初以前收到、期初还没有答复的申请", REQUESTS,
      lambda scope: (DisclosureRequest.received_on < scope.period.first, _open_at_begin(scope))),
    F("应办申请数", "件", "收到的和上年结转的申请", REQUESTS,
      lambda scope: (DisclosureRequest.received_on <= scope.period.last, _open_at_begin(scope))),
    F("办结申请数", "件", "答复的申请，含上年结转的", REQUESTS,
      lambda scope: (scope.on(DisclosureRequest.answered_on),)),
    F("结转下年申请数", "件", "期末以前收到、期末还没有答复的申请", REQUESTS, _carried_over),
    WorkShare("申请办结率", "办结申请数", "应办申请数"),
    F("行政复议数", "件", "期内审结和期末尚未审结的政府信息公开行政复议", DISPUTES, _disputed(DisputeKind.REVIEW)),
    F("行政诉讼数", "件", "期内审结和期末尚未审结的政府信息公开行政诉讼", DISPUTES,
      _disputed(DisputeKind.DIRECT_SUIT, DisputeKind.SUIT_AFTER_REVIEW)),
    F("信息处理费件数", "件", "发出的信息处理费收费通知", FEES, _charged),
    F("信息处理费金额", "元", "发出的收费通知的金额", FEES, _charged, RequestEvent.fee),
    F("投诉举报受理数", "件", "受理的投诉举报", COMPLAINTS, _said(_COMPLAINED)),
    F("投诉举报办结数", "件", "已经答复的投诉举报", COMPLAINTS,
      _said(_COMPLAINED, Complaint.state == ComplaintState.ANSWERED)),
    WorkShare("投诉举报办结率", "投诉举报办结数", "投诉举报受理数"),
    F("意见建议收到数", "条", "收到的意见和建议", COMPLAINTS, _said(~_COMPLAINED)),
)  # fmt: skip


def category_figures(categories: Iterable[str]) -> Iterator[WorkFigure]:
    """Yield the figures of each category (板块) of the plan."""
    for name in categories:
        inside: ColumnElement[bool] = Task.category == name
        yield F(f"{name}任务数", "项", f"“{name}”板块的任务", TASKS, _in_category(inside))
        yield F(f"{name}办结数", "项", f"“{name}”板块办结的任务", TASKS, _in_category(inside & _FINISHED))


def _in_category(condition: ColumnElement[bool]) -> Where:
    return _of_tasks(lambda _: condition)


def work_of(scope: Scope) -> list[WorkFigure | WorkShare]:
    """Return every figure of the registers for a scope, those of the plan's categories included; one statement."""
    of_plan = select(Task.category).where(COUNTED, scope.of(Task.year, Task.due_on), Task.category != "").distinct()
    taken = {one.name for one in WORK}
    found = category_figures(sorted(db.session.scalars(of_plan)))
    return [*WORK, *(one for one in found if one.name not in taken)]
