"""Exported lists: typed text is never a formula, comes back as it was, and one bad row never stops the others."""

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from tracker.errors import RuleBroken
from tracker.texts import clean_text
from tracker.web.exports import csv_bytes, restore, xlsx_bytes

DANGEROUS = [
    "=1+1",
    '=HYPERLINK("http://192.0.2.1","点我")',
    "=cmd|'/c calc'!A0",
    "+1",
    "-1",
    "-",
    "@SUM(A1)",
    "\t=1",
    "\n=1",
    " =1",
    "\u3000=1",
    "\t",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM",
]
HARMLESS = [
    "政务公开",
    "'引号",
    "'=1",
    "''＋1",
    "1-1",
    "0012",
    "1e5",
    "https://www.example.cn",
    "a,b;c\td",
    'a "b"',
    "第一行\n第二行",
    "_x000D_",
    "<r>a</r>",
    "<r></t></si><f>1</f></r>",
    "𠮷",
    " ",
]
POISON = ["a\0b", "\ud800", "\ufffe", "\x0b=1", "a\x1bb", "\x85"]
REMARK = "left out"


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def sheet_of(content: bytes) -> Worksheet:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert isinstance(sheet, Worksheet)
    return sheet


def texts(rows: Sequence[str]) -> list[list[object]]:
    return [[text, 1] for text in rows]


@pytest.mark.parametrize("text", DANGEROUS)
def test_f10_text_that_could_start_a_formula_is_made_harmless(text: str) -> None:
    csv_cell = csv_rows(csv_bytes(["内容"], [[text]]))[1][0]
    excel_cell = sheet_of(xlsx_bytes("表", ["内容"], [[text]]))["A2"]

    assert csv_cell == f"'{text}"
    assert (excel_cell.data_type, excel_cell.quotePrefix) == ("s", True)
    assert restore(csv_cell) == restore(str(excel_cell.value)) == text


def test_f10_a_header_is_made_harmless_too() -> None:
    content = xlsx_bytes("表", ["=1", "数"], [])

    assert csv_rows(csv_bytes(["=1"], []))[0] == ["'=1"]
    assert sheet_of(content)["A1"].data_type == "s"


def test_f10_no_cell_of_a_workbook_is_a_formula_or_link() -> None:
    content = xlsx_bytes("表", ["=A1"], texts(DANGEROUS + HARMLESS))

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
        names = archive.namelist()
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet
    assert not [name for name in names if "externalLink" in name or name.endswith("sheet1.xml.rels")]


def test_f10_every_text_comes_back_as_it_was() -> None:
    written = DANGEROUS + HARMLESS

    from_csv = [restore(row[0]) for row in csv_rows(csv_bytes(["内容", "数"], texts(written)))[1:]]
    from_excel = [restore(str(row[0])) for row in sheet_of(xlsx_bytes("表", ["内容"], texts(written))).values][1:]

    assert from_csv == written
    assert from_excel == written


def test_f10_a_carriage_return_in_front_is_made_harmless() -> None:
    assert csv_rows(csv_bytes(["内容"], [["\r=1"]]))[1] == ["'\r=1"]
    assert sheet_of(xlsx_bytes("表", ["内容"], [["\r=1"]]))["A2"].value == "\n=1"


@settings(deadline=None)
@given(st.lists(st.text(alphabet=st.characters(codec="utf-8")) | st.from_regex(r"'{0,3}[\s=+＠-].{0,3}"), max_size=5))
def test_f10_any_texts_come_back_from_csv(written: list[str]) -> None:
    cleaned = [clean_text(text) for text in written]

    rows = csv_rows(csv_bytes(["内容", "数"], texts(cleaned)))[1:]

    assert [restore(row[0]) for row in rows] == cleaned
    assert all(len(row) == 2 for row in rows)


def test_numbers_and_days_stay_what_they_are() -> None:
    row = [-5, 2.5, Decimal("-0.10"), date(2026, 3, 5), datetime(2026, 12, 31, 16, 30, tzinfo=UTC), None]

    excel = sheet_of(xlsx_bytes("表", list("abcdef"), [row]))

    assert csv_rows(csv_bytes(list("abcdef"), [row]))[1] == ["-5", "2.5", "-0.10", "2026-03-05", "2027-01-01 00:30", ""]
    assert [cell.value for cell in excel[2]][:3] == [-5, 2.5, -0.1]
    assert [cell.value for cell in excel[2]][3:5] == [datetime(2026, 3, 5), datetime(2027, 1, 1, 0, 30)]
    assert [cell.number_format for cell in excel[2]][3:5] == ["yyyy-mm-dd", "yyyy-mm-dd hh:mm"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (110101199001011234, "110101199001011234"),
        (date(1899, 1, 1), "1899-01-01"),
        (float("nan"), "nan"),
        (float("-inf"), "-inf"),
    ],
)
def test_what_excel_would_change_is_written_as_text(value: object, text: str) -> None:
    assert sheet_of(xlsx_bytes("表", ["值"], [[value]]))["A2"].value == text


@pytest.mark.parametrize("text", POISON)
def test_f11_one_bad_row_is_flagged_and_stops_no_other(text: str) -> None:
    rows = texts(["前", text, "后"])

    from_csv = csv_rows(csv_bytes(["内容", "数"], rows))
    from_excel = [list(row) for row in sheet_of(xlsx_bytes("表", ["内容", "数"], rows)).values]

    assert [row[1] for row in from_csv[1:]] == ["1", "1", "1"]
    assert [len(row) for row in from_csv] == [2, 2, 3, 2]
    assert REMARK in from_csv[2][2]
    assert [row[0] for row in from_excel[1::2]] == ["前", "后"]
    assert [REMARK in str(row[2]) for row in from_excel] == [False, False, True, False]


@pytest.mark.parametrize("text", ["长" * 40_000, "𠮷" * 20_000, "=" * 32_767])
def test_f11_a_text_too_long_for_a_cell_is_cut_and_flagged(text: str) -> None:
    sheet = sheet_of(xlsx_bytes("表", ["内容"], [[text]]))

    kept = str(sheet["A2"].value)
    assert kept.endswith("…")
    assert 32_000 < len(kept.encode("utf-16-le")) // 2 <= 32_767
    assert REMARK in str(sheet["B2"].value)


def test_a_text_that_just_fits_is_whole() -> None:
    assert sheet_of(xlsx_bytes("表", ["内容"], [["长" * 32_766]]))["A2"].value == "长" * 32_766


def test_the_header_stays_in_sight_and_columns_are_as_wide_as_their_texts() -> None:
    sheet = sheet_of(xlsx_bytes("表", ["事项", "数", "说明"], [["牵头单位办公室", 1, "长" * 100]]))

    assert sheet.freeze_panes == "A2"
    assert [round(sheet.column_dimensions[column].width) for column in "ABC"] == [17, 9, 61]
    assert sheet["A1"].font.b


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("2026年任务", "2026年任务"),
        ("[任务]:a/b\\c*?", "任务  a b c"),
        ("'", "1"),
        ("", "1"),
        ("长" * 40, "长" * 31),
        ("a\0b", "ab"),
    ],
)
def test_a_sheet_has_a_name_that_excel_takes(name: str, title: str) -> None:
    assert sheet_of(xlsx_bytes(name, ["a"], [])).title == title


def test_more_rows_than_a_sheet_holds_are_refused() -> None:
    with pytest.raises(RuleBroken, match="1048575 rows"):
        xlsx_bytes("表", ["a"], ([] for _ in range(1_048_576)))
