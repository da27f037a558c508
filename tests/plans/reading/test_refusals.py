"""Files that cannot be read are refused with what is wrong and what to do; no bytes make any other error."""

import io
import os
import struct
import zipfile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.plans.reading.making import P, Sheet, T, pdf, replaced, shared_workbook, word, workbook
from tracker.errors import Unreadable
from tracker.plans.reading import PlanReading, read_plan, read_text

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
WORD = word(P("要点"), T([["任务", "责任单位"], ["公布预算", "财务科"]]))
BOOK = workbook(Sheet("任务", [["任务", "责任单位"], ["公布预算", "财务科"]]))
PDF = pdf(["一、公布预算决算和三公经费的情况。", "二、公布机构职能。"])


def refused(content: bytes, name: str) -> str:
    with pytest.raises(Unreadable) as refusal:
        read_plan(content, name)
    return str(refusal.value)


@pytest.mark.parametrize("content", [b"", b"   \r\n\t ", b"\xef\xbb\xbf", bytes(64)])
def test_an_empty_file_is_refused(content: bytes) -> None:
    assert "empty" in refused(content, "要点.docx")


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (OLE + "WordDocument".encode("utf-16-le"), "要点.doc", "save it as .docx"),
        (OLE + "WordDocument".encode("utf-16-le"), "要点.docx", "save it as .docx"),
        (OLE, "要点.wps", "save it as .docx"),
        (OLE + "Workbook".encode("utf-16-le"), "任务.xls", "save it as .xlsx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "要点.docx", "has a password"),
        (b"{\\rtf1\\ansi}", "要点.docx", "save it as .docx"),
        (WORD, "要点.doc", "save it as .docx"),
        (WORD, "要点.exe", "Files of this kind (.exe) are not read"),
        (WORD, "要点.pdf", "called .pdf, but its content is something else (docx)"),
        (BOOK, "任务.docx", "called .docx, but its content is something else (xlsx)"),
        (PDF, "任务.xlsx", "called .xlsx, but its content is something else (pdf)"),
        (WORD, "任务.csv", "called .csv, but its content is something else (docx)"),
        ("一、公布预算。".encode(), "要点.docx", "called .docx, but its content is something else (txt)"),
        (WORD[:2000], "要点.docx", "damaged"),
        (BOOK[: len(BOOK) // 2], "任务.xlsx", "damaged"),
        (b"%PDF-1.7\nnothing follows", "要点.pdf", "damaged"),
        (b"\x00\x01\x02\x03\xff\xfe\x80" * 50, "要点.txt", "not text"),
        (pdf([]), "扫描.pdf", "pictures of pages"),
    ],
)
def test_what_cannot_be_read_is_said_with_the_way_out(content: bytes, name: str, reason: str) -> None:
    assert reason in refused(content, name)


def test_a_locked_pdf_and_a_locked_zip_ask_for_the_password_to_be_removed() -> None:
    locked = PDF.replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R /ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <%s> /U <%s> >>"
        % (b"11" * 32, b"22" * 32),
    )
    flagged = bytearray(WORD)
    for at in _headers(WORD):
        flagged[at] |= 1

    assert "has a password" in refused(locked, "要点.pdf")
    assert "has a password" in refused(bytes(flagged), "要点.docx")


def _headers(content: bytes) -> list[int]:
    """Where each entry of a zip's directory keeps its flags."""
    return [at + 8 for at in range(len(content)) if content[at : at + 4] == b"PK\x01\x02"]


def test_a_part_that_declares_entities_is_refused_in_every_place() -> None:
    declaration = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'

    for content, name, part in (
        (WORD, "a.docx", "word/document.xml"),
        (WORD, "a.docx", "word/styles.xml"),
        (WORD, "a.docx", "word/numbering.xml"),
        (BOOK, "a.xlsx", "xl/workbook.xml"),
        (BOOK, "a.xlsx", "xl/worksheets/sheet1.xml"),
        (shared_workbook("任务", [["任务"]]), "a.xlsx", "xl/sharedStrings.xml"),
    ):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            text = archive.read(part).decode()
        opening = text[: text.index("<", text.index("?>") if "?>" in text else 0)]
        spoiled = replaced(content, part, text[: len(opening) + 12], opening + declaration + text[len(opening) :][:12])

        assert "DOCTYPE" in refused(spoiled, name), part


