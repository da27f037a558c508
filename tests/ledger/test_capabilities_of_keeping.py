"""What the source documents ask to be kept of meetings, minutes, rules, trainings, briefings, money, guides, drafts."""

from datetime import date

import pytest

from tests.ledger.entering import entered, facts
from tracker.clock import today
from tracker.errors import RuleBroken
from tracker.figures.ledgers import figure_rows
from tracker.figures.named import figures_of
from tracker.figures.rules import filled
from tracker.ledger.importing import facts_of
from tracker.ledger.models import LedgerEntry
from tracker.ledger.periods import year_period
from tracker.ledger.queries import (
    find_delay,
    get_entry,
    get_ledger,
    list_entries,
    list_linked,
    list_unreviewed,
)
from tracker.ledger.rows import Wanted
from tracker.ledger.rules import steps_of
from tracker.ledger.services import edit_entry, enter_entry
from tracker.permissions import Actor

pytestmark = pytest.mark.usefixtures("context")
YEAR = year_period(2026)


def said(text: str) -> str:
    return filled(text, figures_of(2026, today()))


def parts_of(name: str, dimension: str, by: Actor) -> dict[str, object]:
    parts = figure_rows(name, YEAR, by=by).parts[dimension]
    return {part.name: part.value for part in parts if part.value}


def typed(kind: str, by: Actor, **texts: str) -> LedgerEntry:
    """An entry as it is typed: every column a text."""
    return enter_entry(kind, facts_of(get_ledger(kind), texts, 2026), by=by)


def test_capability_6_a_superior_document_is_kept_with_its_number_and_what_it_asks(office: Actor) -> None:
    entry = typed(
        "superior", office, day="3月5日", title="关于做好依申请公开工作的通知", category="市",
        code="张政办发〔2010〕303号", issuer="市政府办公室", issued="3月1日", asked="报送实施方案", tags="已落实",
    )  # fmt: skip

    assert entry.extra["code"] == "张政办发〔2010〕303号"
    assert entry.extra["issued"] == "2026-03-01"
    assert said("收到{上级文件数}，落实{已落实上级文件数}") == "收到1件，落实1件"


def test_capability_27_a_meeting_keeps_time_place_participants_and_agenda(office: Actor) -> None:
    meeting = typed(
        "meeting", office, day="3月5日", title="推进会", people="18", time="9:00", place="三楼会议室",
        attendees="各科室负责人", agenda="一、通报；二、部署",
    )  # fmt: skip

    kept = get_entry(meeting.id, office)
    assert kept.extra == {
        "time": "9:00", "place": "三楼会议室", "attendees": "各科室负责人", "agenda": "一、通报；二、部署"
    }  # fmt: skip
    assert kept.people == 18


def test_capability_28_a_weekly_meeting_is_entered_each_week_with_the_reports_of_the_sections(office: Actor) -> None:
    for number in range(4):
        texts = {"day": f"3月{2 + 7 * number}日", "title": f"第{number + 1}周例会", "category": "例会"}
        typed("meeting", office, **texts, agenda="各科室报告进展", follow_up="已交办")

    rows = figure_rows("会议次数", YEAR, by=office).rows
    assert [row.entry.day.day for row in rows] == [23, 16, 9, 2]
    assert {row.entry.extra["follow_up"] for row in rows} == {"已交办"}
    assert parts_of("会议次数", "category", office) == {"例会": 4}


def test_capability_29_how_a_meeting_was_carried_out_is_reported_on_its_entry(office: Actor) -> None:
    meeting = entered("meeting", office, "全市政务公开会议")

    edit_entry(meeting.id, facts("全市政务公开会议", extra={"follow_up": "已传达并制定整改清单"}), by=office)

    assert get_entry(meeting.id, office).extra["follow_up"] == "已传达并制定整改清单"


