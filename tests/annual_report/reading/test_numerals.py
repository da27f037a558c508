"""Numbers in Chinese numerals, broken by a line end, rounded to 万; tables in another order; totals over two rows."""

from dataclasses import replace

import pytest

from tests.annual_report.reading.files import one_sheet, tables_of, title, web_page
from tests.annual_report.reading.test_shapes import by_row, failing, read
from tests.annual_report.samples import golden
from tracker.annual_report.reading.cells import Hold, read_text
from tracker.annual_report.reading.reports import read_report
from tracker.annual_report.tables import row_paths
from tracker.errors import Unreadable

SMALL = {
    "0": "零", "1": "一", "2": "二", "3": "三", "6": "六", "7": "七", "11": "十一", "13": "十三", "125": "一百二十五",
    "3440": "三千四百四十", "75": "七十五", "3525": "三千五百\n二十五",
}  # fmt: skip


@pytest.mark.parametrize("shape", ["word", "excel", "web page", "tabs"])
def test_a_report_in_chinese_numerals_is_read(shape: str) -> None:
    def spelt(text: str) -> str:
        return SMALL.get(text, text) if shape != "tabs" else SMALL.get(text, text).replace("\n", "")

    found = read(shape, golden(), lambda table: [replace(cell, text=spelt(cell.text)) for cell in table])

    assert dict(found.figures.cells) == dict(golden().cells)
    assert failing(found) == []


@pytest.mark.parametrize(
    ("text", "hold"),
    [
        ("一百二", Hold.UNSURE),  # 102 or 120
        ("三\n五", Hold.UNSURE),
        ("1,\n234", Hold.UNSURE),
        ("12万", Hold.WORD),
        ("12.5万", Hold.WORD),
        ("约1.8万件", Hold.WORD),
        ("──", Hold.WORD),
        ("（无）", Hold.WORD),
    ],
)
def test_what_stands_for_no_certain_number_is_none(text: str, hold: Hold) -> None:
    assert (read_text(text).hold, read_text(text).number) == (hold, None)


@pytest.mark.parametrize("nothing", ["──", "（无）", "无。", "━"])
def test_a_stroke_of_any_kind_is_nothing_and_no_word(nothing: str) -> None:
    found = read("word", golden(), lambda table: [replace(c, text=nothing) if c.text == "0" else c for c in table])

    assert failing(found) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_text_is_read_in_every_encoding_that_offices_save(name: str, encoding: str) -> None:
    lines = [title(golden()), *("\t".join(row) for table in tables_of(golden()).values() for row in by_row(table))]
    content = "\n".join(lines) if name == "a.txt" else web_page(golden())

    assert dict(read_report(content.encode(encoding), name).figures.cells) == dict(golden().cells)


@pytest.mark.parametrize("order", ["四三二", "三四二", "二四三"])
def test_tables_are_found_in_any_order(order: str) -> None:
    tables = tables_of(golden())
    in_order = {number: tables[number] for number in order}

    sheet = read_report(one_sheet(in_order.values(), title(golden())), "a.xlsx")
    page = web_page(golden())
    moved = [page.index("<table>", page.index(heading)) for heading in ("二、", "三、收", "四、")]
    pieces = dict(zip("二三四", (page[at : page.index("</table>", at) + 8] for at in moved), strict=True))
    body = "".join(pieces[number] for number in order)
    shown = read_report(f"<!DOCTYPE html><html><body><h1>{title(golden())}</h1>{body}</body></html>".encode(), "a.html")

    assert (dict(sheet.figures.cells), list(sheet.doubts)) == (dict(golden().cells), [])
    assert (dict(shown.figures.cells), list(shown.doubts)) == (dict(golden().cells), [])


def test_the_total_of_two_rows_in_a_copied_text_is_asked_about() -> None:
    def merged(lines: list[str]) -> list[str]:
        first, second = (at for at, line in enumerate(lines) if line.endswith(("\t1431", "\t471")))
        lines[first] = lines[first].removesuffix("1431") + "1902"
        lines[second] = lines[second].removesuffix("\t471")
        return lines

    lines = merged(["\t".join(row) for row in by_row(tables_of(golden())["三"])])
    others = ["\t".join(row) for number in "二四" for row in by_row(tables_of(golden())[number])]
    found = read_report("\n".join([title(golden()), *lines, "", *others]).encode(), "a.txt")

    assert failing(found) == []
    assert not found.figures.is_read(row_paths("三(一)")[-1:])
    assert not found.figures.is_read(row_paths("三(二)"))


@pytest.mark.parametrize(
    ("content", "name"),
    [("1 2 3 4 5 6 21\n" * 20_001, "a.txt"), ("<html>" + "<table><tr><td>1</td></tr></table>" * 301, "a.html")],
)
def test_a_file_of_many_times_the_size_of_a_report_is_refused_at_once(content: str, name: str) -> None:
    with pytest.raises(Unreadable, match="too large"):
        read_report(content.encode(), name)
