"""Reading the annual report: out of the registers while it is filled in, out of its frozen figures once issued."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.annual_report.checks import unreadable, zero
from tracker.annual_report.filling import (
    Filled,
    add_cells,
    cells_four,
    cells_three,
    cells_two,
    fill,
    keep_by_hand,
    read_number,
    refill,
    touched_of,
)
from tracker.annual_report.group import check_sum
from tracker.annual_report.models import AnnualReport, Quantity, ReceivedReport, ReportSection
from tracker.annual_report.report import Number, ReportFigures, simplest
from tracker.annual_report.report_json import from_json
from tracker.annual_report.rows import (
    Content,
    Difference,
    GroupPage,
    ReportPage,
    ReportYear,
    Shown,
    UnitReport,
    mark_of,
)
from tracker.annual_report.rules import check_report, due_day
from tracker.annual_report.tables import form_of_year
from tracker.annual_report.wording import words
from tracker.db import db
from tracker.errors import NotFound, RuleBroken
from tracker.issuing.queries import map_waivers
from tracker.organisation.models import Unit
from tracker.organisation.queries import find_agency, in_force
from tracker.organisation.rules import UnitKind
from tracker.requests.counting import tabulate_disputes
from tracker.requests.disputes import list_dispute_records
from tracker.requests.models import DisclosureRequest
from tracker.requests.queries import list_records

_EVERYTHING = (
    selectinload(AnnualReport.sections),
    selectinload(AnnualReport.overrides),
)


def find_report(year: int) -> AnnualReport | None:
    """Return the report of a year with its text and changed cells, or None."""
    return db.session.scalar(select(AnnualReport).where(AnnualReport.year == year).options(*_EVERYTHING))


def get_report(year: int) -> AnnualReport:
    """Return the report of a year; raise NotFound."""
    report = find_report(year)
    if report is None:
        raise NotFound
    return report


def get_section(year: int, key: str) -> ReportSection:
    """Return one section of a report; raise NotFound."""
    section = next((one for one in get_report(year).sections if one.key == key), None)
    if section is None:
        raise NotFound
    return section


def list_years(today: date) -> list[ReportYear]:
    """Return this year, the last, and every year with a report or requests, newest first."""
    reports = {report.year: report for report in db.session.scalars(select(AnnualReport))}
    asked = set(db.session.scalars(select(DisclosureRequest.year).distinct()))
    years = sorted({today.year, today.year - 1, *reports, *asked}, reverse=True)
    return [ReportYear(year, due_day(year), reports.get(year)) for year in years]


def agency_name() -> str:
    """Return the name of the agency as it stands in the title."""
    agency = find_agency()
    return agency.name if agency else ""


def get_page(year: int) -> ReportPage:
    """Return a report with its cells and all that does not hold; raise NotFound."""
    report, previous = get_report(year), figures_before(year)
    return _page(report, previous, fill_in(report, previous), report.texts)


def try_text(year: int, key: str, text: str) -> ReportPage:
    """Return a report as it would be with another text of a section; raise NotFound."""
    report, previous = get_report(year), figures_before(year)
    return _page(report, previous, fill_in(report, previous), {**report.texts, key: text})


def try_cells(year: int, typed: Mapping[str, str], opened: Mapping[str, str]) -> ReportPage:
    """Return a report as it would be with cells as they are ``typed``, each that holds no number told; keeps nothing.

    ``opened`` is what the cells said when the form was shown: one that still says so was not touched.
    """
    report, previous = get_report(year), figures_before(year)
    filled = fill_in(report, previous)
    changes: dict[str, Number | None] = {}
    wrong = []
    for path, text in touched_of(typed, opened).items():
        try:
            changes[path] = read_number(path, text, filled.now.form)
        except RuleBroken as refused:
            wrong.append(unreadable(path, text, words(refused.message, **refused.values)))
    stood = {one.path: read_value(one.value) for one in report.overrides}
    tried = refill(filled.base, keep_by_hand(filled, stood, changes))
    page = _page(report, previous, tried, report.texts)
    return replace(page, shown=[*map(Shown, wrong), *page.shown])


def _page(report: AnnualReport, previous: ReportFigures | None, filled: Filled, texts: Mapping[str, str]) -> ReportPage:
    found = list(check_report(filled.now, texts, previous))
    if report.adds_units and not report.issued_on:
        found = [*check_sum(filled.now, [_own(report.year, previous), *_figures_of_units(report.year)]), *found]
    waivers = map_waivers(AnnualReport.__tablename__, report.id)
    shown = [Shown(one, waivers.get(mark_of(one)) if one.is_hard else None) for one in found]
    in_order = sorted(shown, key=lambda one: not one.failure.is_hard)
    return ReportPage(report, filled, previous, in_order, _differences(report, filled, previous))


def _differences(report: AnnualReport, filled: Filled, previous: ReportFigures | None) -> list[Difference]:
    """Return the cells of an issued report that the registers would fill otherwise today."""
    if not report.issued_on:
        return []
    issued, now = filled.now, _live(report, previous).now
    paths = [path for path in issued.kinds if zero(issued.value(path)) != zero(now.value(path))]
    return [Difference(path, issued.value(path), now.value(path)) for path in paths]


def get_content(year: int, today: date) -> Content:
    """Return what is printed of a report: issued, its frozen content alone; else as it stands, dated ``today``."""
    report = get_report(year)
    if report.issued_on:
        figures, texts = from_json(report.frozen)
        return Content(figures, texts, report.issued_on, report.frozen)
    return Content(fill_in(report, figures_before(year)).now, report.texts, today)


def fill_in(report: AnnualReport, previous: ReportFigures | None) -> Filled:
    """Return the cells of a report: the frozen ones once it is issued, else what the registers say today."""
    if report.issued_on:
        figures, _ = from_json(report.frozen)
        return Filled(figures, figures, frozenset(one.path for one in report.overrides))
    return _live(report, previous)


def _live(report: AnnualReport, previous: ReportFigures | None) -> Filled:
    """Return the cells of a report as the registers and the changes by hand have them today."""
    by_hand = {one.path: read_value(one.value) for one in report.overrides}
    own = _own(report.year, previous)
    cells: Mapping[str, Number] = own.cells
    if report.adds_units:
        same = [one for one in _figures_of_units(report.year) if one.form == one.form_three == own.form]
        cells = add_cells([own.cells, *(one.cells for one in same)])
    return fill(own.name, report.year, cells, by_hand)


def _own(year: int, previous: ReportFigures | None) -> ReportFigures:
    """Return what the agency's own registers say."""
    four = tabulate_disputes(list_dispute_records(year), year)
    two = cells_two(sum_quantities(year), year, previous)
    cells = {**two, **cells_three(list_records(year), year), **cells_four(four)}
    return fill(agency_name(), year, cells, {}).base


