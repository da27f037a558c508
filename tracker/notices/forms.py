"""Forms of notices: what they are made for, and what goes on them."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Form as PlainForm
from wtforms import IntegerField, SelectField, SelectMultipleField

from tracker.notices.material import Material, Order
from tracker.notices.rules import NOT_OF_UNIT, NoticeKind
from tracker.web.forms import Form, Paragraphs, choices

Pairs = Iterable[tuple[object, object]]


class AskedForm(PlainForm):
    """What the address asks for: the kind of paper and what it is made for; anything odd asks nothing."""

    kind = SelectField(_l("Kind of paper"))
    unit = SelectField(_l("Unit"))
    round = SelectField(_l("Round"))
    matter = IntegerField()

    def __init__(
        self, asked: Any, *, kinds: Mapping[NoticeKind, str], units: Pairs, rounds: Pairs, usual_unit: int | None
    ) -> None:  # fmt: skip
        """Take what there is to choose from; ``usual_unit`` is meant where none is asked for."""
        super().__init__(asked)
        self.usual_unit = usual_unit
        self.kind.choices = choices(kinds.items())
        self.unit.choices = choices(units, none=_l("Choose the unit"))
        self.round.choices = choices(rounds, none=_l("Choose the round"))

    @property
    def chosen_kind(self) -> NoticeKind | None:
        """The kind asked for, or None."""
        return NoticeKind(self.kind.data) if self.kind.data in set(NoticeKind) else None

    def order(self, kind: NoticeKind) -> Order:
        """Return what is asked for before anything was ticked."""
        unit_id = self._number(self.unit) or (None if kind in NOT_OF_UNIT else self.usual_unit)
        self.unit.data = str(unit_id or "")
        return Order(kind, unit_id, self._number(self.round), self.matter.data)

    def _number(self, field: SelectField) -> int | None:
        chosen = field.data if field.validate(self) else None
        return int(chosen) if chosen else None


class NoticeForm(Form):
    """What is ticked for a paper, and a text of one's own."""

    finding_ids = SelectMultipleField(_l("Findings on the paper"))
    task_ids = SelectMultipleField(_l("Late tasks on the paper"))
    matter_ids = SelectMultipleField(_l("Late matters on the paper"))
    text = Paragraphs(_l("Text of your own"), longest=4000)

    def __init__(self, offer: Material, ticked: frozenset[int]) -> None:
        """Offer what can be put on the paper; ``ticked``: the findings asked for, none means all are ticked."""
        findings = [str(row.id) for row in offer.findings]
        super().__init__(
            finding_ids=[one for one in findings if not ticked or int(one) in ticked],
            task_ids=[str(row.id) for row in offer.tasks],
            matter_ids=[str(row.id) for row in offer.late_matters],
        )
        self.finding_ids.choices = choices((row.id, row.description) for row in offer.findings)
        self.task_ids.choices = choices((row.id, row.title) for row in offer.tasks)
        self.matter_ids.choices = choices((row.id, row.content) for row in offer.late_matters)

    def order(self, asked: Order) -> Order:
        """Return what is to be printed, once the form is valid."""
        numbers = [
            frozenset(map(int, field.data or ())) for field in (self.finding_ids, self.task_ids, self.matter_ids)
        ]
        return Order(asked.kind, asked.unit_id, asked.round_id, asked.matter_id, self.text.data or "", *numbers)
