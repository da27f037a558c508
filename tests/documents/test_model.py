"""A document as data: numbers, signature, tables as grids, and the way into another process and back."""

import json
from datetime import date

import pytest

from tests.documents.samples import FULL, KINDS, statute_table
from tracker.documents.charts import Bar, Bars
from tracker.documents.cleaning import clean
from tracker.documents.exchange import from_json, to_json
from tracker.documents.html import typeset
from tracker.documents.layout import (
    addressed_to,
    cells,
    copied_to,
    moves_addressees,
    note_line,
    signature_lines,
)
from tracker.documents.model import (
    Attachment,
    Cell,
    Column,
    Document,
    Figure,
    Heading,
    Marks,
    Paragraph,
    Row,
    Signature,
    Table,
)
from tracker.documents.numbering import chinese, list_mark, numbered, old_date, written_date
from tracker.documents.size import check_size
from tracker.documents.table_grid import table_grid
from tracker.errors import RuleBroken


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_comes_back_from_plain_values_as_it_was(kind: str) -> None:
    plain = json.loads(json.dumps(to_json(KINDS[kind])))

    assert from_json(plain) == KINDS[kind]


def test_anything_but_a_document_is_refused() -> None:
    with pytest.raises(TypeError):
        from_json({"is": "Run", "text": "字", "face": {"is": "Face", "value": "hei"}})
    with pytest.raises(KeyError):
        from_json({"is": "Popen", "args": "ls"})


def test_unprintable_characters_are_cleaned_away() -> None:
    assert clean("甲\x00\x1f乙\ufdd0\U0001ffff\udc00丙\ufeff\u2067") == "甲乙丙"
    assert clean("一\r\n二\u2029三\t四\x85五") == "一\n二\n三 四\n五"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (35, "三十五"),
        (100, "一百"),
        (103, "一百零三"),
        (115, "一百一十五"),
    ],
)
def test_numbers_are_written_in_chinese(number: int, words: str) -> None:
    assert chinese(number) == words


def test_headings_are_counted_level_by_level() -> None:
    levels = (1, 2, 3, 4, 4, 3, 2, 3, 1, 2)
    blocks = [Heading(level, "甲") for level in levels]

    marks = [
        mark
        for _, mark in numbered([*blocks[:3], Paragraph.of("文"), Heading(1, "乙", is_numbered=False), *blocks[3:]])
    ]

    assert marks == ["一、", "（一）", "1.", "", "", "（1）", "（2）", "2.", "（二）", "1.", "二、", "（一）"]


@pytest.mark.parametrize(
    ("marks", "third"),
    [(Marks.ARABIC, "3."), (Marks.BRACKETED, "（3）"), (Marks.CIRCLED, "③"), (Marks.FIRSTLY, "三是")],
)
def test_items_of_a_list_are_counted(marks: Marks, third: str) -> None:
    assert list_mark(marks, 3) == third


def test_a_number_that_begins_a_text_is_kept_apart_from_its_mark() -> None:
    """1.8月两宗土地 would be read as 1.8."""
    blocks = [Heading(3, "2025年工作"), Heading(3, "工作"), Heading(1, "2025年"), Heading(2, "8月")]

    assert [list_mark(Marks.ARABIC, 1, text) for text in ("8月两宗土地", "两宗土地", "")] == ["1. ", "1.", "1."]
    assert list_mark(Marks.BRACKETED, 1, "8月") == "（1）"
    assert [mark for _, mark in numbered(blocks)] == ["1. ", "2.", "一、", "（一）"]


def test_a_date_is_written_without_leading_zeros() -> None:
    assert written_date(date(2026, 1, 5)) == "2026年1月5日"


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2011, 12, 31), "二〇一一年十二月三十一日"),
        (date(2026, 1, 5), "二〇二六年一月五日"),
        (date(2030, 10, 20), "二〇三〇年十月二十日"),
    ],
)
def test_capability_94_a_date_may_be_written_in_chinese_as_it_was_before_2012(day: date, written: str) -> None:
    assert old_date(day) == written
    *_, name, last = signature_lines(Signature(("云岫市水利局",), day, is_dated_in_chinese=True))
    assert (name.text, last.text) == ("云岫市水利局", written)
    assert last.right == pytest.approx(2)  # the date is longer than the name


def test_what_a_document_did_not_know_before_is_not_kept_while_it_says_nothing() -> None:
    plain = to_json(FULL)

    assert {"layout", "attendance"}.isdisjoint(plain)
    assert {"is_dated_in_chinese", "post"}.isdisjoint(plain["signature"])
    assert to_json(KINDS["letter"])["layout"] == {"is": "Layout", "value": "letter"}


def test_a_long_name_has_two_characters_at_its_right_and_the_date_begins_two_after_it() -> None:
    name = "云岫市人民政府政务公开领导小组办公室"

    blank, names, day = signature_lines(Signature((name,), date(2026, 1, 5)))

    assert blank.text == ""
    assert names.right == pytest.approx(2)
    assert names.right + cells(name) - (day.right + cells(day.text)) == pytest.approx(2)


