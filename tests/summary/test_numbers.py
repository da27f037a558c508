"""Every number of the printed text, counted again from the rows of the database without any query of the program."""

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from time import process_time
from typing import Any

import docx
import pytest
from sqlalchemy import select

from tests.documents.measuring import Printed
from tests.summary.a_year import a_year, an_entry
from tests.support.factory import Factory
from tests.support.statements import counting
from tracker.checks.models import CheckResult, CheckRound, Finding
from tracker.db import db
from tracker.documents import print_docx, print_pdf
from tracker.documents.model import Document
from tracker.figures.rules import TOKEN
from tracker.ledger.models import LedgerEntry
from tracker.organisation.models import GroupSeat, UnitPost
from tracker.outlines.rules import Variant
from tracker.outlines.shipped import SHIPPED
from tracker.progress.models import ProgressReport
from tracker.requests.models import DisclosureRequest, Dispute
from tracker.summary.document import compose, summary_document
from tracker.summary.drafting import document_title, draft_all
from tracker.summary.gathering import gather
from tracker.summary.models import Summary
from tracker.summary.paper_rules import Paper
from tracker.summary.queries import get_summary, material_of
from tracker.summary.services import draft_summary
from tracker.tasks.models import Occurrence, Task, TaskUnit

pytestmark = pytest.mark.usefixtures("context")
TODAY = date(2026, 1, 8)
FULL = Paper(
    has_red_head=True, number="清档〔2026〕3号", signers="刘明", has_seal=True, note="此件公开发布",
    copies_to="市政府办公室", printed_by="清河市档案局办公室", has_tasks=True, has_annex=True,
)  # fmt: skip


def rows(model: type) -> list:  # type: ignore[type-arg]
    return list(db.session.scalars(select(model)))


def entries(ledger: str, **wanted: str) -> list[LedgerEntry]:
    return [
        one
        for one in rows(LedgerEntry)
        if one.ledger == ledger
        and one.day.year == 2025
        and not one.struck_because
        and all(getattr(one, name) == value for name, value in wanted.items())
    ]


def amount(ledger: str, **wanted: str) -> int:
    return int(sum(one.quantity for one in entries(ledger, **wanted)))


def tasks(keep: Callable[[Task], bool] = lambda _: True) -> int:
    return sum(keep(one) for one in rows(Task) if one.year == 2025 and one.state != "cancelled")


def is_done(task: Task) -> bool:
    return task.state in ("done", "archived")


def requests(keep: Callable[[DisclosureRequest], bool]) -> int:
    return sum(keep(one) for one in rows(DisclosureRequest))


def by_hand(name: str) -> str:
    """What a figure says, counted here once more; a name that this does not know fails the test."""
    if match := re.fullmatch(r"完成期数·第(\d+)条", name):
        ids = {one.id for one in rows(Task) if one.year == 2025 and one.number == int(match[1])}
        return f"{sum(one.task_id in ids and one.done_on is not None for one in rows(Occurrence))}期"
    if match := re.fullmatch(r"(主动公开|平台建设|监督保障)(任务|办结)数", name):
        return f"{tasks(lambda one: one.category == match[1] and (match[2] == '任务' or is_done(one)))}项"
    if match := re.fullmatch(r"(主动公开信息数|会议次数|培训期数|简报期数)·(?!上年)(.+)", name):
        return part_by_hand(match[1], match[2])
    return str(BY_HAND[name]())


def part_by_hand(whole: str, part: str) -> str:
    ledger, column, unit = {
        "主动公开信息数": ("published", "category", "条"), "会议次数": ("meeting", "category", "次"),
        "培训期数": ("training", "category", "期"), "简报期数": ("briefing", "series", "期"),
    }[whole]  # fmt: skip
    found = entries(ledger, **{column: part})
    number = amount(ledger, **{column: part}) if ledger in ("published", "training") else len(found)
    return f"{number}{'余' if any(one.is_approximate for one in found) else ''}{unit}"


def percent(part: int, whole: int) -> str:
    text = f"{(1000 * part * 2 + whole) // (2 * whole) / 10:g}" if whole else "0"
    return f"{text}%"


def late_or_open(one: Task) -> bool:
    return not is_done(one) and one.due_on is not None and one.due_on < TODAY


def findings(keep: Callable[[Finding], bool] = lambda _: True) -> int:
    return sum(keep(one) for one in rows(Finding) if one.year == 2025)


def answered_with(code: str) -> str:
    return f"{requests(lambda one: one.answered_on is not None and one.outcome.startswith(code))}件"


