"""What is a task, a heading, a letter or a frame in plans of numbered paragraphs."""

from tests.plans.reading.making import P, codes, doubts, rows, word
from tracker.plans.reading import read_plan, read_text


def test_duties_stand_in_lines_of_their_own_under_an_item() -> None:
    text = """2024年政务公开工作要点
一、政策解读
（一）解读材料与文件同步起草。
牵头单位：办公室
配合单位：各科室
完成时限：持续推进
（二）开展在线访谈不少于4期。
责任单位：宣传科、办公室    完成时间：11月底前
"""

    assert rows(read_text(text)) == [
        ("（一）", "一、政策解读", "解读材料与文件同步起草。", "办公室", "各科室", "ongoing"),
        ("（二）", "一、政策解读", "开展在线访谈不少于4期。", "宣传科、办公室", "", "2024-11-30"),
    ]


def test_units_of_a_heading_go_to_its_items_with_a_doubt() -> None:
    text = """2024年政务公开工作要点
一、推进执法公开（牵头单位：司法局；配合单位：各执法部门）
1.公布执法清单。
2.公布处罚结果。（责任单位：市场监管局）
"""

    reading = read_text(text)

    assert [(row[3], row[4]) for row in rows(reading)] == [("司法局", "各执法部门"), ("市场监管局", "")]
    assert doubts(reading) == [["units_of_heading"], []]


def test_a_bare_title_is_followed_by_its_text_in_a_paragraph_of_its_own() -> None:
    text = """2024年政务公开工作要点
一、深化政策解读
（一）落实解读责任
起草部门要同步拟定解读方案，解读材料随文件一并报审。（责任单位：各起草部门）
（二）丰富解读形式
多用图解和短视频，主要负责人解读不少于1次，年底前完成。
请各单位抓好落实。
"""

    assert rows(read_text(text)) == [
        (
            "（一）",
            "一、深化政策解读",
            "落实解读责任\n起草部门要同步拟定解读方案，解读材料随文件一并报审。",
            "各起草部门",
            "",
            "",
        ),
        (
            "（二）",
            "一、深化政策解读",
            "丰富解读形式\n多用图解和短视频，主要负责人解读不少于1次，年底前完成。",
            "",
            "",
            "2024-12-31",
        ),
    ]


def test_organisation_as_an_item_with_units_inside_a_task_chapter_is_a_task() -> None:
    text = """2024年政务公开工作要点
一、健全制度
（一）规范办理流程。（责任单位：法规科）
（二）加强组织领导。健全协调机制，配齐人员。（责任单位：办公室）
二、工作要求
（一）提高认识。（责任单位：各科室）
"""

    reading = read_text(text)

    assert [row[2] for row in rows(reading)] == ["规范办理流程。", "加强组织领导。健全协调机制，配齐人员。"]
    assert codes(reading) == ["chapter_left_out"]


def test_headings_known_by_their_style_and_automatic_numbers_that_start_again() -> None:
    content = word(
        P("湖东局2024年政务公开工作要点", style="Title"),
        P("主动公开", style="Heading 1"),
        P("公布机构职能。", number=0),
        P("公布办事指南。", number=0),
        P("依申请公开", style="Heading 1"),
        P("修订答复样本，7月底前完成。", number=0),
        levels=(("decimal", "%1."),),
    )

    reading = read_plan(content, "要点.docx")

    assert [row[:3] for row in rows(reading)] == [
        ("1", "主动公开", "公布机构职能。"),
        ("2", "主动公开", "公布办事指南。"),
        ("3", "依申请公开", "修订答复样本，7月底前完成。"),
    ]


def test_speeches_summaries_and_rules_hold_no_tasks() -> None:
    speech = "在政务公开会议上的讲话\n同志们：\n一、认识要再提高。年底前就要评估。\n二、责任要再压实。\n"
    summary = "梅山局2023年政务公开工作总结\n一、主动公开情况\n（一）发布信息1200条。\n（二）解读文件12件。\n"
    rules = "梅山局政府信息公开保密审查制度\n第一条 为规范审查，制定本制度。\n第二条 先审查后公开。\n"

    for text in (speech, summary, rules):
        reading = read_text(text)

        assert reading.items == ()
        assert codes(reading)[-1] == "no_tasks"


def test_paragraphs_without_numbers_that_each_name_their_units_are_tasks_under_their_heading() -> None:
    text = """2024年政务公开工作要点
一、主动公开
更新领导信息和机构职能，变动后随即调整。（责任单位：人事科）
公布预算决算，3月底前完成。（责任单位：财务科）
二、互动交流
1.办理留言。（责任单位：信访科）
"""

    reading = read_text(text)

    assert rows(reading) == [
        (None, "一、主动公开", "更新领导信息和机构职能，变动后随即调整。", "人事科", "", ""),
        (None, "一、主动公开", "公布预算决算，3月底前完成。", "财务科", "", "2024-03-31"),
        ("1", "二、互动交流", "办理留言。", "信访科", "", ""),
    ]


def test_soft_line_breaks_part_lines_but_not_sentences() -> None:
    content = word(
        P("2024年政务公开工作要点", centred=True),
        "一、主动公开\n（一）公布清单，\n按月更新。\n责任单位：办公室\n（二）公布指南。\n二、互动\n（一）办理留言。",
    )

    assert rows(read_plan(content, "要点.docx")) == [
        ("（一）", "一、主动公开", "公布清单，按月更新。", "办公室", "", "monthly"),
        ("（二）", "一、主动公开", "公布指南。", "", "", ""),
        ("（一）", "二、互动", "办理留言。", "", "", ""),
    ]


def test_a_table_of_contents_gives_no_items() -> None:
    text = """2024年政务公开工作要点
目录
一、主动公开……………………1
（一）公布清单…………………2
一、主动公开
（一）公布清单。
"""

    assert [row[:3] for row in rows(read_text(text))] == [("（一）", "一、主动公开", "公布清单。")]


def test_a_paragraph_with_units_that_became_no_item_is_said() -> None:
    text = """2024年政务公开工作要点
一、主动公开
1.公布清单。（责任单位：办公室）
各科室每周自查专栏并登记。（责任单位：各科室）
"""

    reading = read_text(text)

    assert len(reading.items) == 1
    assert codes(reading) == ["paragraph_left_out"]
