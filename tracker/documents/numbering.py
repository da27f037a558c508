"""The numbers of official writing: 一、（一）1.（1） for headings, 1. ①  一是 for lists, 2026年1月5日 for dates."""

from collections.abc import Iterable, Iterator
from datetime import date

from tracker.documents.model import Block, Heading, Marks

DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """Return a number from 1 to 999 in Chinese: 十一, 二十, 一百零三."""
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        tail = "" if not rest else ("零" + chinese(rest) if rest < 10 else ("一" if rest < 20 else "") + chinese(rest))
        return f"{DIGITS[hundreds]}百{tail}"
    tens, ones = divmod(number, 10)
    if not tens:
        return DIGITS[ones]
    return f"{DIGITS[tens] if tens > 1 else ''}十{DIGITS[ones] if ones else ''}"


def heading_mark(level: int, number: int) -> str:
    """Return the mark of a heading (第 7.3.3 条): 一、 （一） 1. （1）."""
    return (f"{chinese(number)}、", f"（{chinese(number)}）", f"{number}.", f"（{number}）")[level - 1]


def apart(mark: str, text: str) -> str:
    """Return a mark as it stands before a text: 1. before 8月 has a space, or it would be read as 1.8月."""
    return f"{mark} " if mark.endswith(".") and text[:1].isdigit() else mark


def list_mark(marks: Marks, number: int, text: str = "") -> str:
    """Return the mark of an item of a list, as it stands before its ``text``."""
    if marks is Marks.ARABIC:
        return apart(f"{number}.", text)
    if marks is Marks.BRACKETED:
        return f"（{number}）"
    if marks is Marks.FIRSTLY:
        return f"{chinese(number)}是"
    return chr(0x2460 + number - 1) if number <= 20 else f"（{number}）"


def numbered(blocks: Iterable[Block]) -> Iterator[tuple[Block, str]]:
    """Give every block with the mark before it; a heading ends the counting of the levels below it."""
    counts = [0, 0, 0, 0]
    for block in blocks:
        mark = ""
        if isinstance(block, Heading) and block.is_numbered:
            counts[block.level - 1] += 1
            counts[block.level :] = [0] * (4 - block.level)
            mark = apart(heading_mark(block.level, counts[block.level - 1]), block.text)
        yield block, mark


def old_date(day: date) -> str:
    """Return a date as it was signed before 2012: 二〇一一年十二月三十一日."""
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    return f"{year}年{chinese(day.month)}月{chinese(day.day)}日"


def written_date(day: date) -> str:
    """Return a date as it is signed (第 7.3.5.4 条): full year, Arabic, no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"
