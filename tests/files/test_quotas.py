"""One person, one task and the disk take so many files and no more; whoever meets a bound reads what to do."""

from collections import namedtuple
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.files.making import png
from tests.support.factory import Factory
from tests.support.pages import fill
from tracker import clock, config
from tracker.accounts.models import Account
from tracker.config import load_settings
from tracker.db import db, transaction
from tracker.errors import RuleBroken
from tracker.files import quotas
from tracker.files.models import StoredFile
from tracker.files.quotas import DAY_OVER, DISK_TOO_FULL, SHARE_USED, check_quota
from tracker.files.services import keep, receive
from tracker.permissions import Role
from tracker.progress.proofs import Proofs
from tracker.progress.rules import ReportContent
from tracker.progress.services import report_progress

ClientOf = Callable[[Account], FlaskClient]
MB = 1_000_000
NOON = datetime(2026, 11, 3, 4, 0, tzinfo=UTC)
Usage = namedtuple("Usage", "total used free")


def allow(**values: int) -> None:
    config.use(replace(config.current(), **values))  # type: ignore[arg-type]


def stored(by_id: int, number: int, size: int = 1) -> None:
    with transaction():
        for _ in range(number):
            key = f"{by_id}-{db.session.query(StoredFile).count()}"
            db.session.add(
                StoredFile(
                    storage_key=key, sha256=key, size=size, content_type="image/png", stored_at=clock.now(),
                    stored_by_id=by_id,
                )
            )  # fmt: skip
            db.session.flush()


def refusal(sizes: list[int], by_id: int | None) -> RuleBroken | None:
    try:
        check_quota(sizes, by_id)
    except RuleBroken as refused:
        return refused
    return None


def test_f7_a_person_uploads_so_many_files_a_day_and_goes_on_tomorrow(context: None) -> None:
    allow(user_files=200)
    with clock.pinned_at(NOON):
        stored(7, 198)

        at_the_bound, over = refusal([1, 1], 7), refusal([1, 1, 1], 7)
        somebody_else = refusal([1, 1, 1], 8)
    with clock.pinned_at(NOON + timedelta(hours=12)):  # midnight in China
        tomorrow = refusal([1] * 200, 7)

    assert (at_the_bound, somebody_else, tomorrow) == (None, None, None)
    assert over is not None
    assert (over.message, over.field, over.values) == (DAY_OVER, "files", {"limit": 200, "left": 2})


def test_f7_the_files_of_a_person_take_so_much_room_and_no_byte_more(context: None) -> None:
    allow(user_mb=2)
    with clock.pinned_at(NOON - timedelta(days=400)):
        stored(7, 1, size=MB + 1)

    assert refusal([MB - 1], 7) is None
    over = refusal([MB - 2, 2], 7)
    assert over is not None
    assert (over.message, over.field, over.values) == (SHARE_USED, "files", {"limit": 2, "left": 0})


@pytest.mark.parametrize(("used", "is_taken"), [(84, True), (85, True), (86, False)])
def test_f7_nobody_uploads_when_the_disk_is_fuller_than_85_percent(
    context: None, monkeypatch: pytest.MonkeyPatch, used: int, is_taken: bool
) -> None:
    allow(disk_percent=85)
    monkeypatch.setattr("tracker.files.quotas.shutil.disk_usage", lambda _: Usage(100, used, 100 - used))

    refused = refusal([1], None)

    assert (refused is None) == is_taken
    assert is_taken or (refused is not None and refused.message == DISK_TOO_FULL)


def test_f7_what_is_stored_is_counted_for_whoever_sent_it_first(context: None) -> None:
    allow(user_files=1)
    first = receive(BytesIO(png()), "图.png", by_id=7)
    with transaction():
        kept = keep(first)

    with transaction():
        assert keep(receive(BytesIO(png()), "图.png", by_id=8)).id == kept.id  # the same content takes no room
    assert (kept.stored_by_id, refusal([1], 8)) == (7, None)
    with pytest.raises(RuleBroken), transaction():
        keep(replace(first, blob=replace(first.blob, sha256="another")))


def test_f7_the_reports_on_a_task_hold_so_many_files_in_all(context: None, make: Factory) -> None:
    unit = make.unit()
    task, by = make.task(lead=unit), make.actor(Role.SECTION, unit=unit)
    allow(task_files=2)
    pictures = [receive(BytesIO(png(number)), f"{number}.png") for number in (1, 2, 3)]

    with pytest.raises(RuleBroken) as refused:
        report_progress(task.id, ReportContent("三张"), Proofs(received=pictures), by=by)
    report_progress(task.id, ReportContent("两张"), Proofs(received=pictures[:2]), by=by)

    assert (refused.value.field, refused.value.values) == ("files", {"limit": 2})
    assert db.session.query(StoredFile).count() == 2


def test_f7_a_refusal_stands_beside_the_files_and_the_text_stays(make: Factory, client_of: ClientOf) -> None:
    unit = make.unit()
    task = make.task(lead=unit)
    officer = client_of(make.account(Role.SECTION, unit=unit))
    allow(user_files=1)
    files = [(BytesIO(png(number)), f"{number}.png") for number in (1, 2)]

    url = f"/tasks/{task.id}/report"
    page = fill(officer, url, action=url, done="已公布第一批规划成果", files=files).get_data(as_text=True)

    assert "每人每天最多上传1个文件，您今天还可以传1个" in page
    assert "已公布第一批规划成果" in page


@pytest.mark.parametrize(
    ("name", "value"),
    [("task_files", "0"), ("user_files", "-1"), ("user_mb", "0"), ("disk_percent", "101"), ("disk_percent", "85%")],
)
def test_f7_a_bound_that_is_none_is_refused_at_the_start(tmp_path: Path, name: str, value: str) -> None:
    environ: dict[str, Any] = {"TRACKER_INSTANCE": str(tmp_path), f"TRACKER_{name.upper()}": value}

    with pytest.raises(RuleBroken, match=name.upper()):
        load_settings(environ)


def test_f7_the_bounds_are_those_that_were_promised(tmp_path: Path) -> None:
    settings = load_settings({"TRACKER_INSTANCE": str(tmp_path)})

    promised = (settings.task_files, settings.user_files, settings.user_mb, settings.disk_percent)
    assert promised == (50, 200, 2000, 85)
    assert quotas.MB == MB
