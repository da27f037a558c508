"""Signing in and out: sessions live in the database, failures are counted there."""

import secrets
from datetime import timedelta
from typing import NoReturn

from sqlalchemy import delete, select, update

from tracker import clock
from tracker.accounts.models import Account, Session, SignInFailure
from tracker.accounts.passwords import hash_password, is_password, needs_rehash, sha256_of
from tracker.accounts.queries import find_account, get_actor, is_sign_in_throttled
from tracker.accounts.rules import FAILURE_WINDOW, FIRST_PASSWORD_LIFE
from tracker.db import db, transaction
from tracker.errors import N_, RuleBroken
from tracker.history.services import record
from tracker.permissions import Actor, Role

SESSIONS_PER_PERSON = 3
SEEN_EVERY = timedelta(minutes=1)
REFUSED = N_("The login name or the password is not right. After 5 wrong tries the account waits 15 minutes.")


def sign_in(username: str, password: str, *, address: str, browser: str) -> str:
    """Return the token of a new session; raise RuleBroken with one and the same sentence whatever is wrong."""
    account = find_account(username)
    hashed = account.password_hash if account else None
    if is_sign_in_throttled(username, address) or not is_password(hashed, password):
        _refuse(username, address)
    with transaction():
        account = find_account(username)
        if account is None or account.password_hash != hashed or not _may_sign_in(account):
            account = None
        else:
            token = _open_session(account, password, address, browser)
    if account is None:
        _refuse(username, address)
    return token


def _may_sign_in(account: Account) -> bool:
    first_password_over = account.must_change_password and clock.now() - account.password_set_at > FIRST_PASSWORD_LIFE
    return account.is_active and account.role is not None and not first_password_over


def _refuse(username: str, address: str) -> NoReturn:
    """Count a failed try and raise the refusal."""
    with transaction():
        db.session.execute(delete(SignInFailure).where(SignInFailure.at < clock.now() - 2 * FAILURE_WINDOW))
        db.session.add(SignInFailure(username=username[:60], address=address, at=clock.now()))
        record(Actor(name=username[:60], address=address), "session.refused", result="refused")
    raise RuleBroken(REFUSED)


def _open_session(account: Account, password: str, address: str, browser: str) -> str:
    if needs_rehash(account.password_hash):
        account.password_hash = hash_password(password)
    db.session.execute(delete(SignInFailure).where(SignInFailure.username == account.username))
    _end_oldest(account)
    token = secrets.token_urlsafe(32)
    moment = clock.now()
    opened = Session(
        token_sha256=sha256_of(token), account_id=account.id, started_at=moment, seen_at=moment,
        address=address, browser=browser[:200],
    )  # fmt: skip
    db.session.add(opened)
    record(get_actor(account.username), "session.started", account, after={"address": address})
    return token


def _end_oldest(account: Account) -> None:
    """Make room for one more session: one for an administrator, three for anybody else."""
    kept = 0 if account.role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN) else SESSIONS_PER_PERSON - 1
    live = select(Session).where(Session.account_id == account.id, Session.ended_at.is_(None))
    for old in db.session.scalars(live.order_by(Session.seen_at.desc()).offset(kept)):
        old.ended_at = clock.now()


def sign_out(session_id: int, *, by: Actor) -> None:
    """End a session for good."""
    with transaction():
        db.session.execute(update(Session).where(Session.id == session_id).values(ended_at=clock.now()))
        record(by, "session.ended")


def note_seen(session_id: int) -> None:
    """Keep that a session is in use; called seldom, in a short transaction of its own."""
    with transaction():
        db.session.execute(update(Session).where(Session.id == session_id).values(seen_at=clock.now()))
