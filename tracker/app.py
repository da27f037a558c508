"""The application put together: the kernel, then every feature's pages."""

import os

from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from tracker import config, db
from tracker.accounts.factors import prove
from tracker.accounts.queries import find_viewer
from tracker.config import ROOT, Settings, load_settings
from tracker.doctor import Answer, alarms
from tracker.drafts.offering import draft_for, drop_sent_draft
from tracker.features import modules
from tracker.plans.adjusting import AFTER_ADJUSTING
from tracker.reminders.queries import count_unread
from tracker.talk.queries import list_waiting_talk
from tracker.talk.rows import RemarkRow
from tracker.tasks.following import follow_adjustment
from tracker.web import access, errors, headers, limits, proofs, rates, tables, templating, words
from tracker.web.attempts import Application
from tracker.web.cookies import SignedCookies
from tracker.web.submissions import ONCE_SENT
from tracker.years import guard

FORM_BYTES = 2_000_000


def create_app(settings: Settings | None = None) -> Flask:
    """Return the application for ``settings``, read from this machine when they are not given."""
    settings = settings or load_settings()
    config.use(settings)
    app = Application(
        "tracker", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "tracker/web/static")
    )
    _configure(app, settings)
    app.session_interface = SignedCookies()
    db.init_app(app, settings)
    guard.init_app()
    limits.init_app(app)
    Bootstrap5(app)
    CSRFProtect(app)
    words.init_app(app, settings)
    access.init_app(app, find_viewer)
    proofs.init_app(app, prove)
    rates.init_app(app)
    headers.init_app(app, settings)
    errors.init_app(app)
    templating.init_app(app)
    app.jinja_env.globals.update(
        same_page=tables.same_page,
        with_this_query=tables.with_this_query,
        draft_for=draft_for,
        count_unread=_count_unread,
        waiting_talk=_waiting_talk,
        alarms=_alarms,
    )
    _add_pages(app)
    if follow_adjustment not in AFTER_ADJUSTING:
        AFTER_ADJUSTING.append(follow_adjustment)
    if drop_sent_draft not in ONCE_SENT:
        ONCE_SENT.append(drop_sent_draft)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, settings.proxies, settings.proxies, settings.proxies)  # type: ignore[method-assign]
    return app


def _waiting_talk() -> list[RemarkRow]:
    """Return what the reader's unit was asked and told, for its first page."""
    return list_waiting_talk(access.current_actor())


def _count_unread() -> int:
    """Return how many reminders the reader has not seen, for the bar of the page."""
    return count_unread(access.current_actor())


def _alarms() -> list[Answer]:
    """Return what is wrong with disk and backups; a demonstration needs no backup."""
    viewer = access.current_viewer()
    if viewer is None or viewer.is_demonstration:
        return []
    return [answer for answer in alarms(config.current()) if answer.level != "ok"]


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        WTF_CSRF_TIME_LIMIT=None,
        BOOTSTRAP_SERVE_LOCAL=True,
        MAX_CONTENT_LENGTH=FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=FORM_BYTES,
        MAX_FORM_PARTS=5000,
        TRUSTED_HOSTS=[host.strip() for host in settings.hosts.split(",") if host.strip()] or None,
        SESSION_COOKIE_NAME="__Host-sid" if settings.https else "sid",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SEND_FILE_MAX_AGE_DEFAULT=86_400,
        TEMPLATES_AUTO_RELOAD=bool(os.environ.get("TRACKER_RELOAD")),
    )


def _add_pages(app: Flask) -> None:
    """Register the blueprint ``pages`` of every feature that has views."""
    for views in modules("views"):
        app.register_blueprint(views.pages)
