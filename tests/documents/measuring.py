"""A printed PDF measured in millimetres: where lines, characters, rules and page numbers stand."""

import io
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFNoOutlines
from pdfminer.pdftypes import resolve1

MM = 25.4 / 72
LINE = 225 / 22  # mm from one line of 三号 type to the next (第 5.2.1 条 and 第 5.2.3 条)
HAN = re.compile("[\u3400-\u9fff\u3000-\u303f\uff00-\uffef“”‘’]")


@dataclass(frozen=True)
class TextLine:
    """The characters on one baseline, from left to right."""

    characters: tuple[dict[str, Any], ...]

    @property
    def text(self) -> str:
        return "".join(character["text"] for character in self.characters)

    @property
    def left(self) -> float:
        return float(self.characters[0]["x0"]) * MM

    @property
    def right(self) -> float:
        return float(self.characters[-1]["x1"]) * MM

    @property
    def top(self) -> float:
        return float(self.characters[0]["top"]) * MM

    @property
    def bottom(self) -> float:
        return float(self.characters[0]["bottom"]) * MM

    @property
    def size(self) -> float:
        return round(float(self.characters[0]["size"]), 1)

    @property
    def faces(self) -> set[str]:
        return {character["fontname"].partition("+")[2] for character in self.characters}

    @property
    def is_chinese(self) -> bool:
        return all(HAN.match(character["text"]) for character in self.characters)


class Page:
    """One page: its size, lines of text, rules, and page number."""

    def __init__(self, page: Any) -> None:
        self.number: int = page.page_number
        self.width, self.height = float(page.width) * MM, float(page.height) * MM
        self.is_upright = self.height > self.width
        self.rules = [
            (rect["x0"] * MM, rect["top"] * MM, rect["x1"] * MM, rect["bottom"] * MM)
            for rect in (*page.rects, *page.lines, *page.curves)
        ]
        self.characters = [character for character in page.chars if character["text"].strip()]

    @cached_property
    def lines(self) -> list[TextLine]:
        """Everything upright, line by line, without the page number."""
        rows: dict[float, list[dict[str, Any]]] = defaultdict(list)
        for character in self.characters:
            rows[round(float(character["bottom"]), 1)].append(character)
        lines = [TextLine(tuple(sorted(row, key=lambda one: one["x0"]))) for _, row in sorted(rows.items())]
        return [line for line in lines if not self._is_number(line)]

    @cached_property
    def body(self) -> list[TextLine]:
        """The lines of 三号 type."""
        return [line for line in self.lines if line.size == 16]

    @cached_property
    def stacked(self) -> list[TextLine]:
        """The lines of 三号 type below one another: one of two that stand side by side, as in the head, is left out."""
        stacked: list[TextLine] = []
        for line in self.body:
            if not stacked or line.top - stacked[-1].top > LINE / 2:
                stacked.append(line)
        return stacked

    @cached_property
    def page_number(self) -> TextLine | None:
        row = [character for character in self.characters if character["top"] * MM > 263]
        return TextLine(tuple(sorted(row, key=lambda one: one["x0"]))) if row and self.is_upright else None

    def _is_number(self, line: TextLine) -> bool:
        return self.is_upright and line.top > 263

    def line_with(self, text: str) -> TextLine:
        return next(line for line in self.lines if text in line.text)


class Printed:
    """A PDF: its pages, and what it says of itself."""

    def __init__(self, content: bytes) -> None:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            self.pages = [Page(page) for page in pdf.pages]
            self.facts = dict(pdf.metadata)
            catalog = pdf.doc.catalog
            self.language = resolve1(catalog.get("Lang"))
            self.is_tagged = bool(resolve1(catalog.get("MarkInfo", {})).get("Marked"))
            self.has_attachments = "EmbeddedFiles" in (resolve1(catalog.get("Names")) or {})
            self.outline = _outline(pdf.doc)
            self.links = sum(len(page.annots) for page in pdf.pages)
            self.pictures = sum(len(page.images) for page in pdf.pages)
            self.fonts = {name: is_in for page in pdf.pages for name, is_in in _fonts(page)}

    @property
    def text(self) -> str:
        return "".join(character["text"] for page in self.pages for character in page.characters)


def _outline(pdf: Any) -> list[tuple[int, str]]:
    """The outline of a PDF; one without title and headings has none."""
    try:
        return [(level, title) for level, title, *_ in pdf.get_outlines()]
    except PDFNoOutlines:
        return []


def _fonts(page: Any) -> list[tuple[str, bool]]:
    """The fonts of a page and whether they are in the file."""
    found = []
    for reference in (resolve1((page.page_obj.resources or {}).get("Font")) or {}).values():
        font = resolve1(reference)
        font = resolve1(resolve1(font["DescendantFonts"])[0]) if "DescendantFonts" in font else font
        descriptor = resolve1(font["FontDescriptor"])
        found.append((str(descriptor["FontName"]), any(key.startswith("FontFile") for key in descriptor)))
    return found
