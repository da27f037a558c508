"""Pages of signing in and out, of one's own settings, and of accounts."""

from contextlib import suppress

from flask import Blueprint, Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import OperationalError

from tracker import clock, config
from tracker.accounts import factors, queries, rules, services, sessions
from tracker.accounts.codes import picture, setup_address
from tracker.accounts.forms import (
    AccountForm,
    FactorForm,
    PasswordForm,
    PreferencesForm,
    ProofForm,
    SetupForm,
    SignInForm,
)
from tracker.accounts.words import FIRST_PASSWORD, LANGUAGES, PASSWORD_NOTES, ROLES, SIZES, THEMES
from tracker.errors import RuleBroken
from tracker.organisation.queries import find_agency
from tracker.permissions import Permission, Role
from tracker.web.access import TOKEN, current_actor, current_viewer, grave, is_static, public, requires
from tracker.web.forms import choices
from tracker.web.redirects import own_page
from tracker.web.submissions import press, send

pages = Blueprint("accounts", __name__)


@pages.app_template_global()
def password_note() -> str:
    """Say what a password needs here."""
    return str(PASSWORD_NOTES[config.current().password_rule])


@pages.route("/login", methods=["GET", "POST"])
@public
def login() -> ResponseReturnValue:
    """Let a person in."""
    if not queries.has_accounts():
        return redirect(url_for("accounts.setup"))
    form = SignInForm(next=request.args.get("next", ""))
    if request.method == "POST" and form.validate():
        try:
            token = sessions.sign_in(
                form.username.data or "", form.password.data or "",
                address=current_actor().address, browser=request.user_agent.string,
            )  # fmt: skip
        except RuleBroken as refusal:
            form.show_refusal(refusal)
        else:
            session.clear()
            session[TOKEN] = token
            return redirect(own_page(form.next.data), 303)
    return render_template("accounts/login.html", form=form, agency=find_agency())


@pages.post("/logout")
@requires(Permission.SIGNED_IN)
def logout() -> ResponseReturnValue:
    """End this session."""
    viewer = current_viewer()
    if viewer:
        sessions.sign_out(viewer.session_id, by=current_actor())
    session.clear()
    answer = redirect(url_for("accounts.login"), 303)
    answer.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return answer


@pages.route("/setup", methods=["GET", "POST"])
@public
def setup() -> ResponseReturnValue:
    """Make the first administrator with the code printed by the server."""
    if queries.has_accounts():
        return redirect(url_for("accounts.login"))
    form = SetupForm()
    done = send(
        form,
        lambda: services.make_first_administrator(
            form.code.data or "", name=form.name.data or "", username=form.username.data or "",
            password=form.password.data or "",
        ),
        lambda account: url_for("accounts.login"),
        said=gettext("The first administrator is made. Sign in now."),
    )  # fmt: skip
    return done or render_template("accounts/setup.html", form=form)


