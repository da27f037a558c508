"""Pages of notices: the register, a new one, one of them with its paper and its slips."""

from io import BytesIO

from flask import Blueprint, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker import clock
from tracker.checks.queries import get_finding
from tracker.checks.rounds import list_own_units, list_rounds
from tracker.errors import RuleBroken
from tracker.files.inspection import CONTENT_TYPES, Kind
from tracker.files.transfer import stored_file
from tracker.notices import queries, services, words
from tracker.notices.forms import AskedForm, NoticeForm
from tracker.notices.material import Order, offer
from tracker.notices.rules import NoticeKind, may_make
from tracker.organisation.queries import find_agency
from tracker.organisation.rules import word_of
from tracker.permissions import Permission
from tracker.tasks.queries import get_light_rules
from tracker.web.access import current_actor, requires
from tracker.web.submissions import press, send
from tracker.web.tables import Page, page_asked

pages = Blueprint("notices", __name__, url_prefix="/notices")


@pages.get("")
@requires(Permission.VIEW_WORK)
def index() -> ResponseReturnValue:
    """List the notices of a year, of all kinds or of one."""
    by, asked = current_actor(), page_asked(["newest"])
    year = request.args.get("year", clock.today().year, type=int)
    kind = next((one for one in NoticeKind if one == request.args.get("kind")), None)
    rows = queries.list_notices(by, year, kind, limit=asked.per_page, offset=asked.offset)
    page = Page(rows, asked.number, asked.per_page, queries.count_notices(by, year, kind))
    return render_template("notices/index.html", page=page, year=year, kind=kind, kinds=_kinds())


@pages.route("/new", methods=["GET", "POST"])
@requires(Permission.VIEW_WORK)
def new() -> ResponseReturnValue:
    """Choose what goes on a paper, print it and number it; the report on rectification is its unit's own to make."""
    by, rules = current_actor(), get_light_rules(clock.today())
    kinds, asked = _kinds(), _asked()
    kind = asked.chosen_kind
    if kind is None:
        own = {one: name for one, name in kinds.items() if one in may_make(by)}
        return render_template("notices/new.html", asked=asked, kinds=own, offer=None, form=None)
    offered = offer(asked.order(kind), by=by, rules=rules)
    form = NoticeForm(offered, frozenset(request.args.getlist("finding", type=int)))
    done = _issued(form, offered.order)
    return done or render_template("notices/new.html", asked=asked, kinds=kinds, offer=offered, form=form)


@pages.get("/<int:notice_id>")
@requires(Permission.VIEW_WORK)
def show(notice_id: int) -> ResponseReturnValue:
    """Show a notice: its paper, its hash, and who signed for it."""
    page = queries.get_notice_page(notice_id, current_actor())
    return render_template("notices/show.html", page=page, notice=page.notice, kinds=_kinds())


@pages.post("/<int:notice_id>/sign")
@requires(Permission.RECTIFY)
def sign(notice_id: int) -> ResponseReturnValue:
    """Sign for a notice in the name of one's unit."""
    here = url_for("notices.show", notice_id=notice_id)
    return press(
        lambda: services.sign_for(notice_id, by=current_actor()), lambda _: here, back=here,
        said=gettext("Signed for."),
    )  # fmt: skip


@pages.get("/<int:notice_id>.pdf")
@requires(Permission.VIEW_WORK)
def pdf(notice_id: int) -> ResponseReturnValue:
    """Hand out the PDF as it was printed."""
    notice = queries.get_notice(notice_id, current_actor())
    return stored_file(notice.file, f"{notice.title}.pdf")


@pages.get("/<int:notice_id>.docx")
@requires(Permission.VIEW_WORK)
def docx(notice_id: int) -> ResponseReturnValue:
    """Hand out the Word twin, made from the document that was kept."""
    notice = queries.get_notice(notice_id, current_actor())
    twin = BytesIO(services.word_twin(notice))
    return send_file(twin, CONTENT_TYPES[Kind.DOCX], as_attachment=True, download_name=f"{notice.title}.docx")


def _issued(form: NoticeForm, asked: Order) -> ResponseReturnValue | None:
    """Print and number the paper of a valid form and lead to it; a refusal stands on the form."""
    if request.method != "POST" or not form.validate():
        return None
    with services.taking_turns():
        draft = _draft(form, asked)
        return (
            None
            if draft is None
            else send(
                form,
                lambda: services.issue_notice(form.order(asked), draft, by=current_actor()),
                lambda notice: url_for("notices.show", notice_id=notice.id),
                said=gettext("Printed, numbered and kept."),
            )
        )


def _draft(form: NoticeForm, asked: Order) -> services.Draft | None:
    """Print the paper of the form before it is numbered; a refusal stands on the form."""
    try:
        return services.draft_notice(form.order(asked), by=current_actor())
    except RuleBroken as refusal:
        form.show_refusal(refusal)
        return None


def _asked() -> AskedForm:
    """Return what the address asks for; who sees one unit asks for that, and a finding asks for its unit."""
    by, today = current_actor(), clock.today()
    sees_all = by.may(Permission.VIEW_ALL_UNITS)
    finding_id = request.args.get("finding", type=int)
    units = [(unit.id, unit.name) for unit in list_own_units(today) if by.sees_unit(unit.id)]
    rounds = [(one.id, one.name) for one in list_rounds(request.args.get("year", today.year, type=int), by)]
    usual = get_finding(finding_id, by).unit_id if finding_id is not None else None if sees_all else by.unit_id
    return AskedForm(request.args, kinds=_kinds(), units=units, rounds=rounds, usual_unit=usual)


def _kinds() -> dict[NoticeKind, str]:
    agency = find_agency()
    return words.kinds(word_of(agency.check_word if agency else ""))
