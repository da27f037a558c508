"""The statutory tables two, three and four, cell by cell, in the forms of 〔2019〕60号 and 〔2021〕30号.

A cell has a path that names it everywhere: ``table2.规章.制发``, ``table3.三(一).自然人``, ``table4.行政复议.总计``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from tracker.requests.counting import CARRIED_IN, CARRIED_OVER, NEW, TOTAL
from tracker.requests.outcomes import OUTCOMES
from tracker.requests.rules import APPLICANT_LABELS


class Form(StrEnum):
    """Which official form a table follows; the value is the first report year of the form."""

    TRIAL = "2019"  # 国办公开办函〔2019〕60号, report years 2019 and 2020
    CURRENT = "2021"  # 国办公开办函〔2021〕30号, from report year 2021


def form_of_year(year: int) -> Form:
    """Return the form a report of ``year`` has to follow."""
    return Form.CURRENT if year >= int(Form.CURRENT) else Form.TRIAL


class Kind(StrEnum):
    """What a cell may hold."""

    COUNT = "count"  # a whole number, not negative
    CHANGE = "change"  # a whole number; 本年增/减 may be negative
    MONEY = "money"  # not negative, with decimals


@dataclass(frozen=True)
class Column:
    """A number column of a block of table two: its key in a path ("" if the row has one number) and its heading."""

    key: str
    heading: str
    kind: Kind = Kind.COUNT


@dataclass(frozen=True)
class Block:
    """One block of table two: its caption (the article of the Regulations), its columns, its rows.

    ``rows`` are (key in a path, printed label).
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, str], ...]

    def paths(self, key: str) -> tuple[str, ...]:
        """Return the paths of the cells of the row with ``key``, from left to right."""
        return tuple(f"table2.{key}.{column.key}" if column.key else f"table2.{key}" for column in self.columns)


_DECIDED = (Column("", "本年处理决定数量"),)
_ITEMS = (Column("上一年项目数量", "上一年项目数量"), Column("增减", "本年增/减", Kind.CHANGE))
_ITEMS_DECIDED = (*_ITEMS, Column("处理决定数量", "处理决定数量"))

TABLE_TWO: dict[Form, tuple[Block, ...]] = {
    Form.CURRENT: (
        Block(
            "第二十条第（一）项",
            (Column("制发", "本年制发件数"), Column("废止", "本年废止件数"), Column("现行有效", "现行有效件数")),
            (("规章", "规章"), ("行政规范性文件", "行政规范性文件")),
        ),
        Block("第二十条第（五）项", _DECIDED, (("行政许可", "行政许可"),)),
        Block("第二十条第（六）项", _DECIDED, (("行政处罚", "行政处罚"), ("行政强制", "行政强制"))),
        Block(
            "第二十条第（八）项",
            (Column("", "本年收费金额（单位：万元）", Kind.MONEY),),
            (("行政事业性收费_万元", "行政事业性收费"),),
        ),
    ),
    Form.TRIAL: (
        Block(
            "第二十条第（一）项",
            (
                Column("本年新制作", "本年新制作数量"),
                Column("本年新公开", "本年新公开数量"),
                Column("对外公开总数", "对外公开总数量"),
            ),
            (("规章", "规章"), ("规范性文件", "规范性文件")),
        ),
        Block(
            "第二十条第（五）项",
            _ITEMS_DECIDED,
            (("行政许可", "行政许可"), ("其他对外管理服务事项", "其他对外管理服务事项")),
        ),
        Block("第二十条第（六）项", _ITEMS_DECIDED, (("行政处罚", "行政处罚"), ("行政强制", "行政强制"))),
        Block("第二十条第（八）项", _ITEMS, (("行政事业性收费", "行政事业性收费"),)),
        Block(
            "第二十条第（九）项",
            (Column("采购项目数量", "采购项目数量"), Column("采购总金额_元", "采购总金额", Kind.MONEY)),
            (("政府集中采购", "政府集中采购"),),
        ),
    ),
}

TOTAL_COLUMN = "总计"
COLUMNS: tuple[str, ...] = (*APPLICANT_LABELS.values(), TOTAL_COLUMN)

CHECK_CAPTION = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
RESULTS_LABEL = "三、本年度办理结果"
SINGLE_OTHER = "三(六)"
OTHER_GROUP = "（六）其他处理"


@dataclass(frozen=True)
class Row:
    """A row of table three: its key, its printed headings from the outside in, and how many rows each spans.

    ``labels`` holds (text, rows spanned, columns spanned) of the label cells that begin in this row; the three
    label columns are always filled. ``basis`` and ``meaning`` are message ids, "" where the form says it all.
    """

    key: str
    labels: tuple[tuple[str, int, int], ...]
    meaning: str = ""
    basis: str = ""

    @property
    def label(self) -> str:
        """The printed label of the row itself."""
        return self.labels[-1][0]


