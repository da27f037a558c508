"""Heavy or dangerous work in a limited process of its own: printing, and reading files that people upload.

Such a process has no secrets, opens only our own files, calls nobody, and has bounds on time and memory.
"""

import os
from typing import Any

from tracker.confined.jobs import JOBS
from tracker.confined.pool import Pool

_pool = Pool()
os.register_at_fork(after_in_child=_pool.begin_after_fork)


def run_job(name: str, payload: dict[str, Any], *, wall_seconds: float = 30) -> dict[str, Any]:
    """Run a job of ``tracker.confined.jobs.JOBS`` and return its result.

    ``payload`` holds the arguments of the job by name: plain JSON values and bytes. Raises the refusals of the job
    (``RuleBroken``, ``Unreadable``), and one of these when it takes too long or too much, or when too many wait.
    """
    return _pool.run(JOBS[name].kind, name, payload, wall_seconds)


def prepare(name: str) -> None:
    """Start the process that a job will need, so that the first who asks for it does not wait for its start."""
    _pool.prepare(JOBS[name].kind)
