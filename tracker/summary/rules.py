"""The small markup of a summary's texts, and the blanks in them that figures fill."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tracker.errors import N_, RuleBroken
from tracker.figures.rules import Figure
from tracker.outlines.rules import Key, Variant

__all__ = ["SUBHEADING", "Key", "Line", "Variant", "check_text", "fill_blanks", "lines"]
SUBHEADING = "## "
_BLANK = re.compile(
    r"(?P<before>[^，。；、：\n{}]{0,24}?)(?:[ 　]+|_{2,}|＿+)(?P<unit>人次|万元|[条期件次场份篇个名项册分人元%])"
)
_UNITS = "人次|万元|[条期件次场份篇个名项册分人元%年月日]"
_PLACEHOLDER = re.compile(
    rf"(?<![A-Za-z0-9])[XxＸｘ×✕]{{1,4}}(?={_UNITS})|(?<![一二三四五六七八九零〇○])[○◯□△]{{1,4}}(?={_UNITS})|"
    r"待(?:填写?|补充?|定|核实?)(?![一-龥])|(?:（|\(|【|\[)[ 　_＿]*(?:）|\)|】|\])|[?？]{2,}"
)
_SERIES = re.compile(r"《([^》]{1,60})》$")
# words before a blank, and the figure that they ask for: the longest that fits wins
_ASKED = {
    "上报": "信息上报数",
    "采用": "信息采用数", "得分": "信息报送得分", "居全市第": "信息报送名次", "第": "信息报送名次",
    "简报": "简报期数", "培训": "培训期数", "培训人员": "培训人次", "专题会议": "专题会议次数", "会议": "会议次数",
    "报道": "媒体报道次数", "主动公开": "主动公开信息数", "网站发布": "网站发布数", "更新信息": "网站发布数",
    "收到申请": "收到申请数", "公开申请": "收到申请数", "制度": "制定制度数", "解读": "政策解读数",
    "微信": "微信发布数", "微博": "微博发布数", "检查": "检查次数", "发现问题": "发现问题数", "任务": "任务总数",
    "办结": "办结数", "回应": "回应关切件数", "意见": "收到意见数", "宣传材料": "印发宣传材料数",
}  # fmt: skip


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


def fill_blanks(text: str, figures: Mapping[str, Figure]) -> str:
    """Return ``text`` with figures in its blanks (全年共编发《政务信息》 期), where it is clear which is meant.

    A slot is blank space or a rule before a unit word. What is not clear stays blank, for a person to fill.
    """
    for one in reversed(list(find_blanks(text, figures))):
        text = one.filled(text) if one.name else text
    return text


@dataclass(frozen=True)
class Blank:
    """A slot for a number at ``start`` to ``end`` of a text, the words before it, and the figure it asks for."""

    start: int
    end: int
    before: str
    name: str = ""

    def filled(self, text: str) -> str:
        """Return the text with the figure in the slot."""
        return f"{text[: self.start]}{{{self.name}}}{text[self.end :]}"


def find_blanks(text: str, figures: Mapping[str, Figure]) -> Iterator[Blank]:
    """Give the slots of a text that wait for a number."""
    for match in _BLANK.finditer(text):
        before = match["before"].strip()
        name = _asked_for(before, match["unit"], figures)
        yield Blank(match.end("before"), match.end() if name else match.start("unit"), before, name)


def find_placeholders(text: str) -> Iterator[re.Match[str]]:
    """Give what people put where a number or a word is still to come: XX件, ○月, 待补充, （）."""
    return _PLACEHOLDER.finditer(text)


def _asked_for(before: str, unit: str, figures: Mapping[str, Figure]) -> str:
    series = _SERIES.search(before)
    wanted = [f"简报期数·{series[1]}"] if series else []
    wanted += [_ASKED[word] for word in sorted(_ASKED, key=len, reverse=True) if before.endswith(word)]
    wanted += [_ASKED[word] for word in sorted(_ASKED, key=len, reverse=True) if word in before]
    fitting = (name for name in wanted if name in figures and _fits(figures[name], unit))
    return next(fitting, "")


def _fits(figure: Figure, unit: str) -> bool:
    return figure.unit == unit or (unit == "%" and figure.unit == "")
