"""Text copied from the pages of a PDF: its page numbers and running heads go, its broken lines are joined again."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from tracker.plans.reading.markers import CHAPTERS, Kind, Marker, find_marker
from tracker.workdays.folding import fold

Lines = list[tuple[int, str]]

_PAGE_NUMBER = re.compile(
    r"^\s*(?:[-—–－·]{1,2}\s*\d{1,4}\s*[-—–－·]{1,2}|第\s*\d+\s*页(?:[\s,，/]*共\s*\d+\s*页)?|\d+\s*/\s*\d+)\s*$"
)
_BARE_NUMBER = re.compile(r"^\s*\d{1,4}\s*$")
_CLOSED = "。；！？：:;!?）)”》"
_FEWEST_BROKEN = 3
_FEWEST_BROKEN_BELOW_INDENTS = 2  # where paragraphs are indented, a line that is not tells more
_NARROWEST = 14
_PLAY = 4  # letters a line may lack because a sign or a number would not fit
_OPENING = re.compile(
    r"(?:(?:牵头|责任|配合|协办|会办|主办|承办|完成|办结|参与|参加)[\u4e00-\u9fff]{0,5}|时限):|请各|请认真|特此|附件|联系人|抄送"
)
_SPACED_FIGURE = re.compile(
    r"(?<=[\u4e00-\u9fff，。；：、（）“”]) +(?=\d)|(?<=[\d%]) +(?=[\u4e00-\u9fff，。；：、（）“”])"
)


@dataclass(frozen=True)
class Page:
    """How long a full line is: as printed, in Chinese characters, and in characters of any kind."""

    width: float
    length: int

    def is_full(self, line: str) -> bool:
        """Whether a line may have been broken by the page and not by its writer."""
        return _width(line) >= self.width - _PLAY or len(line.rstrip()) >= self.length - 2


def without_pages(part: Lines) -> Lines:
    """Take out page numbers, and the running heads that stand beside them again and again."""
    pages = {at for at, (_, line) in enumerate(part) if _PAGE_NUMBER.match(line)}
    beside = [at + step for at in pages for step in (-1, 1) if 0 <= at + step < len(part)]
    often = Counter(part[at][1].strip() for at in beside if at not in pages)
    heads = {at for at in beside if often[part[at][1].strip()] > 2 or (often[part[at][1].strip()] == len(pages) > 1)}
    return [line for at, line in enumerate(part) if at not in pages | heads]


def find_page(lines: list[str]) -> Page | None:
    """Return the page that broke ``lines``, None for text with a paragraph a line.

    Lines of a page end within sentences, at much the same width, and none is longer.
    """
    filled = [line for line in lines if line.strip()]
    broken = [line for line, below in pairwise(filled) if _is_open(line, below)]
    uses_indent = sum(map(_is_indented, filled)) * 2 > len(filled)
    if len(broken) < (_FEWEST_BROKEN_BELOW_INDENTS if uses_indent else _FEWEST_BROKEN):
        return None
    widths = sorted(map(_width, broken))
    width = widths[int((len(widths) - 1) * 0.9)]
    alike = sum(abs(one - width) <= _PLAY for one in widths)
    if alike * 5 < len(broken) * 3 or max(map(_width, filled)) > width + 2 * _PLAY:
        return None
    return Page(width, max(len(line.rstrip()) for line in broken))


def _width(line: str) -> float:
    return sum(0.5 if character.isascii() else 1.0 for character in line.rstrip())


def _is_open(line: str, below: str) -> bool:
    """Whether ``line`` ends within a sentence that goes on ``below``."""
    ends = line.rstrip()[-1] in _CLOSED or find_marker(below) is not None or _is_indented(below) or opens_anew(below)
    return not ends and _width(line) >= _NARROWEST


def opens_anew(line: str) -> bool:
    """Whether the words of ``line`` begin a paragraph: 责任单位：…, 请各单位…, 附件."""
    return bool(_OPENING.match(fold(line.strip()[:12])))


def _is_indented(line: str) -> bool:
    return line.startswith(("  ", "\u3000"))


def unwrapped(part: Lines, page: Page) -> Lines:
    """Put the lines of paragraphs together: an indented line begins one, else what follows a short or closed line."""
    filled = [(at, line.rstrip()) for at, line in _without_bare_numbers(part)]
    indented = sum(_is_indented(line) for _, line in filled)
    uses_indent = 0 < indented < sum(bool(line) for _, line in filled)
    joined: Lines = []
    counted: dict[Kind, int] = {}
    before = ""
    for at, line in filled:
        marker = find_marker(line)
        follows = bool(marker and marker.value in (1, counted.get(marker.kind, 0) + 1))
        opens = opens_anew(line) and not (joined and is_broken_off(joined[-1][1]))
        is_new = not joined or follows or opens or (uses_indent and _is_indented(line))
        if line and (is_new or _begins(marker, before, joined[-1][1], page, uses_indent=uses_indent)):
            joined.append((at, line))
            counted |= {marker.kind: marker.value} if marker else {}
        elif line:
            joined[-1] = (joined[-1][0], joined[-1][1] + line.strip())
        before = line or before
    return [(at, _SPACED_FIGURE.sub("", text)) for at, text in joined]


def _without_bare_numbers(part: Lines) -> Lines:
    """Take out numbers alone on a line, as pages bear them, unless the line above broke off within a figure."""
    above = ["", *(line.rstrip() for _, line in part)]
    return [
        (at, line)
        for (at, line), before in zip(part, above, strict=False)
        if not _BARE_NUMBER.match(line) or before[-1:].isdigit() or before.endswith(("/", ".", "-", "年", "月"))
    ]


def _begins(marker: Marker | None, before: str, paragraph: str, page: Page, *, uses_indent: bool) -> bool:
    """Whether a line with ``marker`` begins a paragraph after the line ``before`` it, the last of ``paragraph``."""
    is_closed, is_short = before[-1:] in _CLOSED, not page.is_full(before)
    if marker:
        return is_short or is_closed or marker.kind in CHAPTERS
    if is_in_bracket(paragraph):
        return False
    return is_short and (is_closed or not uses_indent)


def is_broken_off(paragraph: str) -> bool:
    """Whether ``paragraph`` cannot end here: within a bracket, or between 完成 and 时限."""
    return is_in_bracket(paragraph) or paragraph.endswith(("完成", "办结", "牵头", "责任", "配合"))


def is_in_bracket(paragraph: str) -> bool:
    """Whether ``paragraph`` ends within a bracket that is still open."""
    end = fold(paragraph[-200:])
    return end.rfind("(") > end.rfind(")")
