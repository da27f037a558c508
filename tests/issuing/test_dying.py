"""Killed in the middle of an issue, at any point: nothing is half issued, and no number is lost or given twice."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.issuing.dying import POINTS

NOTHING = {"IssuedPaper": 0, "ChainStep": 2, "FrozenDocument": 0, "StoredFile": 0, "Submission": 0, "codes": []}
ISSUED = {"IssuedPaper": 1, "ChainStep": 3, "FrozenDocument": 1, "StoredFile": 2, "Submission": 1}
WHOLE = {"broken": False, "sound": True}


def test_r20_an_issue_that_is_killed_at_any_point_is_whole_or_was_never_begun(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.issuing.dying", str(tmp_path)]
    run = subprocess.run(command, capture_output=True, check=True, timeout=300, env={**os.environ, "TRACKER_RATES": ""})
    told = {point: (ended, found) for point, ended, found in json.loads(run.stdout)}

    assert [point for point, (ended, _) in told.items() if ended == -9] == list(POINTS)
    for point in POINTS[:-1]:
        assert told[point][1] == {**NOTHING, **WHOLE, "next": "issue", "under way": False}, point
    code = told["committed"][1].pop("codes")
    assert told["committed"][1] == {**ISSUED, **WHOLE, "next": None, "under way": False}
    assert [one.endswith("〕1号") for one in code] == [True]
    assert told["again"][1] == {**ISSUED, **WHOLE, "next": None, "under way": True, "codes": code, "same": [True]}
