"""Work for which a browser would have to wait: done in a thread, its outcome left where every process finds it.

The outcome lies in a folder of the instance for some minutes. Work whose process ended in the middle is unknown again.
"""

import json
import logging
import os
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from flask import render_template, request
from flask.typing import ResponseReturnValue

from tracker import config
from tracker.errors import N_, Refusal, RuleBroken

FOLDER = "printed"
PATIENCE = 1.0  # seconds after which somebody who looks at the browser is told to wait
LONGEST = 60.0  # seconds after which work that gave no sign is begun again
KEPT = 600.0  # seconds for which an outcome lies there
LOOK = 0.02
FAILED = N_("The paper could not be printed; the log of the server says why.")
log = logging.getLogger("tracker")
_workers = ThreadPoolExecutor(4, thread_name_prefix="printing")


class Job:
    """One piece of work, known to every process by its ``name``; ``note`` is what the page that waits needs to know."""

    def __init__(self, name: str) -> None:
        """Look into the folder, which forgets what is old."""
        folder = config.current().instance / FOLDER
        folder.mkdir(mode=0o700, exist_ok=True)
        sweep(config.current().instance)
        self._outcome = folder / name
        self._begun = folder / f"{name}-begun"
        self._refused = folder / f"{name}-refused"

    @property
    def is_done(self) -> bool:
        """Whether its outcome is there."""
        return self._outcome.exists()

    @property
    def is_known(self) -> bool:
        """Whether it is done, refused, or under way in a process that lives."""
        return self.is_done or self._refused.exists() or self._is_under_way()

    @property
    def seconds(self) -> int:
        """For how long it is under way."""
        with suppress(FileNotFoundError):
            return max(0, int(time.time() - self._begun.stat().st_mtime))
        return 0

    @property
    def note(self) -> Mapping[str, str]:
        """What was noted when it was begun, as long as it is not done."""
        for place in (self._refused, self._begun):
            with suppress(FileNotFoundError, ValueError):
                note: Mapping[str, str] = json.loads(place.read_text(encoding="utf-8"))["note"]
                return note
        return {}

    def begin(self, work: Callable[[], bytes], note: Mapping[str, str] | None = None) -> None:
        """Do ``work`` in a thread, unless it is done or under way already; raise RuleBroken when it was refused."""
        self._raise_refusal()
        if self.is_done or self._is_under_way():
            return
        self._begun.unlink(missing_ok=True)
        with suppress(FileExistsError):  # another process was faster
            with open(self._begun, "x", encoding="utf-8", opener=_for_us_alone) as begun:
                begun.write(json.dumps({"pid": os.getpid(), "note": dict(note or {})}))
            _workers.submit(self._do, work)

    def wait(self) -> bool:
        """Return whether the outcome is there: people at a browser wait a moment for it, programs until it comes."""
        is_looking = request.headers.get("Sec-Fetch-Mode") == "navigate"
        until = time.monotonic() + (PATIENCE if is_looking else LONGEST)
        while not self.is_done:
            self._raise_refusal()
            if time.monotonic() > until:
                return False
            time.sleep(LOOK)
        return True

    def content(self) -> bytes:
        """Return the outcome."""
        return self._outcome.read_bytes()

    def forget(self) -> None:
        """Let the work be done anew when it is asked for again."""
        self._outcome.unlink(missing_ok=True)

    def _is_under_way(self) -> bool:
        with suppress(FileNotFoundError):
            begun = self._begun.read_text(encoding="utf-8")
            return self.seconds < LONGEST and (not begun or _is_alive(json.loads(begun)["pid"]))
        return False

    def _raise_refusal(self) -> None:
        with suppress(FileNotFoundError):
            said = json.loads(self._refused.read_text(encoding="utf-8"))
            self._refused.unlink(missing_ok=True)
            message, values = said["message"], said["values"]
            raise RuleBroken(message, **values)

    def _do(self, work: Callable[[], bytes]) -> None:
        note = self.note
        try:
            _put(self._outcome, work())
        except Refusal as refusal:
            values = {key: value if isinstance(value, int) else str(value) for key, value in refusal.values.items()}
            self._refuse(refusal.message, values, note)
        except Exception:
            log.exception("“%s” failed", self._outcome.name)
            self._refuse(FAILED, {}, note)
        finally:
            self._begun.unlink(missing_ok=True)

    def _refuse(self, message: str, values: Mapping[str, object], note: Mapping[str, str]) -> None:
        said = {"message": message, "values": values, "note": note}
        _put(self._refused, json.dumps(said).encode())


def waiting_page(job: Job, title: str, *, is_issue: bool = False) -> ResponseReturnValue:
    """Answer that the work is under way; the page looks again by itself."""
    return render_template("web/_printing.html", title=title, seconds=job.seconds, is_issue=is_issue), 202


def _put(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    half = path.with_name(f"{path.name}-half")
    half.touch(mode=0o600)
    half.write_bytes(content)
    half.replace(path)


def _for_us_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def sweep(instance: Path) -> None:
    """Forget what is old, in the folder of ``instance``."""
    for old in (instance / FOLDER).glob("*"):
        with suppress(FileNotFoundError):
            if time.time() - old.stat().st_mtime > KEPT:
                old.unlink()
