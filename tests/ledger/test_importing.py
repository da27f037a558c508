"""Lists read in: pasted or from Excel, looked over line by line, entered as a whole or not at all."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest

from tests.ledger.entering import entered
from tests.support.statements import counting
from tracker.db import db
from tracker.errors import NotFound, RuleBroken, Unreadable
from tracker.ledger.importing import enter_list, get_list, keep_list, look_over, read_file
from tracker.ledger.lists import read_lines
from tracker.ledger.models import LedgerEntry, LedgerImport
from tracker.ledger.periods import year_period
from tracker.ledger.queries import get_ledger, list_entries
from tracker.ledger.rows import Wanted
from tracker.ledger.services import lock_month
from tracker.ledger.words import cells, heads
from tracker.permissions import Actor, Role
from tracker.web.exports import restore, xlsx_bytes

pytestmark = pytest.mark.usefixtures("context")
YEAR = year_period(2026)
LINES = "3月5日\t信息员培训\t专题培训\t1\t109\n2026-04-01\t以会代训\t以会代训\t1\t40"


@pytest.fixture
def section(make, law_unit) -> Actor:  # an import belongs to an account that exists
    account = make.account(Role.SECTION, unit=law_unit)
    return Actor("王芳", Role.SECTION, account_id=account.id, unit_id=law_unit.id, unit_name="法规科")


def kept(text: str, by: Actor, kind: str = "training") -> LedgerImport:
    return keep_list(kind, read_lines(text), "清单", by=by)


def test_lines_from_excel_are_entered_in_the_order_of_the_columns(section: Actor) -> None:
    enter_list(kept(LINES, section).id, by=section)

    rows = [row.entry for row in list_entries(section, Wanted("training", YEAR))]
    assert [(one.title, one.category, one.people, one.day) for one in rows] == [
        ("以会代训", "以会代训", 40, date(2026, 4, 1)),
        ("信息员培训", "专题培训", 109, date(2026, 3, 5)),
    ]


def test_a_head_lets_the_columns_come_in_any_order(section: Actor) -> None:
    text = "参加人数|培训主题|举办日期|授课人\n109|信息员培训|2026/3/5|张教授"

    enter_list(kept(text, section).id, by=section)

    (row,) = list_entries(section, Wanted("training", YEAR))
    assert (row.entry.people, row.entry.extra) == (109, {"lecturer": "张教授"})


def test_one_wrong_line_enters_none_and_is_named_by_its_number(section: Actor) -> None:
    listed = kept(f"{LINES}\n4月31日\t没有这一天\n2027-01-01\t明年的\n\t没有日期", section)

    refused = {row.number: str(row.refusal) for row in look_over(listed, section) if row.refusal}

    assert list(refused) == [3, 4, 5]
    assert "4月31日" in refused[3]
    with pytest.raises(RuleBroken, match="Line 3"):
        enter_list(listed.id, by=section)
    assert db.session.query(LedgerEntry).count() == 0


def test_a_list_is_entered_once_and_only_by_who_read_it_in(section: Actor, other: Actor) -> None:
    listed = kept(LINES, section)

    with pytest.raises(NotFound):
        enter_list(listed.id, by=other)
    enter_list(listed.id, by=section)
    with pytest.raises(NotFound):
        get_list(listed.id, section)


def test_the_office_enters_for_the_units_named_and_a_section_for_itself_only(
    section: Actor, office_unit, make
) -> None:  # fmt: skip
    account = make.account(Role.OFFICE, unit=office_unit)
    office = Actor("李明", Role.OFFICE, account_id=account.id, unit_id=office_unit.id, unit_name="办公室")
    text = "单位|举办日期|培训主题\n法规科|3月5日|甲\n办公室|3月5日|乙"

    enter_list(kept(text, office).id, by=office)
    foreign = look_over(kept(text, section), section)

    assert {row.unit for row in list_entries(office, Wanted("training", YEAR))} == {"法规科", "办公室"}
    assert [bool(row.refusal) for row in foreign] == [False, True]


def test_what_stands_in_the_ledger_or_twice_in_the_list_is_marked(section: Actor) -> None:
    entered("training", section, "信息员培训", date(2026, 3, 5))

    rows = look_over(kept(f"{LINES}\n4月1日\t以会代训", section), section)

    assert [row.is_twin for row in rows] == [True, False, True]


def test_a_locked_month_refuses_its_lines(section: Actor, office: Actor) -> None:
    lock_month(2026, 3, by=office)

    rows = look_over(kept(LINES, section), section)

    assert [bool(row.refusal) for row in rows] == [True, False]


def test_an_exported_ledger_is_read_in_again_as_it_was(section: Actor) -> None:
    ledger = get_ledger("resource")
    extra = {"decided": "+局务会", "purpose": "'@单引号"}
    entered("resource", section, "=HYPERLINK(1)", category="经费", quantity="3", amount="12.5", extra=extra)
    entered("resource", section, "-约数", quantity=6000, is_approximate=True, tags="网站建设")
    rows = list_entries(section, Wanted("resource", YEAR))
    content = xlsx_bytes(ledger.name, heads(ledger), [cells(ledger, row) for row in rows])
    before = [row.entry.facts for row in rows]
    for row in rows:
        db.session.delete(row.entry)

    lines = [[restore(cell) for cell in line] for line in read_file(BytesIO(content), "台账.xlsx")]
    enter_list(keep_list("resource", lines, "台账.xlsx", by=section).id, by=section)

    after = {row.entry.title: row.entry.facts for row in list_entries(section, Wanted("resource", YEAR))}
    assert after == {facts.title: facts for facts in before}
    assert after["=HYPERLINK(1)"].amount == Decimal("12.5")


def test_f9_too_many_lines_are_refused(section: Actor) -> None:
    with pytest.raises(Unreadable, match="5000"):
        keep_list("training", [["3月5日", "甲"]] * 5002, "清单", by=section)


def test_looking_a_list_over_costs_the_same_statements_for_any_length(section: Actor) -> None:
    short, long = LINES, "\n".join(f"3月5日\t第{number}期" for number in range(300))
    first = kept(short, section)
    with counting() as few:
        look_over(first, section)
    second = kept(long, section)
    with counting() as many:
        look_over(second, section)

    assert few.count == many.count == 3