def test_capability_30_minutes_go_from_record_to_distribution(office: Actor) -> None:
    begun = {"day": "3月5日", "title": "主任办公会纪要", "issue": "4", "recorded": "党组秘书", "tidied": "3月6日"}
    minutes = typed("minutes", office, **begun)
    ledger = get_ledger("minutes")

    assert list(steps_of(ledger, minutes.facts)) == ["day", "tidied"]
    finished = {**begun, "submitted": "3月7日", "approved": "王主任", "approved_on": "3月9日", "distributed": "各处室",
                "distributed_on": "3月10日"}  # fmt: skip
    edit_entry(minutes.id, facts_of(ledger, finished, 2026), by=office)
    assert list(steps_of(ledger, minutes.facts).values()) == [date(2026, 3, day) for day in (5, 6, 7, 9, 10)]
    with pytest.raises(RuleBroken) as refusal:
        edit_entry(minutes.id, facts_of(ledger, {**finished, "approved_on": "3月6日"}, 2026), by=office)
    assert refusal.value.field == "approved_on"
    assert said("{会议纪要期数}") == "1期"


def test_capability_31_minutes_are_open_to_all_staff_but_for_what_is_sensitive(office: Actor) -> None:
    for issue, category in enumerate(("全体公开", "全体公开", "部分公开"), 1):
        tags = "人事安排" if category == "部分公开" else ""
        entered("minutes", office, f"第{issue}期", category=category, issue=issue, tags=tags)

    assert said("编印{会议纪要期数}，向全体职工公开{公开的会议纪要期数}") == "编印3期，向全体职工公开2期"
    assert [row.entry.title for row in list_entries(office, Wanted("minutes", YEAR, tag="人事安排"))] == ["第3期"]


def test_capability_32_rules_made_this_year_are_counted_and_listed(section: Actor) -> None:
    titles = ("责任分工", "审核", "督办", "监督", "投诉举报", "责任追究", "考核", "档案管理")
    for title in titles:
        entered("regulation", section, f"{title}制度", category="制定", tags="内部制度")
    entered("regulation", section, "旧制度", category="废止")
    entered("regulation", section, "修订的制度", category="修订")

    rows = figure_rows("制定制度数", YEAR, by=section).rows

    assert (
        said("制定{制定制度数}，修订{修订制度数}，废止{废止制度数}") == "制定8项，修订1项，废止1项"
    )  # fmt: skip
    assert {row.entry.title for row in rows} == {f"{title}制度" for title in titles}


def test_capability_33_a_rule_is_kept_with_title_number_and_whether_it_is_on_trial(section: Actor) -> None:
    typed("regulation", section, day="3月5日", title="考核办法", category="制定", code="局办〔2026〕3号", status="试行")

    (row,) = figure_rows("制定制度数", YEAR, by=section).rows

    assert (row.entry.title, row.entry.extra) == ("考核办法", {"code": "局办〔2026〕3号", "status": "试行"})
    assert "试行" in get_ledger("regulation").choices["status"]


def test_capability_34_a_training_keeps_day_organiser_lecturer_audience_and_head_count(section: Actor) -> None:
    typed(
        "training", section, day="3月5日", title="后台管理培训", people="109", organiser="办公室", lecturer="张教授",
        audience="各单位后台管理信息员",
    )  # fmt: skip

    (row,) = figure_rows("培训人次", YEAR, by=section).rows

    assert said("培训了{培训人次}后台管理信息员") == "培训了109人次后台管理信息员"
    assert row.entry.extra == {"organiser": "办公室", "lecturer": "张教授", "audience": "各单位后台管理信息员"}
    assert row.entry.day == date(2026, 3, 5)


def test_capability_35_trainings_are_of_four_kinds(section: Actor) -> None:
    kinds = get_ledger("training").choices["category"]
    for number, kind in enumerate(kinds, 1):
        entered("training", section, kind, category=kind, people=10 * number)

    assert kinds == ["专题培训", "以会代训", "顶岗培训", "学习交流"]
    assert parts_of("培训人次", "category", section) == dict(zip(kinds, (10, 20, 30, 40), strict=True))


def test_capability_36_media_reports_are_counted_with_their_outlet(section: Actor) -> None:
    for number in range(33):
        outlet = "张掖日报" if number % 2 else "市电视台"
        entered("media_report", section, f"报道{number}", extra={"outlet": outlet})

    rows = figure_rows("媒体报道次数", YEAR, by=section).rows
    assert said("宣传报道{媒体报道次数|余}") == "宣传报道30余次"
    assert sum(row.entry.extra["outlet"] == "市电视台" for row in rows) == 17


