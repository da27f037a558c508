"""Forms of rounds, results, findings, answers, re-checks and re-openings."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import DateField, HiddenField, IntegerField, RadioField, SelectField, SelectMultipleField
from wtforms import Form as PlainForm
from wtforms.validators import DataRequired, Optional

from tracker.checks.checking import RoundPlan
from tracker.checks.importing import Origin
from tracker.checks.queries import FindingFilter
from tracker.checks.rounds import CheckItem, TaskChoice
from tracker.checks.rules import AgeBand, FindingView, RoundKind, Severity
from tracker.checks.services import Demand, due_after
from tracker.checks.words import AGES, KINDS, PASSED, SEVERITIES, VERDICTS, VIEWS
from tracker.errors import RuleBroken
from tracker.web.forms import Form, Line, Paragraphs, choices

DIGITS = {"inputmode": "numeric", "autocomplete": "off"}
ALL_YEARS, ABOVE = "all", "above"
Pairs = Iterable[tuple[object, object]]


class FilterForm(PlainForm):
    """What a list is asked for in the address; anything odd asks nothing."""

    year = SelectField(_l("Year of the checks"))
    unit = SelectField(_l("Unit"))
    category = SelectField(_l("Part of the plan"))
    view = SelectField()
    age = SelectField(_l("Known for how long"))

    def __init__(self, asked: Any, *, years: Iterable[int], this_year: int, units: Pairs = ()) -> None:
        """Take the years and units to choose from; ``this_year`` is what is meant when no year is asked for."""
        super().__init__(asked)
        offered = sorted({*years, this_year}, reverse=True)
        named = [(str(year), _l("Year %(year)d", year=year)) for year in offered]
        self.year.choices = choices([*named, (ALL_YEARS, _l("All years"))])
        self.unit.choices = choices(units, none=_l("All units"))
        self.view.choices = choices(VIEWS.items())
        self.age.choices = choices(AGES.items(), none=_l("Known for any time"))
        chosen = self._chosen(self.year) or str(this_year)
        self.is_every_year = chosen == ALL_YEARS
        self.chosen_year = this_year if self.is_every_year else int(chosen)
        self.year.data = chosen
        self.offer_categories(())

    def offer_categories(self, names: Iterable[str]) -> None:
        """Take the categories to choose from."""
        self.category.choices = choices(((name, name) for name in names), none=_l("All parts of the plan"))

    @property
    def chosen_unit(self) -> int | None:
        """The unit asked for, or None for all."""
        chosen = self._chosen(self.unit)
        return int(chosen) if chosen else None

    @property
    def findings(self) -> FindingFilter:
        """The findings asked for: those that are not closed unless another view is named."""
        view = FindingView(self._chosen(self.view) or FindingView.UNCLOSED)
        age = self._chosen(self.age)
        year = None if self.is_every_year else self.chosen_year
        return FindingFilter(year, self.chosen_unit, view, age=AgeBand(age) if age else None)

    @property
    def tasks(self) -> TaskChoice:
        """The tasks asked for."""
        return TaskChoice(unit_id=self.chosen_unit, category=self._chosen(self.category) or "")

    def _chosen(self, field: SelectField) -> str | None:
        return field.data if field.validate(self) else None


class RoundForm(Form):
    """A new round; the tasks it can take are handed in."""

    name = Line(_l("Name of the round"), [DataRequired()], longest=100)
    kind = SelectField(_l("Kind of check"))
    starts_on = DateField(_l("The check begins on"), [DataRequired()])
    ends_on = DateField(_l("The check ends on"), [DataRequired()])
    period = Line(_l("Period that is looked at"), longest=60)
    people = Line(_l("Who checks"), longest=200)
    per_unit = IntegerField(_l("Draw from each unit"), [Optional()], render_kw=DIGITS)
    note = Paragraphs(_l("Note on the round"), longest=2000)
    task_ids = SelectMultipleField(_l("Tasks to check"))

    def __init__(self, *, tasks: Pairs, **kwargs: Any) -> None:
        """Take the tasks to choose from."""
        super().__init__(**kwargs)
        self.kind.choices = choices(KINDS.items())
        self.task_ids.choices = choices(tasks)

    def plan(self, year: int) -> RoundPlan:
        """Return what the round is, once the form is valid."""
        first, last = cast(date, self.starts_on.data), cast(date, self.ends_on.data)
        return RoundPlan(
            year, RoundKind(self.kind.data), self.name.data or "", first, last, self.note.data or "",
            self.period.data or "", self.people.data or "",
        )  # fmt: skip

    def narrowed(self, choice: TaskChoice) -> TaskChoice:
        """Return the choice, narrowed to what was ticked where there was anything to tick, and how many to draw."""
        ticked = frozenset(int(one) for one in self.task_ids.data or ()) if self.task_ids.choices else None
        return replace(choice, ids=ticked, per_unit=self.per_unit.data)


class DemandForm(Form):
    """What a finding demands of a unit."""

    unit_id = SelectField(_l("Unit that has to rectify"), [Optional()])
    severity = SelectField(_l("Severity"))
    days = IntegerField(_l("Working days for the rectification"), [Optional()], render_kw=DIGITS)
    basis = Paragraphs(_l("Basis"), longest=2000)

    def __init__(self, *, units: Pairs, found_on: date, **kwargs: Any) -> None:
        """Take the units to choose from, and the day from which the limit is counted."""
        super().__init__(**kwargs)
        self.found_on = found_on
        self.unit_id.choices = choices(units)
        self.severity.choices = choices(SEVERITIES.items())

    @property
    def demand(self) -> Demand:
        """What is demanded, once the form is valid."""
        return Demand(self.days.data or 0, Severity(self.severity.data), self.basis.data or "")

    @property
    def chosen_unit(self) -> int | None:
        """The unit that was chosen, or None."""
        return int(self.unit_id.data) if self.unit_id.data else None

    @property
    def due_on(self) -> date | None:
        """The last day of the limit that stands in the form, or None when it cannot be counted."""
        try:
            return due_after(self.found_on, self.days.data or 0)
        except RuleBroken:
            return None


class ResultForm(DemandForm):
    """What the check of one task found."""

    verdict = RadioField(_l("Result"), [DataRequired(_l("Choose a result first."))])
    note = Paragraphs(_l("What the problem is"), longest=4000)
    files = MultipleFileField(_l("Pictures"))

    def __init__(self, item: CheckItem, today: date) -> None:
        """Offer the verdicts, and show what was recorded before."""
        result, finding = item.result, item.finding
        super().__init__(
            units=[(unit.id, unit.name) for unit in item.units],
            found_on=finding.found_on if finding else today,
            version=str(result.version),
            verdict=result.verdict,
            note=result.note,
            days=item.days or Demand.days,
            severity=finding.severity if finding else None,
            basis=finding.basis if finding else "",
            unit_id=finding.unit_id if finding else None,
        )
        self.verdict.choices = choices(VERDICTS.items())


class FindingForm(DemandForm):
    """A finding entered by hand."""

    description = Paragraphs(_l("What the problem is"), [DataRequired()], longest=4000)


class ImportForm(Form):
    """A list of problems from outside: pasted, or read out of a file and put into the same field."""

    files = MultipleFileField(_l("File with the list"))
    text = Paragraphs(_l("Rows of the list"), longest=200_000)
    source = Line(_l("Where the list comes from"), longest=200)
    unit_id = SelectField(_l("Unit for rows that name none"))
    days = IntegerField(_l("Working days for rows without a limit"), [DataRequired()], render_kw=DIGITS)
    step = HiddenField()

    def __init__(self, *, units: Pairs, **kwargs: Any) -> None:
        """Take the units to choose from."""
        super().__init__(**kwargs)
        offered = [(ABOVE, _l("that of the row above")), *units]
        self.unit_id.choices = choices(offered, none=_l("none: such rows are refused"))

    @property
    def origin(self) -> Origin:
        """Where the list comes from, and what holds for rows that do not say it."""
        chosen = self.unit_id.data
        unit_id = int(chosen) if chosen and chosen != ABOVE else None
        return Origin(self.source.data or "", unit_id, self.days.data or 0, is_ditto=chosen == ABOVE)


class AnswerForm(Form):
    """What the unit did about a finding."""

    measures = Paragraphs(_l("What was done"), [DataRequired()], longest=8000)
    files = MultipleFileField(_l("Proofs"))
    url = Paragraphs(_l("Or addresses"), longest=4000)

    @property
    def addresses(self) -> list[str]:
        """The addresses, one on each line."""
        return [line.strip() for line in (self.url.data or "").splitlines() if line.strip()]


class RecheckForm(Form):
    """What the re-check says of an answer."""

    passed = RadioField(_l("Result"), [DataRequired(_l("Choose a result first."))])
    opinion = Paragraphs(_l("Opinion of the re-check"), longest=4000)
    days = IntegerField(_l("Working days to rectify again"), [Optional()], render_kw=DIGITS)

    def __init__(self, **kwargs: Any) -> None:
        """Offer both results."""
        super().__init__(**kwargs)
        self.passed.choices = choices(PASSED.items())


class ReopenForm(Form):
    """Why a closed finding is opened again."""

    reason = Paragraphs(_l("Why it is opened again"), [DataRequired()], longest=4000)
    days = IntegerField(_l("Working days for the rectification"), [DataRequired()], render_kw=DIGITS)
