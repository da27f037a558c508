"""Uploads: name, content and inner structure must agree, and whatever comes gives a kind or a plain refusal."""

import hashlib
import io
import zipfile
from pathlib import Path

import docx as python_docx
import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.files.making import (
    EXCEL,
    WORD,
    content_types,
    docx,
    docx_parts,
    jpeg,
    old_office,
    outcome,
    pdf,
    png,
    refused,
    relations,
    taken,
    xlsx,
    zipped,
)
from tracker.errors import Refusal
from tracker.files.inspection import EVIDENCE, TEXTS, Kind, inspect
from tracker.files.limits import MB, Limits

WHOLE = {"docx": docx(), "xlsx": xlsx(), "pdf": pdf(), "png": png(), "jpg": jpeg()}
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
OLD_WORD = old_office("Root Entry", "WordDocument")
OLD_EXCEL = old_office("Root Entry", "Workbook")
PROTECTED = old_office("Root Entry", "EncryptionInfo", "EncryptedPackage")
WEB_PAGE = "<html><body>政务公开</body></html>".encode()


def office(main: str, main_type: str, content: str) -> bytes:
    parts = {"[Content_Types].xml": content_types(main, main_type), main: content}
    return zipped({**parts, "_rels/.rels": relations(("officeDocument", main, ""))})


