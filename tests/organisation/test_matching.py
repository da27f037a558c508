"""Which unit a printed name means, and which units a collective phrase stands for."""

from dataclasses import dataclass
from datetime import date

import pytest

from tracker.organisation.matching import How, UnitIndex, expand_collective
from tracker.organisation.rules import UnitKind

DAY = date(2026, 3, 1)


@dataclass(frozen=True)
class Named:
    id: int
    name: str
    kind: UnitKind = UnitKind.SECTION
    aliases: tuple[str, ...] = ()
    from_on: date | None = None
    to_on: date | None = None


OFFICE = Named(1, "办公室", UnitKind.OFFICE, ("综合办",))
LEGAL = Named(2, "政策法规科")
SPACE = Named(3, "国土空间规划科")
BUILDING = Named(4, "规划建设科")
FINANCE = Named(5, "财务科")
PARTY = Named(6, "机关党委")
LAND = Named(7, "不动产登记中心", UnitKind.AFFILIATED)
SCHOOL = Named(8, "清河第一中学", UnitKind.AFFILIATED)
MONEY = Named(9, "市财政局", UnitKind.OUTSIDE)
MARKET = Named(10, "市市场监督管理局", UnitKind.OUTSIDE)
REFORM = Named(11, "市发展和改革委员会", UnitKind.OUTSIDE)
CITY_OFFICE = Named(12, "市政府办公室（市政务公开办）", UnitKind.OUTSIDE)
TOWN = Named(13, "城关镇人民政府", UnitKind.OUTSIDE)
NET = Named(14, "市委网络安全和信息化委员会办公室", UnitKind.OUTSIDE)
LABOUR = Named(15, "市人力资源和社会保障局", UnitKind.OUTSIDE)
UNITS = (
    *(OFFICE, LEGAL, SPACE, BUILDING, FINANCE, PARTY, LAND, SCHOOL),
    *(MONEY, MARKET, REFORM, CITY_OFFICE, TOWN, NET, LABOUR),
)
INDEX = UnitIndex.of(UNITS, agency_names=("清河市自然资源局", "市自然资源局"))
SECTIONS = [OFFICE, LEGAL, SPACE, BUILDING, FINANCE, PARTY]
AFFILIATED = [LAND, SCHOOL]
AGENCIES = [MONEY, MARKET, REFORM, CITY_OFFICE, NET, LABOUR]


@pytest.mark.parametrize(
    ("printed", "unit", "how"),
    [
        ("办公室", OFFICE, How.EXACT),
        (" 办 公 室 ", OFFICE, How.EXACT),
        ("市政府办公室(市政务公开办)", CITY_OFFICE, How.EXACT),
        ("市發展和改革委員會", REFORM, How.EXACT),
        ("综合办", OFFICE, How.ALIAS),
        ("办", OFFICE, How.ABBREVIATION),
        ("局办公室", OFFICE, How.ABBREVIATION),
        ("局机关党委", PARTY, How.ABBREVIATION),
        ("市自然资源局办公室", OFFICE, How.ABBREVIATION),
        ("清河市自然资源局政策法规科", LEGAL, How.ABBREVIATION),
        ("自然资源局财务科", FINANCE, How.ABBREVIATION),
        ("法规科", LEGAL, How.ABBREVIATION),
        ("政策科", LEGAL, How.ABBREVIATION),
        ("空间规划科", SPACE, How.ABBREVIATION),
        ("登记中心", LAND, How.ABBREVIATION),
        ("不动产登记中心（信息科）", LAND, How.ABBREVIATION),
        ("财政局", MONEY, How.ABBREVIATION),
        ("清河市财政局", MONEY, How.ABBREVIATION),
        ("市场监管局", MARKET, How.ABBREVIATION),
        ("市市场监管局", MARKET, How.ABBREVIATION),
        ("发改委", REFORM, How.ABBREVIATION),
        ("市发展改革委", REFORM, How.ABBREVIATION),
        ("市府办", CITY_OFFICE, How.ABBREVIATION),
        ("市人民政府办公室", CITY_OFFICE, How.ABBREVIATION),
        ("市政务公开办公室", CITY_OFFICE, How.ABBREVIATION),
        ("城关镇", TOWN, How.ABBREVIATION),
        ("城关镇政府", TOWN, How.ABBREVIATION),
        ("市委网信办", NET, How.ABBREVIATION),
        ("网信办", NET, How.ABBREVIATION),
        ("人社局", LABOUR, How.ABBREVIATION),
    ],
)
def test_a_printed_name_is_recognised(printed: str, unit: Named, how: How) -> None:
    match = INDEX.match(printed)

    assert (match.unit_id, match.how, match.suggestion) == (unit.id, how, None)


