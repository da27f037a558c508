"""The shape of a list: pasted lines and their columns, where its head stands, which of its names mean which column."""

import csv
import re
import unicodedata
from collections.abc import Mapping, Sequence
from io import StringIO

from tracker.ledger.rules import Ledger

UNIT = "单位"
SAME = "〃"  # stands where a merged cell goes on over a number, which belongs to no single line
HEAD_WITHIN = 10  # a title and a remark may stand above the head
_TOTALS = re.compile(r"(合计|总计|小计|共计)[:：]?")
_ALSO = {
    "day": ("日期", "时间", "公开日期", "发布日期"),
    "title": ("标题", "名称", "题目", "主题", "事项", "内容"),
    "unit": ("科室", "部门", "责任单位", "报送单位", "填报单位", "发布单位"),
    "category": ("类别", "种类", "类型"),
    "quantity": ("数量", "条数", "件数"),
    "people": ("人数", "人次"),
    "url": ("网址", "链接", "网页地址"),
}


def read_lines(text: str) -> list[list[str]]:
    """Return the lines of pasted text, empty ones too, so that a line has the number it has in Excel.

    Columns stand between tabs, or between bars where there is no tab. Excel puts a cell with line breaks between
    quotation marks; with an odd mark somewhere the marks are part of the text.
    """
    if "\t" not in text:
        return [[cell.strip() for cell in line.split("|")] if line.strip() else [] for line in text.splitlines()]
    source = StringIO(text.replace("\0", ""), newline="")
    if text.count('"') % 2:
        rows = csv.reader(source, delimiter="\t", quoting=csv.QUOTE_NONE)
    else:
        rows = csv.reader(source, delimiter="\t")
    return [[" ".join(cell.split()) for cell in row] if any(cell.strip() for cell in row) else [] for row in rows]


def write_lines(lines: Sequence[Sequence[str]]) -> str:
    """Return lines as text that reads as the same lines again."""
    return "\n".join("\t".join(" ".join(cell.split()) for cell in line) for line in lines)


def find_head(lines: Sequence[Sequence[str]], ledger: Ledger) -> tuple[dict[str, int], int]:
    """Return where each column stands, and how many lines end with the head; without one the usual order holds."""
    names = _names(ledger)
    for at, line in enumerate(lines[:HEAD_WITHIN]):
        found: dict[str, int] = {}
        for place, text in enumerate(line):
            name = names.get(bare(text))
            if name:
                found.setdefault(name, place)
        if {"day", "title"} <= set(found):
            return found, at + 1
    return {name: at for at, name in enumerate(ledger.columns)}, 0


def _names(ledger: Ledger) -> Mapping[str, str]:
    columns = ledger.columns
    exact = {bare(label): name for name, label in columns.items()} | {UNIT: "unit"}
    also = {text: name for name, texts in _ALSO.items() if name in columns or name == "unit" for text in texts}
    return {**also, **exact}


def bare(text: str) -> str:
    """Return the name of a column without spaces, marks of need and width: “ 举办 日期＊” is 举办日期."""
    return re.sub(r"[\s*：:]", "", unicodedata.normalize("NFKC", text)).replace("(", "（").replace(")", "）")


def is_total(line: Sequence[str]) -> bool:
    """Whether a line adds up others: entered, it would count them twice."""
    first = next((cell for cell in line if cell.strip()), "")
    return bool(_TOTALS.fullmatch("".join(first.split())))
