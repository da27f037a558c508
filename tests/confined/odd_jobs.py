"""Jobs that do what no job may do, and a few harmless ones, for the tests of the confined process."""

import contextlib
import os
import socket
import subprocess
import sys
import time

from tracker.errors import RuleBroken, Unreadable


def echo(**payload: object) -> dict[str, object]:
    sys.stdout.write("what a library prints does not disturb the answer\n")
    return payload


def environment() -> dict[str, object]:
    return dict(os.environ)


def who() -> dict[str, object]:
    return {"pid": os.getpid()}


def wait_for(path: str) -> dict[str, object]:
    while not os.path.exists(path):
        time.sleep(0.005)
    return {}


def sleep(seconds: float) -> dict[str, object]:
    time.sleep(seconds)
    return {}


def spin() -> dict[str, object]:
    while True:
        with contextlib.suppress(Exception):
            sum(range(1000))


def fill_memory() -> dict[str, object]:
    kept = []
    while True:
        kept.append(bytearray(64 * 1024 * 1024))


def crash() -> dict[str, object]:
    os.abort()


def fault() -> dict[str, object]:
    raise KeyError("a mistake of the program")


def refuse() -> dict[str, object]:
    raise RuleBroken("Row %(row)d has no %(what)s.", field="row", row=7, what="期限")


def unreadable() -> dict[str, object]:
    raise Unreadable("The file is empty.")


def read(path: str) -> dict[str, object]:
    with open(path, "rb") as file:
        return {"length": len(file.read())}


def read_quietly(path: str) -> dict[str, object]:
    with contextlib.suppress(OSError):
        return read(path)
    return {"length": 0}


def write(path: str) -> dict[str, object]:
    with open(path, "w") as file:
        file.write("x")
    return {}


def list_folder(path: str) -> dict[str, object]:
    return {"names": os.listdir(path)}


def remove(path: str) -> dict[str, object]:
    os.unlink(path)
    return {}


def call_out() -> dict[str, object]:
    socket.create_connection(("127.0.0.1", 9), timeout=1)
    return {}


def run_program() -> dict[str, object]:
    subprocess.run(["/bin/true"], check=True)
    return {}


def fork() -> dict[str, object]:
    if os.fork() == 0:
        os._exit(0)
    return {}


def load_module() -> dict[str, object]:
    sys.modules.pop("colorsys", None)
    import colorsys

    return {"file": colorsys.__file__}
