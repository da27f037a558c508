"""The report through its services: filled from the registers, changed by hand, checked, issued, read back."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest

from tests.annual_report.reading.files import title, web_page
from tests.annual_report.samples import golden
from tests.requests.making import answered, handled
from tests.support.factory import Factory
from tests.support.statements import counting
from tracker import clock
from tracker.annual_report.document import report_document
from tracker.annual_report.models import AnnualReport, ReceivedReport
from tracker.annual_report.queries import (
    check_received,
    figures_before,
    get_content,
    get_group,
    get_page,
    get_report,
    get_section,
)
from tracker.annual_report.reading.reports import read_report
from tracker.annual_report.receiving import fill_quantities, receive_report, settle_doubts, take_file
from tracker.annual_report.report import Number, ReportFigures
from tracker.annual_report.report_json import from_json, to_json
from tracker.annual_report.services import (
    change_cells,
    draft_report,
    edit_text,
    issue_report,
    mend,
    set_adds_units,
    take_back_report,
)
from tracker.annual_report.tables import Form, table_three
from tracker.annual_report.xlsx_file import write_xlsx
from tracker.db import db, transaction
from tracker.errors import NotAllowed, NotFound, RuleBroken, Stale
from tracker.issuing.services import waive
from tracker.organisation.models import Unit
from tracker.organisation.rules import UnitKind
from tracker.permissions import Actor, Role
from tracker.requests.models import DisclosureRequest
from tracker.requests.outcomes import OUTCOMES
from tracker.requests.rules import Applicant, Channel, Step

pytestmark = pytest.mark.usefixtures("context")
NEW, TOTAL, ONE = "table3.一.自然人", "table3.三(七).自然人", "table3.三(一).自然人"
FEE = "table2.行政事业性收费_万元"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.pinned_at(datetime(2026, 1, 20, 4, tzinfo=UTC)):
        yield


@pytest.fixture
def unit(make: Factory) -> Unit:
    make.agency(name="清河市档案局")
    return make.unit("办公室", kind=UnitKind.OFFICE)


@pytest.fixture
def office(make: Factory, unit: Unit) -> Actor:
    return make.actor(Role.OFFICE, unit=unit)


@pytest.fixture
def leader(make: Factory) -> Actor:
    return make.actor(Role.LEADERSHIP)


@pytest.fixture
def year(office: Actor, unit: Unit) -> None:
    """Three requests of 2025: two answered, one carried over."""
    answered(office, date(2025, 3, 3), unit.id, "三(一)", date(2025, 3, 20))
    answered(office, date(2025, 4, 1), unit.id, "三(四)1", date(2025, 4, 20), applicant=Applicant.BUSINESS)
    handled(office, date(2025, 12, 25), unit.id)


@pytest.fixture
def report(office: Actor, year: None) -> AnnualReport:
    return draft_report(2025, by=office)


def cells(numbers: Mapping[str, Number]) -> dict[str, str]:
    return {path: str(number) for path, number in numbers.items()}


def hard() -> list[str]:
    return [one.key for one in get_page(2025).shown if one.blocks]


def received(office: Actor, figures: ReportFigures, year: int, unit_id: int | None = None) -> ReceivedReport:
    return receive_report(year, unit_id, [take_file(BytesIO(to_json(figures).encode()), "last.json")], by=office)


def test_a_report_is_filled_from_the_registers_and_holds(report: AnnualReport) -> None:
    figures = get_page(2025).filled.now

    assert [figures.value(f"table3.{key}.总计") for key in ("一", "三(七)", "四")] == [3, 2, 1]
    assert figures.value("table4.行政复议.总计") == 0
    assert hard() == []


def test_capability_89_the_form_follows_the_year(office: Actor, unit: Unit) -> None:
    draft_report(2020, by=office)
    draft_report(2021, by=office)

    assert [get_page(year).filled.now.form for year in (2020, 2021)] == [Form.TRIAL, Form.CURRENT]
    assert len(get_page(2020).filled.now.kinds) == 23 * 7 + 15 + 22
    with pytest.raises(RuleBroken, match="2019 to 2026"):
        draft_report(2018, by=office)


def test_capability_90_problems_and_improvement_come_from_the_checks(office: Actor, make: Factory, unit: Unit) -> None:
    make.round(year=2025)
    make.finding(unit, year=2025, description="目录栏目三个月未更新。")

    draft_report(2025, by=office)

    text = get_section(2025, "五").text
    assert "## 存在的主要问题" in text
    assert "目录栏目三个月未更新" in text
    assert "## 改进情况" in text


def test_capability_62_the_zero_case_is_said_and_holds(office: Actor, unit: Unit) -> None:
    draft_report(2025, by=office)

    assert "2025年未收到政府信息公开申请" in get_section(2025, "一").text
    assert [one.failure.identity for one in get_page(2025).shown if one.failure.identity in ("H7", "H8")] == []


def test_register_to_tables_to_xlsx_and_back_gives_the_same_tables(office: Actor, report: AnnualReport) -> None:
    fill_quantities(2025, office.unit_id or 0, {("行政许可", 3): "12", ("行政事业性收费_万元", 5): "1.2345"}, by=office)
    figures = get_content(2025, clock.today()).figures
    book = write_xlsx(figures)

    receive_report(2025, None, [take_file(BytesIO(book), "2025年报.xlsx")], by=office)

    again = figures_before(2026)
    assert get_page(2025).filled.now.cells == figures.cells
    assert again is not None
    assert read_report(book, "a.xlsx").figures.cells == figures.cells


def test_a_changed_cell_needs_its_reason_and_shows_what_fails(office: Actor, report: AnnualReport) -> None:
    with pytest.raises(RuleBroken, match="reason"):
        change_cells(2025, {TOTAL: "5"}, " ", by=office)
    change_cells(2025, {TOTAL: "5"}, "漏登", by=office, seen=report.version)

    page = get_page(2025)
    assert page.filled.is_changed(TOTAL)
    assert {one.failure.identity for one in page.at(TOTAL)} == {"H2"}
    assert page.in_column("H1", "自然人") is not None
    with pytest.raises(Stale):
        change_cells(2025, {TOTAL: "6"}, "再改", by=office, seen=1)


def test_sums_follow_a_part_that_was_changed(office: Actor, report: AnnualReport) -> None:
    change_cells(2025, {ONE: "4", NEW: "5"}, "合并登记", by=office)

    figures = get_page(2025).filled.now

    assert (figures.value(TOTAL), figures.value("table3.三(七).总计")) == (4, 5)
    assert hard() == []


def test_two_people_who_change_other_cells_both_keep_theirs_and_the_sums_follow(
    office: Actor, report: AnnualReport
) -> None:
    opened = {path: str(get_page(2025).filled.now.value(path)) for path in (ONE, NEW, TOTAL)}
    seen = report.version

    change_cells(2025, {**opened, ONE: "4"}, "漏登", by=office, seen=seen, opened=opened)
    change_cells(2025, {**opened, NEW: "5"}, "补录", by=office, seen=seen, opened=opened)

    page = get_page(2025)
    assert [page.filled.now.value(path) for path in (ONE, NEW, TOTAL)] == [4, 5, 4]
    assert not page.filled.is_changed(TOTAL)
    with pytest.raises(Stale) as stale:
        change_cells(2025, {**opened, ONE: "7"}, "再改", by=office, seen=seen, opened=opened)
    assert stale.value.current == {ONE: "4"}


def test_a_request_registered_while_the_form_was_open_counts(office: Actor, report: AnnualReport, unit: Unit) -> None:
    opened = {path: str(get_page(2025).filled.now.value(path)) for path in (NEW, "table4.行政复议.结果维持")}
    before = get_page(2025).filled.now.value(NEW)
    answered(office, date(2025, 5, 6), unit.id, "三(一)", date(2025, 5, 20))

    change_cells(2025, {**opened, "table4.行政复议.结果维持": "1"}, "补录", by=office, opened=opened)

    page = get_page(2025)
    assert page.filled.now.value(NEW) == int(before or 0) + 1
    assert not page.filled.is_changed(NEW)


@pytest.mark.parametrize(("typed", "words"), [("两件", "no number"), ("-1", "negative"), ("1.5", "whole number")])
def test_what_a_cell_may_not_hold_is_refused(office: Actor, report: AnnualReport, typed: str, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        change_cells(2025, {NEW: typed}, "改", by=office)


def test_a_cell_typed_as_the_registers_have_it_is_no_change_any_more(office: Actor, report: AnnualReport) -> None:
    change_cells(2025, {NEW: "9"}, "试", by=office)

    change_cells(2025, {NEW: "2"}, "", by=office)

    assert get_report(2025).overrides == []


def test_one_press_puts_a_cell_and_a_text_right(office: Actor, report: AnnualReport) -> None:
    change_cells(2025, {TOTAL: "5"}, "漏登", by=office)
    edit_text(2025, "一", "2025年新收政府信息公开申请34件。", by=office)
    wrong = {one.failure.identity: one.key for one in reversed(get_page(2025).shown)}

    mend(2025, wrong["H2"], by=office)
    mend(2025, wrong["H7"], by=office)

    assert get_report(2025).overrides == []
    assert get_section(2025, "一").text == "2025年新收政府信息公开申请3件。"
    with pytest.raises(RuleBroken, match="changed meanwhile"):
        mend(2025, wrong["H7"], by=office)


def test_last_years_report_is_held_against_this_one(office: Actor, report: AnnualReport) -> None:
    last = golden().changed({f"table3.四.{column}": 0 for column in ("商业企业", "法律服务机构", "其他")})
    received(office, ReportFigures(last.name, 2024, last.form, last.form_three, last.cells), 2024)

    found = {one.failure.where for one in get_page(2025).shown if one.failure.identity == "H4"}

    assert found == {"自然人", "总计"}
    in_force = get_page(2025).filled.now.value("table2.规章.现行有效")
    assert in_force == 12


def test_a_report_of_another_year_is_refused(office: Actor, unit: Unit) -> None:
    with pytest.raises(RuleBroken, match="report of 2024"):
        received(office, golden(), 2025)


def test_what_could_not_be_read_is_asked_for(office: Actor, unit: Unit) -> None:
    book = write_xlsx(golden().changed({NEW: None}))
    text = BytesIO(book)
    kept = receive_report(2024, None, [take_file(text, "a.xlsx")], by=office)
    with transaction():
        kept.doubts = [
            ["%(cell)s cannot be read with certainty: “%(found)s”", {"cell": "一", "found": "3 4"}, None, [NEW]]
        ]

    with pytest.raises(RuleBroken, match="Nothing was typed"):
        settle_doubts(kept.id, {"table3.二.自然人": "7"}, by=office)
    settle_doubts(kept.id, {NEW: "3440"}, by=office, seen=1)

    settled = db.session.get_one(ReceivedReport, kept.id)
    assert settled.doubts == []
    assert from_json(settled.figures)[0].value(NEW) == 3440


def waive_hard(by: Actor) -> None:
    for one in get_page(2025).shown:
        if one.blocks:
            waive(AnnualReport.__tablename__, get_report(2025).id, one.mark, "机构改革", by=by)


def test_an_issued_report_stays_and_says_where_the_registers_have_gone_on(
    office: Actor, leader: Actor, unit: Unit, report: AnnualReport
) -> None:
    issue_report(2025, date(2026, 1, 20), by=leader)
    assert get_page(2025).differences == []

    answered(office, date(2025, 12, 3), unit.id, "三(一)", date(2025, 12, 20))

    differences = {one.path: (one.issued, one.now) for one in get_page(2025).differences}
    issued = get_page(2025).filled.now.value(NEW)
    assert differences[NEW] == (issued, (issued or 0) + 1)
    assert set(differences) >= {ONE, TOTAL}


def test_a_hard_failure_blocks_issuing_until_it_is_waived_by_name(
    office: Actor, leader: Actor, report: AnnualReport
) -> None:
    change_cells(2025, {TOTAL: "5"}, "漏登", by=office)
    with pytest.raises(RuleBroken, match="hard checks fail"):
        issue_report(2025, date(2026, 1, 20), by=leader)

    waive_hard(office)
    issued = issue_report(2025, date(2026, 1, 20), by=leader)

    assert len(issued.sha256) == 64
    assert "机构改革" in issued.frozen


def test_a_waiver_ends_when_the_numbers_change(office: Actor, report: AnnualReport) -> None:
    change_cells(2025, {TOTAL: "5"}, "漏登", by=office)
    waive_hard(office)
    assert hard() == []

    change_cells(2025, {TOTAL: "6"}, "又漏", by=office)

    assert hard() != []


def test_an_issued_report_is_what_was_frozen_whatever_the_registers_say_later(
    office: Actor, leader: Actor, unit: Unit, report: AnnualReport
) -> None:
    issue_report(2025, date(2026, 1, 20), by=leader)
    before = get_content(2025, clock.today())
    assert before.texts == get_report(2025).texts
    assert before.texts[""].startswith("根据《中华人民共和国政府信息公开条例》")
    handled(office, date(2025, 12, 30), unit.id)

    after = get_content(2025, date(2026, 6, 1))

    assert report_document(after.figures, after.texts, after.dated, frozen=after.frozen) == report_document(
        before.figures, before.texts, before.dated, frozen=before.frozen
    )
    assert after.figures.value("table3.一.总计") == 3
    for change in (
        lambda: change_cells(2025, {NEW: "1"}, "改", by=office),
        lambda: edit_text(2025, "一", "", by=office),
    ):
        with pytest.raises(RuleBroken, match="has been issued"):
            change()
    take_back_report(2025, "数字有误", by=leader)
    assert get_page(2025).filled.now.value("table3.一.总计") == 4


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2026, 1, 21)])
def test_the_day_of_issue_lies_after_the_year_and_not_ahead(leader: Actor, report: AnnualReport, day: date) -> None:
    with pytest.raises(RuleBroken, match="day of issue"):
        issue_report(2025, day, by=leader)


def test_only_the_office_writes_and_only_the_leadership_issues(
    make: Factory, office: Actor, leader: Actor, report: AnnualReport
) -> None:
    with pytest.raises(NotAllowed):
        issue_report(2025, date(2026, 1, 20), by=office)
    with pytest.raises(NotAllowed):
        change_cells(2025, {NEW: "1"}, "改", by=leader)


def test_a_section_counts_for_itself_only(make: Factory, office: Actor, unit: Unit) -> None:
    mine, other = make.unit("执法科"), make.unit("法规科")
    section = make.actor(Role.SECTION, unit=mine)

    fill_quantities(2025, mine.id, {("行政处罚", 1): "3", ("行政处罚", 2): ""}, by=section, seen=0)

    with pytest.raises(NotFound):
        fill_quantities(2025, other.id, {("行政处罚", 1): "3"}, by=section)
    with pytest.raises(Stale):
        fill_quantities(2025, mine.id, {("行政处罚", 1): "4"}, by=office, seen=0)
    with pytest.raises(RuleBroken, match="four decimals"):
        fill_quantities(2025, mine.id, {("行政事业性收费_万元", 1): "0.00001"}, by=section)
    fill_quantities(2025, other.id, {("行政处罚", 1): "4", ("行政事业性收费_万元", 1): "0.0001"}, by=office)
    draft_report(2025, by=office)
    figures = get_page(2025).filled.now
    assert (figures.value("table2.行政处罚"), str(figures.value(FEE))) == (7, "0.0001")


def test_a_saved_web_page_is_taken_in_and_says_nothing_of_what_is_still_asked(office: Actor, unit: Unit) -> None:
    last = replace(golden(), year=2024)
    page = web_page(last).replace("<span>3440</span>", "<span>34 40</span>", 1).replace("<span>75</span>", "", 1)
    files = [take_file(BytesIO(page.encode()), "2024年报.html")]

    kept = receive_report(2024, None, files, by=office)

    assert kept.name == "2024年报.html"
    assert {path for doubt in kept.doubts for path in doubt[3]} == {NEW, "table3.一.商业企业"}
    assert not any(one.failure.is_hard for one in check_received(kept))


def test_text_that_was_copied_out_is_taken_in_under_its_name(office: Actor, unit: Unit) -> None:
    lines = [
        title(golden()),
        *(f"{row.label} {' '.join(map(str, golden().row(row.key)))}" for row in table_three(Form.CURRENT)),
    ]

    kept = receive_report(2024, None, [take_file(BytesIO("\n".join(lines).encode()), "2024年报.txt")], by=office)

    assert kept.name == "2024年报.txt"
    assert from_json(kept.figures)[0].row("三(一)") == golden().row("三(一)")


def test_units_reports_are_added_up_and_the_missing_one_is_named(
    make: Factory, office: Actor, report: AnnualReport
) -> None:
    centre, store = (make.unit(name, kind=UnitKind.AFFILIATED) for name in ("登记中心", "储备中心"))
    theirs = golden()
    theirs = ReportFigures("登记中心", 2025, theirs.form, theirs.form_three, theirs.cells)
    received(office, theirs, 2025, centre.id)

    group = get_group(2025)
    set_adds_units(2025, True, by=office)

    assert {row.unit.id: row.report is None for row in group.units} == {centre.id: False, store.id: True}
    assert group.missing == 1
    assert get_page(2025).filled.now.value("table3.一.总计") == 3 + 3525
    assert "H13" not in {one.failure.identity for one in get_page(2025).shown}
    change_cells(2025, {"table2.行政许可": "1"}, "试", by=office)
    assert "H13" in {one.failure.identity for one in get_page(2025).shown}


def test_a_year_of_3600_requests_is_filled_in_under_a_second(office: Actor, unit: Unit) -> None:
    kinds, outcomes = list(Applicant), [outcome.code for outcome in OUTCOMES]
    with transaction():
        db.session.add_all(
            DisclosureRequest(
                year=2025, number=number, applicant=kinds[number % 6], name="某人", channel=Channel.FAX,
                received_on=date(2025, 3, 2), content="某项信息", step=Step.ANSWERED,
                outcome=outcomes[number % len(outcomes)], answered_on=date(2025, 4, 1), registered_by="李明",
                registered_at=clock.now(),
            )
            for number in range(1, 3601)
        )  # fmt: skip
    draft_report(2025, by=office)
    db.session.rollback()
    started = datetime.now(UTC)

    with counting() as counted:
        page = get_page(2025)

    assert (datetime.now(UTC) - started).total_seconds() < 1
    assert counted.count <= 14
    assert page.filled.now.value("table3.三(七).总计") == 3600
    assert page.blocking == 0