BY_HAND: dict[str, Callable[[], str]] = {
    "任务总数": lambda: f"{tasks()}项",
    "办结数": lambda: f"{tasks(is_done)}项",
    "办结率": lambda: percent(tasks(is_done), tasks()),
    "未办结数": lambda: f"{tasks(lambda one: not is_done(one))}项",
    "逾期数": lambda: f"{tasks(late_or_open)}项",
    "按期办结数": lambda: f"{tasks(lambda one: is_done(one) and one.done_on <= one.first_due_on)}项",
    "逾期办结数": lambda: f"{tasks(lambda one: is_done(one) and one.done_on > one.first_due_on)}项",
    "牵头单位数": lambda: f"{len({one.unit_id for one in rows(TaskUnit) if one.duty == 'lead'})}个",
    "领导小组人数": lambda: f"{sum(one.group == 'leading' for one in rows(GroupSeat))}人",
    "信息员人数": lambda: f"{sum(one.post == 'officer' for one in rows(UnitPost))}名",
    "检查次数": lambda: f"{len(rows(CheckRound))}次",
    "检查任务数": lambda: f"{sum(one.verdict is not None for one in rows(CheckResult))}项次",
    "发现问题数": lambda: f"{findings()}个",
    "销号数": lambda: f"{findings(lambda one: one.state == 'closed')}个",
    "未销号数": lambda: f"{findings(lambda one: one.state != 'closed')}个",
    "整改率": lambda: percent(findings(lambda one: one.state == "closed"), findings()),
    "主动公开信息数": lambda: f"{amount('published') // 100 * 100}余条",
    "主动公开信息数·上年": lambda: f"{sum(int(one.quantity) for one in rows(LedgerEntry) if one.day.year == 2024)}条",
    "网站发布数": lambda: f"{amount('published', channel='网站')}条",
    "网站访问量": lambda: f"{amount('monthly') // 10_000}万余人次",
    "会议次数": lambda: f"{len(entries('meeting'))}次",
    "培训期数": lambda: f"{amount('training')}期",
    "培训人次": lambda: f"{sum(one.people for one in entries('training'))}人次",
    "制定制度数": lambda: f"{amount('regulation', category='制定')}项",
    "政策解读数": lambda: f"{amount('interpretation')}篇",
    "上级文件数": lambda: f"{amount('superior')}件",
    "图解数": lambda: f"{amount('interpretation', category='图解')}篇",
    "媒体报道次数": lambda: f"{amount('media_report')}次",
    "信息上报数": lambda: f"{amount('submission')}条",
    "信息采用数": lambda: f"{amount('submission', tags='|采用|')}条",
    "信息报送得分": lambda: f"{int(sum(one.amount for one in entries('submission')))}分",
    "考核得分": lambda: f"{int(entries('appraisal')[-1].amount)}分",
    "考核名次": lambda: f"{int(entries('appraisal')[-1].quantity)}名",
    "收到申请数": lambda: f"{requests(lambda one: one.received_on.year == 2025)}件",
    "办结申请数": lambda: answered_with(""),
    "申请办结率": lambda: percent(int(answered_with("")[:-1]), requests(lambda one: one.received_on.year == 2025)),
    "结转下年申请数": lambda: f"{requests(lambda one: one.answered_on is None)}件",
    "收到申请数·自然人": lambda: f"{requests(lambda one: one.applicant == 'natural_person')}件",
    "办结申请数·予以公开": lambda: answered_with("三(一)"),
    "办结申请数·不予公开": lambda: answered_with("三(三)"),
    "行政复议数": lambda: f"{len(rows(Dispute))}件",
}


def printed(summary: Summary, paper: Paper | None = None) -> Document:
    material = material_of(summary, TODAY)
    if paper is None:
        return summary_document(summary, material, TODAY)
    return compose(summary.title, summary.sections, material, TODAY, TODAY, paper, "市政府办公室")


def test_every_number_of_the_printed_text_is_counted_again_from_the_database(make: Factory) -> None:
    draft_summary(2025, by=a_year(make))
    summary = get_summary(2025)
    text = re.sub(r"\s", "", Printed(print_pdf(printed(summary))).text)
    words = [report.done for report in rows(ProgressReport)]

    names = [token for one in summary.sections for token in TOKEN.findall(one.text)]

    assert len(set(names)) > 35
    assert lines_off(summary, text) == []
    for number in re.findall(r"\d+", re.sub(r"\{[^}]*\}", "", "\n".join(one.text for one in summary.sections))):
        assert number in ("2025", "2026", "6") or any(number in one for one in words), number

    # A number that is off is seen: whichever record is another one than when the paper was printed.
    for row, name, value in changes():
        with db.session.no_autoflush:
            setattr(row, name, value)
            assert lines_off(summary, text), (row, name)
        db.session.expire(row)
    assert lines_off(summary, text) == []


