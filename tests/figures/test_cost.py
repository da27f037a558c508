"""What figures cost with twenty thousand entries: few statements, out of an index, in a short time."""

from datetime import date, timedelta
from random import Random
from time import process_time

import pytest
from sqlalchemy import insert, text

from tests.support.statements import counting
from tracker import clock
from tracker.db import db, transaction
from tracker.figures.named import figures_of
from tracker.figures.showing import compare_figures, show_figure
from tracker.history.unchanged import forget
from tracker.ledger.models import LedgerEntry
from tracker.ledger.periods import year_period
from tracker.ledger.shipped import LEDGERS, MONTHLY
from tracker.permissions import Actor

pytestmark = pytest.mark.usefixtures("context", "november")
MANY = 20_000
YEAR = year_period(2026)


@pytest.fixture
def many(section: Actor) -> None:
    dice, kinds = Random(4), [kind for kind in LEDGERS if kind != MONTHLY]
    rows = []
    for number in range(MANY):
        kind = dice.choice(kinds)
        choices = LEDGERS[kind].choices
        rows.append(
            {
                "ledger": kind, "day": date(2025, 1, 1) + timedelta(days=dice.randrange(680)),
                "unit_id": section.unit_id,
                "title": f"第{number}条", "category": dice.choice(choices.get("category", [""])),
                "channel": dice.choice(choices.get("channel", [""])), "quantity": 2, "people": 3, "amount": 1,
                "tags": f"|{dice.choice(choices['tags'])}|" if choices.get("tags") else "", "extra": {},
                "entered_by": "王芳", "entered_at": clock.now(), "version": 1, "struck_because": "",
            }
        )  # fmt: skip
    with transaction():
        db.session.execute(insert(LedgerEntry), rows)


def test_all_figures_of_a_year_take_few_statements_and_little_time(many: None, office: Actor) -> None:
    today = clock.today()
    compare_figures(YEAR, today)
    forget()

    started = process_time()
    with counting() as of_page:
        page = compare_figures(YEAR, today)
    taken = process_time() - started
    forget()
    with counting() as of_text:
        figures = figures_of(2026, today)
    with counting() as of_one:
        found = show_figure("主动公开信息数", YEAR, today, by=office, limit=50)

    assert len(page.of_ledgers) > 90
    assert len(page.of_work) > 35
    assert sum(one.value for one in figures.values() if isinstance(one.value, int)) > MANY // 2
    assert (found.total > 200, len(found.rows)) == (True, 50)
    assert (of_page.count, of_text.count) == (14, 6)
    assert of_one.count <= 15
    assert taken < 4  # a tenth of it on a quiet machine


def test_a_year_is_counted_from_an_index_and_other_years_are_not_touched() -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("the plan is SQLite's")
    with counting() as counted:
        figures_of(2026, clock.today())
    grouped = next(one for one in counted.texts if "sum(ledger_entry.quantity)" in one)

    explained = text(f"EXPLAIN QUERY PLAN {grouped}".replace("?", "'2026-01-01'"))
    plan = " ".join(str(row[-1]) for row in db.session.execute(explained))

    assert "SEARCH ledger_entry USING COVERING INDEX ix_ledger_entry_day" in plan
    assert "SCAN ledger_entry" not in plan
