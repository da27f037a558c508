"""The pages of a PDF as pictures, so that a page of ours can show the paper as it is printed."""

from io import BytesIO
from typing import Any

import pypdfium2  # type: ignore[import-untyped]

DOTS = 96  # per inch: as large as the paper on a screen


def draw_job(pdf: bytes, first: int, count: int, dots: int) -> dict[str, Any]:
    """Draw pages in the confined process: a PDF in, the number of its pages and those wanted as PNG out."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        wanted = range(first, min(first + count, len(document)))
        return {"pages": len(document), "pictures": [_draw(document[at], dots) for at in wanted]}
    finally:
        document.close()


def _draw(page: Any, dots: int) -> bytes:
    picture = BytesIO()
    page.render(scale=dots / 72).to_pil().save(picture, "PNG")
    return picture.getvalue()


def warm_up() -> None:
    """Load the library and draw one empty page: what it opens later would be refused."""
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(10, 10)
    _draw(page, DOTS)
    document.close()
