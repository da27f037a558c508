"""An official document as HTML for the printing engine: what the template ``templates/print/document.html`` needs."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from math import floor
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tracker.documents import layout, numbering
from tracker.documents.charts import Bars, MonthCurve, chart_svg
from tracker.documents.fonts import ROLES, stack
from tracker.documents.model import Document, Run
from tracker.documents.table_grid import may_break, table_grid
from tracker.documents.titles import break_title

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "print"
ZERO_WIDTH, JOINER = "\u200b", "\u2060"
HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Pango allows no break beside curly quotation marks (UAX 14 before Unicode 16), Chinese typesetting does, beside
# numbers and Latin words too; a single one may be an apostrophe there (don’t). Nor between a sign and a minus.
BEFORE_QUOTE = re.compile(f"(?<=[{HAN}，。、；：？！”’）》〉】〕])(?=[“‘])|(?<=[0-9A-Za-z%％])(?=“)")
AFTER_QUOTE = re.compile(f"(?<=[”’])(?=[{HAN}（《〈【〔])|(?<=”)(?=[0-9A-Za-z])")
AFTER_SIGN = re.compile("(?<=[，。、；：？！])(?=[-+−±0-9A-Za-z])")
UNBROKEN = re.compile(f"[^{HAN}\\s，。、；：？！]+[，。、；：？！]*|[，。、；：？！]+")
CLOSING, OPENING = (
    "，。、；：？！”’）》〉】〕",
    "“‘（《〈【〔",
)  # no line begins with the first, none ends with the others
HELD = re.compile(rf"(?<=\w)[{CLOSING}]|[{OPENING}](?=\w)")
ROOM = 20  # characters of 三号 that fit on a line, wide Latin letters among them
# What stays on a line with the number before it, or with the power of ten between them: 12.5万件, 第3期, 〔2026〕3号.
COUNTED = "年月日时分秒元件条项个次期人场份元家部篇户名位天周岁页号届批类章节款台套辆座亩吨米处起轮"
NO_BREAK = re.compile(
    f"(?=[—～·…])|(?<=[0-9])(?=[{COUNTED}万亿千百％‰℃])|(?<=[0-9][万亿千百])(?=[{COUNTED}])|(?<=[第〕])(?=[0-9])"
)


class ImprintPlace(StrEnum):
    """Where the imprint stands: below the text, on a page of its own, or there with the end of the text before it."""

    BELOW = "below"
    ALONE = "alone"  # of a document, only this page is made
    PULLED = "pulled"


def document_html(document: Document, imprint_place: ImprintPlace = ImprintPlace.BELOW) -> str:
    """Return a document as HTML; whatever a person typed is escaped."""
    names = layout.agency_names(document)
    title_lines = break_title(document.title, names)
    moved = layout.moves_addressees(document, len(title_lines))
    template = environment().get_template("document.html")
    return template.render(d=document, names=names, title_lines=title_lines, moved=moved, imprint_place=imprint_place)


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
    return re.sub(r"var\((--[\w-]+)\)", lambda found: values[found.group(1)], text)


def _families(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def typeset(text: str, room: float = ROOM) -> str:
    """Say where lines may and may not be broken; the marks have no width and are not drawn.

    ``room`` is how many characters are sure to fit on a line: what goes on longer without a place to break (an
    address, a row of signs) may be broken anywhere.
    """
    return typeset_runs([Run(text)], room)[0].text


def typeset_runs(runs: Iterable[Run], room: float = ROOM) -> list[Run]:
    """Do so for runs that stand in one line."""
    runs = list(runs)
    joined = "".join(run.text for run in runs)
    longest = max(1, floor(room))
    breakable = {at for found in UNBROKEN.finditer(joined) if len(found[0]) > longest for at in range(*found.span())}
    breakable -= {found.start() - (found[0] in CLOSING) for found in HELD.finditer(joined)}
    start, done = 0, []
    for run in runs:
        text = "".join(
            one + ZERO_WIDTH if at in breakable else one for at, one in enumerate(run.text.replace("\n", " "), start)
        )
        for place in (BEFORE_QUOTE, AFTER_QUOTE, AFTER_SIGN):
            text = place.sub(ZERO_WIDTH, text)
        done.append(Run(NO_BREAK.sub(JOINER, text), run.face))
        start += len(run.text)
    return done


@cache
def environment() -> Environment:
    """Return the templates of paper with what they may use."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        typeset=typeset,
        typeset_runs=typeset_runs,
        as_run=Run,
        one_line=lambda text: text.replace("\n", ""),
        lines=layout.paragraphs,
        head_height=layout.head_height,
        addressed=layout.addressed_to,
        copied=layout.copied_to,
        note=layout.note_line,
        kind=lambda block: type(block).__name__,
        numbered=numbering.numbered,
        heading_face=layout.heading_face,
        list_mark=lambda number, marks, item: numbering.list_mark(marks, number, item[0].text if item else ""),
        laid_out=table_grid,
        may_break=may_break,
        broken=break_title,
        grid=lambda count: round(count * layout.LINE, 4),
        room_around=lambda lines: round(layout.title_room(len(lines)), 4),
        signers=layout.signer_lines,
        signers_width=layout.signers_width,
        cells=lambda count: round(count * layout.CELL, 4),
        signature_lines=layout.signature_lines,
        mark_size=layout.mark_size,
        count_width=lambda document: layout.count_width(len(document.attachments)),
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
