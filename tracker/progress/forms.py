"""Forms of reports."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, HiddenField, IntegerField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from tracker.files.models import Disclosure
from tracker.progress.rules import LARGEST_COUNT
from tracker.progress.words import DISCLOSURES, RETURN_REASONS
from tracker.progress.writing import Writing
from tracker.web.forms import Form, Line, Paragraphs, choices

DIGITS = {"inputmode": "numeric", "autocomplete": "off"}


class ReportForm(Form):
    """What a unit reports. ``corrects`` is the report it mends, whose proofs stay as far as they are ticked."""

    done = Paragraphs(_l("What was done"), [DataRequired()])
    difficulty = Paragraphs(_l("What is difficult"), [Optional()])
    next_step = Paragraphs(_l("Next step"), [Optional()])
    percent = IntegerField(_l("Progress in percent"), [Optional(), NumberRange(0, 100)], render_kw=DIGITS)
    count = IntegerField(_l("Number done"), [Optional(), NumberRange(0, LARGEST_COUNT)], render_kw=DIGITS)
    occurrence_id = SelectField(_l("Turn"), [Optional()])
    files = MultipleFileField(_l("Proofs"))
    url = Line(_l("Or web addresses"), [Optional()], longest=3100)
    disclosure = SelectField(_l("Disclosure of what is added"), choices=choices(DISCLOSURES.items()), default="open")
    kept = SelectMultipleField(_l("Proofs that stay"))
    asks_to_close = BooleanField(_l("Ask to close the task"))
    corrects = HiddenField(validators=[Length(max=20)])

    def __init__(self, writing: Writing, **kwargs: Any) -> None:
        """Offer what is known: the turns, and what stands in the report to be mended."""
        super().__init__(data=writing.offered, **kwargs)
        turns = [(turn.id, turn.name) for turn in writing.turns]
        self.occurrence_id.choices = choices(turns, none=gettext("no turn, only a remark"))
        proofs = writing.mended.evidence if writing.mended else ()
        self.kept.choices = choices((proof.id, proof.name) for proof in proofs)

    @property
    def corrected(self) -> int:
        """The report that is mended by this one; 0 is no report."""
        text = self.corrects.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0

    @property
    def said(self) -> dict[str, Any]:
        """What was typed, as the services of reports take it."""
        turn = self.occurrence_id.data
        return {
            "done": self.done.data or "",
            "difficulty": self.difficulty.data or "",
            "next_step": self.next_step.data or "",
            "percent": self.percent.data,
            "count": self.count.data,
            "occurrence_id": int(turn) if turn else None,
            "asks_to_close": bool(self.asks_to_close.data),
            "urls": (self.url.data or "").split(),
            "disclosure": Disclosure(self.disclosure.data or Disclosure.OPEN),
        }


def classes_in(sent: Mapping[str, str]) -> dict[int, Disclosure]:
    """Return the disclosure classes chosen for proofs that stay: ``disclosure-7`` is that of proof 7."""
    found = {name.removeprefix("disclosure-"): text for name, text in sent.items() if name.startswith("disclosure-")}
    return {
        int(number): Disclosure(text)
        for number, text in found.items()
        if number.isascii() and number.isdigit() and text in list(Disclosure)
    }


class ReturnForm(Form):
    """Why a report is returned."""

    chosen = SelectField(
        _l("Reason"), [Optional()], choices=choices(RETURN_REASONS.items(), none=_l("in my own words"))
    )
    reason = Paragraphs(_l("What is to be mended"), [Optional()], longest=2000)

    @property
    def words(self) -> str:
        """The chosen reason and the own words, as the unit reads them."""
        chosen = RETURN_REASONS.get(self.chosen.data or "")
        return "\n".join(text for text in (str(chosen or ""), self.reason.data or "") if text)