def test_capability_37_publicity_goes_through_several_media(section: Actor) -> None:
    media = get_ledger("media_report").choices["channel"]
    for number in range(33):
        entered("media_report", section, f"报道{number}", channel=media[number % 5])

    assert media == ["电视", "广播", "报纸", "墙报", "网络"]
    expected = {"电视": 7, "广播": 7, "报纸": 7, "墙报": 6, "网络": 6}
    assert parts_of("媒体报道次数", "channel", section) == expected


def test_capability_38_a_briefing_has_its_series_and_issues_are_counted_through_the_year(section: Actor) -> None:
    for issue in range(1, 36):
        entered("briefing", section, f"第{issue}期", series="工作简讯", issue=issue)

    assert said("今年累计发《工作简讯》{简报期数}") == "今年累计发《工作简讯》35期"
    assert max(row.entry.issue or 0 for row in list_entries(section, Wanted("briefing", YEAR))) == 35


def test_capability_39_several_series_are_counted_apart(section: Actor) -> None:
    for series, issues in (("发展改革动态", 11), ("重点项目建设", 2)):
        for issue in range(1, issues + 1):
            entered("briefing", section, f"{series}{issue}", series=series, issue=issue)

    assert parts_of("简报期数", "series", section) == {"发展改革动态": 11, "重点项目建设": 2}


def test_capability_40_a_briefing_that_took_more_than_three_workdays_is_seen(section: Actor) -> None:
    usual = {"title": "第1期", "series": "工作简讯", "signer": "王主任"}
    quick = typed("briefing", section, **usual, day="3月5日", drafted="3月4日", signed="3月5日", posted="3月9日")
    slow = typed("briefing", section, **usual, day="3月9日", drafted="3月4日", signed="3月6日", posted="3月10日")

    assert (find_delay(quick), find_delay(slow)) == (0, 4)
    assert [row.delay for row in list_entries(section, Wanted("briefing", YEAR))] == [4, 0]
    with pytest.raises(RuleBroken, match="lies before"):
        typed("briefing", section, **usual, day="3月5日", drafted="3月4日", signed="3月3日")


def test_a_briefing_is_late_while_it_is_not_posted_and_unknown_without_the_day_of_its_draft(section: Actor) -> None:
    waits = typed("briefing", section, title="第1期", day="11月16日", drafted="11月13日")
    unknown = typed("briefing", section, title="第2期", day="3月5日")

    assert (find_delay(waits), find_delay(unknown)) == (5, 0)


def test_capability_42_a_briefing_keeps_its_recipients(section: Actor) -> None:
    recipients = "国家信息中心、国家电子政务外网管理中心、国务院发展研究中心"
    entry = typed("briefing", section, day="3月5日", title="第1期", recipients=recipients)

    assert get_entry(entry.id, section).extra["recipients"] == recipients


def test_capability_44_equipment_and_money_are_counted_year_by_year(section: Actor) -> None:
    entered("resource", section, "更新电脑", date(2025, 3, 1), category="设备", quantity=4)
    entered("resource", section, "配备电脑", category="设备", quantity=5, amount="2.5")

    found = figure_rows("配备设备数", YEAR, by=section)

    assert (found.figure.shown, found.before.shown) == ("5台", "4台")
    assert said("{投入经费}") == "2.5万元"


def test_capability_45_money_is_kept_with_the_meeting_that_gave_it_and_its_purposes(section: Actor) -> None:
    texts = {"day": "3月5日", "title": "工作经费", "category": "经费", "quantity": "0", "amount": "3.2"}
    given = {"decided": "党组会议", "purpose": "配备办公设施、培训学习、建设网站"}
    typed("resource", section, **texts, tags="办公设施、培训学习、网站建设", **given)

    (row,) = figure_rows("投入经费", YEAR, by=section).rows

    assert row.entry.extra == given
    assert parts_of("投入经费", "tags", section).keys() == {"办公设施", "培训学习", "网站建设"}


