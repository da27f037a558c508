"""The second step of signing in, and the proof again before what is grave: each code is taken once."""

import base64
import hashlib
import secrets

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import delete, select, update

from tracker import clock, keys
from tracker.accounts.codes import CODES_GIVEN, HINT, matching_step, new_recovery_code, new_secret, plain
from tracker.accounts.models import Account, RecoveryCode, Session, SignInFailure
from tracker.accounts.passwords import hash_password, is_password, sha256_of
from tracker.accounts.queries import get_account
from tracker.accounts.services import end_sessions
from tracker.accounts.sessions import claim_try
from tracker.db import db, transaction
from tracker.errors import N_, NotAllowed, RuleBroken
from tracker.history.services import record
from tracker.permissions import Actor, Permission

OFFER_SECONDS = 3600
WRONG_CODE = N_("This code is wrong, used or too old. Wait for the next one.")
WRONG_PROOF = N_("This is not right. After 5 wrong tries the account waits 15 minutes.")


def make_offer(account_id: int) -> str:
    """Return a new secret for an account, locked, so that it can wait in a form until its first code is typed."""
    return _locked(f"{account_id} {new_secret()}")


def secret_in(offer: str, account_id: int) -> str:
    """Return the secret of an offer that was made to this account within the hour; raise RuleBroken."""
    with_owner = _unlocked(offer, within=OFFER_SECONDS).split()
    if len(with_owner) != 2 or with_owner[0] != str(account_id):
        raise RuleBroken(N_("This page is too old. Open it again and scan the new picture."))
    return with_owner[1]


def secret_to_show(offer: str, account_id: int) -> tuple[str, str]:
    """Return the secret of an offer and the offer; a new one when there is none that holds."""
    try:
        return secret_in(offer, account_id), offer
    except RuleBroken:
        made = make_offer(account_id)
        return secret_in(made, account_id), made


def enrol(offer: str, code: str, *, by: Actor) -> list[str]:
    """Ask for codes of the offered secret from now on, once ``code`` shows that the app has it.

    Return the recovery codes, which are shown once; those of before are void.
    """
    secret = secret_in(offer, by.account_id or 0)
    with transaction():
        account = get_account(by.account_id or 0)
        step = matching_step(secret, plain(code), clock.now(), after=account.totp_step)
        if step is None:
            raise RuleBroken(WRONG_CODE, field="code")
        account.totp_secret, account.totp_step, account.totp_at = _locked(secret), step, clock.now()
        db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
        given = [new_recovery_code() for _ in range(CODES_GIVEN)]
        for one in given:
            hashed = hash_password(plain(one))
            db.session.add(RecoveryCode(account_id=account.id, hint=plain(one)[:HINT], code_hash=hashed))
        record(by, "account.factor_set", account)
    return given


def drop_factor(*, by: Actor, is_needed: bool) -> None:
    """Ask for the password alone again; refused to those for whom a second step is needed."""
    if is_needed:
        raise RuleBroken(N_("Your role needs the second step. Set it up again if you have another phone."))
    with transaction():
        account = get_account(by.account_id or 0)
        _forget(account)
        record(by, "account.factor_dropped", account)


def reset_factor(account_id: int, *, by: Actor) -> Account:
    """Take the second step from an account whose phone and codes are lost; its sessions end."""
    by.must(Permission.GRANT_ROLES)
    if account_id == by.account_id:
        raise NotAllowed(N_("Nobody takes away their own second step here."))
    with transaction():
        account = get_account(account_id)
        _forget(account)
        end_sessions(account.id)
        record(by, "account.factor_reset", account)
    return account


def _forget(account: Account) -> None:
    account.totp_secret, account.totp_at = "", None
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))


def prove(session_id: int, given: str, *, by: Actor, is_code_needed: bool = False) -> str:
    """Take a code, or a password unless ``is_code_needed``, as proof; return the new token of the session.

    A try counts like one of signing in. Raise RuleBroken when it is wrong, or the account waits.
    """
    account_id = by.account_id or 0
    hashed = claim_try(get_account(account_id).username, by.address)
    is_right = not is_code_needed and is_password(hashed, given)
    with transaction():
        account = get_account(account_id)
        if hashed is not None and (is_right or _take_code(account, plain(given))):
            token = secrets.token_urlsafe(32)
            proved = {"token_sha256": sha256_of(token), "proved_at": clock.now(), "code_due": False}
            db.session.execute(update(Session).where(Session.id == session_id).values(**proved))
            db.session.execute(delete(SignInFailure).where(SignInFailure.username == account.username))
            record(by, "session.proved")
            return token
    with transaction():
        record(by, "session.proof_refused", result="refused")
    raise RuleBroken(WRONG_PROOF, field="proof")


def _take_code(account: Account, given: str) -> bool:
    """Whether ``given`` is a code of the account's app or one of its recovery codes, and never was before."""
    secret = _unlocked(account.totp_secret) if account.totp_secret else ""
    step = matching_step(secret, given, clock.now(), after=account.totp_step) if secret else None
    if step is not None:
        account.totp_step = step
        return True
    unused = select(RecoveryCode).where(RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None))
    for code in db.session.scalars(unused.where(RecoveryCode.hint == given[:HINT])):
        if is_password(code.code_hash, given):
            code.used_at = clock.now()
            return True
    return False


def _box() -> MultiFernet:
    """Return what locks with the newest key of this machine and unlocks with every one."""
    newest_first = reversed(keys.ring().oldest_first)
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"factors:{key}".encode()).digest())) for key in newest_first]
    )


def _locked(text: str) -> str:
    return _box().encrypt(text.encode()).decode()


def _unlocked(text: str, *, within: int | None = None) -> str:
    """Return what was locked; nothing when it was with a key this machine does not have, or too long ago."""
    try:
        return _box().decrypt(text.encode(), ttl=within).decode()
    except InvalidToken:
        return ""
