"""The annual report in the reader's words."""

from flask_babel import gettext

from tracker.annual_report.tables import COLUMNS, SECTIONS
from tracker.annual_report.wording import Words

__all__ = ["COLUMNS", "PARTS", "SECTIONS", "TABLES", "told", "told_doubt"]

PARTS = ("", *SECTIONS)  # the parts of a report by their number in an address; 0 is the opening
TABLES = {"二": "table2", "三": "table3", "四": "table4"}


def told(words: Words) -> str:
    """Return a sentence of the checks or of a doubt in the reader's language."""
    values = {name: told(value) if isinstance(value, Words) else value for name, value in words.values.items()}
    return str(gettext(words.message, **values))


def told_doubt(message: str, values: dict[str, object]) -> str:
    """Return a stored doubt in the reader's language."""
    return str(gettext(message, **values))