def test_capability_47_what_was_published_is_split_by_level(office: Actor, section: Actor) -> None:
    entered("published", office, "城区一级", quantity=2907, extra={"level": "城区"})
    entered("published", section, "子站点", quantity=7023, extra={"level": "子站点"})

    rows = figure_rows("主动公开信息数", YEAR, by=office).rows

    assert parts_of("主动公开信息数", "unit", office) == {"办公室": 2907, "法规科": 7023}
    assert {row.entry.extra["level"]: row.entry.quantity for row in rows} == {"城区": 2907, "子站点": 7023}


def test_capability_53_catalogue_and_guide_are_kept_by_version_and_day(section: Actor) -> None:
    typed("catalogue", section, day="2026.3.5", title="政府信息公开目录", category="公开目录", edition="第3版")
    typed("catalogue", section, day="2026.4.1", title="政府信息公开指南", category="公开指南", edition="2026年版")

    rows = figure_rows("目录指南更新次数", YEAR, by=section).rows

    assert said("{目录更新次数}、{指南更新次数}") == "1次、1次"
    assert [(row.entry.day, row.entry.extra["edition"]) for row in rows] == [
        (date(2026, 4, 1), "2026年版"), (date(2026, 3, 5), "第3版"),
    ]  # fmt: skip


def test_capability_54_a_guide_is_issued_again_with_what_changed_and_its_forms(section: Actor) -> None:
    texts = {"day": "3月5日", "title": "政务公开指南", "category": "公开指南", "tags": "重新编制"}
    entry = typed("catalogue", section, **texts, changed="调整受理机构", forms="申请表、流程图")

    assert entry.extra == {"changed": "调整受理机构", "forms": "申请表、流程图"}
    assert [row.entry.id for row in list_entries(section, Wanted("catalogue", YEAR, tag="重新编制"))] == [entry.id]


def test_capability_59_a_draft_is_published_opinions_come_and_the_decision_follows(section: Actor) -> None:
    usual = {"day": "3月1日", "title": "管理办法（草案）", "quantity": "75", "tags": "预公开、已反馈"}
    draft = typed("opinion", section, **usual, closed="3月20日", adopted="12", final="4月1日", decision="《管理办法》")
    decision = entered("document", section, "管理办法", date(2026, 4, 1), category="主动公开")

    assert said("预公开{预公开期数}，收到意见{收到意见数}") == "预公开1期，收到意见75条"
    assert [one.id for one in list_linked(draft, section)] == [decision.id]
    assert [one.id for one in list_linked(decision, section)] == [draft.id]
    with pytest.raises(RuleBroken, match="lies before"):
        typed("opinion", section, **usual, closed="3月20日", final="3月10日")


def test_capability_61_an_interpretation_leads_to_its_document_and_back(section: Actor, other: Actor) -> None:
    document = entered("document", section, "《土地管理办法》", category="主动公开", tags="需解读")
    picture = entered("interpretation", section, "图解", category="图解", extra={"document": "土地管理办法"})

    assert [one.id for one in list_linked(picture, section)] == [document.id]
    assert [one.id for one in list_linked(document, section)] == [picture.id]
    assert list_linked(document, other) == []


def test_capability_65_what_is_published_names_who_reviewed_it_before(section: Actor, other: Actor) -> None:
    usual = {"day": "3月5日", "title": "许可清单"}
    unnamed = typed("published", section, **usual)
    typed("published", section, **usual, reviewer="韩雪梅", reviewed="3月4日")

    assert [one.id for one in list_unreviewed(YEAR, section)] == [unnamed.id]
    assert list_unreviewed(YEAR, other) == []
    with pytest.raises(RuleBroken, match="lies before"):
        typed("published", section, **usual, reviewer="韩雪梅", reviewed="3月6日")
    with pytest.raises(RuleBroken, match="who reviewed"):
        typed("published", section, **usual, reviewed="3月4日")


@pytest.mark.parametrize("kind", ["published", "new_media", "interpretation"])
def test_capability_66_important_information_is_approved_by_a_leader_before_its_release(
    section: Actor, kind: str
) -> None:
    important = {"day": "3月5日", "title": "征地补偿方案", "tags": "重要信息"}
    with pytest.raises(RuleBroken) as refusal:
        typed(kind, section, **important, reviewer="韩雪梅")

    entry = typed(kind, section, **important, reviewer="韩雪梅", approver="刘局长")

    assert refusal.value.field == "approver"
    assert entry.extra["approver"] == "刘局长"
