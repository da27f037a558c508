"""What the source documents ask of the ledgers, capability by capability."""

from datetime import date, timedelta

import pytest

from tests.ledger.entering import entered, facts
from tests.support.factory import Factory
from tracker.clock import today
from tracker.figures.ledgers import compare_figures, figure_rows
from tracker.figures.named import figures_of
from tracker.figures.rules import filled
from tracker.ledger.periods import Period, year_period
from tracker.ledger.queries import get_entry, list_entries, list_uninterpreted
from tracker.ledger.rows import Wanted
from tracker.ledger.services import edit_entry
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


def test_capability_27_a_meeting_keeps_time_place_participants_and_agenda(office: Actor) -> None:
    extra = {"time": "9:00", "place": "三楼会议室", "attendees": "各科室负责人", "agenda": "一、通报；二、部署"}

    meeting = entered("meeting", office, "推进会", people=18, extra=extra)

    assert get_entry(meeting.id, office).extra == extra


def test_capability_29_how_a_meeting_was_carried_out_is_reported_on_its_entry(office: Actor) -> None:
    meeting = entered("meeting", office, "全市政务公开会议")

    edit_entry(meeting.id, facts("全市政务公开会议", extra={"follow_up": "已传达并制定整改清单"}), by=office)

    assert get_entry(meeting.id, office).extra["follow_up"] == "已传达并制定整改清单"


def test_capability_30_minutes_go_from_record_to_distribution(office: Actor) -> None:
    steps = {"recorded": "党组秘书", "tidied": "3月6日", "submitted": "3月7日", "approved": "王主任"}
    minutes = entered("minutes", office, "主任办公会纪要", series="主任办公会议纪要", issue=4, extra=steps)

    done = {**steps, "distributed": "中心领导、各处室"}
    edit_entry(minutes.id, facts("主任办公会纪要", series="主任办公会议纪要", issue=4, extra=done), by=office)

    assert get_entry(minutes.id, office).extra == done
    assert said("{会议纪要期数}") == "1期"


def test_capabilities_32_and_33_rules_are_counted_and_listed_with_their_status(section: Actor) -> None:
    for title in ("责任分工制度", "审核制度", "督办制度", "监督制度", "举报制度", "追究制度", "考核制度", "档案办法"):
        entered("regulation", section, title, category="制定", tags="内部制度", extra={"status": "试行"})
    entered("regulation", section, "旧制度", category="废止")

    found = figure_rows("制定制度数", YEAR, by=section)

    assert said("制定{制定制度数}，废止{废止制度数}") == "制定8项，废止1项"
    assert {row.entry.extra["status"] for row in found.rows} == {"试行"}


def test_capabilities_34_and_35_trainings_keep_who_taught_whom_how_many_and_in_which_form(section: Actor) -> None:
    extra = {"organiser": "办公室", "lecturer": "张教授", "audience": "各单位后台管理信息员"}
    entered("training", section, "后台管理培训", category="专题培训", people=109, extra=extra)
    entered("training", section, "以会代训", category="以会代训", people=40)

    assert said("举办培训{培训期数}，培训{培训人次}") == "举办培训2期，培训149人次"
    assert parts_of("培训人次", "category", section) == {"专题培训": 109, "以会代训": 40}


def test_capabilities_36_and_37_reports_are_counted_by_outlet_and_medium(section: Actor) -> None:
    for number in range(33):
        channel = ("电视", "广播", "报纸", "墙报", "网络")[number % 5]
        entered("media_report", section, f"报道{number}", channel=channel, extra={"outlet": "市电视台"})

    assert said("宣传报道{媒体报道次数|余}") == "宣传报道30余次"
    assert parts_of("媒体报道次数", "channel", section) == {"电视": 7, "广播": 7, "报纸": 7, "墙报": 6, "网络": 6}


def test_capabilities_38_39_and_42_series_of_briefings_are_counted_each_with_recipients(section: Actor) -> None:
    for series, issues in (("发展改革动态", 11), ("重点项目建设", 2)):
        for issue in range(1, issues + 1):
            entered("briefing", section, f"第{issue}期", series=series, issue=issue, extra={"recipients": "各处室"})

    rows = list_entries(section, Wanted("briefing", YEAR))

    assert said("{简报期数}") == "13期"
    assert parts_of("简报期数", "series", section) == {"发展改革动态": 11, "重点项目建设": 2}
    assert {row.entry.extra["recipients"] for row in rows} == {"各处室"}


def test_capability_43_submitted_adopted_score_and_rank(section: Actor) -> None:
    entered("submission", section, "信息一", category="省级", tags="采用", amount="5")
    entered("submission", section, "信息二", category="市级", amount="1.5")
    entered("appraisal", section, "信息报送通报", category="信息报送", quantity=2)

    text = said("上报{信息上报数}，采用{信息采用数}，得{信息报送得分}，列第{信息报送名次}")

    assert text == "上报2条，采用1条，得6.5分，列第2名"


def test_capabilities_44_and_45_money_and_equipment_with_decision_and_purpose(section: Actor) -> None:
    extra = {"decided": "党组会议", "purpose": "培训学习"}
    entered("resource", section, "培训经费", category="经费", amount="3.2", quantity=0, extra=extra)
    entered("resource", section, "电脑", category="设备", quantity=5, amount="2.5")

    assert said("投入{投入经费}，配备电脑{配备设备数}") == "投入5.7万元，配备电脑5台"
    rows = figure_rows("投入经费", YEAR, by=section).rows
    assert {row.entry.title: row.entry.extra for row in rows}["培训经费"] == extra


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


def test_capabilities_53_and_54_catalogue_and_guide_have_versions_and_forms(section: Actor) -> None:
    extra = {"edition": "2026年版", "changed": "重新编制", "forms": "申请表"}
    entered("catalogue", section, "政务公开指南", category="公开指南", tags="重新编制", extra=extra)
    entered("catalogue", section, "政府信息公开目录", category="公开目录", extra={"edition": "第3版"})

    assert said("{目录更新次数}、{指南更新次数}") == "1次、1次"
    assert figure_rows("指南更新次数", YEAR, by=section).rows[0].entry.extra == extra


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


def test_capability_59_a_draft_is_published_opinions_come_and_the_decision_follows(section: Actor) -> None:
    stages = {"closed": "3月20日", "adopted": "12", "feedback": "https://example.cn/1", "final": "4月1日"}
    entered("opinion", section, "管理办法（草案）", quantity=75, tags="预公开、已反馈", extra=stages)

    assert said("预公开{预公开期数}，收到意见{收到意见数}") == "预公开1期，收到意见75条"
    assert figure_rows("预公开期数", YEAR, by=section).rows[0].entry.extra == stages


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
    whole = {one.figure.name: one for one in compare_figures(YEAR)}["会议次数"]

    assert (found.figure.value, found.before.value, found.change) == (2, 1, 1)
    assert (whole.figure.shown, whole.before.shown if whole.before else "") == ("3次", "1次")


def test_figures_of_ledgers_do_not_hide_those_of_tasks(make: Factory, section: Actor) -> None:
    make.task()

    figures = figures_of(2026, today())

    assert figures["任务总数"].value == 1
    assert figures["会议次数"].rows == ("figures.rows", {"year": 2026, "name": "会议次数"})
