"""Ledgers and indicators as rules: what a ledger holds, what a figure counts, how typed numbers and days are read."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from tracker.errors import N_, RuleBroken

LONGEST = 200
LONGEST_EXTRA = 1000
MOST = Decimal(10) ** 12
_NUMBER = re.compile(r"(\d+(?:\.\d{1,6})?)(万|亿)?(余|多|余万|多万)?(?:[条期次件人份个场篇名册台分元项]|人次|万元)?")
_DAY = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})[日号]?")
_CLOSED_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_AFTER_DAY = re.compile(r"[\sT]*(\d{1,2}:\d{2}(:\d{2})?|[（(]?(星期|周)[一二三四五六日天][)）]?)$")
_SERIAL = re.compile(r"([2-7]\d{4})(?:\.\d+)?")  # a day as Excel counts it, where the cell lost its format
_FIRST_OF_EXCEL = date(1899, 12, 30)
_TAG_ENDS = re.compile(r"[、，,;；|｜\s]+")
_TIMES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
NOT_A_NUMBER = N_("“%(text)s” in %(column)s is not a number. Write digits, or 6000余 for about so many.")


IMPORTANT = "重要信息"


class Counts(StrEnum):
    """How an indicator makes a number out of its entries."""

    ENTRIES = "entries"
    QUANTITY = "quantity"
    PEOPLE = "people"
    AMOUNT = "amount"
    LAST_QUANTITY = "last_quantity"  # the newest value: a rank, a number of pages
    LAST_AMOUNT = "last_amount"
    SHARE = "share"


SUMS = (Counts.ENTRIES, Counts.QUANTITY, Counts.PEOPLE, Counts.AMOUNT)
NEWEST = {Counts.LAST_QUANTITY: Counts.QUANTITY, Counts.LAST_AMOUNT: Counts.AMOUNT}


class Span(StrEnum):
    """Which entries count: those inside the period, or all up to its end."""

    WITHIN = "within"
    STOCK = "stock"


@dataclass(frozen=True)
class Ledger:
    """A ledger: its columns by the name people know them under; a column it does not have has no name."""

    kind: str
    name: str
    day: str
    title: str
    category: str = ""
    channel: str = ""
    series: str = ""
    issue: str = ""
    quantity: str = ""
    people: str = ""
    amount: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    steps: Sequence[str] = ()  # columns that are days, in the order in which they come
    workdays: int = 0  # from the first step to the last, if there is such a limit

    @property
    def columns(self) -> dict[str, str]:
        """Its columns in the order of paste, import and export: name here to name for people."""
        usual = {name: getattr(self, name) for name in _COLUMNS if getattr(self, name)}
        return {**usual, "tags": "标签", **self.extra, "url": "网址"}


_COLUMNS = ("day", "title", "category", "channel", "series", "issue", "quantity", "people", "amount")


@dataclass(frozen=True)
class Indicator:
    """A number that comes from a ledger: which entries it counts, and how."""

    name: str
    counts: Counts
    unit: str = ""
    ledger: str = ""
    category: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    period: Span = Span.WITHIN
    part: str = ""
    whole: str = ""
    figure: int | None = None
    id: int | None = None

    def takes(self, ledger: str, category: str, channel: str, tags: str) -> bool:
        """Whether entries of this ledger, category, channel and stored tags count."""
        return (
            ledger == self.ledger
            and (not self.category or category in self.category)
            and (not self.channel or channel in self.channel)
            and all(f"|{tag}|" in tags for tag in self.tags)
        )

    def sign(self, category: str, channel: str) -> int:
        """1 for entries that add, -1 for those that take away."""
        return -1 if category in self.less or channel in self.less else 1


@dataclass(frozen=True)
class EntryFacts:
    """What is entered: one line of a ledger."""

    day: date | None
    title: str
    category: str = ""
    channel: str = ""
    series: str = ""
    issue: int | None = None
    quantity: Decimal = Decimal(1)
    is_approximate: bool = False
    people: int = 0
    amount: Decimal = Decimal(0)
    tags: str = ""
    url: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)


def number_of(text: str, column: str) -> tuple[Decimal, bool]:
    """Read a number as people type it: (value, whether it is a lower bound); 1,200 · 3万 · 6000余; raise RuleBroken."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
    match = _NUMBER.fullmatch(plain)
    if not match:
        raise RuleBroken(NOT_A_NUMBER, text=text[:40], column=column)
    about = match[3] or ""
    times = _TIMES.get(match[2] or about[1:], Decimal(1))
    value = Decimal(match[1]) * times
    if value >= MOST:
        raise RuleBroken(N_("“%(text)s” in %(column)s is too large."), text=text[:40], column=column)
    return value, bool(about)


