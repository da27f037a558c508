"""The base of every form, the fields that are special here, and choices."""

import secrets
from collections.abc import Collection, Iterable, Iterator
from typing import Any, ClassVar

from flask_babel import gettext
from flask_wtf import FlaskForm
from wtforms import FieldList, FormField, HiddenField, PasswordField, SelectChoice, StringField, TextAreaField  # type: ignore[attr-defined]
from wtforms.fields.core import UnboundField
from wtforms.validators import Length

from tracker.errors import N_, RuleBroken, Suspicious
from tracker.texts import clean_text, has_secrecy_mark, number_of
from tracker.web.tried import record_tried
from tracker.web.words import worded

LONGEST_LINE = 200
LONGEST_TEXT = 20_000
SECRET = N_("This text carries a mark of secrecy. Secrets must not be entered here; take them out.")


def new_token() -> str:
    """Return a token for one rendering of a form."""
    return secrets.token_urlsafe(24)


def _as_text(value: object) -> str | None:
    return None if value is None else str(value)


class Form(FlaskForm):
    """A form with its one-time token and, when it edits something, the version that was shown."""

    kinds: ClassVar[list[type["Form"]]] = []

    form_token = HiddenField(default=new_token, validators=[Length(max=64)])
    version = HiddenField(validators=[Length(max=20)], filters=[_as_text])

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Remember every kind of form, so that a page of refusals can name the fields of one."""
        super().__init_subclass__(**kwargs)
        Form.kinds.append(cls)

    def seen_version(self) -> int | None:
        """Return the version that the form was filled from, or None."""
        return number_of(self.version.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether everything typed has its form; a text that carries a mark of secrecy is no text for us."""
        is_valid = super().validate(extra_validators)
        marked = [field for field in fields_of(self) if _is_typed(field) and has_secrecy_mark(field.data or "")]
        for field in marked:
            field.errors = [*field.errors, gettext(SECRET)]
        if marked:
            record_tried("secret.refused")
        return is_valid and not marked

    def show_refusal(self, refusal: RuleBroken) -> None:
        """Put a refusal beside its field, or above the form when it has none."""
        if isinstance(refusal, Suspicious):
            record_tried(refusal.event)
        field = self[refusal.field] if refusal.field and refusal.field in self else None
        errors = field.errors if field else self.form_errors
        field_errors = [*errors, worded(refusal)]
        if field:
            field.errors = field_errors
        else:
            self.form_errors = field_errors


def _is_typed(field: Any) -> bool:
    return isinstance(field, StringField) and not isinstance(field, HiddenField | PasswordField)


class Line(StringField):
    """One line of text, cleaned of what no person types."""

    def __init__(
        self, label: Any = None, validators: Iterable[Any] = (), *, longest: int = LONGEST_LINE, **kwargs: Any
    ) -> None:
        super().__init__(label, [*validators, Length(max=longest)], filters=[_clean_line], **kwargs)


class Paragraphs(TextAreaField):
    """A text of several lines."""

    def __init__(
        self, label: Any = None, validators: Iterable[Any] = (), *, longest: int = LONGEST_TEXT, **kwargs: Any
    ) -> None:
        super().__init__(label, [*validators, Length(max=longest)], filters=[_clean_paragraphs], **kwargs)


def fields_of(fields: Iterable[Any]) -> Iterator[Any]:
    """Return the fields of a form, those of its rows among them, each with a name of its own."""
    for field in fields:
        if isinstance(field, FormField):
            yield from fields_of(field.form)
        elif isinstance(field, FieldList):
            yield from fields_of(field.entries)
        else:
            yield field


def labels_of(names: Collection[str]) -> dict[str, str | None]:
    """Return the labels of fields called ``names``, taken from a form that has them all; None: it is not typed text.

    What no form has keeps its name as label.
    """
    for kind in Form.kinds:
        fields = {name: getattr(kind, name, None) for name in names}
        if all(isinstance(field, UnboundField) for field in fields.values()):
            return {name: _label_of(field) for name, field in fields.items()}
    return {name: None if name in ("form_token", "version") else name for name in names}


def _label_of(field: Any) -> str | None:
    is_typed = issubclass(field.field_class, StringField) and not issubclass(field.field_class, HiddenField)
    label = field.args[0] if field.args else field.kwargs.get("label")
    return str(label) if is_typed and label else None


def _clean_line(text: str | None) -> str | None:
    return " ".join(clean_text(text).split()) if text else text


def _clean_paragraphs(text: str | None) -> str | None:
    return clean_text(text.replace("\r\n", "\n")).strip() if text else text


def choices(pairs: Iterable[tuple[object, object]], *, none: object | None = None) -> list[Any]:
    """Return select choices of (value, label) ``pairs``, led by an empty one labelled ``none`` when that is given."""
    rows = [SelectChoice(str(value), label) for value, label in pairs]
    return rows if none is None else [SelectChoice("", none), *rows]
