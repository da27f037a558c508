"""What the source documents ask of reading a plan, by the number of the capability."""

from datetime import date

from tracker.plans.reading import read_text


def test_capability_4_quantified_targets_per_unit_and_per_person_are_read() -> None:
    text = """信息目标任务分解表
序号\t工作任务\t责任科室\t责任人\t目标
1\t报送政务信息\t法规科\t王芳\t全年不少于12条
2\t报送政务信息\t档案科\t赵强\t全年不少于24条
"""

    reading = read_text(text, year=2026)

    assert [(item.lead, item.person, item.target) for item in reading.items] == [
        (("法规科",), "王芳", "不少于12条"), (("档案科",), "赵强", "不少于24条"),
    ]  # fmt: skip


def test_capability_7_key_work_inside_the_annual_assessment_is_an_item_like_others() -> None:
    text = """2026年重点工作任务清单（纳入年度目标考核）
一、重点工作
1.将政务公开纳入年度目标任务考核，制定评分细则。（责任单位：人事科；5月底前）
"""

    (item,) = read_text(text).items

    assert item.heading_path == ("一、重点工作",)
    assert (item.text, item.lead) == ("将政务公开纳入年度目标任务考核，制定评分细则。", ("人事科",))
    assert item.due == date(2026, 5, 31)


def test_capability_9_of_a_summary_with_a_plan_only_the_plan_is_read_for_its_own_year() -> None:
    text = """清河市档案局2025年政务公开工作总结和2026年工作计划
2025年，我局认真落实上级部署，全年公开信息230条。
一、2025年工作总结
（一）加强组织领导。成立领导小组，召开专题会议3次。
（二）完善制度。制定制度8项。
二、存在的主要问题
（一）公开不够及时。
三、2026年工作计划
（一）规范性文件集中公开，6月底前完成。（责任单位：法规科）
（二）组织业务培训，全年不少于2期。（牵头单位：办公室；配合单位：各科室；完成时限：年底前）
"""

    reading = read_text(text)

    assert reading.year == 2026
    assert [(item.text, item.lead, item.due) for item in reading.items] == [
        ("规范性文件集中公开，6月底前完成。", ("法规科",), date(2026, 6, 30)),
        ("组织业务培训，全年不少于2期。", ("办公室",), date(2026, 12, 31)),
    ]
