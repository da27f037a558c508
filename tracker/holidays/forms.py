"""Forms of a year of the calendar: handing it in, and confirming what it moves."""

import hashlib

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField, IntegerField
from wtforms.validators import DataRequired, Length

from tracker.web.forms import LONGEST_TEXT, Form, Paragraphs


class YearForm(Form):
    """A year and its days: a file, or a text of any of the forms that are read."""

    year = IntegerField(_l("Year"), [DataRequired(message=_l("Enter a year."))])
    file = FileField(_l("File"))
    text = Paragraphs(_l("Text or rows"))

    def content(self) -> tuple[bytes, str]:
        """Return what was handed in, and what to call it."""
        if self.file.data:
            return self.file.data.read(), str(self.file.data.filename)[:200]
        return (self.text.data or "").encode(), ""


class ConfirmForm(Form):
    """The year as it was read; its rows can be mended before it is confirmed."""

    year = HiddenField(validators=[DataRequired(), Length(max=4)])
    source = HiddenField(validators=[Length(max=200)])
    shown = HiddenField(validators=[Length(max=64)])  # of the rows whose moves were shown
    text = Paragraphs(_l("Days off and make-up workdays"), [DataRequired()], longest=LONGEST_TEXT)

    def is_as_shown(self) -> bool:
        """Whether the rows are those whose moves were shown."""
        return self.shown.data == seal_of(self.text.data or "")

    def year_number(self) -> int:
        """Return the year, 0 where none was sent."""
        return int(self.year.data) if self.year.data and self.year.data.isdecimal() else 0


def seal_of(rows: str) -> str:
    """Return a short text that is another one for other rows."""
    return hashlib.sha256(rows.strip().encode()).hexdigest()
