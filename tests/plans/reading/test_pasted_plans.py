"""Pasted plans: from Word, Excel, a web page or a PDF, with tabs, bars, one cell a line, or only text."""

from tests.plans.reading.making import codes, doubts, rows
from tracker.plans.reading import read_text

PLAN = [
    ("1", "主动公开", "公布预算决算，说明增减原因", "财务科", "", "2024-06-30"),
    ("2", "主动公开", "公布机构职能并随调整更新", "办公室", "各科室", "ongoing"),
    ("3", "解读回应", "制作政策图解和问答材料", "宣传科", "", "2024-12-31 quarterly"),
]
CELLS = [
    ["序号", "工作板块", "工作任务", "责任科室", "完成时限"],
    ["1", "主动公开", "公布预算决算，说明增减原因", "财务科", "6月底前"],
    ["2", "", "公布机构职能并随调整更新", "办公室牵头，各科室配合", "持续推进"],
    ["3", "解读回应", "制作政策图解和问答材料", "宣传科", "每季度，年底前"],
]


def test_tabs_from_excel_with_empty_merged_cells() -> None:
    text = "\r\n".join("\t".join(row) for row in CELLS)

    assert rows(read_text(text, year=2024)) == PLAN


def test_a_markdown_table() -> None:
    lines = ["| " + " | ".join(row) + " |" for row in CELLS]
    text = "\n".join(["## 2024年任务清单", "", lines[0], "|---|:-:|---|---|---|", *lines[1:], "", "以上请落实。"])

    reading = read_text(text)

    assert rows(reading) == PLAN
    assert reading.year == 2024


def test_bars_without_frames_and_wide_bars() -> None:
    text = "\n".join("｜".join(row) for row in CELLS)

    assert rows(read_text(text, year=2024)) == PLAN


def test_one_cell_a_line_with_bars_between() -> None:
    text = "\n|\n".join(cell for row in CELLS for cell in row if cell)

    assert rows(read_text(text, year=2024)) == PLAN


def test_one_cell_a_line_with_doubled_bars_between_rows() -> None:
    text = "".join("|\n" + "".join(f"{cell}\n|\n" for cell in row if cell) for row in CELLS)

    assert rows(read_text(text, year=2024)) == PLAN


def test_one_cell_a_line_with_nothing_between() -> None:
    text = "\n".join(["青桐局2024年政务公开任务清单", *(cell for row in CELLS for cell in row if cell)])

    assert rows(read_text(text)) == PLAN


def test_a_number_column_without_a_name_is_found() -> None:
    lines = [[cell for cell in row if cell != "序号"] for row in CELLS]
    text = "\n|\n".join(cell for row in lines for cell in row if cell)

    assert rows(read_text(text, year=2024)) == PLAN


def test_columns_kept_apart_by_wide_gaps() -> None:
    text = """2024年任务
序号    工作任务    责任科室    完成时限
1    公布预算    财务科    6月底前
2    公布机构职能    办公室、人事科    年底前
"""

    assert rows(read_text(text)) == [
        ("1", "", "公布预算", "财务科", "", "2024-06-30"),
        ("2", "", "公布机构职能", "办公室、人事科", "", "2024-12-31"),
    ]


def test_line_breaks_inside_cells_quoted_by_excel_and_not_quoted_by_word() -> None:
    excel = (
        '序号\t任务\t责任科室\t时限\n1\t"公布预算\n说明增减"\t"财务科\n办公室"\t6月底前\n2\t公布采购\t财务科\t年内\n'
    )
    from_word = (
        "序号\t任务\t责任科室\t时限\n1\t公布预算\n说明增减\t财务科\n办公室\t6月底前\n2\t公布采购\t财务科\t年内\n"
    )

    for text in (excel, from_word):
        assert rows(read_text(text, year=2024)) == [
            ("1", "", "公布预算\n说明增减", "财务科、办公室", "", "2024-06-30"),
            ("2", "", "公布采购", "财务科", "", "2024-12-31"),
        ]


def test_a_letter_and_numbered_lines_around_a_tabbed_table() -> None:
    text = """关于印发2024年任务的通知
各科室：
现将任务印发给你们，请认真落实。
一、明确责任。各科室要确定专人。
办公室
2024年3月1日
附件
2024年任务分解表
一、公开任务
序号\t任务\t责任科室
1\t公布预算\t财务科
二、保障任务
序号\t任务\t责任科室
1\t培训信息员\t人事科
"""

    reading = read_text(text)

    assert [row[:4] for row in rows(reading)] == [
        ("1", "一、公开任务", "公布预算", "财务科"),
        ("1", "二、保障任务", "培训信息员", "人事科"),
    ]


def test_empty_unit_cells_of_a_pasted_table_may_have_been_merged() -> None:
    text = "任务\t具体要求\t责任科室\n公布清单\t公布权力清单\t法规科\n\t公布责任清单\t\n公布指南\t更新指南\t审批科\n"

    reading = read_text(text, year=2024)

    assert [(row[1], row[2], row[3]) for row in rows(reading)] == [
        ("公布清单", "公布权力清单", "法规科"),
        ("公布清单", "公布责任清单", "法规科"),
        ("公布指南", "更新指南", "审批科"),
    ]
    assert doubts(reading) == [[], ["maybe_merged"], []]


