"""What a careful administrator would check: each check says in one line whether all is well, and what to do if not."""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, inspect, select, text

from tracker import clock, copies, sqlite
from tracker.accounts.models import Account
from tracker.accounts.queries import has_security_admin
from tracker.config import Settings, is_weak_key
from tracker.db import db, head_revision
from tracker.documents.fonts import font_roles
from tracker.errors import N_
from tracker.files.queries import list_blobs
from tracker.files.scanning import answers
from tracker.files.services import file_store
from tracker.files.waiting import count_waiting
from tracker.history.services import count_missing, first_broken_entry
from tracker.holidays.queries import find_missed_year
from tracker.organisation.models import Agency, Unit
from tracker.organisation.rules import UnitKind
from tracker.permissions import Role
from tracker.upgrading import present_revision
from tracker.workdays.messages import Message

LEAST_FREE_SHARE = 0.15
AS_IT_IS = "%(value)s"  # a number or a name, the same in every language


@dataclass(frozen=True)
class Answer:
    """The outcome of one check: "ok", "warning" or "error", and a sentence."""

    name: Message
    level: str
    sentence: Message


def ok(name: str, sentence: str, **values: object) -> Answer:
    """All is well."""
    return Answer(Message(name, values), "ok", Message(sentence, values))


def judged(name: str, is_well: bool, well: str, otherwise: str, level: str = "error", **values: object) -> Answer:
    """Answer ``well`` or, at ``level``, ``otherwise``."""
    return Answer(Message(name, values), "ok" if is_well else level, Message(well if is_well else otherwise, values))


def examine(settings: Settings, *, is_thorough: bool = True) -> Iterator[Answer]:
    """Run the checks inside an application context; those that read the whole database only if ``is_thorough``."""
    for check in (*CHECKS, *(THOROUGH if is_thorough else ())):
        yield from check(settings)


def _settings(settings: Settings) -> Iterator[Answer]:
    weak = N_("easily guessed; unset it and let tracker make one")
    yield judged(N_("secret key"), not is_weak_key(settings.secret_key), N_("drawn at random"), weak)
    if settings.https or not settings.plain_http:  # else it is among the alarms
        off = N_("off: passwords travel in clear; set TRACKER_HTTPS=1")
        yield judged("HTTPS", settings.https, N_("on"), off, "warning")
    hosts = N_("any host name is answered; set TRACKER_HOSTS")
    yield judged(N_("host names"), bool(settings.hosts), AS_IT_IS, hosts, "warning", value=settings.hosts)
    yield judged(N_("debugging"), not os.environ.get("FLASK_DEBUG"), N_("not on"), N_("FLASK_DEBUG is set; unset it"))
    needed = N_("off for administrators; set TRACKER_SECOND_FACTOR=administrators")
    yield judged(N_("second step"), settings.needs_second_factor, N_("on"), needed, "warning")
    yield judged(
        N_("limits by the minute"), bool(settings.rates), AS_IT_IS, N_("none"), "warning", value=settings.rates
    )
    yield ok(N_("history kept"), N_("%(count)d days"), count=settings.history_days)
    yield ok(N_("idle limit"), N_("%(count)d minutes"), count=settings.idle_minutes)
    yield ok(N_("session limit"), N_("%(count)d hours"), count=settings.session_hours)
    yield ok(N_("upload limit"), "%(value)s MB", value=settings.upload_mb)
    quotas = N_(
        "%(task)d files a task; %(files)d files a day and %(room)d MB a person; until the disk is %(disk)d%% full"
    )
    yield ok(
        N_("upload quotas"), quotas, task=settings.task_files, files=settings.user_files, room=settings.user_mb,
        disk=settings.disk_percent,
    )  # fmt: skip
    yield ok(N_("proxies believed"), AS_IT_IS, value=settings.proxies)


