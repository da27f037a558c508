"""How the invented bureau writes its quarterly circular: drafted, checked and issued, the newest still on its way."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from tracker.bulletins.drafted import SOURCE
from tracker.bulletins.models import Bulletin
from tracker.bulletins.queries import find_bulletin
from tracker.bulletins.services import draft_bulletin
from tracker.demo.bureau import Bureau
from tracker.demo.diary import Diary
from tracker.demo.signing import issue_paper, sign, waive_all
from tracker.issuing.rules import Step
from tracker.ledger.periods import Period, months_period
from tracker.permissions import Actor

AFTER = 24  # days from the end of a quarter to its circular: its scores are issued by then
ISSUED = 2025  # the quarters of the finished year; that of the running one waits on its way


def plan_circulars(diary: Diary, year: int, bureau: Bureau) -> None:
    """Enter into the diary the circulars that are written in a year, the last of the year before among them."""
    quarters = [months_period(year, 3 * quarter - 2, 3 * quarter) for quarter in (1, 2, 3)]
    for period in [months_period(year - 1, 10, 12), *quarters]:
        if period.first.year == ISSUED or period.last.month == 9:
            _plan_one(diary, period, bureau)


def _plan_one(diary: Diary, period: Period, bureau: Bureau) -> None:
    day = period.last + timedelta(days=AFTER)
    diary.on(day, partial(_draft, period, bureau))
    _on(diary, day + timedelta(days=1), period, partial(_sign, Step.DRAFT, bureau.office, "拟稿，请核。"))
    if period.first.year == ISSUED:
        _on(diary, day + timedelta(days=2), period, partial(_sign, Step.CHECK, bureau.leader, "数据已核对。"))
        _on(diary, day + timedelta(days=3), period, partial(_issue, bureau.leader))


def _on(diary: Diary, day: date, period: Period, deed: Callable[[Bulletin], None]) -> None:
    diary.on(day, lambda: _with(period, deed))


def _with(period: Period, deed: Callable[[Bulletin], None]) -> None:
    bulletin = find_bulletin(period)
    if bulletin is not None:
        deed(bulletin)


def _draft(period: Period, bureau: Bureau) -> None:
    bulletin = draft_bulletin(period, by=bureau.office)
    waive_all(SOURCE, bulletin.id, "本期考核另行公布。", bureau.office)


def _sign(step: Step, by: Actor, opinion: str, bulletin: Bulletin) -> None:
    sign(SOURCE, bulletin.id, step, by, opinion)


def _issue(by: Actor, bulletin: Bulletin) -> None:
    issue_paper(SOURCE, bulletin.id, by)
