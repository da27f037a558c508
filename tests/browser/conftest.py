"""A real browser against the real server: no violation of the page's own policy, no word to another host."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tracker.demo.bureau import PASSWORD

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PATIENCE_MS = 8_000


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(instance: Path) -> Iterator[str]:
    """Serve ``instance`` in a process of its own and give its address."""
    port = free_port()
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
    process = subprocess.Popen(
        command,
        env={**os.environ, "TRACKER_INSTANCE": str(instance)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(400):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/login", timeout=5):
                    break
            except OSError:
                time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that shows the demonstration."""
    instance = tmp_path_factory.mktemp("demonstration")
    environ = {**os.environ, "TRACKER_INSTANCE": str(instance)}
    subprocess.run([sys.executable, "-m", "tracker.cli", "demo"], env=environ, check=True, stdout=subprocess.DEVNULL)
    with serving(instance) as address:
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
        page.goto(f"{demonstration}/login")
        page.fill("[name=username]", username)
        page.fill("[name=password]", PASSWORD)
        page.click("form .btn-primary")
        page.wait_for_url(lambda url: "/login" not in url)
        return page

    return sign_in
