"""Plans as tables in Word: columns found by meaning, merged cells, chapters, repeated headers, tables that are no plan."""

from tests.plans.reading.making import ABOVE, LEFT, P, T, codes, doubts, replaced, rows, word
from tracker.plans.reading import read_plan

TITLE = P("柳湖局2024年政务公开工作任务分解表", centred=True, bold=True)


def read(*blocks: str | P | T, year: int | None = None):  # type: ignore[no-untyped-def]
    return read_plan(word(*blocks), "任务分解.docx", year=year)


def test_a_group_column_left_empty_below_its_first_row_is_a_heading() -> None:
    table = T([
        ["工作任务", "序号", "具体要求", "责任科室", "时限要求"],
        ["政策发布", "1", "清理规范性文件并公布目录", "法规科", "年底前"],
        ["", "2", "文件与解读同步发布", "各科室", "持续推进"],
        ["依申请公开", "3", "规范答复文书", "办公室", "6月底前"],
    ])  # fmt: skip

    assert rows(read(TITLE, table)) == [
        ("1", "政策发布", "清理规范性文件并公布目录", "法规科", "", "2024-12-31"),
        ("2", "政策发布", "文件与解读同步发布", "各科室", "", "ongoing"),
        ("3", "依申请公开", "规范答复文书", "办公室", "", "2024-06-30"),
    ]


def test_three_columns_where_words_in_the_unit_cell_say_who_leads() -> None:
    table = T([
        ["目标任务", "主要内容", "责任单位"],
        ["推进决策公开", "重大决策草案公开征求意见", "市发改委牵头落实"],
        ["推进执行公开", "按月公开财政收支", "市金融办、市财政局分别牵头落实"],
        ["推进服务公开", "公布办事指南", "市政务中心牵头，市直有关部门、各县（市、区）政府配合"],
        ["推进监管公开", "公示抽查结果", "市市场监管局会同市司法局、市公安局等部门"],
    ])  # fmt: skip

    assert [row[2:] for row in rows(read(TITLE, table))] == [
        ("推进决策公开\n重大决策草案公开征求意见", "市发改委", "", ""),
        ("推进执行公开\n按月公开财政收支", "市金融办、市财政局", "", "monthly"),
        ("推进服务公开\n公布办事指南", "市政务中心", "市直有关部门、各县（市、区）政府", ""),
        ("推进监管公开\n公示抽查结果", "市市场监管局", "市司法局、市公安局", ""),
    ]


def test_columns_in_any_order_with_leaders_people_and_progress() -> None:
    table = T([
        ["完成情况", "完成时限", "牵头领导", "会办处室", "牵头处室", "经办人", "重点任务", "编号", "工作措施", "备注"],
        ["已完成（3月5日）", "3月底前", "王局长", "人事处、财务处", "办公室", "李某", "修订目录", "A-1", "逐项核对", "7月1日前复核"],
        ["推进中", "四季度", "", "", "法规处", "", "开展培训", "A-2", "组织2次", ""],
    ])  # fmt: skip

    reading = read(TITLE, table)

    assert rows(reading) == [
        ("A-1", "", "修订目录\n逐项核对", "办公室", "人事处、财务处", "2024-03-31"),
        ("A-2", "", "开展培训\n组织2次", "法规处", "", "2024-12-31"),
    ]
    assert (reading.items[0].leader, reading.items[0].person) == ("王局长", "李某")


def test_a_remark_counts_as_limit_only_where_there_is_no_limit_column() -> None:
    table = T([
        ["序号", "事项", "责任股室", "备注"],
        ["1", "公布预算", "财务股", "10月底前"],
        ["2", "公布指南", "办公室", "已上报县政府"],
        ["3", "更新栏目", "办公室", "每月25日前更新"],
    ])  # fmt: skip

    assert [row[5] for row in rows(read(TITLE, table))] == ["2024-10-31", "", "monthly"]


def test_header_of_two_rows_with_levels_and_standards_of_updating() -> None:
    table = T([
        ["序号", "栏目名称", LEFT, LEFT, "具体内容", "更新标准", "保障部门"],
        [ABOVE, "一级", "二级", "三级", ABOVE, ABOVE, ABOVE],
        ["1", "政务公开", "机构信息", "领导介绍", "姓名、职务、分工", "及时更新，最迟6个月内必须有更新", "人事部"],
        ["2", ABOVE, ABOVE, "内设机构", "职责、电话", "信息形成或者变更之日起20个工作日内", "人事部、办公室"],
        ["3", ABOVE, "财务信息", "预算决算", "全文公布", "每年2月底前", "财务部"],
    ])  # fmt: skip

    reading = read(TITLE, table)

    assert rows(reading) == [
        ("1", "政务公开 > 机构信息", "领导介绍\n姓名、职务、分工", "人事部", "", ""),
        ("2", "政务公开 > 机构信息", "内设机构\n职责、电话", "人事部、办公室", "", ""),
        ("3", "政务公开 > 财务信息", "预算决算\n全文公布", "财务部", "", "yearly"),
    ]
    kinds = [(item.limit.kind.value, item.limit.length) for item in reading.items]
    assert kinds == [("longest_gap", 6), ("after_event", 20), ("recurring", None)]
    assert reading.items[1].limit.event == "信息形成或者变更"


