"""The waivers of the annual report were moved to the gate and count there for the failures they were given for."""

from pathlib import Path

from sqlalchemy import create_engine, text

from tests.annual_report.samples import changed, golden
from tests.support.databases import settings_of
from tracker.annual_report.checks import check_tables
from tracker.annual_report.rows import mark_of, numbers_of
from tracker.db import engine_options, migrate

REPORT = (
    "INSERT INTO annual_report (id, year, adds_units, drafted_at, issued_by, frozen, sha256, version) "
    "VALUES (7, 2025, false, '2026-01-05 01:00:00', '', '', '', 1)"
)
WAIVER = (
    "INSERT INTO annual_report_waiver (report_id, identity, place, numbers, reason, waived_by, waived_at) "
    "VALUES (7, :identity, :place, :numbers, '机构改革', '李明', '2026-01-06 02:00:00')"
)


def test_a_waiver_given_before_counts_at_the_gate(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    failure = check_tables(changed(golden(), **{"三(七)__总计": 3522}))[0]
    migrate(settings, "0043")
    engine = create_engine(settings.database_url, **engine_options(settings))
    with engine.begin() as connection:
        connection.execute(text(REPORT))
        values = {"identity": failure.identity, "place": failure.where, "numbers": numbers_of(failure)}
        connection.execute(text(WAIVER), values)
    engine.dispose()

    migrate(settings)

    with engine.connect() as connection:
        found = connection.execute(text("SELECT kind, document_id, mark, reason, name, at FROM gate_waiver")).all()
    engine.dispose()
    assert [tuple(row)[:5] for row in found] == [("annual_report", 7, mark_of(failure), "机构改革", "李明")]
    assert str(found[0][5]).startswith("2026-01-06 02:00:00")
