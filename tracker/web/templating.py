"""What templates may use beyond their own values: four filters, `may`, `may_open`, and the frame of the page."""

from datetime import datetime

from flask import Flask, request

from tracker import clock
from tracker.permissions import Permission
from tracker.web.access import access_of, current_viewer
from tracker.web.forms import Form, new_token
from tracker.web.words import day, gettext, is_english, said

MENU = (
    ("home.index", Permission.VIEW_ALL_UNITS),
    ("plans.index", Permission.EDIT_PLAN),
    ("progress.work", Permission.REPORT_PROGRESS),
    ("tasks.index", Permission.VIEW_WORK),
    ("checks.index", Permission.VIEW_ROUNDS),
    ("requests.index", Permission.VIEW_WORK),
    ("ledger.index", Permission.EDIT_LEDGER),
    ("bulletins.index", Permission.VIEW_WORK),
    ("summary.index", Permission.PRINT_SUMMARY),
    ("annual_report.index", Permission.PRINT_SUMMARY),
    ("organisation.index", Permission.EDIT_ORGANISATION),
    ("accounts.index", Permission.MANAGE_ACCOUNTS),
    ("history.index", Permission.VIEW_HISTORY),
)

FAMILIES = {
    "plans": ("coverage",),
    "tasks": ("bulk", "extensions", "roundtrip", "talk"),
    "checks": ("checklists", "complaints", "guests", "matters", "notices"),
    "ledger": ("figures", "section_summary"),
    "bulletins": ("rulesets", "scores"),
    "summary": ("archive", "outlines", "years"),
    "organisation": ("heads", "holidays"),
}
OF_THE_OFFICE = {"progress.review": "tasks", "progress.send_back": "tasks"}  # not one's own section's work
ENTRY_OF = {part: entry for entry, parts in FAMILIES.items() for part in parts}


def current_entry() -> str:
    """Return the feature in the menu that the page belongs to; none for what is a person's own, as the settings are."""
    endpoint = request.endpoint or ""
    part = endpoint.split(".")[0]
    if part == "accounts" and access_of(endpoint) is Permission.SIGNED_IN:
        return ""
    return OF_THE_OFFICE.get(endpoint) or ENTRY_OF.get(part, part)


def moment(value: datetime | None) -> str:
    """Return a moment as the wall clock in China shows it: 10月13日 14时32分."""
    if value is None:
        return ""
    local = clock.local(value)
    if is_english():
        return f"{local:%Y-%m-%d %H:%M}"
    return f"{day(local.date())} {local.hour}时{local.minute:02d}分"


def size(octets: int) -> str:
    """Return a file's size: 86KB, 1.4MB."""
    return f"{octets / 1_000_000:.1f}MB" if octets >= 1_000_000 else f"{max(1, round(octets / 1000))}KB"


def may(permission: str) -> bool:
    """Whether the reader of the page has ``permission`` (its value, such as "edit_plan")."""
    viewer = current_viewer()
    return viewer is not None and viewer.actor.may(Permission(permission))


def may_open(endpoint: str) -> bool:
    """Whether the role of the reader may open the page ``endpoint``; no page leads to one that is closed to them."""
    viewer, access = current_viewer(), access_of(endpoint)
    return viewer is not None and isinstance(access, Permission) and viewer.actor.may(access)


def menu_titles(check_word: str) -> dict[str, str]:
    """Return the names of the menu's entries in the reader's language; checks by the word of the agency."""
    return {
        "home.index": gettext("Home"),
        "plans.index": gettext("Plan"),
        "progress.work": gettext("My section's work"),
        "tasks.index": gettext("Tasks"),
        "checks.index": gettext("%(word)s and rectification", word=check_word),
        "requests.index": gettext("Requests"),
        "ledger.index": gettext("Ledgers"),
        "bulletins.index": gettext("Circulars and scores"),
        "summary.index": gettext("Summary"),
        "annual_report.index": gettext("Annual report"),
        "organisation.index": gettext("Organisation"),
        "accounts.index": gettext("Accounts"),
        "history.index": gettext("History"),
    }


def init_app(app: Flask) -> None:
    """Give the templates of ``app`` their filters and the frame its menu."""
    app.jinja_env.filters.update(day=day, moment=moment, said=said, size=size)
    app.jinja_env.globals.update(may=may, may_open=may_open, new_token=new_token, current_entry=current_entry)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    @app.context_processor
    def frame() -> dict[str, object]:
        viewer = current_viewer()
        titles = menu_titles(viewer.check_word if viewer else "")
        entries = [
            (endpoint, titles[endpoint])
            for endpoint, permission in MENU
            if endpoint in app.view_functions and viewer and viewer.actor.may(permission)
        ]
        return {"viewer": viewer, "menu": entries, "today": clock.today(), "empty_form": Form}
