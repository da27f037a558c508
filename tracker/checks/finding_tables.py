"""A list of problems from outside (外来问题清单) as rows: its columns recognised by their heads, its limits read."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from itertools import zip_longest

from tracker.checks.rules import Severity
from tracker.errors import N_, RuleBroken
from tracker.workdays import phrases
from tracker.workdays.calendar import ONE_DAY
from tracker.workdays.limits import DayUnit
from tracker.workdays.phrase_forms import Span

MOST_ROWS = 300
DITTO = frozenset({"同上", "同上行", "〃", "″", "''", '"', "”", "“"})
HEAD_WITHIN = 15  # rows before the head: title, date, unit
Cells = tuple[str, list[str]]  # where the row stands, and its cells

HEADS = {
    "description": "存在问题 存在的问题 存在的主要问题 主要问题 具体问题 问题描述 问题内容 问题 发现问题 发现的问题 "
    "失分原因 扣分原因 检查情况 问题及表现 问题表现 问题情况 整改问题",
    "unit": "责任单位 责任科室 责任处室 责任部门 整改单位 整改科室 整改责任单位 牵头单位 牵头科室 承办单位 承办科室 "
    "单位 科室 部门 被检查单位 栏目责任单位 整改部门 整改责任部门 整改责任科室 责任主体",
    "basis": "依据 检查依据 扣分依据 问题依据 测评指标 指标 检查指标 检查项目",
    "limit": "整改时限 整改期限 完成时限 时限 整改完成时间 完成时间 整改时间 办理时限 截止时间 期限 整改完成时限 "
    "要求完成时间 完成日期 整改日期",
    "severity": "严重程度 程度 等级 问题等级 性质 问题性质",
}  # fmt: skip
_COLUMN = {word: name for name, words in HEADS.items() for word in words.split()}
_TITLES = ("存在问题", "责任单位", "依据", "整改时限", "严重程度")
_SEVERITIES = {
    "": Severity.MINOR, "一般": Severity.MINOR, "轻微": Severity.MINOR, "较重": Severity.SERIOUS,
    "较大": Severity.SERIOUS, "严重": Severity.GRAVE, "重大": Severity.GRAVE,
}  # fmt: skip
_UNIT_NAME = re.compile(r"\S{1,14}(?:[科处室股局办委馆院站所队会]|中心|支队|大队)")
_WORKDAYS = re.compile(r"(\d{1,4})个?工作日(?:内|以内|之内)?")
_DATE = re.compile(r"(?:(\d{4})[年./-])?(\d{1,2})[月./-](\d{1,2})[日号]?(?:之?前|以前|底前)?(?:\s+00:00(?::00)?)?")
_FORMS = {  # how the cells of a column look, in a table without a head
    "number": re.compile(r"\d{1,3}[.、]?|[（(]?\d{1,3}[)）]|[一二三四五六七八九十]{1,3}、?"),
    "limit": re.compile(f"{_WORKDAYS.pattern}|{_DATE.pattern}"),
    "severity": re.compile("|".join(filter(None, _SEVERITIES))),
    "unit": _UNIT_NAME,
}
SHORTEST_PROBLEM = 3  # characters on average


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

    A head that comes again (the next page, the next table) begins anew; rows without a problem are left out. Without
    any head the columns are known by what stands in them.
    """
    table, columns = list(table), {}
    if not _has_head(table):
        table = [(where, cells) for where, cells in table if _is_filled(cells)]
        columns = columns_by_content([cells for _, cells in table])
    found: list[tuple[str, TableRow]] = []
    for at, (where, cells) in enumerate(table):
        flat = ["".join(cell.split()) for cell in cells]
        head = _head(flat)
        if head:
            columns = head
            continue
        if not columns and at >= HEAD_WITHIN:
            break
        row = _row(cells, columns, found[-1][1] if found else TableRow(""))
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

    Days are read as plans write them: 10月30日前, 二〇二六年十月三十日, 10月底, 一周内, or the number that Excel keeps.
    One without a year is of this year.
    """
    plain = "".join(text.split())
    if not plain:
        return None
    if days := _WORKDAYS.fullmatch(plain):
        return int(days[1])
    said = phrases.read_limit(text, today.year, in_limit_cell=True)
    if any(day.doubt for day in said.days):
        raise RuleBroken(N_("There is no such day: %(limit)s."), limit=text)
    limits = [*said.dates, *said.turns, *said.standing, *said.spans, *said.gaps]
    limit = limits[0] if len(limits) == 1 and not said.is_unclear else None
    if isinstance(limit, date):
        return limit
    if isinstance(limit, Span) and limit.length and limit.unit is not DayUnit.MONTH:
        return limit.length if limit.unit is DayUnit.WORKDAY else today + limit.length * ONE_DAY
    raise RuleBroken(N_("The limit “%(limit)s” is not clear. Write a day (2026年10月30日) or 10个工作日."), limit=text)


def columns_by_content(rows: Iterable[Sequence[str]]) -> dict[str, int]:
    """Return which column holds what in a table without a head: units, limits and severities by their form.

    The problem is the longest of the other columns. Nothing is returned unless a unit or a limit is recognised beside
    it: then it is no list of problems.
    """
    lines = list(rows)
    columns = [["".join(cell.split()) for cell in column] for column in zip_longest(*lines, fillvalue="")]
    found: dict[str, int] = {}
    for at, cells in enumerate(columns):
        name = next((name for name, form in _FORMS.items() if _is_mostly(form, cells)), None)
        if name:
            found.setdefault(name, at)
    others = {at: sum(map(len, cells)) for at, cells in enumerate(columns) if at not in found.values()}
    if not ({"unit", "limit"} & set(found)) or not others or max(others.values()) < SHORTEST_PROBLEM * len(lines):
        return {}
    found.pop("number", None)
    return found | {"description": max(others, key=others.__getitem__)}


def _is_filled(cells: Iterable[str]) -> bool:
    """Whether a row says more than one thing; a title over all columns says one."""
    return len({cell.strip() for cell in cells} - {""}) > 1


def _is_mostly(form: re.Pattern[str], cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum(bool(form.fullmatch(cell)) for cell in filled) > len(filled) / 2


def _has_head(table: Iterable[Cells]) -> bool:
    return any(_head(["".join(cell.split()) for cell in cells]) for _, cells in table)


def _head(flat: Sequence[str]) -> dict[str, int]:
    """Return the columns that a row of heads names, or nothing when it is no head."""
    named: dict[str, int] = {}
    for at, cell in enumerate(flat):
        name = _COLUMN.get(re.sub(r"[（(].*[)）]$", "", cell))
        if name:
            named.setdefault(name, at)
    return named if "description" in named and (len(named) > 1 or len(flat) <= 2) else {}


def _row(cells: Sequence[str], columns: dict[str, int], above: TableRow) -> TableRow | None:
    """Return a row of the list; a cell that says 同上 is that of the row ``above``, be it empty."""
    texts = {name: " ".join(cells[at].replace("|", "/").split()) for name, at in columns.items() if at < len(cells)}
    texts = {name: str(getattr(above, name)) if text in DITTO else text for name, text in texts.items()}
    return TableRow(**texts) if texts.get("description") else None
