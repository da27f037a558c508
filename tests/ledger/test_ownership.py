"""Who is in charge of a piece of information draws it up and publishes it (谁主管，谁编制、谁发布)."""

import pytest

from tests.ledger.entering import facts
from tests.support.factory import Factory
from tracker import clock
from tracker.db import db
from tracker.errors import NotFound
from tracker.ledger.services import edit_entry, enter_entry
from tracker.organisation.models import Unit
from tracker.permissions import Actor
from tracker.progress.rules import ReportContent
from tracker.progress.services import report_progress


@pytest.mark.usefixtures("context")
def test_capability_67_who_is_in_charge_draws_up_and_publishes_and_nobody_else(
    make: Factory, section: Actor, other: Actor
) -> None:
    task = make.task(lead=db.session.get_one(Unit, section.unit_id), due_on=clock.today())

    report = report_progress(task.id, ReportContent("编制完成并发布"), by=section)
    entry = enter_entry("meeting", facts(), by=section)

    assert (report.unit_id, entry.unit_id) == (section.unit_id, section.unit_id)
    for attempt in (
        lambda: report_progress(task.id, ReportContent("替人发布"), by=other),
        lambda: enter_entry("meeting", facts(), unit_id=section.unit_id, by=other),
        lambda: edit_entry(entry.id, facts("替人改"), by=other),
    ):
        with pytest.raises(NotFound):
            attempt()
