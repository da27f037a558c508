"""Signing in and out: sessions live in the database, tries are counted there."""

import secrets
from datetime import timedelta
from typing import NoReturn

from sqlalchemy import delete, select, update

from tracker import clock, config
from tracker.accounts.models import Account, Session, SignInFailure
from tracker.accounts.passwords import hash_password, is_password, needs_rehash, sha256_of
from tracker.accounts.queries import (
    find_account,
    get_account,
    get_actor,
    is_account_locked,
    is_address_throttled,
    list_remembered_hashes,
)
from tracker.accounts.rules import ADMINISTRATORS, FAILURE_WINDOW, FIRST_PASSWORD_LIFE, check_password
from tracker.accounts.services import replace_password
from tracker.db import db, transaction
from tracker.errors import N_, RuleBroken
from tracker.history.services import record
from tracker.permissions import Actor

SESSIONS_PER_PERSON = 3
SEEN_EVERY = timedelta(minutes=1)
WRONG_PRESENT = N_("The present password is not right. After 5 wrong tries the account waits 15 minutes.")
REFUSED = N_("The login name or the password is not right. After 5 wrong tries the account waits 15 minutes.")


def sign_in(username: str, password: str, *, address: str, browser: str) -> str:
    """Return the token of a new session; raise RuleBroken with one and the same sentence whatever is wrong.

    A try counts as a failure before the password is looked at, so that many at once get no more tries than one
    after the other; it is forgotten when it succeeds. Whatever is wrong, one hash is computed.
    """
    if is_address_throttled(address):
        _refuse(username, address)
    hashed = claim_try(username, address)
    is_right = is_password(hashed, password)
    token = None
    with transaction():
        account = find_account(username) if is_right else None
        if account is not None and account.password_hash == hashed and _may_sign_in(account):
            token = _open_session(account, password, address, browser)
    if token is None:
        _refuse(username, address)
    return token


def claim_try(username: str, address: str) -> str | None:
    """Count a try, and return the hash to compare with: none for an unknown or a locked account.

    Tries while an account is locked do not count, or its lock would never end.
    """
    with transaction():
        db.session.execute(delete(SignInFailure).where(SignInFailure.at < clock.now() - 2 * FAILURE_WINDOW))
        if is_account_locked(username):
            return None
        db.session.add(SignInFailure(username=username[:60], address=address, at=clock.now()))
        account = find_account(username)
        return account.password_hash if account else None


def _may_sign_in(account: Account) -> bool:
    """Whether an account may be used: switched on, with a role, and a first password fresh and not used before."""
    if not account.is_active or account.role is None:
        return False
    if not account.must_change_password:
        return True
    used = select(Session.id).where(Session.account_id == account.id, Session.started_at >= account.password_set_at)
    is_fresh = clock.now() - account.password_set_at <= FIRST_PASSWORD_LIFE
    return is_fresh and db.session.scalar(used.limit(1)) is None


def _refuse(username: str, address: str) -> NoReturn:
    """Record a refused try and raise the refusal."""
    with transaction():
        asked = {"asked": username[:60], "locked": is_account_locked(username) or is_address_throttled(address)}
        record(Actor(name=username[:60], address=address), "session.refused", after=asked, result="refused")
    raise RuleBroken(REFUSED)


def _open_session(account: Account, password: str, address: str, browser: str) -> str:
    if needs_rehash(account.password_hash):
        account.password_hash = hash_password(password)
    db.session.execute(delete(SignInFailure).where(SignInFailure.username == account.username))
    _end_oldest(account)
    token = _start(account, address, browser, code_due=account.totp_at is not None)
    record(get_actor(account.username), "session.started", account, after={"address": address})
    return token


def _start(account: Account, address: str, browser: str, *, code_due: bool = False) -> str:
    token = secrets.token_urlsafe(32)
    moment = clock.now()
    opened = Session(
        token_sha256=sha256_of(token), account_id=account.id, started_at=moment, seen_at=moment,
        proved_at=moment, code_due=code_due, address=address, browser=browser[:200],
    )  # fmt: skip
    db.session.add(opened)
    return token


def _end_oldest(account: Account) -> None:
    """Make room for one more session: one for an administrator, three for anybody else."""
    kept = 0 if account.role in ADMINISTRATORS else SESSIONS_PER_PERSON - 1
    live = select(Session).where(Session.account_id == account.id, Session.ended_at.is_(None))
    for old in db.session.scalars(live.order_by(Session.seen_at.desc()).offset(kept)):
        old.ended_at = clock.now()


def change_password(current: str, new: str, *, by: Actor, browser: str) -> str:
    """Change one's own password and return the token of a new session; every session until now ends.

    A session that somebody left open is no place to guess the password at: see :func:`count_wrong_password`.
    """
    with transaction():
        account = get_account(by.account_id or 0)
        if is_account_locked(account.username) or not is_password(account.password_hash, current):
            raise RuleBroken(WRONG_PRESENT, field="current_password")
        check_password(new, belongs_to=(account.username, by.name, by.unit_name), rule=config.current().password_rule)
        if any(is_password(hashed, new) for hashed in list_remembered_hashes(account)):
            raise RuleBroken(N_("The new password must differ from your last five."), field="new_password")
        replace_password(account, new, is_first=False)
        record(by, "account.password_changed", account)
        return _start(account, by.address, browser)


def count_wrong_password(*, by: Actor) -> None:
    """Count and record a wrong present password like a failed try to sign in."""
    with transaction():
        claim_try(get_account(by.account_id or 0).username, by.address)
        record(by, "session.proof_refused", result="refused")


def sign_out(session_id: int, *, by: Actor) -> None:
    """End a session for good."""
    with transaction():
        db.session.execute(update(Session).where(Session.id == session_id).values(ended_at=clock.now()))
        record(by, "session.ended")


def note_seen(session_id: int) -> None:
    """Keep that a session is in use; called seldom, in a short transaction of its own."""
    with transaction():
        db.session.execute(update(Session).where(Session.id == session_id).values(seen_at=clock.now()))
