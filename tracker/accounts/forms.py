"""Forms of signing in, of accounts and of one's own settings."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, SelectField
from wtforms.validators import DataRequired, Length, Regexp

from tracker.web.forms import Form, Line

USERNAME = Regexp(r"^[A-Za-z0-9._-]{3,60}$", message=_l("3 to 60 letters, digits, points or dashes."))
NEW_PASSWORD = {"autocomplete": "new-password"}


class SignInForm(Form):
    """The two fields of the door."""

    username = Line(
        _l("Login name"), [DataRequired()], longest=60, render_kw={"autocomplete": "username", "autofocus": True}
    )
    password = PasswordField(
        _l("Password"), [DataRequired(), Length(max=128)], render_kw={"autocomplete": "current-password"}
    )
    next = HiddenField(validators=[Length(max=2000)])


class ProofForm(Form):
    """A proof of who somebody is: a password, or the code of their app."""

    proof = PasswordField(
        _l("Password, or the code of your app"), [DataRequired(), Length(max=200)],
        render_kw={"autocomplete": "one-time-code", "autofocus": True},
    )  # fmt: skip
    next = HiddenField(validators=[Length(max=2000)])


class FactorForm(Form):
    """The first code of an app that has the offered secret."""

    offer = HiddenField(validators=[Length(max=1000)])
    code = Line(
        _l("Code of six digits"), [DataRequired()], longest=12,
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )  # fmt: skip


class SetupForm(Form):
    """The first administrator."""

    code = Line(_l("One-time code"), [DataRequired()], longest=40)
    name = Line(_l("Your name"), [DataRequired()], longest=50)
    username = Line(_l("Login name"), [DataRequired(), USERNAME], longest=60)
    password = PasswordField(_l("Password"), [DataRequired(), Length(max=200)], render_kw=NEW_PASSWORD)


class PasswordForm(Form):
    """Changing one's own password."""

    current_password = PasswordField(
        _l("Present password"), [DataRequired(), Length(max=200)], render_kw={"autocomplete": "current-password"}
    )
    new_password = PasswordField(_l("New password"), [DataRequired(), Length(max=200)], render_kw=NEW_PASSWORD)


class AccountForm(Form):
    """A new account."""

    person_id = SelectField(_l("Person"), [DataRequired()])
    username = Line(_l("Login name"), [DataRequired(), USERNAME], longest=60)
    role = SelectField(_l("Role"))

    def __init__(self, *, people: list[Any], roles: list[Any], **kwargs: Any) -> None:
        """Take the choices of people and roles."""
        super().__init__(**kwargs)
        self.person_id.choices = people
        self.role.choices = roles


class PreferencesForm(Form):
    """How a person wants the pages."""

    language = SelectField(_l("Language"))
    theme = SelectField(_l("Colours"))
    text_size = SelectField(_l("Letters"))

    def __init__(self, *, languages: list[Any], themes: list[Any], sizes: list[Any], **kwargs: Any) -> None:
        """Take the choices."""
        super().__init__(**kwargs)
        self.language.choices = languages
        self.theme.choices = themes
        self.text_size.choices = sizes
