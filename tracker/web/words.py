"""The language of a request, and refusals in the reader's words."""

from flask import Flask, request
from flask_babel import Babel, get_locale, gettext

from tracker.config import LANGUAGES, Settings
from tracker.errors import Refusal
from tracker.web.access import current_viewer

COOKIE = "language"


def init_app(app: Flask, settings: Settings) -> None:
    """Choose the language: the person's own setting, then the browser's cookie, then that of the settings."""

    def choose() -> str:
        viewer = current_viewer()
        chosen = (viewer.language if viewer else "") or request.cookies.get(COOKIE, "")
        return chosen if chosen in LANGUAGES else settings.language

    app.config["BABEL_DEFAULT_LOCALE"] = settings.language
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Asia/Shanghai"
    Babel(app, locale_selector=choose)
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.globals["language_tag"] = language_tag


def language_tag() -> str:
    """Return the language of this answer as HTML names it."""
    return "en" if str(get_locale()) == "en" else "zh-CN"


def worded(refusal: Refusal) -> str:
    """Return ``refusal`` as a sentence in the reader's language."""
    return str(gettext(refusal.message, **refusal.values))
