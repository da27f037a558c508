"""Tables of accounts and sessions; of a session only the hash of its token is kept."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, Versioned
from tracker.organisation.models import Person
from tracker.permissions import Role

ROLES = ", ".join(f"'{role.value}'" for role in Role)


class Account(Versioned, Base):
    """A person's way in: one login name, one role."""

    __tablename__ = "account"
    __table_args__ = (CheckConstraint(f"role IN ({ROLES})", name="role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    username: Mapped[str] = mapped_column(String(60), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    password_set_at: Mapped[datetime]
    must_change_password: Mapped[bool] = mapped_column(default=False)
    role: Mapped[Role | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    language: Mapped[str] = mapped_column(String(10), default="")
    theme: Mapped[str] = mapped_column(String(10), default="")
    text_size: Mapped[str] = mapped_column(String(10), default="")
    created_at: Mapped[datetime]
    totp_secret: Mapped[str] = mapped_column(String(300), default="", server_default="")  # locked with our key
    totp_step: Mapped[int] = mapped_column(default=0, server_default="0")  # the last one whose code was taken
    totp_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()

    @property
    def label(self) -> str:
        """The login name."""
        return self.username


class Session(Base):
    """One signed-in browser."""

    __tablename__ = "session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    proved_at: Mapped[datetime | None]  # when a password or a code was last typed; as it started if None
    code_due: Mapped[bool] = mapped_column(default=False, server_default=false())  # the second step is still to come
    address: Mapped[str] = mapped_column(String(60))
    browser: Mapped[str] = mapped_column(String(200))

    account: Mapped[Account] = relationship()


class RecoveryCode(Base):
    """A code for the day on which the phone is lost, as its hash; found by its first letters."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    hint: Mapped[str] = mapped_column(String(4))
    code_hash: Mapped[str] = mapped_column(String(200))
    used_at: Mapped[datetime | None]


class FormerPassword(Base):
    """A password an account had before, as its hash: the last ones cannot be used again."""

    __tablename__ = "former_password"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    password_hash: Mapped[str] = mapped_column(String(200))


class SignInFailure(Base):
    """One try to sign in that did not succeed, counted against the login name and the address."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (
        Index("ix_sign_in_failure_username_at", "username", "at"),
        Index("ix_sign_in_failure_address_at", "address", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(60))
    address: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]


class SetupCode(Base):
    """The one-time code with which the first administrator is made."""

    __tablename__ = "setup_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    code_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
