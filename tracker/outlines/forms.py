"""The form of an outline: a row for each chapter, and empty rows for more."""

from collections.abc import Sequence
from typing import Any

import wtforms
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, IntegerField, SelectField
from wtforms.validators import NumberRange, Optional

from tracker.outlines.rules import LONGEST_TEXT, MOST_CHAPTERS, Chapter, Key
from tracker.outlines.words import KEYS
from tracker.web.forms import Form, Line, Paragraphs, choices

BLANK_ROWS = 2
STEP = 10  # between the numbers of two chapters, so that one fits between


class ChapterForm(wtforms.Form):
    """One chapter: where it stands, its heading, what it says, and the standing text of an own one."""

    place = IntegerField(_l("Place"), [Optional(), NumberRange(0, 9999)])
    heading = Line(_l("Heading"))
    key = SelectField(_l("What it says"), default=Key.OWN.value)
    text = Paragraphs(_l("Text of our own"), longest=2 * LONGEST_TEXT)

    def __init__(self, *arguments: Any, **kwargs: Any) -> None:
        """Offer all contents."""
        super().__init__(*arguments, **kwargs)
        self.key.choices = choices((key.value, words) for key, words in KEYS.items())

    @property
    def row(self) -> tuple[int | None, Chapter]:
        """What was typed."""
        key = Key(self.key.data)
        return self.place.data, Chapter(key, self.heading.data or "", (self.text.data or "") if key is Key.OWN else "")


class OutlineForm(Form):
    """The chapters of an outline."""

    chapters = FieldList(FormField(ChapterForm), max_entries=MOST_CHAPTERS + 2 * BLANK_ROWS)

    def typed(self) -> list[tuple[int | None, Chapter]]:
        """Return the rows as they were typed."""
        return [entry.form.row for entry in self.chapters]


def form_values(chapters: Sequence[Chapter]) -> list[dict[str, object]]:
    """Return what fills the form with ``chapters``, and the empty rows after them."""
    filled: list[dict[str, object]] = [
        {"place": at * STEP, "heading": one.heading, "key": one.key.value, "text": one.text}
        for at, one in enumerate(chapters, 1)
    ]
    return [*filled, *({} for _ in range(BLANK_ROWS))]
