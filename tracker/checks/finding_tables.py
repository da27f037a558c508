"""A list of problems from outside (外来问题清单) as rows: its columns recognised by their heads, its limits read."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import date

from tracker.checks.rules import Severity
from tracker.errors import N_, RuleBroken

MOST_ROWS = 300
HEAD_WITHIN = 15  # rows before the head: title, date, unit
Cells = tuple[str, list[str]]  # where the row stands, and its cells

HEADS = {
    "description": "存在问题 存在的问题 存在的主要问题 主要问题 具体问题 问题描述 问题内容 问题 发现问题 发现的问题 "
    "失分原因 扣分原因 检查情况 问题及表现",
    "unit": "责任单位 责任科室 责任处室 责任部门 整改单位 整改科室 整改责任单位 牵头单位 牵头科室 承办单位 承办科室 "
    "单位 科室 部门 被检查单位 栏目责任单位",
    "basis": "依据 检查依据 扣分依据 问题依据 测评指标 指标 检查指标 检查项目",
    "limit": "整改时限 整改期限 完成时限 时限 整改完成时间 完成时间 整改时间 办理时限 截止时间 期限",
    "severity": "严重程度 程度 等级 问题等级 性质 问题性质",
}  # fmt: skip
_COLUMN = {word: name for name, words in HEADS.items() for word in words.split()}
_TITLES = ("存在问题", "责任单位", "依据", "整改时限", "严重程度")
_SEVERITIES = {
    "": Severity.MINOR, "一般": Severity.MINOR, "轻微": Severity.MINOR, "较重": Severity.SERIOUS,
    "较大": Severity.SERIOUS, "严重": Severity.GRAVE, "重大": Severity.GRAVE,
}  # fmt: skip
_WORKDAYS = re.compile(r"(\d{1,4})个?工作日(?:内|以内|之内)?")
_DATE = re.compile(r"(?:(\d{4})[年./-])?(\d{1,2})[月./-](\d{1,2})[日号]?(?:之?前|以前|底前)?(?:\s+00:00(?::00)?)?")


@dataclass(frozen=True)
class TableRow:
    """A row of the list as it is written."""

    description: str
    unit: str = ""
    basis: str = ""
    limit: str = ""
    severity: str = ""


def cut(text: str) -> list[Cells]:
    """Return a pasted table cut into rows; cells stand between tabs or |."""
    lines = [(number, line.strip("\r\n")) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    rows = [(f"第{number}行", re.split(r"[\t|｜]", line)) for number, line in lines]
    return [(where, cells) for where, cells in rows if not re.fullmatch(r"[\s:+=-]*", "".join(cells))]


def rows_of(table: Iterable[Cells]) -> list[tuple[str, TableRow]]:
    """Return the rows below the head, each with where it stands; raise RuleBroken (field "text") without a head.

    A head that comes again (the next page, the next table) begins anew; rows without a problem are left out.
    """
    columns: dict[str, int] = {}
    found: list[tuple[str, TableRow]] = []
    for at, (where, cells) in enumerate(table):
        flat = ["".join(cell.split()) for cell in cells]
        head = _head(flat)
        if head:
            columns = head
            continue
        if not columns and at >= HEAD_WITHIN:
            break
        row = _row(cells, columns)
        if row and (not found or row != found[-1][1]):  # the lines of a merged row say the same
            found.append((where, row))
    if not columns:
        raise RuleBroken(
            N_("No head was found. The table needs a row of heads with 存在问题 and, beside it, 责任单位 or another."),
            field="text",
        )
    if not 1 <= len(found) <= MOST_ROWS:
        raise RuleBroken(N_("The list must have 1 to %(most)d problems."), field="text", most=MOST_ROWS)
    return found


def text_of(rows: Iterable[TableRow]) -> str:
    """Return rows as a table that ``cut`` and ``rows_of`` read the same, for a person to mend."""
    lines = [" | ".join(_TITLES), *(" | ".join(astuple(row)) for row in rows)]
    return "\n".join(lines)


def read_severity(text: str) -> Severity:
    """Return how grave a problem is called; raise RuleBroken for another word."""
    if text not in _SEVERITIES:
        raise RuleBroken(N_("“%(word)s” is no severity. Write 一般, 较重 or 严重."), word=text)
    return _SEVERITIES[text]


def read_limit(text: str, today: date) -> int | date | None:
    """Return a limit as working days or as its last day (None: nothing is said); raise RuleBroken for anything else.

    A day without a year is one of this year.
    """
    plain = "".join(text.split()) if "00:00" not in text else text.strip()
    if not plain:
        return None
    if days := _WORKDAYS.fullmatch(plain):
        return int(days[1])
    found = _DATE.fullmatch(plain)
    if found is None:
        raise RuleBroken(
            N_("The limit “%(limit)s” is not clear. Write a day (2026年10月30日) or 10个工作日."), limit=text
        )
    try:
        day = date(int(found[1] or today.year), int(found[2]), int(found[3]))
    except ValueError as error:
        raise RuleBroken(N_("There is no such day: %(limit)s."), limit=text) from error
    return day


def _head(flat: Sequence[str]) -> dict[str, int]:
    """Return the columns that a row of heads names, or nothing when it is no head."""
    named: dict[str, int] = {}
    for at, cell in enumerate(flat):
        name = _COLUMN.get(re.sub(r"[（(].*[)）]$", "", cell))
        if name:
            named.setdefault(name, at)
    return named if "description" in named and (len(named) > 1 or len(flat) <= 2) else {}


def _row(cells: Sequence[str], columns: dict[str, int]) -> TableRow | None:
    texts = {name: " ".join(cells[at].replace("|", "/").split()) for name, at in columns.items() if at < len(cells)}
    return TableRow(**texts) if texts.get("description") else None
