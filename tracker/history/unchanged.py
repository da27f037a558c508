"""Answers that hold until something is written: whatever changes the work leaves an entry in the history."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import select

from tracker.db import count_commits, db, is_writing, once_read
from tracker.history.models import HistoryEntry

Answer = TypeVar("Answer")
MOST_KEPT = 256
_NEWEST = select(HistoryEntry.seal).order_by(HistoryEntry.id.desc()).limit(1)

_lock = Lock()
_kept: OrderedDict[Hashable, tuple[tuple[int, str], Any]] = OrderedDict()


def while_unchanged(key: Hashable, make: Callable[[], Answer]) -> Answer:
    """Return what ``make`` answers, from memory as long as nothing was written since, here or by another process.

    ``key`` holds everything else that the answer depends on: the day, the filters, who asks. Only for answers that
    are plain values, of which nobody changes anything. It costs one look at the newest entry of the history, which
    holds for all answers of a transaction: whatever is written after it has a newer entry.
    """
    if is_writing():
        return make()
    state = (count_commits(), _newest())
    with _lock:
        kept = _kept.get(key)
    if kept is not None and kept[0] == state:
        answer: Answer = kept[1]
        return answer
    answer = make()
    with _lock:
        _kept[key] = (state, answer)
        _kept.move_to_end(key)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return answer


def _newest() -> str:
    """Return the seal of the newest entry, as it was when this transaction first asked."""
    kept = once_read()
    if "seal" not in kept:
        kept["seal"] = db.session.scalar(_NEWEST) or ""
    return str(kept["seal"])


def forget() -> None:
    """Forget every answer: the next question is counted anew, as in a process that has just started."""
    with _lock:
        _kept.clear()
