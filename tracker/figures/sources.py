"""The registers that figures are counted from besides the ledgers: what a row of each is, and where it is shown."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, func, literal, select
from sqlalchemy.orm import aliased, join, outerjoin

from tracker import clock
from tracker.checks.models import CheckResult, CheckRound, Finding
from tracker.complaints.models import Complaint
from tracker.ledger.periods import Period
from tracker.notices.models import Notice
from tracker.organisation.models import GroupSeat, Person, Unit, UnitPost
from tracker.plans.rules import Duty
from tracker.progress.models import Evidence, ProgressReport
from tracker.requests.models import DisclosureRequest, Dispute, RequestEvent
from tracker.scores.models import ScoredUnit, Scoring
from tracker.tasks.models import Task, TaskUnit


@dataclass(frozen=True)
class Scope:
    """The days that are counted, and the day on which it is looked at."""

    period: Period
    today: date

    @property
    def day(self) -> date:
        """The last day of the period that has come: who holds a post on it is counted."""
        return min(self.today, self.period.last)

    def of(self, year: Any, day: Any) -> ColumnElement[bool]:
        """Return the condition that a row belongs here: by its year for a whole year, by its day otherwise."""
        if self.period.is_year:
            whole: ColumnElement[bool] = year == self.period.first.year
            return whole
        return and_(year.between(self.period.first.year, self.period.last.year), self.on(day))

    def on(self, day: Any) -> ColumnElement[bool]:
        """Return the condition that a day lies in the period."""
        inside: ColumnElement[bool] = day.between(self.period.first, self.period.last)
        return inside

    def at(self, moment: Any) -> ColumnElement[bool]:
        """Return the condition that a moment lies in the period, by the days of China."""
        first, last = (
            datetime.combine(day, time(), clock.CHINA).astimezone(UTC)
            for day in (self.period.first, self.period.last + timedelta(days=1))
        )
        inside: ColumnElement[bool] = and_(moment >= first, moment < last)
        return inside

    def of_moment(self, year: Any, moment: Any) -> ColumnElement[bool]:
        """Return the same as ``of`` for what has a moment instead of a day."""
        if self.period.is_year:
            return self.of(year, None)
        return and_(year.between(self.period.first.year, self.period.last.year), self.at(moment))


@dataclass(frozen=True, eq=False)
class Source:
    """A register: its rows, each with a number, a name, a day, a unit and a category, and the page that shows one."""

    kind: str
    name: str
    counted_by: str  # how a row finds its period, as the definitions say it
    table: Any
    id: Any
    label: Any
    day: Any
    unit: Any
    category: Any
    page: tuple[str, str]  # endpoint, and the name of its argument
    shown: Any = None  # the number of the record that the page shows, where it is another one


NONE: Any = literal("")
BY_YEAR = "全年按所属年度、其他期间按{}计入"


def _leads() -> Any:
    """Return the names of the units that lead the task of a row."""
    of_task = select(func.aggregate_strings(Unit.name, "、")).join(TaskUnit, TaskUnit.unit_id == Unit.id)
    joined: Select[Any] = of_task.where(TaskUnit.task_id == Task.id, TaskUnit.duty == Duty.LEAD)
    return joined.correlate(Task).scalar_subquery()


def _code(kind: Any) -> Any:
    """Return the number of a row through the year as people write it: 2026-017."""
    short = func.substr(cast(1000 + kind.number, String), 2)
    return cast(kind.year, String) + "-" + case((kind.number < 1000, short), else_=cast(kind.number, String))


_home = aliased(Unit)

TASKS = Source(
    "task", "任务库", BY_YEAR.format("时限"), Task, Task.id, Task.title, Task.due_on, _leads(), Task.category,
    ("tasks.show", "task_id"),
)  # fmt: skip
UNITS = Source(
    "unit", "任务库", BY_YEAR.format("任务时限"), Unit, Unit.id, Unit.name, Unit.from_on, Unit.name, NONE,
    ("organisation.unit", "unit_id"),
)  # fmt: skip
REPORTS = Source(
    "progress_report", "进展填报", BY_YEAR.format("填报日期"),
    join(join(ProgressReport, Task, ProgressReport.task_id == Task.id), Unit, ProgressReport.unit_id == Unit.id),
    ProgressReport.id, Task.title, ProgressReport.reported_at, Unit.name, Task.category, ("tasks.show", "task_id"),
    Task.id,
)  # fmt: skip
PROOFS = Source(
    "evidence", "佐证材料", BY_YEAR.format("上传日期"),
    join(
        join(join(Evidence, ProgressReport, Evidence.report_id == ProgressReport.id), Task,
             ProgressReport.task_id == Task.id),
        Unit, ProgressReport.unit_id == Unit.id,
    ),
    Evidence.id, Evidence.name, Evidence.added_at, Unit.name, Task.category, ("tasks.show", "task_id"), Task.id,
)  # fmt: skip
ROUNDS = Source(
    "check_round", "监督检查", BY_YEAR.format("开始日期"), CheckRound, CheckRound.id, CheckRound.name,
    CheckRound.starts_on, NONE, NONE, ("checks.show", "round_id"),
)  # fmt: skip
RESULTS = Source(
    "check_result", "监督检查", BY_YEAR.format("检查日期"),
    join(join(CheckResult, CheckRound, CheckResult.round_id == CheckRound.id), Task, CheckResult.task_id == Task.id),
    CheckResult.id, Task.title, CheckResult.checked_at, _leads(), CheckRound.name, ("checks.show", "round_id"),
    CheckRound.id,
)  # fmt: skip
FINDINGS = Source(
    "finding", "问题台账", BY_YEAR.format("发现日期"), join(Finding, Unit, Finding.unit_id == Unit.id),
    Finding.id, _code(Finding) + " " + Finding.description, Finding.found_on, Unit.name, NONE,
    ("checks.finding", "finding_id"),
)  # fmt: skip
NOTICES = Source(
    "notice", "通知和通报", BY_YEAR.format("印发日期"), Notice, Notice.id, Notice.title, Notice.issued_on, NONE, NONE,
    ("notices.show", "notice_id"),
)  # fmt: skip
SEATS = Source(
    "group_seat", "机构人员", "按期末在任计入",
    outerjoin(join(GroupSeat, Person, GroupSeat.person_id == Person.id), _home, Person.unit_id == _home.id),
    GroupSeat.id, Person.name, GroupSeat.from_on, func.coalesce(_home.name, ""), NONE,
    ("organisation.person", "person_id"), Person.id,
)  # fmt: skip
POSTS = Source(
    "unit_post", "机构人员", "按期末在任计入",
    join(join(UnitPost, Person, UnitPost.person_id == Person.id), Unit, UnitPost.unit_id == Unit.id),
    UnitPost.id, Person.name, UnitPost.from_on, Unit.name, NONE, ("organisation.person", "person_id"), Person.id,
)  # fmt: skip
REQUESTS = Source(
    "disclosure_request", "依申请公开登记簿", "按收到和答复日期计入", DisclosureRequest, DisclosureRequest.id,
    _code(DisclosureRequest), DisclosureRequest.received_on, NONE, NONE,
    ("requests.show", "request_id"),
)  # fmt: skip
FEES = Source(
    "request_event", "依申请公开登记簿", "按通知日期计入",
    join(RequestEvent, DisclosureRequest, RequestEvent.request_id == DisclosureRequest.id), RequestEvent.id,
    _code(DisclosureRequest), RequestEvent.day, NONE, NONE, ("requests.show", "request_id"),
    DisclosureRequest.id,
)  # fmt: skip
DISPUTES = Source(
    "disclosure_dispute", "复议诉讼登记簿", "按审结日期计入", Dispute, Dispute.id,
    func.coalesce(func.nullif(Dispute.case_number, ""), _code(Dispute)),
    Dispute.filed_on, NONE, NONE, ("requests.edit_dispute", "dispute_id"),
)  # fmt: skip
SCORED = Source(
    "scored_unit", "考核名单", "按考核期计入", join(ScoredUnit, Scoring, ScoredUnit.scoring_id == Scoring.id),
    ScoredUnit.id, ScoredUnit.name, Scoring.last, ScoredUnit.name, ScoredUnit.grade, ("scores.unit", "scored_id"),
)  # fmt: skip
COMPLAINTS = Source(
    "complaint", "投诉意见登记簿", "按收到日期计入",
    outerjoin(Complaint, Unit, Complaint.unit_id == Unit.id), Complaint.id,
    _code(Complaint), Complaint.received_on, func.coalesce(Unit.name, ""), NONE,
    ("complaints.show", "complaint_id"),
)  # fmt: skip
