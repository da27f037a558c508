"""Reading scores: a section sees its own sheet always and the list once it is announced; those who see all see all."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from sqlalchemy import ColumnElement, exists, func, select, true
from sqlalchemy.orm import joinedload, selectinload

from tracker import clock
from tracker.db import db
from tracker.errors import NotFound
from tracker.permissions import Actor, Permission
from tracker.rulesets.rules import Indicator, RuleSet, Score, Way, score
from tracker.scores.models import ScoredUnit, ScoreMark, ScoreObjection, ScorePaper, Scoring, SelfMark
from tracker.scores.remedies import remedies_of
from tracker.scores.rows import ScoringPage, ScoringRow, Sheet, SheetLine, UnitRow
from tracker.scores.rules import ScoringState


def visible_to(by: Actor) -> ColumnElement[bool]:
    """Return the condition that ``by`` may know of a scoring: all of them, or those with the own unit in them."""
    if by.may(Permission.VIEW_ALL_UNITS):
        return true()
    return exists().where(ScoredUnit.scoring_id == Scoring.id, ScoredUnit.unit_id == by.unit_id)


def list_scorings(by: Actor, year: int) -> list[ScoringRow]:
    """Return the scorings of a year, the newest period first; two statements."""
    units = select(func.count()).where(ScoredUnit.scoring_id == Scoring.id).correlate(Scoring).scalar_subquery()
    undecided = (
        select(func.count(ScoreObjection.id))
        .join(ScoreMark, ScoreMark.id == ScoreObjection.mark_id)
        .join(ScoredUnit, ScoredUnit.id == ScoreMark.scored_id)
        .where(ScoredUnit.scoring_id == Scoring.id, ScoreObjection.is_upheld.is_(None))
        .correlate(Scoring)
        .scalar_subquery()
    )
    statement = select(Scoring, units, undecided).options(joinedload(Scoring.version_of_rules))
    newest = statement.where(visible_to(by), Scoring.year == year).order_by(Scoring.last.desc(), Scoring.id.desc())
    found = db.session.execute(newest).all()
    ids = [scoring.id for scoring, _, _ in found]
    own = select(ScoredUnit).where(ScoredUnit.scoring_id.in_(ids), ScoredUnit.unit_id == by.unit_id)
    mine = {one.scoring_id: one for one in db.session.scalars(own)} if by.unit_id else {}
    return [
        ScoringRow(
            one.id, one.name, one.version_of_rules.label, one.first, one.last, one.state, number, waiting,
            one.object_until, mine.get(one.id),
        )
        for one, number, waiting in found
    ]  # fmt: skip


def get_scoring(scoring_id: int, by: Actor) -> Scoring:
    """Return a scoring with its rules, units and marks; raise NotFound."""
    marks = selectinload(Scoring.units).selectinload(ScoredUnit.marks).joinedload(ScoreMark.objection)
    found = select(Scoring).where(Scoring.id == scoring_id, visible_to(by))
    scoring = db.session.scalar(found.options(joinedload(Scoring.version_of_rules), marks))
    if scoring is None:
        raise NotFound
    return scoring


def get_scoring_page(scoring_id: int, by: Actor) -> ScoringPage:
    """Return a scoring as its page shows it; before it is announced a section sees its own unit only."""
    scoring = get_scoring(scoring_id, by)
    rules = scoring.version_of_rules.rules
    sees_all = by.may(Permission.VIEW_ALL_UNITS)
    shown = [one for one in scoring.units if sees_all or one.unit_id == by.unit_id or is_public(scoring)]
    rows = sorted((_row(one, rules) for one in shown), key=lambda row: (row.scored.place or 0, row.scored.position))
    undecided = [
        mark
        for unit in scoring.units
        for mark in unit.marks
        if mark.objection and mark.objection.is_upheld is None and (sees_all or unit.unit_id == by.unit_id)
    ]
    return ScoringPage(scoring, rules, rows, undecided, sees_all, by.may(Permission.KEEP_SCORES))


def is_public(scoring: Scoring) -> bool:
    """Whether every section may read the list."""
    return scoring.state is not ScoringState.OPEN


def _row(unit: ScoredUnit, rules: RuleSet) -> UnitRow:
    lines = score(rules, [mark.entry for mark in unit.marks], unit.kind.value).lines
    lost = sum((line.counted for line in lines if line.indicator.way is not Way.ADD), Decimal(0))
    added = sum((line.counted for line in lines if line.indicator.way is Way.ADD), Decimal(0))
    return UnitRow(unit, lost, added, sum(mark.objection is not None for mark in unit.marks))


def get_scored(scored_id: int, by: Actor) -> ScoredUnit:
    """Return a unit of a scoring with its marks; raise NotFound where it is another section's."""
    papers = selectinload(ScoredUnit.marks).selectinload(ScoreMark.papers)
    asked = selectinload(ScoredUnit.marks).joinedload(ScoreMark.objection).selectinload(ScoreObjection.papers)
    rules = joinedload(ScoredUnit.scoring).joinedload(Scoring.version_of_rules)
    own = selectinload(ScoredUnit.own).selectinload(SelfMark.papers)
    found = select(ScoredUnit).where(ScoredUnit.id == scored_id).options(rules, papers, asked, own)
    scored = db.session.scalar(found)
    if scored is None or not by.sees_unit(scored.unit_id):
        raise NotFound
    return scored


