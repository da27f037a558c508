"""The real worker with a table of odd jobs, and little processor time so that the tests are quick."""

import inspect
import sys

import odd_jobs

from tracker.confined import fence, jobs, worker
from tracker.errors import Unreadable

ODD = jobs.Kind("", Unreadable, "The file could not be read.")

if __name__ == "__main__":
    fence.CPU_SECONDS = 3
    jobs.KINDS["odd"] = ODD
    for name, _ in inspect.getmembers(odd_jobs, inspect.isfunction):
        jobs.JOBS[name] = jobs.Job("odd", f"odd_jobs:{name}")
    worker.main(sys.argv[1], int(sys.argv[2]))
