"""A closed year with a report, its proof, a finding and a ledger entry, and an empty machine beside it."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image

from tests.support.databases import settings_of
from tests.support.factory import Factory
from tests.years.conftest import YEAR, Bureau, bureau, january  # noqa: F401 - fixtures
from tracker import clock, config
from tracker.app import create_app
from tracker.config import Settings
from tracker.db import db, migrate, transaction
from tracker.files.services import keep, receive
from tracker.ledger.models import LedgerEntry
from tracker.progress.models import Evidence
from tracker.progress.rules import ReportState
from tracker.years.deciding import decide_tasks
from tracker.years.listing import list_unit_figures
from tracker.years.rules import Decision, Fate
from tracker.years.services import close_year, confirm_figures


def _picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (20, 20), "white").save(out, "PNG")
    return out.getvalue()


PROOF = _picture()


@pytest.fixture
def closed(app: Flask, make: Factory, bureau: Bureau) -> Bureau:  # noqa: F811 - the fixture
    """The year closed, with what a year has."""
    with app.app_context():
        report = make.report(bureau.done, bureau.law_unit, state=ReportState.ACCEPTED, done="集中公开规范性文件12件。")
        received = receive(BytesIO(PROOF), "公布情况.png")
        with transaction():
            file = keep(received)
            db.session.add(
                Evidence(
                    report_id=report.id, name="公布情况.png", file_id=file.id, added_at=clock.now(), added_by="王芳"
                )
            )
        make.finding(bureau.law_unit, found_on=date(YEAR, 10, 12))
        make._save(
            LedgerEntry(
                ledger="publication", day=date(YEAR, 5, 6), unit_id=bureau.law_unit.id, title="公布办事指南",
                quantity=3, entered_by="王芳", entered_at=clock.now(),
            )
        )  # fmt: skip
        make.task(lead=bureau.law_unit, year=YEAR + 1, number=1, due_on=date(YEAR + 1, 6, 30))
        decide_tasks(YEAR, [bureau.late.id, bureau.open.id], Decision(Fate.CARRIED), by=bureau.office)
        for one in list_unit_figures(YEAR, clock.today()):
            by = bureau.law if one.unit_id == bureau.law_unit.id else bureau.archive
            confirm_figures(YEAR, dict(one.figures), by=by)
        close_year(YEAR, by=bureau.office)
    return bureau


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Flask]:
    """The program on an empty machine of its own."""
    before = config.current()
    settings: Settings = settings_of(tmp_path / "other")
    migrate(settings)
    app = create_app(settings)
    app.config["TESTING"] = True
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    config.use(before)