def get_sheet(scored_id: int, by: Actor) -> Sheet:
    """Return the sheet of a unit: every indicator with its marks, and what the reader may do; raise NotFound."""
    scored = get_scored(scored_id, by)
    rules = scored.scoring.version_of_rules.rules
    own = {one.indicator: one for one in scored.own}
    result, lines = _lines(scored, rules, remedies_of(scored.marks), own)
    state, is_own = scored.scoring.state, by.unit_id == scored.unit_id and by.may(Permission.RECTIFY)
    until, today = scored.scoring.object_until, clock.today()
    return Sheet(
        scored, rules, result, lines,
        may_assess=is_own and state is ScoringState.OPEN,
        may_mark=by.may(Permission.MARK_SCORES) and state is ScoringState.OPEN,
        may_object=is_own and state is ScoringState.ANNOUNCED and until is not None and today <= until,
        may_remedy=is_own and state is not ScoringState.OPEN,
        may_honour=by.may(Permission.KEEP_SCORES) and state is ScoringState.ISSUED and scored.honour_id is None,
    )  # fmt: skip


def get_list_sheets(
    scoring_id: int, by: Actor, unit_id: int | None = None
) -> tuple[ScoringPage, dict[int, list[SheetLine]]]:  # fmt: skip
    """Return a scoring with the lines of the units whose sheets the reader may see, or of one of them."""
    page = get_scoring_page(scoring_id, by)
    units = [row for row in page.units if by.sees_unit(row.scored.unit_id) and unit_id in (None, row.scored.unit_id)]
    if not units:
        raise NotFound
    remedies = remedies_of([mark for row in units for mark in row.scored.marks])
    return replace(page, units=units), {row.scored.id: _lines(row.scored, page.rules, remedies)[1] for row in units}


def _lines(
    scored: ScoredUnit, rules: RuleSet, remedies: Mapping[int, str], own: Mapping[str, SelfMark] | None = None
) -> tuple[Score, list[SheetLine]]:  # fmt: skip
    """Return the score of a unit and its lines, each with its marks."""
    result = score(rules, [mark.entry for mark in scored.marks], scored.kind.value)
    lines = []
    for line in result.lines:
        marks = [mark for mark in scored.marks if mark.indicator == line.indicator.key]
        said = (own or {}).get(line.indicator.key)
        lines.append(SheetLine(line, marks, [remedies[mark.id] for mark in marks], said))
    return result, lines


def get_own(scored_id: int, key: str, by: Actor) -> tuple[ScoredUnit, Indicator, SelfMark | None]:
    """Return the own unit, an indicator that can be assessed, and what was said of it before; raise NotFound."""
    scored = get_scored(scored_id, by)
    indicator = next((one for one in scored.scoring.version_of_rules.rules.indicators if one.key == key), None)
    if indicator is None or scored.unit_id != by.unit_id:
        raise NotFound
    return scored, indicator, next((one for one in scored.own if one.indicator == key), None)


def indicator_choices(scored: ScoredUnit) -> list[tuple[str, str]]:
    """Return the indicators of a unit's rules, by key and name."""
    rules = scored.scoring.version_of_rules.rules
    return [(one.key, one.label) for one in rules.indicators]


def get_mark(mark_id: int, by: Actor) -> ScoreMark:
    """Return a mark with its unit and scoring; raise NotFound where it is another section's."""
    unit = joinedload(ScoreMark.scored).joinedload(ScoredUnit.scoring).joinedload(Scoring.version_of_rules)
    mark = db.session.scalar(select(ScoreMark).where(ScoreMark.id == mark_id).options(unit))
    if mark is None or not by.sees_unit(mark.scored.unit_id):
        raise NotFound
    return mark


def get_paper(paper_id: int, by: Actor) -> ScorePaper:
    """Return a proof; raise NotFound where it is about another section."""
    paper = db.session.scalar(select(ScorePaper).where(ScorePaper.id == paper_id).options(joinedload(ScorePaper.file)))
    if paper is None:
        raise NotFound
    mark_id = paper.mark_id
    if paper.objection_id is not None:
        mark_id = db.session.scalar(select(ScoreObjection.mark_id).where(ScoreObjection.id == paper.objection_id))
    found = select(ScoredUnit.unit_id)
    if paper.self_mark_id is not None:
        found = found.join(SelfMark).where(SelfMark.id == paper.self_mark_id)
    else:
        found = found.join(ScoreMark).where(ScoreMark.id == mark_id)
    unit_id = db.session.scalar(found)
    if unit_id is None or not by.sees_unit(unit_id):
        raise NotFound
    return paper


def count_undecided() -> int:
    """Return how many objections wait for a decision of the leadership."""
    return db.session.scalar(select(func.count(ScoreObjection.id)).where(ScoreObjection.is_upheld.is_(None))) or 0
