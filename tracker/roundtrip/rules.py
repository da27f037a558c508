"""What a sheet holds, which of its cells may be changed, and which changes a filled sheet asks for."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.errors import N_, RuleBroken
from tracker.texts import clean_text
from tracker.workdays.messages import Message

MOST_ROWS = 5000
LONGEST_LINE = 200
LONGEST_TEXT = 20_000
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_NUMBER = re.compile(r"(\d{1,7})(?:\.0+)?\s*[%％]?")


class SheetKind(StrEnum):
    """Which sheet: what a section reports on, or the plan as the office divides it."""

    WORK = "work"
    PLAN = "plan"


LOCKED = {
    SheetKind.WORK: ("number", "title", "limit", "due", "turn"),
    SheetKind.PLAN: ("number", "title", "state"),
}
EDITABLE = {
    SheetKind.WORK: ("done", "difficulty", "next_step", "percent", "count"),
    SheetKind.PLAN: ("lead", "coop", "limit_phrase", "due_on", "target"),
}
EXCEL_ERRORS = frozenset({"#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!"})
LINES = ("limit_phrase", "target")  # texts of one line
Texts = Mapping[str, str]


@dataclass(frozen=True)
class SheetRow:
    """One task as the sheet shows it: locked ``shown`` cells, ``values`` to be changed, ``stamp`` of its state."""

    key: str
    shown: tuple[str | int, ...]
    values: Texts
    stamp: str

    @property
    def title(self) -> str:
        """The title of its task."""
        return str(self.shown[1])

    @property
    def checksum(self) -> str:
        """Stand for everything that was given out; another one means that somebody changed the task since."""
        text = json.dumps([self.key, self.stamp, sorted(self.values.items())], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class FilledRow:
    """A row of a file that came back; ``line`` is its number in the file."""

    line: int
    key: str
    checksum: str
    cells: Texts


@dataclass(frozen=True)
class Change:
    """The cells of one row that are to be changed: field -> (text now, text then)."""

    line: int
    row: SheetRow
    cells: Mapping[str, tuple[str, str]]

    def text(self, field: str) -> str:
        """Return what a field holds after the change."""
        return self.cells[field][1] if field in self.cells else self.row.values[field]

    @property
    def filled(self) -> FilledRow:
        """The row with its changed cells alone, as it is confirmed."""
        new = {field: then for field, (_, then) in self.cells.items()}
        return FilledRow(self.line, self.row.key, self.row.checksum, new)


@dataclass(frozen=True)
class Refused:
    """A row that cannot be taken over, and why."""

    line: int
    title: str
    why: RuleBroken

    @property
    def message(self) -> Message:
        """The reason, to be worded for the reader."""
        return Message(self.why.message, self.why.values)


def find_changes(rows: Iterable[SheetRow], filled: Iterable[FilledRow]) -> tuple[list[Change], list[Refused]]:
    """Return what a filled sheet changes in ``rows``, and the rows that it may not change."""
    known = {row.key: row for row in rows}
    changes: list[Change] = []
    refused: list[Refused] = []
    seen: set[str] = set()
    for one in filled:
        row = known.get(one.key)
        try:
            _check_row(one, row, seen)
        except RuleBroken as why:
            refused.append(Refused(one.line, row.title if row else "", why))
            continue
        assert row is not None  # noqa: S101 - checked in the line above
        seen.add(one.key)
        cells = _changed(row, one.cells)
        if cells:
            changes.append(Change(one.line, row, cells))
    return changes, refused


def _check_row(one: FilledRow, row: SheetRow | None, seen: set[str]) -> None:
    if not one.key:
        raise RuleBroken(N_("This line was added by hand; tasks are added on their own page."))
    if row is None:
        raise RuleBroken(N_("This task is not, or no longer, yours to change: it may be finished."))
    if one.key in seen:
        raise RuleBroken(N_("This task stands twice in the file."))
    for text in EXCEL_ERRORS.intersection(one.cells.values()):
        raise RuleBroken(N_("A cell says %(text)s, an error of Excel. Type in what it should say."), text=text)
    if one.checksum != row.checksum:
        raise RuleBroken(N_("Somebody changed this task since the file was downloaded. Download it again."))


def _changed(row: SheetRow, cells: Texts) -> dict[str, tuple[str, str]]:
    given = {field: normal(field, cells[field]) for field in row.values if field in cells}
    return {
        field: (row.values[field], text)
        for field, text in given.items()
        if _bare(text) != _bare(normal(field, row.values[field]))
    }


def _bare(text: str) -> str:
    return text.replace("x005F_", "")  # readers of Excel files lose it


def normal(field: str, text: str) -> str:
    """Return what a person typed into a cell as forms take it."""
    text = clean_text(text).strip()
    if field in LINES:
        return " ".join(text.split())
    if field in ("percent", "count") and (number := _NUMBER.fullmatch(text)):
        return str(int(number[1]))
    if field == "due_on" and (day := _DAY.fullmatch(text)):
        return "-".join(part.zfill(2) for part in day.groups())
    return text


def check_length(field: str, text: str) -> None:
    """Raise RuleBroken for a text that is longer than the form takes."""
    limit = LONGEST_LINE if field in LINES else LONGEST_TEXT
    if len(text) > limit:
        raise RuleBroken(N_("This cell holds more than %(limit)d characters."), field=field, limit=limit)


def read_number(field: str, text: str) -> int | None:
    """Return a whole number, None for an empty cell; raise RuleBroken."""
    if text and not (text.isascii() and text.isdigit()):
        raise RuleBroken(N_("“%(text)s” is no whole number."), field=field, text=text[:30])
    return int(text) if text else None


def read_day(text: str) -> date | None:
    """Return a day, None for an empty cell; raise RuleBroken."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise RuleBroken(
            N_("“%(text)s” is no day; write it like 2026-09-30."), field="due_on", text=text[:30]
        ) from None


def check_day_typed(text: str, *, moves_with_turns: bool) -> None:
    """Raise RuleBroken where a changed day would change nothing: it was emptied, or it follows from the turns."""
    if moves_with_turns:
        raise RuleBroken(N_("Its days follow from its turns; change the wording of its limit."), field="due_on")
    if not text:
        raise RuleBroken(N_("A day cannot be taken out; write another one, or change the wording."), field="due_on")


def split_names(text: str, known: Mapping[str, int]) -> list[int]:
    """Return the units that a cell names; raise RuleBroken naming the first one that is not known."""
    found: list[int] = []
    for part in re.split(r"[;；,，\n]", text):
        name = part.strip()
        for one in [name] if name in known else name.split("、"):
            if not one.strip():
                continue
            if one.strip() not in known:
                raise RuleBroken(N_("There is no unit “%(name)s”."), name=one.strip()[:60])
            found.append(known[one.strip()])
    return list(dict.fromkeys(found))


def to_json(changes: Sequence[Change]) -> str:
    """Return changes as the page of the preview carries them to their confirmation."""
    rows = [change.filled for change in changes]
    return json.dumps([[row.line, row.key, row.checksum, row.cells] for row in rows], ensure_ascii=False)


def from_json(text: str) -> list[FilledRow]:
    """Return what ``to_json`` wrote; raise RuleBroken for anything else."""
    try:
        return [
            FilledRow(int(line), str(key), str(checksum), {str(field): str(cell) for field, cell in cells.items()})
            for line, key, checksum, cells in json.loads(text)[:MOST_ROWS]
        ]
    except (ValueError, TypeError, AttributeError) as error:
        raise RuleBroken(N_("The changes did not arrive whole. Upload the file again.")) from error
