"""Forms of reports."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, HiddenField, IntegerField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from tracker.files.models import Disclosure
from tracker.files.services import Received
from tracker.progress.proofs import Proofs
from tracker.progress.rules import LARGEST_COUNT, ReportContent, addresses_in
from tracker.progress.words import DISCLOSURES, RETURN_REASONS
from tracker.progress.writing import Writing
from tracker.texts import number_of
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
        proofs = [*(writing.mended.evidence if writing.mended else ()), *writing.shared_proofs]
        self.kept.choices = choices((proof.id, proof.name) for proof in proofs)

    def join(self, writing: Writing) -> None:
        """Put the shares of the co-operating units below what was typed, with their proofs."""
        self.done.data = "\n".join(text for text in (self.done.data, writing.joined) if text)
        shared = [str(proof.id) for proof in writing.shared_proofs]
        self.kept.data = [*(self.kept.data or ()), *shared]

    @property
    def corrected(self) -> int:
        """The report that is mended by this one; 0 is no report."""
        return number_of(self.corrects.data) or 0

    @property
    def content(self) -> ReportContent:
        """What was typed."""
        turn = self.occurrence_id.data
        return ReportContent(
            self.done.data or "", self.difficulty.data or "", self.next_step.data or "", self.percent.data,
            self.count.data, int(turn) if turn else None, bool(self.asks_to_close.data),
        )  # fmt: skip

    def proofs(self, received: Sequence[Received], sent: Mapping[str, str]) -> Proofs:
        """Return what proves it; ``sent`` gives the disclosure classes of proofs that stay."""
        addresses = addresses_in(self.url.data or "")
        return Proofs(
            received, list(addresses), kept=[int(proof_id) for proof_id in self.kept.data or ()],
            disclosure=Disclosure(self.disclosure.data or Disclosure.OPEN), classes=classes_in(sent), titles=addresses,
        )  # fmt: skip


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
