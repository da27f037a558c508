"""What watches this machine may ask: whether the program runs, and whether it can do its work."""

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from tracker import clock, config, copies
from tracker.config import Settings, networks_in
from tracker.db import db, head_revision, transaction
from tracker.doctor import alarms
from tracker.errors import NotFound
from tracker.web.models import Submission

ROOM_NEEDED = 64 * 1024**2  # bytes without which writing stops


@dataclass(frozen=True)
class Readiness:
    """Whether the work can be done, what is wrong by name, and the age in hours of the newest good backup.

    ``elsewhere_hours`` is that of the newest on another machine; None where there is none, or its folder is away.
    """

    is_ready: bool
    troubles: tuple[str, ...]
    backup_hours: int | None
    elsewhere_hours: int | None


class _TakenBack(Exception):
    """Undoes the write that only tried whether writing is possible."""


def check_address(address: str | None) -> None:
    """Raise NotFound unless ``address`` may ask."""
    with contextlib.suppress(ValueError):
        if any(ip_address(address or "") in network for network in networks_in(config.current().probes)):
            return
    raise NotFound


def get_readiness(settings: Settings) -> Readiness:
    """Try what every page needs. A late backup is told, but does not take the program out of service."""
    grave = tuple(_grave(settings))
    late = tuple(str(answer.name) for answer in alarms(settings) if answer.level != "ok")
    here, elsewhere = copies.find_newest_good(copies.folder_of(settings)), copies.find_newest_elsewhere(settings)
    return Readiness(not grave, (*grave, *late), *(copy.hours_old if copy else None for copy in (here, elsewhere)))


def _grave(settings: Settings) -> Iterator[str]:
    try:
        with contextlib.suppress(_TakenBack), transaction():
            db.session.add(Submission(token="", location="", at=clock.now()))
            db.session.flush()
            raise _TakenBack
        if db.session.scalar(text("SELECT version_num FROM alembic_version")) != head_revision():
            yield "schema"
    except SQLAlchemyError:
        db.session.rollback()
        yield "database"
    if shutil.disk_usage(settings.instance).free < ROOM_NEEDED:
        yield "room"
