"""Taking a filled sheet over: tried first and undone, then made real as a whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker import clock
from tracker.db import db, transaction
from tracker.errors import N_, NotAllowed, NotFound, RuleBroken
from tracker.permissions import Actor
from tracker.progress.proofs import Proofs
from tracker.progress.rules import ReportContent
from tracker.progress.services import correct_report, report_progress
from tracker.progress.writing import Writing
from tracker.roundtrip.queries import list_rows, list_writings, unit_numbers
from tracker.roundtrip.rules import (
    Change,
    FilledRow,
    Refused,
    SheetKind,
    check_day_typed,
    check_length,
    find_changes,
    read_day,
    read_number,
    split_names,
)
from tracker.tasks.queries import get_task
from tracker.tasks.rules import TaskWording
from tracker.tasks.schedule import moves_with_turns
from tracker.tasks.services import assign_task, edit_task


@dataclass(frozen=True)
class Preview:
    """What a filled sheet would do."""

    changes: list[Change]
    refused: list[Refused]


class _Undone(Exception):
    """Ends the trial of a sheet, so that nothing of it stays."""


def try_sheet(kind: SheetKind, filled: Sequence[FilledRow], *, by: Actor) -> Preview:
    """Return what ``filled`` changes and which of its rows are refused, each tried for real; nothing of it stays."""
    preview = Preview([], [])
    try:
        with transaction():
            changes, refused = _changes(kind, filled, by)
            work = _Work(kind, by)
            for change in changes:
                why = _tried(work, change)
                if why is None:
                    preview.changes.append(change)
                else:
                    refused.append(Refused(change.line, change.row.title, why))
            preview.refused.extend(sorted(refused, key=lambda one: one.line))
            raise _Undone
    except _Undone:
        return preview


def _tried(work: "_Work", change: Change) -> RuleBroken | None:
    step = db.session.begin_nested()
    try:
        work.do(change)
    except RuleBroken as why:
        step.rollback()
        return why
    except (NotAllowed, NotFound):
        step.rollback()
        return RuleBroken(N_("This task is not, or no longer, yours to change: it may be finished."))
    step.commit()
    return None


def apply_sheet(kind: SheetKind, filled: Sequence[FilledRow], *, by: Actor) -> int:
    """Do what ``filled`` asks for, all rows or none, and return how many tasks changed."""
    with transaction():
        changes, refused = _changes(kind, filled, by)
        if refused:
            raise _named(refused[0])
        work = _Work(kind, by)
        for change in changes:
            try:
                work.do(change)
            except RuleBroken as why:
                raise _named(Refused(change.line, change.row.title, why)) from why
        return len(changes)


def _changes(kind: SheetKind, filled: Sequence[FilledRow], by: Actor) -> tuple[list[Change], list[Refused]]:
    rows = list_rows(kind, by=by, today=clock.today(), keys=[one.key for one in filled])
    return find_changes(rows, filled)


def _named(refused: Refused) -> RuleBroken:
    message = N_("Nothing was changed: line %(line)d of the file was refused. Upload it again to see why.")
    return RuleBroken(message, line=refused.line)


class _Work:
    """What the changes of one sheet need to know, read once."""

    def __init__(self, kind: SheetKind, by: Actor) -> None:
        self._kind, self._by = kind, by
        today = clock.today()
        self._units = unit_numbers(today) if kind is SheetKind.PLAN else {}
        self._writings = _writings(by, today) if kind is SheetKind.WORK else {}

    def do(self, change: Change) -> None:
        """Make one change through the service that a form would call."""
        for field in change.cells:
            check_length(field, change.text(field))
        if self._kind is SheetKind.WORK:
            self._report(change)
        else:
            self._divide(change)

    def _report(self, change: Change) -> None:
        writing = self._writings[change.row.key]
        offered, mended = writing.offered, writing.mended
        turn = offered.get("occurrence_id")
        content = ReportContent(
            change.text("done"), change.text("difficulty"), change.text("next_step"),
            percent=read_number("percent", change.text("percent")), count=read_number("count", change.text("count")),
            occurrence_id=int(turn) if turn else None, asks_to_close=bool(mended and mended.asks_to_close),
        )  # fmt: skip
        if mended is None:
            report_progress(writing.row.id, content, by=self._by)
        else:
            kept = Proofs(kept=[proof.id for proof in mended.evidence])
            correct_report(mended.id, content, kept, by=self._by)

    def _divide(self, change: Change) -> None:
        task = get_task(int(change.row.key), self._by)
        if "due_on" in change.cells:
            is_of_turns = moves_with_turns(task.limit) and "limit_phrase" not in change.cells
            check_day_typed(change.text("due_on"), moves_with_turns=is_of_turns)
        if {"lead", "coop"} & set(change.cells):
            known = {**self._units, **{unit.unit.name: unit.unit_id for unit in task.units}}
            assign_task(
                task.id, lead=split_names(change.text("lead"), known), coop=split_names(change.text("coop"), known),
                leader_id=task.leader_id, officer_id=task.officer_id, by=self._by,
            )  # fmt: skip
        if {"limit_phrase", "due_on", "target"} & set(change.cells):
            wording = TaskWording(
                task.title, task.requirement, task.deliverable, change.text("target"), change.text("limit_phrase"),
                read_day(change.text("due_on")), task.event_on,
            )  # fmt: skip
            edit_task(task.id, wording, by=self._by)


def _writings(by: Actor, today: date) -> dict[str, Writing]:
    return {str(writing.row.id): writing for writing in list_writings(by=by, today=today)}