@pages.route("/account/password", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def password() -> ResponseReturnValue:
    """Change one's own password."""
    form = PasswordForm()
    tokens: list[str] = []
    done = send(
        form,
        lambda: tokens.append(
            sessions.change_password(
                form.current_password.data or "", form.new_password.data or "", by=current_actor(),
                browser=request.user_agent.string,
            )
        ),
        lambda _: url_for("home.index"),
        said=gettext("Your password is changed. Your other sessions have ended."),
    )  # fmt: skip
    if tokens:
        session[TOKEN] = tokens[0]
    if done is None and form.current_password.errors:
        sessions.count_wrong_password(by=current_actor())
    return done or render_template("accounts/password.html", form=form)


@pages.route("/account", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def preferences() -> ResponseReturnValue:
    """Choose language, colours and letter size."""
    form = PreferencesForm(
        obj=current_viewer(),
        languages=choices(LANGUAGES.items()),
        themes=choices(THEMES.items()),
        sizes=choices(SIZES.items()),
    )
    done = send(
        form,
        lambda: services.set_preferences(
            language=form.language.data, theme=form.theme.data, text_size=form.text_size.data, by=current_actor()
        ),
        lambda account: url_for("accounts.preferences"),
        said=gettext("Kept."),
    )
    return done or render_template("accounts/preferences.html", form=form)


@pages.route("/account/proof", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def proof() -> ResponseReturnValue:
    """Take the code of the second step, or a fresh proof before a grave step."""
    viewer = current_viewer()
    form = ProofForm(next=request.args.get("next", ""))
    if viewer and request.method == "POST" and form.validate():
        try:
            session[TOKEN] = factors.prove(
                viewer.session_id, form.proof.data or "", by=current_actor(), is_code_needed=viewer.code_due
            )
        except RuleBroken as refusal:
            form.show_refusal(refusal)
        else:
            return redirect(own_page(form.next.data), 303)
    return render_template("accounts/proof.html", form=form)


@pages.route("/account/factor", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
@grave
def factor() -> ResponseReturnValue:
    """Set up the second step: a picture for the app, its first code, and the recovery codes, shown once."""
    by, form, given = current_actor(), FactorForm(), []
    mine = by.account_id or 0
    done = send(
        form,
        lambda: given.extend(factors.enrol(form.offer.data or "", form.code.data or "", by=by)),
        lambda _: url_for("accounts.factor"),
    )
    if done and not given:
        return done
    secret, form.offer.data = factors.secret_to_show(form.offer.data or "", mine)
    return render_template(
        "accounts/factor.html", form=form, codes=given, secret=secret, factor=queries.get_factor(mine),
        picture=picture(setup_address(secret, by.name)), is_needed=_is_needed(),
    )  # fmt: skip


def _is_needed() -> bool:
    viewer = current_viewer()
    return viewer is not None and queries.needs_factor(viewer.actor.role, is_demonstration=viewer.is_demonstration)


@pages.post("/account/factor/drop")
@requires(Permission.SIGNED_IN)
@grave
def drop_factor() -> ResponseReturnValue:
    """Do without the second step."""
    here = url_for("accounts.factor")
    return press(
        lambda: factors.drop_factor(by=current_actor(), is_needed=_is_needed()), lambda _: here, back=here,
        said=gettext("From now on your password alone is asked for."),
    )  # fmt: skip


@pages.post("/accounts/<int:account_id>/factor")
@requires(Permission.GRANT_ROLES)
@grave
def reset_factor(account_id: int) -> ResponseReturnValue:
    """Take the second step from an account whose phone and codes are lost."""
    here = url_for("accounts.index")
    return press(
        lambda: factors.reset_factor(account_id, by=current_actor()), lambda _: here, back=here,
        said=gettext("The second step is taken away; it can be set up again at the next sign-in."),
    )  # fmt: skip


@pages.get("/accounts")
@requires(Permission.MANAGE_ACCOUNTS)
def index() -> ResponseReturnValue:
    """List the accounts."""
    return render_template(
        "accounts/index.html",
        accounts=queries.list_accounts(clock.today()),
        roles=ROLES,
        people=queries.list_people_without_account(clock.today()),
        may_grant=rules.may_grant(current_actor(), has_security_admin=queries.has_security_admin()),
    )


@pages.route("/accounts/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
def new() -> ResponseReturnValue:
    """Make an account and show its first password once."""
    people = [
        (person.id, f"{person.name}（{person.unit.name}）" if person.unit else person.name)
        for person in queries.list_people_without_account(clock.today())
    ]
    may_grant = rules.may_grant(current_actor(), has_security_admin=queries.has_security_admin())
    later = choices((), none=gettext("given later by the security administrator"))
    form = AccountForm(
        people=choices(people, none=gettext("Choose…")), roles=choices(ROLES.items()) if may_grant else later
    )

    def make() -> None:
        account, first = services.make_account(
            int(form.person_id.data), form.username.data or "", Role(form.role.data) if form.role.data else None,
            by=current_actor(),
        )  # fmt: skip
        flash(gettext(FIRST_PASSWORD, name=account.username, first=first), "brand")

    done = send(form, make, lambda _: url_for("accounts.index"))
    return done or render_template("accounts/new.html", form=form)


@pages.post("/accounts/<int:account_id>/role")
@requires(Permission.MANAGE_ACCOUNTS)
@grave
def role(account_id: int) -> ResponseReturnValue:
    """Give an account another role."""
    return press(
        lambda: services.set_role(account_id, request.form.get("role", ""), by=current_actor()),
        lambda account: url_for("accounts.index"), back=url_for("accounts.index"), said=gettext("The role is changed."),
    )  # fmt: skip


@pages.post("/accounts/<int:account_id>/switch")
@requires(Permission.MANAGE_ACCOUNTS)
def switch(account_id: int) -> ResponseReturnValue:
    """Switch an account on or off."""
    return press(
        lambda: services.set_active(account_id, request.form.get("active") == "1", by=current_actor()),
        lambda account: url_for("accounts.index"), back=url_for("accounts.index"),
    )  # fmt: skip


@pages.post("/accounts/<int:account_id>/password")
@requires(Permission.MANAGE_ACCOUNTS)
@grave
def reset(account_id: int) -> ResponseReturnValue:
    """Give an account a new first password and show it once."""

    def renew() -> None:
        account, first = services.reset_password(account_id, by=current_actor())
        flash(gettext(FIRST_PASSWORD, name=account.username, first=first), "brand")

    return press(renew, lambda _: url_for("accounts.index"), back=url_for("accounts.index"))


@pages.post("/language")
@public
def language() -> ResponseReturnValue:
    """Switch the language of this browser."""
    chosen = "en" if request.form.get("language") == "en" else "zh_Hans"
    answer = redirect(own_page(request.form.get("next"), "accounts.login"), 303)
    answer.set_cookie("language", chosen, max_age=31_536_000, httponly=True, samesite="Lax", secure=request.is_secure)
    viewer = current_viewer()
    if viewer:
        services.set_preferences(language=chosen, theme=viewer.theme, text_size=viewer.text_size, by=current_actor())
    return answer


@pages.after_app_request
def note_seen(answer: Response) -> Response:
    """Keep, at most once a minute, that the session is in use."""
    endpoint = request.endpoint or ""
    viewer = None if is_static(endpoint) else current_viewer()
    if viewer and endpoint != "accounts.logout" and clock.now() - viewer.seen_at > sessions.SEEN_EVERY:
        with suppress(OperationalError):  # a busy database must not take back a page that is ready
            sessions.note_seen(viewer.session_id)
    return answer
