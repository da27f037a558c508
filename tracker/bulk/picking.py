"""Which tasks are meant: those that were ticked, or all that the list finds."""

from werkzeug.datastructures import MultiDict

from tracker import clock
from tracker.bulk.rules import MOST_PICKED
from tracker.permissions import Actor
from tracker.tasks.listing import asked_for
from tracker.tasks.queries import get_light_rules, list_task_ids, list_years
from tracker.texts import number_of


def picked_in(sent: MultiDict[str, str], query: MultiDict[str, str], by: Actor) -> dict[int, int | None]:
    """Return the tasks that are meant, each with the version that was seen (None: the list does not know it).

    A tick is a task's number, with ``.version`` behind it where a page showed one. ``everything`` means all tasks
    that the list under ``query`` finds; one more than may be picked is enough to see that there are too many.
    """
    if sent.get("everything"):
        today = clock.today()
        wanted = asked_for(query, list_years(by), today)
        found = list_task_ids(wanted, by=by, rules=get_light_rules(today), limit=MOST_PICKED + 1)
        return dict.fromkeys(found)
    pairs = [tick.partition(".") for tick in sent.getlist("task")]
    return {int(task_id): number_of(version) for task_id, _, version in pairs if number_of(task_id)}


def numbers_in(sent: MultiDict[str, str], name: str) -> list[int]:
    """Return the numbers that were ticked under ``name``."""
    return [number for number in map(number_of, sent.getlist(name)) if number]
