"""Forms of the register: a request, one deed, the filter of the list, a review or lawsuit."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, DateField, IntegerField, SelectField, SelectMultipleField
from wtforms import Form as PlainForm
from wtforms.validators import DataRequired, Optional

from tracker.files.services import Received
from tracker.requests.counting import DisputeKind, DisputeResult
from tracker.requests.deeds import Deed
from tracker.requests.fees import FeeStandard
from tracker.requests.handling import Entry
from tracker.requests.rows import View, Wanted
from tracker.requests.rules import Applicant, Arrival, Channel
from tracker.requests.services import DisputeEntry, Registration
from tracker.requests.words import APPLICANTS, CHANNELS, KINDS, OUTCOME_CHOICES, RESULTS, SAYS, STANDARDS
from tracker.web.forms import Form, Line, Paragraphs, choices

DIGITS = {"inputmode": "numeric", "autocomplete": "off"}
Pairs = Iterable[tuple[object, object]]


class RequestForm(Form):
    """What stands on a request."""

    applicant = SelectField(_l("Kind of applicant"), choices=choices(APPLICANTS.items()))
    name = Line(_l("Name of the applicant"), [DataRequired(message=_l("Write who asks."))], longest=100)
    contact = Line(_l("How to reach the applicant"))
    channel = SelectField(_l("How it came"), choices=choices(CHANNELS.items()))
    submitted_on = DateField(_l("Handed in or sent on"), [Optional()])
    signed_on = DateField(_l("Letter signed for on"), [Optional()])
    confirmed_on = DateField(_l("Confirmed with the applicant on"), [Optional()])
    content = Paragraphs(_l("What is asked for"), [DataRequired(message=_l("Write what is asked for."))])
    files = MultipleFileField(_l("Application and enclosures"))

    @property
    def registration(self) -> Registration:
        """What was typed."""
        arrival = Arrival(self.submitted_on.data, self.signed_on.data, self.confirmed_on.data)
        return Registration(
            Applicant(self.applicant.data), self.name.data or "", Channel(self.channel.data), self.content.data or "",
            self.contact.data or "", arrival,
        )  # fmt: skip


FIELDS: dict[Deed, tuple[str, ...]] = {
    Deed.ASSIGNED: ("units",),
    Deed.CORRECTION_ASKED: ("until", "files"),
    Deed.CORRECTED: ("files",),
    Deed.THIRD_PARTY_ASKED: ("party", "delivered_on", "files"),
    Deed.AGENCY_ASKED: ("party", "delivered_on", "files"),
    Deed.THIRD_PARTY_ANSWERED: ("asked", "files"),
    Deed.AGENCY_ANSWERED: ("asked", "files"),
    Deed.DELIVERED: ("asked",),
    Deed.EXTENSION_ASKED: ("days",),
    Deed.EXTENDED: ("is_told", "files"),
    Deed.DELAYED: ("until", "files"),
    Deed.FEE_NOTIFIED: ("standard", "pages", "delivered_on", "files"),
    Deed.NOTED: ("files",),
    Deed.ANSWERED: ("outcome", "files"),
    Deed.AMENDED: ("outcome",),
    Deed.ARCHIVED: ("files",),
}


class DeedForm(Form):
    """One deed; only the fields that it needs."""

    day = DateField(_l("Day"), [DataRequired(message=_l("Enter the day."))])
    outcome = SelectField(_l("Outcome"), choices=choices(OUTCOME_CHOICES, none=_l("choose one row")))
    units = SelectMultipleField(_l("Units that handle it"))
    party = Line(_l("Whom you ask"), longest=100)
    asked = SelectField(_l("Which letter"), validate_choice=False)
    until = DateField(_l("Until"), [Optional()])
    delivered_on = DateField(_l("Delivered on"), [Optional()])
    days = IntegerField(_l("Working days more"), [Optional()], default=20, render_kw=DIGITS)
    is_told = BooleanField(_l("The applicant has been told in writing"))
    standard = SelectField(_l("Counted"), choices=choices(STANDARDS.items()))
    pages = IntegerField(_l("Pages"), [Optional()], render_kw=DIGITS)
    note = Paragraphs(_l("Remark"), longest=2000)
    files = MultipleFileField(_l("Letters and papers"))

    def __init__(self, deed: Deed, *, offered: Pairs = (), letters: Sequence[str] = (), **kwargs: Any) -> None:
        """Keep the fields of ``deed``; take the units to choose from and the parties that were written to."""
        super().__init__(**kwargs)
        for name in {name for names in FIELDS.values() for name in names} - set(FIELDS.get(deed, ())):
            del self[name]
        if deed in SAYS:
            self.note.label.text = _l("What the letter is to say beside the law's words")
        if "units" in self:
            self.units.choices = choices(offered)
        if "asked" in self:
            self.asked.choices = choices((party, party or _l("the applicant")) for party in letters)

    def entry(self, papers: Sequence[Received]) -> Entry:
        """Return what was typed."""
        standard = self._typed("standard")
        return Entry(
            day=self.day.data or date.min, note=self.note.data or "", delivered_on=self._typed("delivered_on"),
            until=self._typed("until"), days=self._typed("days") or 0, is_told=bool(self._typed("is_told")),
            party=self._typed("party") or self._typed("asked") or "", outcome=self._typed("outcome") or "",
            units=[int(unit) for unit in self._typed("units") or ()],
            standard=FeeStandard(standard) if standard else None, pages=self._typed("pages"), papers=papers,
        )  # fmt: skip

    def _typed(self, name: str) -> Any:
        return self[name].data if name in self else None


class FilterForm(PlainForm):
    """What the list is asked for in the address; anything odd asks nothing."""

    view = SelectField(choices=choices((view.value, view.value) for view in View))
    year = SelectField(_l("Year of receipt"))
    unit = SelectField(_l("Unit"))
    applicant = SelectField(
        _l("Kind of applicant"), choices=choices(APPLICANTS.items(), none=_l("All kinds of applicant"))
    )
    outcome = SelectField(_l("Outcome"), choices=choices(OUTCOME_CHOICES, none=_l("All outcomes")))
    q = Line(_l("Applicant or contents"), longest=100)

    def __init__(self, asked: Any, *, years: Iterable[int], units: Pairs) -> None:
        """Take the years and units to choose from."""
        super().__init__(asked)
        self.year.choices = choices(((year, _l("Year %(year)d", year=year)) for year in years), none=_l("All years"))
        self.unit.choices = choices(units, none=_l("All units"))

    @property
    def wanted(self) -> Wanted:
        """The requests asked for."""
        year, unit, applicant = (self._chosen(field) for field in (self.year, self.unit, self.applicant))
        return Wanted(
            View(self._chosen(self.view) or View.OPEN), int(year) if year else None, int(unit) if unit else None,
            Applicant(applicant) if applicant else None, self._chosen(self.outcome) or "", (self.q.data or "")[:100],
        )  # fmt: skip

    def _chosen(self, field: SelectField) -> str | None:
        return field.data if field.validate(self) else None


class DisputeForm(Form):
    """A review or lawsuit."""

    kind = SelectField(_l("Kind of case"), choices=choices(KINDS.items()))
    case_number = Line(_l("Case number"), longest=100)
    body = Line(_l("Reviewing body or court"), longest=100)
    request_code = Line(_l("About request number"), longest=20)
    filed_on = DateField(_l("Filed on"), [DataRequired(message=_l("Enter the day."))])
    result = SelectField(_l("Result"), choices=choices(RESULTS.items()), default=DisputeResult.PENDING.value)
    decided_on = DateField(_l("Decided on"), [Optional()])
    is_as_reviewer = BooleanField(_l("We are sued only as the reviewing body"))
    note = Paragraphs(_l("Remark"), longest=2000)

    @property
    def entry(self) -> DisputeEntry:
        """What was typed."""
        return DisputeEntry(
            DisputeKind(self.kind.data), self.filed_on.data or date.min, self.decided_on.data,
            DisputeResult(self.result.data), bool(self.is_as_reviewer.data), self.case_number.data or "",
            self.body.data or "", self.request_code.data or "", self.note.data or "",
        )  # fmt: skip
