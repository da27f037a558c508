"""Passwords, sign-in limits, and who may give which role to whom."""

from datetime import datetime, timedelta

from tracker.errors import N_, NotAllowed, RuleBroken
from tracker.permissions import Actor, Role

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 128
FAILURES_PER_ACCOUNT = 5
FAILURES_PER_ADDRESS = 30
FAILURE_WINDOW = timedelta(minutes=15)
CODE_LIFE = timedelta(minutes=15)
FIRST_PASSWORD_LIFE = timedelta(hours=24)
ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})


def check_password(password: str, *, username: str, name: str) -> None:
    """Raise RuleBroken unless ``password`` is long and varied enough and does not repeat who it belongs to.

    The rule of GB/T 22239-2019 7.1.4.1a as this product sets it: 10 to 128 characters, three of four kinds.
    """
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        message = N_("The password needs %(shortest)d to %(longest)d characters.")
        raise RuleBroken(message, field="new", shortest=SHORTEST_PASSWORD, longest=LONGEST_PASSWORD)
    kinds = (
        any(letter.islower() for letter in password),
        any(letter.isupper() for letter in password),
        any(letter.isdigit() for letter in password),
        any(not letter.isalnum() for letter in password),
    )
    if sum(kinds) < 3:
        message = N_("The password needs three of: small letters, capital letters, digits, signs.")
        raise RuleBroken(message, field="new")
    if any(part and part.lower() in password.lower() for part in (username, name)):
        raise RuleBroken(N_("The password must not contain your login name or your name."), field="new")
    if len(set(password)) < 5:
        raise RuleBroken(N_("The password repeats too few characters."), field="new")


def is_throttled(failures_of_account: int, failures_of_address: int) -> bool:
    """Whether further tries must wait, after the failures of the last 15 minutes."""
    return failures_of_account >= FAILURES_PER_ACCOUNT or failures_of_address >= FAILURES_PER_ADDRESS


def is_session_over(
    started_at: datetime, seen_at: datetime, moment: datetime, *, idle_minutes: int, session_hours: int
) -> bool:
    """Whether a session has been idle, or has lasted, too long at ``moment``."""
    return moment - seen_at > timedelta(minutes=idle_minutes) or moment - started_at > timedelta(hours=session_hours)


def check_may_grant(by: Actor, account_id: int | None, *, has_security_admin: bool) -> None:
    """Raise NotAllowed unless ``by`` may set the role of the account ``account_id`` (None: a new one).

    Nobody grants to themselves. The system administrator grants as long as there is no security administrator.
    """
    if account_id is not None and account_id == by.account_id:
        raise NotAllowed(N_("Nobody changes their own role."))
    if by.role is Role.SECURITY_ADMIN or (by.role is Role.SYSTEM_ADMIN and not has_security_admin):
        return
    raise NotAllowed(N_("Roles are given by the security administrator."))
