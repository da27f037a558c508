"""`tracker worker` and `tracker remind`: what runs beside the pages."""

import logging
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol, cast

import click

from tracker import clock
from tracker.config import Settings
from tracker.db import db
from tracker.errors import N_, Refusal, RuleBroken
from tracker.features import modules
from tracker.holidays.queries import current_calendar
from tracker.reminders.digests import drafts_of, plan_digests
from tracker.reminders.outbox import deliver
from tracker.reminders.queries import find_last_run
from tracker.reminders.services import make_reminders
from tracker.workdays.calendar import ONE_DAY, Calendar

Application = Callable[[], AbstractContextManager[Settings]]  # handed in by the command line
MORNING = 8  # the hour in China from which the day's reminders go out
PAUSE = 30  # seconds between two looks
log = logging.getLogger("tracker.reminders")


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now and end, at whatever hour.")
@click.pass_obj
def worker(application: Application, once: bool) -> None:
    """Remind, send what waits, back up every hour, clear up every night; any number of these may run."""
    with application() as settings:
        while True:
            try:
                _work(settings, is_morning=once or clock.local(clock.now()).hour >= MORNING)
            except Exception:
                if once:
                    raise
                log.exception("a turn of the worker failed; the next one tries again")
            db.session.remove()
            if once:
                return
            time.sleep(PAUSE)


class Daily(Protocol):
    """What a feature does by itself on a day, such as making tasks: as often as it is asked, but everything once."""

    def do_day(self, today: date) -> list[str]:
        """Do what is due on ``today``; return a line for each thing done."""


class Turn(Protocol):
    """What a part of the program does by itself all day long, such as making backups."""

    def do_turn(self, settings: Settings) -> list[str]:
        """Do what is due; return a line for each thing done."""


def _work(settings: Settings, *, is_morning: bool) -> None:
    if is_morning:
        for feature in modules("daily"):  # they stand above this one and are found by name
            for line in cast(Daily, feature).do_day(clock.today()):
                click.echo(f"{clock.today()}: {line}")
        run = make_reminders(clock.today())
        if run.told:
            click.echo(f"{clock.today()}: {run.told} people reminded")
        if run.missing_year:
            click.echo(f"The holidays of {run.missing_year} are not known: no reminders until they are.", err=True)
    delivery = deliver(settings)
    if delivery.sent or delivery.failed:
        click.echo(f"{delivery.sent} messages sent, {delivery.failed} tries failed")
    _take_turns(settings)


def _take_turns(settings: Settings) -> None:
    """Let every part do what it does by itself; what one cannot do stops no other."""
    db.session.remove()
    for part in modules("turns"):
        try:
            for line in cast(Turn, part).do_turn(settings):
                click.echo(line)
        except Refusal as refusal:
            click.echo(f"tracker: {refusal}", err=True)


def _workday_before(day: date, calendar: Calendar) -> date:
    """Return the last working day before ``day``, as far as the calendar is known."""
    before = day - ONE_DAY
    while calendar.first_missing_year(before, before) is None and not calendar.is_workday(before):
        before -= ONE_DAY
    return before


@click.command()
@click.option("--dry-run", is_flag=True, help="Print what would go to whom; send and keep nothing.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day to look at; today when not given.")
@click.pass_obj
def remind(application: Application, dry_run: bool, on: datetime | None) -> None:
    """Make the reminders of today; with --dry-run only say what would go to whom on a day."""
    if on is not None and not dry_run:
        raise RuleBroken(N_("Reminders can be made for today only; --on goes with --dry-run."))
    with application() as settings:
        day = on.date() if on else clock.today()
        if not dry_run:
            run = make_reminders(day)
            click.echo(f"{day}: {run.told} people reminded")
            return
        last_run = find_last_run()
        # another day is looked at as if every day before it had been worked through
        since = last_run if day == clock.today() else _workday_before(day, current_calendar())
        is_workday = current_calendar().is_workday(day)
        is_due = is_workday and (day != clock.today() or last_run is None or last_run < day)
        drafts = drafts_of(plan_digests(day, since), day, settings) if is_due else []
        click.echo(f"{day}: {len(drafts)} messages" + ("" if is_workday else " (not a working day)"))
        for draft in drafts:
            click.echo(f"\n{draft.channel} → {draft.to}{f' <{draft.address}>' if draft.address else ''}")
            click.echo(f"{draft.subject}\n{draft.text}")
