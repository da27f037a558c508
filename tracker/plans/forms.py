"""Forms of plans: the document, the front, one item with its doubts, unknown names, a newer version."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, HiddenField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from tracker.errors import RuleBroken
from tracker.permissions import Actor
from tracker.plans import words
from tracker.plans.editing import ItemChanges, texts_of
from tracker.plans.limit_choices import LONGEST_PHRASE, LimitChoice, LimitWish
from tracker.plans.printed_names import UnitChoice, UnknownName, names_of
from tracker.plans.receiving import PlanDocument, check_one, take_document, take_text
from tracker.plans.rows import ReviewPage, text_at
from tracker.plans.rules import Side, halves
from tracker.web.forms import Form, Line, Paragraphs, choices

LONGEST_PASTE = 500_000
NEW_UNIT = "new"

Units = Mapping[int, str]


class DocumentForm(Form):
    """A document: a file, or its text pasted; no blank of it is touched, they part columns."""

    files = FileField(_l("File"), render_kw={"accept": ".docx,.xlsx,.pdf,.csv,.tsv,.txt"})
    text = TextAreaField(_l("Text of the plan"), [Length(max=LONGEST_PASTE)])

    def read(self, year: int | None, *, by: Actor) -> PlanDocument | None:
        """Read what a valid form holds, before any transaction; None, and the refusal on the form, where it cannot."""
        if not self.validate_on_submit():
            return None
        upload = self.files.data
        try:
            if upload and upload.filename:
                check_one(self.text.data or "")
                return take_document(upload.stream, upload.filename, year=year, by=by)
            return take_text(self.text.data or "", year=year, by=by)
        except RuleBroken as refusal:
            self.show_refusal(refusal)
            return None


class ImportForm(DocumentForm):
    """A plan's document, and its year where the document does not say it."""

    year = IntegerField(_l("Year"), [Optional()])


class FrontForm(Form):
    """A plan's own title and year."""

    title = Line(_l("Title"), [DataRequired()])
    year = IntegerField(_l("Year"), [DataRequired()])


class NamesForm(Form):
    """Names that nobody knows yet, each with a unit to choose; made for given names by ``asking_for``."""

    unknown: Sequence[UnknownName] = ()

    def rows(self) -> list[tuple[UnknownName, Any, Any]]:
        """Return each name with its two fields: the unit, and whether it is remembered."""
        return [(one, self[f"unit_{_key(one.name)}"], self[f"keep_{_key(one.name)}"]) for one in self.unknown]

    def decided(self) -> dict[str, UnitChoice]:
        """Return what was chosen; a name that was left open is not among it."""
        found = {}
        for one, unit, is_kept in self.rows():
            if unit.data == NEW_UNIT:
                found[one.name] = UnitChoice(is_new=True)
            elif unit.data:
                found[one.name] = UnitChoice(int(unit.data), is_remembered=bool(is_kept.data))
        return found


class ItemForm(NamesForm):
    """What an item says; ``then`` is the button that was pressed."""

    number = Line(_l("Number"), longest=30)
    text = Paragraphs(_l("Task"))
    headings = Paragraphs(_l("Headings above it"))
    lead = Line(_l("Lead units"), longest=5000)
    coop = Line(_l("Co-operating units"), longest=5000)
    limit_phrase = Line(_l("Limit as the plan words it"), longest=LONGEST_PHRASE)
    limit_as = RadioField(_l("How it counts"), default=LimitChoice.AS_READ)
    due_on = DateField(_l("Last day"), [Optional()])
    target = Line(_l("Target"), longest=300)
    deliverable = Line(_l("Deliverable"), longest=500)
    leader = Line(_l("Leader in charge"), longest=100)
    person = Line(_l("Person in charge"), longest=100)
    basis = Line(_l("Superior document it carries out"), longest=300)
    then = HiddenField(validators=[Length(max=20)])

    def changes(self) -> ItemChanges:
        """Return what was typed."""
        return ItemChanges(
            text=self.text.data or "", number=self.number.data or "",
            headings=tuple(line.strip() for line in (self.headings.data or "").split("\n") if line.strip()),
            lead=names_of(self.lead.data or ""), coop=names_of(self.coop.data or ""),
            limit=LimitWish(self.limit_phrase.data or "", LimitChoice(self.limit_as.data), self.due_on.data),
            deliverable=self.deliverable.data or "", target=self.target.data or "",
            leader=self.leader.data or "", person=self.person.data or "", basis=self.basis.data or "",
            choices=self.decided(),
        )  # fmt: skip


