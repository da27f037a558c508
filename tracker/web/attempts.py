"""What PostgreSQL gave up for the sake of others is asked for again, whole, as long as nothing of it was kept."""

import logging
import time
from collections.abc import Callable
from random import SystemRandom
from typing import TypeVar

from flask import Flask, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError

from tracker.db import count_own_commits, db

Result = TypeVar("Result")
GIVEN_UP = ("40001", "40P01")  # SQLSTATE: could not serialize; deadlock
REPEATS = 3
PAUSE = (0.05, 0.5)  # seconds, drawn anew each time, so that two who met do not meet again
log = logging.getLogger("tracker")
_chance = SystemRandom()


class Application(Flask):
    """An application whose pages are asked again when the database gave them up."""

    def dispatch_request(self) -> ResponseReturnValue:
        """Answer with the view of this request; nothing was sent to the browser before it returns."""
        return as_whole(super().dispatch_request, _rewind_files)


def as_whole(use_case: Callable[[], Result], rewind: Callable[[], None] = lambda: None) -> Result:
    """Return what ``use_case`` returns, asked again up to three times when the database gave it up.

    One that committed something already is not repeated: its second run would do that part twice.
    """
    for _ in range(REPEATS):
        before = count_own_commits()
        try:
            return use_case()
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) not in GIVEN_UP or count_own_commits() != before:
                raise
            log.info("the database gave a request up, it is asked again: %s", error.orig)
        db.session.rollback()
        rewind()
        time.sleep(_chance.uniform(*PAUSE))
    return use_case()


def _rewind_files() -> None:
    for sent in request.files.listvalues():
        for file in sent:
            file.stream.seek(0)
