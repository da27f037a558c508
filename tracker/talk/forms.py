"""Forms of talk."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField
from wtforms.validators import DataRequired, Optional

from tracker.talk.rules import LONGEST_REMARK
from tracker.web.forms import Form, Paragraphs, choices


class SayForm(Form):
    """Something to say, and to whom."""

    text = Paragraphs(_l("What you want to say"), [DataRequired()], longest=LONGEST_REMARK)
    units = SelectMultipleField(_l("Who should see it"))

    def __init__(self, names: Mapping[int, str], **kwargs: Any) -> None:
        """Offer the units that can be asked."""
        super().__init__(**kwargs)
        self.units.choices = choices(names.items())

    @property
    def chosen(self) -> list[int]:
        """The units that are ticked."""
        return [int(unit_id) for unit_id in self.units.data or ()]


class InstructForm(Form):
    """An instruction, on the task as a whole or on one of its reports."""

    text = Paragraphs(_l("Instruction"), [DataRequired()], longest=LONGEST_REMARK)
    report_id = SelectField(_l("On what"), [Optional()])

    def __init__(self, reports: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        """Offer the reports on the task."""
        super().__init__(**kwargs)
        self.report_id.choices = choices(reports, none=gettext("the task as a whole"))

    @property
    def chosen(self) -> int | None:
        """The report it is about, or None."""
        return int(self.report_id.data) if self.report_id.data else None


class AnswerForm(Form):
    """An answer."""

    text = Paragraphs(_l("Your answer"), [DataRequired()], longest=LONGEST_REMARK)
