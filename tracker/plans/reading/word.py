"""Reads .docx into paragraphs and tables in reading order, with automatic numbers and merged cells as they are seen."""

from collections.abc import Iterator

from tracker.errors import N_, Unreadable
from tracker.plans.reading.blocks import Document, Paragraph, Printed, table_of
from tracker.plans.reading.characters import clean
from tracker.plans.reading.kinds import DAMAGED
from tracker.plans.reading.model import Doubt
from tracker.plans.reading.numbering import Numbering, W, value_of, whole
from tracker.plans.reading.packages import Element, Package, relations
from tracker.plans.reading.word_styles import Style, Styles, outline_level
from tracker.plans.reading.word_tables import Grid, cells_of, rows_of
from tracker.plans.reading.word_text import MC, Letters

_MOST_BLOCKS = 20_000
_DEEPEST = 12
_PASSED_THROUGH = {W + name for name in ("ins", "moveTo", "customXml", "smartTag", "sdtContent")} | {MC + "Choice"}

TOO_LONG = N_(
    "The document is longer than a plan can be (more than %(limit)s paragraphs and rows). Upload only the plan."
)
NOTES = Doubt("notes_left_out", N_("Footnotes and endnotes were left out."))
NESTED = Doubt("nested_table", N_("A table inside a table was read as a table of its own, after the outer one."))
EMBEDDED = Doubt("embedded_part", N_("The file holds an embedded part that could not be read. Paste its text as well."))


def read_word(content: bytes) -> Document:
    """Return the blocks of a .docx file; Unreadable when it is damaged."""
    return _Reader(Package(content)).read()


class _Reader:
    def __init__(self, package: Package) -> None:
        main = next((name for kind, name in relations(package, "").values() if kind == "officeDocument"), "")
        self._main = main if package.has(main) else "word/document.xml"
        parts = dict(relations(package, self._main).values())
        root = package.xml(self._main)
        body = root.find(W + "body") if root is not None else None
        if body is None:
            raise Unreadable(DAMAGED)
        self._body = body
        self._styles = Styles(package.xml(parts.get("styles", "word/styles.xml")))
        self._numbering = Numbering(package.xml(parts.get("numbering", "word/numbering.xml")), self._styles.lists)
        self._document = Document()
        self._paragraphs = self._tables = self._steps = 0

    def read(self) -> Document:
        self._walk(self._body, 0)
        return self._document

    def _warn(self, doubt: Doubt) -> None:
        if doubt not in self._document.warnings:
            self._document.warnings.append(doubt)

    def _count(self) -> None:
        self._steps += 1
        if self._steps > _MOST_BLOCKS:
            raise Unreadable(TOO_LONG, limit=_MOST_BLOCKS)

    def _walk(self, container: Element, depth: int) -> None:
        carried: list[Element] = []
        for child in _blocks(container, depth):
            if child.tag == W + "p":
                carried = self._paragraph(child, carried, depth)
            elif child.tag == W + "tbl":
                self._table(child, depth)
            else:
                self._warn(EMBEDDED)

    def _paragraph(self, element: Element, carried: list[Element], depth: int) -> list[Element]:
        """Add a paragraph; one whose mark was deleted runs on into the next, and is handed back to be carried there."""
        look = element.find(W + "pPr")
        mark = look.find(W + "rPr") if look is not None else None
        if mark is not None and mark.find(W + "del") is not None:
            return [*carried, element]
        self._count()
        style = self._styles.get(value_of(look, "pStyle"))
        letters, label = self._letters([*carried, element], style), self._label(look, style)
        text = clean(letters.text)
        if style.is_contents:
            return []
        if text.strip() or label:
            self._paragraphs += 1
            align = value_of(look, "jc")
            self._document.blocks.append(
                Paragraph(
                    id=f"p{self._paragraphs}",
                    where=f"第{self._paragraphs}段",
                    text=text,
                    label=label,
                    level=outline_level(look, style.level),
                    is_bold=letters.is_bold,
                    is_centred=style.is_centred if align is None else align == "center",
                    is_title=style.is_title,
                )
            )
        for box in letters.boxes if depth < _DEEPEST else ():
            self._walk(box, depth + 1)
        return []

    def _letters(self, elements: list[Element], style: Style) -> Letters:
        letters = Letters(self._styles, style)
        for element in elements:
            letters.collect(element, is_bold=style.is_bold)
        if letters.has_note:
            self._warn(NOTES)
        return letters

    def _label(self, look: Element | None, style: Style) -> str:
        own = look.find(W + "numPr") if look is not None else None
        list_id = value_of(own, "numId") or style.list_id
        if not list_id or list_id == "0":
            return ""
        at = value_of(own, "ilvl")
        if at is not None:
            return self._numbering.next(list_id, whole(at))
        if style.list_level is not None:
            return self._numbering.next(list_id, style.list_level)
        return self._numbering.next(list_id, self._numbering.level_of_style(list_id, style.own_id))

    def _table(self, element: Element, depth: int) -> None:
        rows = [list(cells_of(row)) for row in rows_of(element)]
        if all(len(row) <= 1 for row in rows):
            for cell in (cell for row in rows for cell in row):
                if depth < _DEEPEST:
                    self._walk(cell, depth + 1)
            return
        self._tables += 1
        id_, where = f"t{self._tables}", f"表{self._tables}"
        grid, nested = Grid(), []
        for row in rows:
            self._count()
            grid.start_row()
            for cell in row:
                inner: list[Element] = []
                grid.add(cell, "" if grid.continues(cell) else self._cell_text(cell, inner, depth))
                nested += inner
        printed = (Printed(f"{where}第{at}行", cells) for at, cells in enumerate(grid.printed(), 1))
        self._document.blocks.append(table_of(id_, where, printed))
        for table in nested if depth < _DEEPEST else ():
            self._warn(NESTED)
            self._table(table, depth + 1)

    def _cell_text(self, cell: Element, nested: list[Element], depth: int) -> str:
        """Return a cell's lines with their automatic numbers; tables inside it are added to ``nested``."""
        lines = []
        for child in _blocks(cell, depth):
            if child.tag == W + "p":
                look = child.find(W + "pPr")
                style = self._styles.get(value_of(look, "pStyle"))
                letters = self._letters([child], style)
                lines.append(self._label(look, style) + clean(letters.text))
                lines += [clean("".join(str(text) for text in box.itertext(W + "t"))) for box in letters.boxes]
            elif child.tag == W + "tbl":
                nested.append(child)
        return "\n".join(line.strip() for line in lines if line.strip())


def _blocks(container: Element, depth: int) -> Iterator[Element]:
    """Yield paragraphs, tables and embedded parts in order, looking into content controls and accepted changes."""
    for child in container:
        if child.tag in (W + "p", W + "tbl", W + "altChunk"):
            yield child
        elif child.tag == W + "sdt" and not _is_contents(child):
            content = child.find(W + "sdtContent")
            if content is not None and depth < _DEEPEST:
                yield from _blocks(content, depth + 1)
        elif child.tag == MC + "AlternateContent" and len(child):
            yield from _blocks(child[0], depth + 1)
        elif child.tag in _PASSED_THROUGH and depth < _DEEPEST:
            yield from _blocks(child, depth + 1)


def _is_contents(control: Element) -> bool:
    gallery = next(iter(control.iter(W + "docPartGallery")), None)
    return gallery is not None and gallery.get(W + "val") == "Table of Contents"
