"""Who does what on a task of several units (发布、编码、配合): a line for each unit, its name before a colon."""

import re
from collections.abc import Mapping

from tracker.errors import N_, RuleBroken
from tracker.tasks.models import Task

COLON = re.compile("[:：]")
LONGEST_DUTY = 300


def duties_on(task: Task) -> str:
    """Return what each unit does on a task, as its form and the history write it."""
    return "\n".join(f"{unit.unit.name}：{unit.own_duty}" for unit in task.units if unit.own_duty)


def set_duties(task: Task, text: str) -> None:
    """Let each unit on a task do what ``text`` says of it, a line for each; who is not named has no duty of its own."""
    own = _read(text, {unit.unit.name: unit.unit_id for unit in task.units})
    for unit in task.units:
        unit.own_duty = own.get(unit.unit_id, "")


def _read(text: str, units: Mapping[str, int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        name, _, duty = (part.strip() for part in COLON.sub("：", line, count=1).partition("："))
        found[_unit_of(number, name, units)] = duty
        if not 0 < len(duty) <= LONGEST_DUTY:
            message = N_("Line %(number)d: write the name of a unit, a colon, and what it does, up to 300 characters.")
            raise RuleBroken(message, field="duties", number=number)
    return found


def _unit_of(number: int, name: str, units: Mapping[str, int]) -> int:
    if name not in units:
        message = N_("Line %(number)d: no unit on this task is called “%(name)s”.")
        raise RuleBroken(message, field="duties", number=number, name=name[:40])
    return units[name]
