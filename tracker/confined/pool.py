"""The confined processes as the program sees them: started when needed, kept warm, ended at the first fault."""

import atexit
import logging
import os
import selectors
import subprocess
import sys
import threading
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tracker.confined import frames
from tracker.confined.fence import PROJECT
from tracker.confined.jobs import KINDS, Kind
from tracker.errors import N_, RuleBroken, Unreadable

AT_ONCE = 2
WAITING = 20
JOBS_PER_PROCESS = 200  # printing grows by 0.4 MB a job
PROGRAM = ("-m", "tracker.confined.worker")
CHUNK = 1 << 16
BUSY = N_("Too many documents are being worked on right now. Try again in a minute.")

log = logging.getLogger(__name__)


class Ended(Exception):
    """The process is gone, or has written something that is no answer."""


class Worker:
    """One confined process and the pipes to it; used by one thread at a time."""

    def __init__(self, kind: str, program: tuple[str, ...]) -> None:
        """Start it with an environment that holds no setting of ours."""
        self.kind = kind
        self.jobs = 0
        self.process = subprocess.Popen(  # noqa: S603 - fixed words only
            [sys.executable, "-s", *program, kind, str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            cwd=PROJECT,
            start_new_session=True,
            env={"LANG": "C.UTF-8", "PYTHONUTF8": "1"},
        )
        self.pipes = (self.process.stdin.fileno(), self.process.stdout.fileno())  # type: ignore[union-attr]
        for pipe in self.pipes:
            os.set_blocking(pipe, False)

    def ask(self, message: dict[str, Any], deadline: float) -> dict[str, Any]:
        """Send a message and return the answer. Raises TimeoutError at ``deadline`` (monotonic clock), or Ended."""
        self.jobs += 1
        unsent, received = memoryview(frames.pack(message)), bytearray()
        asking, answering = self.pipes
        with selectors.DefaultSelector() as ready:
            ready.register(asking, selectors.EVENT_WRITE)
            ready.register(answering, selectors.EVENT_READ)
            while not (length := _length(received)) or len(received) < length:
                for key, _ in _wait(ready, deadline):
                    if key.fd == answering:
                        received += _take(answering)
                    else:
                        unsent = unsent[_send(asking, unsent) :]
                        if not unsent:
                            ready.unregister(asking)
        try:
            return frames.unpack(bytes(received[frames.LENGTH.size :]))
        except frames.Broken as broken:
            raise Ended(str(broken)) from broken

    def end(self) -> None:
        """Kill the process, and wait for it so that no zombie stays."""
        self.process.kill()
        self.process.wait()
        self._close_pipes()

    def let_go(self) -> None:
        """Forget a process that belongs to the process we were forked from."""
        self.process.returncode = 0
        self._close_pipes()

    def _close_pipes(self) -> None:
        self.process.stdin.close()  # type: ignore[union-attr]
        self.process.stdout.close()  # type: ignore[union-attr]


class Pool:
    """All confined processes of this process. Threads may share it; a fork gets an empty one."""

    def __init__(self, program: tuple[str, ...] = PROGRAM, kinds: dict[str, Kind] = KINDS) -> None:
        """Start nothing yet."""
        self.program, self.kinds = program, kinds
        self.begin()
        atexit.register(self.close)

    def begin(self) -> None:
        """Stand as new: no process, nobody waiting."""
        self.lock = threading.Lock()
        self.slots = threading.Semaphore(AT_ONCE)
        self.waiting = 0
        self.idle: dict[str, list[Worker]] = defaultdict(list)
        self.workers: set[Worker] = set()
        # A process dies with the thread that started it (PR_SET_PDEATHSIG), so one lasting thread starts them all.
        self.starter = ThreadPoolExecutor(1, thread_name_prefix="confined")

    def prepare(self, kind: str) -> None:
        """Start a process of ``kind`` that nobody waits for yet; it loads what it needs while others work."""
        with self.lock:
            is_there = bool(self.idle[kind])
        if not is_there:
            worker = self._start(kind)
            with self.lock:
                self.idle[kind].append(worker)

    def begin_after_fork(self) -> None:
        """Leave the processes to the one that started them."""
        for worker in self.workers:
            worker.let_go()
        self.begin()

    def run(self, kind: str, name: str, payload: dict[str, Any], wall_seconds: float) -> dict[str, Any]:
        """Run a job as :func:`run_job` does, in a worker of ``kind``."""
        self._enter(wall_seconds)
        try:
            return self._run(kind, name, payload, wall_seconds)
        finally:
            self.slots.release()

    def _enter(self, seconds: float) -> None:
        """Wait for one of the places, in a queue that does not grow without end."""
        with self.lock:
            if self.waiting >= WAITING:
                raise RuleBroken(BUSY)
            self.waiting += 1
        try:
            entered = self.slots.acquire(timeout=seconds)
        finally:
            with self.lock:
                self.waiting -= 1
        if not entered:
            raise RuleBroken(BUSY)

    def _run(self, kind: str, name: str, payload: dict[str, Any], wall_seconds: float) -> dict[str, Any]:
        deadline = time.monotonic() + wall_seconds
        worker = self._worker(kind)
        answer: dict[str, Any] = {}
        try:
            answer = worker.ask({"job": name, "payload": payload}, deadline)
        except TimeoutError:
            answer = {"failed": "time", "trace": f"{wall_seconds:g} seconds"}
        except (Ended, OSError) as ended:
            answer = {"failed": "fault", "trace": f"the process ended: {ended}"}
        finally:
            self._put_back(worker, is_sound="result" in answer or "refused" in answer)
        return _judge(self.kinds[kind], name, answer)

    def _worker(self, kind: str) -> Worker:
        with self.lock:
            while self.idle[kind]:
                worker = self.idle[kind].pop()
                if worker.process.poll() is None:
                    return worker
                self.workers.discard(worker)
                worker.end()
        return self._start(kind)

    def _start(self, kind: str) -> Worker:
        worker = self.starter.submit(Worker, kind, self.program).result()
        with self.lock:
            self.workers.add(worker)
        return worker

    def _put_back(self, worker: Worker, *, is_sound: bool) -> None:
        """Keep one process of a kind warm; end the others, the old, and those that something befell."""
        with self.lock:
            if is_sound and worker.jobs < JOBS_PER_PROCESS and not self.idle[worker.kind]:
                self.idle[worker.kind].append(worker)
                return
            self.workers.discard(worker)
        worker.end()
        if is_sound and worker.jobs >= JOBS_PER_PROCESS:
            self.prepare(worker.kind)

    def close(self) -> None:
        """End every process."""
        with self.lock:
            ending, self.workers = self.workers, set()
            self.idle.clear()
        for worker in ending:
            worker.end()
        self.starter.shutdown()


def _length(received: bytearray) -> int:
    """Return how long the message will be with its length in front; 0 while that is not known."""
    if len(received) < frames.LENGTH.size:
        return 0
    (length,) = frames.LENGTH.unpack_from(received)
    if length > frames.LARGEST:
        raise Ended("the answer is too long")
    return frames.LENGTH.size + int(length)


def _wait(ready: selectors.BaseSelector, deadline: float) -> list[tuple[selectors.SelectorKey, int]]:
    events = ready.select(max(0.0, deadline - time.monotonic()))
    if not events:
        raise TimeoutError
    return events


def _take(pipe: int) -> bytes:
    taken = os.read(pipe, CHUNK)
    if not taken:
        raise Ended("end of file")
    return taken


def _send(pipe: int, unsent: memoryview) -> int:
    return os.write(pipe, unsent[:CHUNK])


def _judge(kind: Kind, name: str, answer: dict[str, Any]) -> dict[str, Any]:
    """Return the result of an answer, or raise the refusal in it."""
    if "result" in answer:
        result: dict[str, Any] = answer["result"]
        return result
    if refused := answer.get("refused"):
        refusal = Unreadable if refused["kind"] == "unreadable" else RuleBroken
        raise refusal(refused["message"], field=refused["field"], **refused["values"])
    log.error("job %s failed (%s): %s", name, answer["failed"], answer["trace"])
    if answer["failed"] == "time":
        raise kind.refusal(N_("This took too long and was stopped. Split the document, or make it smaller."))
    if answer["failed"] == "memory":
        raise kind.refusal(N_("This needs too much memory and was stopped. Split the document, or make it smaller."))
    raise kind.refusal(kind.fault)
