"""The production server: slow clients stop nobody, large bodies are refused, and it ends with its parent."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.cli import main
from tracker.serving import BodyFirst

HALF_SENT = 50


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int, path: str = "/login") -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except OSError:
        return 0


def time_of(port: int) -> float:
    """Return the seconds that a page took, which must have come."""
    started = time.monotonic()
    assert answers(port) == 200
    return time.monotonic() - started


def wait_until(ready: bool | object, *, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if callable(ready) and ready():
            return
        time.sleep(0.05)
    raise AssertionError("waited in vain")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """A server of its own on a fresh instance: (port, process)."""
    port = free_port()
    environ = {**os.environ, "TRACKER_INSTANCE": str(tmp_path_factory.mktemp("served"))}
    command = [sys.executable, "-m", "tracker.cli", "serve", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        wait_until(lambda: answers(port) == 200)
        yield port, process
    finally:
        process.terminate()
        process.communicate(timeout=60)


def test_r18_half_sent_requests_stop_nobody(server: tuple[int, subprocess.Popen[bytes]]) -> None:
    port, _ = server
    waiting = []
    for _ in range(HALF_SENT):
        client = socket.create_connection(("127.0.0.1", port), timeout=20)
        client.sendall(b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nusername=")
        waiting.append(client)
    time.sleep(0.3)

    seconds = [time_of(port) for _ in range(5)]
    for client in waiting:
        client.close()

    assert min(seconds) < 1


def test_w8_a_huge_body_is_refused_before_it_is_read(server: tuple[int, subprocess.Popen[bytes]]) -> None:
    port, _ = server
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        client.sendall(b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n")

        assert b"413" in client.recv(200).split(b"\r\n")[0]


def test_no_account_exists_until_the_code_of_the_console_is_used(tmp_path: Path) -> None:
    port = free_port()
    environ = {**os.environ, "TRACKER_INSTANCE": str(tmp_path / "fresh"), "PYTHONUNBUFFERED": "1"}
    command = [
        sys.executable,
        "-m",
        "tracker.cli",
        "serve",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--workers",
        "1",
    ]
    process = subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        wait_until(lambda: answers(port) == 200)
    finally:
        process.terminate()
        said = process.communicate(timeout=60)[0].decode()

    assert "/setup" in said
    assert "No account yet" in said


def test_r17_a_killed_parent_takes_its_workers_along(tmp_path: Path) -> None:
    port = free_port()
    environ = {**os.environ, "TRACKER_INSTANCE": str(tmp_path / "killed")}
    command = [sys.executable, "-m", "tracker.cli", "serve", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_until(lambda: answers(port) == 200)

    process.send_signal(signal.SIGKILL)
    process.wait(timeout=30)

    wait_until(lambda: answers(port) == 0)


def test_r18_the_body_is_whole_before_the_work_begins() -> None:
    seen: list[bytes] = []

    def app(environ: dict[str, object], start_response: object) -> list[bytes]:
        seen.append(environ["wsgi.input"].read())  # type: ignore[attr-defined]
        return [b""]

    import io

    BodyFirst(app, 100)({"CONTENT_LENGTH": "5", "wsgi.input": io.BytesIO(b"12345")}, lambda *_: None)

    assert seen == [b"12345"]


def test_a_setting_that_cannot_be_used_is_named_and_nothing_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path))
    monkeypatch.setenv("TRACKER_IDLE_MINUTES", "soon")

    with pytest.raises(SystemExit) as ended:
        main(["upgrade"])

    assert ended.value.code == 2
    assert "TRACKER_IDLE_MINUTES" in capsys.readouterr().err
