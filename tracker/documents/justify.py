"""Chinese lines for WeasyPrint 70: justified over all characters, and as high in every typeface.

WeasyPrint stretches spaces only, and lets each typeface make its line a little higher or lower. Here four functions
inside it are replaced; ``tests/documents`` measures that full lines end at the edge and that 22 fill a page.
"""

from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text import line_break

INVISIBLE = str.maketrans("", "", "\u200b\u2060")
MOST = 0.5  # of the type size: a line that needs more (before a long word) stays ragged
TIGHT = 1.0  # of the type size: what may be taken off the gaps of a whole line, so that it holds one character more
LOOSE = 1.2  # of the type size: a line that lacks less is stretched without asking whether more would go into it

BASELINE = 0.88  # of the type size below the upper edge of the em box of Chinese type

_set_text = line_break.Layout.set_text
_first_line_metrics = line_break.first_line_metrics
_split_inline_box = inline.split_inline_box


def install() -> None:
    """Put the four functions in place."""
    inline.split_inline_box = split_inline_box
    inline.justify_line = justify_line
    line_break.Layout.set_text = set_text
    line_break.first_line_metrics = first_line_metrics


def first_line_metrics(
    line: Any, text: str, layout: Any, resume_at: Any, space_collapse: Any, style: Any, *more: Any, **named: Any
) -> tuple[Any, ...]:
    """Measure a line as WeasyPrint does, but give it the em box of Chinese type, whatever typefaces stand in it."""
    measured = _first_line_metrics(line, text, layout, resume_at, space_collapse, style, *more, **named)
    return *measured[:-2], style["font_size"], BASELINE * style["font_size"]


def split_inline_box(context: Any, box: Any, position_x: float, max_x: float, *more: Any) -> tuple[Any, ...]:
    """Fill a line as WeasyPrint does; where what comes next leaves a hole, take it in if that distorts less (挤进).

    Such are a number with its unit or a character with two signs behind it: 2025年 would stand on the next line, and
    the 26 characters before it would be spread over 28 places.
    """
    usual: tuple[Any, ...] = _split_inline_box(context, box, position_x, max_x, *more)
    line, size = usual[0], box.style["font_size"]
    if not (isinstance(box, boxes.LineBox) and box.style["text_align_all"] == "justify" and _goes_on(usual)):
        return usual
    width = max_x - line.position_x
    if width - line.width < LOOSE * size or any(isinstance(one, list) and one for one in _apart(more)):
        return usual
    tight: tuple[Any, ...] = _split_inline_box(context, box, position_x, max_x + TIGHT * size, *_apart(more))
    if not _goes_on(tight) or not 0 < tight[0].width - width < width - line.width:
        return usual
    tight[0].squeezed = tight[0].width - width
    tight[0].width = width * (1 - 1e-6)  # or the line would not be justified
    return tight


def _goes_on(split: tuple[Any, ...]) -> bool:
    """Tell whether a paragraph goes on below a line, and not because of a newline."""
    return split[1] is not None and not split[2]


def _apart(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return arguments with lists of their own, but for the children of the line, which nobody reads again."""
    *before, _line_children, letter, line = arguments
    return *(list(one) if isinstance(one, list) else one for one in before), [], letter, line


def justify_line(context: Any, line: Any, extra_width: float) -> None:
    """Spread ``extra_width`` over all gaps between the characters of a line, so that the last one ends at the edge."""
    extra_width -= getattr(line, "squeezed", 0.0)
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
