"""The page of archive packages: asking for one, seeing how far it is, taking it away."""

from flask import Blueprint, Flask, current_app, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker import clock
from tracker.archive import queries, running, services
from tracker.archive.models import ArchiveRun
from tracker.archive.rules import is_alive, root_name
from tracker.errors import NotFound
from tracker.permissions import Permission
from tracker.web.access import current_actor, grave, requires
from tracker.web.submissions import press
from tracker.years.queries import list_years

pages = Blueprint("archive", __name__, url_prefix="/archive")


@pages.get("")
@requires(Permission.KEEP_ARCHIVE)
def index() -> ResponseReturnValue:
    """Show the years and the packages that were made; while one is being made the page looks again by itself."""
    runs, now = queries.list_runs(), clock.now()
    alive = {run.id: is_alive(run.state, run.noted_at, now) for run in runs}
    there = {run.id: running.file_of(run.id, run.year).exists() for run in runs}
    return render_template(
        "archive/index.html", years=list_years(), runs=runs, alive=alive, there=there, is_running=any(alive.values())
    )


@pages.post("/<int:year>")
@requires(Permission.KEEP_ARCHIVE)
@grave
def make(year: int) -> ResponseReturnValue:
    """Ask for the package of a year."""
    asked: list[ArchiveRun] = []
    here = url_for("archive.index")

    def ask() -> ArchiveRun:
        asked.append(services.ask_for_archive(year, by=current_actor()))
        return asked[0]

    answer = press(ask, lambda _: here, back=here, said=gettext("The package is being made; this page says how far."))
    if asked and queries.is_running():
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
        running.start(app, asked[0].id, year, by=current_actor())
    return answer


@pages.get("/<int:run_id>.zip")
@requires(Permission.KEEP_ARCHIVE)
@grave
def file(run_id: int) -> ResponseReturnValue:
    """Give a package for saving."""
    run = queries.get_run(run_id)
    path = running.file_of(run.id, run.year)
    if not path.exists():
        raise NotFound
    name = f"{root_name(run.year)}.zip"
    answer = send_file(path, mimetype="application/zip", as_attachment=True, download_name=name, max_age=0)
    answer.headers["Cache-Control"] = "no-store"
    return answer
