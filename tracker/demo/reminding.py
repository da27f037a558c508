"""What reminded people of their limits in the last days, and one urge by hand with its receipts."""

from datetime import date, timedelta

from tracker import clock
from tracker.demo.bureau import Bureau
from tracker.demo.diary import office_hour
from tracker.reminders.queries import list_reminders
from tracker.reminders.services import make_reminders, mark_seen, urge
from tracker.tasks.models import Task
from tracker.tasks.rules import OPEN_STATES

DAYS = 7


def remind_lately(tasks: list[Task], bureau: Bureau, last_day: date) -> None:
    """Make the reminders of the days before ``last_day``; whoever opens the program has some to read."""
    for number in range(DAYS, -1, -1):
        day = last_day - timedelta(days=number)
        with clock.pinned_at(office_hour(day, 0)):
            make_reminders(day)
    late = [task for task in tasks if task.state in OPEN_STATES and task.due_on and task.due_on < last_day]
    if late:
        with clock.pinned_at(office_hour(last_day - timedelta(days=1), 2)):
            made = urge([task.id for task in late], "时限已过，请两个工作日内报来进展和原因。", by=bureau.office)
            people = {reminder.person_id for reminder in made.reminders}
            reader = next((one for one in bureau.officers.values() if one.person_id in people), None)
            if reader is not None:
                mark_seen([row.id for row in list_reminders(reader, limit=50)], by=reader)