def whole_of(text: str, column: str) -> int:
    """Read a whole number of people or of an issue; raise RuleBroken."""
    value, _ = number_of(text, column)
    if value != value.to_integral_value() or value > 2**31 - 1:
        message = N_("“%(text)s” in %(column)s must be a whole number.")
        raise RuleBroken(message, text=text[:40], column=column)
    return int(value)


def day_of(text: str, column: str, year: int) -> date:
    """Read a day as Excel and people write it; without a year it is one of ``year``; raise RuleBroken."""
    plain = re.sub(r"\s*([-/.年月])\s*", r"\1", _AFTER_DAY.sub("", unicodedata.normalize("NFKC", text).strip()))
    serial, match = _SERIAL.fullmatch(plain), _DAY.fullmatch(plain) or _CLOSED_DAY.fullmatch(plain)
    try:
        if serial:
            return _FIRST_OF_EXCEL + timedelta(days=int(serial[1]))
        if match:
            return date(int(match[1] or year), int(match[2]), int(match[3]))
    except ValueError:
        pass
    message = N_("“%(text)s” in %(column)s is not a day. Write it like 2026-03-05.")
    raise RuleBroken(message, text=text[:40], column=column)


def tags_of(text: str) -> str:
    """Return typed tags as they are stored: each once, in order, between bars (|图解|原创|); none is empty."""
    tags = sorted({tag for tag in _TAG_ENDS.split(text) if tag})
    return f"|{'|'.join(tags)}|" if tags else ""


def tags_shown(tags: str) -> str:
    """Return stored tags as people read them."""
    return "、".join(tag for tag in tags.split("|") if tag)


def check_entry(ledger: Ledger, entry: EntryFacts, today: date) -> None:
    """Raise RuleBroken for an entry that says nothing, lies ahead, or does not fit its columns."""
    if entry.day is None:
        raise RuleBroken(N_("Enter the day (%(column)s)."), field="day", column=ledger.day)
    if entry.day > today:
        message = N_("%(column)s lies ahead; a ledger holds what has happened.")
        raise RuleBroken(message, field="day", column=ledger.day)
    if entry.day.year < 1990:
        raise RuleBroken(N_("%(column)s lies too far back; check the year."), field="day", column=ledger.day)
    if not entry.title:
        raise RuleBroken(N_("Write what it is (%(column)s)."), field="title", column=ledger.title)
    if entry.url and not re.match(r"https?://[^\s]+$", entry.url):
        raise RuleBroken(N_("An address begins with http:// or https:// and has no spaces."), field="url")
    _check_lengths(ledger, entry)
    steps_of(ledger, entry)
    _check_review(ledger, entry)


def steps_of(ledger: Ledger, entry: EntryFacts) -> dict[str, date]:
    """Return the days of the steps that are done; raise RuleBroken for one before the step that it follows."""
    found: dict[str, date] = {}
    for name in ledger.steps:
        year = entry.day.year if entry.day else 1
        text = entry.extra.get(name, "")
        day = entry.day if name == "day" else day_of(text, ledger.columns[name], year) if text else None
        if day is None:
            continue
        before = next(reversed(found), None)
        if before is not None and day < found[before]:
            message = N_("%(column)s (%(day)s) lies before %(before)s (%(earlier)s); one follows the other.")
            raise RuleBroken(
                message, field=name, column=ledger.columns[name], day=str(day), before=ledger.columns[before],
                earlier=str(found[before]),
            )  # fmt: skip
        found[name] = day
    return found


