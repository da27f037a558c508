"""The printing engine, WeasyPrint, as the confined process holds it: loaded once, with our fonts and nothing else."""

import gc
import logging
import mimetypes
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from tracker.documents.fonts import config_file, families
from tracker.documents.html import style_sheet
from tracker.errors import N_, RuleBroken

NO_GLYPH = re.compile(r'notdef glyph rendered for Unicode string unsupported by fonts: "(.*?)" \(U\+', re.DOTALL)
PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


class NoTypeface(RuleBroken):
    """A document has characters that no typeface of this machine has."""

    def __init__(self, characters: Iterable[str], named: str = "") -> None:
        """Keep the characters; ``named`` is how the reader is told of them, if more is known than what they are."""
        self.characters = tuple(characters)
        super().__init__(
            N_("No typeface on this machine has these characters: %(characters)s. Replace them and print again."),
            characters=named or "、".join(self.characters),
            missing="".join(self.characters),
        )


class Complaints(logging.Handler):
    """What WeasyPrint complains of while it prints: it goes on without a glyph or a picture, we do not."""

    def __init__(self) -> None:
        """Begin with none."""
        super().__init__(logging.WARNING)
        self.characters: dict[str, None] = {}
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep missing characters and errors."""
        message = record.getMessage()
        if found := NO_GLYPH.search(message):
            self.characters.update(dict.fromkeys(found.group(1)))
        elif record.levelno >= logging.ERROR:
            self.errors.append(message)

    def settle(self) -> None:
        """Raise NoTypeface if a character has none, RuntimeError if anything else went wrong."""
        if self.characters:
            raise NoTypeface(self.characters)
        if self.errors:
            raise RuntimeError("; ".join(self.errors))


@dataclass(frozen=True, slots=True)
class Engine:
    """WeasyPrint's module with what is the same for every document."""

    weasyprint: Any
    fonts: Any
    style: Any
    fetcher: Any

    def render(self, html: str, **options: Any) -> bytes:
        """Return HTML as a PDF. Raises NoTypeface for characters without one."""
        with heard():
            return self.write(self.lay_out(html, **options), **options)

    def lay_out(self, html: str, **options: Any) -> Any:
        """Return HTML as pages; to be called where complaints are heard."""
        page = self.weasyprint.HTML(string=html, url_fetcher=self.fetcher, base_url="nothing:")
        return page.render(stylesheets=[self.style], font_config=self.fonts, **options)

    def write(self, laid: Any, **options: Any) -> bytes:
        """Return pages as a PDF; to be called where complaints are heard."""
        pdf: bytes = laid.write_pdf(finisher=_finish, **options)
        return pdf


@contextmanager
def heard() -> Iterator[None]:
    """Hear what WeasyPrint complains of inside, and raise it at the end."""
    complaints = Complaints()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(complaints)
    try:
        yield
    finally:
        logger.removeHandler(complaints)
    complaints.settle()


def has_text(page: Any) -> bool:
    """Tell whether a page has more than a footnote."""
    root = page._page_box.children[0]
    return any(getattr(box, "text", "") for box in root.descendants())


def drop_footnotes(page: Any) -> None:
    """Take the footnotes off a page; nothing else on it moves."""
    box = page._page_box
    box.children = [one for one in box.children if type(one).__name__ != "FootnoteAreaBox"]


def _finish(_document: Any, pdf: Any) -> None:
    """Give every typeface the em box of Chinese type, so that a line in several is one line to whoever selects it.

    And name an associated file once: WeasyPrint names it as an attachment and again for PDF/A.
    """
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])
    for part in pdf.objects:
        if isinstance(part, dict) and part.get("Type") == "/FontDescriptor":
            part.update(Ascent=880, Descent=-120)


@cache
def engine() -> Engine:
    """Return the engine, loading it at the first call. Raises RuleBroken when the machine lacks something."""
    if not families():
        raise RuleBroken(
            N_("The fonts for printing are not on this machine yet. Type: %(command)s"),
            command=f"{sys.executable} -m tracker.setup.fonts",
        )
    os.environ["FONTCONFIG_FILE"] = str(config_file())
    logging.getLogger("weasyprint").propagate = False
    try:
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import FatalURLFetchingError, URLFetcher
    except OSError as missing:
        raise RuleBroken(
            N_("A library for printing is not on this machine. Type: %(command)s"),
            command=f"sudo apt-get install -y --no-install-recommends {PACKAGES}",
        ) from missing
    from tracker.documents import justify

    class Nothing(URLFetcher):  # type: ignore[misc]
        """A fetcher that fetches nothing: a document that asks for anything outside is not printed."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            raise FatalURLFetchingError(f"nothing is fetched: {url[:100]}")

    justify.install()
    fonts = FontConfiguration()
    style = weasyprint.CSS(string=style_sheet(), font_config=fonts, url_fetcher=Nothing(), base_url="nothing:")
    return Engine(weasyprint, fonts, style, Nothing())


def warm_up() -> None:
    """Load the engine and print a line in every typeface: the first document is quick, and no file is read later.

    What is loaded by then is never garbage, and a document is thousands of small objects: looking for garbage among
    them less often makes a long table an eighth faster.
    """
    mimetypes.init()
    engine().render(
        '<html lang="zh"><h1>字</h1><h2>字</h2><h3>字</h3><p>字<svg><title>字</title></svg></p>', pdf_tags=True
    )
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
