"""Forms of the annual report: the cells of a table, a text, the quantities of a unit, reports made elsewhere."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, SelectField
from wtforms.validators import DataRequired, Length

from tracker.annual_report.checks import place_of
from tracker.annual_report.filling import FEES, MONTHLY, OPENING, YUAN_IN_WAN
from tracker.annual_report.report import ReportFigures, as_typed
from tracker.annual_report.rows import ReportPage
from tracker.annual_report.tables import Form as FormOfYear
from tracker.annual_report.tables import form_of_year, kinds
from tracker.annual_report.words import TABLES
from tracker.web.forms import Form, Line, Paragraphs, choices

MONTHS = range(1, 13)


class TextForm(Form):
    """The text of a section."""

    text = Paragraphs(_l("Text of the section"))


class CellsForm(Form):
    """The cells of one table; made for each table once, with a field for each cell."""

    reason = Line(_l("Reason of the change by hand"))
    opened = HiddenField(validators=[Length(max=6000)])  # what the cells said when the form was shown

    def shown_before(self) -> dict[str, str]:
        """Return what each cell said when the form was shown, nothing where that cannot be told."""
        paths, said = list(self.typed()), (self.opened.data or "").split("|")
        return dict(zip(paths, said, strict=True)) if len(paths) == len(said) else {}

    def typed(self) -> dict[str, str]:
        """Return what was typed, by cell."""
        return {field.short_name: field.data or "" for field in self if "." in field.short_name}


@lru_cache
def cells_form(form: FormOfYear, table: str) -> type[CellsForm]:
    """Return the form of a table ("table2" …) of an official form."""
    made = cast(type[CellsForm], type(f"Cells{form.value}{table}", (CellsForm,), {}))
    for path in kinds(form, form):
        if path.startswith(table):
            setattr(made, path, Line(place_of(path), longest=20))
    return made


def open_cells(figures: ReportFigures, table: str, version: int) -> CellsForm:
    """Return the form of a table with what stands in it."""
    made = cells_form(figures.form, table)
    shown = {path: as_typed(figures.value(path)) for path in figures.kinds if path.startswith(table)}
    return made(data={**shown, "version": str(version), "opened": "|".join(shown.values())})


def part_form(page: ReportPage, key: str) -> TextForm | CellsForm:
    """Return the form of a part of a report, with what stands there."""
    if key in TABLES:
        return open_cells(page.filled.now, TABLES[key], page.report.version)
    section = next(one for one in page.report.sections if one.key == key)
    return TextForm(data={"text": section.text, "version": str(section.version)})


def typed_part(year: int, key: str) -> TextForm | CellsForm:
    """Return the form of a part of a report with what was typed into it."""
    return cells_form(form_of_year(year), TABLES[key])() if key in TABLES else TextForm()


class TakeBackForm(Form):
    """Why an issued report is taken back."""

    reason = Paragraphs(_l("Reason for taking it back"), [DataRequired(message=_l("Write the reason."))], longest=1000)


class UploadForm(Form):
    """A report made elsewhere: our own of the year before, or a unit's."""

    whose = SelectField(_l("Whose report"))
    files = MultipleFileField(_l("File of the report"))

    def __init__(self, *, units: Iterable[tuple[object, object]], before: object, **kwargs: Any) -> None:
        """Take the units that hand in a report, and what our own of the year before is called."""
        super().__init__(**kwargs)
        self.whose.choices = [*choices([("", before)]), *choices(units)]

    @property
    def unit_id(self) -> int | None:
        """The unit chosen; None for our own."""
        return int(self.whose.data) if self.whose.data else None


class SettleForm(Form):
    """What could not be read with certainty; its fields are the cells of the doubts."""


class QuantitiesForm(Form):
    """What a unit counted, month by month; month 0 is what there was when the year began."""

    def typed(self) -> dict[tuple[str, int], str]:
        """Return what was typed, by key and month."""
        found = {}
        for field in self:
            key, dot, month = field.short_name.rpartition(".")
            if dot:
                found[key, int(month)] = field.data or ""
        return found


for _key, _months in (*((key, MONTHS) for key in MONTHLY), *((key, range(1)) for key in OPENING)):
    for _month in _months:
        setattr(
            QuantitiesForm, f"{_key}.{_month}", Line(f"{_key.replace('.', ' ')} {_month or ''}".strip(), longest=20)
        )


def open_quantities(amounts: Mapping[tuple[str, int], int], version: int) -> QuantitiesForm:
    """Return the form with what a unit has entered."""
    shown = {f"{key}.{month}": _amount(key, amount) for (key, month), amount in amounts.items()}
    return QuantitiesForm(data={**shown, "version": str(version)})


def _amount(key: str, amount: int) -> str:
    if key != FEES:
        return str(amount)
    short = (Decimal(amount) / YUAN_IN_WAN).normalize()
    return f"{short:f}"
