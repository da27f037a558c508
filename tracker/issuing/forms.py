"""Forms of the chain, the gate, and what is published with a paper."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectMultipleField
from wtforms.validators import AnyOf, DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.files.models import Disclosure
from tracker.issuing.rules import LONGEST_OPINION, Step
from tracker.issuing.words import disclosures
from tracker.web.forms import Form, Line, Paragraphs, choices

BACK = "back"


class StepForm(Form):
    """A step of the chain: the opinion, and which text was read; ``move`` is the button that was pressed."""

    opinion = Paragraphs(_l("Opinion"), longest=LONGEST_OPINION)
    seen = HiddenField(validators=[Length(max=64)])
    move = HiddenField(validators=[AnyOf([*Step, BACK])])
    cosigners = SelectMultipleField(
        _l("Who co-signs"), coerce=int, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )

    def __init__(self, *args: Any, units: Iterable[tuple[int, str]] = (), **values: Any) -> None:
        super().__init__(*args, **values)
        self.cosigners.choices = choices(units)


class WaiveForm(Form):
    """The reason for which an obstacle passes."""

    reason = Paragraphs(_l("Reason"), [DataRequired()], longest=LONGEST_OPINION)


class PublicationForm(Form):
    """What is published with a paper."""

    index_code = Line(_l("Index number"), longest=60)
    publisher = Line(_l("Publishing agency"), [DataRequired()], longest=100)
    disclosure = RadioField(_l("Kind of disclosure"), coerce=Disclosure)
    department = Line(_l("Responsible department"), longest=100)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.disclosure.choices = choices((one.value, word) for one, word in disclosures().items())