def _places(settings: Settings) -> Iterator[Answer]:
    for name, path, wanted in (
        (N_("instance folder"), settings.instance, 0o700),
        (N_("key file"), settings.instance / "secret_key", 0o600),
        (N_("files folder"), Path(settings.files_url), 0o700),
    ):
        if path.exists():
            mode = stat.S_IMODE(path.stat().st_mode)
            values = {"value": f"{mode:o}", "wanted": f"{wanted:o}", "path": path}
            is_open = N_("open to others (%(value)s); chmod %(wanted)s %(path)s")
            yield judged(name, not mode & 0o077, AS_IT_IS, is_open, "warning", **values)
    yield from alarms(settings)


def alarms(settings: Settings) -> Iterator[Answer]:
    """Answer what an administrator must hear of on every page: room on the disk, and backups here and elsewhere."""
    usage = shutil.disk_usage(settings.instance)
    free = usage.free / usage.total
    scarce = N_("only %(value)s free; make room")
    yield judged(N_("disk"), free >= LEAST_FREE_SHARE, N_("%(value)s free"), scarce, "warning", value=f"{free:.0%}")
    yield _backup(N_("backup"), copies.folder_of(settings))
    yield _backup_elsewhere(settings)
    clear = N_("off: passwords travel in clear through the network; set up TLS, then TRACKER_HTTPS=1")
    if settings.plain_http and not settings.https:
        yield judged("HTTPS", False, "", clear, "warning")


def _backup_elsewhere(settings: Settings) -> Answer:
    name, folder = N_("backup on another machine"), Path(settings.backup_copy)
    if not settings.backup_copy:
        none = N_("there is none: what befalls this machine befalls its backups; set TRACKER_BACKUP_COPY")
        return judged(name, False, "", none, "warning")
    if not copies.is_elsewhere(settings):
        lost = N_("%(path)s is not mounted, or on the disk of this machine")
        return judged(name, False, "", lost, "warning", path=folder)
    return _backup(name, folder)


def _backup(name: str, folder: Path) -> Answer:
    newest = copies.find_newest_good(folder)
    if newest is None:
        return judged(
            name, False, "", N_("no good one in %(path)s; is tracker worker running?"), "warning", path=folder
        )
    old = N_("the newest good one is %(count)d hours old; is tracker worker running?")
    fresh = N_("the newest good one is %(count)d hours old")
    hours = newest.hours_old
    return judged(name, hours <= copies.LATEST_HOURS, fresh, old, "warning", count=hours)


def _database(settings: Settings) -> Iterator[Answer]:
    yield ok(N_("database"), AS_IT_IS, value=db.engine.dialect.name)
    if settings.is_sqlite:
        mode = db.session.scalar(text("PRAGMA journal_mode"))
        values = {"version": sqlite.module.sqlite_version, "mode": mode}
        yield ok("SQLite", N_("%(version)s, journal %(mode)s"), **values)
        for name, wanted in (("foreign_keys", 1), ("synchronous", 2), ("secure_delete", 1), ("trusted_schema", 0)):
            value = db.session.scalar(text(f"PRAGMA {name}"))
            otherwise = N_("is %(value)s, must be %(wanted)s")
            yield judged("SQLite %(of)s", value == wanted, AS_IT_IS, otherwise, of=name, value=value, wanted=wanted)
    present = present_revision(settings)
    is_newest = present == head_revision()
    yield judged(
        N_("migrations"), is_newest, N_("at %(value)s"), N_("at %(value)s; run tracker upgrade"), value=present
    )
    if settings.is_sqlite:
        triggers = db.session.scalar(
            text("SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'history_entry_no_%'")
        )
        missing = N_("missing: the history could be changed")
        yield judged(N_("triggers of the history"), triggers == 2, N_("in place"), missing)
    has_tables = inspect(db.engine).has_table("task")
    yield judged(N_("tables"), has_tables, N_("in place"), N_("missing; run tracker upgrade"))