def test_a_directory_of_published_matters_keeps_basis_and_channel_out_of_the_text() -> None:
    table = T([
        ["序号", "公开事项", LEFT, "公开内容（要素）", "公开依据", "公开时限", "公开主体", "公开渠道和载体", "公开对象"],
        [ABOVE, "一级事项", "二级事项", ABOVE, ABOVE, ABOVE, ABOVE, ABOVE, ABOVE],
        ["1", "教育概况", "学校信息", "名称、地址、联系方式", "条例第十九条", "信息形成或变更之日起20个工作日内公开", "区教育局", "政府网站", "全社会"],
        ["2", ABOVE, "统计数据", "在校生人数", "统计法", "每年3月底前", "区教育局、各学校", "公告栏", "全社会"],
    ])  # fmt: skip

    assert [row[:5] for row in rows(read(TITLE, table))] == [
        ("1", "教育概况", "学校信息\n名称、地址、联系方式", "区教育局", ""),
        ("2", "教育概况", "统计数据\n在校生人数", "区教育局、各学校", ""),
    ]


def test_cells_merged_down_belong_to_each_row_they_cover() -> None:
    table = T([
        ["工作任务", "工作要求", "牵头单位", "责任单位", "完成时限"],
        ["1.公布权力清单", "设专栏展示", "县编办", "县直各部门", "6月底前"],
        ["2.公布责任清单", "", ABOVE, ABOVE, ABOVE],
        ["3.公布中介清单", "随调整更新", ABOVE, "各乡镇", "年底前"],
    ])  # fmt: skip

    assert rows(read(TITLE, table)) == [
        ("1", "", "公布权力清单\n设专栏展示", "县编办", "县直各部门", "2024-06-30"),
        ("2", "", "公布责任清单", "县编办", "县直各部门", "2024-06-30"),
        ("3", "", "公布中介清单\n随调整更新", "县编办", "各乡镇", "2024-12-31"),
    ]


def test_chapters_over_the_whole_width_with_their_sections_and_a_note() -> None:
    table = T([
        ["序号", "任务", "责任科室", "时限"],
        ["一、主动公开", LEFT, LEFT, LEFT],
        ["（一）财务", LEFT, LEFT, LEFT],
        ["1", "公布预算", "财务科", "3月底前"],
        ["（二）人事", LEFT, LEFT, LEFT],
        ["2", "公布招录结果", "人事科", "年内"],
        ["二、互动", LEFT, LEFT, LEFT],
        ["3", "办理留言", "信访科", "全年"],
        ["注：各科室每季度末报送进展。", LEFT, LEFT, LEFT],
    ])  # fmt: skip

    assert [row[:3] for row in rows(read(TITLE, table))] == [
        ("1", "一、主动公开 > （一）财务", "公布预算"),
        ("2", "一、主动公开 > （二）人事", "公布招录结果"),
        ("3", "二、互动", "办理留言"),
    ]


def test_chapters_whose_number_stands_in_the_number_column() -> None:
    table = T([
        ["序号", "工作内容", "责任单位", "完成时间"],
        ["一", "主动公开", "", ""],
        ["1", "公布预算", "财务科", "3月"],
        ["2", "公布采购", "财务科", "11月"],
        ["二", "解读回应", "", ""],
        ["3", "开展访谈", "办公室", "9月"],
    ])  # fmt: skip

    assert [(row[0], row[1]) for row in rows(read(TITLE, table))] == [
        ("1", "一、主动公开"),
        ("2", "一、主动公开"),
        ("3", "二、解读回应"),
    ]


def test_header_and_chapter_printed_again_after_a_page_break_are_no_rows() -> None:
    header = ["工作任务", "工作要求", "牵头单位", "配合单位"]
    first = T([header, ["一、公开", "1.公布清单", "办公室", "各科室"], [ABOVE, "2.公布指南", "", "各科室"]])
    second = T([header, ["一、公开", "3.公布流程", "审批科", ""], ["二、解读", "4.制作图解", "宣传科", "各科室"]])

    reading = read(TITLE, first, second)

    assert [row[:2] for row in rows(reading)] == [
        ("1", "一、公开"),
        ("2", "一、公开"),
        ("3", "一、公开"),
        ("4", "二、解读"),
    ]
    assert doubts(reading)[1] == ["no_lead"]


