"""A believable finished year and a running one of an invented bureau, made through the services."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from sqlalchemy import select, update

from tracker import clock
from tracker.accounts.models import Account
from tracker.accounts.queries import has_accounts
from tracker.db import db, transaction
from tracker.demo.bureau import PASSWORD, found_bureau
from tracker.demo.year import play_year
from tracker.errors import N_, RuleBroken
from tracker.organisation.models import Agency
from tracker.tasks.models import Task

FINISHED_YEAR, RUNNING_YEAR = 2025, 2026
SIGN_IN_AS = (
    ("lingdao", "领导小组（副局长）"),
    ("bangongshi", "办公室"),
    ("kaifa", "科室（开发利用科信息员）"),
    ("jiandu", "监督小组"),
    ("system", "系统管理员"),
    ("security", "安全管理员"),
    ("audit", "审计管理员"),
)


def build_demonstration(say: Callable[[str], None]) -> None:
    """Build both years in one transaction, saying how far it is; refused on a database with data of its own.

    The running year is played up to today, and up to its end when today is later.
    """
    if has_accounts() or db.session.scalar(select(Task.id).limit(1)):
        raise RuleBroken(N_("This database holds data already; a demonstration is built in an empty one only."))
    say("Building the demonstration: an invented bureau with a finished 2025 and a running 2026 …")
    with transaction():
        with clock.pinned_at(datetime(FINISHED_YEAR, 1, 4, 1, tzinfo=UTC)):
            bureau = found_bureau()
        last_day = min(clock.today(), date(RUNNING_YEAR, 12, 31))
        for year in (FINISHED_YEAR, RUNNING_YEAR):
            tasks = play_year(year, bureau, min(last_day, date(year + 1, 1, 15)))
            say(f"  {year}: {tasks} tasks")


def is_demonstration() -> bool:
    """Whether this database holds the demonstration."""
    return bool(db.session.scalar(select(Agency.is_demonstration)))


def open_accounts(say: Callable[[str], None]) -> None:
    """Say with which login names and password the demonstration opens; here passwords do not grow old."""
    with transaction():
        db.session.execute(update(Account).values(password_set_at=clock.now()))
    say(f"Accounts of the demonstration, all with the password {PASSWORD}")
    for username, who in SIGN_IN_AS:
        say(f"  {username:<12}{who}")
