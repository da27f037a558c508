"""What a careful administrator would check: each check says in one line whether all is well, and what to do if not."""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, inspect, select, text

from tracker import clock, sqlite
from tracker.accounts.models import Account
from tracker.accounts.queries import has_security_admin
from tracker.config import Settings
from tracker.db import db, head_revision
from tracker.documents.fonts import font_roles
from tracker.history.services import first_broken_entry
from tracker.holidays.queries import find_missed_year
from tracker.organisation.models import Agency, Unit
from tracker.organisation.rules import UnitKind
from tracker.permissions import Role
from tracker.upgrading import present_revision

OLDEST_BACKUP_HOURS = 26
LEAST_FREE_SHARE = 0.15


@dataclass(frozen=True)
class Answer:
    """The outcome of one check: "ok", "warning" or "error", and a sentence."""

    name: str
    level: str
    sentence: str


def ok(name: str, sentence: str) -> Answer:
    """All is well."""
    return Answer(name, "ok", sentence)


def judged(name: str, is_well: bool, well: str, otherwise: str, level: str = "error") -> Answer:
    """Answer ``well`` or, at ``level``, ``otherwise``."""
    return Answer(name, "ok", well) if is_well else Answer(name, level, otherwise)


def examine(settings: Settings) -> Iterator[Answer]:
    """Run every check inside an application context."""
    for check in CHECKS:
        yield from check(settings)


def _settings(settings: Settings) -> Iterator[Answer]:
    yield judged("secret key", len(settings.secret_key) >= 32, "long enough", "shorter than 32 characters")
    yield judged("https", settings.https, "on", "off: passwords travel in clear; set TRACKER_HTTPS=1", "warning")
    yield judged(
        "hosts", bool(settings.hosts), settings.hosts, "any host name is answered; set TRACKER_HOSTS", "warning"
    )
    yield judged("debug", not os.environ.get("FLASK_DEBUG"), "off", "FLASK_DEBUG is set; unset it")
    yield ok("idle limit", f"{settings.idle_minutes} minutes")
    yield ok("session limit", f"{settings.session_hours} hours")
    yield ok("upload limit", f"{settings.upload_mb} MB")
    yield ok("proxies", f"{settings.proxies} believed")


def _places(settings: Settings) -> Iterator[Answer]:
    for name, path, wanted in (
        ("instance folder", settings.instance, 0o700),
        ("key file", settings.instance / "secret_key", 0o600),
        ("files folder", Path(settings.files_url), 0o700),
    ):
        if path.exists():
            mode = stat.S_IMODE(path.stat().st_mode)
            closed = not mode & 0o077
            yield judged(name, closed, f"{mode:o}", f"open to others ({mode:o}); chmod {wanted:o} {path}", "warning")
    usage = shutil.disk_usage(settings.instance)
    free = usage.free / usage.total
    yield judged("disk", free >= LEAST_FREE_SHARE, f"{free:.0%} free", f"only {free:.0%} free; make room", "warning")
    backups = sorted((settings.instance / "backups").glob("*"), key=lambda path: path.stat().st_mtime)
    age = (clock.now().timestamp() - backups[-1].stat().st_mtime) / 3600 if backups else None
    fresh = age is not None and age <= OLDEST_BACKUP_HOURS
    yield judged(
        "backup", fresh, "fresh", "none of the last 26 hours in instance/backups; run tracker backup", "warning"
    )


def _database(settings: Settings) -> Iterator[Answer]:
    kind = db.engine.dialect.name
    yield ok("database", kind)
    if settings.is_sqlite:
        mode = db.session.scalar(text("PRAGMA journal_mode"))
        yield ok("sqlite", f"{sqlite.module.sqlite_version}, journal {mode}")
        for name, wanted in (("foreign_keys", 1), ("synchronous", 2), ("secure_delete", 1), ("trusted_schema", 0)):
            value = db.session.scalar(text(f"PRAGMA {name}"))
            yield judged(f"sqlite {name}", value == wanted, str(value), f"is {value}, must be {wanted}")
        whole = db.session.scalar(text("PRAGMA quick_check"))
        yield judged("sqlite file", whole == "ok", "whole", f"damaged: {whole}; restore the newest backup")
    present = present_revision(settings)
    yield judged("migrations", present == head_revision(), f"at {present}", f"at {present}; run tracker upgrade")
    if settings.is_sqlite:
        triggers = db.session.scalar(
            text("SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'history_entry_no_%'")
        )
        yield judged("history triggers", triggers == 2, "in place", "missing: the history could be changed")
    yield judged("tables", inspect(db.engine).has_table("task"), "in place", "missing; run tracker upgrade")


def _records(settings: Settings) -> Iterator[Answer]:
    broken = first_broken_entry()
    yield judged("history", broken is None, "every entry follows", f"broken at entry {broken}; find out who and how")
    accounts = select(func.count(Account.id))
    admins = db.session.scalar(accounts.where(Account.role == Role.SYSTEM_ADMIN, Account.is_active)) or 0
    yield judged("system administrator", admins > 0, str(admins), "none; start the server for a one-time code")
    yield judged("security administrator", has_security_admin(), "there is one", "none yet", "warning")
    auditors = db.session.scalar(accounts.where(Account.role == Role.AUDIT_ADMIN, Account.is_active)) or 0
    yield judged("audit administrator", auditors > 0, str(auditors), "none yet", "warning")
    agency = db.session.scalar(select(Agency))
    yield judged("agency", agency is not None, agency.name if agency else "", "has no name yet", "warning")
    invented = agency is not None and agency.is_demonstration
    yield judged("demonstration", not invented, "no", "this database holds invented data", "warning")
    offices = db.session.scalar(select(func.count(Unit.id)).where(Unit.kind == UnitKind.OFFICE)) or 0
    yield judged("office", offices > 0, str(offices), "no unit is the office", "warning")


def _surroundings(settings: Settings) -> Iterator[Answer]:
    for role in font_roles():
        used = role.used or "nothing"
        stands_in = f"{used} stands in for {role.wanted}"
        yield judged(
            f"font {role.name}", bool(role.used), stands_in if role.is_substitute else used, "no font; make setup"
        )
    year = clock.today().year
    missing = find_missed_year(clock.today())
    yield judged("calendar", missing is None, f"{year} is known", f"holidays of {missing} are not known", "warning")
    yield judged("clock", 2024 <= year < 2100, str(clock.today()), f"says {clock.today()}; set it right")


CHECKS: tuple[Callable[[Settings], Iterator[Answer]], ...] = (_settings, _places, _database, _records, _surroundings)
