"""Figures of requests for disclosure: each equals a count of the register by hand."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from tests.requests.making import answered, handled
from tests.support.factory import Factory
from tracker import clock
from tracker.db import db
from tracker.figures.named import figures_of
from tracker.permissions import Role
from tracker.requests.counting import DisputeKind
from tracker.requests.deeds import Deed
from tracker.requests.fees import FeeStandard
from tracker.requests.handling import Entry, enter_deed
from tracker.requests.models import RequestEvent
from tracker.requests.services import DisputeEntry, enter_dispute

pytestmark = pytest.mark.usefixtures("context")


def test_figures_of_requests_reviews_lawsuits_and_fees_are_those_of_the_statutory_tables(make: Factory) -> None:
    office, unit = make.actor(Role.OFFICE), make.unit()
    with clock.pinned_at(datetime(2026, 12, 30, 2, tzinfo=UTC)):
        answered(office, date(2025, 12, 20), unit.id, "三(一)", date(2026, 1, 6))
        answered(office, date(2026, 3, 2), unit.id, "三(一)", date(2026, 3, 12))
        paid = handled(office, date(2026, 6, 1), unit.id)
        enter_deed(
            paid.id, Deed.FEE_NOTIFIED, Entry(date(2026, 6, 3), standard=FeeStandard.BY_PAGE, pages=86), by=office
        )
        for kind in (DisputeKind.REVIEW, DisputeKind.DIRECT_SUIT, DisputeKind.SUIT_AFTER_REVIEW):
            enter_dispute(DisputeEntry(kind, filed_on=date(2026, 5, 8)), by=office)

        figures = figures_of(2026, clock.today())

    shown = {name: figures[name].shown for name in NAMES}
    assert shown == {
        "收到申请数": "2件", "上年结转申请数": "1件", "办结申请数": "2件", "结转下年申请数": "1件",
        "申请办结率": "66.7%", "行政复议数": "1件", "行政诉讼数": "2件", "信息处理费件数": "1件",
        "信息处理费金额": f"{fee_of(paid.id)}元",
    }  # fmt: skip


NAMES = (
    "收到申请数", "上年结转申请数", "办结申请数", "结转下年申请数", "申请办结率", "行政复议数", "行政诉讼数",
    "信息处理费件数", "信息处理费金额",
)  # fmt: skip


def fee_of(request_id: int) -> int:
    events = select(RequestEvent.fee).where(RequestEvent.request_id == request_id)
    return sum(fee or 0 for fee in db.session.scalars(events))
