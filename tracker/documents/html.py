"""An official document as HTML for the printing engine: what the template ``templates/print/document.html`` needs."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tracker.documents import layout, numbering
from tracker.documents.charts import Bars, MonthCurve, chart_svg
from tracker.documents.fonts import ROLES, stack
from tracker.documents.model import Document
from tracker.documents.titles import break_title

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "print"
ZERO_WIDTH, JOINER = "\u200b", "\u2060"
HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Pango allows no break beside curly quotation marks (UAX 14 before Unicode 16), Chinese typesetting does.
BEFORE_QUOTE = re.compile(f"(?<=[{HAN}，。、；：？！”’）》〉】〕])(?=[“‘])")
AFTER_QUOTE = re.compile(f"(?<=[”’])(?=[{HAN}（《〈【〔])")
NO_BREAK = re.compile("(?=[—～·…])|(?<=[0-9])(?=[年月日])")


def document_html(document: Document) -> str:
    """Return a document as HTML; whatever a person typed is escaped."""
    names = layout.agency_names(document)
    title_lines = break_title(document.title, names)
    moved = layout.moves_addressees(document, len(title_lines))
    template = _environment().get_template("document.html")
    return template.render(d=document, names=names, title_lines=title_lines, moved=moved)


def chart_page(chart: Bars | MonthCurve) -> str:
    """Return a chart alone on a page of its size, as HTML."""
    height = re.search(r'height="(\d+)"', drawn := _chart(chart))
    size = f"560px {height.group(1) if height else 300}px"
    return f'<html lang="zh-CN"><style>@page {{ size: {size} !important; margin: 0 !important }}</style>{drawn}</html>'


def style_sheet() -> str:
    """Return the style sheet with every ``var()`` filled in, the font stacks of this machine among them."""
    text = (TEMPLATES / "gbt9704.css").read_text(encoding="utf-8")
    values = dict(re.findall(r"(--[\w-]+):\s*([^;]+);", text))
    for role in ROLES:
        values[f"--{role.key}"] = _families(stack(role))
    fang = next(role for role in ROLES if role.key == "fang")
    values["--base"] = _families(name for name in stack(fang) if name != fang.western)
    return re.sub(r"var\((--[\w-]+)\)", lambda found: values[found.group(1)], text)


def _families(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def typeset(text: str) -> str:
    """Say where lines may and may not be broken; the marks have no width and are not drawn."""
    text = AFTER_QUOTE.sub(ZERO_WIDTH, BEFORE_QUOTE.sub(ZERO_WIDTH, text.replace("\n", " ")))
    return NO_BREAK.sub(JOINER, text)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        typeset=typeset,
        one_line=lambda text: text.replace("\n", ""),
        lines=layout.paragraphs,
        head_height=layout.head_height,
        addressed=layout.addressed_to,
        copied=layout.copied_to,
        note=layout.note_line,
        kind=lambda block: type(block).__name__,
        numbered=numbering.numbered,
        heading_face=layout.heading_face,
        list_mark=lambda number, marks: numbering.list_mark(marks, number),
        laid_out=layout.table_grid,
        broken=break_title,
        grid=lambda count: round(count * layout.LINE, 4),
        grid_height=lambda lines: round(layout.title_height(len(lines)) * layout.LINE, 4),
        cells=lambda count: round(count * layout.CELL, 4),
        signature_lines=layout.signature_lines,
        mark_size=layout.mark_size,
        chart=_chart,
        date=numbering.written_date,
        moment=_moment,
    )
    return environment


def _chart(chart: Bars | MonthCurve) -> Markup:
    hei = next(role for role in ROLES if role.key == "hei")
    return chart_svg(chart, ", ".join(stack(hei)))


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
