"""A paper that is made again, on another day, in another place and language, is the same file byte for byte."""

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import replace

from tests.documents.samples import ARCHIVAL, FULL, MINUTES
from tracker.documents.exchange import to_json

PAPERS = (replace(FULL, is_archival=True, figures=ARCHIVAL.figures), MINUTES)
# Years later by every clock that Python asks, then each paper from what was kept of it.
AGAIN = """
import datetime, hashlib, json, sys, time
late, now = float(sys.argv[1]), time.time
time.time = lambda: now() + late
time.localtime = lambda seconds=None, of=time.localtime: of(time.time() if seconds is None else seconds)
time.gmtime = lambda seconds=None, of=time.gmtime: of(time.time() if seconds is None else seconds)
from tracker.documents.docx import print_job as word
from tracker.documents.pdf import print_job as pdf
for paper in json.load(sys.stdin):
    print(*(hashlib.sha256(made).hexdigest() for made in (pdf(paper)["pdf"], word(paper)["docx"])))
"""


def made(late: float, **environment: str) -> list[str]:
    kept = json.dumps([to_json(paper) for paper in PAPERS])
    run = subprocess.run(
        [sys.executable, "-c", AGAIN, str(late)], input=kept, capture_output=True, text=True, check=True, timeout=300,
        env={**os.environ, **environment},
    )  # fmt: skip
    return run.stdout.split()


def test_another_clock_time_zone_and_language_give_equal_bytes() -> None:
    here = made(0, TZ="Asia/Shanghai", LC_ALL="C.UTF-8", PYTHONHASHSEED="1")

    there = made(7 * 366 * 86_400, TZ="Pacific/Kiritimati", LC_ALL="C", LANGUAGE="de", PYTHONHASHSEED="2")

    assert len(set(here)) == 2 * len(PAPERS)
    assert all(len(one) == len(hashlib.sha256().hexdigest()) for one in here)
    assert there == here
