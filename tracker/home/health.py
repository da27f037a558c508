"""What the administrators see first: the state of the installation, failed sign-ins, accounts that need a look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select

from tracker import clock, config
from tracker.accounts.models import SignInFailure
from tracker.accounts.queries import AccountRow, is_account_locked, list_accounts
from tracker.accounts.rules import FAILURES_PER_ACCOUNT
from tracker.db import db
from tracker.doctor import Answer, examine
from tracker.history.queries import HistoryRow, list_events

LATELY = timedelta(hours=24)
NAMES_SHOWN = 10
LEVELS = ("error", "warning")


class Attention(StrEnum):
    """Why somebody should look at an account."""

    LEFT = "left"  # the person has left, the account still works
    NO_ROLE = "no_role"
    UNUSED = "unused"  # nobody ever signed in


@dataclass(frozen=True)
class Failures:
    """The tries for one login name that did not succeed lately, and whether it is locked now."""

    username: str
    addresses: int
    count: int
    last_at: datetime
    is_locked: bool


@dataclass(frozen=True)
class Health:
    """The answers of the doctor, the gravest first, the failed sign-ins, and the accounts to look at."""

    answers: Sequence[Answer]
    is_thorough: bool
    failures: Sequence[Failures]
    failed: int
    attention: Sequence[tuple[AccountRow, Attention]]
    limited: Sequence[HistoryRow]

    @property
    def troubles(self) -> list[Answer]:
        """The answers that ask for something, errors first."""
        return [one for level in LEVELS for one in self.answers if one.level == level]

    @property
    def fine(self) -> list[Answer]:
        """The answers that all is well."""
        return [one for one in self.answers if one.level == "ok"]


def get_health(today: date, *, is_thorough: bool) -> Health:
    """Return the state of the installation; looking through the whole database only if ``is_thorough``."""
    lately = clock.now() - LATELY
    failures = list_failures(lately)
    failed = select(func.count(SignInFailure.id)).where(SignInFailure.at > lately)
    return Health(
        answers=list(examine(config.current(), is_thorough=is_thorough)),
        is_thorough=is_thorough,
        failures=failures,
        failed=db.session.scalar(failed) or 0,
        attention=[(one, why) for one in list_accounts(today) if (why := attention_of(one)) is not None],
        limited=list_events("access.limited", since=lately, limit=NAMES_SHOWN),
    )


def list_failures(since: datetime) -> list[Failures]:
    """Return the login names with most failed tries since a moment."""
    number = func.count(SignInFailure.id)
    addresses, last_at = func.count(SignInFailure.address.distinct()), func.max(SignInFailure.at)
    grouped = (
        select(SignInFailure.username, addresses, number, last_at)
        .where(SignInFailure.at > since)
        .group_by(SignInFailure.username)
        .order_by(number.desc(), SignInFailure.username)
        .limit(NAMES_SHOWN)
    )
    return [
        Failures(name, places, count, last, count >= FAILURES_PER_ACCOUNT and is_account_locked(name))
        for name, places, count, last in db.session.execute(grouped).all()
    ]


def attention_of(account: AccountRow) -> Attention | None:
    """Return why somebody should look at an account; None when there is no reason, or it is switched off."""
    if not account.is_active:
        return None
    if account.has_left:
        return Attention.LEFT
    if account.role is None:
        return Attention.NO_ROLE
    return Attention.UNUSED if account.last_seen_at is None else None
