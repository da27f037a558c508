"""Plans in PDF: ruled tables over pages, broken lines, running heads, page numbers."""

from tests.plans.reading.making import Grid, pdf, rows
from tracker.plans.reading import read_plan

HEADER = ["序号", "工作任务", "责任科室", "完成时限"]
WIDTHS = [3, 14, 6, 6]


def test_paragraphs_broken_by_the_edge_are_whole_again() -> None:
    content = pdf([
        "            杨柳局2024年政务公开工作要点",
        "  一、主动公开",
        "  （一）公布预算决算，说明增减变化的原因，接受社会各界的监",
        "督。（责任单位：财务科；完成时限：6月底前）",
        "  （二）公布机构职能，变动后5个工作日内更新，做到内容准确",
        "无误。（责任单位：人事科、办公室）",
        "  请各科室抓好落实。",
    ])  # fmt: skip

    reading = read_plan(content, "要点.pdf")

    assert rows(reading) == [
        (
            "（一）",
            "一、主动公开",
            "公布预算决算，说明增减变化的原因，接受社会各界的监督。",
            "财务科",
            "",
            "2024-06-30",
        ),
        ("（二）", "一、主动公开", "公布机构职能，变动后5个工作日内更新，做到内容准确无误。", "人事科、办公室", "", ""),
    ]
    assert reading.title == "杨柳局2024年政务公开工作要点"


def test_a_table_goes_on_over_pages_with_its_header_printed_again() -> None:
    first = Grid(
        WIDTHS,
        [
            HEADER,
            ["1", "公布预算决算并说明增减变化的原因", "财务科", "6月底前"],
            ["2", "公布机构职能", "人事科", "持续推进"],
        ],
    )
    second = Grid(WIDTHS, [HEADER, ["3", "开展业务培训两次", "办公室", "4月、10月"]])

    reading = read_plan(pdf(["2024年政务公开任务表", first], [second]), "任务.pdf")

    assert rows(reading) == [
        ("1", "", "公布预算决算并说明增减变化的原因", "财务科", "", "2024-06-30"),
        ("2", "", "公布机构职能", "人事科", "", "ongoing"),
        ("3", "", "开展业务培训两次", "办公室", "", "2024-04-30 2024-10-31"),
    ]


def test_a_row_torn_by_a_page_break_is_one_row() -> None:
    first = Grid(
        WIDTHS,
        [
            HEADER,
            ["1", "公布预算决算并说明增减变化", "财务科", "年底前"],
            ["2", "公布机构职能和领导分工的调整", "人事科", "年内"],
        ],
    )
    second = Grid(WIDTHS, [["", "情况，按月更新", "", ""], ["3", "开展业务培训", "办公室", "10月"]])

    reading = read_plan(pdf(["2024年任务", first], [second]), "任务.pdf")

    assert [row[2] for row in rows(reading)] == [
        "公布预算决算并说明增减变化",
        "公布机构职能和领导分工的调整情况，按月更新",
        "开展业务培训",
    ]


def test_units_below_each_other_in_a_narrow_cell_are_two_and_a_broken_name_is_one() -> None:
    plan = Grid([3, 12, 6], [
        ["序号", "工作任务", "责任单位"],
        ["1", "公布审批事项", "经济发展局\n行政审批局"],
        ["2", "公布就业信息", "市人力资源和社会保障局"],
    ])  # fmt: skip

    reading = read_plan(pdf(["2024年任务", plan]), "任务.pdf")

    assert [row[3] for row in rows(reading)] == ["经济发展局、行政审批局", "市人力资源和社会保障局"]


def test_running_heads_and_page_numbers_are_taken_out() -> None:
    pages = []
    for number in range(1, 4):
        lines = [
            "某某市人民政府公报",
            *[""] * 2,
            f"{number}.公布第{number}批目录，并按季度更新，做到要素齐全、链接有效、查",
        ]
        pages.append([*lines, "询方便。", *[""] * 31, f"                 - {number} -"])

    reading = read_plan(pdf(["2024年政务公开任务", *pages[0][1:]], *pages[1:]), "任务.pdf")

    assert [row[0] for row in rows(reading)] == ["1", "2", "3"]
    assert rows(reading)[2][2] == "公布第3批目录，并按季度更新，做到要素齐全、链接有效、查询方便。"


def test_places_name_the_page() -> None:
    reading = read_plan(pdf(["2024年任务"], ["1.公布目录。", "2.公布指南。"]), "任务.pdf")

    assert [item.place.phrase for item in reading.items] == ["第2页第2段", "第2页第3段"]
