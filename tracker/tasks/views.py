"""Pages of tasks: the list and its exports, one task with everything on it, and what is done with it."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker import clock
from tracker.bulk.queries import find_bulk_to_undo
from tracker.checks.queries import list_findings_of_task
from tracker.coverage.queries import list_carried_out_by
from tracker.history.queries import list_history_of
from tracker.permissions import Permission
from tracker.progress.queries import count_waiting, get_reports_of
from tracker.talk.queries import list_talk_of_task
from tracker.tasks import queries, saved, services, words
from tracker.tasks.explanation import explain
from tracker.tasks.filters import SORTS
from tracker.tasks.forms import AssignForm, CancelForm, DelegateForm, EditForm, NewForm, WordingFields
from tracker.tasks.lights import LightRules
from tracker.tasks.listing import Choices, Listed, asked_for, query_of, rows_asked, table_of, tabs_of
from tracker.tasks.models import Task
from tracker.tasks.rules import ProofRule, TaskWording
from tracker.tasks.story import Happening, Kind, Story, changes, findings, story_of
from tracker.web.access import current_actor, requires
from tracker.web.exports import csv_bytes, xlsx_bytes
from tracker.web.submissions import press, send
from tracker.web.tables import Page, page_asked
from tracker.years.queries import find_lineage

pages = Blueprint("tasks", __name__)


@pages.get("/tasks")
@requires(Permission.VIEW_WORK)
def index() -> ResponseReturnValue:
    """List the tasks of a year under the filters in force."""
    by, today = current_actor(), clock.today()
    rules, years = queries.get_light_rules(today), queries.list_years(by)
    wanted, asked = asked_for(request.args, years, today), page_asked(SORTS)
    year = queries.tally_year(wanted.year, by=by, rules=rules)
    rows = queries.list_tasks(
        wanted, by=by, rules=rules, sort=asked.sort, is_descending=asked.is_descending,
        limit=asked.per_page, offset=asked.offset,
    )  # fmt: skip
    counts = year.lights(wanted.state, wanted.light)
    if not wanted.is_plain:
        counts = queries.count_by_light(wanted, rows if asked.has_all(rows) else None, by=by, rules=rules)
    tags = queries.list_tags(wanted.year, by)
    listed = Listed(
        page=Page(rows, asked.number, asked.per_page, counts.total), wanted=wanted, counts=counts,
        tags=queries.list_tags_on([row.id for row in rows]) if tags else {},
        tabs=tabs_of(year), views=saved.list_views(by), sort=request.args.get("sort", ""),
        choices=Choices(years, queries.list_unit_names(by), tags),
    )  # fmt: skip
    more = {"waiting": count_waiting(by), "undo": find_bulk_to_undo(by, clock.now())}
    return render_template("tasks/index.html", listed=listed, asked=asked, words=words, **more)


@pages.post("/tasks/views")
@requires(Permission.VIEW_WORK)
def keep_view() -> ResponseReturnValue:
    """Keep the filters in force under a name; what no filter knows is left out."""
    wanted = asked_for(request.args, (), clock.today())
    query = urlencode({name: text for name, text in query_of(wanted).items() if name != "year"})
    page = f"{url_for('tasks.index')}?{query}"
    return press(
        lambda: saved.keep_view(request.form.get("name", ""), query, by=current_actor()),
        lambda _: page,
        back=page,
        said=gettext("Kept among your views."),
    )


@pages.post("/tasks/views/<int:view_id>/remove")
@requires(Permission.VIEW_WORK)
def remove_view(view_id: int) -> ResponseReturnValue:
    """Forget a view of one's own."""
    page = url_for("tasks.index")
    return press(lambda: saved.remove_view(view_id, by=current_actor()), lambda _: page, back=page)


@pages.get("/tasks.csv")
@requires(Permission.VIEW_WORK)
def export_csv() -> ResponseReturnValue:
    """Give the list as it is shown, all its pages, as CSV."""
    return _download(csv_bytes(*_table()), "csv", "text/csv; charset=utf-8")