def changes() -> list[tuple[Any, str, Any]]:
    """A record of each kind, and what would be different about it."""
    done = next(one for one in rows(Task) if is_done(one) and one.category == "平台建设")
    (accurate, *_) = entries("published", category="通知公告")
    return [
        (accurate, "quantity", accurate.quantity + 1), (entries("training")[0], "people", 1),
        (entries("briefing")[0], "struck_because", "重复"), (entries("submission")[0], "amount", 64),
        (done, "state", "in_progress"), (rows(Finding)[0], "state", "closed"),
        (rows(DisclosureRequest)[0], "applicant", "enterprise"), (rows(Occurrence)[0], "done_on", None),
        (rows(UnitPost)[0], "post", "head"),
    ]  # fmt: skip


def lines_off(summary: Summary, text: str) -> list[str]:
    """The lines that do not stand in the printed ``text`` as they do when their numbers are counted here once more."""
    expected = "\n".join(one.text for one in summary.sections)
    for token in TOKEN.findall(expected):
        expected = expected.replace(f"{{{token}}}", by_hand(token.partition("|")[0]), 1)
    found = without_numbers_of_pages(text)
    return [line for line in expected.splitlines() if re.sub(r"\s", "", line.removeprefix("## ")) not in found]


def without_numbers_of_pages(text: str) -> str:
    return re.sub(r"[—–-]\d+[—–-]", "", text)


def test_the_tables_say_what_the_rows_of_the_database_say(make: Factory) -> None:
    draft_summary(2025, by=a_year(make))

    tables = [block for block in printed(get_summary(2025)).blocks if hasattr(block, "rows")]

    completion, unfinished, years = tables
    assert [cell.text for cell in completion.rows[-1].cells] == [
        "合计", *(by_hand(name).rstrip("项") for name in ("任务总数", "办结数", "按期办结数", "逾期数", "办结率")),
    ]  # fmt: skip
    assert [row.cells[1].text for row in unfinished.rows] == [one.title for one in rows(Task) if not is_done(one)]
    assert [cell.text for cell in years.rows[0].cells] == ["主动公开信息数", "条", "6239", "400", "+5839"]
    assert [one.caption for one in tables] == [
        "表1　各科室和单位牵头任务完成情况", "表2　未办结任务及原因", "表3　主要数据与上年对比",
    ]  # fmt: skip


@pytest.mark.parametrize("paper", [Paper(), FULL], ids=["plain", "full"])
@pytest.mark.parametrize("variant", [Variant.AGENCY, Variant.GOVERNMENT, Variant.COMBINED])
def test_every_kind_of_summary_keeps_to_the_type_area_and_its_word_twin_has_the_same_text(
    make: Factory, variant: Variant, paper: Paper
) -> None:
    office = a_year(make)
    draft_summary(2025, by=office, variant=variant)

    document = printed(get_summary(2025), paper)

    assert_rules_hold(document)
    twin = re.sub(
        r"\s", "", "".join(paragraph.text for paragraph in docx.Document(BytesIO(print_docx(document))).paragraphs)
    )
    for section in get_summary(2025).sections:
        assert re.sub(r"\s", "", section.heading) in twin
    for block in document.blocks:
        if hasattr(block, "runs"):
            assert re.sub(r"\s", "", "".join(run.text for run in block.runs)) in twin


def assert_rules_hold(document: Document) -> None:
    found = Printed(print_pdf(document))
    assert found.is_tagged
    for page in found.pages:
        assert len(page.body) <= 60
        assert all(line.left > 27 and line.right < 185 for line in page.body)


@pytest.mark.parametrize("variant", list(Variant))
def test_an_empty_year_prints_too(make: Factory, variant: Variant) -> None:
    make.agency(name="清河市档案局")
    make.task(year=2025)
    material = gather(2025, TODAY, variant)

    document = compose(document_title(material), draft_all(material, SHIPPED[variant]), material, TODAY, TODAY, FULL)

    assert_rules_hold(document)


def test_gathering_costs_the_same_statements_however_much_was_done(make: Factory) -> None:
    a_year(make)
    with counting() as few:
        gather(2025, TODAY)
    for number in range(12):
        task = make.task(year=2025, category="主动公开")
        an_entry(make, make.unit(), title=f"公告{number}", category=f"类别{number}")
        make.finding(make.unit(), year=2025)
        make.occurrence(task, date(2025, 5, 5), done_on=date(2025, 5, 5))
    with counting() as many:
        gather(2025, TODAY)

    assert few.count == many.count <= 40


def test_three_hundred_tasks_with_annex_and_attachment_are_printed_in_time(make: Factory) -> None:
    draft_summary(2025, by=a_year(make, tasks=300))
    document = printed(get_summary(2025), FULL)
    print_pdf(printed(get_summary(2025)))

    begun = process_time()
    pdf = print_pdf(document)

    assert len(Printed(pdf).pages) > 20
    assert process_time() - begun < 60  # 5 s on a machine that does nothing else; here others work beside
