"""How a spreadsheet cell shows its number: as a date, a part of a date, a percentage or a plain number."""

import re
from datetime import datetime, timedelta

from tracker.plans.reading.numbering import whole
from tracker.plans.reading.packages import Element

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# Numbers of formats that are not written into the file; those from 27 on are the Chinese ones.
_BUILT_IN = {9: "0%", 10: "0.00%", 14: "y/m/d", 15: "d-m-y", 16: "m-d", 17: "y-m", 22: "y/m/d"}
_BUILT_IN |= dict.fromkeys((27, 36, 50, 52, 57), "y-m")
_BUILT_IN |= dict.fromkeys((28, 29, 51, 53, 54, 58), "m-d") | {30: "y/m/d", 31: "y-m-d"}
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DAYS_1904 = 1462
_LAST_SERIAL = 2_958_465  # 9999-12-31


class Formats:
    """The number formats of a workbook by the style of a cell."""

    def __init__(self, root: Element | None, *, starts_1904: bool) -> None:
        """Read ``root`` (styles.xml); ``starts_1904`` says from which day the workbook counts."""
        written = list(root.iter(_S + "numFmt")) if root is not None else []
        own = {whole(form.get("numFmtId"), -1): form.get("formatCode") or "" for form in written}
        cells = root.find(_S + "cellXfs") if root is not None else None
        ids = [whole(style.get("numFmtId")) for style in cells] if cells is not None else []
        self._forms = [own.get(id_) or _BUILT_IN.get(id_, "") for id_ in ids]
        self._shift = _DAYS_1904 if starts_1904 else 0

    def of(self, style: int) -> tuple[str, int]:
        """Return the format of a cell style and the days to add to its serial dates."""
        return (self._forms[style] if 0 <= style < len(self._forms) else ""), self._shift


def shown(text: str, form: tuple[str, int]) -> str:
    """Return the number ``text`` as its cell shows it; a date without its day only where the cell shows none."""
    try:
        value = float(text)
    except ValueError:
        return text
    pattern = _LITERAL.sub("", form[0].split(";")[0]).lower()
    if re.search("[yd]", pattern) or ("m" in pattern and not re.search("[hs]", pattern)):
        return _date(value + form[1], pattern)
    if "%" in pattern:
        return _plain(value * 100) + "%"
    return _plain(value)


def _plain(value: float) -> str:
    return f"{value:.10f}".rstrip("0").rstrip(".") if abs(value) < 1e15 else str(value)


def _date(serial: float, pattern: str) -> str:
    if not 1 <= serial <= _LAST_SERIAL:
        return _plain(serial)
    day = datetime(1899, 12, 30) + timedelta(days=int(serial))  # noqa: DTZ001 - a day of the calendar, no moment
    if "d" in pattern:
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.year}年{day.month}月" if "m" in pattern else f"{day.year}年"
