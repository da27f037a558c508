"""Putting the head of a unit between its officer and the office, and taking them out again."""

from tracker import clock
from tracker.db import db, transaction
from tracker.heads.models import HeadReview
from tracker.heads.queries import find_switch, has_head, is_head
from tracker.heads.rules import check_has_head, check_may_switch
from tracker.history.services import record
from tracker.organisation.models import Unit
from tracker.organisation.queries import get_unit
from tracker.permissions import Actor, Permission


def switch_head_review(unit_id: int, *, on: bool, by: Actor) -> Unit:
    """Let the reports of a unit go over its head's desk, or straight to the office; what waits there stays there.

    Nothing happens when it is so already.
    """
    by.must(Permission.REPORT_PROGRESS)
    today = clock.today()
    with transaction():
        unit = get_unit(unit_id)
        check_may_switch(is_office=by.may(Permission.ACCEPT_REPORTS), is_head=is_head(by, unit_id, today))
        present = find_switch(unit_id)
        if on == (present is not None):
            return unit
        if present is None:
            check_has_head(unit.name, has_head=has_head(unit_id, today))
            db.session.add(HeadReview(unit_id=unit_id, switched_by=by.name, switched_at=clock.now()))
        else:
            db.session.delete(present)
        record(by, "unit.head_review", unit, before={"head_review": not on}, after={"head_review": on})
    return unit