def test_a_file_that_unpacks_to_too_much_is_refused_before_it_is_opened() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w/>")
        for number in range(3):
            archive.writestr(f"word/media/{number}", bytes(80 * 1024 * 1024))
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(2001):
            archive.writestr(f"word/{number}", b"")

    assert "unpacks" in refused(bomb.getvalue(), "要点.docx")
    assert "unpacks" in refused(many.getvalue(), "要点.docx")


def test_a_size_that_lies_is_found_while_unpacking() -> None:
    content = bytearray(workbook(Sheet("任务", [["任务", "责任单位"], ["公布预算" * 10, "财务科"]])))
    for at in _headers(bytes(content)):
        struct.pack_into("<I", content, at + 16, 1)

    assert "damaged" in refused(bytes(content), "任务.xlsx")


def test_text_without_letters_is_refused() -> None:
    for text in ("", " \n\t"):
        with pytest.raises(Unreadable, match="no text"):
            read_text(text)


ENDINGS = st.sampled_from(["docx", "xlsx", "pdf", "csv", "tsv", "txt", "md", "doc", "", "xyz"])


def outcome(content: bytes, name: str) -> PlanReading | None:
    try:
        return read_plan(content, name)
    except Unreadable:
        return None


@given(st.binary(max_size=400), ENDINGS)
@example(b"PK\x03\x04", "docx")
@example(b"%PDF-", "pdf")
@example(b"\xff\xfe\x00", "txt")
@example(b'"', "csv")
@example(b"|\n|\n|\n|\n|", "txt")
@example("序号\n任务\n责任单位\n".encode(), "txt")
@example("\t\t\n\t\t\n任务\t责任单位".encode(), "txt")
@settings(max_examples=300)
def test_any_bytes_give_a_reading_or_a_refusal(content: bytes, ending: str) -> None:
    reading = outcome(content, f"文件.{ending}" if ending else "文件")

    assert reading is None or isinstance(reading, PlanReading)


@pytest.mark.parametrize(("whole", "name"), [(WORD, "a.docx"), (BOOK, "a.xlsx"), (PDF, "a.pdf")])
def test_a_file_with_any_byte_changed_gives_a_reading_or_a_refusal(whole: bytes, name: str) -> None:
    step = max(len(whole) // 150, 1)
    for at in range(0, len(whole), step):
        spoiled = whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :]

        outcome(spoiled, name)


@given(
    st.binary(min_size=1, max_size=300), st.sampled_from(["word/document.xml", "word/numbering.xml", "word/styles.xml"])
)
@settings(max_examples=60)
def test_any_part_of_a_word_file_gives_a_reading_or_a_refusal(part: bytes, name: str) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WORD)) as source, zipfile.ZipFile(file, "w") as target:
        for member in source.namelist():
            target.writestr(member, part if member == name else source.read(member))

    outcome(file.getvalue(), "a.docx")


PIECES = st.sampled_from(
    ["一、", "（一）", "1.", "①", "责任单位：", "（牵头单位：", "）", "|", "\t", "\n", "附件", "2024年3月1日", "序号", "工作任务",
     "责任单位", "完成时限", "各科室", "公布预算。", "，", "6月底前", "《", "年", "每", "“", "a", " ", "　　", "第一阶段", "牵头", "(", "\ud800", '"']
)  # fmt: skip


@given(st.lists(PIECES, min_size=1, max_size=60).map("".join))
@settings(max_examples=400)
def test_any_pasted_text_gives_a_reading_or_a_refusal(text: str) -> None:
    try:
        reading = read_text(text, year=2024)
    except Unreadable:
        return

    assert all(item.text for item in reading.items)


def test_a_long_line_of_brackets_or_numbers_does_not_take_long() -> None:
    for text in (
        "（" * 20_000,
        "一、" * 20_000,
        "责任单位：" * 8000,
        "每年" * 20_000 + "前",
        "1、2、" * 20_000,
        "|" * 40_000,
        "）（" * 10_000,
    ):
        read_text(text, year=2024)


def test_nothing_outside_the_file_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(os, "open", lambda *args, **_: asked.append(args))

    read_plan(WORD, "要点.docx")

    assert asked == []
