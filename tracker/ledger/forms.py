"""Forms of the ledgers: one entry with the columns of its ledger, a list, the grid of months, a figure."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, MultipleFileField
from wtforms import DateField, SelectField
from wtforms.validators import DataRequired, Optional

from tracker.ledger.importing import LONGEST_TEXT, facts_of
from tracker.ledger.rules import Counts, EntryFacts, Indicator, Ledger, Span, tags_of
from tracker.ledger.shipped import LEDGERS
from tracker.ledger.words import SPANS, WAYS
from tracker.web.forms import Form, Line, Paragraphs, choices

NUMBERS = ("quantity", "people", "amount", "issue")
Pairs = Iterable[tuple[object, object]]


class EntryForm(Form):
    """One entry; the fields are the columns of its ledger."""

    ledger: Ledger

    def __init__(self, *, units: Pairs = (), tasks: Pairs = (), **kwargs: Any) -> None:
        """Take the units to enter for and the tasks to belong to; without a choice there is no field."""
        super().__init__(**kwargs)
        for name, pairs in (("unit", list(units)), ("task", list(tasks))):
            if pairs:
                field: Any = self[name]
                field.choices = choices(pairs, none=_l("none") if name == "task" else None)
            else:
                del self[name]

    @property
    def facts(self) -> EntryFacts:
        """What was typed; raises RuleBroken with the field it is about."""
        texts = {name: self[name].data or "" for name in self.ledger.columns if name != "day"}
        facts_day = self["day"].data
        day = {"day": facts_day.isoformat()} if facts_day else {}
        return facts_of(self.ledger, {**texts, **day}, 0)

    def chosen(self, name: str) -> int | None:
        """Return the number of the chosen unit or task."""
        text = self[name].data if name in self else ""
        return int(text) if text else None


@cache
def entry_form(kind: str) -> type[EntryForm]:
    """Return the form of a ledger."""
    ledger = LEDGERS[kind]
    fields: dict[str, Any] = {"ledger": ledger, "__doc__": f"An entry of {kind}."}
    for name, label in ledger.columns.items():
        if name == "day":
            fields[name] = DateField(label, [Optional()])
        elif name in NUMBERS:
            fields[name] = Line(label, longest=30, render_kw={"inputmode": "decimal", "autocomplete": "off"})
        else:
            suggested = {"list": f"list-{name}"} if ledger.choices.get(name) else {}
            longest = 1000 if name in ledger.extra else 500 if name == "url" else 200
            fields[name] = Line(label, longest=longest, render_kw={"autocomplete": "off", **suggested})
    fields["unit"] = SelectField(_l("Unit"))
    fields["task"] = SelectField(_l("Task it belongs to"))
    fields["files"] = MultipleFileField(_l("Proofs"))
    return type(f"{kind.title()}Form", (EntryForm,), fields)


class ListForm(Form):
    """A list: pasted, or as a file."""

    text = Paragraphs(_l("Lines from Excel"), longest=LONGEST_TEXT)
    files = FileField(_l("Excel file"))


class StrikeForm(Form):
    """Why an entry does not count."""

    reason = Line(_l("Why it does not count"), [DataRequired(message=_l("Write why it does not count."))])


class MonthsForm(Form):
    """The grid: a field c3_0 for March of the first figure; made anew for each set of figures."""

    def typed(self, columns: tuple[str, ...]) -> Mapping[tuple[int, str], str]:
        """Return what stands in the cells."""
        return {
            (month, column): self[f"c{month}_{at}"].data or ""
            for month in range(1, 13)
            for at, column in enumerate(columns)
        }


@cache
def months_form(columns: tuple[str, ...]) -> type[MonthsForm]:
    """Return the form of a grid with these figures."""
    fields: dict[str, Any] = {"__doc__": "The grid of months."}
    for month in range(1, 13):
        for at, column in enumerate(columns):
            attributes = {"inputmode": "decimal", "autocomplete": "off", "aria-label": f"{month}月 {column}"}
            fields[f"c{month}_{at}"] = Line(f"{month}月 {column}", longest=30, render_kw=attributes)
    return type("MonthGridForm", (MonthsForm,), fields)


class LockForm(Form):
    """Which month is locked."""

    month = SelectField(_l("Month"))

    def __init__(self, months: Iterable[int] = range(1, 13), **kwargs: Any) -> None:
        """Take the months to choose from."""
        super().__init__(**kwargs)
        self.month.choices = choices((month, f"{month}月") for month in months)


class IndicatorForm(Form):
    """A figure of the office's own."""

    name = Line(_l("Name of the figure"), longest=40)
    unit = Line(
        _l("Unit word"), [DataRequired(message=_l("Write the word behind the number, such as 条."))], longest=10
    )
    ledger = SelectField(_l("Ledger"), choices=choices((kind, one.name) for kind, one in LEDGERS.items()))
    counts = SelectField(_l("How it is counted"), choices=choices(WAYS.items()))
    period = SelectField(_l("What counts"), choices=choices(SPANS.items()))
    category = Line(_l("Only these categories"))
    channel = Line(_l("Only these channels"))
    tags = Line(_l("Only with all these tags"))

    @property
    def indicator(self) -> Indicator:
        """What was typed."""
        category, channel, tags = (
            tuple(one for one in tags_of(self[name].data or "").split("|") if one)
            for name in ("category", "channel", "tags")
        )
        return Indicator(
            self.name.data or "", Counts(self.counts.data), self.unit.data or "", self.ledger.data or "", category,
            channel, tags, period=Span(self.period.data),
        )  # fmt: skip
