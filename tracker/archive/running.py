"""Making a package beside the pages: in a thread of its own, with a word now and then about how far it is."""

import hashlib
import logging
import threading
import time
from pathlib import Path

from flask import Flask
from flask_babel import force_locale

from tracker import config
from tracker.archive.services import give_up, keep_archive, note_progress
from tracker.archive.writing import make_in
from tracker.errors import N_, Refusal, RuleBroken
from tracker.permissions import Actor
from tracker.web.words import worded

log = logging.getLogger("tracker")
FOLDER = "archives"
PAUSE = 1.0  # seconds between two words about the progress
NOT_MADE = N_("The package could not be made; the log of the server says why.")


def file_of(run_id: int, year: int) -> Path:
    """Return where the package of a making lies."""
    return config.current().instance / FOLDER / f"{year}-{run_id}.zip"


def start(app: Flask, run_id: int, year: int, *, by: Actor) -> threading.Thread:
    """Start making a package and return at once."""
    thread = threading.Thread(target=_make, args=(app, run_id, year, by), name=f"archive-{run_id}", daemon=True)
    thread.start()
    return thread


def _make(app: Flask, run_id: int, year: int, by: Actor) -> None:
    last = [0.0]

    def noted(done: int, total: int) -> None:
        if done in (0, total) or time.monotonic() - last[0] > PAUSE:
            last[0] = time.monotonic()
            note_progress(run_id, done, total)

    with app.app_context():
        try:
            target = file_of(run_id, year)
            made = make_in(target.parent, target.name, year, noted)
            with made.open("rb") as content:
                digest = hashlib.file_digest(content, "sha256").hexdigest()
            _remove_older(made, year)
            keep_archive(run_id, made.stat().st_size, digest, by=by)
        except Refusal as refusal:
            give_up(run_id, _in_chinese(refusal), by=by)
        except Exception:
            log.exception("the package of %s was not made", year)
            give_up(run_id, _in_chinese(RuleBroken(NOT_MADE)), by=by)


def _in_chinese(refusal: Refusal) -> str:
    with force_locale("zh_Hans"):
        return worded(refusal)


def _remove_older(made: Path, year: int) -> None:
    """Keep one package of a year: the newest."""
    for path in made.parent.glob(f"{year}-*.zip"):
        if path != made:
            path.unlink(missing_ok=True)
