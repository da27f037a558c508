"""Pages of the chain: where a document stands, waiving at its gate, the papers that were issued."""

import json
from dataclasses import asdict
from hashlib import sha256

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker import clock
from tracker.errors import N_, NotFound, RuleBroken
from tracker.files.transfer import stored_file
from tracker.issuing import queries, services, words
from tracker.issuing.content import source_of
from tracker.issuing.forms import BACK, PublicationForm, StepForm, WaiveForm
from tracker.issuing.printing import Rebuilt, rebuild
from tracker.issuing.rules import Step, may_send_back, may_take
from tracker.organisation.queries import list_units
from tracker.permissions import Permission
from tracker.web.access import current_actor, requires
from tracker.web.jobs import Job, waiting_page
from tracker.web.submissions import is_sent, press, send, send_waiting

pages = Blueprint("issuing", __name__)


@pages.route("/signing/<kind>/<int:document_id>", methods=["GET", "POST"])
@requires(Permission.VIEW_WORK)
def show(kind: str, document_id: int) -> ResponseReturnValue:
    """Show where a document stands, and take its next step or send it back."""
    chain = queries.get_chain(kind, document_id, current_actor())
    units = [(unit.id, unit.name) for unit in list_units(clock.today())]
    form = StepForm(units=units, cosigners=[unit.id for unit in chain.cosigners])
    here = url_for("issuing.show", kind=kind, document_id=document_id)
    if form.move.data == Step.ISSUE:
        done = _issue(form, kind, document_id)
    else:
        done = send(form, lambda: _move(form, kind, document_id), lambda _: here, said=gettext("Kept with your name."))
    form.seen.data = chain.drafted.content
    return done or _chain_page(chain, form)


def _chain_page(chain: queries.Chain, form: StepForm) -> str:
    by, where, kind, document_id = current_actor(), chain.standing, chain.drafted.kind, chain.drafted.id
    return render_template(
        "issuing/show.html", chain=chain, gate=queries.gate_of(source_of(kind), document_id), form=form,
        steps=words.steps(), verbs=words.verbs(), is_mine=where.next is not None and may_take(where.next, where, by),
        may_return=may_send_back(where, by), papers=queries.list_papers(by, kind=kind, document_id=document_id),
    )  # fmt: skip


def _move(form: StepForm, kind: str, document_id: int) -> object:
    by, opinion, seen = current_actor(), form.opinion.data or "", form.seen.data or ""
    if form.move.data == BACK:
        return services.send_back(kind, document_id, opinion, seen=seen, by=by)
    step, units = Step(form.move.data or ""), form.cosigners.data or ()
    return services.take_step(kind, document_id, step, opinion=opinion, seen=seen, by=by, cosigners=units)


def _issue(form: StepForm, kind: str, document_id: int) -> ResponseReturnValue | None:
    """Print the paper and issue it; whoever would have to wait is led to a page that looks until it is done."""
    opinion, seen, token = form.opinion.data or "", form.seen.data or "", form.form_token.data or ""
    job = _job(token)
    done = send_waiting(
        form, job,
        lambda by: services.print_paper(kind, document_id, opinion=opinion, seen=seen, by=by),
        lambda printed, by: services.issue(kind, document_id, printed, opinion=opinion, seen=seen, by=by),
        url_for("issuing.show", kind=kind, document_id=document_id),
        note={"opinion": opinion}, said=gettext("Issued, with your name."),
    )  # fmt: skip
    if done is None and not form.errors and job.is_known:
        return redirect(url_for("issuing.wait", kind=kind, document_id=document_id, token=token), 303)
    return done


def _job(token: str) -> Job:
    """Return the work that the form with ``token`` asked for; it is nobody else's to look at."""
    return Job(f"issue-{sha256(f'{token} {current_actor().account_id}'.encode()).hexdigest()}")


@pages.get("/signing/<kind>/<int:document_id>/issuing/<token>")
@requires(Permission.VIEW_WORK)
def wait(kind: str, document_id: int, token: str) -> ResponseReturnValue:
    """Wait for a paper that is being issued; say so where it was not issued, with the opinion that was typed."""
    chain = queries.get_chain(kind, document_id, current_actor())
    job, form = _job(token), StepForm(formdata=None)
    form.opinion.data, form.seen.data = job.note.get("opinion"), chain.drafted.content
    try:
        if not is_sent(token):
            if job.is_known and not job.wait():
                return waiting_page(job, chain.drafted.label, is_issue=True)
            if not job.is_done:
                raise RuleBroken(N_("The issue was broken off, and nothing was issued. Please issue it again."))
    except RuleBroken as refusal:
        form.show_refusal(refusal)
        return _chain_page(chain, form)
    flash(gettext("Issued, with your name."), "go")
    return redirect(url_for("issuing.show", kind=kind, document_id=document_id), 303)


