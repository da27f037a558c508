"""The superior plan of the invented bureau: read in and held against its own, one item still to be decided."""

from datetime import date
from pathlib import Path

from sqlalchemy import select

from tracker.coverage.models import SuperiorItem
from tracker.coverage.services import Front, decide_item, enter_superior_plan
from tracker.db import db
from tracker.demo.bureau import Bureau
from tracker.demo.diary import Diary
from tracker.plans.models import Plan, PlanItem
from tracker.plans.receiving import take_document

# what of ours carries out an item, by the numbers of both; an item of another agency has the reason
COVERS = {
    "1": (1,), "2": (5, 36), "3": (6, 7), "4": (4, 9), "5": (12, 13), "7": (17, 19), "8": (20, 22), "9": (23,),
    "10": (27,), "11": (28,), "12": (41,), "13": (45,),
}  # fmt: skip
NOT_OURS = {"6": "由市教育局承担，与本局职责无关。"}


def plan_comparison(diary: Diary, year: int, bureau: Bureau) -> None:
    """Enter into the diary that the plan of the city for ``year``, where there is one, is read in and compared."""
    path = Path(__file__).parent / f"superior-{year}.txt"
    if path.exists():
        diary.on(date(year, 1, 20), lambda: _compare(path, year, bureau))


def _compare(path: Path, year: int, bureau: Bureau) -> None:
    with path.open("rb") as file:
        document = take_document(file, f"临澄市{year}年政务公开工作要点.txt", year=year, by=bureau.office)
    front = Front(code=f"临政办发〔{year}〕2号", issuer="市政府办公室")
    plan = enter_superior_plan(document, front, by=bureau.office)
    for item in list(plan.items):
        _decide(item, year, bureau)


def _decide(item: SuperiorItem, year: int, bureau: Bureau) -> None:
    covers = [_own(number, year) for number in COVERS.get(item.number, ())]
    reason = NOT_OURS.get(item.number, "")
    if covers or reason:
        decide_item(item.id, covers, reason, by=bureau.office)


def _own(number: int, year: int) -> int:
    found = select(PlanItem.id).join(Plan).where(Plan.year == year, PlanItem.number == str(number))
    return db.session.scalars(found).one()
