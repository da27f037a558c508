"""What is done with accounts: the first administrator, making and changing them, passwords."""

from sqlalchemy import delete, select, update

from tracker import clock, config
from tracker.accounts.models import Account, FormerPassword, Session, SetupCode, SignInFailure
from tracker.accounts.passwords import hash_password, new_code, new_password, sha256_of
from tracker.accounts.queries import find_account, get_account, has_accounts, has_security_admin
from tracker.accounts.rules import CODE_LIFE, PASSWORDS_REMEMBERED, check_may_grant, check_password
from tracker.db import db, transaction
from tracker.errors import N_, RuleBroken
from tracker.history.services import record
from tracker.organisation.models import Person
from tracker.permissions import CONSOLE, Actor, Permission, Role


def make_setup_code() -> str:
    """Return a new one-time code with which the first administrator is made within 15 minutes."""
    code = new_code()
    with transaction():
        if has_accounts():
            raise RuleBroken(N_("There is an administrator already."))
        db.session.add(SetupCode(code_sha256=sha256_of(code), expires_at=clock.now() + CODE_LIFE))
        record(CONSOLE, "setup.code_made")
    return code


def make_first_administrator(code: str, *, name: str, username: str, password: str) -> Account:
    """Make the first account, a system administrator, with the one-time code; the code works once."""
    with transaction():
        given = db.session.scalar(select(SetupCode).where(SetupCode.code_sha256 == sha256_of(code.strip())))
        if has_accounts() or given is None or given.used_at or given.expires_at < clock.now():
            message = N_("This code is wrong, used or too old. Start the server again to get a new one.")
            raise RuleBroken(message, field="code")
        check_password(password, belongs_to=(username, name), field="password", rule=config.current().password_rule)
        given.used_at = clock.now()
        person = Person(name=name)
        db.session.add(person)
        db.session.flush()
        return _add(CONSOLE, person, username, password, Role.SYSTEM_ADMIN, must_change=False)


def make_account(person_id: int, username: str, role: Role | None, *, by: Actor) -> tuple[Account, str]:
    """Make an account for a person and return it with its first password, which is shown once."""
    by.must(Permission.MANAGE_ACCOUNTS)
    password = new_password()
    with transaction():
        if role is not None:
            check_may_grant(by, None, has_security_admin=has_security_admin())
        person = db.session.get(Person, person_id)
        if person is None:
            raise RuleBroken(N_("Choose a person from the list."), field="person_id")
        return _add(by, person, username, password, role, must_change=True), password


def _add(by: Actor, person: Person, username: str, password: str, role: Role | None, *, must_change: bool) -> Account:
    if find_account(username):
        raise RuleBroken(N_("This login name is taken."), field="username")
    if db.session.scalar(select(Account.id).where(Account.person_id == person.id)):
        raise RuleBroken(N_("This person has an account already."), field="person_id")
    moment = clock.now()
    account = Account(
        person_id=person.id, username=username, password_hash=hash_password(password), password_set_at=moment,
        must_change_password=must_change, role=role, created_at=moment,
    )  # fmt: skip
    db.session.add(account)
    db.session.flush()
    record(by, "account.made", account, after={"role": role, "person": person.name})
    return account


def set_role(account_id: int, name: str, *, by: Actor) -> Account:
    """Give an account the role called ``name``; its sessions end."""
    by.must(Permission.MANAGE_ACCOUNTS)
    if name not in set(Role):
        raise RuleBroken(N_("Choose a role from the list."), field="role")
    role = Role(name)
    with transaction():
        check_may_grant(by, account_id, has_security_admin=has_security_admin())
        account = get_account(account_id)
        record(by, "account.role_changed", account, before={"role": account.role}, after={"role": role})
        account.role = role
        end_sessions(account.id)
    return account


def set_active(account_id: int, is_active: bool, *, by: Actor) -> Account:
    """Switch an account on or off; switched off, its sessions end."""
    by.must(Permission.MANAGE_ACCOUNTS)
    with transaction():
        if account_id == by.account_id:
            raise RuleBroken(N_("Nobody switches off their own account."))
        account = get_account(account_id)
        record(by, "account.switched", account, before={"active": account.is_active}, after={"active": is_active})
        account.is_active = is_active
        end_sessions(account.id)
    return account


def reset_password(account_id: int, *, by: Actor) -> tuple[Account, str]:
    """Give an account a new first password, shown once and to be changed at the next sign-in; a lock ends too."""
    by.must(Permission.MANAGE_ACCOUNTS)
    password = new_password()
    with transaction():
        account = get_account(account_id)
        replace_password(account, password, is_first=True)
        db.session.execute(delete(SignInFailure).where(SignInFailure.username == account.username))
        record(by, "account.password_reset", account)
    return account, password


def replace_password(account: Account, password: str, *, is_first: bool) -> None:
    """Give an account another password inside the open transaction; its sessions end, the old hash is remembered."""
    db.session.add(FormerPassword(account_id=account.id, password_hash=account.password_hash))
    newest = select(FormerPassword.id).where(FormerPassword.account_id == account.id)
    kept = newest.order_by(FormerPassword.id.desc()).limit(PASSWORDS_REMEMBERED - 1)
    forgotten = (FormerPassword.account_id == account.id, FormerPassword.id.not_in(kept.scalar_subquery()))
    db.session.execute(delete(FormerPassword).where(*forgotten).execution_options(synchronize_session=False))
    account.password_hash = hash_password(password)
    account.password_set_at = clock.now()
    account.must_change_password = is_first
    end_sessions(account.id)


def set_preferences(*, language: str, theme: str, text_size: str, by: Actor) -> Account:
    """Keep how a person wants the pages: language, light or dark, letter size."""
    with transaction():
        account = get_account(by.account_id or 0)
        account.language, account.theme, account.text_size = language, theme, text_size
    return account


def end_sessions(account_id: int) -> None:
    """End the sessions of an account inside the open transaction."""
    live = update(Session).where(Session.account_id == account_id, Session.ended_at.is_(None))
    db.session.execute(live.values(ended_at=clock.now()))