def test_numbers_pasted_from_word_with_a_tab_behind_them_are_no_table() -> None:
    text = "2024年要点\n一、\t主动公开\n1.\t公布预算。\n2.\t公布决算。\n"

    assert [row[:3] for row in rows(read_text(text))] == [
        ("1", "一、主动公开", "公布预算。"),
        ("2", "一、主动公开", "公布决算。"),
    ]


def test_lines_of_a_page_are_put_together_and_page_numbers_taken_out() -> None:
    text = """  竹溪区2024年政务公开工作要点
  一、推进重点领域公开
  1. 公布财政预决算。部门预算和决算经批复后 20 日内公布，“三
公”经费的增减原因一并说明，接受社会各界监督。（责任单位：区
财政局牵头，各预算单位配合；完成时限： 10 月底前）
- 3 -
  2. 公布义务教育招生信息。招生政策、片区划分和录取名单在教
育专栏集中展示，方便学生家长随时查询比对。（责任单位：区教育
局）
  二、夯实公开工作基础
  3. 开展业务培训。全年安排 2 次集中培训，并抓好日常指导，让
每一名信息员都能独立办理公开事项。（责任单位：区政府办公室；
完成时限：11 月底前）
"""

    assert rows(read_text(text)) == [
        (
            "1",
            "一、推进重点领域公开",
            "公布财政预决算。部门预算和决算经批复后20日内公布，“三公”经费的增减原因一并说明，接受社会各界监督。",
            "区财政局",
            "各预算单位",
            "2024-10-31",
        ),
        (
            "2",
            "一、推进重点领域公开",
            "公布义务教育招生信息。招生政策、片区划分和录取名单在教育专栏集中展示，方便学生家长随时查询比对。",
            "区教育局",
            "",
            "",
        ),
        (
            "3",
            "二、夯实公开工作基础",
            "开展业务培训。全年安排2次集中培训，并抓好日常指导，让每一名信息员都能独立办理公开事项。",
            "区政府办公室",
            "",
            "2024-11-30",
        ),
    ]


def test_traditional_script_is_understood_and_kept_as_printed() -> None:
    text = """竹溪區2024年政務公開工作要點
一、總體要求
(一)指導思想。全面落實部署。
二、重點任務
1.整理惠企政策清單,按季度更新。(責任單位:區工業和信息化局牽頭,各有關部門配合;完成時限:年底前,並長期堅持)
2.公佈招生結果,8月底前完成。(責任單位:區教育局會同各鄉鎮)
"""

    reading = read_text(text)

    assert rows(reading) == [
        (
            "1",
            "二、重點任務",
            "整理惠企政策清單,按季度更新。",
            "區工業和信息化局",
            "各有關部門",
            "2024-12-31 ongoing quarterly",
        ),
        ("2", "二、重點任務", "公佈招生結果,8月底前完成。", "區教育局", "各鄉鎮", "2024-08-31"),
    ]
    assert reading.items[0].collective == ("各有關部門",)


def test_unseen_characters_odd_blanks_and_lost_blanks_do_no_harm() -> None:
    text = "２０２４年工作要点\u200b\r\n一、主动\u00a0公开\x0b１．公布\ufeff预算，９月３０日前完成。【责任单位：财务科】??\n２．公布决算。\ud800\n"

    assert rows(read_text(text)) == [
        ("１", "一、主动 公开", "公布预算，９月３０日前完成。", "财务科", "", "2024-09-30"),
        ("２", "一、主动 公开", "公布决算。", "", "", ""),
    ]


def test_paragraphs_run_together_on_one_line_are_parted_at_their_numbers() -> None:
    text = (
        "2024年政务公开要点　　一、主动公开　　（一）公布预算决算，说明增减原因。（责任单位：财务科）"
        "　　（二）公布机构职能，变动后及时更新。（责任单位：人事科）"
    )

    assert [row[:4] for row in rows(read_text(text))] == [
        ("（一）", "一、主动公开", "公布预算决算，说明增减原因。", "财务科"),
        ("（二）", "一、主动公开", "公布机构职能，变动后及时更新。", "人事科"),
    ]


def test_without_a_year_the_dates_wait_for_it() -> None:
    text = "任务\t责任科室\t时限\n公布预算\t财务科\t6月底前\n公布决算\t财务科\t2024年底前\n"

    reading = read_text("\n".join(text.split("\n")[:2]))
    known = read_text(text)

    assert (reading.year, reading.year_in_file, reading.items[0].due) == (None, False, None)
    assert (doubts(reading), codes(reading)) == ([["year_unknown"]], ["year_missing"])
    assert (known.year, known.year_in_file) == (2024, True)
    assert [row[5] for row in rows(known)] == ["2024-06-30", "2024-12-31"]


def test_the_year_asked_for_comes_before_the_one_in_the_file() -> None:
    reading = read_text("2023年要点\n一、公布预算，6月底前完成。", year=2024)

    assert (reading.year, reading.items[0].due and reading.items[0].due.year) == (2024, 2024)
    assert codes(reading) == ["year_differs"]
