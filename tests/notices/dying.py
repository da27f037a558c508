"""Issues a notice in processes that kill themselves, each at another point, and prints what they left: JSON.

Run in a process of its own (``python -m tests.notices.dying FOLDER``): each point is a child that is really killed.
"""

import json
import os
import sys
from typing import Any

from flask import Flask
from sqlalchemy import event, func, select

from tests.issuing.dying import die, file_store_is_sound
from tests.support.factory import Factory
from tracker.app import create_app
from tracker.config import load_settings
from tracker.db import db, migrate
from tracker.files.models import StoredFile
from tracker.history.services import first_broken_entry
from tracker.notices import services
from tracker.notices.material import Order
from tracker.notices.models import Notice, NoticeSlip, NoticeSubject
from tracker.notices.rules import NoticeKind
from tracker.permissions import Actor, Role

# where a process dies: when the PDF lies in the store, before a statement, before and after the commit
POINTS = (
    "printed", "INSERT INTO stored_file", "INSERT INTO notice ", "INSERT INTO notice_slip",
    "INSERT INTO notice_subject", "INSERT INTO history_entry", "commit", "committed",
)  # fmt: skip
MODELS = (Notice, NoticeSlip, NoticeSubject, StoredFile)


def prepared(app: Flask) -> tuple[Order, Actor]:
    """Make an agency with a section that has a finding to rectify."""
    make = Factory(app)
    make.agency(name="清河市水务局")
    by = make.actor(Role.SUPERVISION, unit=make.unit("机关纪委"), name="赵敏")
    unit = make.unit("河湖管理科")
    with app.app_context():
        make.finding(unit, description="办事指南过期")
    return Order(NoticeKind.RECTIFY, unit_id=unit.id), by


def issued_in_a_child(point: str, app: Flask, order: Order, by: Actor, draft: services.Draft) -> int:
    """Issue in a child that dies at ``point``; return how it ended."""
    child = os.fork()
    if child == 0:
        with app.app_context():
            arm(point)
            services.issue_notice(order, draft, by=by)
            if point == "committed":
                die()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def arm(point: str) -> None:
    """Let this process die at ``point``."""
    if point == "printed":
        die()

    @event.listens_for(db.engine, "before_cursor_execute")
    def look(_: object, __: object, statement: str, *___: object) -> None:
        if point.startswith("INSERT") and statement.startswith(point):
            die()
        if point == "commit" and statement.startswith("INSERT INTO history_entry"):
            event.listen(db.engine, "commit", die)


def found(app: Flask) -> dict[str, Any]:
    """Tell what the next start finds."""
    with app.app_context():
        of = {model.__name__: db.session.scalar(select(func.count()).select_from(model)) for model in MODELS}
        codes = list(db.session.scalars(select(Notice.code).order_by(Notice.id)))
        left = {**of, "codes": codes, "broken": first_broken_entry() is not None, "sound": file_store_is_sound()}
        db.session.remove()
        db.engine.dispose()
    return left


def main(folder: str) -> None:
    """Kill an issue at every point, then issue."""
    settings = load_settings({"TRACKER_INSTANCE": folder})
    migrate(settings)
    app = create_app(settings)
    order, by = prepared(app)
    with app.app_context():
        draft = services.draft_notice(order, by=by)
        db.session.remove()
        db.engine.dispose()
    told = [[point, issued_in_a_child(point, app, order, by, draft), found(app)] for point in POINTS]
    with app.app_context():
        services.issue_notice(order, services.draft_notice(order, by=by), by=by)
    told.append(["again", 0, found(app)])
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
