"""What must hold in the tables of a report: H1 to H6, and H9 to H12 of a table's quality.

A blank part counts as 0; where the stated total is blank, or a cell could not be read, nothing is checked.
``left`` is always the stated side.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tracker.annual_report.report import Number, ReportFigures
from tracker.annual_report.tables import (
    COLUMNS,
    DISPUTE_GROUPS,
    DISPUTE_PATHS,
    TOTAL_COLUMN,
    Form,
    Kind,
    result_keys,
    row_keys,
    row_paths,
)
from tracker.annual_report.wording import Words, words
from tracker.errors import N_
from tracker.requests.counting import CARRIED_IN, CARRIED_OVER, NEW, TOTAL
from tracker.requests.outcomes import NOT_PAID

_PRINTED = N_("Printed in table three itself; Regulations, Article 50")
_FORM = N_("Form of the annual report (国办公开办函〔2021〕30号); Regulations, Article 50")
_YEARS = N_("Last year's report; Regulations, Article 50")


@dataclass(frozen=True)
class Mend:
    """The change that would put a failure right: the cell and the number to write there."""

    path: str
    value: Number


@dataclass(frozen=True)
class TextMend:
    """The change of text that would put a failure right: ``text`` in place of ``start`` to ``end`` of a section."""

    section: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Failure:
    """One thing that does not hold.

    ``identity`` is H1 … H13, ``where`` the column, row, group or cell in the words of the form, ``left`` the stated
    number and ``right`` the one it should be (None for H9 to H11, which compare nothing). ``path`` is the cell to
    show it at, "" for text. ``basis`` is a message id: where the rule comes from.
    """

    identity: str
    where: str
    left: Number | str | None
    right: Number | None
    says: Words
    is_hard: bool
    basis: str
    path: str = ""
    mend: Mend | TextMend | None = None


def check_tables(report: ReportFigures, previous: ReportFigures | None = None) -> list[Failure]:
    """Return all that fails in the tables: H1 to H5, then H12, H6 and H9; H4 and H6 only with ``previous``."""
    hard = [*_columns(report), *_rows(report), *_carried(report, previous), *_disputes(report), *_types(report)]
    return [*hard, *_in_force(report, previous), *_blanks(report)]


def zero(number: Number | None) -> Number:
    """Return a part of a sum, blank as 0."""
    return number or 0


def _differ(identity: str, where: str, sides: tuple[Number, Number], path: str, says: str, basis: str) -> Failure:
    """Return the failure of two sides of a hard identity; the mend is to write the right side at ``path``."""
    left, right = sides
    mend = Mend(path, right) if right >= 0 else None
    return Failure(identity, where, left, right, words(says, left=left, right=right), True, basis, path, mend)


def _columns(report: ReportFigures) -> Iterator[Failure]:
    """H1 and H2, column by column."""
    for column in COLUMNS:
        if report.value(f"table3.{TOTAL}.{column}") is not None:
            yield from _balance(report, column)
            yield from _results(report, column)


def _balance(report: ReportFigures, column: str) -> Iterator[Failure]:
    """H1: what came is what went."""
    paths = [f"table3.{key}.{column}" for key in (NEW, CARRIED_IN, TOTAL, CARRIED_OVER)]
    new, carried_in, total, carried_over = (zero(report.value(path)) for path in paths)
    came, went = new + carried_in, total + carried_over
    if came != went and report.is_read(paths):
        says = words(N_("一 + 二 is %(left)s, but 三(七) + 四 is %(right)s"), left=came, right=went)
        mend = Mend(paths[-1], came - total) if came >= total else None
        yield Failure("H1", column, came, went, says, True, _PRINTED, paths[-1], mend)


def _results(report: ReportFigures, column: str) -> Iterator[Failure]:
    """H2: the results add up to their total; not looked at where the whole column of totals is blank."""
    path = f"table3.{TOTAL}.{column}"
    paths = [f"table3.{key}.{column}" for key in result_keys(report.form_three)]
    numbers = [report.value(part) for part in paths]
    if column == TOTAL_COLUMN and all(number is None for number in numbers):
        return
    total, added = zero(report.value(path)), sum(zero(number) for number in numbers)
    if total != added and report.is_read([path, *paths]):
        says = N_("三(七) says %(left)s, but its parts add up to %(right)s")
        yield _differ("H2", column, (total, added), path, says, _FORM)


def _rows(report: ReportFigures) -> Iterator[Failure]:
    """H3, row by row."""
    for key in row_keys(report.form_three):
        *parts, total = report.row(key)
        added = sum(zero(number) for number in parts)
        if total is not None and total != added and report.is_read(row_paths(key)):
            says = N_("总计 says %(left)s, but the six columns add up to %(right)s")
            yield _differ("H3", key, (total, added), row_paths(key)[-1], says, _FORM)


def _carried(report: ReportFigures, previous: ReportFigures | None) -> Iterator[Failure]:
    """H4, column by column."""
    if previous is None:
        return
    for column in COLUMNS:
        path, path_before = f"table3.{CARRIED_IN}.{column}", f"table3.{CARRIED_OVER}.{column}"
        now, before = zero(report.value(path)), zero(previous.value(path_before))
        if now != before and report.is_read([path]) and previous.is_read([path_before]):
            says = N_("二 says %(left)s, but last year's report carried over %(right)s")
            yield _differ("H4", column, (now, before), path, says, _YEARS)


def _disputes(report: ReportFigures) -> Iterator[Failure]:
    """H5, for the three groups of table four."""
    for at, group in enumerate(DISPUTE_GROUPS):
        paths = DISPUTE_PATHS[at * 5 : at * 5 + 5]
        *parts, total = (report.value(path) for path in paths)
        added = sum(zero(number) for number in parts)
        if total is not None and total != added and report.is_read(paths):
            says = N_("总计 says %(left)s, but its four parts add up to %(right)s")
            yield _differ("H5", group, (total, added), paths[-1], says, _FORM)


def _in_force(report: ReportFigures, previous: ReportFigures | None) -> Iterator[Failure]:
    """H6, a warning: what is in force = last year's + made - repealed; only in the form that counts these."""
    if previous is None or report.form is not Form.CURRENT or previous.form is not Form.CURRENT:
        return
    for key in ("规章", "行政规范性文件"):
        made_path, repealed_path, path = (f"table2.{key}.{column}" for column in ("制发", "废止", "现行有效"))
        now, before = report.value(path), previous.value(path)
        made, repealed = zero(report.value(made_path)), zero(report.value(repealed_path))
        if now is None or before is None or not report.is_read([made_path, repealed_path]):
            continue
        right = before + made - repealed
        if now != right:
            says = N_("现行有效 says %(left)s, but last year's %(before)s + %(made)s - %(repealed)s is %(right)s")
            told = words(says, left=now, right=right, before=before, made=made, repealed=repealed)
            mend = Mend(path, right) if right >= 0 else None
            yield Failure("H6", key, now, right, told, False, _YEARS, path, mend)


