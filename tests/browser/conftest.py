"""A real browser against the real server: no violation of the page's own policy, no word to another host."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.hands import enter
from tracker.demo.bureau import PASSWORD

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PATIENCE_MS = 30_000  # a machine may be slow; what is wrong does not become right by waiting
START_SECONDS = 60
expect.set_options(timeout=PATIENCE_MS)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(instance: Path) -> Iterator[str]:
    """Serve ``instance`` in a process of its own and give its address."""
    port = free_port()
    command = [sys.executable, "-m", "tracker.cli", "serve", "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--workers", "1"],
        env={**os.environ, "TRACKER_INSTANCE": str(instance), "TRACKER_RATES": "", "TRACKER_DISK_PERCENT": "100"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/login", process)
        yield address
    finally:
        process.terminate()
        process.wait(PATIENCE_MS / 1000)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Return when the server of ``process`` answers; raises AssertionError if it ended, or says nothing for long."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, f"the server ended with {process.returncode}"
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"no answer from {address} in {START_SECONDS} seconds")


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demonstration that nobody has touched; built once, whichever process comes first."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "played"
    with (folder.parent / "played.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "whole").exists():
            environ = {**os.environ, "TRACKER_INSTANCE": str(folder)}
            command = [sys.executable, "-m", "tracker.cli", "demo"]
            subprocess.run(command, env=environ, check=True, stdout=subprocess.DEVNULL)
            (folder / "whole").touch()
    return folder


@contextmanager
def showing(played: Path, instance: Path) -> Iterator[str]:
    """Serve a copy of the demonstration out of ``instance`` and give its address."""
    shutil.copytree(played, instance)
    with serving(instance) as address:
        yield address


@pytest.fixture(scope="session")
def demonstration(played: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that shows the demonstration."""
    with showing(played, tmp_path_factory.mktemp("demonstration") / "instance") as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield launched
        launched.close()


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages of people who do not share cookies; at the end nothing was blocked and no other host was asked."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_page(*, width: int = 1280, height: int = 900, scripts: bool = True) -> Page:
        context = chromium.new_context(
            locale="zh-CN", viewport={"width": width, "height": height}, java_script_enabled=scripts
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
        page.on("request", lambda asked: None if "127.0.0.1" in asked.url else wrong.append(asked.url))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def as_person(browser: Callable[..., Page], demonstration: str) -> Callable[..., Page]:
    """Opens the first page of a person of the demonstration."""

    def sign_in(username: str, **size: int) -> Page:
        page = browser(**size)
        enter(page, demonstration, username, PASSWORD)
        return page

    return sign_in