@pages.get("/tasks.xlsx")
@requires(Permission.VIEW_WORK)
def export_xlsx() -> ResponseReturnValue:
    """Give the list as it is shown, all its pages, as an Excel file."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _download(xlsx_bytes(gettext("Tasks"), *_table()), "xlsx", kind)


def _table() -> tuple[list[str], list[list[object]]]:
    by, today = current_actor(), clock.today()
    rules, asked = queries.get_light_rules(today), page_asked(SORTS)
    wanted = asked_for(request.args, queries.list_years(by), today)
    return table_of(
        queries.list_tasks(
            wanted, by=by, rules=rules, sort=asked.sort, is_descending=asked.is_descending,
            limit=rows_asked(request.args),
        )
    )  # fmt: skip


def _download(content: bytes, ending: str, kind: str) -> Response:
    answer = Response(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="tasks-{clock.today():%Y%m%d}.{ending}"'
    return answer


@pages.get("/search")
@requires(Permission.VIEW_WORK)
def search() -> ResponseReturnValue:
    """Lead a question to the list that answers it."""
    return redirect(url_for("tasks.index", q=request.args.get("q", "")))


@pages.get("/tasks/<int:task_id>")
@requires(Permission.VIEW_WORK)
def show(task_id: int) -> ResponseReturnValue:
    """Show a task: what waits for the reader, its limit, what happened, facts and proofs."""
    rules = queries.get_light_rules(clock.today())
    page = queries.get_task_page(task_id, by=current_actor(), rules=rules)
    reports = get_reports_of(page.row)
    return render_template(
        "tasks/show.html",
        page=page,
        reports=reports,
        story=_story(task_id, reports.happenings, rules),
        limit=explain(page.task, rules),
        superior=list_carried_out_by(page.task.item_id),
        lineage=find_lineage(page.task, rules.today, by=current_actor()),
        words=words,
    )


def _story(task_id: int, reported: list[Happening], rules: LightRules) -> Story:
    found = list_findings_of_task(task_id, current_actor(), rules=rules)
    entries = [*reported, *changes(list_history_of("task", task_id)), *findings(found), *list_talk_of_task(task_id)]
    chosen = request.args.get("only", "")
    return story_of(
        entries, chosen=Kind(chosen) if chosen in list(Kind) else None, is_whole=request.args.get("all") == "1"
    )


@pages.route("/tasks/new", methods=["GET", "POST"])
@requires(Permission.ASSIGN_TASKS)
def new() -> ResponseReturnValue:
    """Make a task by hand."""
    year = asked_for(request.args, (), clock.today()).year
    form = NewForm(**_people_to_choose(None))

    def make() -> Task:
        return services.add_task(
            year, _wording(form), lead=form.lead.ids, coop=form.coop.ids, leader_id=form.person("leader"),
            officer_id=form.person("officer"), category=form.category.data or "", field=form.field.data or "",
            by=current_actor(),
        )  # fmt: skip

    done = send(form, make, _page_of, said=gettext("The task is made and waits to be signed for."))
    return done or render_template("tasks/new.html", form=form, year=year)


@pages.route("/tasks/<int:task_id>/edit", methods=["GET", "POST"])
@requires(Permission.ASSIGN_TASKS)
def edit(task_id: int) -> ResponseReturnValue:
    """Change what a task says and when it is due."""
    task = queries.get_task(task_id, current_actor())
    form = EditForm(obj=task)
    done = send(
        form,
        lambda: services.edit_task(task_id, _wording(form), by=current_actor(), seen=form.seen_version()),
        _page_of,
        said=gettext("Saved."),
    )
    return done or render_template("tasks/edit.html", form=form, task=task)


@pages.route("/tasks/<int:task_id>/assign", methods=["GET", "POST"])
@requires(Permission.ASSIGN_TASKS)
def assign(task_id: int) -> ResponseReturnValue:
    """Give a task its units and people."""
    task = queries.get_task(task_id, current_actor())
    form = AssignForm(**_people_to_choose(task), data={**services.people_on(task), "version": task.version})
    done = send(
        form,
        lambda: services.assign_task(
            task_id, lead=form.lead.ids, coop=form.coop.ids, leader_id=form.person("leader"),
            officer_id=form.person("officer"), duties=form.duties.data or "", by=current_actor(),
            seen=form.seen_version(),
        ),
        _page_of,
        said=gettext("Assigned."),
    )  # fmt: skip
    return done or render_template("tasks/assign.html", form=form, task=task)


@pages.route("/tasks/<int:task_id>/delegate", methods=["GET", "POST"])
@requires(Permission.REPORT_PROGRESS)
def delegate(task_id: int) -> ResponseReturnValue:
    """Make a colleague of one's own unit responsible."""
    by = current_actor()
    task = queries.get_task(task_id, by)
    colleagues = queries.list_colleagues(by, clock.today())
    form = DelegateForm(colleagues, data={"person": str(task.officer_id or ""), "version": task.version})
    done = send(
        form,
        lambda: services.delegate_task(task_id, int(form.person.data), by=by, seen=form.seen_version()),
        _page_of,
        said=gettext("Given to a colleague."),
    )
    return done or render_template("tasks/delegate.html", form=form, task=task)


