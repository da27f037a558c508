"""How the invented bureau scores its units: every quarter by quota, the year by weights, with an objection or two."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from sqlalchemy import select

from tracker.db import db
from tracker.demo.bureau import Bureau
from tracker.demo.diary import Diary
from tracker.ledger.periods import Period, months_period, year_period
from tracker.rulesets.models import ScoreRules
from tracker.rulesets.rules import Measure
from tracker.rulesets.services import change_rules, set_quotas, take_preset
from tracker.scores.marking import HandMark, Proofs, add_mark, assess_self, decide_objection, object_to, tell_remedy
from tracker.scores.models import Scoring
from tracker.scores.queries import get_scoring
from tracker.scores.rows import period_name
from tracker.scores.services import ScoringOrder, announce_scoring, honour_unit, issue_scoring, make_scoring
from tracker.workdays.counting import add_workdays
from tracker.workdays.shipped import shipped_calendar

QUARTERLY, YEARLY = "quota", "weighted"
ELEMENTS = "4"  # key of an indicator of the yearly rules
OBJECTION_DAYS = 3  # of the quarterly rules
MONTHLY_QUOTAS = (8, 6, 7, 5)
USUAL_QUOTA, LEAST_A_MONTH = 5, 3
SLIP = "https://zrzy.lincheng.example/zgqk/tz0312.html"


def plan_scores(diary: Diary, year: int, bureau: Bureau) -> None:
    """Enter the scorings of a year into the diary, and the end of that of the year before."""
    diary.on(date(year, 1, 6), partial(_prepare, year, bureau))
    for quarter in range(1, 5):
        period = months_period(year, 3 * quarter - 2, 3 * quarter)
        _plan_one(diary, period, QUARTERLY, period.last + timedelta(days=3), bureau)
    whole, end = year_period(year), date(year + 1, 1, 12)
    diary.on(end, partial(_score, whole, YEARLY, bureau))
    diary.on(date(year, 1, 13), partial(_announce, year_period(year - 1), bureau))
    diary.on(date(year, 1, 26), partial(_issue, year_period(year - 1), bureau))


def _prepare(year: int, bureau: Bureau) -> None:
    """Take over the rules once, with the numbers a section can publish, and set the quotas of the year."""
    if db.session.scalar(select(ScoreRules.id).limit(1)) is None:
        take_preset(YEARLY, by=bureau.office)
        shipped = take_preset(QUARTERLY, by=bureau.office)
        numbered = {Measure.GAP: USUAL_QUOTA, Measure.OVER: USUAL_QUOTA, Measure.THIN_MONTH: LEAST_A_MONTH}
        own = [
            replace(one, number=numbered[one.measure]) if one.measure in numbered else one
            for one in shipped.rules.indicators
        ]
        reason = "按本局各科室的发布量确定每月条数"
        change_rules(shipped.id, replace(shipped.rules, indicators=tuple(own)), reason, by=bureau.office)
    quotas = {unit_id: MONTHLY_QUOTAS[at % len(MONTHLY_QUOTAS)] for at, unit_id in enumerate(sorted(bureau.officers))}
    set_quotas(year, quotas, by=bureau.office)


def _plan_one(diary: Diary, period: Period, rules: str, day: date, bureau: Bureau) -> None:
    diary.on(day, partial(_score, period, rules, bureau))
    diary.on(day + timedelta(days=1), partial(_announce, period, bureau))
    diary.on(day + timedelta(days=3), partial(_object, period, bureau))
    diary.on(day + timedelta(days=4), partial(_decide, period, bureau))
    if day > diary.last_day:
        return  # nobody knows yet which days will be holidays
    after = add_workdays(day + timedelta(days=1), OBJECTION_DAYS + 1, shipped_calendar()).due_on
    diary.on(after, partial(_issue, period, bureau))


def _find(period: Period) -> int | None:
    return db.session.scalar(select(Scoring.id).where(Scoring.first == period.first, Scoring.last == period.last))


def _score(period: Period, key: str, bureau: Bureau) -> None:
    rules = select(ScoreRules).where(ScoreRules.key == key).order_by(ScoreRules.revision.desc()).limit(1)
    as_of = period.last + timedelta(days=2)
    name = f"{period_name(period)}政务公开考核"
    scoring = make_scoring(ScoringOrder(db.session.scalars(rules).one().id, period, as_of, name), by=bureau.office)
    if key == YEARLY:
        _mark(scoring, bureau)


def _mark(scoring: Scoring, bureau: Bureau) -> None:
    """Let the supervisor mark two units by hand, and two units assess themselves."""
    for unit, points in zip(scoring.units[2:4], ("2", "1"), strict=True):
        mark = HandMark(ELEMENTS, Decimal(points), "公开信息未标注生成日期和索引号")
        add_mark(unit.id, mark, Proofs(url=SLIP), by=bureau.supervisor)
    for unit in scoring.units[1:3]:
        officer = bureau.officers[unit.unit_id]
        text = "全年公开信息要素齐全，已逐条自查。"
        assess_self(unit.id, ELEMENTS, Decimal(5), text, Proofs(url=SLIP), by=officer)


def _announce(period: Period, bureau: Bureau) -> None:
    scoring_id = _find(period)
    if scoring_id is not None:
        announce_scoring(scoring_id, by=bureau.office)


def _object(period: Period, bureau: Bureau) -> None:
    """Let the unit that lost most object to one mark, if anybody lost anything."""
    scoring_id = _find(period)
    if scoring_id is None:
        return
    units = sorted(get_scoring(scoring_id, bureau.office).units, key=lambda unit: unit.value or Decimal(0))
    if units[0].marks:
        mark, officer = units[0].marks[0], bureau.officers[units[0].unit_id]
        reason = "该项信息已按时在部门网站公布，因栏目调整未同步登记，现补交公布页面地址，请予核减。"
        object_to(mark.id, reason, Proofs(url=SLIP), by=officer)


def _decide(period: Period, bureau: Bureau) -> None:
    scoring_id = _find(period)
    units = get_scoring(scoring_id, bureau.office).units if scoring_id is not None else []
    asked = [mark.objection for unit in units for mark in unit.marks if mark.objection]
    for objection in asked:
        is_right = period.last.month % 6 == 0
        opinion = "经核对公布页面，情况属实，予以核减一半。" if is_right else "登记时间晚于考核截止日，维持原扣分。"
        left = (objection.mark.points / 2).quantize(Decimal("0.01"))
        decide_objection(objection.id, is_upheld=is_right, left=left, opinion=opinion, by=bureau.leader)


def _issue(period: Period, bureau: Bureau) -> None:
    """Issue the list; of the year, the first unit is praised, and the last says what it puts right."""
    scoring_id = _find(period)
    if scoring_id is None:
        return
    scoring = issue_scoring(scoring_id, by=bureau.office)
    by_place = sorted(scoring.units, key=lambda unit: unit.place or 0)
    if period.is_year:
        honour_unit(by_place[0].id, kind="表扬", reason="", people=1, by=bureau.office)
    last = by_place[-1]
    if last.marks:
        text = "已查明原因，指定专人每周核对公开信息和台账。"
        tell_remedy(last.marks[0].id, text, by=bureau.officers[last.unit_id])
