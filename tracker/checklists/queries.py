"""Reading check lists, and what was found by them in a round."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from tracker.checklists.models import CheckList, CheckListItem, ListEvidence, ListResult, ListUse
from tracker.checklists.rules import ItemContent, score_of
from tracker.checks.queries import rounds_as_guest
from tracker.checks.rounds import RoundRow, get_round
from tracker.checks.rules import Verdict
from tracker.db import db
from tracker.errors import NotFound
from tracker.organisation.models import Unit
from tracker.permissions import Actor, Permission


@dataclass(frozen=True)
class ListRow:
    """A list in its newest version, with its number of items and their points together."""

    id: int
    name: str
    revision: int
    made_by: str
    made_at: datetime
    items: int
    points: int


@dataclass(frozen=True)
class ItemResult:
    """One item in one unit with what was found."""

    id: int
    unit_id: int
    unit_name: str
    group: str
    text: str
    weight: int
    verdict: Verdict | None
    note: str
    finding_id: int | None
    proofs: int


@dataclass(frozen=True)
class Place:
    """Where an item stands among those of its unit: 第 n 项，共 m 项, how many are checked, and the one before."""

    position: int
    count: int
    checked: int
    previous_id: int | None


@dataclass(frozen=True)
class UnitScore:
    """A unit in a round that uses a list: how far the check is, and what it scores so far."""

    unit_id: int
    unit_name: str
    results: Sequence[ItemResult]

    @property
    def checked(self) -> int:
        """How many items have a verdict."""
        return sum(one.verdict is not None for one in self.results)

    @property
    def score(self) -> Decimal | None:
        """What it scores of 100, or None."""
        return score_of(self.results)


@dataclass(frozen=True)
class RoundList:
    """A round with the list it uses (None: none yet), unit by unit as far as the reader may see them."""

    round: RoundRow
    list: CheckList | None
    units: Sequence[UnitScore]


def list_newest() -> list[ListRow]:
    """Return every list in its newest version, by name."""
    newest = select(func.max(CheckList.id)).group_by(CheckList.key)
    found = (
        select(
            CheckList.id, CheckList.name, CheckList.revision, CheckList.made_by, CheckList.made_at,
            func.count(CheckListItem.id).label("items"), func.sum(CheckListItem.weight).label("points"),
        )
        .join(CheckListItem)
        .where(CheckList.id.in_(newest))
        .group_by(CheckList.id)
        .order_by(CheckList.name)
    )  # fmt: skip
    return [ListRow(**row._mapping) for row in db.session.execute(found)]


def get_list(list_id: int) -> CheckList:
    """Return a version of a list with its items; raise NotFound."""
    found = db.session.scalar(select(CheckList).where(CheckList.id == list_id).options(selectinload(CheckList.items)))
    if found is None:
        raise NotFound
    return found


def newest_revision(key: str) -> int:
    """Return the newest version of a list, 0 for none."""
    return db.session.scalar(select(func.max(CheckList.revision)).where(CheckList.key == key)) or 0


def contents_of(found: CheckList) -> list[ItemContent]:
    """Return the items of a version as plain values."""
    return [
        ItemContent(one.group, one.text, one.weight, one.method, one.basis, one.evidence) for one in found.items
    ]  # fmt: skip


def get_round_list(round_id: int, by: Actor) -> RoundList:
    """Return a round with its list and results; raise NotFound when ``by`` may not see the round."""
    found = get_round(round_id, by)
    used = db.session.scalar(select(ListUse).where(ListUse.round_id == round_id).options(joinedload(ListUse.list)))
    units: dict[int, list[ItemResult]] = {}
    for result in _results(ListResult.round_id == round_id, _visible_to(by)) if used else ():
        units.setdefault(result.unit_id, []).append(result)
    scores = [UnitScore(unit_id, own[0].unit_name, own) for unit_id, own in units.items()]
    return RoundList(found, used.list if used else None, scores)


def get_result(round_id: int, result_id: int, by: Actor) -> ListResult:
    """Return one result of a round with all that belongs to it; raise NotFound."""
    loaded = (
        joinedload(ListResult.item), joinedload(ListResult.unit), joinedload(ListResult.round),
        joinedload(ListResult.finding), selectinload(ListResult.photos),
    )  # fmt: skip
    here = (ListResult.id == result_id, ListResult.round_id == round_id, _visible_to(by))
    result = db.session.scalar(select(ListResult).where(*here).options(*loaded))
    if result is None:
        raise NotFound
    return result


def get_photo(round_id: int, photo_id: int, by: Actor) -> ListEvidence:
    """Return a picture taken while checking by the list; raise NotFound when ``by`` may not see it."""
    here = (ListEvidence.id == photo_id, ListResult.round_id == round_id, _visible_to(by))
    about = select(ListEvidence).join(ListResult).options(joinedload(ListEvidence.file))
    photo = db.session.scalar(about.where(*here))
    if photo is None:
        raise NotFound
    return photo


def get_place(result: ListResult) -> Place:
    """Return where a result stands among those of its unit in the round."""
    same = (ListResult.round_id == result.round_id, ListResult.unit_id == result.unit_id)
    found = db.session.execute(select(ListResult.id, ListResult.verdict).where(*same).order_by(ListResult.id)).all()
    ids = [row.id for row in found]
    at = ids.index(result.id)
    return Place(at + 1, len(ids), sum(row.verdict is not None for row in found), ids[at - 1] if at else None)


def find_next(result: ListResult) -> int | None:
    """Return the next result of the same unit without a verdict, or None when the unit is done."""
    same = (ListResult.round_id == result.round_id, ListResult.unit_id == result.unit_id)
    open_ones = select(ListResult.id).where(*same, ListResult.verdict.is_(None)).order_by(ListResult.id)
    return db.session.scalar(open_ones.limit(1))


def count_left(round_id: int) -> int:
    """Return how many items of the round's check list have no verdict yet."""
    open_ones = select(func.count()).where(ListResult.round_id == round_id, ListResult.verdict.is_(None))
    return db.session.scalar(open_ones) or 0


def _visible_to(by: Actor) -> ColumnElement[bool]:
    if by.may(Permission.VIEW_ALL_UNITS):
        return true()
    return or_(ListResult.unit_id == by.unit_id, ListResult.round_id.in_(rounds_as_guest(by)))


def _results(*conditions: ColumnElement[bool]) -> list[ItemResult]:
    proofs = select(func.count()).where(ListEvidence.result_id == ListResult.id).correlate(ListResult)
    columns: list[Any] = [
        ListResult.id, ListResult.unit_id, Unit.name.label("unit_name"), CheckListItem.group, CheckListItem.text,
        CheckListItem.weight, ListResult.verdict, ListResult.note, ListResult.finding_id,
        proofs.scalar_subquery().label("proofs"),
    ]  # fmt: skip
    found = select(*columns).select_from(ListResult).join(Unit).join(CheckListItem).where(*conditions)
    ordered = found.order_by(Unit.position, Unit.name, ListResult.id)
    return [ItemResult(**row._mapping) for row in db.session.execute(ordered)]
