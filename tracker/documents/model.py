"""An official document as data (公文): what is on the paper, without a word on how it is drawn.

Numbers of headings and lists, blank lines, indents and positions belong to the writers, which follow GB/T 9704—2012.
Texts are cleaned of unprintable characters by the writers (``tracker.documents.exchange``).
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from tracker.documents.charts import Bars, MonthCurve

LATER = {"later": True}  # fields that came after documents had been kept and signed: at their default they are not kept


class Face(StrEnum):
    """The typeface of a run of text; there is no bold in official documents, 黑体 serves instead."""

    TEXT = "text"
    HEI = "hei"
    KAI = "kai"


class Align(StrEnum):
    """Where a text stands between left and right."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Marks(StrEnum):
    """How the items of a list are counted: 1. · （1） · ① · 一是."""

    ARABIC = "arabic"
    BRACKETED = "bracketed"
    CIRCLED = "circled"
    FIRSTLY = "firstly"


class Layout(StrEnum):
    """The layout of the first page: the usual one, a letter (信函, 第 10.1 条) or an order (命令, 第 10.2 条)."""

    FILE = "file"
    LETTER = "letter"
    ORDER = "order"


class TableSize(StrEnum):
    """The type of a table: 小四 (12 pt), 五号 (10.5 pt), or 小五 (9 pt), which puts the statutory table on one page."""

    NORMAL = "normal"
    SMALL = "small"
    TINY = "tiny"


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one typeface."""

    text: str
    face: Face = Face.TEXT


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body (正文), indented by two characters unless it is flush. A newline starts a new one."""

    runs: tuple[Run, ...]
    is_flush: bool = False
    align: Align = Align.LEFT

    @classmethod
    def of(cls, *parts: str | Run, is_flush: bool = False, align: Align = Align.LEFT) -> "Paragraph":
        """Return a paragraph of plain texts and runs."""
        return cls(runs(*parts), is_flush, align)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (一、) to 4 (（1）), counted by the writer; ``run_in`` goes on in the same paragraph."""

    level: int
    text: str
    run_in: tuple[Run, ...] = ()
    is_numbered: bool = True


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; each item is a paragraph that begins with its mark, made by the writer."""

    items: tuple[tuple[Run, ...], ...]
    marks: Marks = Marks.ARABIC


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its share of the width, in any unit, and where its texts stand."""

    width: float
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell; one that spans is written once, and the places it covers are left out. Heads are set in 黑体 or named."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    align: Align | None = None
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; rows joined by a cell that spans them stay on one page, and others on demand."""

    cells: tuple[Cell, ...]
    keeps_with_next: bool = False

    @classmethod
    def of(cls, *cells: str | Cell, keeps_with_next: bool = False) -> "Row":
        """Return a row of texts and cells."""
        return cls(tuple(cell if isinstance(cell, Cell) else Cell(cell) for cell in cells), keeps_with_next)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption (may be empty); the rows of the head are repeated on every page it runs over."""

    caption: str
    columns: tuple[Column, ...]
    head: tuple[Row, ...]
    rows: tuple[Row, ...]
    size: TableSize = TableSize.NORMAL
    is_landscape: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its caption; the title of the chart is what a screen reader says."""

    chart: Bars | MonthCurve
    caption: str


Block = Paragraph | Heading | Listing | Table | Figure


@dataclass(frozen=True, slots=True)
class RedHead:
    """The head above the red line (版头): mark of the agency (发文机关标志), number (发文字号), signers (签发人)."""

    mark: str
    number: str
    signers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """Name of the agency or agencies (署名) and date (成文日期), with or without the space of a seal.

    With a ``post`` somebody's own seal (签名章) stands behind it, instead of the names. The date may be written as it
    was before 2012: 二〇一一年十二月三十一日.
    """

    names: tuple[str, ...]
    signed_on: date
    has_seal: bool = False
    is_dated_in_chinese: bool = field(default=False, metadata=LATER)
    post: str = field(default="", metadata=LATER)


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who took part in a meeting (纪要, 第 10.3 条): 出席, 请假 or 列席, and their names."""

    word: str
    names: str


@dataclass(frozen=True, slots=True)
class Imprint:
    """The lines at the foot of the last page (版记): 抄送 (may be empty), 印发机关 and 印发日期."""

    copies_to: str
    printed_by: str
    printed_on: date


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment (附件) on pages of its own; its title is listed below the text (附件说明). Or an annex (附录)."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A document. ``created`` dates the file; ``figures`` is JSON text to go into a PDF made to be kept (PDF/A-3u)."""

    title: str
    blocks: tuple[Block, ...]
    author: str
    created: datetime
    subtitle: str = ""
    addressees: str = ""
    red_head: RedHead | None = None
    attachments: tuple[Attachment, ...] = ()
    signature: Signature | None = None
    note: str = ""
    imprint: Imprint | None = None
    annex: Attachment | None = None
    keywords: tuple[str, ...] = ()
    language: str = "zh-CN"
    is_archival: bool = False
    figures: str = ""
    layout: Layout = field(default=Layout.FILE, metadata=LATER)
    attendance: tuple[Attendance, ...] = field(default=(), metadata=LATER)


def runs(*parts: str | Run) -> tuple[Run, ...]:
    """Return texts and runs as runs."""
    return tuple(part if isinstance(part, Run) else Run(part) for part in parts)
