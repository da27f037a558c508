"""Pages of complaints and opinions: the register, one of them, and what is done about it."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker import clock
from tracker.checks.rounds import list_own_units
from tracker.checks.services import Demand
from tracker.complaints import queries, services, words
from tracker.complaints.forms import AnswerForm, AssignForm, ComplaintForm, FoundForm, HandleForm, PublishForm
from tracker.complaints.models import Complaint
from tracker.complaints.rules import ComplaintView
from tracker.permissions import Permission
from tracker.tasks.queries import get_light_rules
from tracker.web.access import current_actor, requires
from tracker.web.submissions import send
from tracker.web.tables import Page, page_asked

pages = Blueprint("complaints", __name__, url_prefix="/complaints")


@pages.get("")
@requires(Permission.VIEW_WORK)
def index() -> ResponseReturnValue:
    """List what came in within a year, in one view, and by which channels."""
    by, rules, asked = current_actor(), get_light_rules(clock.today()), page_asked(["newest"])
    year = request.args.get("year", rules.today.year, type=int)
    view = next((one for one in ComplaintView if one == request.args.get("view")), ComplaintView.OPEN)
    counts = queries.count_complaints(by, year, today=rules.today)
    rows = queries.list_complaints(by, year, view, rules=rules, limit=asked.per_page, offset=asked.offset)
    page = Page(rows, asked.number, asked.per_page, counts[view])
    channels = queries.count_by_channel(by, year)
    asked_for = {"year": year, "view": view}
    return render_template(
        "complaints/index.html", page=page, counts=counts, channels=channels, asked=asked_for, words=words
    )


@pages.route("/new", methods=["GET", "POST"])
@requires(Permission.RUN_CHECKS)
def new() -> ResponseReturnValue:
    """Register what somebody said."""
    form = ComplaintForm(received_on=clock.today())
    done = send(
        form,
        lambda: services.register_complaint(form.complaint, by=current_actor()),
        _to,
        said=gettext("Registered. Give it to a unit, or answer it."),
    )
    return done or render_template("complaints/new.html", form=form)


@pages.get("/<int:complaint_id>")
@requires(Permission.VIEW_WORK)
def show(complaint_id: int) -> ResponseReturnValue:
    """Show a complaint: what it says, every step, and what may be done."""
    page = _page(complaint_id)
    return render_template("complaints/show.html", page=page, complaint=page.complaint, words=words)


@pages.route("/<int:complaint_id>/assign", methods=["GET", "POST"])
@requires(Permission.RUN_CHECKS)
def assign(complaint_id: int) -> ResponseReturnValue:
    """Give a complaint to a unit, or give it back to be handled again."""
    by = current_actor()
    page = _page(complaint_id)
    found = page.complaint
    form = AssignForm(units=_units(), version=str(found.version), days=Demand.days, unit_id=found.unit_id)
    done = send(
        form,
        lambda: services.assign_complaint(
            complaint_id, int(form.unit_id.data), form.days.data or 0, form.text.data or "", by=by,
            seen=form.seen_version(),
        ),
        _to,
        said=gettext("The unit has it on its list."),
    )  # fmt: skip
    return done or render_template("complaints/assign.html", page=page, complaint=found, form=form, words=words)


@pages.route("/<int:complaint_id>/handle", methods=["GET", "POST"])
@requires(Permission.RECTIFY)
def handle(complaint_id: int) -> ResponseReturnValue:
    """Report what the unit found out and did."""
    by = current_actor()
    page = _page(complaint_id)
    form = HandleForm(version=str(page.complaint.version))
    done = send(
        form,
        lambda: services.handle_complaint(complaint_id, form.text.data or "", by=by, seen=form.seen_version()),
        _to,
        said=gettext("Sent. The supervision group answers the person."),
    )
    return done or render_template(
        "complaints/handle.html", page=page, complaint=page.complaint, form=form, words=words
    )


@pages.route("/<int:complaint_id>/answer", methods=["GET", "POST"])
@requires(Permission.RUN_CHECKS)
def answer(complaint_id: int) -> ResponseReturnValue:
    """Keep what the person was answered."""
    by = current_actor()
    page = _page(complaint_id)
    form = AnswerForm(version=str(page.complaint.version), answered_on=clock.today())
    done = send(
        form,
        lambda: services.answer_complaint(
            complaint_id, form.text.data or "", by=by, answered_on=form.answered_on.data, seen=form.seen_version()
        ),
        _to,
        said=gettext("Kept. The result can be published now."),
    )
    return done or render_template(
        "complaints/answer.html", page=page, complaint=page.complaint, form=form, words=words
    )


@pages.route("/<int:complaint_id>/publish", methods=["GET", "POST"])
@requires(Permission.RUN_CHECKS)
def publish(complaint_id: int) -> ResponseReturnValue:
    """Keep what was published of the result."""
    by = current_actor()
    page = _page(complaint_id)
    form = PublishForm(version=str(page.complaint.version), text=page.complaint.published)
    done = send(
        form,
        lambda: services.publish_result(complaint_id, form.text.data or "", by=by, seen=form.seen_version()),
        _to,
        said=gettext("Saved."),
    )
    return done or render_template(
        "complaints/publish.html", page=page, complaint=page.complaint, form=form, words=words
    )


@pages.route("/<int:complaint_id>/finding", methods=["GET", "POST"])
@requires(Permission.RUN_CHECKS)
def finding(complaint_id: int) -> ResponseReturnValue:
    """Open a finding out of a complaint."""
    by = current_actor()
    page = _page(complaint_id)
    found = page.complaint
    form = FoundForm(units=_units(), version=str(found.version), days=Demand.days, unit_id=found.unit_id)
    done = send(
        form,
        lambda: services.make_finding(
            complaint_id, int(form.unit_id.data), form.text.data or "", form.demand, by=by, seen=form.seen_version()
        ),
        lambda made: url_for("checks.finding", finding_id=made.id),
        said=gettext("The finding is numbered; the unit has it on its first page."),
    )
    return done or render_template("complaints/finding.html", page=page, complaint=found, form=form, words=words)


def _page(complaint_id: int) -> queries.ComplaintPage:
    return queries.get_complaint_page(complaint_id, current_actor(), rules=get_light_rules(clock.today()))


def _to(complaint: Complaint) -> str:
    return url_for("complaints.show", complaint_id=complaint.id)


def _units() -> list[tuple[int, str]]:
    return [(unit.id, unit.name) for unit in list_own_units(clock.today())]
