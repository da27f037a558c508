"""Plans written as numbered paragraphs: letters, levels of numbers and lists within them."""

from tests.plans.reading.making import P, T, codes, rows, word
from tracker.plans.reading import read_plan, read_text


def test_measures_under_two_levels_of_headings_with_bracketed_duties() -> None:
    text = """云栖市2024年政务公开工作要点
    一、总体要求
    （一）指导思想。全面落实上级部署，年底前见到成效。
    二、深化重点领域公开
    （一）推进财政信息公开
    1．公布预算决算和“三公”经费。（牵头单位：市财政局；责任单位：各预算单位；完成时限：10月底前）
    2．每季度公布政府债务情况。（牵头单位：市财政局）
    （二）推进民生信息公开
    1．公布招生政策，8月20日前公布录取结果。（市教育局牵头，各县（市、区）政府按职责分工负责）
    三、组织保障
    （一）加强领导。各单位主要负责人要亲自抓。
    """

    reading = read_plan(text.encode(), "要点.txt")

    finance, people = "（一）推进财政信息公开", "（二）推进民生信息公开"
    chapter = "二、深化重点领域公开"
    assert rows(reading) == [
        ("1", f"{chapter} > {finance}", "公布预算决算和“三公”经费。", "市财政局", "各预算单位", "2024-10-31"),
        ("2", f"{chapter} > {finance}", "每季度公布政府债务情况。", "市财政局", "", "quarterly"),
        (
            "1",
            f"{chapter} > {people}",
            "公布招生政策，8月20日前公布录取结果。",
            "市教育局",
            "各县（市、区）政府",
            "2024-08-20",
        ),
    ]
    assert (reading.title, reading.year, reading.year_in_file) == ("云栖市2024年政务公开工作要点", 2024, True)
    assert codes(reading) == ["chapter_left_out", "chapter_left_out"]


def test_a_letter_hands_on_two_attachments_and_only_these_are_the_plan() -> None:
    content = word(
        P("松岭县政府办公室关于印发2025年政务公开工作安排的通知", bold=True, centred=True),
        "各乡镇人民政府，县直各单位：",
        "现将《松岭县2025年政务公开重点任务》印发给你们，请认真贯彻落实，并按以下要求办理。",
        "一、明确专人负责。各单位要确定联络员，于3月10日前报县政府办公室。",
        "二、按时报送进展。每季度末报送落实情况。",
        "附件：1.松岭县2025年政务公开重点任务",
        "      2.松岭县常态化公开任务清单",
        "松岭县人民政府办公室",
        "2025年2月26日",
        "附件1",
        P("松岭县2025年政务公开重点任务", centred=True),
        "一、推进执法公开",
        "（一）公布执法主体名单。责任单位：县司法局。",
        "（二）公示处罚结果。责任单位：各执法部门。",
        "附件2",
        P("松岭县常态化公开任务清单", centred=True),
        T(
            [
                ["任务", "责任单位", "更新频次"],
                ["更新领导信息", "县政府办公室", "及时更新"],
                ["公布空气质量", "县环境局", "每日"],
            ]
        ),
    )

    reading = read_plan(content, "通知.docx")

    assert rows(reading) == [
        ("（一）", "一、推进执法公开", "公布执法主体名单。", "县司法局", "", ""),
        ("（二）", "一、推进执法公开", "公示处罚结果。", "各执法部门", "", ""),
        (None, "", "更新领导信息", "县政府办公室", "", ""),
        (None, "", "公布空气质量", "县环境局", "", "daily"),
    ]
    assert reading.title == "松岭县2025年政务公开重点任务"
    assert codes(reading) == ["letter_left_out"]


def test_a_letter_that_carries_the_numbered_tasks_itself_is_the_plan() -> None:
    text = """白沙镇关于做好2023年政务公开工作的通知
各村（社区），镇属各单位：
为落实县里部署，现就有关工作通知如下。
一、更新公开目录。党政办6月底前完成修订。
二、办好公开栏。各村每月10日前更换内容。
三、工作要求。各单位要高度重视。
附件：联络员名单
白沙镇人民政府
2023年3月1日
"""

    reading = read_text(text)

    assert rows(reading) == [
        ("一", "", "更新公开目录。党政办6月底前完成修订。", "", "", "2023-06-30"),
        ("二", "", "办好公开栏。各村每月10日前更换内容。", "", "", "monthly"),
    ]
    assert reading.items[1].limit.day_of_period == 10