def _records(settings: Settings) -> Iterator[Answer]:
    accounts = select(func.count(Account.id))
    admins = db.session.scalar(accounts.where(Account.role == Role.SYSTEM_ADMIN, Account.is_active)) or 0
    nobody = N_("none; start the server for a one-time code")
    yield judged(N_("system administrators"), admins > 0, AS_IT_IS, nobody, value=admins)
    yield judged(N_("security administrator"), has_security_admin(), N_("there is one"), N_("none yet"), "warning")
    auditors = db.session.scalar(accounts.where(Account.role == Role.AUDIT_ADMIN, Account.is_active)) or 0
    yield judged(N_("audit administrators"), auditors > 0, AS_IT_IS, N_("none yet"), "warning", value=auditors)
    gaps = count_missing()
    yield judged(N_("gaps of the history"), gaps == 0, N_("none"), N_("%(count)d entries are missing"), count=gaps)
    agency = db.session.scalar(select(Agency))
    name = agency.name if agency else ""
    yield judged(N_("agency"), agency is not None, AS_IT_IS, N_("has no name yet"), "warning", value=name)
    invented = agency is not None and agency.is_demonstration
    holds = N_("this database holds invented data")
    yield judged(N_("demonstration"), not invented, N_("no"), holds, "warning")
    offices = db.session.scalar(select(func.count(Unit.id)).where(Unit.kind == UnitKind.OFFICE)) or 0
    yield judged(N_("offices"), offices > 0, AS_IT_IS, N_("no unit is the office"), "warning", value=offices)


def _surroundings(settings: Settings) -> Iterator[Answer]:
    for role in font_roles():
        words = N_("%(value)s stands in for %(wanted)s") if role.is_substitute else AS_IT_IS
        yield judged(
            N_("font: %(of)s"), bool(role.used), words, N_("no font; make setup"),
            of=Message(role.name), value=role.used, wanted=role.wanted,
        )  # fmt: skip
    today = clock.today()
    yield _scanner(settings)
    missing = find_missed_year(today)
    unknown = N_("the holidays of %(value)s are not known")
    known = N_("%(year)s is known")
    yield judged(N_("calendar"), missing is None, known, unknown, "warning", year=today.year, value=missing)
    yield judged(N_("clock"), 2024 <= today.year < 2100, AS_IT_IS, N_("says %(value)s; set it right"), value=str(today))


def _scanner(settings: Settings) -> Answer:
    name = N_("virus scanner")
    if not settings.clamd:
        return ok(name, N_("not in use; TRACKER_CLAMD says where clamd listens"))
    silent = N_("%(value)s does not answer; %(count)d files wait for it")
    well = N_("%(value)s answers; %(count)d files wait for it")
    return judged(name, answers(settings.clamd), well, silent, "warning", value=settings.clamd, count=count_waiting())


def _whole_database(settings: Settings) -> Iterator[Answer]:
    if settings.is_sqlite:
        whole = db.session.scalar(text("PRAGMA quick_check"))
        damaged = N_("damaged: %(value)s; restore the newest backup")
        yield judged(N_("SQLite file"), whole == "ok", N_("whole"), damaged, value=whole)
    report = file_store().verify(list_blobs())
    wrong = ", ".join((*report.missing, *report.mismatched))
    lost = N_("lost or damaged: %(value)s; take them from the newest backup")
    yield judged(N_("stored files"), report.is_sound, N_("every one whole"), lost, value=wrong)
    broken = first_broken_entry()
    otherwise = N_("broken at entry %(value)s; find out who and how")
    yield judged(N_("history"), broken is None, N_("every entry follows"), otherwise, value=broken)


def obstacles(settings: Settings) -> list[Answer]:
    """Return what is so wrong with this machine that no production server should start on it."""
    checks = (_settings, _places, _database, _surroundings)  # records can be put right on the pages
    return [answer for check in checks for answer in check(settings) if answer.level == "error"]


CHECKS: tuple[Callable[[Settings], Iterator[Answer]], ...] = (_settings, _places, _database, _records, _surroundings)
THOROUGH: tuple[Callable[[Settings], Iterator[Answer]], ...] = (_whole_database,)
