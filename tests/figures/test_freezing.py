"""Issuing a document freezes its figures with their records; what differs later is said, and nothing frozen changes."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.ledger.entering import entered, facts
from tests.ledger.test_views import text_of
from tests.support.factory import Factory
from tests.support.statements import counting
from tracker.db import db, transaction
from tracker.errors import NotAllowed, RuleBroken
from tracker.figures.comparing import compare_rows, difference, value_of
from tracker.figures.comparing import text_of as kept_text
from tracker.figures.frozen import compare_frozen, find_frozen, frozen_figures, get_frozen_figure, list_changes
from tracker.figures.models import FrozenDocument
from tracker.figures.named import definitions, figures_in, list_behind, parts_of_share, text_figures
from tracker.figures.proving import prove_figures
from tracker.figures.services import freeze_figures
from tracker.history.models import HistoryEntry
from tracker.history.unchanged import forget
from tracker.ledger.periods import months_period, year_period
from tracker.ledger.services import edit_entry, strike_entry
from tracker.permissions import Actor
from tracker.tasks.rules import TaskState

YEAR = year_period(2026)
TODAY = date(2026, 11, 20)
NAMES = ("培训期数", "培训人次", "公文主动公开率", "任务总数", "办结数")
in_november = pytest.mark.usefixtures("context", "november")


def freeze(by: Actor, names: tuple[str, ...] = NAMES, document_id: int = 1) -> FrozenDocument:
    return freeze_figures("summary", document_id, "2026年政务公开工作总结", names, YEAR, by=by)


@in_november
def test_a_frozen_figure_keeps_definition_value_unit_word_period_and_records(office: Actor, section: Actor) -> None:
    entry = entered("training", section, "信息员培训", people=109)

    frozen = freeze(office)

    one = get_frozen_figure(frozen.id, "培训人次")
    assert one.figure.shown == "109人次"
    assert one.about == "培训台账，按举办日期计入，参加人数之和"
    assert one.rows == [[f"ledger_entry:{entry.id}", "信息员培训", "109"]]
    assert (one.document.period, one.document.as_of) == (YEAR, TODAY)
    assert len(one.sha256) == 64
    assert frozen.is_whole
    assert db.session.query(HistoryEntry).filter_by(event="figures.frozen").count() == 1


@in_november
def test_a_share_takes_its_two_figures_along(office: Actor, section: Actor) -> None:
    entered("document", section, "通知", category="主动公开", quantity=3)
    entered("document", section, "请示", category="不予公开")

    figures = frozen_figures(freeze(office, ("公文主动公开率",)))

    assert list(figures) == ["公文主动公开率", "主动公开公文数", "制发公文数"]
    assert figures["公文主动公开率"].value == Fraction(3, 4)
    assert figures["公文主动公开率"].shown == "75%"


@in_november
def test_what_came_went_and_changed_since_the_issue_is_said(office: Actor, section: Actor) -> None:
    stays = entered("training", section, "甲班", people=10)
    goes = entered("training", section, "乙班", people=20)
    changes = entered("training", section, "丙班", people=30)
    frozen = freeze(office)

    strike_entry(goes.id, "重复", by=section)
    edit_entry(changes.id, facts("丙班", people=33), by=office)
    entered("training", section, "丁班", date(2026, 11, 2), people=4)
    by = {line.frozen.name: line.by for line in compare_frozen(frozen)}
    found = {one.label: (one.before, one.now) for one in list_changes(get_frozen_figure(frozen.id, "培训人次"))}

    assert by == {"培训期数": "", "培训人次": "-13", "公文主动公开率": "", "主动公开公文数": "",
                  "制发公文数": "", "任务总数": "", "办结数": ""}  # fmt: skip
    assert found == {"乙班": ("20", ""), "丙班": ("30", "33"), "丁班": ("", "4")}
    assert stays.title not in found
    assert frozen.is_whole


@in_november
def test_the_same_number_from_other_records_is_noticed(office: Actor, section: Actor) -> None:
    goes = entered("training", section, "甲班")
    frozen = freeze(office)

    strike_entry(goes.id, "没有办成", by=section)
    entered("training", section, "乙班")
    changes = list_changes(get_frozen_figure(frozen.id, "培训期数"))

    assert [(one.label, one.is_gone, one.is_new) for one in changes] == [("甲班", True, False), ("乙班", False, True)]


@in_november
def test_figures_of_tasks_are_frozen_with_their_tasks(office: Actor, make: Factory) -> None:
    task = make.task(state=TaskState.DONE, done_on=date(2026, 5, 1))
    frozen = freeze(office)

    other = make.task(state=TaskState.DONE, done_on=date(2026, 5, 1))
    changes = list_changes(get_frozen_figure(frozen.id, "办结数"))

    assert [row[0] for row in get_frozen_figure(frozen.id, "办结数").rows] == [f"task:{task.id}"]
    assert [(one.key, one.is_new) for one in changes] == [(f"task:{other.id}", True)]


@in_november
def test_time_alone_changes_no_figure_of_an_issued_document(office: Actor, make: Factory) -> None:
    make.task(due_on=date(2026, 11, 30))
    frozen = freeze_figures("summary", 1, "总结", ["逾期数"], YEAR, by=office, as_of=TODAY)

    from datetime import UTC, datetime

    from tracker import clock

    with clock.pinned_at(datetime(2027, 3, 1, tzinfo=UTC)):
        (line,) = compare_frozen(frozen)

    assert (line.frozen.value, line.by) == (0, "")


@in_november
def test_each_issue_is_kept_and_the_newest_one_answers(office: Actor, section: Actor) -> None:
    freeze(office)
    entered("training", section, "甲班")
    second = freeze(office)
    freeze(office, document_id=2)

    newest = find_frozen("summary", 1)

    assert newest is not None
    assert (newest.id, newest.number) == (second.id, 2)
    assert frozen_figures(newest)["培训期数"].value == 1
    assert find_frozen("circular", 1) is None
    assert db.session.query(FrozenDocument).count() == 3


@in_november
@pytest.mark.parametrize("table", ["frozen_document", "frozen_figure"])
def test_r7_nothing_frozen_can_be_changed(office: Actor, table: str) -> None:
    freeze(office)

    with pytest.raises(DBAPIError, match="not changed"), transaction():
        db.session.execute(text(f"UPDATE {table} SET sha256 = 'x'"))


@in_november
def test_a_text_that_names_an_unknown_figure_freezes_nothing(office: Actor, section: Actor) -> None:
    with pytest.raises(RuleBroken, match="没有的数据"):
        freeze(office, ("培训期数", "没有的数据"))
    with pytest.raises(NotAllowed):
        freeze(section)

    assert db.session.query(FrozenDocument).count() == 0


@in_november
def test_every_figure_is_the_sum_of_the_records_behind_it(office: Actor, section: Actor, make: Factory) -> None:
    from tracker.ledger.shipped import LEDGERS

    unit = make.unit()
    for number, kind in enumerate(LEDGERS):
        for category in LEDGERS[kind].choices.get("category", [""]) if kind != "monthly" else ():
            entered(kind, section, f"{kind}{category}", category=category, quantity=number + 2, people=3, amount="1.5")
    make.report(make.task(lead=unit, due_on=date(2026, 3, 1)), unit)
    make.round(make.task(lead=unit, state=TaskState.DONE, done_on=TODAY, first_due_on=TODAY))
    make.finding(unit)
    make.occurrence(make.task(lead=unit), date(2026, 2, 1), done_on=date(2026, 1, 20))
    entered("briefing", section, "第一期", series="政务公开简报")

    for period in (YEAR, months_period(2026, 1, 3)):
        figures, defined = text_figures(period, TODAY), definitions(period, TODAY)
        assert figures.keys() == defined.keys()
        for name, figure in figures.items():
            if not parts_of_share(defined[name]):
                behind = list_behind(defined[name], period, TODAY)
                assert sum(row.amount for row in behind) == figure.value, name


@in_november
def test_comparing_costs_the_same_statements_for_any_number_of_figures(office: Actor, section: Actor) -> None:
    freeze(office, ("培训期数",), 1)
    freeze(office, tuple(figures_in(YEAR, TODAY)), 2)
    few, many = find_frozen("summary", 1), find_frozen("summary", 2)
    assert few
    assert many
    figures_in(YEAR, TODAY)  # looks for the newest entry of the history, once in the transaction
    forget()
    with counting() as one:
        compare_frozen(few)
    forget()
    with counting() as all_of_them:
        compare_frozen(many)

    assert len(many.figures) > 100
    assert one.count == all_of_them.count == 9


VALUES = st.one_of(
    st.integers(0, 10**9), st.decimals(0, 10**9, places=4), st.fractions(0, 1, max_denominator=10**6)
)  # fmt: skip


@given(VALUES)
def test_a_kept_value_is_exactly_the_value(value: int | Decimal | Fraction) -> None:
    assert value_of(kept_text(value)) == value


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [(3, 5, "+2"), (5, 3, "-2"), (4, 4, ""), (Decimal("1.5"), 2, "+0.5"),
     (Fraction(1, 2), Fraction(3, 4), "+25个百分点"), (Fraction(1), Fraction(1), "")],
)  # fmt: skip
def test_a_difference_is_said_with_its_sign(before: int, now: int, said: str) -> None:
    assert difference(before, now) == said


def test_equal_sets_of_records_do_not_differ_whatever_their_order() -> None:
    rows = [["task:1", "甲", "1"], ["task:2", "乙", "1"]]

    assert compare_rows(rows, rows[::-1]) == []


def test_the_pages_say_what_differs_from_the_issued_summary(app, make: Factory, november: None) -> None:
    from tracker.organisation.rules import UnitKind
    from tracker.permissions import Role

    unit = make.unit("办公室", kind=UnitKind.OFFICE)
    account = make.account(Role.OFFICE, unit=unit)
    office = make.client_of(account)
    with app.app_context():
        by = Actor("李明", Role.OFFICE, account_id=account.id, unit_id=unit.id)
        entered("training", by, "甲班", people=10)
        frozen = freeze(by)
        entered("training", by, "乙班", people=7)

    assert "与已印发的《2026年政务公开工作总结》相差+7" in text_of(office, "/figures/2026")
    page = text_of(office, f"/figures/frozen/{frozen.id}")
    assert "17人次" in page
    assert "现在有2个不同" in page
    page = text_of(office, f"/figures/frozen/{frozen.id}/培训人次")
    assert "印发后有1条记录不同" in page
    assert "乙班" in page
    assert office.get("/figures/frozen/99").status_code == 404
    assert office.get(f"/figures/frozen/{frozen.id}/没有").status_code == 404


@in_november
def test_a_proof_has_the_hash_that_the_frozen_figure_will_have(office: Actor, section: Actor) -> None:
    entered("training", section, "培训", quantity=2)
    frozen = freeze(office, ("培训期数", "任务总数", "办结率"))

    proofs = prove_figures(("培训期数", "任务总数", "办结率", "没有的数据"), YEAR, TODAY)

    assert [(one.figure.name, one.records) for one in proofs] == [("培训期数", 1), ("任务总数", 0), ("办结率", 0)]
    by_name = {one.name: one.sha256 for one in frozen.figures}
    assert [one.sha256 for one in proofs] == [by_name[one.figure.name] for one in proofs]
