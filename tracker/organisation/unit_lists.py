"""Units pasted from a table, one a line: name, kind, other names, head, information officer."""

import re
from dataclasses import dataclass

from tracker.errors import N_, RuleBroken
from tracker.organisation.rules import LONGEST_NAME, UnitKind
from tracker.texts import clean_text

MOST_LINES = 500
LONGEST_PERSON = 50  # characters in a name of a person
_HEADER = re.compile("(?:序号)?(?:单位|科室|处室|部门)?(?:名称|全称)?")
_BETWEEN_NAMES = re.compile("[、，,；;/]+")
_KINDS = {
    UnitKind.OFFICE: "办公室 综合办公室 office",
    UnitKind.SECTION: "科室 处室 股室 部室 科 处 股 内设机构 内设科室 机关科室 section",
    UnitKind.AFFILIATED: "下属单位 直属单位 所属单位 局属单位 事业单位 二级单位 站所 学校 affiliated",
    UnitKind.OUTSIDE: "其他单位 外单位 其他机关 政府部门 乡镇 outside",
}
KIND_WORDS = {word: kind for kind, words in _KINDS.items() for word in words.split()}


@dataclass(frozen=True)
class UnitLine:
    """One line of the list."""

    number: int
    name: str
    kind: UnitKind
    aliases: tuple[str, ...]
    head: str
    officer: str


def read_unit_list(text: str) -> list[UnitLine]:
    """Return the units of a pasted table; cells stand between tabs or |. A line of headings is left out.

    Raise RuleBroken with the number of the first line that cannot be read.
    """
    lines = [(number, _cells(line)) for number, line in enumerate(clean_text(text).split("\n"), 1) if line.strip()]
    if lines and _HEADER.fullmatch(lines[0][1][0]):
        lines = lines[1:]
    if not lines:
        raise RuleBroken(N_("There is no unit in this list."), field="text")
    if len(lines) > MOST_LINES:
        raise RuleBroken(N_("At most %(limit)d units can be added at once."), field="text", limit=MOST_LINES)
    return [_unit(number, cells) for number, cells in lines]


def _cells(line: str) -> list[str]:
    cells = [" ".join(cell.split()) for cell in re.split(r"[\t|｜]", line.strip("\r\n |｜"))]
    return [*cells, "", "", "", ""][: max(5, len(cells))]


def _unit(number: int, cells: list[str]) -> UnitLine:
    name, kind, aliases, head, officer = cells[:5]
    if not name:
        raise RuleBroken(N_("Line %(line)d has no name."), field="text", line=number)
    if kind and kind.lower() not in KIND_WORDS:
        message = N_("Line %(line)d: “%(kind)s” is no kind of unit. Write 办公室, 科室, 下属单位 or 其他单位.")
        raise RuleBroken(message, field="text", line=number, kind=kind)
    other = tuple(filter(None, (alias.strip() for alias in _BETWEEN_NAMES.split(aliases))))
    if max(map(len, (name, *other))) > LONGEST_NAME or max(len(head), len(officer)) > LONGEST_PERSON:
        raise RuleBroken(N_("Line %(line)d: a name is too long."), field="text", line=number)
    guessed = UnitKind.OFFICE if name == "办公室" else UnitKind.SECTION
    return UnitLine(number, name, KIND_WORDS.get(kind.lower(), guessed), other, head, officer)
