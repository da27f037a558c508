"""Who does the work: the responsibility phrases of real plans, column by column and in brackets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.plans.reading.endings import take_ending
from tracker.plans.reading.headers import Meaning, meaning_of
from tracker.plans.reading.targets import find_target, lacks_figure
from tracker.plans.reading.unit_names import ends_like_unit, is_collective, split_names
from tracker.plans.reading.units import read_duties

PHRASES = [
    ("1.办公室牵头，各科室配合", "办公室", "各科室"),
    ("1、办公室\n2、法规科", "办公室、法规科", ""),
    ("1.办公室 2.法规科 3.财务科", "办公室、法规科、财务科", ""),
    ("①办公室；②法规科", "办公室、法规科", ""),
    ("★办公室、法规科", "办公室、法规科", ""),
    ("办公室（主），法规科（协）", "办公室", "法规科"),
    ("办公室(牵头单位)、财务科、人事科(配合单位)", "办公室", "财务科、人事科"),
    ("局办公室（牵头），各科室、局属各单位", "局办公室", "各科室、局属各单位"),
    ("机关各处室、直属各单位按职责分工落实", "机关各处室、直属各单位", ""),
    ("主要责任单位：办公室；协同配合单位：法规科", "办公室", "法规科"),
    ("各县（市、区）自然资源局，各分局、各中心所", "各县（市、区）自然资源局、各分局、各中心所", ""),
    ("政策法规科（行政审批科）牵头；各科室各负其责", "政策法规科（行政审批科）", "各科室"),
    ("办公室", "办公室", ""),
    ("各科室", "各科室", ""),
    ("财务科", "财务科", ""),
    ("办公室牵头,各科室配合", "办公室", "各科室"),
    ("市发改委牵头落实", "市发改委", ""),
    (
        "市金融办、人民银行青川市中心支行、青川银监分局分别牵头落实",
        "市金融办、人民银行青川市中心支行、青川银监分局",
        "",
    ),
    ("市政府各有关部门,各县市区人民政府、功能区管委会负责落实", "市政府各有关部门、各县市区人民政府、功能区管委会", ""),
    ("市发展改革委牵头,市住建局等政府各有关部门", "市发展改革委", "市住建局"),
    (
        "(市府办〔市大数据局〕牵头,市政府各部门、各县〔区〕政府、各功能区管委会)",
        "市府办〔市大数据局〕",
        "市政府各部门、各县〔区〕政府、各功能区管委会",
    ),
    (
        "(牵头单位:州行政审批服务局;责任单位:州司法局、州委编办及州直相关单位,各县市人民政府、青川经开区管委会,6月底完成)",
        "州行政审批服务局",
        "州司法局、州委编办、州直相关单位、各县市人民政府、青川经开区管委会",
    ),
    (
        "(市政府办公室、市行政审批制度改革工作领导小组办公室牵头,市级各有关部门及各县市区政府按职责分工负责)",
        "市政府办公室、市行政审批制度改革工作领导小组办公室",
        "市级各有关部门、各县市区政府",
    ),
    (
        "责任单位:县政府办公室、县司法局、各有关部门,乡镇人民政府按职责分工分别负责。",
        "县政府办公室、县司法局、各有关部门、乡镇人民政府",
        "",
    ),
    (
        "区司法局牵头区级规范性文件集中公开工作,区各行政规范性文件制定主体具体落实;各成员单位负责做好本单位公开工作",
        "区司法局",
        "区各行政规范性文件制定主体、各成员单位",
    ),
    ("各成员单位", "各成员单位", ""),
    ("各部室按业务分工负责", "各部室", ""),
    ("人事部、办公室", "人事部、办公室", ""),
    ("标准与信息化部", "标准与信息化部", ""),
    ("主要领导牵头抓总、分管领导具体负责、科室协同落实", "", "科室"),
    (
        "局办公室负责协调督促,局法规处负责合法性审查,局信息中心负责信息发布,局机关党委负责绩效考核",
        "局办公室、局法规处、局信息中心、局机关党委",
        "",
    ),
    ("局机关各处(室)、局属各单位、新区分局按工作职责负责提供本部门信息", "局机关各处(室)、局属各单位、新区分局", ""),
    ("办公室为处理政务公开事务的牵头责任部门", "办公室", ""),
    ("谁制定、谁审查、谁公开、谁负责", "", ""),
    ("主要领导亲自抓,分管领导", "主要领导亲自抓", ""),
    (
        "各镇、各街道办事处、青川经济开发区、各部委办局、直属事业单位、公检法单位和双管单位积极配合",
        "",
        "各镇、各街道办事处、青川经济开发区、各部委办局、直属事业单位、公检法单位、双管单位",
    ),
    ("市政府有关部门和各县区政府按职责分工分别落实", "市政府有关部门、各县区政府", ""),
    ("市住房保障管理局牵头，市财政局、市城管局配合", "市住房保障管理局", "市财政局、市城管局"),
    ("市12345热线办公室负责，各承办单位配合", "市12345热线办公室", "各承办单位"),
    ("省公安厅会同省教育厅、人社厅等相关部门，各设区市", "省公安厅", "省教育厅、人社厅、各设区市"),
    ("由财政所牵头，会同有关部门负责", "财政所", "有关部门"),
    ("县融媒体中心负责，各乡镇人民政府（街道办）协助", "县融媒体中心", "各乡镇人民政府（街道办）"),
    ("办公室，各科室配合", "办公室", "各科室"),
    ("办公室（牵头）、财务科（配合）、人事科（配合）", "办公室", "财务科、人事科"),
    ("市政府办公室（牵头单位）、市司法局", "市政府办公室", "市司法局"),
    ("牵头：办公室；配合：各科室", "办公室", "各科室"),
    ("办公室牵头各科室配合", "办公室", "各科室"),
    ("【牵头单位】财政局【配合单位】审计局", "财政局", "审计局"),
    ("责任单位 市财政局", "市财政局", ""),
    ("市司法局和市信访局", "市司法局、市信访局", ""),
    ("市文化和旅游局", "市文化和旅游局", ""),
    ("市人力资源和社会保障局、卫生和计划生育委员会", "市人力资源和社会保障局、卫生和计划生育委员会", ""),
    ("干部和人才科", "干部和人才科", ""),
    ("各县（市、区）政府，各功能区", "各县（市、区）政府、各功能区", ""),
    ("各县（市、区)和市直各部门", "各县（市、区)、市直各部门", ""),
    ("财政所、便民服务中心等", "财政所、便民服务中心", ""),
    ("教育局、高等学校、初等教育科", "教育局、高等学校、初等教育科", ""),
    ("政策落实科、统筹协调科、协同办公中心", "政策落实科、统筹协调科、协同办公中心", ""),
    ("办公室\n财务科", "办公室、财务科", ""),
    ("办公室　财务科", "办公室、财务科", ""),
    ("办公室/财务科", "办公室、财务科", ""),
    ("區財政局牽頭,各有關部門配合", "區財政局", "各有關部門"),
    ("省残疾人联合会、工商业联合会", "省残疾人联合会、工商业联合会", ""),
    ("—", "", ""),
    ("无", "", ""),
]


@pytest.mark.parametrize(("phrase", "lead", "coop"), PHRASES, ids=lambda value: str(value)[:16])
def test_the_words_say_who_leads(phrase: str, lead: str, coop: str) -> None:
    duties = read_duties(phrase)

    assert ("、".join(duties.lead), "、".join(duties.coop)) == (lead, coop)


def test_the_column_decides_where_words_do_not() -> None:
    plain, shared = "办公室、财务科", "各单位按职责分工负责"

    assert read_duties(plain, Meaning.LEAD).lead == read_duties(plain, Meaning.COOP).coop == ["办公室", "财务科"]
    assert read_duties(shared, Meaning.LEAD).lead == read_duties(shared, Meaning.COOP).coop == ["各单位"]
    assert read_duties("省公安厅会同省教育厅", Meaning.COOP).lead == ["省公安厅"]


def test_limits_leaders_and_people_among_the_units_are_kept_apart() -> None:
    duties = read_duties("牵头领导：王局长；责任单位：财务科（责任人：李某）；完成时限：6月底前；工作目标：零差错")

    assert (duties.lead, duties.limits) == (["财务科"], ["6月底前"])
    assert (duties.leader, duties.person, duties.target) == ("王局长", "李某", "零差错")
    assert read_duties("人事科负责，12月底前完成").limits == ["12月底前完成"]
    assert (read_duties("财务科 李小四").lead, read_duties("财务科 李小四").person) == (["财务科"], "李小四")


@pytest.mark.parametrize(
    ("text", "rest", "duties", "limits"),
    [
        ("公布清单。（责任单位：办公室）", "公布清单。", ["责任单位：办公室"], []),
        ("公布清单。(办公室、法规科)", "公布清单。", ["办公室、法规科"], []),
        ("公布清单（市发改委、长期坚持）", "公布清单", ["市发改委、长期坚持"], []),
        ("公布清单。（6月底前）（责任单位：办公室）", "公布清单。", ["责任单位：办公室"], ["6月底前"]),
        ("公布清单。责任单位：办公室。完成时限：年底前。", "公布清单。", ["责任单位：办公室。完成时限：年底前。"], []),
        ("公布清单。（责任单位：办公室", "公布清单。", ["责任单位：办公室"], []),
        ("公布清单（法规科牵头）。随后更新。", "公布清单（法规科牵头）。随后更新。", ["法规科牵头"], []),
        ("延伸到村（社区）。", "延伸到村（社区）。", [], []),
        ("公布规划（2021—2025年）", "公布规划（2021—2025年）", [], []),
        (
            "落实“五公开”（决策、执行、管理、服务、结果公开）",
            "落实“五公开”（决策、执行、管理、服务、结果公开）",
            [],
            [],
        ),
        ("（此件公开发布）", "（此件公开发布）", [], []),
        ("逐项明确责任单位：不得推诿。", "逐项明确责任单位：不得推诿。", [], []),
    ],
)
def test_the_end_of_a_sentence_is_taken_off_only_where_it_names_units_or_limits(
    text: str, rest: str, duties: list[str], limits: list[str]
) -> None:
    ending = take_ending(text)

    assert (ending.text, ending.duties, ending.limits) == (rest, duties, limits)


def test_collective_names_are_those_that_stand_for_many() -> None:
    many = ["各科室", "市直有关单位", "相关部门", "机关各处室", "全体成员单位"]

    assert [name for name in [*many, "办公室", "各县（市、区）政府", "市府办（各科）"] if is_collective(name)] == [
        *many,
        "各县（市、区）政府",
    ]


def test_words_that_only_end_like_units_are_none() -> None:
    assert not any(map(ends_like_unit, ["社会", "网站", "平台", "干部", "督办", "公布清单", ""]))


@given(
    st.lists(
        st.sampled_from(["办公室", "市司法局", "各县（市、区）政府", "标准与信息化部", "团市委"]),
        min_size=1,
        max_size=6,
    )
)
def test_a_list_of_names_comes_apart_at_any_separator(names: list[str]) -> None:
    for mark in ("、", "，", ",", "；", ";", "\n"):
        assert split_names(mark.join(names)) == names


COLUMNS = {
    Meaning.NUMBER: "序号 编号 任务编号 序 №",
    Meaning.TASK: "工作任务 重点任务 主要任务 任务名称 目标任务 事项 工　作　任　务 重点工作 工作要点 公开事项",
    Meaning.MEASURE: "具体要求 工作措施 主要内容 工作内容 任务内容 落实措施 具体举措 公开内容（要素） 工作标准",
    Meaning.GROUP: "工作板块 任务类别 公开领域 一级事项",
    Meaning.LEAD: "牵头单位 牵头科室 牵头处室 牵头部门 主办单位 主责部门 牵头",
    Meaning.COOP: "配合单位 协办 会办处室 参与单位 参加 配合/责任单位 协同部门",
    Meaning.UNIT: "责任单位 责任科室 责任部门 责任处室 承办单位 落实单位 公开主体 保障部门 责任分工 单位 牵头及配合单位",
    Meaning.LIMIT: "完成时限 时限要求 完成时间 时间节点 时间安排 进度安排 办结时限 更新频次 更新标准 公开时限",
    Meaning.TARGET: "成果形式 预期成果 工作目标 考核指标 完成标准",
    Meaning.LEADER: "牵头领导 责任领导 分管领导 包抓领导",
    Meaning.PERSON: "责任人 联系人 经办人 信息员",
    Meaning.STATUS: "完成情况 进展 进展情况 状态 工作进度 实际完成时间 落实情况",
    Meaning.REMARK: "备注 说明",
    Meaning.OTHER: "联系电话 文件依据 公开渠道和载体 公开对象 省级牵头单位 上级主管部门 启动时间 分值",
}


@pytest.mark.parametrize(("meaning", "names"), COLUMNS.items(), ids=lambda value: str(value)[:12])
def test_columns_are_known_by_what_their_names_mean(meaning: Meaning, names: str) -> None:
    assert {name: meaning_of(name) for name in names.split(" ")} == dict.fromkeys(names.split(" "), meaning)


def test_sentences_titles_and_numbered_lines_name_no_column() -> None:
    for text in ("公布预算，说明原因。", "一、工作任务", "2024年政务公开工作要点", "", "县发展改革局"):
        assert meaning_of(text) is None


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("开展访谈不少于12期，每月一期", "不少于12期"),
        ("负责人至少解读1次", "至少解读1次"),
        ("解读率达到100%", "达到100%"),
        ("权重不低于4%。", "不低于4%"),
        ("参训率100%", "100%"),
        ("开放数据集20个以上", "20个以上"),
        ("公示不少于5个工作日", ""),
        ("未达标的一律关停", ""),
        ("公布清单", ""),
    ],
)
def test_the_quantity_is_taken_as_printed(text: str, target: str) -> None:
    assert find_target(text) == target


def test_a_quantity_without_its_figure_is_seen() -> None:
    assert lacks_figure("解读率达到 %")
    assert lacks_figure("培训不少于__次")
    assert not lacks_figure("解读率达到100%")
