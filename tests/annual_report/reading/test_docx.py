"""Word documents."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.annual_report.reading.files import Cell, tables_of, with_part, word
from tests.annual_report.samples import golden, trial
from tracker.annual_report.reading.reports import ReadReport, read_report
from tracker.annual_report.report import ReportFigures
from tracker.annual_report.tables import row_paths

TEXTS = {
    "一": "（一）依申请公开。\n2024年，全市收到申请3525件。",
    "五": "主动公开还不够及时。",
    "六": "有3件收取信息处理费2230元。",
}


def read(content: bytes) -> ReadReport:
    return read_report(content, "报告.docx")


def with_xml(content: bytes, old: str, new: str) -> bytes:
    return with_part(content, "word/document.xml", old, new)


@pytest.mark.parametrize("report", [golden(), trial()], ids=["current", "trial"])
def test_a_document_gives_its_tables_text_and_title(report: ReportFigures) -> None:
    found = read(word(report, TEXTS))

    assert dict(found.figures.cells) == dict(report.cells)
    assert (found.figures.name, found.figures.year) == (report.name, report.year)
    assert (found.figures.form, found.figures.form_three) == (report.form, report.form_three)
    assert {number: found.sections[number] for number in TEXTS} == TEXTS
    assert list(found.doubts) == []


def test_text_in_tracked_insertions_counts_and_deleted_text_does_not() -> None:
    document = word(golden(), TEXTS)
    run = "<w:r><w:t>主动公开还不够及时。</w:t></w:r>"
    inserted = (
        "<w:ins><w:r><w:t>主动公开</w:t></w:r></w:ins><w:del><w:r><w:delText>很好</w:delText></w:r></w:del>"
        "<w:sdt><w:sdtContent><w:r><w:t>不够。</w:t></w:r></w:sdtContent></w:sdt>"
    )

    assert read(with_xml(document, run, inserted)).sections["五"] == "主动公开不够。"


def test_a_row_with_too_few_cells_is_asked_about() -> None:
    tables = tables_of(golden())
    tables["三"] = [cell for cell in tables["三"] if (cell.row, cell.column) not in ((3, 8), (3, 9))]
    tables["三"].append(Cell(3, 8, "3525", columns=2))

    found = read(word(golden(), tables=tables))

    assert [found.figures.value(path) for path in row_paths("一")[-2:]] == [None, None]
    assert found.figures.value("table3.一.自然人") == 3440


def test_a_row_whose_spans_differ_from_the_headings_is_read_in_its_order() -> None:
    document = word(golden())
    label = "<w:t>四、结转下年度继续办理</w:t>"
    before, after = read(document), read(with_xml(document, label, label + "<w:tab/>"))
    assert before.figures.row("四") == after.figures.row("四") == golden().row("四")

    with ZipFile(BytesIO(document)) as archive:
        text = archive.read("word/document.xml").decode()
    row = text[text.rindex("<w:tr>", 0, text.index(label)) : text.index("</w:tr>", text.index(label))]
    assert row.count("gridSpan") == 1
    shifted = with_xml(document, row, row.replace('<w:gridSpan w:val="3"/>', ""))

    assert read(shifted).figures.row("四") == golden().row("四")


def test_headings_without_their_automatic_numbers_are_known() -> None:
    document = word(golden(), TEXTS)
    for heading in ("一、总体情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"):
        document = with_xml(document, f"<w:t>{heading}</w:t>", f"<w:t>{heading[2:]}</w:t>")

    assert read(document).sections["五"] == TEXTS["五"]


def test_a_second_row_of_numbers_in_table_four_is_asked_about() -> None:
    tables = tables_of(golden())
    tables["四"] += [Cell(4, at, "1") for at in range(15)]

    found = read(word(golden(), tables=tables))

    assert found.figures.disputes() == (None,) * 15
    assert any("more than one row" in str(doubt.says) for doubt in found.doubts)


def test_table_four_without_its_numbers_is_asked_about() -> None:
    tables = tables_of(golden())
    tables["四"] = [cell for cell in tables["四"] if cell.row < 3]

    found = read(word(golden(), tables=tables))

    assert any("no row of fifteen numbers" in str(doubt.says) for doubt in found.doubts)


def test_a_title_and_a_text_of_different_years_are_asked_about() -> None:
    found = read(word(golden(), {"一": "自2023年1月1日起至2023年12月31日止。"}))

    assert found.figures.year == 2024
    assert any("2023" in str(doubt.says) for doubt in found.doubts)
