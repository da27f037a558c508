"""Chinese lines for WeasyPrint 70: justified over all characters, and as high in every typeface.

WeasyPrint stretches spaces only, and lets each typeface make its line a little higher or lower. Here three functions
inside it are replaced; ``tests/documents`` measures that full lines end at the edge and that 22 fill a page.
"""

from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text import line_break

INVISIBLE = str.maketrans("", "", "\u200b\u2060")
MOST = 0.5  # of the type size: a line that needs more (before a long word) stays ragged

BASELINE = 0.88  # of the type size below the upper edge of the em box of Chinese type

_set_text = line_break.Layout.set_text
_first_line_metrics = line_break.first_line_metrics


def install() -> None:
    """Put the three functions in place."""
    inline.justify_line = justify_line
    line_break.Layout.set_text = set_text
    line_break.first_line_metrics = first_line_metrics


def first_line_metrics(
    line: Any, text: str, layout: Any, resume_at: Any, space_collapse: Any, style: Any, *more: Any, **named: Any
) -> tuple[Any, ...]:
    """Measure a line as WeasyPrint does, but give it the em box of Chinese type, whatever typefaces stand in it."""
    measured = _first_line_metrics(line, text, layout, resume_at, space_collapse, style, *more, **named)
    return *measured[:-2], style["font_size"], BASELINE * style["font_size"]


def justify_line(context: Any, line: Any, extra_width: float) -> None:
    """Spread ``extra_width`` over all gaps between the characters of a line, so that the last one ends at the edge."""
    seen, unseen = _count(line)
    gaps = seen - 1
    if (letter_spacing := line.style["letter_spacing"]) != "normal":
        extra_width += letter_spacing * (1 + unseen)  # counted after the last character and for marks not drawn
    if gaps > 0 and extra_width / gaps <= MOST * line.style["font_size"]:
        _spread(context, line, extra_width / gaps, 0.0)


def _count(box: Any) -> tuple[int, int]:
    """Count the characters that are drawn, and the marks that are not."""
    if isinstance(box, boxes.TextBox):
        seen = len(box.text.translate(INVISIBLE))
        return seen, len(box.text) - seen
    if isinstance(box, boxes.LineBox | boxes.InlineBox):
        counts = [_count(child) for child in box.children if child.is_in_normal_flow()]
        return sum(seen for seen, _ in counts), sum(unseen for _, unseen in counts)
    return 1, 0


def _spread(context: Any, box: Any, space: float, moved: float) -> float:
    """Move a box by what was added before it, widen it by its own gaps, and return what was added up to its end."""
    if isinstance(box, boxes.TextBox):
        box.position_x += moved
        box.text = box.text.translate(INVISIBLE)
        box.justification_spacing = space
        if box.text:
            layout = line_break.create_layout(box.text, box.style, context, None, space)
            layout.deactivate()
            box.pango_layout = layout
        box.width += space * max(0, len(box.text) - 1)
        return moved + space * len(box.text)
    if isinstance(box, boxes.LineBox | boxes.InlineBox):
        box.position_x += moved
        end = moved
        for child in box.children:
            if child.is_in_normal_flow():
                end = _spread(context, child, space, end)
        box.width += end - moved
        return end
    box.translate(moved, 0)
    return moved + space


def set_text(layout: Any, text: str, justify: bool = False) -> None:
    """Set the text of a Pango layout; when it is drawn (``justify``) its spacing is added between all characters."""
    space, style = layout.justification_spacing, layout.style
    if not (justify and space):
        _set_text(layout, text, justify)
        return
    letter_spacing = style["letter_spacing"]
    style["letter_spacing"] = (0 if letter_spacing == "normal" else letter_spacing) + space
    layout.justification_spacing = 0
    try:
        _set_text(layout, text, justify)
    finally:
        style["letter_spacing"] = letter_spacing
        layout.justification_spacing = space
