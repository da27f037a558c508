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
from contextlib import nullcontext
from pathlib import Path

import pytest

from tracker.cli import main
from tracker.config import load_settings
from tracker.errors import RuleBroken
from tracker.serving import BodyFirst, check_address

HALF_SENT, UNDER_WAY = 50, 8


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


def test_r17_what_is_under_way_is_answered_and_the_server_ends_though_a_body_never_comes(tmp_path: Path) -> None:
    port, answered = free_port(), []
    environ = {**os.environ, "TRACKER_INSTANCE": str(tmp_path / "ending")}
    command = [sys.executable, "-m", "tracker.cli", "serve", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    head = b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n"

    try:
        wait_until(lambda: answers(port) == 200)
        clients = [socket.create_connection(("127.0.0.1", port), timeout=30) for _ in range(UNDER_WAY + 1)]
        for client in clients:
            client.sendall(head)
        time.sleep(0.5)
        process.terminate()
        started = time.monotonic()
        time.sleep(2)
        for client in clients[1:]:
            client.sendall(b"username=")
        answered = [client.recv(100) for client in clients[1:]]
        process.wait(timeout=60)
        seconds = time.monotonic() - started
    finally:
        process.kill()
        for client in clients:
            client.close()

    assert [line[:9] for line in answered] == [b"HTTP/1.1 "] * UNDER_WAY
    assert seconds <= 30


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


@pytest.mark.parametrize(
    ("host", "told", "is_refused"),
    [
        ("127.0.0.1", {}, False),
        ("::1", {}, False),
        ("localhost", {}, False),
        ("0.0.0.0", {}, True),
        ("::", {}, True),
        ("10.1.2.3", {}, True),
        ("tracker.example", {}, True),
        ("0.0.0.0", {"TRACKER_HTTPS": "1"}, False),
        ("0.0.0.0", {"TRACKER_PLAIN_HTTP": "1"}, False),
    ],
)
def test_w7_other_machines_are_served_in_clear_only_when_told(
    tmp_path: Path, host: str, told: dict[str, str], is_refused: bool
) -> None:
    settings = load_settings({"TRACKER_INSTANCE": str(tmp_path), **told})

    with pytest.raises(RuleBroken, match="in clear") if is_refused else nullcontext():
        check_address(settings, host)


def test_w7_the_command_does_not_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path))

    with pytest.raises(SystemExit) as ended:
        main(["serve", "--host", "0.0.0.0"])

    assert ended.value.code == 2
    assert "TRACKER_PLAIN_HTTP" in capsys.readouterr().err