@pytest.mark.parametrize(
    ("printed", "suggested"),
    [
        ("政策法归科", LEGAL),  # misprint
        ("办公市", OFFICE),
        ("法规处", LEGAL),  # another kind of section
        ("县财政局", MONEY),  # another level
        ("白水市财政局", MONEY),  # another place
        ("省人社厅", None),
        ("市发改局", REFORM),
        ("组织财务科", FINANCE),  # longer than what we know
        ("县办公室", OFFICE),  # somebody else's office
        ("小城镇财务科", FINANCE),
    ],
)
def test_what_only_looks_alike_is_suggested_and_never_taken(printed: str, suggested: Named | None) -> None:
    match = INDEX.match(printed)

    assert (match.unit_id, match.suggestion) == (None, suggested)


def test_a_short_name_that_fits_two_units_is_left_to_the_reader() -> None:
    match = INDEX.match("规划科")

    assert (match.unit_id, match.how) == (None, How.NEAR)
    assert match.suggestion in (SPACE, BUILDING)


@pytest.mark.parametrize("printed", ["", " ", "各科室", "有关部门", "机关各处室、局属各单位", "卫生院"])
def test_what_names_no_unit_of_ours_is_unknown(printed: str) -> None:
    match = INDEX.match(printed)

    assert (match.unit_id, match.how, match.suggestion, match.score) == (None, How.UNKNOWN, None, 0.0)


def test_another_office_with_a_level_in_front_is_not_our_office() -> None:
    own = UnitIndex.of([OFFICE])

    assert [own.match(name).unit_id for name in ("市委办公室", "县政府办公室", "市办公室")] == [None, None, None]


@pytest.mark.parametrize(
    ("phrase", "units"),
    [
        ("各科室", SECTIONS),
        ("各处室", SECTIONS),
        ("各部室", SECTIONS),
        ("各股室", SECTIONS),
        ("各有关科室", SECTIONS),
        ("机关各科室", SECTIONS),
        ("機關各處室", SECTIONS),
        ("各内设机构", SECTIONS),
        ("局机关各处（室）", SECTIONS),
        ("全局各科室", SECTIONS),
        ("相关科室", SECTIONS),
        ("各部门", SECTIONS),
        ("局属各单位", AFFILIATED),
        ("各下属单位", AFFILIATED),
        ("各直属单位", AFFILIATED),
        ("各业务站所", AFFILIATED),
        ("局属各学校", [SCHOOL]),
        ("各单位", SECTIONS + AFFILIATED),
        ("各成员单位", SECTIONS + AFFILIATED),
        ("机关各科室、局属各单位", SECTIONS + AFFILIATED),
        ("局各科室及下属单位", SECTIONS + AFFILIATED),
        ("市政府各部门", AGENCIES),
        ("市直有关部门", AGENCIES),
        ("各镇人民政府", [TOWN]),
        ("各乡镇人民政府（街道办）", [TOWN]),
        ("各镇、街道", [TOWN]),
    ],
)
def test_a_collective_phrase_stands_for_the_units_of_its_kind(phrase: str, units: list[Named]) -> None:
    assert expand_collective(phrase, UNITS, DAY) == units


@pytest.mark.parametrize(
    "phrase",
    [
        "各科室（办公室除外）",
        "各科室(除办公室外)",
        "各科室（不含办公室）",
        "除办公室外各科室",
        "除综合办以外的各科室",
        "各科室，办公室除外",
    ],
)
def test_an_exclusion_takes_the_unit_out(phrase: str) -> None:
    assert expand_collective(phrase, UNITS, DAY) == SECTIONS[1:]


def test_an_exclusion_may_name_several_units() -> None:
    assert expand_collective("各科室（除办公室、法规科外）", UNITS, DAY) == SECTIONS[2:]


@pytest.mark.parametrize(
    "phrase", ["各文件起草部门", "各承办单位", "各预算单位", "各县（市、区）政府", "各镇X" + "镇" * 150]
)
def test_a_phrase_that_our_list_cannot_tell_expands_to_nobody(phrase: str) -> None:
    assert expand_collective(phrase, UNITS, DAY) == []


@pytest.mark.parametrize("name", ["办公室", "不动产登记中心（信息科）", "市财政局", ""])
def test_a_single_name_is_no_collective(name: str) -> None:
    assert expand_collective(name, UNITS, DAY) is None


def test_only_units_in_force_on_the_day_are_meant() -> None:
    closed = Named(20, "档案科", to_on=date(2026, 2, 28))
    later = Named(21, "数据科", from_on=date(2026, 3, 2))
    last_day = Named(22, "信访科", to_on=DAY)

    assert expand_collective("各科室", [closed, later, last_day], DAY) == [last_day]
