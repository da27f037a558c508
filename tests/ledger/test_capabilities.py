"""What the source documents ask of the ledgers, capability by capability."""

from datetime import date, timedelta

import pytest

from tests.ledger.entering import entered
from tests.support.factory import Factory
from tracker.clock import today
from tracker.figures.ledgers import figure_rows
from tracker.figures.named import figures_of
from tracker.figures.rules import filled
from tracker.figures.showing import compare_figures
from tracker.ledger.periods import Period, year_period
from tracker.ledger.queries import list_uninterpreted
from tracker.permissions import Actor

pytestmark = pytest.mark.usefixtures("context")
YEAR = year_period(2026)


def parts_of(name: str, dimension: str, by: Actor) -> dict[str, object]:
    parts = figure_rows(name, YEAR, by=by).parts[dimension]
    return {part.name: part.value for part in parts if part.value}


def said(text: str) -> str:
    return filled(text, figures_of(2026, today()))


def test_capability_26_special_meetings_are_counted_with_their_topics(office: Actor) -> None:
    for month, topic in enumerate(("部署年度工作", "研究整改", "听取汇报"), 1):
        entered("meeting", office, topic, date(2026, month, 9), category="专题会议")
    entered("meeting", office, "周例会", category="例会")

    found = figure_rows("专题会议次数", YEAR, by=office)

    assert said("先后召开{专题会议次数}专题会议") == "先后召开3次专题会议"
    assert [row.entry.title for row in found.rows] == ["听取汇报", "研究整改", "部署年度工作"]


def test_capability_43_submitted_adopted_score_and_rank(section: Actor) -> None:
    entered("submission", section, "信息一", category="省级", tags="采用", amount="5")
    entered("submission", section, "信息二", category="市级", amount="1.5")
    entered("appraisal", section, "信息报送通报", category="信息报送", quantity=2)

    text = said("上报{信息上报数}，采用{信息采用数}，得{信息报送得分}，列第{信息报送名次}")

    assert text == "上报2条，采用1条，得6.5分，列第2名"


def test_capability_46_staff_in_place_are_counted_from_changes(section: Actor) -> None:
    entered("staff", section, "抽调", date(2025, 2, 1), category="抽调", channel="增加", people=4)
    entered("staff", section, "调离", date(2026, 5, 1), category="抽调", channel="减少", people=1)

    assert said("{工作人员数}") == "3名"


def test_capability_48_disclosure_is_split_by_category(section: Actor) -> None:
    for category, number in (("法规规章", 573), ("工作动态", 1947), ("领导动态", 173), ("组织机构", 114)):
        entered("published", section, category, category=category, quantity=number)

    assert said("{主动公开信息数}，其中工作动态{工作动态公开数}") == "2807条，其中工作动态1947条"
    assert parts_of("主动公开信息数", "category", section)["领导动态"] == 173


def test_capability_49_about_so_many_is_stored_and_printed_again(section: Actor) -> None:
    entered("published", section, "全年合计", quantity=6000, is_approximate=True)

    assert said("{主动公开信息数}") == "6000余条"


def test_capability_50_the_website_is_kept_by_column(section: Actor) -> None:
    entered("published", section, channel="网站", quantity=46, extra={"column": "通知公告"})

    assert said("累计更新{网站发布数|40多}") == "累计更新40多条"
    assert figure_rows("网站发布数", YEAR, by=section).rows[0].entry.extra["column"] == "通知公告"


def test_capability_52_columns_of_the_website_and_their_revision(section: Actor) -> None:
    entered("column", section, "九个主要栏目", date(2024, 1, 1), category="新开设", quantity=9)
    entered("column", section, "首页改版", category="改版")
    entered("column", section, "旧专题", date(2026, 6, 1), category="撤销")

    assert said("{现有栏目数}、{优化栏目数}、{新开设栏目数}") == "8个、1个、0个"


def test_capability_55_documents_are_open_on_request_or_exempt(section: Actor) -> None:
    for category, number in (("主动公开", 673), ("依申请公开", 20), ("不予公开", 14)):
        entered("document", section, category, category=category, quantity=number)

    text = said("{制发公文数}、{主动公开公文数}、{依申请公开公文数}、{不予公开公文数}、{公文主动公开率}")

    assert text == "707件、673件、20件、14件、95.2%"


def test_capability_56_internal_disclosure_is_apart_from_external(section: Actor) -> None:
    entered("internal", section, "考核结果", category="年度考核", extra={"audience": "全体职工"})

    assert said("{对内公开数}、{主动公开信息数}") == "1条、0条"


def test_capability_58_the_notice_board_is_a_channel_and_a_place(section: Actor) -> None:
    entered("place", section, "一楼政务公开栏", date(2025, 1, 1), category="公开栏", channel="启用")
    entered("published", section, "领导分工", channel="公开栏")

    assert said("{公开栏数}，张贴{公开栏公开数}") == "1个，张贴1条"


def test_capability_60_key_areas_without_anything_published_are_seen(section: Actor) -> None:
    entered("published", section, "许可事项清单", tags="行政许可", quantity=3)

    areas = {part.name: part.value for part in figure_rows("主动公开信息数", YEAR, by=section).parts["tags"]}

    assert areas["行政许可"] == 3
    assert areas["重大项目"] == areas["公共卫生"] == areas["教育"] == 0


def test_capability_61_documents_that_need_an_interpretation_and_have_none_are_named(
    section: Actor, other: Actor
) -> None:
    for title in ("土地管理办法", "《收费办法》"):
        entered("document", section, title, category="主动公开", tags="需解读")
    entered("interpretation", section, "图解", category="图解", extra={"document": "《土地管理办法》"})

    assert [one.title for one in list_uninterpreted(YEAR, section)] == ["《收费办法》"]
    assert list_uninterpreted(YEAR, other) == []


def test_a_figure_is_set_beside_that_of_a_year_earlier(section: Actor) -> None:
    entered("meeting", section, day=date(2025, 2, 1))
    for number in range(3):
        entered("meeting", section, f"例会{number}", day=date(2026, 2, 1) + timedelta(days=number))

    found = figure_rows("会议次数", Period(date(2026, 2, 1), date(2026, 2, 2)), by=section)
    whole = {one.figure.name: one for one in compare_figures(YEAR, today()).of_ledgers}["会议次数"]

    assert (found.figure.value, found.before.value, found.change) == (2, 1, 1)
    assert (whole.figure.shown, whole.before.shown if whole.before else "") == ("3次", "1次")


def test_figures_of_ledgers_do_not_hide_those_of_tasks(make: Factory, section: Actor) -> None:
    make.task()

    figures = figures_of(2026, today())

    assert figures["任务总数"].value == 1
    assert figures["会议次数"].rows == ("figures.rows", {"year": 2026, "name": "会议次数"})