class SplitForm(Form):
    """The two texts that become of one."""

    first = Paragraphs(_l("First item"))
    second = Paragraphs(_l("Second item"))


class MoveForm(Form):
    """Where an item goes: each place is a button, behind an item or before the first."""

    behind = IntegerField(validators=[Optional()])
    before = IntegerField(validators=[Optional()])

    def other_id(self) -> int:
        """Return the item beside which it is put."""
        return self.before.data or self.behind.data or 0

    def side(self) -> Side:
        """Return on which side."""
        return Side.BEFORE if self.before.data else Side.AFTER


class AdjustForm(NamesForm):
    """What is taken of a newer version, and why; the boxes are ticked one by one."""

    reason = Paragraphs(_l("Reason"), longest=2000)


def asking_for(base: type[NamesForm], unknown: Sequence[UnknownName], units: Units) -> type[NamesForm]:
    """Return the form ``base`` with two more fields for each unknown name: which unit it means, and to remember it."""
    fields: dict[str, Any] = {"unknown": tuple(unknown)}
    options = [*units.items(), (NEW_UNIT, gettext("add as an agency outside"))]
    for one in unknown:
        likely = one.suggestion_id if one.suggestion_id in units else None
        fields[f"unit_{_key(one.name)}"] = SelectField(
            one.name, choices=choices(options, none=gettext("leave as printed for now")), default=str(likely or "")
        )
        fields[f"keep_{_key(one.name)}"] = BooleanField(
            gettext("from now on “%(name)s” always means it", name=one.name), default=True
        )
    return type(f"Asking{base.__name__}", (base,), fields)


def item_form(page: ReviewPage) -> Any:
    """Return the form of the open item with its doubts, filled with what it says now."""
    if page.open is None or page.open_row is None:
        return new_item_form(page)
    item = page.open
    values = {**texts_of(item), "due_on": item.limit_due_on, "version": item.version}
    form: Any = asking_for(ItemForm, page.open_row.unknown, page.units)(**values)
    form.limit_as.choices = _limit_choices(words.limit(item.limit))
    return form


def new_item_form(page: ReviewPage) -> ItemForm:
    """Return the form of an item that is added by hand, filled with what stands at the open place of the document."""
    above = page.row_before()
    headings = "\n".join(above.headings) if above else ""
    form = ItemForm(text=text_at(page.asked.anchor, page.blocks), headings=headings)
    form.limit_as.choices = _limit_choices(gettext("as it is worded"))
    return form


def _limit_choices(as_read: str) -> list[Any]:
    return choices(
        [
            (LimitChoice.AS_READ, as_read),
            (LimitChoice.ONE_DAY, gettext("only by one day")),
            (LimitChoice.STANDING, gettext("standing work, without a last day")),
            (LimitChoice.NONE, gettext("no limit")),
        ]
    )


def split_form(page: ReviewPage) -> SplitForm:
    """Return the form that parts the open item, with a proposal where."""
    first, second = halves(page.open.text if page.open else "")
    return SplitForm(first=first, second=second, version=page.open.version if page.open else None)


def move_form(page: ReviewPage) -> MoveForm:
    """Return the form that puts the open item elsewhere."""
    return MoveForm(version=page.open.version if page.open else None)


def _key(name: str) -> str:
    """Return what a printed name is called in a form: the same every time, whatever stands around it."""
    return sha256(name.encode()).hexdigest()[:12]


def ticked(values: Iterable[str]) -> set[str]:
    """Return which boxes are ticked."""
    return {value[:60] for value in values}
