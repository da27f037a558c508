"""Passwords that are taken and refused, locks, session limits, and who gives roles."""

from datetime import UTC, datetime, timedelta

import pytest

from tracker.accounts.rules import (
    check_may_grant,
    check_password,
    idle_minutes,
    is_locked,
    is_session_over,
    password_days_left,
)
from tracker.accounts.usual import is_usual, usual_passwords
from tracker.errors import NotAllowed, RuleBroken
from tracker.permissions import Actor, Role

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
OWNER = ("zhangwei", "张伟", "政策法规科")


@pytest.mark.parametrize(
    "password",
    [
        "Correct-horse-7",
        "correct horse 7!",  # small letters, digits, signs
        "CORRECT horse!!",
        "Kp4_vLm8wXq2",
        "春天的Horse跑7圈",
        ("Xy3$z" * 26)[:128],  # as long as it may be
        "Sunflower-seeds-88",
        "9tulips&3Roses",
        "Tian1anLu!door",
    ],
)
def test_asvs_6_2_varied_passwords_are_taken(password: str) -> None:
    check_password(password, belongs_to=OWNER)


@pytest.mark.parametrize(
    "password",
    [
        *("", "Short-7a", "Nine-ch-7"),  # fewer than ten
        ("Xy3$z" * 26)[:129],
        *("correcthorse", "CORRECTHORSE", "1234567890", "correct-horse", "correcthorse7", "CORRECT7777", "!!!!!!!!!!"),
        *("Zhangwei-77x", "xx-ZHANGWEI-7", "张伟Abcdef-7", "政策法规科Abc-7"),  # who it belongs to
        *("Tracker-horse-7", "My-ZWGK-horse7", "政务公开Horse-7"),  # what it opens
        *("Aa1!Aa1!Aa1!", "aaaaaaaaA1!"),  # four different characters
        *(
            "Password123!",
            "P@ssw0rd2468",
            "!!Admin@9876",
            "Qwerty@24680",
            "Welcome#4321",
            "Huawei@86420",
            "W0aini!5210",
        ),
        *("Qwertyuiop1!", "1qaz@WSX3edc", "!QAZ2wsx3EDC", "Abcdefghij1!", "Poiuytrewq1!", "Zxcvbnm,97A"),
        *("Horse-202603x", "Horse2026-03!", "Blue1999.12sky!"),  # a year and its month
    ],
)
def test_a2_short_plain_and_easily_guessed_passwords_are_refused(password: str) -> None:
    with pytest.raises(RuleBroken):
        check_password(password, belongs_to=OWNER)


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "fifteen letters",
        "七个汉字不够要十五个才行今天天气好",
        "purple-sofa-under-rain",
        "Xy3$zKp4_vLm8wXq2",
    ],
)
def test_a2_by_asvs_a_long_password_needs_no_kinds(password: str) -> None:
    check_password(password, belongs_to=OWNER, rule="asvs")


@pytest.mark.parametrize(
    "password",
    [
        *("Correct-horse7", "a" * 15, "x" * 129, "zhangwei is at home", "qwertyuiopasdfghjkl", "my tracker is mine"),
        *("passwordpassword", "sunshineprincess", "iloveyou-202603 yes"),
    ],
)
def test_a2_by_asvs_short_and_easily_guessed_passwords_are_refused(password: str) -> None:
    with pytest.raises(RuleBroken):
        check_password(password, belongs_to=OWNER, rule="asvs")


def test_a2_twenty_thousand_usual_passwords_are_known_however_they_are_written() -> None:
    assert len(usual_passwords()) >= 10_000
    assert all(is_usual(password) for password in ("Qwerty123", "TRUSTNO1", "Password1", "football1Football1"))
    assert not any(is_usual(password) for password in ("Correct-horse-7", "Lincheng-2026", "春天的Horse跑7圈"))


def test_a_refused_password_names_its_field() -> None:
    with pytest.raises(RuleBroken) as refused:
        check_password("short", belongs_to=(), field="password")

    assert refused.value.field == "password"


@pytest.mark.parametrize(
    ("minutes_ago", "locked"),
    [
        ([], False),
        ([0, 1, 2, 3], False),  # four
        ([0, 0, 0, 0, 0], True),
        ([14, 14, 14, 14, 14], True),
        ([15, 15, 15, 15, 15], False),  # it opens after 15 minutes
        ([1, 4, 8, 12, 16], True),  # five within 15 minutes
        ([1, 4, 8, 12, 17], False),  # five within 16
    ],
)
def test_a4_five_failures_within_15_minutes_lock_for_15(minutes_ago: list[int], locked: bool) -> None:
    assert is_locked([NOON - minutes * MINUTE for minutes in minutes_ago], NOON) is locked


def test_a_lock_lasts_its_time_from_the_last_failure() -> None:
    failures = [NOON - minutes * MINUTE for minutes in (0, 3, 6, 9, 12)]

    assert is_locked(failures, NOON + 14 * MINUTE)
    assert not is_locked(failures, NOON + 15 * MINUTE)


@pytest.mark.parametrize(
    ("idle", "lasted", "over"),
    [
        (timedelta(minutes=30), timedelta(hours=1), False),
        (timedelta(minutes=30, seconds=1), timedelta(hours=1), True),
        (timedelta(0), timedelta(hours=10), False),
        (timedelta(0), timedelta(hours=10, seconds=1), True),
    ],
)
def test_a9_a_session_ends_idle_or_old(idle: timedelta, lasted: timedelta, over: bool) -> None:
    assert is_session_over(NOON - lasted, NOON - idle, NOON, idle_minutes=30, session_hours=10) is over


@pytest.mark.parametrize(
    ("role", "configured", "minutes"),
    [(Role.SECTION, 30, 30), (Role.SYSTEM_ADMIN, 30, 15), (Role.AUDIT_ADMIN, 10, 10), (None, 30, 30)],
)
def test_a9_sessions_of_administrators_end_sooner(role: Role | None, configured: int, minutes: int) -> None:
    assert idle_minutes(role, configured) == minutes


def test_a_password_may_be_used_for_90_days() -> None:
    assert [password_days_left(NOON - timedelta(days=days), NOON) for days in (0, 76, 90, 91)] == [90, 14, 0, -1]


@pytest.mark.parametrize(
    ("role", "has_security_admin", "grants"),
    [
        (Role.SECURITY_ADMIN, True, True),
        (Role.SYSTEM_ADMIN, False, True),
        (Role.SYSTEM_ADMIN, True, False),
        (Role.AUDIT_ADMIN, False, False),
        (Role.OFFICE, False, False),
    ],
)
def test_c4_roles_are_given_by_the_security_administrator(role: Role, has_security_admin: bool, grants: bool) -> None:
    by = Actor(name="王芳", role=role, account_id=1)

    if grants:
        check_may_grant(by, 2, has_security_admin=has_security_admin)
    else:
        with pytest.raises(NotAllowed):
            check_may_grant(by, 2, has_security_admin=has_security_admin)


def test_c4_nobody_gives_a_role_to_themselves() -> None:
    with pytest.raises(NotAllowed):
        check_may_grant(Actor(name="王芳", role=Role.SECURITY_ADMIN, account_id=1), 1, has_security_admin=True)
