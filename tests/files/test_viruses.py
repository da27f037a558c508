"""Where a virus scanner is set up it sees every upload first; what it has not seen is handed to nobody."""

import struct
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.files.making import png
from tests.support.clamd import SIGNATURE, Clamd, scanner
from tests.support.factory import Factory
from tests.support.pages import fill
from tracker import config
from tracker.accounts.models import Account
from tracker.config import load_settings
from tracker.db import db
from tracker.doctor import examine
from tracker.errors import RuleBroken
from tracker.files import services
from tracker.files.models import StoredFile
from tracker.files.scanning import SECONDS, NoAnswer, answers, find_virus
from tracker.files.turns import do_turn
from tracker.files.waiting import scan_waiting
from tracker.history.models import HistoryEntry
from tracker.permissions import Role
from tracker.progress.models import Evidence

ClientOf = Callable[[Account], FlaskClient]
NOBODY = "127.0.0.1:9"


@pytest.fixture
def clamd(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clamd]:
    monkeypatch.setitem(services._silent, "until", 0.0)
    with scanner() as one:
        yield one


@pytest.fixture
def sending(make: Factory, client_of: ClientOf) -> Callable[[bytes], str]:
    """Send a picture as the proof of a report, and return the page that follows."""
    unit = make.unit()
    task, officer = make.task(lead=unit), client_of(make.account(Role.SECTION, unit=unit))
    url = f"/tasks/{task.id}/report"

    def send(picture: bytes) -> str:
        answer = fill(officer, url, action=url, done="已公布第一批", files=(BytesIO(picture), "截图.png"))
        return answer.get_data(as_text=True) if answer.status_code != 303 else "taken"

    return send


def use(address: str) -> None:
    config.use(replace(config.current(), clamd=address))


def infected() -> bytes:
    """Return a picture with a remark that carries the signature."""
    remark = b"tEXtComment\0" + SIGNATURE
    chunk = struct.pack(">L", len(remark) - 4) + remark + struct.pack(">L", zlib.crc32(remark))
    return png()[:-12] + chunk + png()[-12:]


def statuses(app: Flask, client: FlaskClient) -> set[int]:
    """Return what asking for the one proof is answered with, for saving and for looking at."""
    with app.app_context():
        number = db.session.query(Evidence).one().id
    found = set()
    for page in (f"/evidence/{number}", f"/evidence/{number}/look"):
        answer = client.get(page)
        found.add(answer.status_code)
        answer.close()
    return found


def test_f8_a_virus_is_refused_recorded_and_not_kept(app: Flask, clamd: Clamd, sending: Callable[[bytes], str]) -> None:
    use(clamd.address)

    page = sending(infected())

    assert "Eicar-Test-Signature" in page
    assert "已公布第一批" in page
    with app.app_context():
        assert db.session.query(StoredFile).count() == 0
        assert db.session.query(HistoryEntry).filter_by(event="file.virus_refused").count() == 1


def test_f8_what_was_scanned_is_handed_out(
    app: Flask, make: Factory, client_of: ClientOf, clamd: Clamd, sending: Callable[[bytes], str]
) -> None:
    use(clamd.address)

    assert sending(png()) == "taken"

    assert statuses(app, client_of(make.account(Role.OFFICE))) == {200}
    assert clamd.shown == 1


def test_f8_an_upload_waits_while_the_scanner_is_down_and_is_scanned_later(
    app: Flask, make: Factory, client_of: ClientOf, clamd: Clamd, sending: Callable[[bytes], str]
) -> None:
    office = client_of(make.account(Role.OFFICE))
    use(NOBODY)

    assert sending(png()) == "taken"
    while_down = statuses(app, office)
    with app.app_context():
        assert scan_waiting(config.current()) == []
    use(clamd.address)
    before_the_turn = statuses(app, office)
    with app.app_context():
        said = do_turn(config.current())

    assert (while_down, before_the_turn) == ({400}, {400})
    assert said[0] == "1 files scanned, 0 with a virus"
    assert statuses(app, office) == {200}


def test_f8_a_virus_that_came_while_the_scanner_was_down_is_never_handed_out(
    app: Flask, make: Factory, client_of: ClientOf, clamd: Clamd, sending: Callable[[bytes], str]
) -> None:
    use(NOBODY)
    assert sending(infected()) == "taken"
    use(clamd.address)

    with app.app_context():
        said = scan_waiting(config.current())
    use("")

    assert said == ["1 files scanned, 1 with a virus"]
    assert statuses(app, client_of(make.account(Role.OFFICE))) == {400}
    with app.app_context():
        assert db.session.query(HistoryEntry).filter_by(event="file.virus_found").count() == 1


def test_f8_a_scanner_that_hangs_holds_nobody_longer_than_five_seconds(
    clamd: Clamd,
) -> None:
    clamd.is_silent = True
    started = time.monotonic()

    with pytest.raises(NoAnswer):
        find_virus(BytesIO(b"x" * 1_000_000), clamd.address, seconds=0.5)

    assert time.monotonic() - started < 5
    assert SECONDS <= 5
    assert not answers(clamd.address, seconds=0.2)


def test_f8_a_scanner_that_hangs_is_waited_for_once_however_many_files_come(
    context: None, clamd: Clamd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "find_virus", lambda *_: find_virus(BytesIO(b"x"), clamd.address, seconds=0.3))
    clamd.is_silent = True
    use(clamd.address)
    started = time.monotonic()

    received = [services.receive(BytesIO(png(number)), f"{number}.png") for number in range(1, 7)]

    assert [one.scanned_at for one in received] == [None] * 6
    assert clamd.asked == 1
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("said", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream: OK FOUND-NOT\0"])
def test_f8_only_a_clear_word_counts(clamd: Clamd, said: bytes) -> None:
    clamd.clean = said

    with pytest.raises(NoAnswer):
        find_virus(BytesIO(b"x"), clamd.address)


def test_f8_without_a_scanner_nothing_waits(
    app: Flask, make: Factory, client_of: ClientOf, sending: Callable[[bytes], str]
) -> None:
    assert sending(png()) == "taken"

    assert statuses(app, client_of(make.account(Role.OFFICE))) == {200}


def test_f8_the_doctor_tells_that_the_scanner_does_not_answer(context: None, clamd: Clamd) -> None:
    levels = []
    for address in ("", clamd.address, NOBODY):
        use(address)
        levels += [one.level for one in examine(config.current()) if str(one.name) == "virus scanner"]

    assert levels == ["ok", "ok", "warning"]


@pytest.mark.parametrize("address", ["clamd", "localhost", "clamd:", "clamd:port", "http://a:1/", "run/clamd.ctl"])
def test_f8_an_address_that_is_none_is_refused_at_the_start(tmp_path: Path, address: str) -> None:
    with pytest.raises(RuleBroken, match="CLAMD"):
        load_settings({"TRACKER_INSTANCE": str(tmp_path), "TRACKER_CLAMD": address})