def test_a_table_without_a_header_goes_on_with_the_columns_of_the_one_before() -> None:
    first = T([["序号", "任务", "责任科室", "时限"], ["1", "公布预算", "财务科", "3月底前"]])
    second = T([["2", "公布决算", "财务科", "9月底前"], ["3", "公布采购", "财务科", "11月底前"]])

    assert [(row[0], row[5]) for row in rows(read(TITLE, first, second))] == [
        ("1", "2024-03-31"),
        ("2", "2024-09-30"),
        ("3", "2024-11-30"),
    ]


def test_tables_of_contacts_points_and_figures_hold_no_tasks() -> None:
    plan = T([["任务", "责任单位"], ["公布预算", "财务科"]])
    contacts = T([["单位", "姓名", "职务", "电话"], ["办公室", "张某", "科员", "0000-1"]])
    points = T([["考核内容", "分值", "评分标准"], ["主动公开", "30", "少一条扣一分"]])
    figures = T([["指标", "单位", "数量"], ["主动公开信息数", "条", "120"]])

    reading = read(TITLE, plan, "联系人", contacts, "评分表", points, "统计表", figures)

    assert [row[2] for row in rows(reading)] == ["公布预算"]
    assert codes(reading) == ["table_left_out"] * 3


def test_a_form_with_empty_cells_has_no_items() -> None:
    blank = T([["序号", "工作任务", "责任单位", "完成时限"], ["1", "", "", ""], ["2", "", "", ""]])

    reading = read(TITLE, blank)

    assert reading.items == ()
    assert "no_tasks" in codes(reading)


def test_lists_inside_a_cell_stay_one_task() -> None:
    table = T([
        ["工作任务", "具体措施", "责任科室"],
        ["规范专栏", "1.清理空白栏目；\n2.修复链接；\n3.统一样式。", "信息中心"],
        ["培训队伍", "（1）专题培训；（2）以会代训。", "人事科"],
    ])  # fmt: skip

    reading = read(TITLE, table)

    assert [row[:3] for row in rows(reading)] == [
        (None, "", "规范专栏\n1.清理空白栏目；\n2.修复链接；\n3.统一样式。"),
        (None, "", "培训队伍\n（1）专题培训；（2）以会代训。"),
    ]


def test_text_around_the_tables_is_no_task_and_the_line_above_each_is_its_heading() -> None:
    table = [["序号", "任务", "责任科室"], ["1", "公布预算", "财务科"]]

    reading = read(
        TITLE,
        "机关各科室：",
        "根据部署，列出任务如下。",
        P("一、主动公开任务", bold=True),
        T(table),
        P("二、保障任务", bold=True),
        T([table[0], ["1", "培训信息员", "人事科"]]),
        "三、有关事项",
        "1.各科室要明确信息员。",
        "2.每季度末报送进展。",
        "柳湖局办公室",
        "2024年2月20日",
    )

    assert [row[:3] for row in rows(reading)] == [
        ("1", "一、主动公开任务", "公布预算"),
        ("1", "二、保障任务", "培训信息员"),
    ]


def test_a_missing_prefix_misprints_and_brackets_of_units_stay_as_printed() -> None:
    table = T([
        ["任务", "牵头单位", "配合单位"],
        ["公布清单", "省编办（省审改办）", "省财政厅、司法厅"],
        ["公布服务", "", "各区属国有企企"],
    ])  # fmt: skip

    reading = read(TITLE, table)

    assert [row[3:5] for row in rows(reading)] == [("省编办（省审改办）", "省财政厅、司法厅"), ("", "各区属国有企企")]
    assert doubts(reading) == [[], ["no_lead", "odd_unit"]]


def test_a_table_inside_a_table_is_read_after_it() -> None:
    outer = word(TITLE, T([["说明", "本表由办公室填写"], ["范围", "全局"]]))
    inner = (
        "<w:tbl><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
        + "".join(
            f"<w:tr>{''.join(f'<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>' for cell in row)}</w:tr>"
            for row in (("工作任务", "责任单位"), ("公布预算", "财务科"))
        )
        + "</w:tbl><w:p/>"
    )
    content = replaced(outer, "word/document.xml", "<w:t>全局</w:t></w:r></w:p>", f"<w:t>全局</w:t></w:r></w:p>{inner}")

    reading = read_plan(content, "任务.docx")

    assert [row[2:4] for row in rows(reading)] == [("公布预算", "财务科")]
    assert "nested_table" in codes(reading)


def test_places_name_the_table_and_row_and_anchor_the_source() -> None:
    reading = read(TITLE, T([["任务", "责任单位"], ["公布预算", "财务科"]]))

    (item,) = reading.items
    assert item.place.phrase == "表1第2行"
    assert item.place.anchors == ("t1r2",)
    table = next(block for block in reading.source if block.kind == "table")
    assert [(cell.text, cell.column) for cell in table.rows[1].cells] == [("公布预算", 0), ("财务科", 1)]
