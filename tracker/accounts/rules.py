"""Passwords, sign-in limits, how long sessions last, and who may give which role to whom."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from tracker.accounts.usual import is_usual
from tracker.errors import N_, NotAllowed, RuleBroken
from tracker.permissions import Actor, Role

SHORTEST_PASSWORD = 10
SHORTEST_OF_ASVS = 15
LONGEST_PASSWORD = 128
PASSWORD_LIFE = timedelta(days=90)
PASSWORD_WARNING = timedelta(days=14)  # how long before its end a password asks to be changed
PASSWORDS_REMEMBERED = 5
FIRST_PASSWORD_LIFE = timedelta(hours=24)
FAILURES_PER_ACCOUNT = 5
FAILURE_WINDOW = timedelta(minutes=15)
LOCK_TIME = timedelta(minutes=15)
TRIES_PER_ADDRESS = 30
ADDRESS_WINDOW = timedelta(minutes=1)
CODE_LIFE = timedelta(minutes=15)
ADMINISTRATOR_IDLE_MINUTES = 15
ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})

_YEAR_AND_MONTH = re.compile(r"(?:19|20)\d\d[-_./年]?(?:0[1-9]|1[0-2])")
_PRODUCT = ("tracker", "workbench", "zwgk", "zhengwu", "gongkai", "政务公开")
_SHIFTED = str.maketrans("!@#$%^&*()", "1234567890")
_DISGUISED = str.maketrans("013457@$!", "oleastasi")
_WALKS = (
    *("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890"),
    *("abcdefghijklmnopqrstuvwxyz", "1qaz2wsx3edc4rfv5tgb6yhn7ujm"),
)
_EVERYDAY = re.compile(
    "(?:"
    "password|passwd|pass|passcode|secret|admin|administrator|root|system|manager|guest|user|test|login|welcome|"
    "hello|letmein|iloveyou|sunshine|princess|dragon|monkey|football|baseball|superman|batman|master|shadow|"
    "michael|qwerty|azerty|changeme|default|temp|office|company|computer|internet|windows|microsoft|google|huawei|"
    "lenovo|tencent|baidu|alibaba|china|beijing|shanghai|zhongguo|woaini|woaizhongguo|wodemima|mima|guanliyuan|"
    "xitong|bangongshi|zhengfu|ceshi|nihao|aini|tiantian|abc|abcd|abcabc|aaa|qqq|xxx|asd|zxc|qwe|zaq"
    ")"
)


class PasswordRule(StrEnum):
    """By which standard passwords are judged; an agency in China is held to the first."""

    GB = "gb"  # GB/T 22239-2019 7.1.4.1a: of several kinds, changed from time to time
    ASVS = "asvs"  # OWASP ASVS 5.0 6.2: long, and neither kinds nor an age are asked for


def check_password(
    password: str, *, belongs_to: Iterable[str], field: str = "new_password", rule: str = PasswordRule.GB
) -> None:
    """Raise RuleBroken unless ``password`` is long and varied enough by ``rule`` and not easily guessed.

    By GB 10 to 128 characters of three of four kinds, by ASVS 15 to 128; by both none of the names it ``belongs_to``
    (login name, person, unit), not this program's, no year with month, nothing everyday, none of the common ones.
    """
    shortest = SHORTEST_PASSWORD if rule == PasswordRule.GB else SHORTEST_OF_ASVS
    if not shortest <= len(password) <= LONGEST_PASSWORD:
        message = N_("The password needs %(shortest)d to %(longest)d characters.")
        raise RuleBroken(message, field=field, shortest=shortest, longest=LONGEST_PASSWORD)
    if rule == PasswordRule.GB and _kinds_in(password) < 3:
        raise RuleBroken(N_("The password needs three of: small letters, capital letters, digits, signs."), field=field)
    small = password.lower()
    if any(len(part) > 1 and part.lower() in small for part in (*belongs_to, *_PRODUCT)):
        message = N_("The password must not contain your login name, your name, your unit or the name of this program.")
        raise RuleBroken(message, field=field)
    if len(set(password)) < 5 or is_everyday(password) or is_usual(password) or _YEAR_AND_MONTH.search(password):
        message = N_("This password is easily guessed: everyday words, keys in a row, a year with its month.")
        raise RuleBroken(message, field=field)


def _kinds_in(password: str) -> int:
    return sum(
        (
            any(letter.islower() for letter in password),
            any(letter.isupper() for letter in password),
            any(letter.isdigit() for letter in password),
            any(not letter.isalnum() for letter in password),
        )
    )


def is_everyday(password: str) -> bool:
    """Whether ``password`` is an everyday word with digits and signs around it, or mostly keys in a row."""
    small = password.lower()
    cores = (re.sub(r"^[\d\W_]+|[\d\W_]+$", "", small), re.sub(r"^\W+|[\d\W_]+$", "", small))
    if any(_EVERYDAY.fullmatch(word) for core in cores for word in (core, core.translate(_DISGUISED))):
        return True
    keys = re.sub(r"\W", "", small.translate(_SHIFTED))
    return _longest_walk(keys) * 2 >= len(password)


def _longest_walk(keys: str) -> int:
    """Return the length of the longest part of ``keys`` that lies in a row on the keyboard, in either direction."""
    rows = [*_WALKS, *(walk[::-1] for walk in _WALKS)]
    longest = 0
    for start in range(len(keys)):
        while longest < len(keys) - start and any(keys[start : start + longest + 1] in row for row in rows):
            longest += 1
    return longest


def password_days_left(set_at: datetime, moment: datetime) -> int:
    """Return for how many whole days a password set at ``set_at`` may still be used; negative when it is over."""
    return (set_at + PASSWORD_LIFE - moment) // timedelta(days=1)


def is_locked(failures: Sequence[datetime], moment: datetime) -> bool:
    """Whether an account waits, after its newest ``failures`` (newest first): 5 within 15 minutes, for 15 minutes."""
    if len(failures) < FAILURES_PER_ACCOUNT:
        return False
    newest, oldest = failures[0], failures[FAILURES_PER_ACCOUNT - 1]
    return newest - oldest <= FAILURE_WINDOW and moment - newest < LOCK_TIME


def idle_minutes(role: Role | None, configured: int) -> int:
    """Return after how many minutes without a request a session ends: sooner for administrators."""
    return min(configured, ADMINISTRATOR_IDLE_MINUTES) if role in ADMINISTRATORS else configured


def is_session_over(
    started_at: datetime, seen_at: datetime, moment: datetime, *, idle_minutes: int, session_hours: int
) -> bool:
    """Whether a session has been idle, or has lasted, too long at ``moment``."""
    return moment - seen_at > timedelta(minutes=idle_minutes) or moment - started_at > timedelta(hours=session_hours)


def may_grant(by: Actor, *, has_security_admin: bool) -> bool:
    """Whether ``by`` gives roles: the security administrator, and the system administrator as long as there is none."""
    return by.role is Role.SECURITY_ADMIN or (by.role is Role.SYSTEM_ADMIN and not has_security_admin)


def check_may_grant(by: Actor, account_id: int | None, *, has_security_admin: bool) -> None:
    """Raise NotAllowed unless ``by`` may set the role of the account (None: a new one); nobody sets their own."""
    if account_id is not None and account_id == by.account_id:
        raise NotAllowed(N_("Nobody changes their own role."))
    if not may_grant(by, has_security_admin=has_security_admin):
        raise NotAllowed(N_("Roles are given by the security administrator."))
