"""What the content of a cell looks like, where no header says it: a number, units, a limit."""

import re
from functools import lru_cache

from tracker.plans.reading.characters import tight
from tracker.plans.reading.markers import find_marker
from tracker.plans.reading.unit_names import ends_like_unit, split_outside
from tracker.plans.reading.units import read_duties
from tracker.workdays.phrases import read_limit

_NUMBER = re.compile(
    r"^(?:\d{1,4}(?:\.0+)?|\d{1,2}(?:[.-]\d{1,2}){1,2}|[一二三四五六七八九十]{1,3}|\(?[一二三四五六七八九十\d]{1,3}\)?)[.、]?$"
)
_LONGEST_LIMIT = 40
_LONGEST_UNITS = 300


def is_number(text: str) -> bool:
    """Whether ``text`` is nothing but a number (1, 2.0, 1.1, 一, （三）)."""
    folded = tight(text)
    marker = find_marker(folded)
    return bool(_NUMBER.match(folded)) or bool(marker and marker.length >= len(folded) and len(folded) < 8)


@lru_cache(maxsize=4096)
def is_units(text: str) -> bool:
    """Whether ``text`` is a list of units, with or without words for who leads."""
    if not 1 < len(text) <= _LONGEST_UNITS or "。" in text.rstrip("。 \n"):
        return False
    duties = read_duties(text)
    names = [*duties.lead, *duties.coop]
    pieces = split_outside(text, "、,;\n")
    if not names or len(max(pieces, key=len)) > 40:
        return False
    return sum(map(ends_like_unit, names)) * 3 >= 2 * len(names)


@lru_cache(maxsize=4096)
def is_limit(text: str) -> bool:
    """Whether ``text`` is a limit and little else."""
    if not text.strip() or len(text) > _LONGEST_LIMIT:
        return False
    reading = read_limit(text, 2000, in_limit_cell=True)
    found = [*reading.phrases, *(turn.phrase for turn in reading.turns), *(span.phrase for span in reading.spans)]
    said = sum(len(tight(phrase)) for phrase in found)
    return said * 2 >= len(tight(text))