def test_a_name_too_long_for_a_line_leaves_room_for_the_date() -> None:
    *_, day = signature_lines(Signature(("云岫市" * 20,), date(2026, 12, 30)))

    assert day.right + cells(day.text) <= 28


def test_what_is_typed_with_its_signs_is_not_given_them_twice() -> None:
    assert addressed_to(Document("题", (), "局", FULL.created, addressees="各科室：")) == "各科室："
    assert copied_to("市委办，市人大办。") == "市委办，市人大办。"
    assert note_line("（此件公开发布）") == "（此件公开发布）"


def test_addressees_that_would_leave_no_text_on_the_first_page_go_into_the_imprint() -> None:
    few, many = "市政府办公室", "某某单位，" * 70

    assert not moves_addressees(
        Document("题", (), "局", FULL.created, few, red_head=FULL.red_head, imprint=FULL.imprint), 2
    )
    crowded = Document("题", (), "局", FULL.created, addressees=many, red_head=FULL.red_head, imprint=FULL.imprint)
    assert moves_addressees(crowded, 2)


def test_missing_cells_are_filled_in_and_spans_end_with_the_table() -> None:
    columns = (Column(1), Column(1), Column(2))
    table = Table(
        "", columns, (), (Row.of(Cell("甲", colspan=9, rowspan=9)), Row.of("乙", "丙", "丁", "戊"), Row.of("己"))
    )

    (group,) = table_grid(table).groups

    assert [[(cell.column, cell.lines[0]) for cell in row] for row in group] == [[(0, "甲")], [], []]
    assert (group[0][0].colspan, group[0][0].rowspan) == (3, 3)
    assert table_grid(table).shares == (25.0, 25.0, 50.0)


def test_rows_that_a_cell_joins_stay_together() -> None:
    grid = table_grid(statute_table())

    assert [len(group) for group in grid.groups] == [1, 21, 1]


def test_a_group_higher_than_a_page_is_cut_and_its_cell_written_again() -> None:
    rows = [Row.of(*([Cell("某科室", rowspan=90)] if at == 0 else []), f"任务{at}") for at in range(90)]

    groups = table_grid(Table("", (Column(1), Column(3)), (), tuple(rows))).groups

    assert len(groups) > 1
    assert all(group[0][0].lines == ("某科室",) for group in groups)
    assert all(group[0][0].rowspan == len(group) for group in groups)
    assert sum(len(group) for group in groups) == 90


def test_no_line_begins_with_what_closes_or_ends_with_what_opens_when_an_address_is_broken() -> None:
    text = typeset("（http://www.example.cn/zwgk/index_0001.html）、“http://www.example.cn/zwgk/index_0002.html”")

    assert [mark for mark in ("l\u200b）", "l\u200b”", "（\u200bh", "“\u200bh") if mark in text] == []
    assert "w\u200bw\u200bw" in text


@pytest.mark.parametrize("rows", [2001, 1])
def test_f13_a_document_beyond_the_limits_is_refused_before_the_work_starts(rows: int) -> None:
    table = Table("", (Column(1),), (), tuple(Row.of("字") for _ in range(rows)))
    text = Paragraph.of("字" * (200_000 if rows == 1 else 1))

    with pytest.raises(RuleBroken, match="Split it"):
        check_size(Document("题", (table, text), "局", FULL.created))


def test_f13_pages_of_full_tables_are_counted_too() -> None:
    table = Table("", (Column(1), Column(1)), (), tuple(Row.of("字" * 3000, "字") for _ in range(400)))

    with pytest.raises(RuleBroken, match="at most 300"):
        check_size(Document("题", (table,), "局", FULL.created))


@pytest.mark.parametrize(
    "document",
    [
        Document("题", (Paragraph.of("\n" * 7000),), "局", FULL.created),
        Document("题", (), "局", FULL.created, attachments=tuple(Attachment(f"第{at}个", ()) for at in range(301))),
        Document("题", (), "局", FULL.created, addressees="市政府，" * 60_000),
        Document("题" * 200_000, (), "局", FULL.created),
        Document(
            "题", (Figure(Bars("图", ("甲", "乙", "丙", "丁"), (Bar("甲", 1, 2),) * 9000), "图"),), "局", FULL.created
        ),
    ],
    ids=("empty lines", "attachments", "addressees", "title", "chart"),
)
def test_f13_whatever_takes_room_is_counted(document: Document) -> None:
    with pytest.raises(RuleBroken, match="at most 300"):
        check_size(document)


def test_a_document_without_a_title_is_refused() -> None:
    with pytest.raises(RuleBroken, match="no title"):
        check_size(Document(" \u200b", (), "局", FULL.created))


def test_f13_a_document_within_the_limits_is_accepted() -> None:
    table = Table("", (Column(1),), (), tuple(Row.of("字") for _ in range(2000)))

    check_size(Document("题", (table,), "局", FULL.created))
