"""The language of a request: messages, refusals and days in the reader's words."""

from datetime import date
from gettext import NullTranslations

from flask import Flask, g, request
from flask_babel import Babel, Domain, get_locale
from markupsafe import Markup

from tracker import clock
from tracker.config import LANGUAGES, Settings
from tracker.errors import Refusal
from tracker.web.access import current_viewer
from tracker.workdays.messages import Message

COOKIE = "language"


class Words(Domain):  # type: ignore[misc]
    """The words of the program; a page asks for hundreds of them, so a request looks its catalogue up once."""

    def get_translations(self) -> NullTranslations:
        """Return the catalogue in the reader's language."""
        try:
            found: NullTranslations = g.translations
        except AttributeError:
            found = g.translations = super().get_translations()
        except RuntimeError:  # outside a request or command
            found = NullTranslations()
        return found


WORDS = Words()


def init_app(app: Flask, settings: Settings) -> None:
    """Choose the language: the person's own setting, then the browser's cookie, then that of the settings."""

    def choose() -> str:
        viewer = current_viewer()
        chosen = (viewer.language if viewer else "") or request.cookies.get(COOKIE, "")
        return chosen if chosen in LANGUAGES else settings.language

    app.config["BABEL_DEFAULT_LOCALE"] = settings.language
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Asia/Shanghai"
    Babel(app, locale_selector=choose).domain_instance = WORDS
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.install_gettext_callables(gettext, _many, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals.update(_=_shown, gettext=_shown, ngettext=_shown_many, language_tag=language_tag)


def gettext(message: str, /, **values: object) -> str:
    """Return a message in the reader's language; what a list asks for every row, as Flask-Babel's costs four times."""
    text = WORDS.get_translations().gettext(message)
    return text % values if values else text


def _many(one: str, many: str, number: int) -> str:
    return WORDS.get_translations().ngettext(one, many, number)


def _shown(message: str, /, **values: object) -> Markup:
    """Return a message as templates show it; what Jinja brings passes the context of the page through three calls."""
    text = _as_html(gettext(message))
    return text % values if values or "%" in text else text


def _shown_many(one: str, many: str, number: int, /, **values: object) -> Markup:
    return _as_html(_many(one, many, number)) % {"num": number, **values}


def _as_html(text: str) -> Markup:
    return Markup(text)  # noqa: S704 - of our own catalogues, before the values, which are escaped, are put in


def is_english() -> bool:
    """Whether this answer is in English."""
    here = g._get_current_object()
    if "is_english" not in here:
        here.is_english = str(get_locale()) == "en"
    return bool(here.is_english)


def language_tag() -> str:
    """Return the language of this answer as HTML names it."""
    return "en" if is_english() else "zh-CN"


def day(value: date | None) -> str:
    """Return a day as people write it, with the year only when it is another one: 10月13日."""
    if value is None:
        return ""
    if is_english():
        return value.isoformat()
    short = f"{value.month}月{value.day}日"
    return short if value.year == clock.today().year else f"{value.year}年{short}"


def said(message: Message) -> str:
    """Return a message of the rules in the reader's language, its days as people write them."""
    values = {name: _readable(value) for name, value in message.values.items()}
    return gettext(message.text, **values)


def _readable(value: object) -> object:
    if isinstance(value, Message):
        return said(value)
    if isinstance(value, tuple | list):
        return (", " if is_english() else "、").join(str(_readable(one)) for one in value)
    return day(value) if isinstance(value, date) else value


def worded(refusal: Refusal) -> str:
    """Return ``refusal`` as a sentence in the reader's language."""
    return said(Message(refusal.message, refusal.values))
