"""Forms of the summary editor."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField
from wtforms.validators import DataRequired, Optional

from tracker.web.forms import Form, Line, Paragraphs


class SectionForm(Form):
    """One section: heading and text."""

    heading = Line(_l("Heading"), longest=100)
    text = Paragraphs(_l("Text"))


class FrontForm(Form):
    """Title, addressee, date."""

    title = Line(_l("Title"), [DataRequired()])
    addressee = Line(_l("Addressed to"))
    signed_on = DateField(_l("Date of the document"), [Optional()])
