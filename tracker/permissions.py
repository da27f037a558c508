"""Who may do what: one table of roles and permissions, and the person it is asked about."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tracker.errors import N_, NotAllowed


class Role(StrEnum):
    """What an account is for; one account has one role, so the three administrators exclude each other."""

    LEADERSHIP = "leadership"
    OFFICE = "office"
    SECTION = "section"
    SUPERVISION = "supervision"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"


class Permission(StrEnum):
    """One thing a role may or may not do; whose record it is about is a rule of the service."""

    SIGNED_IN = "signed_in"
    VIEW_WORK = "view_work"  # plans, tasks, reports, checks, summary: all units or one's own by rule
    VIEW_ROUNDS = "view_rounds"  # rounds of checks and what came of them: by rule, or as their guest
    VIEW_ALL_UNITS = "view_all_units"
    EDIT_PLAN = "edit_plan"
    ASSIGN_TASKS = "assign_tasks"
    REPORT_PROGRESS = "report_progress"
    ACCEPT_REPORTS = "accept_reports"
    RUN_CHECKS = "run_checks"
    RECTIFY = "rectify"
    RECHECK = "recheck"
    DECIDE = "decide"  # extensions, instructions, sign-off
    EDIT_LEDGER = "edit_ledger"
    KEEP_REQUESTS = "keep_requests"  # registers requests for disclosure, reviews and lawsuits, and answers them
    KEEP_SCORES = "keep_scores"  # makes, announces and issues scores, keeps their rules
    MARK_SCORES = "mark_scores"  # marks by hand what no record counts
    WRITE_SUMMARY = "write_summary"
    PRINT_SUMMARY = "print_summary"
    KEEP_ARCHIVE = "keep_archive"  # makes and takes the package of a year, which holds everything of it
    VIEW_ORGANISATION = "view_organisation"
    EDIT_ORGANISATION = "edit_organisation"
    MANAGE_ACCOUNTS = "manage_accounts"
    GRANT_ROLES = "grant_roles"
    VIEW_HISTORY = "view_history"
    VIEW_HEALTH = "view_health"  # the state of the installation


P = Permission
_EVERYBODY = {P.SIGNED_IN, P.VIEW_ORGANISATION}
_ADMINISTERS = _EVERYBODY | {P.VIEW_HEALTH}
_WORKS = _EVERYBODY | {P.VIEW_WORK, P.VIEW_ROUNDS}
GUEST = frozenset({P.SIGNED_IN, P.VIEW_ROUNDS})  # all that a supervisor from outside may do, in whatever role
GRANTS: dict[Role, frozenset[Permission]] = {
    Role.LEADERSHIP: frozenset(_WORKS | {P.VIEW_ALL_UNITS, P.ASSIGN_TASKS, P.DECIDE, P.PRINT_SUMMARY}),
    Role.OFFICE: frozenset(
        _WORKS
        | {P.VIEW_ALL_UNITS, P.EDIT_PLAN, P.ASSIGN_TASKS, P.REPORT_PROGRESS, P.ACCEPT_REPORTS, P.RECTIFY}
        | {
            P.KEEP_SCORES,
            P.MARK_SCORES,
            P.EDIT_LEDGER,
            P.KEEP_REQUESTS,
            P.WRITE_SUMMARY,
            P.PRINT_SUMMARY,
            P.EDIT_ORGANISATION,
            P.KEEP_ARCHIVE,
        }
    ),
    Role.SECTION: frozenset(_WORKS | {P.REPORT_PROGRESS, P.RECTIFY, P.EDIT_LEDGER}),
    Role.SUPERVISION: frozenset(_WORKS | {P.VIEW_ALL_UNITS, P.RUN_CHECKS, P.RECHECK, P.MARK_SCORES}),
    Role.SYSTEM_ADMIN: frozenset(_ADMINISTERS | {P.EDIT_ORGANISATION, P.MANAGE_ACCOUNTS}),
    Role.SECURITY_ADMIN: frozenset(_ADMINISTERS | {P.MANAGE_ACCOUNTS, P.GRANT_ROLES}),
    Role.AUDIT_ADMIN: frozenset(_ADMINISTERS | {P.VIEW_HISTORY}),
}


@dataclass(frozen=True)
class Actor:
    """The person behind a request or command, as a plain value: who, from which unit, in which role, from where."""

    name: str
    role: Role | None = None
    account_id: int | None = None
    person_id: int | None = None
    unit_id: int | None = None
    unit_name: str = ""
    is_guest: bool = False  # 特邀监督员: sits in the supervision group and belongs to no unit
    address: str = ""
    session: str = ""
    request_id: str = ""

    def may(self, permission: Permission) -> bool:
        """Whether the role of this person has ``permission``."""
        return self.role is not None and permission in (GUEST if self.is_guest else GRANTS[self.role])

    def must(self, permission: Permission) -> None:
        """Raise NotAllowed unless this person has ``permission``."""
        if not self.may(permission):
            raise NotAllowed(N_("Your role does not allow this."))

    def sees_unit(self, unit_id: int) -> bool:
        """Whether this person may see the work of the unit ``unit_id``."""
        return self.may(Permission.VIEW_ALL_UNITS) or unit_id == self.unit_id


@dataclass(frozen=True)
class Viewer:
    """The person behind a signed-in browser, as one plain value for the whole request."""

    actor: Actor
    session_id: int
    seen_at: datetime
    proved_at: datetime
    code_due: bool = False  # the password was right, the code is still to come
    must_enrol: bool = False  # the role needs a second step and has none
    must_change_password: bool = False
    password_days_left: int | None = None  # only when it asks to be changed soon
    language: str = ""
    theme: str = ""
    text_size: str = ""
    agency_name: str = ""
    matter_word: str = ""  # what the agency calls supervising: 督办
    check_word: str = ""  # and checking: 检查
    is_demonstration: bool = False
    is_authenticated: bool = True


CONSOLE = Actor(name="console")
