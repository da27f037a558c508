"""The cells of a report out of the registers, changed by hand for a reason; sums follow by themselves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from types import MappingProxyType

from tracker.annual_report.report import Number, ReportFigures, is_storable, simplest
from tracker.annual_report.tables import (
    COLUMNS,
    DISPUTE_PATHS,
    Form,
    Kind,
    form_of_year,
    kinds,
    result_keys,
    row_keys,
    row_paths,
)
from tracker.errors import N_, RuleBroken
from tracker.requests.counting import TOTAL, RequestRecord, tabulate
from tracker.requests.outcomes import OUTCOMES

FEES = "行政事业性收费_万元"
YUAN_IN_WAN = 10_000
OPENING = {"规章.年初有效": "规章", "行政规范性文件.年初有效": "行政规范性文件"}
MONTHLY = (
    "规章.制发", "规章.废止", "行政规范性文件.制发", "行政规范性文件.废止", "行政许可", "行政处罚", "行政强制", FEES,
)  # fmt: skip


@dataclass(frozen=True)
class Filled:
    """A report as it is being filled in: what the registers say, and what stands in its cells now."""

    base: ReportFigures
    now: ReportFigures
    changed: frozenset[str]

    def is_changed(self, path: str) -> bool:
        """Whether a cell was changed by hand."""
        return path in self.changed


@lru_cache
def sums(form: Form) -> Mapping[str, tuple[str, ...]]:
    """Return the cells that are sums, each with its parts, in the order in which they can be added up."""
    found: dict[str, tuple[str, ...]] = {}
    for column in COLUMNS[:-1]:
        found[f"table3.{TOTAL}.{column}"] = tuple(f"table3.{key}.{column}" for key in result_keys(form))
    for key in row_keys(form):
        *parts, total = row_paths(key)
        found[total] = tuple(parts)
    for at in range(0, len(DISPUTE_PATHS), 5):
        found[DISPUTE_PATHS[at + 4]] = DISPUTE_PATHS[at : at + 4]
    return MappingProxyType(found)


def fill(name: str, year: int, cells: Mapping[str, Number], by_hand: Mapping[str, Number]) -> Filled:
    """Return a report with what the registers say (``cells``), changed ``by_hand``; sums follow unless changed."""
    form = form_of_year(year)
    base = ReportFigures(name, year, form, form, _added_up(form, cells, {}))
    return refill(base, by_hand)


def refill(base: ReportFigures, by_hand: Mapping[str, Number]) -> Filled:
    """Return a report that the registers fill with ``base``, changed ``by_hand``; sums follow unless changed."""
    form = base.form
    known = {path: number for path, number in by_hand.items() if path in base.kinds}
    parts = {**base.cells, **{path: number for path, number in known.items() if path not in sums(form)}}
    return Filled(base, replace(base, cells=_added_up(form, parts, known)), frozenset(known))


def touched_of(typed: Mapping[str, str], opened: Mapping[str, str]) -> dict[str, str]:
    """Return the cells that say something else than when the form was opened."""
    return {path: text for path, text in typed.items() if text.strip() != opened.get(path)}


def keep_by_hand(
    filled: Filled, before: Mapping[str, Number], changes: Mapping[str, Number | None]
) -> dict[str, Number]:
    """Return the cells that stand by hand once ``changes`` are made to those that stood so ``before``.

    What the registers say is no change, nor is an emptied cell; sums are held against their new parts.
    """
    in_order = [path for path in changes if path not in sums(filled.now.form)]
    in_order += [path for path in sums(filled.now.form) if path in changes]
    kept = {path: number for path, number in before.items() if path not in changes}
    for path in in_order:
        number = changes[path]
        if number is not None and refill(filled.base, kept).now.value(path) != number:
            kept[path] = number
    return kept


def _added_up(form: Form, cells: Mapping[str, Number], by_hand: Mapping[str, Number]) -> dict[str, Number]:
    found = {path: number for path, number in cells.items() if path not in sums(form)}
    for path, parts in sums(form).items():
        found[path] = by_hand[path] if path in by_hand else sum(found.get(part, 0) for part in parts)
    return found


def cells_three(records: Iterable[RequestRecord], year: int) -> dict[str, Number]:
    """Return table three out of the register, in the form of the year: the trial form has one row for （六）."""
    form, table = form_of_year(year), tabulate(records, year)
    others = [outcome.code for outcome in OUTCOMES if outcome.code.startswith("三(六)")]
    table["三(六)"] = tuple(sum(table[code][at] for code in others) for at in range(len(COLUMNS)))
    return {
        path: number for key in row_keys(form) for path, number in zip(row_paths(key), table[key], strict=True)
    }  # fmt: skip


def cells_four(numbers: Iterable[int]) -> dict[str, Number]:
    """Return table four."""
    return dict(zip(DISPUTE_PATHS, numbers, strict=True))


def cells_two(amounts: Mapping[str, int], year: int, before: ReportFigures | None) -> dict[str, Number]:
    """Return what is known of table two; nobody has to enter a zero, and what is in force follows from last year."""
    if form_of_year(year) is Form.TRIAL:
        return {f"table2.{key}.处理决定数量": amounts.get(key, 0) for key in ("行政许可", "行政处罚", "行政强制")}
    cells: dict[str, Number] = {f"table2.{key}": amounts.get(key, 0) for key in MONTHLY if key != FEES}
    cells[f"table2.{FEES}"] = simplest(Decimal(amounts.get(FEES, 0)) / YUAN_IN_WAN)
    for key, name in OPENING.items():
        opening = amounts.get(key, before.value(f"table2.{name}.现行有效") if before else None)
        if opening is not None:
            made, repealed = cells[f"table2.{name}.制发"], cells[f"table2.{name}.废止"]
            cells[f"table2.{name}.现行有效"] = opening + made - repealed
    return cells


def read_number(path: str, typed: str, form: Form) -> Number | None:
    """Return the number typed for a cell, None for an empty one; refuse what the cell may not hold (H12)."""
    kind = kinds(form, form).get(path)
    if kind is None:
        raise RuleBroken(N_("There is no cell %(path)s in this form."), path=path[:80])
    text = typed.strip().replace(",", "").replace("，", "")
    if not text:
        return None
    try:
        number = Decimal(text) if len(text) <= 20 else None
    except InvalidOperation:
        number = None
    if number is None or not is_storable(number):
        raise RuleBroken(N_("%(place)s: “%(typed)s” is no number."), place=_place(path), typed=typed[:20])
    if number != int(number) and kind is not Kind.MONEY:
        raise RuleBroken(N_("%(place)s: “%(typed)s” is not a whole number."), place=_place(path), typed=typed[:20])
    if number < 0 and kind is not Kind.CHANGE:
        raise RuleBroken(N_("%(place)s: “%(typed)s” is negative."), place=_place(path), typed=typed[:20])
    return simplest(number)


def read_amount(key: str, month: int, typed: str) -> int | None:
    """Return what was counted in a month, of fees whole yuan out of 万元 with four decimals; None for nothing typed."""
    text = typed.strip().replace(",", "").replace("，", "")
    if not text:
        return None
    try:
        number = Decimal(text) * (YUAN_IN_WAN if key == FEES else 1) if len(text) <= 20 else None
    except InvalidOperation:
        number = None
    if number is None or not is_storable(number) or number < 0 or number != int(number):
        message = (
            N_("“%(typed)s” is no amount in 万元 with at most four decimals.")
            if key == FEES
            else N_("“%(typed)s” is no whole number.")
        )
        raise RuleBroken(message, field=f"{key}.{month}", typed=typed[:20])
    return int(number)


def _place(path: str) -> str:
    return path.partition(".")[2].replace(".", " ")


def add_cells(parts: Iterable[Mapping[str, Number]]) -> dict[str, Number]:
    """Return the cells of several reports added up."""
    found: dict[str, Number] = {}
    for part in parts:
        for path, number in part.items():
            found[path] = simplest(found.get(path, 0) + number)
    return found