def _check_review(ledger: Ledger, entry: EntryFacts) -> None:
    """Raise RuleBroken for a review without its reviewer, and for important information that no leader approved."""
    if "reviewer" not in ledger.extra:
        return
    if entry.extra.get("reviewed") and not entry.extra.get("reviewer"):
        raise RuleBroken(N_("Name who reviewed it before it was published."), field="reviewer")
    if f"|{IMPORTANT}|" not in entry.tags:
        return
    for name in ("reviewer", "approver"):
        if not entry.extra.get(name):
            message = N_("It is tagged %(tag)s: name both who reviewed it and the leader who approved it.")
            raise RuleBroken(message, field=name, tag=IMPORTANT)


def _check_lengths(ledger: Ledger, entry: EntryFacts) -> None:
    limits = {"title": LONGEST, "category": 50, "channel": 50, "series": 100, "tags": LONGEST, "url": 500}
    typed = [(name, getattr(entry, name), limit) for name, limit in limits.items()]
    typed += [(name, text, LONGEST_EXTRA) for name, text in entry.extra.items()]
    for name, text, limit in typed:
        if len(text) > limit:
            message = N_("%(column)s holds no more than %(limit)d characters.")
            raise RuleBroken(message, field=name, column=ledger.columns.get(name, name), limit=limit)


def definition(indicator: Indicator, ledger: Ledger | None) -> str:
    """Return in Chinese what an indicator counts: ledger, filter, date, way of counting, period."""
    if ledger is None:
        return f"{indicator.part}除以{indicator.whole}"
    filters = [
        f"{label}为{'或'.join(values)}"
        for label, values in ((ledger.category, indicator.category), (ledger.channel, indicator.channel))
        if values
    ]
    filters += [f"标签含“{tag}”" for tag in indicator.tags]
    ways = {
        Counts.ENTRIES: "登记的条目数",
        Counts.QUANTITY: f"{ledger.quantity}之和",
        Counts.PEOPLE: f"{ledger.people}之和",
        Counts.AMOUNT: f"{ledger.amount}之和",
        Counts.LAST_QUANTITY: f"最近一次的{ledger.quantity}",
        Counts.LAST_AMOUNT: f"最近一次的{ledger.amount}",
    }
    minus = f"，减去{'、'.join(indicator.less)}的" if indicator.less else ""
    days = f"{ledger.day}截至期末" if indicator.period is Span.STOCK else f"按{ledger.day}计入"
    return f"{ledger.name}台账" + "".join(f"，{one}" for one in filters) + f"，{days}，{ways[indicator.counts]}{minus}"


def check_indicator(indicator: Indicator, ledgers: Mapping[str, Ledger], taken: Sequence[str]) -> None:
    """Raise RuleBroken for an own indicator that nobody could name or count."""
    if not re.fullmatch(r"[^{}|｜\s]{2,40}", indicator.name):
        message = N_("Give it a name of 2 to 40 characters without spaces, braces or bars.")
        raise RuleBroken(message, field="name")
    if indicator.name in taken:
        raise RuleBroken(N_("There is a figure called %(name)s already."), field="name", name=indicator.name)
    ledger = ledgers.get(indicator.ledger)
    if ledger is None:
        raise RuleBroken(N_("Choose the ledger it counts in."), field="ledger")
    column = NEWEST.get(indicator.counts, indicator.counts)
    if column is not Counts.ENTRIES and not getattr(ledger, column.value, ""):
        message = N_("The ledger %(ledger)s has no such column to add up.")
        raise RuleBroken(message, field="counts", ledger=ledger.name)