@pages.route("/signing/<kind>/<int:document_id>/waive/<mark>", methods=["GET", "POST"])
@requires(Permission.WRITE_SUMMARY)
def waive(kind: str, document_id: int, mark: str) -> ResponseReturnValue:
    """Let an obstacle pass, with the reason."""
    chain = queries.get_chain(kind, document_id, current_actor())
    found = next((one for one in queries.gate_of(source_of(kind), document_id).open if one.mark == mark), None)
    form = WaiveForm()
    endpoint, values = chain.drafted.page
    done = send(
        form,
        lambda: services.waive(kind, document_id, mark, form.reason.data or "", by=current_actor()),
        lambda _: url_for(endpoint, **values, _anchor="gate"),
        said=gettext("Waived; your name and the reason stay with the document."),
    )
    if not done and found is None:
        raise NotFound
    return done or render_template("issuing/waive.html", chain=chain, found=found, form=form)


@pages.post("/signing/<kind>/<int:document_id>/waive/<mark>/back")
@requires(Permission.WRITE_SUMMARY)
def take_waiver_back(kind: str, document_id: int, mark: str) -> ResponseReturnValue:
    """Let an obstacle stand in the way again."""
    chain = queries.get_chain(kind, document_id, current_actor())
    endpoint, values = chain.drafted.page
    back = url_for(endpoint, **values, _anchor="gate")
    return press(
        lambda: services.take_waiver_back(kind, document_id, mark, by=current_actor()), lambda _: back, back=back
    )


@pages.get("/papers")
@requires(Permission.VIEW_WORK)
def index() -> ResponseReturnValue:
    """List the papers that were issued."""
    return render_template("issuing/index.html", papers=queries.list_papers(current_actor()))


@pages.get("/papers/<int:paper_id>")
@requires(Permission.VIEW_WORK)
def paper(paper_id: int) -> ResponseReturnValue:
    """Show an issued paper: its files, their hashes, what is published with it; `?rebuild=1` makes it anew."""
    kept = queries.get_paper(paper_id, current_actor())
    rebuilt = None
    if request.args.get("rebuild"):
        job = Job(f"rebuild-{paper_id}")
        job.begin(lambda: json.dumps(asdict(rebuild(kept))).encode())
        if not job.wait():
            return waiting_page(job, kept.title)
        rebuilt = Rebuilt(**json.loads(job.content()))
        job.forget()
    return render_template("issuing/paper.html", paper=kept, rebuilt=rebuilt, disclosures=words.disclosures())


@pages.route("/papers/<int:paper_id>/publication", methods=["GET", "POST"])
@requires(Permission.WRITE_SUMMARY)
def publication(paper_id: int) -> ResponseReturnValue:
    """Write down what is published with a paper."""
    kept = queries.get_paper(paper_id, current_actor())
    form = PublicationForm(obj=kept)
    done = send(
        form,
        lambda: services.set_publication(
            paper_id,
            services.Publication(
                form.index_code.data or "", form.publisher.data or "", form.disclosure.data,
                form.department.data or "",
            ),
            by=current_actor(),
        ),
        lambda _: url_for("issuing.paper", paper_id=paper_id),
        said=gettext("Saved."),
    )  # fmt: skip
    return done or render_template("issuing/publication.html", form=form, paper=kept)


@pages.get("/papers/<int:paper_id>.pdf")
@requires(Permission.VIEW_WORK)
def pdf(paper_id: int) -> Response:
    """Hand out the PDF as it was issued."""
    kept = queries.get_paper(paper_id, current_actor())
    return stored_file(kept.pdf, f"{kept.title}.pdf")


@pages.get("/papers/<int:paper_id>.docx")
@requires(Permission.VIEW_WORK)
def docx(paper_id: int) -> Response:
    """Hand out the Word twin as it was issued."""
    kept = queries.get_paper(paper_id, current_actor())
    return stored_file(kept.docx, f"{kept.title}.docx")
