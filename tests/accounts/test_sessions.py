"""Signing in, being locked out, first passwords, changing passwords, signing out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from argon2 import PasswordHasher
from sqlalchemy import func, select, update

from tests.support.databases import Database
from tests.support.factory import PASSWORD, Factory
from tracker import clock, config
from tracker.accounts import services, sessions
from tracker.accounts.models import Account, FormerPassword, Session, SignInFailure
from tracker.accounts.passwords import sha256_of
from tracker.accounts.queries import find_viewer, get_actor
from tracker.db import db, transaction
from tracker.errors import RuleBroken
from tracker.history.queries import list_history
from tracker.permissions import Actor, Role

pytestmark = pytest.mark.usefixtures("context")
MINUTE = timedelta(minutes=1)
ADMIN = Actor(name="管理员", role=Role.SYSTEM_ADMIN, account_id=9_999)
WEAK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # quick to compute, for tests of many tries
Change = Callable[[Account], object]


def sign_in(username: str, password: str = PASSWORD, *, address: str = "10.0.0.1") -> str:
    return sessions.sign_in(username, password, address=address, browser="test")


def fail(username: str, times: int = 1, *, address: str = "10.0.0.1") -> None:
    for _ in range(times):
        with pytest.raises(RuleBroken, match="login name or the password"):
            sign_in(username, "Wrong-horse-7", address=address)


def test_asvs_7_2_signing_in_gives_a_token_of_which_only_the_hash_is_kept(make: Factory) -> None:
    account = make.account(Role.OFFICE)

    token = sign_in(account.username)

    viewer = find_viewer(token)
    assert viewer is not None
    assert (viewer.actor.account_id, viewer.actor.role) == (account.id, Role.OFFICE)
    assert len(token) >= 43  # 256 bits
    kept = db.session.scalars(select(Session.token_sha256)).all()
    assert kept == [sha256_of(token)]
    assert find_viewer(kept[0]) is None  # what lies in the database opens nothing


def test_a2_by_asvs_a_password_has_no_age(make: Factory, database: Database) -> None:
    account = make.account(Role.OFFICE, password_set_at=clock.now() - timedelta(days=400))
    aged = find_viewer(sign_in(account.username))

    config.use(replace(database.settings, password_rule="asvs"))
    ageless = find_viewer(sign_in(account.username))
    config.use(database.settings)

    assert aged is not None
    assert aged.must_change_password
    assert ageless is not None
    assert not ageless.must_change_password


def test_every_sign_in_gives_another_token(make: Factory) -> None:
    account = make.account()

    assert sign_in(account.username) != sign_in(account.username)


def test_a5_whatever_is_wrong_the_answer_is_one_sentence(make: Factory) -> None:
    right, off, unknown_role = make.account(), make.account(is_active=False), make.account(role=None)
    stale = make.account(must_change_password=True, password_set_at=clock.now() - timedelta(hours=25))
    locked = make.account(password_hash=WEAK.hash(PASSWORD))
    fail(locked.username, 5)

    said = set()
    for username, password in (
        (right.username, "Wrong-horse-7"),
        (off.username, PASSWORD),
        (unknown_role.username, PASSWORD),
        (stale.username, PASSWORD),
        (locked.username, PASSWORD),
        ("nobody", PASSWORD),
    ):
        with pytest.raises(RuleBroken) as refused:
            sign_in(username, password)
        said.add((refused.value.message, refused.value.field, tuple(refused.value.values)))

    assert len(said) == 1


def test_a4_after_five_failures_the_right_password_is_refused_too(make: Factory) -> None:
    account = make.account(password_hash=WEAK.hash(PASSWORD))
    fail(account.username, 4)
    sign_in(account.username)  # four are forgiven
    fail(account.username, 5)

    with pytest.raises(RuleBroken):
        sign_in(account.username)


def test_a4_a_lock_ends_after_15_minutes_however_often_somebody_tries(make: Factory) -> None:
    account = make.account(password_hash=WEAK.hash(PASSWORD))
    start = clock.now()
    with time_machine.travel(start, tick=False) as machine:
        fail(account.username, 5)
        for _ in range(2):
            machine.shift(7 * MINUTE)
            fail(account.username, 2)
        machine.move_to(start + 15 * MINUTE)

        assert sign_in(account.username)


def test_a4_a_lock_is_of_one_account_and_outlives_the_process(make: Factory) -> None:
    victim, other = make.account(password_hash=WEAK.hash(PASSWORD)), make.account()

    fail(victim.username, 5)

    sign_in(other.username)
    assert db.session.scalar(select(func.count()).where(SignInFailure.username == victim.username)) == 5


def test_a4_an_unknown_name_is_locked_like_a_known_one() -> None:
    fail("nobody", 6)

    assert db.session.scalar(select(func.count()).select_from(SignInFailure)) == 5


def test_a4_thirty_tries_a_minute_from_one_address_are_enough(make: Factory) -> None:
    account = make.account()
    with transaction():
        for number in range(30):
            db.session.add(SignInFailure(username=f"name{number}", address="10.9.9.9", at=clock.now()))

    with pytest.raises(RuleBroken):
        sign_in(account.username, address="10.9.9.9")
    assert sign_in(account.username, address="10.0.0.2")
    with time_machine.travel(clock.now() + MINUTE):
        assert sign_in(account.username, address="10.9.9.9")


def test_a4_a_reset_opens_a_locked_account(make: Factory) -> None:
    account = make.account(password_hash=WEAK.hash(PASSWORD))
    fail(account.username, 5)

    _, first = services.reset_password(account.id, by=make.actor(Role.SECURITY_ADMIN))

    assert sign_in(account.username, first)


def test_c6_sign_ins_and_refusals_are_in_the_history(make: Factory) -> None:
    account = make.account()
    fail(account.username)
    token = sign_in(account.username)
    viewer = find_viewer(token)
    assert viewer is not None
    sessions.sign_out(viewer.session_id, by=viewer.actor)

    entries = list_history()
    assert [(entry.event, entry.result) for entry in entries] == [
        ("session.ended", "done"),
        ("session.started", "done"),
        ("session.refused", "refused"),
    ]
    assert PASSWORD not in str(entries)


def test_a1_passwords_are_argon2id_with_64_mib_and_three_rounds(make: Factory) -> None:
    assert make.account().password_hash.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a1_a_weaker_hash_is_renewed_at_sign_in(make: Factory) -> None:
    account = make.account(password_hash=WEAK.hash(PASSWORD))

    sign_in(account.username)

    assert db.session.get_one(Account, account.id).password_hash.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_asvs_6_2_the_last_character_of_a_long_password_counts(make: Factory) -> None:
    account = make.account()
    long = ("Xy3$z" * 26)[:128]
    sessions.change_password(PASSWORD, long, by=get_actor(account.username), browser="test")

    with pytest.raises(RuleBroken):
        sign_in(account.username, long[:-1])
    assert sign_in(account.username, long)


def test_a3_a_first_password_works_once(make: Factory) -> None:
    account = make.account()
    _, first = services.reset_password(account.id, by=make.actor(Role.SYSTEM_ADMIN))

    viewer = find_viewer(sign_in(account.username, first))

    assert viewer is not None
    assert viewer.must_change_password
    with pytest.raises(RuleBroken):
        sign_in(account.username, first)


@pytest.mark.parametrize(("age", "works"), [(timedelta(hours=24), True), (timedelta(hours=24, seconds=1), False)])
def test_a3_a_first_password_works_for_24_hours(make: Factory, age: timedelta, works: bool) -> None:
    moment = clock.now()
    with time_machine.travel(moment, tick=False):
        _, first = services.make_account(make.person().id, "wangfang", Role.SECTION, by=make.actor(Role.SYSTEM_ADMIN))

    with time_machine.travel(moment + age, tick=False):
        if works:
            assert sign_in("wangfang", first)
        else:
            with pytest.raises(RuleBroken):
                sign_in("wangfang", first)
    assert len(first) >= 20


def test_a_password_of_ones_own_ends_the_first_one(make: Factory) -> None:
    account = make.account()
    _, first = services.reset_password(account.id, by=make.actor(Role.SYSTEM_ADMIN))

    sessions.change_password(first, "Own-horse-number-9", by=get_actor(account.username), browser="test")

    viewer = find_viewer(sign_in(account.username, "Own-horse-number-9"))
    assert viewer is not None
    assert not viewer.must_change_password


def test_a2_the_last_five_passwords_cannot_be_used_again(make: Factory) -> None:
    used = [f"Horse-number-{number}x" for number in range(5)]
    account = make.account(password_hash=WEAK.hash(used[-1]))
    with transaction():
        for old in used[:-1]:
            db.session.add(FormerPassword(account_id=account.id, password_hash=WEAK.hash(old)))
    by = get_actor(account.username)

    for again in used:
        with pytest.raises(RuleBroken, match="last five"):
            sessions.change_password(used[-1], again, by=by, browser="test")
    sessions.change_password(used[-1], "Other-horse-8", by=by, browser="test")
    sessions.change_password("Other-horse-8", used[0], by=by, browser="test")

    assert db.session.scalar(select(func.count()).select_from(FormerPassword)) == 4


def test_a2_a_password_asks_to_be_changed_before_and_must_be_after_90_days(make: Factory) -> None:
    moment = clock.now()
    seen = []
    with time_machine.travel(moment, tick=False):
        for days in (75, 77, 91):
            viewer = find_viewer(sign_in(make.account(password_set_at=moment - timedelta(days=days)).username))
            assert viewer is not None
            seen.append((viewer.password_days_left, viewer.must_change_password))

    assert seen == [(None, False), (13, False), (-1, True)]


@pytest.mark.parametrize(
    ("current", "new", "field"),
    [
        ("Wrong-horse-7", "Other-horse-8", "current_password"),
        (PASSWORD, PASSWORD, "new_password"),
        (PASSWORD, "short", "new_password"),
    ],
)
def test_a_refused_change_of_password_changes_nothing(make: Factory, current: str, new: str, field: str) -> None:
    account = make.account()
    token = sign_in(account.username)

    with pytest.raises(RuleBroken) as refused:
        sessions.change_password(current, new, by=get_actor(account.username), browser="test")

    assert refused.value.field == field
    assert find_viewer(token) is not None


ENDS: dict[str, Change] = {
    "password changed": lambda account: sessions.change_password(
        PASSWORD, "Other-horse-8", by=get_actor(account.username), browser="test"
    ),
    "password reset": lambda account: services.reset_password(account.id, by=ADMIN),
    "role changed": lambda account: services.set_role(account.id, Role.SUPERVISION.value, by=ADMIN),
    "switched off": lambda account: services.set_active(account.id, False, by=ADMIN),
}


@pytest.mark.parametrize("change", ENDS.values(), ids=ENDS.keys())
def test_a8_c5_a_session_ends_with_what_it_rested_on(make: Factory, change: Change) -> None:
    account = make.account()
    token = sign_in(account.username)

    change(account)

    assert find_viewer(token) is None


def test_a8_who_changes_the_password_goes_on_with_another_token(make: Factory) -> None:
    account = make.account()
    old = sign_in(account.username)

    new = sessions.change_password(PASSWORD, "Other-horse-8", by=get_actor(account.username), browser="test")

    assert (find_viewer(old), find_viewer(new) is not None) == (None, True)


def test_asvs_7_4_1_signed_out_is_out(make: Factory) -> None:
    token = sign_in(make.account().username)
    viewer = find_viewer(token)
    assert viewer is not None

    sessions.sign_out(viewer.session_id, by=viewer.actor)

    assert find_viewer(token) is None


@pytest.mark.parametrize(
    ("role", "minutes", "lives"),
    [
        (Role.SECTION, 30, True),
        (Role.SECTION, 31, False),
        (Role.SYSTEM_ADMIN, 15, True),
        (Role.SYSTEM_ADMIN, 16, False),
    ],
)
def test_a9_an_idle_session_ends(make: Factory, role: Role, minutes: int, lives: bool) -> None:
    account = make.account(role)
    moment = clock.now()
    with time_machine.travel(moment, tick=False):
        token = sign_in(account.username)

    with time_machine.travel(moment + minutes * MINUTE, tick=False):
        assert (find_viewer(token) is not None) is lives


def test_a9_a_session_in_use_ends_after_ten_hours(make: Factory) -> None:
    token = sign_in(make.account().username)
    moment = clock.now()

    with time_machine.travel(moment + timedelta(hours=10, minutes=1), tick=False):
        with transaction():
            db.session.execute(update(Session).values(seen_at=clock.now()))

        assert find_viewer(token) is None


def test_a10_a_fourth_session_ends_the_oldest(make: Factory) -> None:
    account = make.account()
    moment = clock.now()
    tokens = []
    for number in range(4):
        with time_machine.travel(moment + number * MINUTE, tick=False):
            tokens.append(sign_in(account.username))

    assert [find_viewer(token) is not None for token in tokens] == [False, True, True, True]


def test_a10_an_administrator_has_one_session(make: Factory) -> None:
    account = make.account(Role.AUDIT_ADMIN)

    tokens = [sign_in(account.username) for _ in range(2)]

    assert [find_viewer(token) is not None for token in tokens] == [False, True]
