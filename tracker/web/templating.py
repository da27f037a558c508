"""What templates may use beyond their own values: four filters, `may`, and the frame of the page."""

from datetime import date, datetime

from flask import Flask
from flask_babel import get_locale, gettext

from tracker import clock
from tracker.permissions import Permission
from tracker.web.access import current_viewer
from tracker.web.forms import Form, new_token
from tracker.workdays.messages import Message

MENU = (
    ("home.index", Permission.VIEW_WORK),
    ("plans.index", Permission.EDIT_PLAN),
    ("progress.work", Permission.REPORT_PROGRESS),
    ("tasks.index", Permission.VIEW_WORK),
    ("checks.index", Permission.VIEW_WORK),
    ("requests.index", Permission.VIEW_WORK),
    ("ledger.index", Permission.EDIT_LEDGER),
    ("summary.index", Permission.PRINT_SUMMARY),
    ("annual_report.index", Permission.PRINT_SUMMARY),
    ("organisation.index", Permission.EDIT_ORGANISATION),
    ("accounts.index", Permission.MANAGE_ACCOUNTS),
    ("history.index", Permission.VIEW_HISTORY),
)


def day(value: date | None) -> str:
    """Return a day as people write it, with the year only when it is another one: 10月13日."""
    if value is None:
        return ""
    if str(get_locale()) == "en":
        return value.isoformat()
    short = f"{value.month}月{value.day}日"
    return short if value.year == clock.today().year else f"{value.year}年{short}"


def moment(value: datetime | None) -> str:
    """Return a moment as the wall clock in China shows it: 10月13日 14时32分."""
    if value is None:
        return ""
    local = clock.local(value)
    if str(get_locale()) == "en":
        return f"{local:%Y-%m-%d %H:%M}"
    return f"{day(local.date())} {local.hour}时{local.minute:02d}分"


def size(octets: int) -> str:
    """Return a file's size: 86KB, 1.4MB."""
    return f"{octets / 1_000_000:.1f}MB" if octets >= 1_000_000 else f"{max(1, round(octets / 1000))}KB"


def said(message: Message) -> str:
    """Return a message of the rules in the reader's language, its days as people write them."""
    values = {name: _readable(value) for name, value in message.values.items()}
    return str(gettext(message.text, **values))


def _readable(value: object) -> object:
    if isinstance(value, Message):
        return said(value)
    return day(value) if isinstance(value, date) else value


def may(permission: str) -> bool:
    """Whether the reader of the page has ``permission`` (its value, such as "edit_plan")."""
    viewer = current_viewer()
    return viewer is not None and viewer.actor.may(Permission(permission))


def menu_titles() -> dict[str, str]:
    """Return the names of the menu's entries in the reader's language."""
    return {
        "home.index": gettext("Home"),
        "plans.index": gettext("Plan"),
        "progress.work": gettext("My section's work"),
        "tasks.index": gettext("Tasks"),
        "checks.index": gettext("Checks"),
        "requests.index": gettext("Requests"),
        "ledger.index": gettext("Ledgers"),
        "summary.index": gettext("Summary"),
        "annual_report.index": gettext("Annual report"),
        "organisation.index": gettext("Organisation"),
        "accounts.index": gettext("Accounts"),
        "history.index": gettext("History"),
    }


def init_app(app: Flask) -> None:
    """Give the templates of ``app`` their filters and the frame its menu."""
    app.jinja_env.filters.update(day=day, moment=moment, said=said, size=size)
    app.jinja_env.globals.update(may=may, new_token=new_token)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    @app.context_processor
    def frame() -> dict[str, object]:
        viewer = current_viewer()
        titles = menu_titles()
        entries = [
            (endpoint, titles[endpoint])
            for endpoint, permission in MENU
            if endpoint in app.view_functions and viewer and viewer.actor.may(permission)
        ]
        return {"viewer": viewer, "menu": entries, "today": clock.today(), "empty_form": Form}
