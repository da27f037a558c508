"""Heavy work runs in a process that can read and call nothing, and that ends whatever happens to it."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tracker.confined import jobs
from tracker.confined.fence import PROJECT
from tracker.confined.pool import WAITING, Pool
from tracker.errors import RuleBroken, Unreadable

HERE = Path(__file__).parent
KINDS = {"odd": jobs.Kind("", Unreadable, "The file could not be read.")}


class OddPool(Pool):
    """The pool with the table of odd jobs."""

    def __init__(self) -> None:
        super().__init__((str(HERE / "odd_worker.py"),), KINDS)

    def ask(self, name: str, wall_seconds: float = 20, **payload: object) -> dict[str, Any]:
        return self.run("odd", name, payload, wall_seconds)


@pytest.fixture(scope="module")
def pool() -> Iterator[OddPool]:
    started = OddPool()
    yield started
    started.close()


def is_alive(pid: int) -> bool:
    """A zombie counts as alive: its entry is still there."""
    return Path(f"/proc/{pid}").exists()


def test_values_and_bytes_go_there_and_back(pool: OddPool) -> None:
    sent = {
        "text": "汉字 \ud800",
        "number": 3.5,
        "nothing": None,
        "files": [b"\x00\xff", b""],
        "large": b"x" * 3_000_000,
    }

    received = pool.ask("echo", **sent)

    assert received == sent


def test_r19_the_environment_holds_no_secret(pool: OddPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_SECRET_KEY", "secret")
    fresh = OddPool()

    environment = fresh.ask("environment")

    fresh.close()
    assert "secret" not in json.dumps(environment)
    assert not any(name.startswith("TRACKER") for name in environment)


def test_refusals_cross_with_their_values_and_field_and_the_process_goes_on(pool: OddPool) -> None:
    before = pool.ask("who")

    with pytest.raises(RuleBroken) as refused:
        pool.ask("refuse")
    with pytest.raises(Unreadable, match=r"The file is empty\."):
        pool.ask("unreadable")

    assert str(refused.value) == "Row 7 has no 期限."
    assert refused.value.field == "row"
    assert not isinstance(refused.value, Unreadable)
    assert pool.ask("who") == before


@pytest.mark.parametrize(
    ("job", "payload", "told"),
    [
        ("sleep", {"seconds": 60, "wall_seconds": 0.5}, "took too long"),
        ("spin", {}, "took too long"),
        ("fill_memory", {}, "too much memory"),
        ("crash", {}, "could not be read"),
        ("fault", {}, "could not be read"),
        ("read", {"path": "/etc/passwd"}, "could not be read"),
        ("read_quietly", {"path": "/etc/passwd"}, "could not be read"),
        ("read", {"path": "instance/tracker.sqlite"}, "could not be read"),
        ("read", {"path": "tracker/../pyproject.toml"}, "could not be read"),
        ("read", {"path": "/proc/self/environ"}, "could not be read"),
        ("write", {"path": "tracker/confined/written"}, "could not be read"),
        ("list_folder", {"path": "/"}, "could not be read"),
        ("remove", {"path": "tracker/confined/nothing"}, "could not be read"),
        ("call_out", {}, "could not be read"),
        ("run_program", {}, "could not be read"),
        ("fork", {}, "could not be read"),
        ("no_such_job", {}, "could not be read"),
    ],
)
def test_r19_a_job_that_breaks_the_fence_is_refused_and_its_process_replaced(
    pool: OddPool, job: str, payload: dict[str, Any], told: str
) -> None:
    before = pool.ask("who")["pid"]
    started = time.monotonic()

    with pytest.raises(Unreadable, match=told):
        pool.ask(job, **payload)

    assert time.monotonic() - started < 31
    assert not is_alive(before)
    assert pool.ask("who")["pid"] != before


def test_our_own_libraries_can_still_be_loaded_and_read(pool: OddPool) -> None:
    loaded = pool.ask("load_module")
    read = pool.ask("read", path="tracker/confined/fence.py")

    assert loaded["file"].endswith("colorsys.py")
    assert read["length"] > 0


def test_a_link_out_of_our_folders_is_not_followed(pool: OddPool) -> None:
    link = PROJECT / "tracker" / "confined" / "passwd"
    link.symlink_to("/etc/passwd")

    try:
        with pytest.raises(Unreadable):
            pool.ask("read", path=str(link))
    finally:
        link.unlink()


def test_a_process_that_died_while_idle_is_replaced_unnoticed(pool: OddPool) -> None:
    before = pool.ask("who")["pid"]
    os.kill(before, signal.SIGKILL)
    time.sleep(0.1)

    after = pool.ask("who")["pid"]

    assert after != before
    assert not is_alive(before)


def test_a_process_is_replaced_after_its_share_of_jobs(pool: OddPool) -> None:
    first = pool.ask("who")["pid"]

    later = {pool.ask("who")["pid"] for _ in range(201)}

    assert len(later - {first}) == 1
    assert not is_alive(first)


def test_a_process_may_be_started_before_anybody_asks_and_once_only() -> None:
    pool = OddPool()
    pool.prepare("odd")
    pool.prepare("odd")
    (waiting,) = pool.workers

    asked = pool.ask("who")

    assert asked == {"pid": waiting.process.pid}
    pool.close()


def test_a_process_outlives_the_thread_that_asked_for_it() -> None:
    pool = OddPool()
    seen: list[dict[str, Any]] = []
    thread = threading.Thread(target=lambda: seen.append(pool.ask("who")))
    thread.start()
    thread.join()
    time.sleep(0.1)

    seen.append(pool.ask("who"))

    pool.close()
    assert seen[0] == seen[1]


def ask_at_once(pool: OddPool, number: int, go_on: Path) -> list[threading.Thread]:
    """Ask ``number`` times at once for work that lasts until ``go_on`` is there."""
    threads = [
        threading.Thread(target=pool.ask, args=("wait_for",), kwargs={"path": str(go_on)}) for _ in range(number)
    ]
    for thread in threads:
        thread.start()
    return threads


def test_r19_two_work_at_once_twenty_wait_and_the_next_is_told_to_come_back(tmp_path: Path) -> None:
    pool = OddPool()
    threads = ask_at_once(pool, 2 + WAITING, tmp_path / "go on")
    while pool.waiting < WAITING or len(pool.workers) < 2:
        time.sleep(0.005)

    with pytest.raises(RuleBroken, match="Try again in a minute"):
        pool.ask("who")

    (tmp_path / "go on").touch()
    running = 0
    while any(thread.is_alive() for thread in threads):
        running = max(running, len(pool.workers))
        time.sleep(0.005)
    kept = len(pool.workers)
    pool.close()
    assert (running, kept) == (2, 1)


def test_r19_who_waits_too_long_is_told_to_come_back(tmp_path: Path) -> None:
    pool = OddPool()
    threads = ask_at_once(pool, 2, tmp_path / "go on")
    while len(pool.workers) < 2:
        time.sleep(0.005)

    with pytest.raises(RuleBroken, match="Try again in a minute"):
        pool.ask("who", wall_seconds=0.1)

    (tmp_path / "go on").touch()
    for thread in threads:
        thread.join()
    pool.close()


KILLED_PARENT = """
import os, sys
sys.path.insert(0, {here!r})
from test_confined import OddPool
print(OddPool().ask("who")["pid"], flush=True)
os.kill(os.getpid(), 9)
"""

FORKED_PARENT = """
import os, sys, warnings
warnings.simplefilter("ignore")
sys.path.insert(0, {here!r})
from test_confined import OddPool
pool = OddPool()
os.register_at_fork(after_in_child=pool.begin_after_fork)
before = pool.ask("who")["pid"]
child = os.fork()
if child == 0:
    other = pool.ask("who")["pid"]
    pool.close()
    os._exit(0 if other != before else 1)
_, status = os.waitpid(child, 0)
assert pool.ask("who")["pid"] == before
sys.exit(os.waitstatus_to_exitcode(status))
"""


def test_r19_a_process_ends_with_the_one_that_started_it() -> None:
    script = KILLED_PARENT.format(here=str(HERE))

    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=30)

    assert ran.returncode == -signal.SIGKILL, ran.stderr
    pid = int(ran.stdout)
    for _ in range(100):
        if not is_alive(pid):
            break
        time.sleep(0.02)
    assert not is_alive(pid)


def test_a_fork_gets_processes_of_its_own() -> None:
    script = FORKED_PARENT.format(here=str(HERE))

    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=30)

    assert ran.returncode == 0, ran.stderr
