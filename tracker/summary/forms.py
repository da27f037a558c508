"""Forms of the summary editor."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField
from wtforms.validators import DataRequired, Optional

from tracker.summary.paper_rules import Paper
from tracker.web.forms import Form, Line, Paragraphs


class SectionForm(Form):
    """One section: heading and text."""

    heading = Line(_l("Heading"), longest=100)
    text = Paragraphs(_l("Text of the section"))


class FrontForm(Form):
    """Title, addressee, date."""

    title = Line(_l("Title"), [DataRequired()])
    addressee = Line(_l("Addressed to"))
    signed_on = DateField(_l("Date of the document"), [Optional()])


class PaperForm(Form):
    """How the summary is printed."""

    has_red_head = BooleanField(_l("With a red head"))
    mark = Line(_l("Words of the red head"), longest=60)
    number = Line(_l("Document number"), longest=60)
    signers = Line(_l("Signed by"), longest=60)
    has_seal = BooleanField(_l("Leave room for a seal"))
    note = Line(_l("Note below the date"), longest=100)
    copies_to = Line(_l("Copies to"))
    printed_by = Line(_l("Printed by"), longest=60)
    printed_on = DateField(_l("Printed on"), [Optional()])
    has_tasks = BooleanField(_l("Attach the list of all tasks"))
    has_annex = BooleanField(_l("Add where every number comes from"))
    is_archival = BooleanField(_l("Keep the figures inside the PDF"))
    is_dated_in_chinese = BooleanField(_l("Write the date in Chinese numerals"))

    @property
    def paper(self) -> Paper:
        """What was typed."""
        return Paper(
            self.has_red_head.data, self.mark.data or "", self.number.data or "", self.signers.data or "",
            self.has_seal.data, self.note.data or "", self.copies_to.data or "", self.printed_by.data or "",
            self.printed_on.data, self.has_tasks.data, self.has_annex.data, self.is_archival.data,
            self.is_dated_in_chinese.data,
        )  # fmt: skip


class RemarkForm(Form):
    """Something said about a section."""

    remark = Paragraphs(_l("Remark on this section"), [DataRequired()], longest=2000)
