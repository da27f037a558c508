"""Lists as they come out of people's Excel files: what can be read is read, what cannot is named by its own line."""

from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from tests.ledger.entering import entered
from tests.ledger.test_views import text_of
from tests.support.factory import Factory
from tests.support.pages import fill
from tracker.db import db
from tracker.errors import NotFound, RuleBroken
from tracker.ledger.importing import facts_of, get_list, keep_list, look_over, read_file
from tracker.ledger.importing import text_of as text_of_list
from tracker.ledger.lists import find_head, is_total, read_lines, write_lines
from tracker.ledger.models import LedgerEntry
from tracker.ledger.queries import get_ledger
from tracker.ledger.rows import ListRow
from tracker.permissions import Actor, Role

in_context = pytest.mark.usefixtures("context")
TRAINING = get_ledger("training")


@pytest.fixture
def section(make: Factory, law_unit) -> Actor:  # an import belongs to an account that exists
    account = make.account(Role.SECTION, unit=law_unit)
    return Actor("王芳", Role.SECTION, account_id=account.id, unit_id=law_unit.id, unit_name="法规科")


def looked_over(text: str, by: Actor, kind: str = "training") -> dict[int, ListRow]:
    kept = keep_list(kind, read_lines(text), "清单", by=by)
    return {row.number: row for row in look_over(kept, by)}


@in_context
def test_titles_above_the_head_other_names_numbers_and_widths_are_understood(section: Actor) -> None:
    text = (
        "法规科2026年培训台账\t\t\t\n"
        "\t\t\t\n"
        "序号\t日 期\t主题\t参加人数\n"
        "1\t２０２６．３．５\t甲班\t１０９人\n"
        "\n"
        "2\t3月6日\t乙班\t1,200\n"
        "3\t46088\t丙班\t40余\n"
        "4\t2026/3/8 0:00:00\t丁班\t"
    )

    rows = looked_over(text, section)

    assert {number: str(row.refusal) for number, row in rows.items() if row.refusal} == {}
    facts = {number: (row.facts.day, row.facts.title, row.facts.people) for number, row in rows.items() if row.facts}
    assert facts == {
        4: (date(2026, 3, 5), "甲班", 109), 6: (date(2026, 3, 6), "乙班", 1200), 7: (date(2026, 3, 7), "丙班", 40),
        8: (date(2026, 3, 8), "丁班", 0),
    }  # fmt: skip


@in_context
def test_every_wrong_line_is_named_by_the_number_it_has_in_excel(section: Actor) -> None:
    text = (
        "举办日期\t培训主题\t参加人数\n"
        "3月5日\t甲班\t12\n"
        "\t乙班\t13\n"
        "\n"
        "3月40日\t丙班\t14\n"
        "3月7日\t丁班\t十几人\n"
        "合 计\t\t39\n"
        "12月30日\t还没有办的\t1"
    )

    refused = {number: str(row.refusal) for number, row in looked_over(text, section).items() if row.refusal}

    assert list(refused) == [3, 5, 6, 7, 8]
    assert "merged cell" in refused[3]
    assert "3月40日" in refused[5]
    assert "十几人" in refused[6]
    assert "adds up others" in refused[7]
    assert "lies ahead" in refused[8]


def workbook(*lines: tuple[object, ...], merged: tuple[str, ...] = ()) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in lines:
        sheet.append(line)
    for area in merged:
        sheet.merge_cells(area)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


@in_context
def test_a_merged_day_holds_for_its_lines_and_a_merged_number_for_none(section: Actor) -> None:
    content = workbook(
        ("2026年培训台账",), ("举办日期", "培训主题", "期数"), (date(2026, 3, 5), "甲班", 3), (None, "乙班", None), (),
        (date(2026, 3, 6), "丙班", 1),
        merged=("A1:C1", "A3:A4", "C3:C4"),
    )  # fmt: skip

    kept = keep_list("training", read_file(BytesIO(content), "台账.xlsx"), "台账.xlsx", by=section)
    rows = {row.number: row for row in look_over(kept, section)}

    assert list(rows) == [3, 4, 6]
    assert [rows[number].facts.day for number in (3, 6) if rows[number].facts] == [date(2026, 3, 5), date(2026, 3, 6)]
    assert "merged over several lines" in str(rows[4].refusal)


def test_a_cell_with_line_breaks_is_one_cell_and_an_odd_mark_is_text() -> None:
    assert read_lines('3月5日\t"甲班\n上午"\n3月6日\t乙班') == [["3月5日", "甲班 上午"], ["3月6日", "乙班"]]
    assert read_lines('3月5日\t"甲班\n3月6日\t乙班') == [["3月5日", '"甲班'], ["3月6日", "乙班"]]


@pytest.mark.parametrize("name", ["合计", "总　计", "小计：", "共计"])
def test_totals_are_known_by_their_name(name: str) -> None:
    assert is_total(["", name, "39"])
    assert not is_total(["3月5日", name])


def test_a_head_is_found_below_titles_and_not_taken_for_an_entry() -> None:
    assert find_head([["台账"], [], ["序号", "举办日期*", "培训主题（必填）", "培训主题"]], TRAINING) == (
        {"day": 1, "title": 3}, 3,
    )  # fmt: skip
    assert find_head([["3月5日", "日期的写法"]], TRAINING)[1] == 0


CELLS = st.text(st.characters(exclude_characters='"', exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=12)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=5), min_size=1, max_size=8))
def test_a_list_to_be_mended_reads_as_the_same_lines(lines: list[list[str]]) -> None:
    clean = [[" ".join(cell.split()) for cell in line] for line in lines]
    expected = [line if any(line) else [] for line in clean]

    assert read_lines(write_lines(clean)) == expected


@given(st.lists(st.lists(st.one_of(CELLS, st.sampled_from(["3月5日", "甲班", "12", "46086", "合计"])), max_size=6)))
def test_whatever_is_pasted_gives_facts_or_a_refusal_that_names_its_column(lines: list[list[str]]) -> None:
    for line in read_lines(write_lines(lines)):
        texts = {name: cell for name, cell in zip(TRAINING.columns, line, strict=False) if cell}
        refused = ""
        try:
            facts_of(TRAINING, texts, 2026)
        except RuleBroken as refusal:
            refused = refusal.field
        assert refused == "" or texts[refused]


def test_a_list_with_mistakes_is_mended_where_it_is_and_nothing_is_lost(make: Factory, law_unit, app) -> None:
    client = make.client_of(make.account(Role.SECTION, unit=law_unit))
    answer = fill(client, "/ledger/training/paste", text="3月5日\t甲班\n昨天\t乙班")

    page = text_of(client, answer.location)
    assert "在这里修改清单" in page
    mend = text_of(client, "/ledger/training/paste?mend=1")

    assert "昨天\t乙班" in mend
    assert client.get("/ledger/training/paste?mend=99").status_code == 404
    with app.app_context():
        assert db.session.query(LedgerEntry).count() == 0


@in_context
def test_a_list_of_somebody_else_is_not_opened_to_be_mended(section: Actor, other: Actor) -> None:
    entered("training", section)
    kept = keep_list("training", read_lines("昨天\t乙班"), "清单", by=section)

    with pytest.raises(NotFound):
        text_of_list(kept.id, other)
    assert get_list(kept.id, section) is kept
    assert text_of_list(kept.id, section) == "昨天\t乙班"
