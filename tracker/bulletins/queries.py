"""Reading circulars, and gathering what they are drafted from."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.bulletins.material import Item, Material, own_figures
from tracker.bulletins.models import Bulletin, BulletinSection
from tracker.bulletins.rules import UnitState, advanced
from tracker.checks.models import Finding
from tracker.db import db
from tracker.errors import NotFound
from tracker.figures.named import figures_in
from tracker.ledger.models import LedgerEntry
from tracker.ledger.periods import Period
from tracker.organisation.models import Unit
from tracker.organisation.queries import find_agency, in_force
from tracker.organisation.rules import OWN_KINDS
from tracker.progress.models import ProgressReport
from tracker.progress.rules import ReportState
from tracker.scores.facts import Asked
from tracker.scores.models import ScoredUnit, Scoring
from tracker.scores.rows import period_name
from tracker.scores.rules import ScoringState
from tracker.scores.work_facts import Piece, end_of, list_pieces, start_of

MOST_PRACTICES, OF_ONE_UNIT = 5, 2


@dataclass(frozen=True)
class Found:
    """How many findings a unit had in a period, and how many of them were not closed on the day."""

    total: int
    unclosed: int


def list_bulletins(year: int) -> Sequence[Bulletin]:
    """Return the circulars of a year, the newest period first."""
    return db.session.scalars(select(Bulletin).where(Bulletin.year == year).order_by(Bulletin.last.desc())).all()


def find_bulletin(period: Period) -> Bulletin | None:
    """Return the circular of a period, or None."""
    return db.session.scalar(select(Bulletin).where(Bulletin.first == period.first, Bulletin.last == period.last))


def get_bulletin(bulletin_id: int) -> Bulletin:
    """Return a circular with its sections; raise NotFound."""
    found = select(Bulletin).where(Bulletin.id == bulletin_id).options(selectinload(Bulletin.sections))
    bulletin = db.session.scalar(found)
    if bulletin is None:
        raise NotFound
    return bulletin


def get_section(section_id: int) -> BulletinSection:
    """Return a section with its circular; raise NotFound."""
    section = db.session.get(BulletinSection, section_id, options=[joinedload(BulletinSection.bulletin)])
    if section is None:
        raise NotFound
    return section


def gather(period: Period, as_of: date) -> Material:
    """Return everything a circular of ``period`` may say, as of a day; a fixed number of statements."""
    own = select(Unit).where(Unit.kind.in_(OWN_KINDS), in_force(Unit, min(as_of, period.last)))
    units = db.session.scalars(own.order_by(Unit.position, Unit.id)).all()
    names = {unit.id: unit.name for unit in units}
    pieces = list_pieces(Asked(frozenset(names), period, as_of))
    scoring, scored = _scores(period)
    states = tuple(_states(names, pieces, scored, period, as_of))
    own_numbers = own_figures(states, _totals(pieces, as_of), period, scoring.id if scoring else None)
    figures = {**figures_in(period, as_of), **{one.name: one for one in own_numbers}}
    agency = find_agency()
    open_tasks = [Item("task", one.task_id, names[one.unit_id], one.name) for one in pieces if not _is_done(one, as_of)]
    return Material(
        period, period_name(period), as_of, agency.name if agency else "", figures, states,
        (scoring.id, scoring.version_of_rules.name) if scoring else None, tuple(_practices(states, period, as_of)),
        tuple(_problems(period, as_of)), tuple(open_tasks),
    )  # fmt: skip


def _is_done(piece: Piece, as_of: date) -> bool:
    return piece.done_on is not None and piece.done_on <= as_of


def _totals(pieces: Sequence[Piece], as_of: date) -> tuple[int, int, int]:
    """Return how much was due, done and done late, each task or turn once."""
    once = {(piece.task_id, piece.name): piece for piece in pieces}.values()
    done = [piece for piece in once if _is_done(piece, as_of)]
    return len(once), len(done), sum(piece.done_on is not None and piece.done_on > piece.due_on for piece in done)


def _scores(period: Period) -> tuple[Scoring | None, dict[int, ScoredUnit]]:
    """Return the newest issued scoring of exactly this period, and what each unit has in it."""
    issued = select(Scoring).where(Scoring.first == period.first, Scoring.last == period.last)
    newest = issued.where(Scoring.state == ScoringState.ISSUED).order_by(Scoring.id.desc()).limit(1)
    loaded = (joinedload(Scoring.version_of_rules), selectinload(Scoring.units))
    scoring = db.session.scalar(newest.options(*loaded))
    return scoring, {unit.unit_id: unit for unit in scoring.units} if scoring else {}


def _states(
    names: dict[int, str], pieces: Sequence[Piece], scored: dict[int, ScoredUnit], period: Period, as_of: date
) -> list[UnitState]:  # fmt: skip
    due = Counter(piece.unit_id for piece in pieces)
    done = Counter(piece.unit_id for piece in pieces if _is_done(piece, as_of))
    late = Counter(
        piece.unit_id for piece in pieces if _is_done(piece, as_of) and piece.done_on and piece.done_on > piece.due_on
    )
    found, published = _found(period, as_of), _published(period, as_of)
    states = []
    for unit_id, name in names.items():
        findings, one = found.get(unit_id, Found(0, 0)), scored.get(unit_id)
        states.append(
            UnitState(
                unit_id, name, due[unit_id], done[unit_id], late[unit_id], findings.total, findings.unclosed,
                published.get(unit_id, 0), one.value if one else None, one.place if one else None,
                one.grade if one else "",
            )
        )  # fmt: skip
    return states


def _found(period: Period, as_of: date) -> dict[int, Found]:
    inside = Finding.found_on.between(period.first, min(period.last, as_of))
    closed = func.count(Finding.closed_on).filter(Finding.closed_on <= as_of)
    counted = select(Finding.unit_id, func.count(Finding.id), closed).where(inside).group_by(Finding.unit_id)
    return {unit_id: Found(total, total - shut) for unit_id, total, shut in db.session.execute(counted)}


def _published(period: Period, as_of: date) -> dict[int, int]:
    """Return what each unit published in the period, as far as it was entered by the day."""
    inside = LedgerEntry.day.between(period.first, min(period.last, as_of))
    there = (
        LedgerEntry.ledger == "published",
        LedgerEntry.struck_because == "",
        LedgerEntry.entered_at < end_of(as_of),
    )
    counted = select(LedgerEntry.unit_id, func.sum(LedgerEntry.quantity)).where(inside, *there)
    rows = db.session.execute(counted.group_by(LedgerEntry.unit_id))
    return {unit_id: int(number) for unit_id, number in rows}


def _practices(units: Sequence[UnitState], period: Period, as_of: date) -> list[Item]:
    """Return what advanced units reported and had accepted in the period, the newest first, two of a unit at most."""
    names = {unit.unit_id: unit.name for unit in advanced(units)}
    accepted = and_(ProgressReport.state == ReportState.ACCEPTED, ProgressReport.unit_id.in_(names))
    last = min(period.last, as_of)
    inside = (ProgressReport.reported_at >= start_of(period.first), ProgressReport.reported_at < end_of(last))
    statement = select(ProgressReport).where(accepted, *inside).order_by(ProgressReport.id.desc())
    found: dict[int, Item] = {}
    told: Counter[int] = Counter()
    for report in db.session.scalars(statement.limit(100)):
        is_new = report.task_id not in found and told[report.unit_id] < OF_ONE_UNIT
        if is_new and len(found) < MOST_PRACTICES:
            told[report.unit_id] += 1
            found[report.task_id] = Item("task", report.task_id, names[report.unit_id], report.done)
    return list(found.values())


def _problems(period: Period, as_of: date) -> list[Item]:
    inside = Finding.found_on.between(period.first, min(period.last, as_of))
    statement = select(Finding, Unit.name).join(Unit).where(inside).order_by(Finding.year, Finding.number)
    found = []
    for finding, unit in db.session.execute(statement):
        state = "已销号" if finding.closed_on and finding.closed_on <= as_of else "未销号"
        found.append(
            Item("finding", finding.id, unit, f"{finding.description.rstrip('。')}（{finding.label}，{state}）")
        )
    return found
