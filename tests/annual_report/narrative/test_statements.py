"""Which sentences state a number of the tables, and which speak of another time, part or matter."""

import time

import pytest

from tracker.annual_report.narrative.statements import find_statements

CITY = "宿河市人民政府"
OFFICE = "宿河市统计局"


def said(text: str, year: int = 2024, agency: str = CITY, *, in_section_three: bool = False) -> list[tuple[str, int]]:
    found = find_statements(text, year, agency, is_about_requests=in_section_three)
    return [(one.concept.value, int(one.quantity.value) if one.quantity else 0) for one in found]


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("收到申请12件。", [("收到", 12)]),
        ("全年共收到政府信息公开申请12件。", [("收到", 12)]),
        ("2024年，我市各级行政机关共受理依申请公开件255件，办结255件。", [("收到", 255), ("办结", 255)]),
        ("新收政府信息公开申请3525件，上年结转121件。", [("新收", 3525), ("上年结转", 121)]),
        ("共收到8份政府信息公开申请，均为自然人申请。", [("收到", 8)]),
        ("二〇二四年，全市收到政府信息公开申请二十三件。", [("收到", 23)]),
        ("宿河市收到公民、法人和其他组织提出的政府信息公开申请１，２０６件。", [("收到", 1206)]),
        ("政府信息公开申请收到12件。", [("收到", 12)]),
        ("全市收办政府信息公开申请3646件。", [("收办", 3646)]),
        ("全年共收到和办理依申请公开9件。", [("办理", 9)]),
        (
            "共收到10件依申请公开请求，2023年结转政府信息公开申请2件，共办结10件，结转2025年度继续办理2件。",
            [("收到", 10), ("上年结转", 2), ("办结", 10), ("结转下年度", 2)],
        ),
        (
            "答复政府信息公开申请情况：予以公开答复966件，占66.48%；部分公开67件，不予公开81件，无法提供的182件，"
            "不予处理的61件，其他处理96件。",
            [
                ("予以公开", 966),
                ("部分公开", 67),
                ("不予公开", 81),
                ("无法提供", 182),
                ("不予处理", 61),
                ("其他处理", 96),
            ],
        ),
        (
            "依申请公开中，其中予以公开71件、部分公开5件和不予公开28件。",
            [("予以公开", 71), ("部分公开", 5), ("不予公开", 28)],
        ),
        ("因政府信息公开被申请行政复议134件、行政诉讼57件。", [("行政复议", 134), ("行政诉讼", 57)]),
        ("行政复议134件、行政诉讼57件。", [("行政复议", 134), ("行政诉讼", 57)]),
        ("全年发生涉及政府信息公开的行政复议案件1起。", [("行政复议", 1)]),
        ("2024年，我市未收到政府信息公开申请。", [("新收", 0)]),
        ("依申请公开平稳，未发生因政府信息公开引起的行政复议、行政诉讼。", [("行政复议", 0), ("行政诉讼", 0)]),
        ("收到政府信息公开申请12件，无下年度结转。", [("收到", 12), ("结转下年度", 0)]),
        ("截至2024年12月31日，共收到政府信息公开申请12件。", [("收到", 12)]),
        ("2024年1月1日至12月31日收到政府信息公开申请12件。", [("收到", 12)]),
    ],
)
def test_a_statement_about_the_tables_is_found(text: str, statements: list[tuple[str, int]]) -> None:
    assert said(text) == statements


@pytest.mark.parametrize(
    "text",
    [
        "2023年收到政府信息公开申请10件。",
        "2024年上半年，全市收到政府信息公开申请10件，予以公开4件。",
        "一季度收到政府信息公开申请10件。",
        "1-6月收到政府信息公开申请10件。",
        "自2008年以来累计受理政府信息公开申请800件。",
        "近三年来收到政府信息公开申请90件。",
        "累计受理政府信息公开申请800件。",
        "政府信息公开申请比2023年增加10件。",
        "政府信息公开申请同比增长12件。",
        "2022年结转政府信息公开申请2件。",
        "政府信息公开申请结转2026年办理2件。",
    ],
)
def test_another_time_is_left_alone(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "市公安局收到政府信息公开申请100件，予以公开50件。",
        "我局收到政府信息公开申请100件。",
        "市政府收到政府信息公开申请100件。",
        "市本级收到政府信息公开申请100件，不予公开50件。",
        "收到自然人提出的政府信息公开申请100件。",
        "收到网上申请105件，快递17件。",
        "收到政府信息公开申请的单位12家，其中市教育局予以公开3件。",
    ],
)
def test_a_part_of_the_agency_is_left_alone(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "收到行政许可申请30件。",
        "行政许可方面，全年收到申请30件。",
        "12345热线全年办结47件。",
        "建议提案办结20件，予以公开20件。",
        "市司法局办理行政复议案件300件。",
        "全市办理政府信息公开申请类行政复议案件45件，行政诉讼案件23件。",
        "公开行政复议决定书134件。",
        "收到举报12件。",
        "收到12件举报申请。",
        "收到行政复议申请134件。",
        "办理低保申请2300件。",
        "政府网站发布信息46106条，政策解读8件。",
    ],
)
def test_another_matter_is_left_alone(text: str) -> None:
    assert said(text) == []


def test_an_office_speaks_for_itself_and_not_for_the_city() -> None:
    assert said("我局收到政府信息公开申请8件。", agency=OFFICE) == [("收到", 8)]
    assert said("市统计局收到政府信息公开申请8件。", agency=OFFICE) == [("收到", 8)]
    assert said("全市收到政府信息公开申请3525件。", agency=OFFICE) == []


def test_results_that_share_one_number_are_left_alone() -> None:
    text = "政府信息公开申请中，予以公开或部分公开59件，不予公开、无法提供40件，不予处理和其他处理等5件。"

    assert said(text) == []


def test_the_time_last_spoken_of_counts() -> None:
    text = "2023年收到政府信息公开申请10件，2024年收到政府信息公开申请12件。上半年收到5件。全年予以公开7件。"

    assert said(text) == [("收到", 12), ("予以公开", 7)]


def test_each_paragraph_begins_anew() -> None:
    assert said("2023年收到政府信息公开申请10件。\n收到政府信息公开申请12件。") == [("收到", 12)]


def test_in_the_section_on_requests_the_matter_goes_without_saying() -> None:
    assert said("予以公开7件，不予公开2件。", in_section_three=True) == [("予以公开", 7), ("不予公开", 2)]
    assert said("予以公开7件，不予公开2件。") == []


def test_a_heading_says_what_the_paragraphs_below_it_are_about() -> None:
    text = (
        "（二）依申请公开情况\n全年新收12件，上年结转101件，予以公开3件。\n"
        "（三）政府信息管理\n清理文件20件，不予公开3件。"
    )

    assert said(text) == [("新收", 12), ("上年结转", 101), ("予以公开", 3)]


def test_the_place_of_the_numeral_is_that_of_the_text() -> None:
    text = "（一）依申请公开。全市共 收到申请１２ 件。"

    (statement,) = find_statements(text, 2024, CITY)

    assert text[statement.start : statement.end] == "１２"


@pytest.mark.parametrize(
    "piece", ["收到案件", "数量", "收到申请", "以及", "其中", "2024年", "政府信息公开", "办结12件、"]
)
def test_long_nonsense_is_read_quickly(piece: str) -> None:
    started = time.process_time()

    said(piece * 20_000 + "x", in_section_three=True)
    said((piece * 9)[:110] + "x", in_section_three=True)

    assert time.process_time() - started < 2
