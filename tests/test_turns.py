"""The worker's backups: one an hour, found whole before they count, copied elsewhere, removed in their turn."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.support.databases import Database
from tests.support.factory import Factory
from tracker import clock, copies
from tracker.backups import turns
from tracker.backups.checking import check_backup
from tracker.config import Settings
from tracker.errors import RuleBroken, Unreadable

START = datetime(2026, 12, 30, 16, 30, tzinfo=UTC)


@pytest.fixture
def settings(app: Flask, make: Factory, database: Database, tmp_path: Path) -> Settings:
    """A machine with a unit in its database, and a folder for backups."""
    make.unit("留存科")
    return replace(database.settings, backup_folder=str(tmp_path / "kept"))


@pytest.fixture
def elsewhere(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The same with a second folder that counts as another file system while it is there."""
    away = tmp_path / "away"
    away.mkdir()
    monkeypatch.setattr(copies, "is_elsewhere", lambda _: away.is_dir())
    return replace(settings, backup_copy=str(away))


def turn_at(settings: Settings, moment: datetime) -> list[str]:
    with clock.pinned_at(moment):
        return turns.do_turn(settings)


def names(folder: str | Path) -> list[str]:
    return [copy.path.name for copy in copies.list_copies(Path(folder)) if copy.is_good]


def test_r10_a_backup_is_made_every_hour_and_counts_once_it_was_found_whole(settings: Settings) -> None:
    for minutes in (0, 30, 59, 60, 61):
        turn_at(settings, START + timedelta(minutes=minutes))

    assert names(settings.backup_folder) == ["tracker-20261230T173000Z.tar", "tracker-20261230T163000Z.tar"]


def test_r10_a_changed_byte_marks_a_backup_bad(settings: Settings) -> None:
    turn_at(settings, START)
    (made,) = copies.list_copies(Path(settings.backup_folder))
    octets = bytearray(made.path.read_bytes())
    octets[octets.index("留存科".encode())] ^= 1
    made.path.write_bytes(octets)

    bad = turns.check_again(settings)

    assert [copy.path.name for copy in bad] == [made.path.name]
    assert "damaged" in bad[0].why
    assert names(settings.backup_folder) == []


def test_r10_a_backup_with_other_rows_than_it_was_made_with_is_refused(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("tracker.backups.writing._rows", lambda *_: {"unit": 2})
        with pytest.raises(Unreadable, match="other rows"):
            turn_at(settings, START)

    assert list(Path(settings.backup_folder).glob("*.tar*")) == []


def test_r10_hours_days_and_months_are_kept_and_the_rest_goes(tmp_path: Path) -> None:
    made = [copies.Copy(tmp_path / str(hour), START - timedelta(hours=hour), True) for hour in range(24 * 500)]

    gone = {copy.path for copy in copies.superfluous(made)}
    kept = [copy for copy in made if copy.path not in gone]

    assert [copy.path.name for copy in kept[:24]] == [str(hour) for hour in range(24)]
    assert len(kept) == 24 + 28 + 11  # two of the days and one of the months are among the hours already
    assert len({f"{clock.local(copy.made_at):%Y%m}" for copy in kept}) == 12


def test_r10_a_clock_that_jumps_ten_years_removes_nothing(tmp_path: Path) -> None:
    made = [copies.Copy(tmp_path / str(hour), START - timedelta(hours=hour), True) for hour in range(24)]
    later = copies.Copy(tmp_path / "later", START + timedelta(days=3652), True)

    assert len(copies.superfluous([later, *made])) <= 1


def test_r10_bad_backups_do_not_push_good_ones_out(settings: Settings) -> None:
    turn_at(settings, START)
    folder = Path(settings.backup_folder)
    for hour in range(1, 30):
        (folder / copies.name_at(START + timedelta(hours=hour))).touch()

    turn_at(settings, START + timedelta(hours=40))

    assert "tracker-20261230T163000Z.tar" in names(folder)
    assert len(copies.list_copies(folder)) == 2 + turns.BAD_KEPT


def test_r11_the_first_backup_of_a_day_is_copied_elsewhere(elsewhere: Settings) -> None:
    said = [line for hours in range(25) for line in turn_at(elsewhere, START + timedelta(hours=hours))]

    assert sum("copied" in line for line in said) == 2
    assert len(names(elsewhere.backup_copy)) == 2
    check_backup(Path(elsewhere.backup_copy) / names(elsewhere.backup_copy)[0])


def test_r11_a_copy_that_was_damaged_on_the_other_machine_does_not_count(elsewhere: Settings) -> None:
    turn_at(elsewhere, START)
    (made,) = copies.list_copies(Path(elsewhere.backup_copy))
    octets = bytearray(made.path.read_bytes())
    octets[len(octets) // 2] ^= 1
    made.path.write_bytes(octets)

    bad = turns.check_again(elsewhere)

    assert [copy.path for copy in bad] == [made.path]
    assert copies.find_newest_elsewhere(elsewhere) is None
    assert copies.find_newest_good(Path(elsewhere.backup_folder)) is not None


def test_r11_a_lost_mount_is_told_and_the_backup_here_is_made_all_the_same(elsewhere: Settings) -> None:
    Path(elsewhere.backup_copy).rmdir()

    with pytest.raises(RuleBroken, match="not mounted"):
        turn_at(elsewhere, START)

    assert len(names(elsewhere.backup_folder)) == 1


def test_r11_a_folder_on_the_disk_of_this_machine_is_not_elsewhere(settings: Settings) -> None:
    (settings.instance / "same").mkdir(exist_ok=True)

    assert not copies.is_elsewhere(replace(settings, backup_copy=str(settings.instance / "same")))


def test_r10_a_backup_that_cannot_be_written_is_tried_again_an_hour_later(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[Path] = []

    def full(_: Settings, target: Path) -> None:
        tries.append(target)
        raise RuleBroken("The backup was not written: %(why)s", why="full")

    monkeypatch.setattr(turns, "write_backup", full)
    with pytest.raises(RuleBroken):
        turn_at(settings, START)

    assert turn_at(settings, START + timedelta(minutes=1)) == []
    with pytest.raises(RuleBroken):
        turn_at(settings, START + timedelta(minutes=61))
    assert len(tries) == 2
