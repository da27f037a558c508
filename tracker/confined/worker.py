"""The confined process: reads one job after the other from its input and writes the answers to its output.

It is started by ``tracker.confined.pool`` as ``python -m tracker.confined.worker KIND PARENT`` and ends with it.
"""

import gc
import os
import sys
import traceback
from typing import Any

from tracker.confined import fence, frames
from tracker.confined.jobs import JOBS, KINDS, carry_out, load
from tracker.errors import RuleBroken, Unreadable


def main(kind: str, parent: int) -> None:
    """Serve jobs of one kind until the input ends or a job fails."""
    fence.die_with(parent)
    fence.limit_memory()
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)  # what a library prints is no answer
    watch = fence.Fence()
    unready = _prepare(kind)
    watch.watch()
    fence.forbid_writing()
    while (asked := frames.read(sys.stdin.buffer)) is not None:
        fence.allow_cpu()
        answer = unready or _answer(kind, asked, watch)
        answers.write(frames.pack(answer))
        answers.flush()
        if "failed" in answer:
            return


def _prepare(kind: str) -> dict[str, Any] | None:
    """Load what the jobs need before the fence is closed; return the answer to every job if that fails."""
    gc.disable()  # nothing of what is loaded will be garbage
    try:
        if KINDS[kind].warm_up:
            load(KINDS[kind].warm_up)()
        for job in JOBS.values():
            if job.kind == kind:
                load(job.function)
    except RuleBroken as refusal:
        return _refused(refusal)
    except Exception:
        return {"failed": "fault", "trace": traceback.format_exc()}
    finally:
        gc.enable()
    return None


def _answer(kind: str, asked: dict[str, Any], watch: fence.Fence) -> dict[str, Any]:
    name, payload = asked["job"], asked["payload"]
    if name not in JOBS or JOBS[name].kind != kind:
        return {"failed": "fault", "trace": f"no job {name!r} for a worker of kind {kind!r}"}
    try:
        answer = {"result": _fenced_in(watch, name, payload)}
    except RuleBroken as refusal:
        answer = _refused(refusal)
    except fence.CpuSpent:
        answer = {"failed": "time", "trace": "processor time"}
    except MemoryError:
        answer = {"failed": "memory", "trace": "memory"}
    except Exception:
        answer = {"failed": "fault", "trace": traceback.format_exc()}
    if watch.refused:
        return {"failed": "fault", "trace": "forbidden: " + "; ".join(watch.refused)}
    return answer


def _fenced_in(watch: fence.Fence, name: str, payload: dict[str, Any]) -> Any:
    watch.is_closed = True
    try:
        return carry_out(name, payload)
    finally:
        watch.is_closed = False


def _refused(refusal: RuleBroken) -> dict[str, Any]:
    values = {key: value if isinstance(value, int | float) else str(value) for key, value in refusal.values.items()}
    kind = "unreadable" if isinstance(refusal, Unreadable) else "rule"
    return {"refused": {"kind": kind, "message": refusal.message, "field": refusal.field, "values": values}}


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
