"""Numbers in running Chinese text: Arabic and Chinese numerals, full-width digits, separators, 万, 余 and 约."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

Number = int | Decimal

# Enough for any count or sum in yuan of a country, and little enough for every program that reads our files.
LONGEST_NUMBER = 15


def is_storable(number: Number) -> bool:
    """Whether ``number`` has at most 15 digits before and after its point together, and is a number at all."""
    decimal = Decimal(number)
    if not decimal.is_finite() or decimal.adjusted() >= LONGEST_NUMBER:
        return False
    short = decimal.normalize()
    _, digits, exponent = short.as_tuple()
    return short == decimal and max(len(digits), -int(exponent)) <= LONGEST_NUMBER


def simplest(number: Number) -> Number:
    """Return ``number`` as int where it is whole, so that 3 and 3.0 are the same cell."""
    return int(number) if number == int(number) else number


CASES = "[件份条宗起例项]"  # the unit words of cases
_CHINESE_DIGITS: dict[str, int] = {character: number for number, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_CHINESE_TENS = {"十": 10, "百": 100, "千": 1000}

_WIDE = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
# A comma between digits is a separator of thousands where both it and the digits are of the same width; a full-width
# comma after narrow digits may as well end a clause, so such a number is not read at all.
_WIDE_SEPARATOR = re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
_SEPARATOR = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


@cache
def _number(units: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<before>近|约|超过|超|逾|不足|不到|少于|多于)?"
        rf"(?P<digits>(?<![\d.])(?<!\d，)\d+(?:\.\d+)?|(?<![\d第之数几零〇一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟])[零〇一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟]+)"
        rf"(?P<more>余|多)?(?P<scale>万)?(?P<more_after>余|多)?(?P<unit>{units})(?P<times>次|套|（次）|\(次\))?"
        rf"(?P<around>左右|以上|以下)?"
    )


@dataclass(frozen=True)
class Quantity:
    """A number of cases at ``start`` to ``end`` of a text; its digits alone end at ``digits_end``.

    ``value`` is what it says; ``grain`` is how coarsely ("1.2万" has a grain of 1,000, a plain number of 0);
    ``is_at_least`` for 余, 多, 超; ``below`` is what 余 and 多 do not reach (二十余 is less than thirty);
    ``is_vague`` for 近, 约, 左右.
    """

    start: int
    digits_start: int
    digits_end: int
    end: int
    value: Number
    grain: int
    is_at_least: bool
    is_vague: bool
    unit: str = ""
    below: Number | None = None

    def agrees_with(self, number: Number) -> bool:
        """Whether a table with ``number`` bears out what the text says."""
        if self.is_vague:
            return True
        if self.is_at_least:
            return self.value <= number and (self.below is None or number < self.below)
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


def find_quantities(text: str, units: str = CASES) -> Iterator[Quantity]:
    """Yield the numbers before one of the ``units`` (a pattern) in clean ``text``; what is not certain is left out."""
    for match in _number(units).finditer(text):
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
            match["unit"],
            _next(number) if match["more"] or match["more_after"] else None,
        )


def _next(number: Number) -> Number:
    """Return the next number that is as round as this one: 30 after 20, 3600 after 3500."""
    _, digits, exponent = Decimal(number).normalize().as_tuple()
    return simplest(number + Decimal(1).scaleb(int(exponent))) if any(digits) else number + 1


def _read(digits: str, *, is_ten_thousands: bool) -> Number | None:
    """Return the value of a numeral, or None where it can be read in two ways."""
    if digits[0].isdigit() and digits.isascii():
        number = Decimal(digits) * (10000 if is_ten_thousands else 1)
        return simplest(number) if is_storable(number) else None
    return None if is_ten_thousands else read_chinese(digits.translate(_FORMAL))


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
