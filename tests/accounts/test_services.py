"""The first administrator, making accounts, giving roles, switching accounts off."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from tests.support.factory import Factory
from tests.support.statements import counting
from tracker import clock
from tracker.accounts import queries, services
from tracker.accounts.models import Account, SetupCode
from tracker.db import db, transaction
from tracker.errors import NotAllowed, NotFound, RuleBroken
from tracker.history.queries import list_history_of
from tracker.permissions import Actor, Role

pytestmark = pytest.mark.usefixtures("context")
SYSTEM = Actor(name="管理员", role=Role.SYSTEM_ADMIN, account_id=9_998)
SECURITY = Actor(name="安全员", role=Role.SECURITY_ADMIN, account_id=9_999)


def make_first(code: str) -> Account:
    return services.make_first_administrator(code, name="王芳", username="wangfang", password="Correct-horse-7")


def test_a12_a_fresh_database_has_no_account() -> None:
    assert db.session.scalar(select(func.count()).select_from(Account)) == 0


def test_a12_the_first_administrator_is_made_with_the_printed_code() -> None:
    account = make_first(f" {services.make_setup_code()} ")

    assert (account.role, account.must_change_password, account.person.name) == (Role.SYSTEM_ADMIN, False, "王芳")
    assert list_history_of("account", account.id)[0].actor_name == "console"


def test_a12_a_code_works_once() -> None:
    code = services.make_setup_code()
    make_first(code)

    with pytest.raises(RuleBroken) as refused:
        make_first(code)
    with pytest.raises(RuleBroken):
        services.make_setup_code()

    assert refused.value.field == "code"


def test_a12_a_code_works_for_15_minutes() -> None:
    moment = clock.now()
    with time_machine.travel(moment, tick=False) as machine:
        code = services.make_setup_code()
        machine.move_to(moment + timedelta(minutes=15, seconds=1))

        with pytest.raises(RuleBroken):
            make_first(code)
        machine.move_to(moment + timedelta(minutes=15))
        assert make_first(code)


def test_a12_a_guessed_code_is_refused_and_only_hashes_are_kept() -> None:
    code = services.make_setup_code()

    with pytest.raises(RuleBroken):
        make_first("ABCD-EFGH-JKLM-NPQR")

    assert code not in str(db.session.scalars(select(SetupCode.code_sha256)).all())


def test_the_first_administrator_cannot_have_a_plain_password() -> None:
    code = services.make_setup_code()

    with pytest.raises(RuleBroken) as refused:
        services.make_first_administrator(code, name="王芳", username="wangfang", password="wangfang-Abc-7")

    assert refused.value.field == "password"
    assert make_first(code)


def test_an_account_is_made_for_a_person_with_a_first_password(make: Factory) -> None:
    person = make.person("陈红")

    account, first = services.make_account(person.id, "chenhong", Role.SECTION, by=SYSTEM)

    assert (account.person_id, account.role, account.must_change_password) == (person.id, Role.SECTION, True)
    assert len(first) >= 20
    assert first not in str(list_history_of("account", account.id))


@pytest.mark.parametrize(
    ("username", "taken_person", "field"), [("zhangwei", False, "username"), ("chenhong", True, "person_id")]
)
def test_login_name_and_person_are_taken_once(make: Factory, username: str, taken_person: bool, field: str) -> None:
    first, second = make.person(), make.person()
    services.make_account(first.id, "zhangwei", Role.SECTION, by=SYSTEM)

    with pytest.raises(RuleBroken) as refused:
        services.make_account(first.id if taken_person else second.id, username, Role.SECTION, by=SYSTEM)

    assert refused.value.field == field


def test_an_account_needs_a_person() -> None:
    with pytest.raises(RuleBroken) as refused:
        services.make_account(999, "nobody", Role.SECTION, by=SYSTEM)

    assert refused.value.field == "person_id"


def test_c4_with_a_security_administrator_the_system_administrator_makes_accounts_without_role(make: Factory) -> None:
    make.account(Role.SECURITY_ADMIN)

    with pytest.raises(NotAllowed):
        services.make_account(make.person().id, "chenhong", Role.SECTION, by=SYSTEM)
    account, _ = services.make_account(make.person().id, "chenhong", None, by=SYSTEM)
    services.set_role(account.id, "section", by=SECURITY)

    assert db.session.get_one(Account, account.id).role is Role.SECTION


def test_c4_nobody_changes_their_own_role_or_switches_themselves_off(make: Factory) -> None:
    account = make.account(Role.SECURITY_ADMIN)
    by = queries.get_actor(account.username)

    with pytest.raises(NotAllowed):
        services.set_role(account.id, "system_admin", by=by)
    with pytest.raises(RuleBroken):
        services.set_active(account.id, False, by=by)


def test_c4_the_database_knows_one_role_an_account(make: Factory) -> None:
    account = make.account(Role.SYSTEM_ADMIN)

    with pytest.raises(DBAPIError), transaction():
        db.session.execute(
            text("UPDATE account SET role = 'system_admin,audit_admin' WHERE id = :id"), {"id": account.id}
        )


@pytest.mark.parametrize("name", ["", "boss", "SECTION"])
def test_a_role_that_does_not_exist_is_refused(make: Factory, name: str) -> None:
    with pytest.raises(RuleBroken):
        services.set_role(make.account().id, name, by=SYSTEM)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)])
def test_c3_nobody_else_manages_accounts(make: Factory, role: Role) -> None:
    account, by = make.account(), make.actor(role)

    with pytest.raises(NotAllowed):
        services.make_account(make.person().id, "chenhong", None, by=by)
    with pytest.raises(NotAllowed):
        services.set_role(account.id, "office", by=by)
    with pytest.raises(NotAllowed):
        services.set_active(account.id, False, by=by)
    with pytest.raises(NotAllowed):
        services.reset_password(account.id, by=by)


def test_an_account_that_does_not_exist_is_not_found() -> None:
    with pytest.raises(NotFound):
        services.set_active(999, False, by=SYSTEM)


def test_c6_changes_of_accounts_are_in_the_history(make: Factory) -> None:
    account = make.account(Role.SECTION)

    services.set_role(account.id, "office", by=SYSTEM)
    services.set_active(account.id, False, by=SYSTEM)
    services.reset_password(account.id, by=SYSTEM)

    entries = list_history_of("account", account.id)
    assert [(entry.event, entry.changes) for entry in entries] == [
        ("account.password_reset", {}),
        ("account.switched", {"active": [True, False]}),
        ("account.role_changed", {"role": ["section", "office"]}),
    ]


def test_the_list_marks_accounts_of_people_who_left(make: Factory) -> None:
    today = clock.today()
    make.account(person_id=make.person("张伟", to_on=today).id)
    make.account(person_id=make.person("王芳", to_on=today - timedelta(days=1)).id)

    assert {row.name: row.has_left for row in queries.list_accounts(today)} == {"张伟": False, "王芳": True}


def test_accounts_are_offered_to_people_who_work_here_and_have_none(make: Factory) -> None:
    make.account()
    make.person("张伟", to_on=clock.today() - timedelta(days=1))
    free = make.person("王芳")

    assert [person.id for person in queries.list_people_without_account(clock.today())] == [free.id]


@pytest.mark.parametrize("accounts", [2, 9])
def test_the_lists_take_a_fixed_number_of_statements(make: Factory, accounts: int) -> None:
    for _ in range(accounts):
        make.account(unit=make.unit())
        make.person(unit=make.unit())

    with counting() as statements:
        queries.list_accounts(clock.today())
        people = queries.list_people_without_account(clock.today())
        assert all(person.unit for person in people)

    assert statements.count == 2
