"""Writing a report: what the form asks for on this task, and what it offers as filled in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tracker.errors import NotFound
from tracker.heads.queries import goes_over_head
from tracker.permissions import Actor
from tracker.progress.queries import find_last_report, get_report_row, list_shares
from tracker.progress.rows import DutyRow, EvidenceRow, ReportRow, Share
from tracker.progress.rules import WAITING, ReportState
from tracker.tasks.lights import LightRules
from tracker.tasks.models import Occurrence, Task
from tracker.tasks.queries import get_task_page, get_task_with_turns
from tracker.tasks.rows import TaskPage, TaskRow, UnitOnTask
from tracker.tasks.schedule import moves_with_turns

MENDED = (ReportState.RETURNED, *WAITING)


@dataclass(frozen=True)
class Writing:
    """A task about to be reported on by one of its units; ``mended`` is the report that is corrected by it.

    ``last`` is the report that work goes on from, ``like`` the one whose words the form takes over; ``shares`` are
    those of the co-operating units; ``counted`` is how many the ledgers know of.
    """

    row: TaskRow
    task: Task
    unit: UnitOnTask | None
    turns: Sequence[Occurrence]
    mended: ReportRow | None
    last: ReportRow | None = None
    like: ReportRow | None = None
    shares: Sequence[Share] = ()
    counted: int | None = None
    is_for_head: bool = False  # the head of the unit sees it first

    @property
    def new_shares(self) -> list[Share]:
        """The shares that are told of and do not stand in an earlier report of this unit."""
        since = self.last.reported_at if self.last else None
        return [one for one in self.shares if one.report and (since is None or one.report.reported_at > since)]

    @property
    def shared_proofs(self) -> list[EvidenceRow]:
        """The proofs of the new shares."""
        return [proof for share in self.new_shares if share.report for proof in share.report.evidence]

    @property
    def joined(self) -> str:
        """The new shares as one text, each after the name of its unit."""
        return "\n".join(f"{share.unit_name}：{share.report.done}" for share in self.new_shares if share.report)

    @property
    def counted_turn(self) -> Occurrence | None:
        """The turn that a count would be about, or None."""
        return next(iter(self.turns), None)

    @property
    def is_lead(self) -> bool:
        """Whether the numbers of the task are this unit's to report."""
        return self.unit is not None and (self.unit in self.row.leads or not self.row.leads)

    @property
    def asks_percent(self) -> bool:
        """Whether progress is asked in percent: not where things or turns are counted."""
        return self.is_lead and not self.row.target_count and not moves_with_turns(self.task.limit)

    @property
    def asks_count(self) -> bool:
        """Whether a number of things is asked."""
        return self.is_lead and bool(self.row.target_count or any(turn.minimum_count for turn in self.turns))

    @property
    def offered(self) -> dict[str, Any]:
        """What stands in the form before anything is typed."""
        mended = self.mended
        if mended is not None:
            names = ("done", "difficulty", "next_step", "percent", "count")
            said = {name: getattr(mended, name) for name in names}
            kept = [str(proof.id) for proof in mended.evidence]
            turn = str(mended.occurrence_id or "")
            return {**said, "occurrence_id": turn, "kept": kept, "corrects": str(mended.id)}
        first = str(self.turns[0].id) if self.turns and self.is_lead else ""
        said = {name: getattr(self.like, name) for name in ("done", "difficulty", "next_step")} if self.like else {}
        return {
            **said,
            "percent": self.row.percent if self.asks_percent and self.row.reported_at else None,
            "count": self._count_known,
            "occurrence_id": first,
        }

    @property
    def _count_known(self) -> int | None:
        """Return the number that is known already: accepted so far, or more by the ledgers."""
        if not self.asks_count:
            return None
        accepted = 0 if self.turns else self.row.count
        return max(accepted, self.counted or 0) or None


def get_writing(
    task_id: int, *, by: Actor, rules: LightRules, corrects_last: bool = False, like: int | None = None
) -> Writing:
    """Return what a report of the unit of ``by`` on a task is about; raise NotFound.

    A report that was returned, or that still waits, is mended rather than followed by another; one that was accepted
    only when the person says so (``corrects_last``). ``like`` is an earlier report of the unit on this task whose words
    are offered again.
    """
    page = get_task_page(task_id, by=by, rules=rules)
    last = find_last_report(task_id, by.unit_id or 0)
    return _writing(page, last, by=by, rules=rules, corrects_last=corrects_last, like=like)


def writing_of(duty: DutyRow, *, by: Actor, rules: LightRules, like: int | None = None) -> Writing:
    """Return the same for a duty on the page of a section, of which the page has read all but the turns."""
    page = TaskPage(duty.task, get_task_with_turns(duty.task.id, by), None, None)
    return _writing(page, duty.last, by=by, rules=rules, like=like)


def _writing(
    page: TaskPage, last: ReportRow | None, *, by: Actor, rules: LightRules, corrects_last: bool = False,
    like: int | None = None,
) -> Writing:  # fmt: skip
    mended = last if last and (last.state in MENDED or corrects_last) else None
    turns = [turn for turn in page.open_turns if mended is None or turn.id != mended.occurrence_id]
    if mended is not None and mended.occurrence_id:
        turns = [turn for turn in page.task.occurrences if turn.id == mended.occurrence_id] + turns
    last, copied = (None, None) if mended else (last, _report_to_copy(like, page.row.id, by))
    writing = Writing(
        page.row, page.task, page.row.unit(by.unit_id), turns, mended, last, copied,
        is_for_head=goes_over_head(by.unit_id or 0, by, rules.today),
    )  # fmt: skip
    return replace(writing, shares=list_shares(page.row)) if writing.is_lead else writing


def _report_to_copy(report_id: int | None, task_id: int, by: Actor) -> ReportRow | None:
    """Return the report whose words are taken over; one of another unit or task does not exist here: NotFound."""
    if report_id is None:
        return None
    report = get_report_row(report_id, by)
    if report.unit_id != by.unit_id or report.task_id != task_id:
        raise NotFound
    return report
