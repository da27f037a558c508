"""Numbers of cases in running Chinese text: Arabic and Chinese numerals, full-width digits, separators, 万."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tracker.annual_report.report import Number, is_storable, simplest

_UNITS = "件份条宗起例项"
_CHINESE_DIGITS: dict[str, int] = {character: number for number, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}
_CHINESE_TENS = {"十": 10, "百": 100, "千": 1000}

_WIDE = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
# A comma between digits is a separator of thousands where both it and the digits are of the same width; a full-width
# comma after narrow digits may as well end a clause, so such a number is not read at all.
_WIDE_SEPARATOR = re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
_SEPARATOR = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_NUMBER = re.compile(
    rf"(?P<before>近|约|超过|超|逾|不足|不到|少于|多于)?"
    rf"(?P<digits>(?<![\d.])(?<!\d，)\d+(?:\.\d+)?|(?<![\d第之数几零〇一二两三四五六七八九十百千万])[零〇一二两三四五六七八九十百千万]+)"
    rf"(?P<more>余|多)?(?P<scale>万)?(?P<more_after>余|多)?(?P<unit>[{_UNITS}])(?P<times>次|套|（次）|\(次\))?"
    rf"(?P<around>左右|以上|以下)?"
)


@dataclass(frozen=True)
class Quantity:
    """A number of cases at ``start`` to ``end`` of a text; its digits alone end at ``digits_end``.

    ``value`` is what it says; ``grain`` is how coarsely ("1.2万" has a grain of 1,000, a plain number of 0);
    ``is_at_least`` for 余, 多, 超; ``is_vague`` for 近, 约, 左右.
    """

    start: int
    digits_start: int
    digits_end: int
    end: int
    value: Number
    grain: int
    is_at_least: bool
    is_vague: bool

    def agrees_with(self, number: Number) -> bool:
        """Whether a table with ``number`` bears out what the text says."""
        if self.is_vague:
            return True
        if self.is_at_least:
            return self.value <= number
        return abs(Decimal(number) - self.value) < self.grain if self.grain else number == self.value


@dataclass(frozen=True)
class CleanText:
    """A text without blanks and remarks in brackets, with narrow digits; ``origin`` gives each character's place."""

    text: str
    origin: tuple[int, ...]


def clean(text: str) -> CleanText:
    """Return ``text`` ready to be searched; line ends stay."""
    dropped = {match.start() for match in _WIDE_SEPARATOR.finditer(text)}
    dropped |= {match.start() for match in _SEPARATOR.finditer(text.translate(_WIDE))}
    depth = 0
    kept: list[int] = []
    for at, character in enumerate(text):
        depth = 0 if character == "\n" else depth + (character in "（(") - (character in "）)" and depth > 0)
        if (
            depth == 0
            and at not in dropped
            and character not in "）)"
            and (character == "\n" or not character.isspace())
        ):
            kept.append(at)
    return CleanText("".join(text[at] for at in kept).translate(_WIDE), tuple(kept))


def find_quantities(text: str) -> Iterator[Quantity]:
    """Yield the numbers of cases in clean ``text`` in order; what cannot be read with certainty is left out."""
    for match in _NUMBER.finditer(text):
        number = _read(match["digits"], is_ten_thousands=bool(match["scale"]))
        if number is None or match["times"]:
            continue
        around, before = match["around"], match["before"] or ""
        is_at_least = bool(
            match["more"] or match["more_after"] or around == "以上" or before in ("超过", "超", "逾", "多于")
        )
        yield Quantity(
            match.start(),
            match.start("digits"),
            match.end("scale") if match["scale"] else match.end("digits"),
            match.end(),
            number,
            _grain(match["digits"]) if match["scale"] else 0,
            is_at_least,
            around in ("左右", "以下") or before in ("近", "约", "不足", "不到", "少于"),
        )


def _read(digits: str, *, is_ten_thousands: bool) -> Number | None:
    """Return the value of a numeral, or None where it can be read in two ways."""
    if digits[0].isdigit() and digits.isascii():
        number = Decimal(digits) * (10000 if is_ten_thousands else 1)
        return simplest(number) if is_storable(number) else None
    return None if is_ten_thousands else read_chinese(digits)


def _grain(digits: str) -> int:
    """Return the unit of the last digit given before 万: 10,000 for 3万, 1,000 for 1.2万, 0 where it is exact."""
    decimals = len(digits.partition(".")[2])
    return 10 ** (4 - decimals) if decimals < 4 else 0


def read_chinese(numeral: str) -> int | None:
    """Return the value of a Chinese numeral below a hundred million, or None where it can be read in two ways."""
    high, ten_thousand, low = numeral.rpartition("万")
    if not ten_thousand:
        return _read_below_ten_thousand(numeral)
    upper = _read_below_ten_thousand(high)
    lower = _read_below_ten_thousand(low) if low else 0
    is_short = low != "" and low[0] in _CHINESE_DIGITS and low[0] not in "零〇" and "千" not in low
    return None if upper is None or lower is None or is_short else upper * 10000 + lower


def _read_below_ten_thousand(numeral: str) -> int | None:
    """Return the value of a numeral of 千, 百, 十 and ones, or None."""
    total, unit, was_zero = 0, 10000, True
    digit: int | None = None
    for character in numeral:
        if character in _CHINESE_TENS:
            size = _CHINESE_TENS[character]
            if size >= unit or (digit is None and size != 10) or digit == 0:
                return None
            total, digit, unit, was_zero = total + (1 if digit is None else digit) * size, None, size, False
        elif digit is not None:
            return None
        elif character in "零〇" and len(numeral) > 1:
            was_zero = True
        else:
            digit = _CHINESE_DIGITS.get(character)
            if digit is None:
                return None
    is_short = digit is not None and not was_zero and unit > 10  # 一百二: 102 or 120
    is_nothing = digit is None and total == 0
    return None if is_short or is_nothing else total + (digit or 0)