@pages.route("/tasks/<int:task_id>/cancel", methods=["GET", "POST"])
@requires(Permission.ASSIGN_TASKS)
def cancel(task_id: int) -> ResponseReturnValue:
    """Cancel a task with a reason."""
    task = queries.get_task(task_id, current_actor())
    form = CancelForm(data={"version": task.version})
    done = send(
        form,
        lambda: services.cancel_task(task_id, form.reason.data or "", by=current_actor(), seen=form.seen_version()),
        _page_of,
        said=gettext("The task is cancelled. It stays to be seen, with the reason."),
    )
    return done or render_template("tasks/cancel.html", form=form, task=task)


@pages.post("/tasks/<int:task_id>/reopen")
@requires(Permission.ASSIGN_TASKS)
def reopen(task_id: int) -> ResponseReturnValue:
    """Take a finished task up again."""
    return press(
        lambda: services.reopen_task(task_id, by=current_actor()),
        _page_of,
        back=url_for("tasks.show", task_id=task_id),
    )


@pages.post("/tasks/<int:task_id>/sign")
@requires(Permission.REPORT_PROGRESS)
def sign(task_id: int) -> ResponseReturnValue:
    """Sign for a task for one's own unit."""
    return press(
        lambda: services.sign_for(task_id, by=current_actor()),
        lambda task: url_for("progress.work") if request.form.get("back") == "work" else _page_of(task),
        back=url_for("tasks.show", task_id=task_id),
        said=gettext("Signed for."),
    )


@pages.post("/plans/<int:plan_id>/publish")
@requires(Permission.EDIT_PLAN)
def publish(plan_id: int) -> ResponseReturnValue:
    """Publish a plan and go to its tasks."""
    return press(
        lambda: services.publish_plan(plan_id, by=current_actor()),
        lambda plan: url_for("tasks.index", year=plan.year),
        back=url_for("plans.show", plan_id=plan_id),
        said=gettext("The plan is published; its tasks wait to be signed for."),
    )


def _page_of(task: Task) -> str:
    return url_for("tasks.show", task_id=task.id)


def _wording(form: WordingFields) -> TaskWording:
    return TaskWording(
        title=form.title.data or "", requirement=form.requirement.data or "", deliverable=form.deliverable.data or "",
        target=form.target.data or "", limit_phrase=form.limit_phrase.data or "", due_on=form.due_on.data,
        event_on=form.event_on.data, proofs=ProofRule(form.proofs.data),
    )  # fmt: skip


def _people_to_choose(task: Task | None) -> dict[str, Any]:
    """Return the units and people of today, and those who are on ``task`` already."""
    units, people = queries.list_unit_choices(clock.today()), queries.list_people_named(clock.today())
    if task is not None:
        units = {**units, **{unit.unit.name: unit.unit_id for unit in task.units}}
        present = [(person.id, queries.text_of_person(person)) for person in (task.leader, task.officer) if person]
        people += [one for one in present if one not in people]
    return {"units": units, "people": people}
