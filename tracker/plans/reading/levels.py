"""The level of a heading: by its number, by its style, or by standing short and alone above numbered lines."""

import itertools
import re
from dataclasses import dataclass

from tracker.plans.reading.characters import tight
from tracker.plans.reading.markers import Kind, Marker, find_marker, marker_of_label
from tracker.plans.reading.parts import is_signature, is_title
from tracker.plans.reading.unit_names import ends_like_unit

_LONGEST_STYLED = 45
_LONGEST_BOLD, _LONGEST_PLAIN = 30, 16
_NO_HEADING = re.compile(r"[。；，,：:;？?！!]|^附|^\(|\d{4}年")


@dataclass
class Line:
    """A paragraph, or one line of a paragraph that soft line breaks cut into several."""

    text: str
    anchor: str
    where: str
    label: str = ""
    level: int | None = None
    is_bold: bool = False
    is_centred: bool = False
    is_title: bool = False


class Levels:
    """What stands above what in one part of a document."""

    def __init__(self, lines: list[Line]) -> None:
        """Look through all ``lines`` of the part: their kinds of number, their styles, their short lines."""
        self._swaps = _swaps(lines)
        self._styles = _levels_of_styles(lines)
        self._by_look = _headings_by_look(lines)
        self._look_level: float | None = None

    def of_marker(self, marker: Marker) -> float:
        """The level of a number; 1.1 stands above 1.1.1."""
        if marker.kind is Kind.DECIMAL:
            return Kind.DECIMAL + 0.1 * marker.number.replace("-", ".").count(".")
        return self._swaps.get(marker.kind, float(marker.kind))

    def is_styled_heading(self, line: Line) -> bool:
        """Whether a line without a number has a heading's style."""
        return bool(line.level and line.text.strip() and not line.is_title and len(line.text) <= _LONGEST_STYLED)

    def of_style(self, line: Line) -> float:
        """The level of a heading style: that of numbered headings of the same style, else below the outer styles."""
        style = line.level or 1
        if style in self._styles:
            return self._styles[style]
        outer = [level for other, level in self._styles.items() if other < style]
        return (max(outer) if outer else 0.0) + 0.05 * style

    def is_heading_by_look(self, line: Line) -> bool:
        """Whether a line without number or style is one of several short ones that each head numbered lines."""
        return id(line) in self._by_look

    def of_look(self, above: float | None) -> float:
        """The level of such lines, the same for all; ``above`` is the heading the first of them follows at once."""
        if self._look_level is None:
            self._look_level = 0.5 if above is None else above + 0.5
        return self._look_level


def _swaps(lines: list[Line]) -> dict[Kind, float]:
    """Levels for a text whose outermost numbers are 1. and whose inner ones are （一）: the reverse of the usual."""
    kinds = [marker.kind for line in lines if (marker := _marker(line))]
    outer = [kind for kind in kinds if kind in (Kind.HAN, Kind.ARABIC, Kind.BRACKETED_HAN, Kind.CHAPTER)]
    if outer and outer[0] is Kind.ARABIC and Kind.HAN not in outer and Kind.BRACKETED_HAN in outer:
        return {Kind.BRACKETED_HAN: Kind.ARABIC + 0.5}
    return {}


def _marker(line: Line) -> Marker | None:
    return marker_of_label(line.label) or find_marker(line.text)


def _levels_of_styles(lines: list[Line]) -> dict[int, float]:
    """The level of number that goes with each heading style of the text."""
    levels: dict[int, float] = {}
    for line in lines:
        marker = _marker(line)
        if line.level and marker:
            levels.setdefault(line.level, float(marker.kind))
    return levels


def _headings_by_look(lines: list[Line]) -> set[int]:
    """The lines that stand short, without a stop, right above a numbered line, and are bold where anything is."""
    shows_bold = any(line.is_bold for line in lines)
    found = {
        id(line)
        for line, below in itertools.pairwise(lines)
        if _marker(below) and not _marker(line) and not line.level and _looks_like_heading(line, shows_bold=shows_bold)
    }
    return found if len(found) > 1 else set()


def _looks_like_heading(line: Line, *, shows_bold: bool) -> bool:
    text = tight(line.text)
    if not 1 < len(text) <= (_LONGEST_BOLD if shows_bold else _LONGEST_PLAIN) or line.is_bold != shows_bold:
        return False
    return not (_NO_HEADING.search(text) or is_title(text) or is_signature(text) or ends_like_unit(text))
