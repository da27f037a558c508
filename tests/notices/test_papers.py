"""The papers as they are printed: each kind is made, measures right, says what it must, and has a Word twin."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from docx import Document as WordDocument

from tests.documents.measuring import Printed
from tests.documents.twins import broken_heads, differences
from tests.support.factory import Factory
from tracker.checks import services as checks
from tracker.checks.models import CheckResult
from tracker.checks.rules import FindingState, Verdict
from tracker.checks.services import Demand
from tracker.db import db, transaction
from tracker.documents.exchange import from_json
from tracker.documents.numbering import written_date
from tracker.files.services import file_store
from tracker.matters import services as matters
from tracker.matters.rules import Source
from tracker.matters.services import MatterContent
from tracker.notices import services
from tracker.notices.material import Order
from tracker.notices.models import Notice
from tracker.notices.rules import NoticeKind
from tracker.organisation.models import Unit
from tracker.permissions import Actor, Role

pytestmark = pytest.mark.usefixtures("context")
K = NoticeKind


@pytest.fixture
def by(make: Factory) -> Actor:
    make.agency(name="清河市水务局", short_name="市水务局")
    return make.actor(Role.SUPERVISION, unit=make.unit("机关纪委"), name="赵敏")


@pytest.fixture
def unit(make: Factory) -> Unit:
    return make.unit("河湖管理科")


def issue(order: Order, by: Actor) -> Notice:
    return services.issue_notice(order, services.draft_notice(order, by=by), by=by)


def kept(notice: Notice) -> bytes:
    with file_store().open(notice.file.storage_key) as file:
        content: bytes = file.read()
        return content


def paper(notice: Notice) -> Printed:
    return Printed(kept(notice))


def text_of(printed: Printed) -> str:
    return printed.text.replace("\u200b", "").replace("\u2060", "")


def add(unit: Unit, text: str, by: Actor, days: int = 10) -> int:
    return checks.add_finding(unit.id, text, Demand(days=days, basis="《中华人民共和国政府信息公开条例》"), by=by).id


def rectify_order(make: Factory, unit: Unit, by: Actor) -> Order:
    for text in ("门户网站“河湖名录”栏目三个链接打不开", "年度预算公开表缺少说明"):
        add(unit, text, by)
    add(make.unit("财务科"), "别的科室的问题", by)
    return Order(K.RECTIFY, unit_id=unit.id)


def urge_order(make: Factory, unit: Unit, by: Actor) -> Order:
    make.task(lead=unit, title="公布重大水利工程建设进展", due_on=date(2026, 9, 30))
    make.finding(unit, description="办事指南过期", due_on=date(2026, 10, 9))
    return Order(K.URGE, unit_id=unit.id)


def list_order(make: Factory, unit: Unit, by: Actor) -> Order:
    rectify_order(make, unit, by)
    return Order(K.LIST)


def report_order(make: Factory, unit: Unit, by: Actor) -> Order:
    first, second = (add(unit, text, by) for text in ("三个链接打不开", "年度预算公开表缺少说明"))
    officer = make.actor(Role.SECTION, unit=unit, name="王芳")
    checks.answer_finding(first, "修复链接，并建立每周巡检制度。", by=officer)
    checks.recheck(first, True, "到位", by=by)
    assert second
    return Order(K.REPORT, unit_id=unit.id, text="每月自查一次，发现问题立即整改。")


def circular_order(make: Factory, unit: Unit, by: Actor) -> Order:
    task, other = make.task(lead=unit), make.task(lead=make.unit("财务科"))
    opened = make.round(task, other, name="三季度政务公开专项检查")
    with transaction():
        for result in db.session.query(CheckResult):
            result.verdict = Verdict.PROBLEM if result.task_id == task.id else Verdict.SATISFIED
    make.finding(unit, description="三个链接打不开", round_id=opened.id, due_on=date(2026, 10, 9))
    make.finding(
        unit, description="缺说明", round_id=opened.id, state=FindingState.CLOSED, closed_on=date(2026, 10, 12)
    )
    return Order(K.CIRCULAR, round_id=opened.id)


def matter_order(make: Factory, unit: Unit, by: Actor) -> Order:
    content = MatterContent(
        Source.LEADER, "局长在第7次局务会上的批示", "公布小型水库安全鉴定结果", "10月底前公布，并答复来信群众。",
        unit.id, date(2026, 10, 30), "办公室",
    )  # fmt: skip
    return Order(K.SUPERVISION, matter_id=matters.register_matter(content, by=by).id)


Prepare = Callable[[Factory, Unit, Actor], Order]
PAPERS: dict[NoticeKind, tuple[Prepare, list[str]]] = {
    K.RECTIFY: (
        rectify_order,
        ["整改通知〔2026〕1号", "河湖管理科：", "存在2个问题", "2026年10月27日前整改到位", "签收回执"],
    ),
    K.URGE: (urge_order, ["催办通知〔2026〕1号", "1项任务、1个问题", "公布重大水利工程建设进展", "3个工作日"]),
    K.LIST: (list_order, ["问题清单〔2026〕1号", "共3个", "别的科室的问题"]),
    K.REPORT: (report_order, ["整改情况报告〔2026〕1号", "已销号", "尚未报送整改情况", "每月自查一次"]),
    K.CIRCULAR: (circular_order, ["检查通报〔2026〕1号", "共检查2项", "视为未整改1个", "财务科", "机关纪委"]),
    K.SUPERVISION: (matter_order, ["督办单〔2026〕1号", "领导批示", "公布小型水库安全鉴定结果", "2026年10月30日"]),
}


@pytest.mark.parametrize("kind", list(PAPERS))
def test_each_paper_is_printed_with_its_number_inside_the_type_area_and_has_a_word_twin(
    make: Factory, unit: Unit, by: Actor, kind: NoticeKind
) -> None:
    prepare, expected = PAPERS[kind]

    notice = issue(prepare(make, unit, by), by)

    printed = paper(notice)
    text = text_of(printed)
    assert [words for words in expected if words not in text] == []
    assert "政府督查" not in text
    for page in printed.pages:
        assert (round(page.width), round(page.height)) == (210, 297)
        assert all(line.left >= 27 and line.right <= 185 for line in page.lines)
    document, word = from_json(notice.content), services.word_twin(notice)
    assert differences(document, kept(notice), word) == ""
    assert broken_heads(document) == []
    twin = WordDocument(BytesIO(word))
    assert any(notice.code in paragraph.text for paragraph in twin.paragraphs)


def test_a_notice_to_rectify_leaves_out_the_findings_of_other_units(make: Factory, unit: Unit, by: Actor) -> None:
    notice = issue(rectify_order(make, unit, by), by)

    assert "别的科室的问题" not in text_of(paper(notice))
    assert len(notice.subjects) == 2


def test_the_report_gives_problems_and_measures_under_the_same_numbers(make: Factory, unit: Unit, by: Actor) -> None:
    text = text_of(paper(issue(report_order(make, unit, by), by)))

    problems, measures = text.index("一、存在的主要问题"), text.index("二、具体整改措施")
    plans = text.index("三、下一步工作打算")
    assert [text.index(f"{at}.", problems) < measures for at in (1, 2)] == [True, True]
    assert [measures < text.index(f"{at}.", measures) < plans for at in (1, 2)] == [True, True]
    assert "3." not in text[problems:plans]


def test_capability_73_a_circular_names_the_state_of_every_section(make: Factory, unit: Unit, by: Actor) -> None:
    never_checked = make.unit("从未抽到科")

    notice = issue(circular_order(make, unit, by), by)

    text = text_of(paper(notice))
    assert never_checked.name in text
    units = {slip.unit.name for slip in notice.slips}
    assert units == {"机关纪委", unit.name, "财务科", never_checked.name}


def test_a_circular_says_who_checked_which_period_and_how_to_repeat_the_draw(
    make: Factory, unit: Unit, by: Actor
) -> None:
    tasks = [make.task(lead=unit) for _ in range(3)]
    opened = make.round(tasks[0], period="2026年三季度", people="赵敏、孙立", per_unit=1, seed=4711)

    text = text_of(paper(issue(Order(K.CIRCULAR, round_id=opened.id), by)))

    assert "检查人员赵敏、孙立，对2026年三季度的工作进行检查" in text
    assert "每个科室、单位1项抽查，抽取种子为4711" in text


def test_the_report_has_a_table_of_links_to_what_was_rectified(make: Factory, unit: Unit, by: Actor) -> None:
    number, unanswered = add(unit, "三个链接打不开", by), add(unit, "缺说明", by)
    officer = make.actor(Role.SECTION, unit=unit, name="王芳")
    urls = ["https://water.example/links.html", "https://water.example/list.html"]
    checks.answer_finding(number, "修复链接。", urls=urls, by=officer)

    notice = issue(Order(K.REPORT, unit_id=unit.id), by)

    text = text_of(paper(notice))
    table = text[text.rindex("整改链接表") :]
    assert "整改后链接、佐证材料" in table
    assert all(url in "".join(table.split()) for url in urls)
    assert unanswered
    assert "缺说明" not in table
    twin = WordDocument(BytesIO(services.word_twin(notice)))
    assert any(urls[0] in cell.text for grid in twin.tables for row in grid.rows for cell in row.cells)


def test_a_report_without_proofs_has_no_table_of_links(make: Factory, unit: Unit, by: Actor) -> None:
    assert "整改链接表" not in text_of(paper(issue(report_order(make, unit, by), by)))


@pytest.mark.parametrize(("said", "printed"), [("检查", "检查单"), ("政府督查", "督办单"), ("督办", "督办单")])
def test_the_word_for_checks_is_the_agencys_own_and_never_that_of_a_government(
    make: Factory, unit: Unit, said: str, printed: str
) -> None:
    make.agency(check_word=said)
    by = make.actor(Role.SUPERVISION, unit=make.unit("机关纪委"))

    notice = issue(matter_order(make, unit, by), by)

    assert notice.code == f"{printed}〔2026〕1号"
    assert "政府督查" not in text_of(paper(notice))
    assert written_date(date(2026, 10, 13)) in text_of(paper(notice))
