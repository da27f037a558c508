"""A section's own summary: from its own records alone, printed, and seen by the section and the office only."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from tests.documents.measuring import Printed
from tests.support.factory import Factory
from tests.support.statements import counting
from tracker.accounts.models import Account
from tracker.documents import print_pdf
from tracker.figures.rules import filled
from tracker.ledger.models import LedgerEntry
from tracker.organisation.models import Unit
from tracker.permissions import Role
from tracker.progress.rules import ReportState
from tracker.section_summary.queries import draft_of, section_document
from tracker.tasks.rules import TaskState

Clients = Callable[[Account], FlaskClient]
TODAY = date(2026, 1, 8)


@pytest.fixture
def law(make: Factory) -> Unit:
    make.agency(name="清河市档案局")
    return make.unit("政策法规科")


def entry(make: Factory, unit: Unit, **values: object) -> None:
    from tracker import clock

    made = {
        "ledger": "published", "day": date(2025, 5, 6), "unit_id": unit.id, "title": "通知", "quantity": 3,
        "entered_by": "王芳", "entered_at": clock.now(), **values,
    }  # fmt: skip
    make._save(LedgerEntry(**made))


def some_year(make: Factory, law: Unit) -> None:
    other = make.unit("档案管理科")
    done = make.task(
        lead=law, year=2025, state=TaskState.DONE, done_on=date(2025, 5, 1), due_on=date(2025, 5, 31),
        title="规范性文件集中公开", category="主动公开",
    )  # fmt: skip
    make.report(done, law, done="我科已集中公开规范性文件12件。", state=ReportState.ACCEPTED)
    late = make.task(lead=law, year=2025, due_on=date(2025, 9, 30), title="历史文件清理", category="信息管理")
    make.report(late, law, difficulty="纸质件多", next_step="次年一季度完成清理")
    make.task(lead=other, year=2025, due_on=date(2025, 9, 30), title="别科的任务")
    make.finding(other, year=2025, description="别科的问题")
    entry(make, law, category="通知公告")
    entry(make, law, ledger="training", title="信息员培训", quantity=1, people=20)
    entry(make, other, quantity=90)


def said(unit: Unit) -> str:
    material, drafts = draft_of(2025, unit, TODAY)
    return "\n".join(f"{one.heading}\n{filled(one.text, material.figures)}" for one in drafts)


@pytest.mark.usefixtures("context")
def test_a_section_s_summary_says_what_the_section_did_and_nothing_of_others(make: Factory, law: Unit) -> None:
    some_year(make, law)

    text = said(law)

    assert "2025年，政策法规科承担政务公开任务2项，办结1项，办结率50%，主动公开政府信息3条。" in text
    assert "## 主动公开\n集中公开规范性文件12件。" in text
    assert "全年举办政务公开培训1期，培训20人次，内容涵盖信息员培训。" in text
    assert "“历史文件清理”1项任务逾期未办结，主要原因是纸质件多" in text
    assert "下一步，政策法规科将针对存在的问题，重点抓好以下工作：2026年一季度完成清理。" in text
    assert "别科" not in text


@pytest.mark.usefixtures("context")
def test_a_section_s_summary_is_printed_as_a_document_of_the_section(make: Factory, law: Unit) -> None:
    some_year(make, law)

    printed = Printed(print_pdf(section_document(2025, law, TODAY)))

    assert printed.facts["Title"] == "政策法规科2025年政务公开工作总结"
    assert "集中公开规范性文件12件" in printed.text
    assert all(line.left > 27 and line.right < 185 for page in printed.pages for line in page.body)


@pytest.mark.usefixtures("context")
def test_a_section_without_tasks_and_entries_is_no_error(make: Factory, law: Unit) -> None:
    assert "现将政策法规科2025年政务公开工作情况总结如下。" in said(law)


@pytest.mark.usefixtures("context")
def test_a_section_s_summary_costs_the_same_statements_however_much_was_done(make: Factory, law: Unit) -> None:
    some_year(make, law)
    with counting() as few:
        draft_of(2025, law, TODAY)
    for number in range(15):
        make.task(lead=law, year=2025, due_on=date(2025, 6, 1))
        entry(make, law, title=f"公告{number}")
    assert law.name  # read again after it was used
    with counting() as many:
        draft_of(2025, law, TODAY)

    assert few.count == many.count


def test_a_section_sees_its_own_summary_and_the_office_all(make: Factory, client_of: Clients, law: Unit) -> None:
    some_year(make, law)
    other = make.unit("财务科")
    section, stranger = client_of(make.account(unit=law)), client_of(make.account(unit=other))
    office = client_of(make.account(Role.OFFICE, unit=make.unit("办公室")))
    url = f"/section-summaries/2025/{law.id}"

    assert "集中公开规范性文件12件" in section.get(url).text
    assert "档案管理科" not in section.get("/section-summaries/2025").text
    assert "档案管理科" in office.get("/section-summaries/2025").text
    assert section.get(f"{url}.docx").data[:2] == b"PK"
    assert office.get(f"{url}.pdf").data[:4] == b"%PDF"
    for ending in ("", ".pdf", ".docx"):
        assert stranger.get(url + ending).status_code == 404
