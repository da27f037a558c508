"""Whatever is sent is read or refused, and a register comes back from its own workbook."""

from contextlib import suppress
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.annual_report.reading.files import pdf, tables_of, title, word
from tests.annual_report.samples import golden
from tracker.annual_report.checks import check_tables
from tracker.annual_report.reading.reports import read_report
from tracker.annual_report.report import ReportFigures
from tracker.annual_report.report_json import to_json
from tracker.annual_report.tables import DISPUTE_PATHS, Form, row_paths
from tracker.annual_report.xlsx_file import write_xlsx
from tracker.errors import Unreadable
from tracker.requests.counting import (
    DisputeKind,
    DisputeRecord,
    DisputeResult,
    RequestRecord,
    tabulate,
    tabulate_disputes,
)
from tracker.requests.outcomes import OUTCOMES
from tracker.requests.rules import Applicant

FILES = {
    "a.json": to_json(golden()).encode(),
    "a.xlsx": write_xlsx(golden()),
    "a.docx": word(golden()),
    "a.pdf": pdf([[title(golden()), *tables_of(golden()).values()]]),
}


@pytest.mark.parametrize("name", list(FILES))
def test_every_kind_of_file_gives_the_same_figures(name: str) -> None:
    assert dict(read_report(FILES[name], name).figures.cells) == dict(golden().cells)


def test_json_is_known_by_its_content_too() -> None:
    assert read_report(FILES["a.json"], "报告").figures == golden()


@given(content=st.binary(max_size=200), name=st.sampled_from(("a.xlsx", "a.docx", "a.pdf", "a.txt", "a.json", "a")))
def test_any_bytes_are_refused_as_unreadable(content: bytes, name: str) -> None:
    with pytest.raises(Unreadable):
        read_report(content, name)


@settings(max_examples=60, deadline=None)
@given(name=st.sampled_from(list(FILES)), seed=st.integers(0, 2**32))
def test_a_damaged_file_is_read_or_refused(name: str, seed: int) -> None:
    chance = Random(seed)
    content = bytearray(FILES[name])
    for _ in range(chance.randint(1, 8)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    damaged = bytes(content[: chance.choice((len(content), chance.randrange(len(content))))])

    with suppress(Unreadable):
        read_report(damaged, name)


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx", "a.pdf", "a.txt"])
def test_a_file_under_another_ending_is_refused(name: str) -> None:
    for kind, content in FILES.items():
        if kind not in (name, "a.json"):
            with pytest.raises(Unreadable):
                read_report(content, name)


def test_a_file_without_table_three_is_refused_with_what_to_do() -> None:
    tables = tables_of(golden())

    with pytest.raises(Unreadable, match="labels of the form"):
        read_report(word(golden(), tables={"二": tables["二"]}), "a.docx")


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32), count=st.integers(0, 200))
def test_a_register_comes_back_from_its_own_workbook(seed: int, count: int) -> None:
    chance = Random(seed)
    requests, disputes = [_request(chance) for _ in range(count)], [_dispute(chance) for _ in range(count // 4)]
    rows = tabulate(requests, 2025)
    cells = {path: number for key, row in rows.items() for path, number in zip(row_paths(key), row, strict=True)}
    cells |= dict(zip(DISPUTE_PATHS, tabulate_disputes(disputes, 2025), strict=True))
    report = ReportFigures("宿河市水务局", 2025, Form.CURRENT, Form.CURRENT, cells)

    read = read_report(write_xlsx(report), "a.xlsx").figures

    assert read == report
    assert [failure for failure in check_tables(read) if failure.is_hard] == []


def _request(chance: Random) -> RequestRecord:
    received = date(2024, 1, 1) + timedelta(days=chance.randrange(900))
    answered = received + timedelta(days=chance.randrange(60)) if chance.random() < 0.8 else None
    outcome = chance.choice(OUTCOMES).code if answered else None
    return RequestRecord(chance.choice(list(Applicant)), received, answered, outcome)


def _dispute(chance: Random) -> DisputeRecord:
    filed = date(2024, 1, 1) + timedelta(days=chance.randrange(900))
    decided = filed + timedelta(days=chance.randrange(300)) if chance.random() < 0.7 else None
    result = chance.choice(list(DisputeResult)[:3]) if decided else DisputeResult.PENDING
    return DisputeRecord(chance.choice(list(DisputeKind)), filed, decided, result)
