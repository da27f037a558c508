"""Who heads a unit, and three days to count from."""

from datetime import date

from tracker.organisation.models import Unit
from tracker.organisation.queries import (
    get_unit_page,
)
from tracker.organisation.rules import Post

MARCH = date(2026, 3, 1)
JUNE = date(2026, 6, 1)
MAY_END = date(2026, 5, 31)


def heads_of(unit: Unit) -> list[tuple[str, date | None, date | None]]:
    holders = get_unit_page(unit.id, JUNE).holders
    return [(one.name, one.from_on, one.to_on) for one in holders if one.post is Post.HEAD]
