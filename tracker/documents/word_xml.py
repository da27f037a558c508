"""What python-docx has no words for: Chinese typefaces, exact elements in the order that Word's schema demands."""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

FACES = {"text": "仿宋_GB2312", "hei": "黑体", "kai": "楷体_GB2312", "xbs": "方正小标宋简体", "song": "宋体"}
PARAGRAPH_ORDER = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "suppressLineNumbers"),
    *("pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct"),
    *("autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing"),
    *("mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl"),
)
TABLE_ORDER = (
    *("tblStyle", "tblpPr", "tblOverlap", "bidiVisual", "tblStyleRowBandSize", "tblStyleColBandSize", "tblW", "jc"),
    *("tblCellSpacing", "tblInd", "tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook"),
)
RUN_TAIL = ("w", "kern", "position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign")
GRID_TYPE = 16.0  # pt, 三号
TIGHTER = -5  # twentieths of a point: 28 characters take 441 of 442.2 pt


def element(tag: str, **attributes: str | int | float) -> Any:
    """Return an element of Word's own namespace."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def place(parent: Any, child: Any, order: tuple[str, ...]) -> Any:
    """Put a child where the schema wants it, instead of one that may be there."""
    for old in parent.findall(child.tag):
        parent.remove(old)
    name = child.tag.rpartition("}")[2]
    parent.insert_element_before(child, *(f"w:{tag}" for tag in order[order.index(name) + 1 :]))
    return child


def set_type(owner: Any, face: str, size: float = GRID_TYPE, color: str = "000000") -> None:
    """Set typeface and size (pt) of a run or style; 三号 is tightened, so that 28 characters fill the line."""
    owner.font.name = FACES[face]
    owner.font.size = Pt(size)
    owner.font.bold = owner.font.italic = False
    owner.font.color.rgb = RGBColor.from_string(color)
    properties = owner.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FACES[face])
    fonts.set(qn("w:hint"), "eastAsia")
    for old in (*properties.findall(qn("w:spacing")), *properties.findall(qn("w:kern"))):
        properties.remove(old)
    if size == GRID_TYPE:
        properties.insert_element_before(element("spacing", val=TIGHTER), *(f"w:{tag}" for tag in RUN_TAIL))


def add_run(paragraph: Any, text: str, face: str = "text", size: float = GRID_TYPE, color: str = "000000") -> Any:
    """Add a run of text to a paragraph."""
    run = paragraph.add_run(text)
    set_type(run, face, size, color)
    return run


def add_page_number(paragraph: Any) -> None:
    """Write — 1 — with the number as a field, in 4号宋体."""
    add_run(paragraph, "— ", "song", 14)
    for kind in ("begin", "instr", "separate", "1", "end"):
        run = add_run(paragraph, "1" if kind == "1" else "", "song", 14)
        if kind == "instr":
            run._r.append(element("instrText"))
            run._r[-1].text = "PAGE"
        elif kind != "1":
            run._r.append(element("fldChar", fldCharType=kind))
    add_run(paragraph, " —", "song", 14)


def set_borders(table: Any, **sizes: int) -> None:
    """Rule a table, sizes in eighths of a point by side; 0 for no rule."""
    borders = element("tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        size = sizes.get(side, 6)
        borders.append(element(side, val="single" if size else "nil", sz=size, space=0, color="000000"))
    place(table._tbl.tblPr, borders, TABLE_ORDER)


def set_margins(table: Any, side: int) -> None:
    """Set what stays free left and right in every cell of a table, in twentieths of a point."""
    margins = element("tblCellMar")
    margins.extend(element(name, w=side, type="dxa") for name in ("left", "right"))
    place(table._tbl.tblPr, margins, TABLE_ORDER)


def float_table(table: Any, **place_on_page: str | int) -> None:
    """Take a table out of the flow and put it at a place of the page (``w:tblpPr``)."""
    place(table._tbl.tblPr, element("tblpPr", **place_on_page), TABLE_ORDER)
