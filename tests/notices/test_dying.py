"""Killed while a notice is issued, at any point: none is half issued, and no number is lost or given twice."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.notices.dying import POINTS

WHOLE = {"broken": False, "sound": True}
NOTHING = {"Notice": 0, "NoticeSlip": 0, "NoticeSubject": 0, "StoredFile": 0, "codes": [], **WHOLE}


def test_r20_a_notice_that_is_killed_at_any_point_is_whole_or_was_never_begun(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.notices.dying", str(tmp_path)]
    run = subprocess.run(command, capture_output=True, check=True, timeout=300, env={**os.environ, "TRACKER_RATES": ""})
    told = {point: (ended, found) for point, ended, found in json.loads(run.stdout)}

    assert [point for point, (ended, _) in told.items() if ended == -9] == list(POINTS)
    for point in POINTS[:-1]:
        assert told[point][1] == NOTHING, point
    for point, count in (("committed", 1), ("again", 2)):
        found = told[point][1]
        assert [code.partition("〕")[2] for code in found["codes"]] == [f"{number}号" for number in range(1, count + 1)]
        assert [found[name] for name in ("Notice", "NoticeSlip", "NoticeSubject", "StoredFile")] == [count] * 4
        assert (found["broken"], found["sound"]) == (False, True)