def _blanks(report: ReportFigures) -> Iterator[Failure]:
    """H9: no cell is blank and none has "/"; a table with nothing in it at all is one failure."""
    for table in ("table2", "table3", "table4"):
        paths = [path for path in report.kinds if path.startswith(table)]
        filled = report.unread | set(report.cells)
        blank = [path for path in paths if path not in filled and not report.has_word(path)]
        if len(blank) == len(paths):
            yield _quality("H9", _TABLES[table], N_("The whole table is blank"), paths[0])
            continue
        for path in blank:
            written = report.written.get(path)
            message = N_("Blank; zero is written 0") if written is None else N_("“%(found)s” stands here; zero is 0")
            yield _quality("H9", place_of(path), message, path, found=written)


_TABLES = {"table2": "表二", "table3": "表三", "table4": "表四"}


def place_of(path: str) -> str:
    """Return a cell's place in the words of the form: ``三(一) 自然人``."""
    return path.partition(".")[2].replace(".", " ")


def unreadable(path: str, typed: str, says: Words) -> Failure:
    """H12: return the failure of a cell that holds no number it may hold, as it is typed."""
    return Failure("H12", place_of(path), typed, None, says, True, _FORM, path)


def _quality(identity: str, where: str, message: str, path: str = "", **values: object) -> Failure:
    """Return a warning that compares no numbers."""
    return Failure(identity, where, None, None, words(message, **values), False, _FORM, path)


def _types(report: ReportFigures) -> Iterator[Failure]:
    """H12: whole numbers, not negative; but money has decimals and 本年增/减 may be negative."""
    for path, kind in report.kinds.items():
        number = report.value(path)
        message = _wrong_type(number, kind) if number is not None else None
        if report.has_word(path):
            message = N_("“%(found)s” stands where a number belongs")
        if message:
            found = report.written.get(path) if number is None else number
            yield Failure("H12", place_of(path), found, None, words(message, found=found), True, _FORM, path)


def _wrong_type(number: Number, kind: Kind) -> str | None:
    """Return the message for a number that this kind of cell may not hold, or None."""
    if number < 0 and kind is not Kind.CHANGE:
        return N_("%(found)s is negative")
    if number != int(number) and kind is not Kind.MONEY:
        return N_("%(found)s is not a whole number")
    return None


def check_sections(report: ReportFigures, sections: Mapping[str, str]) -> list[Failure]:
    """H10 and H11, for a report whose text is known: empty sections, and fees that are not reported on.

    A file of tables alone has no text to check; one with a first section lacks the others if they are not there.
    """
    found = []
    has_text = bool(sections.get("一"))
    if (has_text or "五" in sections) and is_nothing(sections.get("五", "")):
        found.append(_quality("H10", "五", N_("Section five is empty or only says 无")))
    fees = [path for path in (_FEE, f"table3.{NOT_PAID}.{TOTAL_COLUMN}") if zero(report.value(path)) > 0]
    if fees and (has_text or "六" in sections) and is_nothing(sections.get("六", "")):
        message = N_("Fees were charged, but section six reports nothing; the processing fee belongs there")
        found.append(_quality("H11", "六", message, fees[0]))
    return found


_FEE = "table2.行政事业性收费_万元"


def is_nothing(text: str) -> bool:
    """Whether a section says nothing: empty, or only 无 in one of its wordings."""
    bare = "".join(character for character in text if character.isalnum())
    for word in ("本年度", "本年", "我单位", "本单位", "本机关", "暂时", "其他需要报告的事项", "需要报告的事项"):
        bare = bare.replace(word, "")
    return bare in ("", "无", "暂无", "没有", "无其他", "暂无其他", "不存在问题", "无问题", "无其他事项", "无存在问题")
