"""The `tracker` command: what a server, an office or a script asks for from the shell."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from tracker import __version__, config, logs
from tracker.annual_report.commands import annual_report
from tracker.archive.commands import archive
from tracker.config import Settings, load_settings
from tracker.errors import Refusal
from tracker.plans.commands import plan
from tracker.reminders.commands import remind, worker
from tracker.summary.commands import summary

BAD_INPUT = 2
FAILED_CHECK = 1


class RefusingGroup(click.Group):
    """A group of commands whose refusals are one line on stderr and exit code 2."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; tell a refusal in its own words."""
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            click.echo(f"tracker: {refusal}", err=True)
            sys.exit(BAD_INPUT)


@click.group(cls=RefusingGroup)
@click.version_option(__version__)
@click.pass_context
def main(context: click.Context) -> None:
    """Carry a year's open-government work plan from the document to the printed summary."""
    logs.start()
    context.obj = application


@contextmanager
def application() -> Iterator[Settings]:
    """Give a command the application's context on an up-to-date database."""
    from tracker.app import create_app
    from tracker.upgrading import bring_up_to_date

    settings = load_settings()
    config.use(settings)
    bring_up_to_date(settings)
    with create_app(settings).app_context():
        yield settings


@main.command()
@click.option("--port", default=5000, show_default=True)
@click.option("--demo", is_flag=True, help="Build the demonstration years first when the database is empty.")
def run(port: int, demo: bool) -> None:
    """Start a server for this machine alone."""
    os.environ.setdefault("TRACKER_HOSTS", "127.0.0.1,localhost")
    os.environ.setdefault("TRACKER_RATES", "")
    os.environ.setdefault("TRACKER_DISK_PERCENT", "100")  # a desk's disk may be fuller than a server's
    _start("127.0.0.1", port, workers=1, demo=demo)


@main.command()
@click.option("--workers", default=2, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="Where it listens; the proxy is on this machine.")
@click.option("--port", default=5000, show_default=True)
def serve(workers: int, host: str, port: int) -> None:
    """Start the production server; refused where the doctor finds an error."""
    from tracker.doctor import obstacles
    from tracker.serving import check_address

    check_address(load_settings(), host)
    with application() as settings:
        found = obstacles(settings)
    for answer in found:
        click.echo(f"BAD   {answer.name}: {answer.sentence}", err=True)
    if found:
        sys.exit(FAILED_CHECK)
    _start(host, port, workers=workers, demo=False)


def _start(host: str, port: int, *, workers: int, demo: bool) -> None:
    from tracker import serving
    from tracker.accounts.queries import has_accounts
    from tracker.accounts.services import make_setup_code
    from tracker.demo import build_demonstration, is_demonstration, open_accounts

    with application() as settings:
        if demo and not has_accounts():
            build_demonstration(click.echo)
        elif not has_accounts():
            click.echo(f"No account yet. Open http://{host}:{port}/setup within 15 minutes; the code is:")
            click.echo(f"    {make_setup_code()}")
        if is_demonstration():
            open_accounts(click.echo)
    click.echo(f"Serving http://{host}:{port} (stop with Ctrl+C)")
    serving.serve(settings, host=host, port=port, workers=workers)


@main.command()
def demo() -> None:
    """Build an invented finished year and a running one; refused on a database with data of its own."""
    from tracker.demo import build_demonstration, open_accounts

    with application():
        build_demonstration(click.echo)
        open_accounts(click.echo)


@main.command("load-sample")
@click.option("--tasks", default=20_000, show_default=True, type=click.IntRange(1, 1_000_000))
@click.option("--years", default=1, show_default=True, type=click.IntRange(1, 50))
@click.option("--units", default=60, show_default=True, type=click.IntRange(8, 5_000))
def load_sample(tasks: int, years: int, units: int) -> None:
    """Fill an empty database with rows for measuring."""
    from tracker.sample import load_sample as load

    with application():
        load(tasks, years, units, click.echo)


@main.command()
def upgrade() -> None:
    """Bring the database to the newest form; a verified backup is made first."""
    with application():
        click.echo("The database is up to date.")


@main.command("rotate-key")
def rotate_key() -> None:
    """Take a new secret key into use; sessions and open forms go on, and the former keys verify what they sealed."""
    from tracker.history.services import rotate_key as rotate

    with application():
        rotate()
    click.echo("A new key is in use, servers that run included. Keep a copy of the file secret_key apart from backups.")


@main.group()
def history() -> None:
    """The record of who did what."""


@history.command()
def verify() -> None:
    """Check that no entry was changed, removed or added outside the program; name the first broken link."""
    from tracker.history.services import first_broken_entry

    with application():
        broken = first_broken_entry()
    if broken is not None:
        click.echo(f"The history is broken at entry {broken}.", err=True)
        sys.exit(FAILED_CHECK)
    click.echo("Every entry follows from the one before it.")


@history.command()
@click.argument("export", type=click.Path(dir_okay=False, path_type=Path))
def remove(export: Path) -> None:
    """Write the entries beyond the retention to EXPORT, then remove them: whole closed months, and it is recorded."""
    from tracker.history.keeping import remove_old

    with application() as settings:
        count = remove_old(settings, export)
    click.echo(f"{export}: {count} entries written and removed." if count else "No entry is old enough.")


@main.command()
def doctor() -> None:
    """Check what a careful administrator would check; exit 1 when something is wrong."""
    from tracker.doctor import examine

    with application() as settings:
        answers = list(examine(settings))
    for answer in answers:
        mark = {"ok": " ok ", "warning": "look", "error": "BAD "}[answer.level]
        click.echo(f"{mark}  {answer.name}: {answer.sentence}")
    if any(answer.level == "error" for answer in answers):
        sys.exit(FAILED_CHECK)


@main.group()
def workdays() -> None:
    """The State Council calendar."""


@workdays.command()
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
@click.argument("number", type=click.IntRange(min=0))
def add(day: datetime, number: int) -> None:
    """Print the day NUMBER working days after DAY, then every day left out on the way and why."""
    from tracker.holidays.queries import current_calendar
    from tracker.workdays.counting import add_workdays
    from tracker.workdays.explaining import lines

    with application():
        counted = add_workdays(day.date(), number, current_calendar())
    for line in lines(counted):
        click.echo(line.text % line.values)


@main.command()
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
def backup(target: Path) -> None:
    """Write a checked copy of database and files to TARGET."""
    from tracker.backups.writing import write_backup

    with application() as settings:
        write_backup(settings, target)
    click.echo(f"{target}: database and files copied, opened again and compared.")


@main.command("check-backups")
def check_backups() -> None:
    """Open every backup of the worker again and mark those that are not whole; exit 1 when there are such."""
    from tracker.backups.turns import check_again

    with application() as settings:
        bad = check_again(settings)
    for copy in bad:
        click.echo(f"{copy.path.name}: {copy.why}", err=True)
    if bad:
        sys.exit(FAILED_CHECK)
    click.echo("Every backup is whole.")


@main.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(source: Path) -> None:
    """Put a backup back into an empty instance."""
    from tracker.backups.restoring import restore_backup

    restore_backup(load_settings(), source)
    click.echo(f"{source}: restored. Everybody has to sign in again.")


main.add_command(annual_report)
main.add_command(archive)
main.add_command(plan)
main.add_command(summary)
main.add_command(worker)
main.add_command(remind)


if __name__ == "__main__":
    main()
