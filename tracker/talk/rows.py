"""What the queries of talk answer: plain values, as pages read them."""

from dataclasses import dataclass
from datetime import datetime

from tracker.talk.rules import RemarkKind


@dataclass(frozen=True)
class AddressedRow:
    """A unit that is addressed, and whether it saw and answered."""

    remark_id: int
    unit_id: int
    name: str
    seen_by: str
    seen_at: datetime | None
    answered_at: datetime | None


@dataclass(frozen=True)
class RemarkRow:
    """Something said, with the task and the units it is for."""

    id: int
    task_id: int
    task_title: str
    report_id: int | None
    answers_id: int | None
    kind: RemarkKind
    text: str
    unit_name: str
    said_by: str
    said_at: datetime
    units: tuple[AddressedRow, ...] = ()

    @property
    def is_instruction(self) -> bool:
        """Whether the leadership said it."""
        return self.kind == RemarkKind.INSTRUCTION

    @property
    def is_question(self) -> bool:
        """Whether a unit may answer it."""
        return bool(self.units) and self.kind != RemarkKind.ANSWER

    @property
    def silent(self) -> tuple[str, ...]:
        """The units that did not answer yet."""
        return tuple(unit.name for unit in self.units if unit.answered_at is None)

    @property
    def unseen(self) -> tuple[str, ...]:
        """The units that did not see it yet."""
        return tuple(unit.name for unit in self.units if unit.seen_at is None)

    def unit(self, unit_id: int | None) -> AddressedRow | None:
        """Return the unit among those addressed, or None."""
        return next((unit for unit in self.units if unit.unit_id == unit_id), None)
