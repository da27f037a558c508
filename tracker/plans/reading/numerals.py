"""Automatic numbers as they are seen: a value in one of Word's number formats."""

from collections.abc import Callable

_HAN = "〇一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_ROMAN = {
    1000: "M",
    900: "CM",
    500: "D",
    400: "CD",
    100: "C",
    90: "XC",
    50: "L",
    40: "XL",
    10: "X",
    9: "IX",
    5: "V",
    4: "IV",
}
_ROMAN[1] = "I"
_LARGEST = 9999


def numeral(value: int, form: str, custom: str = "") -> str:
    """Return ``value`` in the number format called ``form`` (chineseCounting, decimal, upperLetter …)."""
    if form in ("none", "bullet"):
        return ""
    if form == "custom":
        return str(value).zfill(len(custom.split(",")[0].strip()))
    if not 1 <= value <= _LARGEST:
        return str(value)
    if form in _CHINESE:
        return _counted(value, _HAN, "十百千", "零" if "Thousand" in form else "〇")
    return _WRITERS.get(form, str)(value)


def _counted(value: int, digits: str, tens: str, zero: str) -> str:
    """Write ``value`` with units of ten: 12 is 十二, 20 二十, 103 一百零三."""
    written, gap = "", False
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if not digit:
            gap = bool(written)
            continue
        written += (zero if gap else "") + digits[digit] + (tens[place - 1] if place else "")
        gap = False
    return written[1:] if written.startswith("一十") else written


def _legal(value: int) -> str:
    return _counted(value, _LEGAL, "拾佰仟", "零")


def _legal_traditional(value: int) -> str:
    return _counted(value, _LEGAL_TRADITIONAL, "拾佰仟", "零")


def _letters(value: int) -> str:
    return chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def _roman(value: int) -> str:
    written = ""
    for worth, letters in _ROMAN.items():
        written += letters * (value // worth)
        value %= worth
    return written


def _run_of(first: str, length: int) -> dict[int, str]:
    return {value: chr(ord(first) + value - 1) for value in range(1, length + 1)}


_CIRCLED = (
    _run_of("①", 20) | {21 + at: chr(0x3251 + at) for at in range(15)} | {36 + at: chr(0x32B1 + at) for at in range(15)}
)
_BRACKETED, _DOTTED, _HAN_CIRCLED, _HAN_BRACKETED = (
    _run_of("⑴", 20),
    _run_of("⒈", 20),
    _run_of("㊀", 10),
    _run_of("㈠", 10),
)
_CHINESE = (
    "chineseCounting",
    "chineseCountingThousand",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "japaneseCounting",
)
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")

_WRITERS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda value: f"{value:02d}",
    "decimalFullWidth": lambda value: str(value).translate(_WIDE),
    "decimalFullWidth2": lambda value: str(value).translate(_WIDE),
    "decimalEnclosedCircle": lambda value: _CIRCLED.get(value, f"({value})"),
    "decimalEnclosedCircleChinese": lambda value: _CIRCLED.get(value, f"({value})"),
    "decimalEnclosedParen": lambda value: _BRACKETED.get(value, f"({value})"),
    "decimalEnclosedFullstop": lambda value: _DOTTED.get(value, f"{value}."),
    "ideographEnclosedCircle": lambda value: _HAN_CIRCLED.get(value, f"({value})"),
    "ideographEnclosedParen": lambda value: _HAN_BRACKETED.get(value, f"({value})"),
    "ideographDigital": lambda value: "".join(_HAN[int(digit)] for digit in str(value)),
    "japaneseDigitalTenThousand": lambda value: "".join(_HAN[int(digit)] for digit in str(value)),
    "taiwaneseDigital": lambda value: "".join(_HAN[int(digit)] for digit in str(value)),
    "ideographTraditional": lambda value: _STEMS[(value - 1) % 10],
    "ideographZodiac": lambda value: _BRANCHES[(value - 1) % 12],
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal_traditional,
    "japaneseLegal": _legal_traditional,
    "upperLetter": _letters,
    "lowerLetter": lambda value: _letters(value).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
}
