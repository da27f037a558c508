"""Forms of circulars."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField
from wtforms.validators import DataRequired

from tracker.ledger.periods import Period, period_of
from tracker.web.forms import Form, Line, Paragraphs, choices


class DraftForm(Form):
    """Of which period, and as of which day."""

    period = SelectField(_l("Period"))
    as_of = DateField(_l("As the records stood on"), [DataRequired()])

    def __init__(self, *, periods: Iterable[tuple[object, object]], **kwargs: Any) -> None:
        """Take the periods to choose from."""
        super().__init__(**kwargs)
        self.period.choices = choices(periods)

    @property
    def chosen(self) -> Period:
        """The period that was chosen."""
        return period_of(self.period.data)


class SectionForm(Form):
    """One section: heading and text."""

    heading = Line(_l("Heading"), longest=100)
    text = Paragraphs(_l("Text of the section"))


class FrontForm(Form):
    """Title, addressees, day of the figures."""

    title = Line(_l("Title"), [DataRequired()])
    addressee = Line(_l("Addressed to"))
    as_of = DateField(_l("As the records stood on"), [DataRequired()])
