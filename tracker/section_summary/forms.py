"""Forms of a section's summary."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import DataRequired

from tracker.section_summary.rules import LONGEST_REASON
from tracker.web.forms import Form, Paragraphs


class HandInForm(Form):
    """The text that is handed in."""

    text = Paragraphs(_l("Text of the summary"), [DataRequired()], longest=100_000)


class SendBackForm(Form):
    """What is to be mended."""

    reason = Paragraphs(_l("What is to be mended"), [DataRequired()], longest=LONGEST_REASON)
