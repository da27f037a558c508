"""Forms of superior plans: the document with what it is, and what carries out one item."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectMultipleField
from wtforms.validators import Optional

from tracker.coverage.queries import OurItem
from tracker.coverage.services import Front
from tracker.plans.forms import DocumentForm
from tracker.web.forms import Form, Line, Paragraphs, choices


class SuperiorForm(DocumentForm):
    """A superior plan's document, and what it is."""

    title = Line(_l("Title"))
    code = Line(_l("Document number"), longest=100)
    issuer = Line(_l("Issuing office"), longest=100)
    year = IntegerField(_l("Year"), [Optional()])

    @property
    def front(self) -> Front:
        """What was typed, once the form is valid."""
        return Front(self.title.data or "", self.year.data, self.code.data or "", self.issuer.data or "")


class DecideForm(Form):
    """Which items of ours carry out an item, or why it is not ours."""

    covers = SelectMultipleField(_l("Items of ours that carry it out"))
    reason = Paragraphs(_l("Why it is not ours"), longest=1000)

    def __init__(self, *, ours: Sequence[OurItem], **kwargs: Any) -> None:
        """Take the items to choose from."""
        super().__init__(**kwargs)
        self.covers.choices = choices((one.id, one.text) for one in ours)
