"""The values of this feature in the reader's words."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from tracker.tasks.filters import LimitFilter, StateFilter
from tracker.tasks.lights import LightKind
from tracker.tasks.rows import TaskRow, UnitOnTask, called
from tracker.tasks.rules import ProofRule, TaskState
from tracker.tasks.story import Kind
from tracker.web.words import day, gettext

TASK_STATES = {
    TaskState.ASSIGNED: _l("to sign for"),
    TaskState.SIGNED_FOR: _l("signed for"),
    TaskState.IN_PROGRESS: _l("in progress"),
    TaskState.SUBMITTED: _l("waiting for review"),
    TaskState.RETURNED: _l("returned"),
    TaskState.DONE: _l("done"),
    TaskState.ARCHIVED: _l("archived"),
    TaskState.CANCELLED: _l("cancelled"),
}
STATES = {
    StateFilter.OPEN: _l("not done"),
    StateFilter.LATE: _l("late"),
    StateFilter.SOON: _l("due soon"),
    StateFilter.SILENT: _l("nothing reported yet"),
    StateFilter.COUNTED: _l("all but the cancelled ones"),
    StateFilter.DUE: _l("due by today, done or not"),
    StateFilter.TURNED: _l("turned late this week"),
    StateFilter.WATCH: _l("not late, with a warning"),
    StateFilter.CALM: _l("not late, without a warning"),
    StateFilter.ASSIGNED: _l("to sign for"),
    StateFilter.SIGNED_FOR: _l("signed for"),
    StateFilter.IN_PROGRESS: _l("in progress"),
    StateFilter.SUBMITTED: _l("waiting for review"),
    StateFilter.RETURNED: _l("returned"),
    StateFilter.DONE: _l("done"),
    StateFilter.CANCELLED: _l("cancelled"),
}
LIGHTS = {
    LightKind.STOP: _l("late or red"),
    LightKind.WAIT: _l("take care"),
    LightKind.GO: _l("on plan"),
    LightKind.NONE: _l("not started"),
    LightKind.DONE: _l("done"),
}
PROOFS = {
    ProofRule.ANY: _l("a file or a web address"),
    ProofRule.FILE: _l("a file"),
    ProofRule.ADDRESS: _l("a web address"),
    ProofRule.PICTURE: _l("a picture"),
    ProofRule.FILE_ADDRESS: _l("a file and a web address"),
    ProofRule.PICTURE_ADDRESS: _l("a picture and a web address"),
    ProofRule.NONE: _l("no proof"),
}
VALUES = {"task.state": TASK_STATES, "report.task_state": TASK_STATES, "task.proofs": PROOFS}
LIMITS = {
    LimitFilter.Q1: _l("first quarter"),
    LimitFilter.Q2: _l("second quarter"),
    LimitFilter.Q3: _l("third quarter"),
    LimitFilter.Q4: _l("fourth quarter"),
    LimitFilter.RECURRING: _l("comes round"),
    LimitFilter.ONGOING: _l("standing work"),
    LimitFilter.UNDATED: _l("without a day"),
}
EVENTS = {"task.delegated": _l("Gave a task to a colleague")}
HAPPENINGS = {
    Kind.REPORT: _l("Reports"),
    Kind.CHECK: _l("Checks"),
    Kind.CHANGE: _l("Alterations"),
    Kind.TALK: _l("Talk"),
}


def names_of(units: Iterable[UnitOnTask]) -> str:
    """Return the names of units in one line; 各科室 with its number."""
    names = [
        one.name if one.count is None else gettext("%(name)s (%(count)d)", name=one.name, count=one.count)
        for one in called(units)
    ]
    return gettext(", ").join(names)


def progress_of(task: TaskRow) -> str:
    """Return how far a task is, in the way it is measured: 8/12期, 3/4期, 11件, 40%, or a dash."""
    if task.target_count and (task.count or not task.percent):
        values = {"count": task.count, "target": task.target_count, "unit": task.target_unit}
        return gettext("%(count)d/%(target)d %(unit)s", **values)
    if task.turns.all:
        return gettext("%(done)d/%(all)d turns", done=task.turns.done, all=task.turns.all)
    if task.count:
        return gettext("%(count)d done", count=task.count)
    return f"{task.percent}%"


def turn_of(task: TaskRow) -> str:
    """Return the name of the next turn without the year; empty where it says no more than its last day."""
    due_on, name = task.turns.next_due_on, task.turns.next_name.removeprefix(f"{task.year}年")
    return "" if due_on is None or name == f"{due_on.month}月{due_on.day}日" else name


def limit_of(task: TaskRow) -> str:
    """Return the limit as the plan words it, else its day."""
    return task.limit_phrase or day(task.due_on) or gettext("no limit given")


def limit_note(task: TaskRow) -> str:
    """Return the day that follows from the wording of the limit; empty where the words say it themselves."""
    if task.done_on:
        return gettext("done %(day)s", day=day(task.done_on))
    if task.turns.next_due_on:
        due, turn = day(task.turns.next_due_on), turn_of(task)
        return gettext("%(turn)s, due %(day)s", turn=turn, day=due) if turn else gettext("due %(day)s", day=due)
    due = day(task.due_on)
    if task.first_due_on and task.due_on and task.first_due_on != task.due_on and not task.turns.all:
        return gettext("due %(day)s, at first %(first)s", day=due, first=day(task.first_due_on))
    return gettext("due %(day)s", day=due) if due and due not in limit_of(task) else ""
