"""Reading accounts and sessions."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from sqlalchemy import ColumnElement, Executable, and_, bindparam, exists, func, select, true
from sqlalchemy.orm import joinedload

from tracker import clock, config
from tracker.accounts.models import Account, FormerPassword, RecoveryCode, Session, SignInFailure
from tracker.accounts.passwords import sha256_of
from tracker.accounts.rules import (
    ADDRESS_WINDOW,
    ADMINISTRATORS,
    FAILURES_PER_ACCOUNT,
    PASSWORD_LIFE,
    PASSWORD_WARNING,
    TRIES_PER_ADDRESS,
    PasswordRule,
    idle_minutes,
    is_locked,
    is_session_over,
    password_days_left,
)
from tracker.db import db
from tracker.errors import NotFound
from tracker.organisation.models import Agency, GroupSeat, Person, Unit
from tracker.organisation.queries import in_force
from tracker.organisation.rules import Group, Seat, check_word_of, word_of
from tracker.permissions import Actor, Role, Viewer


@dataclass(frozen=True)
class AccountRow:
    """An account as the list shows it."""

    id: int
    username: str
    name: str
    unit_name: str
    role: Role | None
    is_active: bool
    last_seen_at: datetime | None
    has_left: bool  # the person does not work here any more
    has_factor: bool = False  # signs in with a second step


def find_viewer(token: str) -> Viewer | None:
    """Return who is signed in with the session ``token``, or None when that session is over."""
    row = db.session.execute(_signed_in(), {"token": sha256_of(token)}).first()
    settings = config.current()
    if row is None or is_session_over(
        row.started_at, row.seen_at, clock.now(),
        idle_minutes=idle_minutes(row.role, settings.idle_minutes), session_hours=settings.session_hours,
    ):  # fmt: skip
        return None
    actor = Actor(
        name=row.name, role=row.role, account_id=row.account_id, person_id=row.person_id,
        unit_id=row.unit_id, unit_name=row.unit_name, is_guest=row.is_guest, session=sha256_of(sha256_of(token))[:16],
    )  # fmt: skip
    ages = settings.password_rule == PasswordRule.GB
    days_left = password_days_left(row.password_set_at, clock.now()) if ages else PASSWORD_LIFE.days
    return Viewer(
        actor=actor, session_id=row.id, seen_at=row.seen_at, proved_at=row.proved_at or row.started_at,
        code_due=row.code_due,
        must_enrol=not row.totp_at and needs_factor(row.role, is_demonstration=bool(row.is_demonstration)),
        must_change_password=row.must_change_password or days_left < 0,
        password_days_left=days_left if days_left < PASSWORD_WARNING.days else None,
        language=row.language, theme=row.theme, text_size=row.text_size,
        matter_word=word_of(row.check_word), check_word=check_word_of(word_of(row.check_word)),
        agency_name=row.agency_name, is_demonstration=bool(row.is_demonstration),
    )  # fmt: skip


@cache
def _signed_in() -> Executable:
    """Return the statement that reads who is signed in; every page asks it, so it is put together once."""
    person = select(
        Session.id, Session.started_at, Session.seen_at, Session.proved_at, Session.code_due, Account.totp_at,
        Account.id.label("account_id"), Account.role,
        Account.must_change_password, Account.password_set_at, Account.language, Account.theme, Account.text_size,
        Person.id.label("person_id"), Person.name, Person.unit_id, func.coalesce(Unit.name, "").label("unit_name"),
        func.coalesce(Agency.name, "").label("agency_name"), Agency.is_demonstration,
        func.coalesce(Agency.check_word, "").label("check_word"), _is_guest().label("is_guest"),
    )  # fmt: skip
    joined = (
        person.join(Account, Account.id == Session.account_id).join(Person).outerjoin(Unit).outerjoin(Agency, true())
    )
    mine = Session.token_sha256 == bindparam("token")
    return joined.where(mine, Session.ended_at.is_(None), Account.is_active)


def needs_factor(role: Role | None, *, is_demonstration: bool) -> bool:
    """Whether ``role`` signs in with a second step here: an administrator, but not of an invented agency."""
    return role in ADMINISTRATORS and config.current().needs_second_factor and not is_demonstration


@dataclass(frozen=True)
class Factor:
    """The second step of an account: since when it is in use (None: not), and how many recovery codes are left."""

    since: datetime | None
    codes_left: int


def get_factor(account_id: int) -> Factor:
    """Return the second step of an account."""
    unused = select(func.count(RecoveryCode.id)).where(RecoveryCode.account_id == account_id)
    left = db.session.scalar(unused.where(RecoveryCode.used_at.is_(None))) or 0
    return Factor(get_account(account_id).totp_at, left)


def find_account(username: str) -> Account | None:
    """Return the account with this login name, or None."""
    return db.session.scalar(select(Account).where(Account.username == username))


def get_account(account_id: int) -> Account:
    """Return an account; raise NotFound."""
    account = db.session.get(Account, account_id)
    if account is None:
        raise NotFound
    return account


def get_actor(username: str) -> Actor:
    """Return the person with this login name as an actor (for commands); raise NotFound."""
    account = find_account(username)
    if account is None:
        raise NotFound
    person = account.person
    return Actor(
        name=person.name, role=account.role, account_id=account.id, person_id=person.id,
        unit_id=person.unit_id, unit_name=person.unit.name if person.unit else "",
        is_guest=bool(db.session.scalar(select(_is_guest()).where(Person.id == person.id))),
    )  # fmt: skip


def _is_guest() -> ColumnElement[bool]:
    """Return whether a person is a supervisor from outside; one whose seat has ended gets no more rights by that."""
    outside = (GroupSeat.person_id == Person.id, GroupSeat.group == Group.SUPERVISION, GroupSeat.seat == Seat.OUTSIDE)
    return and_(Person.unit_id.is_(None), exists().where(*outside))


def list_accounts(today: date) -> list[AccountRow]:
    """Return all accounts, those that work first, by unit and name; ``today`` says whose people have left."""
    seen = select(func.max(Session.seen_at)).where(Session.account_id == Account.id).scalar_subquery()
    statement = (
        select(Account, Person.name, Person.to_on, func.coalesce(Unit.name, ""), seen)
        .select_from(Account)
        .join(Person, Person.id == Account.person_id)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .order_by(Account.is_active.desc(), Unit.id.is_(None), Unit.position, Unit.id, Person.name)
    )
    return [
        AccountRow(
            account.id, account.username, name, unit_name, account.role, account.is_active, seen_at,
            has_left=to_on is not None and to_on < today, has_factor=account.totp_at is not None,
        )
        for account, name, to_on, unit_name, seen_at in db.session.execute(statement)
    ]  # fmt: skip


def list_people_without_account(today: date) -> list[Person]:
    """Return the people who work here and have no account yet, by name, with their unit."""
    people = select(Person).options(joinedload(Person.unit)).order_by(Person.name, Person.id)
    taken = select(Account.person_id)
    return list(db.session.scalars(people.where(in_force(Person, today), Person.id.not_in(taken))))


def has_accounts() -> bool:
    """Whether there is any account."""
    return db.session.scalar(select(Account.id).limit(1)) is not None


def has_security_admin() -> bool:
    """Whether an active security administrator exists."""
    statement = select(Account.id).where(Account.role == Role.SECURITY_ADMIN, Account.is_active).limit(1)
    return db.session.scalar(statement) is not None


def is_account_locked(username: str) -> bool:
    """Whether tries for this login name must wait, whether there is such an account or not."""
    failures = select(SignInFailure.at).where(SignInFailure.username == username[:60])
    newest = db.session.scalars(failures.order_by(SignInFailure.at.desc()).limit(FAILURES_PER_ACCOUNT)).all()
    return is_locked(newest, clock.now())


def is_address_throttled(address: str) -> bool:
    """Whether too many tries came from this address within the last minute."""
    tries = select(func.count()).select_from(SignInFailure).where(SignInFailure.address == address)
    number = db.session.scalar(tries.where(SignInFailure.at > clock.now() - ADDRESS_WINDOW)) or 0
    return number >= TRIES_PER_ADDRESS


def list_remembered_hashes(account: Account) -> list[str]:
    """Return the hashes of the last passwords of an account, the present one first."""
    former = select(FormerPassword.password_hash).where(FormerPassword.account_id == account.id)
    return [account.password_hash, *db.session.scalars(former.order_by(FormerPassword.id.desc()))]
