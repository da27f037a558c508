"""The annual report in the reader's words."""

import re

from flask_babel import gettext

from tracker.annual_report.checks import place_of
from tracker.annual_report.tables import COLUMNS, SECTIONS
from tracker.annual_report.wording import Words

__all__ = ["COLUMNS", "PARTS", "SECTIONS", "TABLES", "told", "told_doubt"]

PARTS = ("", *SECTIONS)  # the parts of a report by their number in an address; 0 is the opening
_MONTHLY = re.compile(r"(?P<row>.+) (?P<month>\d{1,2})")  # how the history names a quantity of table two
TABLES = {"二": "table2", "三": "table3", "四": "table4"}
_NAMES = {table: number for number, table in TABLES.items()}


def told(words: Words) -> str:
    """Return a sentence of the checks or of a doubt in the reader's language."""
    values = {name: told(value) if isinstance(value, Words) else value for name, value in words.values.items()}
    return str(gettext(words.message, **values))


def told_doubt(message: str, values: dict[str, object]) -> str:
    """Return a stored doubt in the reader's language."""
    return str(gettext(message, **values))


def field_of(name: str) -> str:
    """Return the place in the tables that the history names, in the words of the form; empty for any other name."""
    table, _, _ = name.partition(".")
    if table in TABLES.values():
        return str(gettext("table %(table)s, %(place)s", table=_NAMES[table], place=place_of(name)))
    if found := _MONTHLY.fullmatch(name):
        row, month = found["row"].replace("_", "，").replace(".", "，"), int(found["month"])
        return str(gettext("%(row)s, month %(month)d", row=row, month=month)) if month else row
    return ""
