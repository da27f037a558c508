"""The outline of the year-end summary, and the small markup of its texts."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tracker.errors import N_, RuleBroken

SUBHEADING = "## "


class Key(StrEnum):
    """The sections of the usual outline; each is drafted from its own part of the data."""

    OPENING = "opening"
    ORGANISATION = "organisation"
    WORK = "work"
    COMPLETION = "completion"
    CHECKS = "checks"
    PROBLEMS = "problems"
    NEXT_STEPS = "next_steps"


HEADINGS = {
    Key.OPENING: "",
    Key.ORGANISATION: "组织领导与队伍建设",
    Key.WORK: "主要工作开展情况",
    Key.COMPLETION: "年度要点任务完成情况",
    Key.CHECKS: "监督检查与问题整改",
    Key.PROBLEMS: "存在的主要问题",
    Key.NEXT_STEPS: "下一步工作打算",
}


@dataclass(frozen=True)
class Line:
    """One paragraph of a section's text, or a heading inside it."""

    text: str
    is_heading: bool = False


def lines(text: str) -> Iterator[Line]:
    """Yield the paragraphs of ``text``; a line that begins with ## is a heading of the second level."""
    for line in text.splitlines():
        stripped = line.strip()
        if stripped:
            yield Line(stripped.removeprefix(SUBHEADING).strip(), is_heading=stripped.startswith(SUBHEADING))


def check_text(text: str) -> None:
    """Raise RuleBroken for a text in which a brace is opened and not closed, which would lose a figure."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.count("{") != line.count("}"):
            message = N_("Line %(number)d opens a brace that it does not close; figures are written {name}.")
            raise RuleBroken(message, field="text", number=number)