@lru_cache
def table_three(form: Form) -> tuple[Row, ...]:
    """Return the 25 rows of form 2021, or the 23 of form 2019, in print order."""
    results = _results(form)
    first = ((RESULTS_LABEL, len(results), 1), *results[0].labels)
    return (
        Row(NEW, (("一、本年新收政府信息公开申请数量", 1, 3),)),
        Row(CARRIED_IN, (("二、上年结转政府信息公开申请数量", 1, 3),)),
        Row(results[0].key, first, results[0].meaning, results[0].basis),
        *results[1:],
        Row(CARRIED_OVER, (("四、结转下年度继续办理", 1, 3),)),
    )


def _results(form: Form) -> list[Row]:
    """Return the rows inside 三, without the label cell that spans them all."""
    rows: list[Row] = []
    group = ""
    for outcome in OUTCOMES:
        if form is Form.TRIAL and outcome.group == OTHER_GROUP:
            continue
        if not outcome.group:
            labels: tuple[tuple[str, int, int], ...] = ((outcome.label, 1, 2),)
        elif outcome.group != group:
            size = sum(other.group == outcome.group for other in OUTCOMES)
            labels = ((outcome.group, size, 1), (outcome.label, 1, 1))
        else:
            labels = ((outcome.label, 1, 1),)
        group = outcome.group
        rows.append(Row(outcome.code, labels, outcome.meaning, outcome.basis))
    if form is Form.TRIAL:
        rows.append(Row(SINGLE_OTHER, ((OTHER_GROUP, 1, 2),)))
    return [*rows, Row(TOTAL, (("（七）总计", 1, 2),))]


@lru_cache
def row_keys(form: Form) -> tuple[str, ...]:
    """Return the keys of the rows of table three in print order."""
    return tuple(row.key for row in table_three(form))


@lru_cache
def result_keys(form: Form) -> tuple[str, ...]:
    """Return the keys of the rows that add up to 三(七)."""
    return tuple(key for key in row_keys(form) if key.startswith("三(") and key != TOTAL)


@lru_cache
def row_paths(key: str) -> tuple[str, ...]:
    """Return the paths of the seven cells of a row of table three."""
    return tuple(f"table3.{key}.{column}" for column in COLUMNS)


DISPUTE_GROUPS: tuple[str, ...] = ("行政复议", "未经复议直接起诉", "复议后起诉")
DISPUTE_COLUMNS: tuple[str, ...] = ("结果维持", "结果纠正", "其他结果", "尚未审结", TOTAL_COLUMN)
DISPUTE_PATHS: tuple[str, ...] = tuple(
    f"table4.{group}.{column}" for group in DISPUTE_GROUPS for column in DISPUTE_COLUMNS
)

# Header cells to print: (text, rows spanned, columns spanned), one tuple for each header row.
HeaderRows = tuple[tuple[tuple[str, int, int], ...], ...]
HEADER_THREE: HeaderRows = (
    ((CHECK_CAPTION, 3, 3), ("申请人情况", 1, 7)),
    (("自然人", 2, 1), ("法人或其他组织", 1, 5), (TOTAL_COLUMN, 2, 1)),
    tuple((label, 1, 1) for label in COLUMNS[1:6]),
)
HEADER_FOUR: HeaderRows = (
    (("行政复议", 1, 5), ("行政诉讼", 1, 10)),
    (*((label, 2, 1) for label in DISPUTE_COLUMNS), ("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)),
    tuple((label, 1, 1) for label in DISPUTE_COLUMNS * 2),
)

SECTIONS: dict[str, str] = {
    "一": "一、总体情况",
    "二": "二、主动公开政府信息情况",
    "三": "三、收到和处理政府信息公开申请情况",
    "四": "四、政府信息公开行政复议、行政诉讼情况",
    "五": "五、存在的主要问题及改进情况",
    "六": "六、其他需要报告的事项",
}


@lru_cache
def kinds(form_two: Form, form_three: Form) -> Mapping[str, Kind]:
    """Return every cell of a report by its path, in print order, with what it may hold."""
    return MappingProxyType(dict((*_table_two_kinds(form_two), *_counts(form_three))))


def _table_two_kinds(form: Form) -> Iterator[tuple[str, Kind]]:
    """Yield the cells of table two."""
    for block in TABLE_TWO[form]:
        for key, _ in block.rows:
            yield from zip(block.paths(key), (column.kind for column in block.columns), strict=True)


def _counts(form: Form) -> Iterator[tuple[str, Kind]]:
    """Yield the cells of tables three and four, which all are counts."""
    for key in row_keys(form):
        yield from ((path, Kind.COUNT) for path in row_paths(key))
    yield from ((path, Kind.COUNT) for path in DISPUTE_PATHS)
