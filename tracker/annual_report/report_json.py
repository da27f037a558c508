"""Annual-report figures as JSON: the form in which reports are exchanged and archived.

``{"name", "year", "form", "table2": {…}, "table3": {"form", "rows": {key: [7 numbers]}}, "table4": [15 numbers]}``,
null for a blank cell. Other keys at the top are left alone. An optional ``"sections"`` holds the text by number.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tracker.annual_report.report import Number, ReportFigures, is_storable, is_text, simplest
from tracker.annual_report.tables import DISPUTE_PATHS, SECTIONS, TABLE_TWO, Form, row_keys, row_paths
from tracker.errors import N_, Unreadable

_YEARS = range(1900, 2200)
_LARGEST = 5_000_000  # bytes: a thousand times what a report needs


def from_json(content: bytes | str) -> tuple[ReportFigures, dict[str, str]]:
    """Read figures and the text of the sections (often none); refuse what has another form, naming the place."""
    if len(content) > _LARGEST:
        raise Unreadable(N_("This file is far too large for the figures of one report."))
    try:
        text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
        read = json.loads(text, parse_float=Decimal, parse_constant=Decimal)
    except (ValueError, RecursionError) as broken:
        raise Unreadable(N_("This is not readable JSON: %(reason)s"), reason=str(broken)[:200]) from broken
    report = _object(read, "report", required=("name", "year", "form", "table2", "table3", "table4"))
    year = report["year"]
    if type(year) is not int or year not in _YEARS:
        raise Unreadable(N_("%(path)s: a report year is expected, such as 2024."), path="year")
    return _figures(report, year), _sections(report.get("sections", {}))


def _figures(report: Mapping[str, Any], year: int) -> ReportFigures:
    """Read the three tables of a report."""
    form = _form(report["form"], "form")
    three = _object(report["table3"], "table3", required=("form", "rows"))
    form_three = _form(three["form"], "table3.form")
    found: dict[str, tuple[str, Any]] = {}
    _collect_two(report["table2"], form, found)
    rows = _object(three["rows"], "table3.rows", required=row_keys(form_three), is_complete=True)
    for key, numbers in rows.items():
        _collect_list(numbers, f"table3.rows.{key}", row_paths(key), found)
    _collect_list(report["table4"], "table4", DISPUTE_PATHS, found)
    cells = {path: _number(raw, place) for path, (place, raw) in found.items() if type(raw) not in (str, type(None))}
    texts = {path: _text(raw, place) for path, (place, raw) in found.items() if isinstance(raw, str)}
    written = {path: text.strip() for path, text in texts.items() if text.strip()}
    return ReportFigures(_text(report["name"], "name"), year, form, form_three, cells, written)


def _collect_two(table: Any, form: Form, found: dict[str, tuple[str, Any]]) -> None:
    """Find the cells of table two, each with the place it stands at."""
    rows = {key: block for block in TABLE_TWO[form] for key, _ in block.rows}
    table = _object(table, "table2", required=tuple(rows), is_complete=True)
    for key, block in rows.items():
        keys = tuple(column.key for column in block.columns)
        if keys == ("",):
            found[f"table2.{key}"] = (f"table2.{key}", table[key])
            continue
        row = _object(table[key], f"table2.{key}", required=keys, is_complete=True)
        for path, column in zip(block.paths(key), keys, strict=True):
            found[path] = (path, row[column])


def _collect_list(numbers: object, place: str, paths: tuple[str, ...], found: dict[str, tuple[str, Any]]) -> None:
    """Find the cells of a row given as a list."""
    if not isinstance(numbers, list) or len(numbers) != len(paths):
        raise Unreadable(N_("%(path)s: a list of %(count)d numbers is expected."), path=place, count=len(paths))
    for at, (path, raw) in enumerate(zip(paths, numbers, strict=True)):
        found[path] = (f"{place}[{at}]", raw)


def _object(value: object, place: str, *, required: tuple[str, ...], is_complete: bool = False) -> Mapping[str, Any]:
    """Return ``value`` as an object with the ``required`` keys, and with no others if those are all."""
    if not isinstance(value, dict):
        raise Unreadable(N_("%(path)s: an object is expected."), path=place)
    if missing := [key for key in required if key not in value]:
        raise Unreadable(N_("%(path)s: “%(key)s” is missing."), path=place, key=missing[0])
    if is_complete and (unknown := [key for key in value if key not in required]):
        raise Unreadable(N_("%(path)s: “%(key)s” does not belong here."), path=place, key=unknown[0][:40])
    return value


def _form(value: object, place: str) -> Form:
    """Return the form of a table."""
    if not isinstance(value, str) or value not in tuple(Form):
        raise Unreadable(N_("%(path)s: the form is “2019” or “2021”."), path=place)
    return Form(value)


def _text(value: object, place: str) -> str:
    """Return a text."""
    if not isinstance(value, str) or not is_text(value):
        raise Unreadable(N_("%(path)s: a text is expected."), path=place)
    return value


def _number(value: object, place: str) -> Number:
    """Return a number that any table may hold; whether this cell may hold it is for the checks to say."""
    if type(value) not in (int, Decimal) or not is_storable(value):  # type: ignore[arg-type]
        raise Unreadable(N_("%(path)s: a number of at most 15 digits is expected, or null."), path=place)
    return simplest(value)  # type: ignore[arg-type]


def _sections(value: object) -> dict[str, str]:
    """Return the text of the sections; "" is the key of the opening."""
    sections = _object(value, "sections", required=())
    return {key: _text(sections[key], f"sections.{key}") for key in ("", *SECTIONS) if key in sections}


def to_json(figures: ReportFigures, sections: Mapping[str, str] | None = None) -> str:
    """Write figures, and the text of the sections if given, in the form that ``from_json`` reads."""

    def shown(path: str) -> int | float | str | None:
        number = figures.value(path)
        return float(number) if isinstance(number, Decimal) else number if number is not None else written.get(path)

    written = figures.written
    two: dict[str, object] = {}
    for block in TABLE_TWO[figures.form]:
        for key, _ in block.rows:
            values = [shown(path) for path in block.paths(key)]
            keys = [column.key for column in block.columns]
            two[key] = values[0] if keys == [""] else dict(zip(keys, values, strict=True))
    rows = {key: [shown(path) for path in row_paths(key)] for key in row_keys(figures.form_three)}
    report = {
        "name": figures.name,
        "year": figures.year,
        "form": figures.form.value,
        "table2": two,
        "table3": {"form": figures.form_three.value, "rows": rows},
        "table4": [shown(path) for path in DISPUTE_PATHS],
        **({"sections": dict(sections)} if sections else {}),
    }
    return json.dumps(report, ensure_ascii=False, indent=1)