MISMATCHES = [
    ("工作要点.xlsx", docx(), "这是.docx文件"),
    ("台账.docx", xlsx(), "这是.xlsx文件"),
    ("台账.pdf", xlsx(), "这是.xlsx文件"),
    ("总结.pdf", docx(), "这是.docx文件"),
    ("总结.docx", pdf(), "这是.pdf文件"),
    ("公开栏.jpg", png(), "这是.png文件"),
    ("公开栏.JPEG", pdf(), "这是.pdf文件"),
    ("公开栏.png", jpeg(), "这是.jpg文件"),
    ("公开栏.pdf", png(), "这是.png文件"),
    ("文字.docx", "工作要点".encode(), "内容与文件名的后缀不符"),
    ("网页.docx", WEB_PAGE, "内容与文件名的后缀不符"),
    ("网页.xlsx", WEB_PAGE, "内容与文件名的后缀不符"),
    ("富文本.docx", b"{\\rtf1\\ansi}", "内容与文件名的后缀不符"),
    ("网页存档.docx", b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "内容与文件名的后缀不符"),
    ("表格2003.xlsx", b'<?xml version="1.0"?><Workbook xmlns="urn:x"/>', "内容与文件名的后缀不符"),
    ("动图.png", b"GIF89a" + bytes(50), "内容与文件名的后缀不符"),
    ("位图.jpg", b"BM" + bytes(50), "内容与文件名的后缀不符"),
    ("新图.png", b"RIFF\x20\0\0\0WEBPVP8 " + bytes(50), "内容与文件名的后缀不符"),
    ("矢量.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "内容与文件名的后缀不符"),
    ("程序.pdf", b"MZ\x90\0" + bytes(100), "内容与文件名的后缀不符"),
    ("程序.jpg", b"\x7fELF" + bytes(100), "内容与文件名的后缀不符"),
    ("前有杂物.pdf", b"x" + pdf(), "内容与文件名的后缀不符"),
    ("压缩包.docx", zipped({"a.txt": "a"}), "内容与文件名的后缀不符"),
    ("版式文件.docx", zipped({"OFD.xml": "<OFD/>", "Doc_0/Document.xml": "<D/>"}), "内容与文件名的后缀不符"),
    ("文本文档.docx", zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "内容与文件名的后缀不符"),
    ("演示.docx", office("ppt/presentation.xml", SLIDES, "<p/>"), "内容与文件名的后缀不符"),
    ("模板.docx", office("word/document.xml", TEMPLATE, "<document/>"), "内容与文件名的后缀不符"),
    ("根不对.docx", office("word/document.xml", WORD, "<workbook/>"), "损坏"),
    ("根不对.xlsx", office("xl/workbook.xml", EXCEL, "<document/>"), "损坏"),
    ("没有正文.docx", zipped({k: v for k, v in docx_parts().items() if k != "word/document.xml"}), "损坏"),
    ("没有关系.docx", zipped({k: v for k, v in docx_parts().items() if k != "_rels/.rels"}), "损坏"),
    (
        "两个正文.docx",
        docx(more={"_rels/.rels": relations(*[("officeDocument", "word/document.xml", "")] * 2)}),
        "损坏",
    ),
    ("旧.doc", OLD_WORD, "请另存为.docx"),
    ("旧.wps", OLD_WORD, "请另存为.docx"),
    ("旧.xls", OLD_EXCEL, "请另存为.xlsx"),
    ("旧.et", OLD_EXCEL, "请另存为.xlsx"),
    ("改名.docx", OLD_WORD, "请另存为.docx"),
    ("改名.xlsx", OLD_EXCEL, "请另存为.xlsx"),
    ("改名.pdf", OLD_WORD, "请另存为.docx"),
    ("新的.doc", docx(), "请另存为.docx"),
    ("加密.docx", PROTECTED, "加了密码"),
    ("加密.xlsx", PROTECTED, "加了密码"),
    ("加密.doc", PROTECTED, "加了密码"),
    ("空.docx", b"", "文件是空的"),
    ("空压缩包.docx", zipped({}), "内容与文件名的后缀不符"),
    ("双后缀.docx.exe", docx(), "只收这几种文件"),
    ("没有后缀", docx(), "只收这几种文件"),
    (".docx", docx(), "只收这几种文件"),
    ("表.xlsm", xlsx(), "只收这几种文件"),
    ("文字.txt", "工作要点".encode(), "只收这几种文件"),
    ("尾巴.pdf", pdf() + zipped({"a.txt": "a"}), "压缩包或程序"),
    ("尾巴.png", png() + zipped({"a.txt": "a"}), "压缩包或程序"),
    ("尾巴.jpg", jpeg() + zipped({"a.txt": "a"}), "压缩包或程序"),
]


@pytest.mark.parametrize(("name", "content", "reason"), MISMATCHES, ids=[name for name, _, _ in MISMATCHES])
def test_f1_a_file_that_is_not_what_its_name_says_is_refused_with_the_reason(
    name: str, content: bytes, reason: str
) -> None:
    sentence = refused(content, name)

    assert reason in sentence
    assert name in sentence


@pytest.mark.parametrize("ending", WHOLE)
def test_f1_a_whole_file_is_taken_with_its_size_hash_and_clean_name(ending: str) -> None:
    content = WHOLE[ending]

    found = taken(content, f"C:\\资料\\会议\u202e纪要.{ending.upper()}")

    assert (found.kind, found.size, found.clean_name) == (ending, len(content), f"会议纪要.{ending.upper()}")
    assert found.sha256 == hashlib.sha256(content).hexdigest()
    assert "/" in found.content_type


def test_a_file_can_be_inspected_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(docx())

    found = inspect(tmp_path / "a", "要点.docx")

    assert found.kind is Kind.DOCX


def test_a_stream_is_left_at_its_beginning() -> None:
    stream = io.BytesIO(docx())

    inspect(stream, "要点.docx")

    assert stream.tell() == 0


def test_what_python_docx_openpyxl_and_xlsxwriter_write_is_taken(tmp_path: Path) -> None:
    picture = io.BytesIO(png())
    document = python_docx.Document()
    document.add_heading("商业秘密保护情况", 1)
    document.add_table(2, 2).cell(0, 0).text = "牵头单位"
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.save(str(tmp_path / "a.docx"))
    book = openpyxl.Workbook()
    book.active["A1"] = "=SUM(B1:B3)"
    book.active["A2"].hyperlink = "https://www.example.cn/DDE/"
    book.active.oddHeader.center.text = "年度台账"
    book.save(tmp_path / "a.xlsx")
    with xlsxwriter.Workbook(str(tmp_path / "b.xlsx")) as other:
        sheet = other.add_worksheet()
        sheet.write_formula("A1", '=A2&"|"&A3&"!"')
        sheet.write_comment("A1", "批注")
        sheet.insert_image("B2", "a.png", {"image_data": picture})
        chart = other.add_chart({"type": "column"})
        chart.add_series({"values": "=Sheet1!$A$1:$A$3"})
        sheet.insert_chart("D2", chart)
        sheet.data_validation("C1", {"validate": "list", "source": ["是", "否"]})

    kinds = [inspect(tmp_path / name, name).kind for name in ("a.docx", "a.xlsx", "b.xlsx")]

    assert kinds == ["docx", "xlsx", "xlsx"]


@pytest.mark.parametrize(
    "content",
    [
        "一、工作要点\r\n".encode(),
        "\ufeff一、工作要点".encode(),
        "一、工作要点".encode("gb18030"),
        "要点".encode("utf-16"),
    ],
)
def test_plain_text_is_taken_where_it_is_allowed(content: bytes) -> None:
    found = taken(content, "要点.txt")

    assert found.content_type == "text/plain"


@pytest.mark.parametrize("content", [b"\0\1\2\3", b"\x81\x20\xff", b"\xff\xfea"])
def test_bytes_that_are_no_text_are_no_text_file(content: bytes) -> None:
    with pytest.raises(Refusal, match="ending"):
        taken(content, "要点.csv")


def test_w12_a_text_file_with_a_mark_of_secrecy_is_refused() -> None:
    with pytest.raises(Refusal, match="secrecy"):
        taken("机密★3年\n工作要点".encode("gb18030"), "要点.txt")


def test_f2_a_file_may_be_as_large_as_the_limit_and_no_byte_larger() -> None:
    content = png()

    assert taken(content, "a.png", limits=Limits(packed=len(content))).size == len(content)
    assert "没有收下：文件超过" in refused(content, "a.png", limits=Limits(packed=len(content) - 1))


def test_a_text_larger_than_a_text_should_be_is_refused() -> None:
    with pytest.raises(Refusal, match="larger than 5 MB"):
        taken(b"a" * (5 * MB + 1), "a.txt")


@pytest.mark.parametrize("ending", WHOLE)
def test_a_file_cut_off_anywhere_is_refused_as_damaged_or_otherwise(ending: str) -> None:
    content = WHOLE[ending]

    sentences = [refused(content[: len(content) * tenth // 10], f"a.{ending}") for tenth in range(10)]
    sentences.append(refused(content[: -8 if ending == "pdf" else -1], f"a.{ending}"))

    assert sum("损坏" in sentence for sentence in sentences) >= 9


@settings(deadline=None)
@given(st.binary(max_size=2_000), st.sampled_from(sorted(EVIDENCE | TEXTS)))
def test_any_bytes_give_a_kind_or_a_refusal(content: bytes, ending: str) -> None:
    found = outcome(content, f"a.{ending}")

    assert found == ending or "没有" in found


@settings(deadline=None)
@given(st.sampled_from(sorted(WHOLE)), st.floats(0, 1), st.binary(min_size=1, max_size=8), st.booleans())
def test_any_change_to_a_whole_file_gives_a_kind_or_a_refusal(
    ending: str, place: float, change: bytes, is_inserted: bool
) -> None:
    whole = WHOLE[ending]
    at = int(place * len(whole))
    changed = whole[:at] + change + whole[at if is_inserted else at + len(change) :]

    found = outcome(changed, f"a.{ending}")

    assert found == ending or "没有" in found


@settings(deadline=None)
@given(st.sampled_from(("word/document.xml", "[Content_Types].xml", "_rels/.rels")), st.binary(max_size=300))
def test_any_part_gives_a_kind_or_a_refusal(name: str, part: bytes) -> None:
    content = zipped(docx_parts() | {name: part}, packing=zipfile.ZIP_STORED)

    found = outcome(content, "a.docx")

    assert "没有" in found
