"""Asking for more time on a day of August."""

from datetime import date

from tracker.extensions import services
from tracker.extensions.models import Extension
from tracker.permissions import Actor
from tracker.tasks.models import Task

TODAY = date(2026, 8, 20)


DUE, LATER = date(2026, 8, 28), date(2026, 9, 8)


def ask(task: Task, by: Actor, day: date = LATER, **said: str) -> Extension:
    words = {"reason": "省土地市场网升级，不能发布", "progress": "材料已备齐", **said}
    return services.ask_extension(task.id, asked_due_on=day, by=by, **words)