def read_value(text: str) -> Number:
    """Return a stored number."""
    return simplest(Decimal(text))


def figures_before(year: int) -> ReportFigures | None:
    """Return the figures of the year before: as issued here, else as received, else as they stand here, or None."""
    report, received = find_report(year - 1), find_received(year - 1, None)
    if report is not None and (report.issued_on or received is None):
        return fill_in(report, None if report.issued_on else figures_before(year - 1)).now
    return figures_of(received) if received is not None else None


def find_received(year: int, unit_id: int | None) -> ReceivedReport | None:
    """Return the newest report of a year that was made elsewhere: a unit's, or (None) our own."""
    whose = ReceivedReport.unit_id.is_(None) if unit_id is None else ReceivedReport.unit_id == unit_id
    newest = select(ReceivedReport).where(ReceivedReport.year == year, whose).order_by(ReceivedReport.id.desc())
    return db.session.scalar(newest.limit(1))


def get_received(received_id: int) -> ReceivedReport:
    """Return a report that was made elsewhere; raise NotFound."""
    found = select(ReceivedReport).where(ReceivedReport.id == received_id)
    received = db.session.scalar(found.options(joinedload(ReceivedReport.unit), joinedload(ReceivedReport.file)))
    if received is None:
        raise NotFound
    return received


def figures_of(received: ReceivedReport) -> ReportFigures:
    """Return the figures of a report made elsewhere; of a cell that is still asked about nothing is said."""
    figures, _ = from_json(received.figures)
    asked = {path for doubt in received.doubts for path in doubt[3]}
    return replace(figures, unread=frozenset(asked - set(figures.cells)))


def find_other_name(received: ReceivedReport) -> str:
    """Return the agency that the title of a report names, where it is not the one it was taken in for, else ""."""
    titled, wanted = figures_of(received).name, received.unit.name if received.unit else agency_name()
    return "" if not titled or titled in wanted or wanted in titled else titled


