"""Chinese justification for WeasyPrint 70, which stretches spaces only: here every character takes its share.

It replaces two functions inside WeasyPrint; ``tests/documents`` measures that full lines end at the edge.
"""

from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text import line_break

INVISIBLE = str.maketrans("", "", "\u200b\u2060")
MOST = 0.5  # of the type size: a line that needs more (before a long word) stays ragged

_set_text = line_break.Layout.set_text


def install() -> None:
    """Put the two functions in place."""
    inline.justify_line = justify_line
    line_break.Layout.set_text = set_text


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
