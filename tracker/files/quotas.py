"""How much one person may upload, and how full the disk may become by uploads."""

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path

from sqlalchemy import func, select

from tracker import clock, config
from tracker.db import db
from tracker.errors import N_, RuleBroken
from tracker.files.models import StoredFile

MB = 1_000_000
DISK_TOO_FULL = N_(
    "The disk of the server is too full to take files. Nothing was saved; tell your administrator, and send it again "
    "when there is room."
)
DAY_OVER = N_(
    "One person may upload %(limit)d files a day, and you have %(left)d left. Send fewer now and the rest tomorrow, "
    "or ask your administrator."
)
SHARE_USED = N_(
    "All your files together may take %(limit)d MB, and you have %(left)d MB left. Make these files smaller, give "
    "an address instead, or ask your administrator for more room."
)


def check_quota(sizes: Sequence[int], by_id: int | None) -> None:
    """Raise RuleBroken (field "files") when files of ``sizes`` bytes are more than the account may still send."""
    if not sizes:
        return
    settings = config.current()
    _check_disk(Path(settings.files_url), settings.disk_percent)
    if by_id is None:
        return
    ours = StoredFile.stored_by_id == by_id
    today = db.session.scalar(select(func.count(StoredFile.id)).where(ours, StoredFile.stored_at >= _midnight())) or 0
    if today + len(sizes) > settings.user_files:
        raise RuleBroken(DAY_OVER, field="files", limit=settings.user_files, left=max(0, settings.user_files - today))
    used = db.session.scalar(select(func.sum(StoredFile.size)).where(ours)) or 0
    most = settings.user_mb * MB
    if used + sum(sizes) > most:
        raise RuleBroken(SHARE_USED, field="files", limit=settings.user_mb, left=max(0, most - used) // MB)


def _check_disk(folder: Path, percent: int) -> None:
    there = next(one for one in (folder, *folder.parents) if one.exists())
    usage = shutil.disk_usage(there)
    if usage.free * 100 < usage.total * (100 - percent):
        raise RuleBroken(DISK_TOO_FULL, field="files")


def _midnight() -> datetime:
    return datetime.combine(clock.today(), time(), clock.CHINA).astimezone(UTC)