def settled_meanwhile(received: ReceivedReport, typed: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return the cells that were typed and that somebody else has settled: which, what is saved, what was typed."""
    asked = {path for doubt in received.doubts for path in doubt[3]}
    figures, _ = from_json(received.figures)
    saved = {path: figures.value(path) for path in typed if path in figures.cells and path not in asked}
    return [(path, str(number), typed[path]) for path, number in saved.items() if str(number) != typed[path].strip()]


def check_received(received: ReceivedReport) -> list[Shown]:
    """Return what does not hold in a report that was made elsewhere."""
    _, texts = from_json(received.figures)
    return [Shown(one) for one in check_report(figures_of(received), texts)]


def _reports_of_units(year: int) -> list[ReceivedReport]:
    newest = select(func.max(ReceivedReport.id)).where(ReceivedReport.year == year, ReceivedReport.unit_id.is_not(None))
    found = select(ReceivedReport).where(ReceivedReport.id.in_(newest.group_by(ReceivedReport.unit_id)))
    return list(db.session.scalars(found.options(joinedload(ReceivedReport.unit)).order_by(ReceivedReport.unit_id)))


def _figures_of_units(year: int) -> list[ReportFigures]:
    return [figures_of(one) for one in _reports_of_units(year)]


def list_reporting_units(year: int) -> list[Unit]:
    """Return the units that make a report of their own: the affiliated ones in force at the year's end."""
    last_day = date(year, 12, 31)
    found = select(Unit).where(Unit.kind == UnitKind.AFFILIATED, in_force(Unit, last_day))
    return list(db.session.scalars(found.order_by(Unit.position, Unit.name)))


def get_group(year: int) -> GroupPage:
    """Return the units' own reports of a year, each missing one named, and their sum with our own figures."""
    received = {one.unit_id: one for one in _reports_of_units(year)}
    expected = {unit.id: unit for unit in list_reporting_units(year)}
    units = {**expected, **{one.unit_id: one.unit for one in received.values() if one.unit and one.unit_id}}
    rows = [_unit_report(unit, received.get(unit_id)) for unit_id, unit in units.items()]
    own, form = _own(year, figures_before(year)), form_of_year(year)
    same = [row.figures for row in rows if row.figures and row.figures.form == row.figures.form_three == form]
    others = tuple(row.unit.name for row in rows if row.figures and row.figures not in same)
    total = fill(own.name, year, add_cells([own.cells, *(one.cells for one in same)]), {}).now
    return GroupPage(rows, total, others)


def _unit_report(unit: Unit, received: ReceivedReport | None) -> UnitReport:
    if received is None:
        return UnitReport(unit)
    return UnitReport(unit, received, figures_of(received), len(received.doubts))


def sum_quantities(year: int) -> dict[str, int]:
    """Return what all units counted in a year for table two, by key, in one statement."""
    found = select(Quantity.key, func.sum(Quantity.amount)).where(Quantity.year == year).group_by(Quantity.key)
    return {key: int(amount) for key, amount in db.session.execute(found)}


def amounts_of(year: int, unit_id: int) -> dict[tuple[str, int], int]:
    """Return what a unit counted in a year: by key and month."""
    found = select(Quantity.key, Quantity.month, Quantity.amount)
    rows = db.session.execute(found.where(Quantity.year == year, Quantity.unit_id == unit_id))
    return {(key, month): amount for key, month, amount in rows}


def list_quantity_units(year: int) -> list[tuple[Unit, int]]:
    """Return the units that count for table two and how many numbers each has entered."""
    kinds = (UnitKind.OFFICE, UnitKind.SECTION, UnitKind.AFFILIATED)
    entered = select(Quantity.unit_id, func.count(Quantity.id).label("n")).where(Quantity.year == year)
    counted = entered.group_by(Quantity.unit_id).subquery()
    found = (
        select(Unit, func.coalesce(counted.c.n, 0))
        .outerjoin(counted, counted.c.unit_id == Unit.id)
        .where(Unit.kind.in_(kinds), in_force(Unit, date(year, 12, 31)))
        .order_by(Unit.position, Unit.name)
    )
    return [(unit, int(count)) for unit, count in db.session.execute(found)]
