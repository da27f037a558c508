"""What is done with check lists: writing a new version, using one in a round, recording what was found."""

from collections.abc import Sequence
from dataclasses import asdict
from secrets import token_hex

from sqlalchemy import select

from tracker import clock
from tracker.checklists.models import CheckList, CheckListItem, ListEvidence, ListResult, ListUse
from tracker.checklists.queries import contents_of, get_list, get_result, newest_revision
from tracker.checklists.rules import read_items, write_items
from tracker.checks.models import CheckResult, CheckRound, Finding
from tracker.checks.rules import Verdict, check_note, check_round_open, check_text
from tracker.checks.services import Demand, change_finding, open_finding
from tracker.db import db, transaction
from tracker.errors import N_, NotFound, RuleBroken, Stale
from tracker.files.models import Disclosure
from tracker.files.services import Received, keep
from tracker.history.services import record
from tracker.organisation.models import Unit
from tracker.organisation.rules import OWN_KINDS
from tracker.permissions import Actor, Permission
from tracker.plans.rules import Duty
from tracker.progress.rules import check_number_of_files
from tracker.tasks.models import TaskUnit


def save_list(
    name: str, items: str, *, by: Actor, list_id: int | None = None, seen: int | None = None
) -> CheckList:  # fmt: skip
    """Keep a list, typed one item a line, as a new version of the list ``list_id`` or as the first of a new one.

    Earlier versions stay, with the rounds that were checked by them.
    """
    by.must(Permission.RUN_CHECKS)
    check_text(name, field="name")
    check_text(items, field="items")
    contents = read_items(items)
    with transaction():
        old = get_list(list_id) if list_id is not None else None
        key = old.key if old else token_hex(8)
        newest = newest_revision(key)
        if old and seen is not None and seen != newest:
            now = db.session.scalars(select(CheckList).where(CheckList.key == key, CheckList.revision == newest)).one()
            current = {"name": now.name, "items": write_items(contents_of(now))}
            raise Stale(current, version=newest, saved_by=now.made_by, saved_at=now.made_at)
        made = CheckList(key=key, revision=newest + 1, name=name, made_by=by.name, made_at=clock.now())
        made.items = [CheckListItem(position=at, **asdict(one)) for at, one in enumerate(contents, 1)]
        db.session.add(made)
        db.session.flush()
        before = {"items": write_items(contents_of(old))} if old else {}
        after = {"name": name, "revision": made.revision, "items": write_items(contents)}
        record(by, "check_list.saved", made, before=before, after=after)
    return made


def use_list(round_id: int, list_id: int, *, by: Actor) -> ListUse:
    """Check the units of a round by a version of a list as well: every item in every unit that leads one of its tasks.

    A round uses one list, and keeps the version it began with.
    """
    by.must(Permission.RUN_CHECKS)
    with transaction():
        opened, chosen = db.session.get(CheckRound, round_id), get_list(list_id)
        if opened is None:
            raise NotFound
        check_round_open(opened.state)
        if db.session.scalar(select(ListUse.id).where(ListUse.round_id == round_id)) is not None:
            raise RuleBroken(N_("This round uses a check list already."))
        units = _units_of(round_id)
        if not units:
            raise RuleBroken(N_("No unit of this agency leads a task of this round, so there is nobody to check."))
        use = ListUse(round_id=round_id, list=chosen)
        db.session.add(use)
        for unit_id in units:
            for item in chosen.items:
                db.session.add(ListResult(round_id=round_id, unit_id=unit_id, item_id=item.id))
        record(by, "round.list_used", opened, after={"list": chosen.name, "revision": chosen.revision})
    return use


def record_item(
    round_id: int, result_id: int, verdict: Verdict, note: str, *, by: Actor, demand: Demand | None = None,
    photos: Sequence[Received] = (), seen: int | None = None,
) -> ListResult:  # fmt: skip
    """Record what was found about one item in one unit; a problem opens a finding against that unit."""
    by.must(Permission.RUN_CHECKS)
    check_note(verdict, note)
    check_number_of_files(len(photos))
    with transaction():
        result = get_result(round_id, result_id, by)
        check_round_open(result.round.state)
        before = {"verdict": result.verdict, "note": result.note}
        if result.is_stale(seen):
            texts = {name: str(text or "") for name, text in before.items()}
            raise Stale(texts, version=result.version, saved_by=result.checked_by, saved_at=result.checked_at)
        _keep_finding_in_step(result, verdict, note, demand or Demand(basis=result.item.basis), by)
        result.verdict, result.note = verdict, note
        result.checked_by, result.checked_at = by.name, clock.now()
        result.version += 1
        for photo in photos:
            result.photos.append(_kept(photo, by))
        record(by, "list_result.recorded", result, before=before, after={"verdict": verdict, "note": note})
    return result


def _keep_finding_in_step(result: ListResult, verdict: Verdict, note: str, demand: Demand, by: Actor) -> None:
    if verdict != Verdict.PROBLEM:
        if result.finding is not None:
            message = N_(
                "%(label)s was opened from this result and stays. Once the unit answers, close it by a re-check."
            )
            raise RuleBroken(message, field="verdict", label=result.finding.label)
        return
    if result.finding is not None:
        change_finding(result.finding, note, demand, result.unit_id, by=by)
        return
    opened = Finding(year=result.round.year, round_id=result.round_id, unit_id=result.unit_id)
    result.finding = open_finding(opened, note, demand, by=by)


def _units_of(round_id: int) -> list[int]:
    leads = (
        select(Unit.id)
        .join(TaskUnit, TaskUnit.unit_id == Unit.id)
        .join(CheckResult, CheckResult.task_id == TaskUnit.task_id)
        .where(CheckResult.round_id == round_id, TaskUnit.duty == Duty.LEAD, Unit.kind.in_(OWN_KINDS))
    )
    return list(db.session.scalars(leads.group_by(Unit.id).order_by(Unit.position, Unit.name)))


def _kept(photo: Received, by: Actor) -> ListEvidence:
    return ListEvidence(
        name=photo.inspected.clean_name, url="", file=keep(photo), disclosure=Disclosure.CLOSED,
        added_at=clock.now(), added_by=by.name,
    )  # fmt: skip