def test_numbers_made_by_word_count_as_seen_at_three_levels() -> None:
    content = word(
        P("青溪区2024年政务公开工作要点", centred=True, bold=True),
        P("抓好主动公开", number=0),
        P("规范目录", number=1),
        P("编制目录。", number=2),
        P("公布目录。", number=2),
        P("更新栏目", number=1),
        P("清理空白栏目。", number=2),
        P("抓好解读", number=0),
        P("解读与文件同步发布。（责任科室：法规科）", number=1),
        levels=(("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")),
    )

    reading = read_plan(content, "要点.docx")

    assert [row[:3] for row in rows(reading)] == [
        ("1", "一、抓好主动公开 > （一）规范目录", "编制目录。"),
        ("2", "一、抓好主动公开 > （一）规范目录", "公布目录。"),
        ("1", "一、抓好主动公开 > （二）更新栏目", "清理空白栏目。"),
        ("（一）", "二、抓好解读", "解读与文件同步发布。"),
    ]
    assert reading.items[3].lead == ("法规科",)


def test_stages_of_a_scheme_end_with_the_months_in_their_brackets() -> None:
    text = """石桥局2022年专栏整治实施方案
一、工作目标
到2022年底栏目合格率达到100%。
二、实施步骤
第一阶段：摸底排查（3月至4月）。办公室牵头，各科室配合，列出问题清单。
第二阶段：集中整治（5月至9月）。各科室逐项销号。
第三阶段：检查验收（10月）。办公室组织验收。
"""

    reading = read_text(text)

    assert [(row[0], row[1], row[5]) for row in rows(reading)] == [
        ("第一阶段", "二、实施步骤", "2022-04-30"),
        ("第二阶段", "二、实施步骤", "2022-09-30"),
        ("第三阶段", "二、实施步骤", "2022-10-31"),
    ]


def test_parts_and_chapters_stand_above_han_numbers() -> None:
    text = """2024年政务公开工作计划
第一章 总则
一、制定依据。按照条例制定。
第二章 主要任务
一、做好主动公开。
二、做好依申请公开。
第三章 附则
一、本计划自印发之日起施行。
"""

    reading = read_text(text)

    assert [row[:3] for row in rows(reading)] == [
        ("一", "第二章 主要任务", "做好主动公开。"),
        ("二", "第二章 主要任务", "做好依申请公开。"),
    ]


def test_circled_and_half_bracketed_numbers_are_the_deepest_level() -> None:
    text = """2024年政务公开工作要点
一、平台建设
1、网站
（1）清理错误链接。（责任科室：信息中心）
（2）修订栏目。
①合并重复栏目。
②关闭空白栏目。
2、新媒体
1）登记账号。
2）注销停更账号。
"""

    reading = read_text(text)

    assert [row[:3] for row in rows(reading)] == [
        ("（1）", "一、平台建设 > 1、网站", "清理错误链接。"),
        ("①", "一、平台建设 > 1、网站 > （2）修订栏目。", "合并重复栏目。"),
        ("②", "一、平台建设 > 1、网站 > （2）修订栏目。", "关闭空白栏目。"),
        ("1", "一、平台建设 > 2、新媒体", "登记账号。"),
        ("2", "一、平台建设 > 2、新媒体", "注销停更账号。"),
    ]


def test_decimal_numbers_nest_and_a_day_at_the_head_of_a_line_is_no_number() -> None:
    text = """2024年政务公开任务
1.主动公开
1.1公布权责清单
1.2公布办事指南
2.互动交流
2.1办理留言
5.15政务公开日活动由办公室组织。
"""

    reading = read_text(text)

    assert [row[:3] for row in rows(reading)] == [
        ("1.1", "1.主动公开", "公布权责清单"),
        ("1.2", "1.主动公开", "公布办事指南"),
        ("2.1", "2.互动交流", "办理留言"),
    ]


def test_a_list_within_one_paragraph_gives_one_item_for_each_part() -> None:
    text = """长汀区关于2024年政务公开重点工作的通知
各单位：
一、落实责任。各单位要明确专人。
二、抓住重点。今年抓好以下工作：（一）公布预算，6月底前完成（责任单位：财政局）；（二）公布招生结果（责任单位：教育局）；（三）公布空气质量。
"""

    reading = read_text(text)

    assert rows(reading)[1:] == [
        ("（一）", "二、抓住重点。", "公布预算，6月底前完成", "财政局", "", "2024-06-30"),
        ("（二）", "二、抓住重点。", "公布招生结果", "教育局", "", ""),
        ("（三）", "二、抓住重点。", "公布空气质量。", "", "", ""),
    ]


def test_lists_with_ordinal_words_or_digits_inside_an_item_are_not_split() -> None:
    text = """2024年政务公开要点
一、强化培训。一是办好轮训；二是组织观摩；三是开展测试。
二、完善台账。主要包括：1.信息台账；2.申请台账；3.解读台账。
"""

    assert [row[0] for row in rows(read_text(text))] == ["一", "二"]
