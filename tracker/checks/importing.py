"""Taking a list of problems from outside into the findings: looked at first, then all of it or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import BinaryIO

from sqlalchemy import select

from tracker import clock
from tracker.checks.finding_tables import TableRow, cut, read_limit, read_severity, rows_of, text_of
from tracker.checks.models import Finding
from tracker.checks.rounds import list_own_units
from tracker.checks.rules import FindingState, check_text
from tracker.checks.services import Demand, due_after, open_finding
from tracker.confined import run_job
from tracker.db import db, transaction
from tracker.errors import N_, RuleBroken
from tracker.files.inspection import Kind, inspect
from tracker.files.services import upload_limits
from tracker.organisation.matching import How, UnitIndex
from tracker.organisation.queries import get_unit_index
from tracker.permissions import Actor, Permission

SURE = (How.EXACT, How.ALIAS, How.ABBREVIATION)


@dataclass(frozen=True)
class Origin:
    """Where a list comes from, and what holds for rows that do not say it.

    That is a unit or, where somebody said so (``is_ditto``), that of the row above; and so many working days.
    """

    source: str = ""
    unit_id: int | None = None
    days: int = Demand.days
    is_ditto: bool = False


@dataclass(frozen=True)
class Planned:
    """A row of the list: the finding that will come of it, or why it is refused."""

    where: str
    row: TableRow
    unit_id: int | None = None
    due_on: date | None = None
    demand: Demand | None = None
    refusal: RuleBroken | None = None
    is_ditto: bool = False  # the unit is that of the row above


@dataclass(frozen=True)
class Preview:
    """A list as it would be taken in."""

    rows: Sequence[Planned]

    @property
    def good(self) -> int:
        """How many findings would be made."""
        return sum(one.refusal is None for one in self.rows)

    @property
    def refused(self) -> int:
        """How many rows are refused."""
        return len(self.rows) - self.good


def read_file(content: BinaryIO, name: str, *, by: Actor) -> str:
    """Return the table of an uploaded list as text that a person can mend; nothing is kept.

    Raises Unreadable or RuleBroken with what is wrong and what to do.
    """
    by.must(Permission.RUN_CHECKS)
    inspected = inspect(content, name, limits=upload_limits(), allowed={Kind.DOCX, Kind.XLSX})
    content.seek(0)
    rows = run_job("read_findings", {"content": content.read(), "name": inspected.clean_name})
    return text_of(row for _, row in rows_of([(str(row[0]), list(row[1])) for row in rows]))


def preview_findings(text: str, origin: Origin, *, by: Actor) -> Preview:
    """Return what would be made of a list, row by row, and which rows are refused and why; nothing is changed."""
    by.must(Permission.RUN_CHECKS)
    today = clock.today()
    index, own, known = get_unit_index(today), {unit.id for unit in list_own_units(today)}, _known()
    planned: list[Planned] = []
    above = ""
    for where, written in rows_of(cut(text)):
        row = replace(written, unit=above) if origin.is_ditto and not written.unit else written
        one = replace(_planned(where, row, origin, index, own, today, above), is_ditto=row != written)
        above = row.unit
        if one.refusal is None and (one.unit_id, row.description) in known:
            code = known[one.unit_id, row.description]
            refusal = RuleBroken(N_("This problem is in the list of findings already: %(code)s."), code=code)
            one = Planned(where, row, refusal=refusal, is_ditto=one.is_ditto)
        if one.unit_id is not None:
            known[one.unit_id, row.description] = where
        planned.append(one)
    return Preview(planned)


def import_findings(text: str, origin: Origin, *, by: Actor) -> list[Finding]:
    """Make a finding of every row of a list, or none at all when one of them is refused."""
    with transaction():
        preview = preview_findings(text, origin, by=by)
        if preview.refused:
            message = N_("%(count)d rows are refused, so nothing was entered. Mend them or take them out.")
            raise RuleBroken(message, field="text", count=preview.refused)
        return [_open(one, by) for one in preview.rows]


def _planned(
    where: str, row: TableRow, origin: Origin, index: UnitIndex, own: set[int], today: date, above: str
) -> Planned:
    try:
        check_text(row.description, field="text")
        unit_id = _unit(row.unit, origin, index, own, above)
        limit = read_limit(row.limit, today)
        basis = row.basis or origin.source
        check_text(basis, field="text", is_needed=False)
        days, due_on = (Demand.days, limit) if isinstance(limit, date) else (limit or origin.days, None)
        demand = Demand(days=days, severity=read_severity(row.severity), basis=basis, due_on=due_on)
        if due_on is not None and due_on < today:
            raise RuleBroken(N_("The limit %(limit)s has passed already."), limit=row.limit)
        return Planned(where, row, unit_id, due_on or due_after(today, days), demand)
    except RuleBroken as refusal:
        return Planned(where, row, refusal=refusal)


def _unit(name: str, origin: Origin, index: UnitIndex, own: set[int], above: str) -> int:
    """Return the unit that a row names, or the one that holds for the list; one that was left empty is not guessed."""
    if not name and above and origin.unit_id is None:
        message = N_(
            "The row names no unit, the one above names “%(above)s”. Write the unit, or choose below that such rows "
            "have that of the row above."
        )
        raise RuleBroken(message, above=above)
    if not name and origin.unit_id is None:
        raise RuleBroken(N_("The row names no unit. Write one, or choose a unit for such rows."))
    match = index.match(name) if name else None
    unit_id = origin.unit_id if match is None else match.unit_id if match.how in SURE else None
    if unit_id is None or unit_id not in own:
        suggestion = match.suggestion.name if match and match.suggestion else "—"
        message = N_("“%(name)s” is no unit of this agency. Is %(suggestion)s meant?")
        raise RuleBroken(message, name=name, suggestion=suggestion)
    return unit_id


def _known() -> dict[tuple[int | None, str], str]:
    """Return the findings that are not closed, by unit and words."""
    open_ones = select(Finding).where(Finding.state != FindingState.CLOSED)
    return {(one.unit_id, one.description): one.code for one in db.session.scalars(open_ones)}


def _open(one: Planned, by: Actor) -> Finding:
    assert one.unit_id is not None  # noqa: S101 - a row that is not refused has its unit
    assert one.demand is not None  # noqa: S101 - and its demand
    finding = Finding(year=clock.today().year, unit_id=one.unit_id)
    return open_finding(finding, one.row.description, one.demand, by=by)
