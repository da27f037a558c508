"""What was said, as entries of a task's line of time."""

from collections.abc import Iterable, Iterator

from tracker.errors import N_
from tracker.talk.rows import RemarkRow
from tracker.talk.rules import RemarkKind
from tracker.tasks.story import Happening, Kind, Mark
from tracker.workdays.messages import Message


def happenings(rows: Iterable[RemarkRow]) -> list[Happening]:
    """Return one entry for each remark."""
    return [
        Happening(
            row.said_at, row.said_by, row.unit_name, Kind.TALK, _title(row),
            mark=Mark.NOW if row.is_instruction and row.silent else Mark.PLAIN,
            tags=tuple(_tags(row)), text=row.text, is_quote=row.is_instruction, lines=tuple(_lines(row)),
        )
        for row in rows
    ]  # fmt: skip


def _title(row: RemarkRow) -> Message:
    if row.kind == RemarkKind.INSTRUCTION:
        return Message(N_("Instruction of the leadership") if row.report_id is None else N_("Instruction on a report"))
    if row.kind == RemarkKind.ANSWER:
        return Message(N_("Answered"))
    return (
        Message(N_("Asked @%(units)s"), {"units": "、".join(one.name for one in row.units)})
        if row.units
        else Message(N_("Said"))
    )


def _tags(row: RemarkRow) -> Iterator[Message]:
    if row.is_instruction:
        yield Message(N_("not answered") if row.silent else N_("answered"))


def _lines(row: RemarkRow) -> Iterator[Message]:
    seen = [unit for unit in row.units if unit.seen_at is not None]
    if seen:
        yield Message(N_("Seen by: %(who)s"), {"who": "、".join(f"{one.name}{one.seen_by}" for one in seen)})
    if row.is_instruction and row.silent:
        yield Message(N_("To be answered by: %(units)s"), {"units": "、".join(row.silent)})
