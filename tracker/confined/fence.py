"""What a confined process may not do: the limits of the system, and a watch over everything Python opens or calls."""

import ctypes
import os
import resource
import signal
import sys
import sysconfig
from pathlib import Path
from types import FrameType

MEMORY = 1536 * 1024 * 1024  # bytes of address space
CPU_SECONDS = 20  # for each job
PROJECT = Path(__file__).resolve().parents[2]
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
LISTING = {"os.listdir", "os.scandir", "os.walk", "os.fwalk"}
FORBIDDEN = {
    *("socket", "subprocess", "pty", "fcntl", "ftplib", "http", "imaplib", "nntplib", "poplib", "smtplib", "telnetlib"),
    *("urllib", "webbrowser", "sqlite3", "syslog", "tempfile", "shutil", "signal", "resource"),
}


class CpuSpent(BaseException):
    """The job has used up its processor time. No library may catch it, so it is no Exception."""


class Fence:
    """The watch: once closed, only our own libraries, print templates and fonts can be read, and nothing called."""

    def __init__(self) -> None:
        """Know what may be read; nothing is forbidden until the fence is closed."""
        libraries = [Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
        ours = [PROJECT / "tracker", PROJECT / "templates" / "print", Path(sys.prefix) / "share" / "tracker"]
        self.readable = tuple(f"{path.resolve()}{os.sep}" for path in libraries + ours)
        self.is_closed = False
        self.refused: list[str] = []

    def watch(self) -> None:
        """Start watching. Python offers no way to take such a watch off again."""
        sys.addaudithook(self._check)

    def _check(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.is_closed and not self._is_allowed(event, arguments):
            self.refused.append(f"{event} {arguments[:1]!r}"[:300])
            raise PermissionError(f"a confined process may not do this: {event}")

    def _is_allowed(self, event: str, arguments: tuple[object, ...]) -> bool:
        if event == "open":
            path, mode, flags = arguments
            writes = set("wax+") & set(mode) if isinstance(mode, str) else isinstance(flags, int) and flags & WRITING
            return isinstance(path, int) or (not writes and self._is_ours(path))
        if event in LISTING:
            return self._is_ours(arguments[0])
        family = event.partition(".")[0]
        return family not in FORBIDDEN and family != "os" and event != "ctypes.dlopen"

    def _is_ours(self, path: object) -> bool:
        if not isinstance(path, str | bytes | os.PathLike):
            return False
        return (os.path.realpath(os.fsdecode(path)) + os.sep).startswith(self.readable)


def die_with(parent: int) -> None:
    """End this process when the one that started it ends, however that comes about."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    if os.getppid() != parent:
        os._exit(1)  # it was gone before we asked


def limit_memory() -> None:
    """Bound the address space, and leave no core file behind."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def forbid_writing() -> None:
    """Let the system itself refuse to write files, whoever asks. (A limit on processes would stop Pango's threads.)"""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def allow_cpu() -> None:
    """Grant the processor time of one more job: the limit counts over the life of the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + CPU_SECONDS, most))
    signal.signal(signal.SIGXCPU, _spent)


def _spent(_signal: int, _frame: FrameType | None) -> None:
    raise CpuSpent
