"""Reports to read and check: one with a full year's real proportions, and random ones that add up."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from random import Random

from hypothesis import strategies as st

from tracker.annual_report.report import Number, ReportFigures
from tracker.annual_report.tables import DISPUTE_PATHS, Form, Kind, kinds, row_keys, row_paths

_ROWS = """
一 3440 75 0 1 6 3 3525 | 二 118 3 0 0 0 0 121
三(一) 1408 21 0 0 2 0 1431 | 三(二) 462 9 0 0 0 0 471
三(三)1 2 0 0 0 0 0 2 | 三(三)2 1 0 0 0 0 0 1 | 三(三)3 4 0 0 0 0 0 4 | 三(三)4 16 1 0 0 0 0 17
三(三)5 21 0 0 0 0 0 21 | 三(三)6 10 1 0 0 0 0 11 | 三(三)7 21 2 0 0 0 0 23 | 三(三)8 13 0 0 0 0 0 13
三(四)1 859 33 0 0 3 2 897 | 三(四)2 35 1 0 0 0 0 36 | 三(四)3 8 0 0 0 0 0 8
三(五)1 86 1 0 0 0 0 87 | 三(五)2 26 1 0 0 0 0 27 | 三(五)3 0 0 0 0 0 0 0 | 三(五)4 3 0 0 0 0 0 3
三(五)5 0 0 0 0 0 0 0
三(六)1 75 1 0 1 0 0 77 | 三(六)2 38 0 0 0 0 0 38 | 三(六)3 352 2 0 0 0 0 354
三(七) 3440 73 0 1 5 2 3521 | 四 118 5 0 0 1 1 125
"""
_DISPUTES = (88, 18, 28, 36, 170, 7, 0, 11, 7, 25, 33, 0, 6, 13, 52)
_TABLE_TWO: Mapping[str, Number] = {
    "table2.规章.制发": 2,
    "table2.规章.废止": 1,
    "table2.规章.现行有效": 12,
    "table2.行政规范性文件.制发": 50,
    "table2.行政规范性文件.废止": 227,
    "table2.行政规范性文件.现行有效": 420,
    "table2.行政许可": 1573179,
    "table2.行政处罚": 2676474,
    "table2.行政强制": 29351,
    "table2.行政事业性收费_万元": Decimal("72701.2578"),
}
NAME = "宿河市人民政府"


def row_cells(key: str, numbers: Sequence[Number]) -> dict[str, Number]:
    """The cells of a row of table three."""
    return dict(zip(row_paths(key), numbers, strict=True))


def golden() -> ReportFigures:
    """A report of 2024 in which every identity holds."""
    cells: dict[str, Number] = dict(_TABLE_TWO)
    for entry in _ROWS.replace("\n", "|").split("|"):
        if entry.strip():
            key, *numbers = entry.split()
            cells |= row_cells(key, [int(number) for number in numbers])
    cells |= dict(zip(DISPUTE_PATHS, _DISPUTES, strict=True))
    return ReportFigures(NAME, 2024, Form.CURRENT, Form.CURRENT, cells)


def trial() -> ReportFigures:
    """A report of 2020 in the trial form, full of zeros but for a few cells."""
    form = kinds(Form.TRIAL, Form.TRIAL)
    cells: dict[str, Number] = dict.fromkeys(form, 0)
    cells |= {"table2.行政许可.上一年项目数量": 396, "table2.行政许可.增减": -15, "table2.行政许可.处理决定数量": 105}
    for key in ("一", "三(六)", "三(七)"):
        cells |= row_cells(key, (4, 0, 0, 0, 0, 1, 5))
    return ReportFigures("青禾新区管委会", 2020, Form.TRIAL, Form.TRIAL, cells)


def changed(report: ReportFigures, **cells: Number | None) -> ReportFigures:
    """A report with other cells; “__” stands for a dot, as in ``三__总计``, always of table three."""
    return report.changed({f"table3.{path.replace('__', '.')}": number for path, number in cells.items()})


def _number(chance: Random, kind: Kind) -> Number:
    if kind is Kind.MONEY:
        return Decimal(chance.randrange(10**14)).scaleb(-6)
    return chance.randrange(-1000 if kind is Kind.CHANGE else 0, 10 ** chance.randint(1, 9))


@st.composite
def any_report(draw: st.DrawFn) -> ReportFigures:
    """A report in any mix of forms, with any numbers, blank cells and words in cells; nothing has to add up."""
    form, form_three = draw(st.sampled_from(Form)), draw(st.sampled_from(Form))
    chance = Random(draw(st.integers(0, 2**32)))
    filled = draw(st.sampled_from((1.0, 0.9, 0.3, 0.0)))
    cells: dict[str, Number] = {}
    written: dict[str, str] = {}
    for path, kind in kinds(form, form_three).items():
        if chance.random() < filled:
            cells[path] = _number(chance, kind)
        elif chance.random() < 0.1:
            written[path] = chance.choice(("/", "无", "约二十"))
    return ReportFigures(NAME, 2024, form, form_three, cells, written)


@st.composite
def sound_report(draw: st.DrawFn) -> ReportFigures:
    """A report whose rows and columns add up, as every table made from a register does."""
    form_three = draw(st.sampled_from(Form))
    chance = Random(draw(st.integers(0, 2**32)))
    most = draw(st.sampled_from((1, 30, 10**6)))
    cells: dict[str, Number] = {}
    columns = []
    for _ in range(6):
        parts = [chance.randrange(most) for _ in row_keys(form_three)[4:]]
        carried_over = chance.randrange(most)
        new = chance.randint(0, sum(parts) + carried_over)
        columns.append([new, sum(parts) + carried_over - new, *parts, sum(parts), carried_over])
    for key, numbers in zip(row_keys(form_three), zip(*columns, strict=True), strict=True):
        cells |= row_cells(key, (*numbers, sum(numbers)))
    for at in (0, 5, 10):
        parts = [chance.randrange(most) for _ in range(4)]
        cells |= dict(zip(DISPUTE_PATHS[at : at + 5], (*parts, sum(parts)), strict=True))
    return ReportFigures(NAME, 2024, Form.CURRENT, form_three, {**cells, **_TABLE_TWO})
