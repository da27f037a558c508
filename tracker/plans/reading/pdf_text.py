"""Letters of a PDF page into lines, and lines into text: what a page's or cell's edge broke is put together again."""

import re
from dataclasses import dataclass
from statistics import median
from typing import Any

from tracker.plans.reading.unit_names import ends_like_unit

Letter = dict[str, Any]

_GAP = 0.45  # of a letter's size: wider is a blank
_FIGURE_SPACE = re.compile(
    r"(?<=[\u4e00-\u9fff，。；：、（）“”]) +(?=[\dA-Za-z])|(?<=[\d%A-Za-z]) +(?=[\u4e00-\u9fff，。；：、（）“”])"
)
_UNPARTED = re.compile(r"(?:[\w.%/+-]{1,20}(?<=[\x00-\x7f])|.)[，。、；：！？）》”%]*", re.ASCII)


@dataclass
class TextRow:
    """A row of letters with its edges."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float


def letters_in(page: Any, box: tuple[float, float, float, float]) -> list[Letter]:
    """Return the letters whose middle lies in ``box``."""
    return [
        letter
        for letter in page.chars
        if box[0] <= (letter["x0"] + letter["x1"]) / 2 <= box[2]
        and box[1] <= (letter["top"] + letter["bottom"]) / 2 <= box[3]
    ]


def rows_of_letters(letters: list[Letter]) -> list[TextRow]:
    """Put letters into rows from the top; letters printed twice to look bold count once."""
    rows: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda letter: ((letter["top"] + letter["bottom"]) / 2, letter["x0"])):
        middle = (letter["top"] + letter["bottom"]) / 2
        if rows and abs(middle - _middle(rows[-1])) < 0.5 * max(letter["bottom"] - letter["top"], 1):
            rows[-1].append(letter)
        else:
            rows.append([letter])
    return [row for row in map(_row, rows) if row.text.strip()]


def _middle(row: list[Letter]) -> float:
    return float(median((letter["top"] + letter["bottom"]) / 2 for letter in row))


def _row(letters: list[Letter]) -> TextRow:
    letters = sorted(letters, key=lambda letter: letter["x0"])
    size = float(median(letter["size"] for letter in letters))
    text, before = "", None
    for letter in letters:
        if before is not None:
            if letter["text"] == before["text"] and abs(letter["x0"] - before["x0"]) < 0.3 * size:
                continue
            if letter["x0"] - before["x1"] > _GAP * size and not text.endswith(" "):
                text += " "
        text += letter["text"]
        before = letter
    inked = [letter for letter in letters if letter["text"].strip()] or letters
    return TextRow(
        _FIGURE_SPACE.sub("", text),
        min(letter["x0"] for letter in inked),
        max(letter["x1"] for letter in inked),
        min(letter["top"] for letter in inked),
        max(letter["bottom"] for letter in inked),
        size,
    )


def joined_lines(rows: list[TextRow], left: float, right: float) -> str:
    """Return the text of a cell from ``left`` to ``right``: a full row runs on into the next, others end a line."""
    text = ""
    for row, following in zip(rows, [*rows[1:], None], strict=False):
        text += row.text.strip()
        if following is not None:
            is_full = room_after(row, rows, left, right) < head_width(following.text)
            text += "" if is_full and not _are_two_names(row.text, following.text) else "\n"
    return text


def room_after(row: TextRow, rows: list[TextRow], left: float, right: float) -> float:
    """How many letters more would fit into ``row`` between the edges of its cell, whose margins its rows show."""
    margin = min((other.x0 for other in rows), default=left) - left
    return (right - min(margin, 2 * row.size) - row.x1) / row.size


def head_width(text: str) -> float:
    """The width, in letters, of what a line break cannot part at the head of ``text``, with some play."""
    head = _UNPARTED.match(text.strip())
    return 0.5 + sum(0.6 if character.isascii() else 1.0 for character in (head[0] if head else ""))


def _are_two_names(line: str, following: str) -> bool:
    """Whether two rows of a narrow cell are two units below each other, and not one name broken in two."""
    line, following = line.strip(), following.strip()
    if "、" in line or not (ends_like_unit(line) and ends_like_unit(following)):
        return False
    return line[:1] == following[:1] or not line.endswith(("府", "委", "党组", "公司"))
