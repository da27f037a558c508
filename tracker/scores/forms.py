"""Forms of scores: a new scoring, a mark, a self-assessment, an objection, its decision, a remedy, a reward."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.errors import N_, RuleBroken
from tracker.files.services import Received
from tracker.ledger.periods import months_period, period_of, year_period
from tracker.rulesets.forms import points_typed
from tracker.scores.marking import HandMark, Proofs
from tracker.scores.rows import period_name
from tracker.scores.rules import check_url
from tracker.scores.services import HONOURS, ScoringOrder
from tracker.web.forms import Form, Line, Paragraphs, choices

Pairs = Iterable[tuple[object, object]]
DIGITS = {"inputmode": "decimal", "autocomplete": "off"}


def period_choices(year: int) -> list[tuple[str, str]]:
    """Return the periods of a year that can be scored: its quarters, months, halves, and itself."""
    names = [f"{year}-Q{number}" for number in range(1, 5)] + [f"{year}-{month:02d}" for month in range(1, 13)]
    return [(name, period_name(period_of(name))) for name in [*names, f"{year}-H1", f"{year}-H2", str(year)]]


def usual_period(today: date) -> str:
    """Return the quarter that ended last."""
    ended = [quarter for quarter in range(1, 5) if months_period(today.year, 3 * quarter, 3 * quarter).last < today]
    return f"{today.year}-Q{ended[-1]}" if ended else f"{year_period(today.year - 1).last.year}-Q4"


class ScoringForm(Form):
    """Which units are scored for which period by which rules."""

    rules = SelectField(_l("By which rules"))
    period = SelectField(_l("Period"))
    as_of = DateField(_l("As the records stood on"), [DataRequired()])
    name = Line(_l("Name of the scoring"), longest=100)
    units = SelectMultipleField(
        _l("Units"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), coerce=int
    )

    def __init__(self, *, rule_sets: Pairs, years: Iterable[int], units_offered: Pairs, **kwargs: Any) -> None:
        """Take what there is to choose from."""
        super().__init__(**kwargs)
        self.rules.choices = choices(rule_sets)
        self.period.choices = choices(pair for year in years for pair in period_choices(year))
        self.units.choices = choices(units_offered)

    @property
    def order(self) -> ScoringOrder:
        """What was chosen."""
        chosen = frozenset(self.units.data or ())
        as_of = cast(date, self.as_of.data)
        return ScoringOrder(int(self.rules.data), period_of(self.period.data), as_of, self.name.data or "", chosen)


class ProofForm(Form):
    """Something with files and an address to prove it."""

    url = Line(_l("Address that shows it"), longest=500)
    files = MultipleFileField(_l("Proofs"))

    def proofs(self, papers: Iterable[Received]) -> Proofs:
        """Return what proves it; raises RuleBroken for an address that is none."""
        url = self.url.data or ""
        check_url(url)
        return Proofs(tuple(papers), url)


class MarkForm(ProofForm):
    """A mark by hand."""

    indicator = SelectField(_l("Indicator"))
    points = Line(_l("Points off or extra"), longest=10, render_kw=DIGITS)
    is_exempt = BooleanField(_l("Not applicable to this unit: it is left out, and the rest counts for the whole"))
    reason = Paragraphs(_l("Why"), [DataRequired()], longest=500)
    record = SelectField(_l("Record that shows it"))

    def __init__(self, *, indicators: Pairs, records: Pairs, **kwargs: Any) -> None:
        """Take the indicators and the records of the unit."""
        super().__init__(**kwargs)
        self.indicator.choices = choices(indicators)
        self.record.choices = choices(records, none=_l("none of these; I attach a file or an address"))

    @property
    def mark(self) -> HandMark:
        """What was typed; raises RuleBroken for points that are none."""
        points = None if self.is_exempt.data else _points(self.points.data, "points")
        return HandMark(self.indicator.data or "", points, self.reason.data or "", self.record.data or "")


def _points(text: str | None, field: str) -> Decimal:
    try:
        return points_typed(text, "")
    except RuleBroken as refusal:
        message = N_("“%(text)s” is not a number of points; write it like 2 or 0.5.")
        raise RuleBroken(message, field=field, text=(text or "")[:20]) from refusal


class AssessForm(ProofForm):
    """What a unit says of itself for one indicator."""

    got = Line(_l("Points we have"), [DataRequired()], longest=10, render_kw=DIGITS)
    note = Paragraphs(_l("What we have done"), [DataRequired()], longest=2000)

    @property
    def points(self) -> Decimal:
        """The points typed; raises RuleBroken."""
        return _points(self.got.data, "got")


class ObjectForm(ProofForm):
    """Why a unit objects."""

    reason = Paragraphs(_l("Why we object"), [DataRequired()], longest=2000)


class DecideForm(Form):
    """The decision about an objection."""

    verdict = RadioField(
        _l("Decision"), [DataRequired()],
        choices=choices((("upheld", _l("The objection is right")), ("refused", _l("The mark stays")))),
    )  # fmt: skip
    left = Line(_l("Points that are left of the mark"), longest=10, render_kw=DIGITS)
    opinion = Paragraphs(_l("Reason of the decision"), [DataRequired()], longest=2000)

    @property
    def points(self) -> Decimal:
        """The points left; raises RuleBroken."""
        return _points(self.left.data, "left")


class RemedyForm(Form):
    """What was put right."""

    text = Paragraphs(_l("What was put right since"), [DataRequired()], longest=500)


class HonourForm(Form):
    """What follows from a score."""

    kind = SelectField(_l("Reward or sanction"), choices=choices((kind, kind) for kind in HONOURS))
    reason = Line(_l("For what"), [DataRequired()], longest=200)
    people = IntegerField(_l("People"), [Optional(), NumberRange(0, 100_000)], render_kw=DIGITS)
