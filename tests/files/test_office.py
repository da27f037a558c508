"""Word and Excel documents: nothing that acts, fetches or declares entities, however it is spelled or hidden."""

import zipfile
from pathlib import Path

import pytest

from tests.files.making import (
    EXCEL,
    HEAD,
    OFFICE,
    Parts,
    content_types,
    docx,
    docx_parts,
    old_office,
    refused,
    relations,
    taken,
    xlsx,
    xlsx_parts,
    zipped,
)

DECLARED = "文档类型声明"
MACROS = "有宏或控件"
EMBEDDED = "嵌入了别的文件"
TEMPLATE = "挂着文件外面的模板"
FETCHING = "从文件外面取内容"
CALLING = "从其他程序或文件取数"
DAMAGED = "损坏"


def hostile(part: str, canary: Path) -> str:
    """Return a part that asks for a file of the machine."""
    return f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file://{canary}">]>' + part.removeprefix(HEAD)


@pytest.mark.parametrize(
    "name", ["word/document.xml", "word/styles.xml", "docProps/core.xml", "word/_rels/document.xml.rels", "_rels/.rels"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_f3_a_doctype_is_refused_in_every_part_and_encoding(name: str, encoding: str, tmp_path: Path) -> None:
    part = hostile(str(docx_parts()[name]), tmp_path)

    assert DECLARED in refused(docx(more={name: part.encode(encoding)}), "a.docx")


@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"])
def test_f3_a_doctype_is_refused_in_a_workbook(name: str, tmp_path: Path) -> None:
    part = hostile(str(xlsx_parts()[name]), tmp_path)

    assert DECLARED in refused(xlsx(more={name: part}), "a.xlsx")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_f3_a_doctype_without_a_byte_order_mark_is_refused(encoding: str) -> None:
    part = '<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd"><a/>'.encode(encoding)

    assert DECLARED in refused(docx(more={"word/a.xml": part}), "a.docx")


@pytest.mark.parametrize("name", ["word/media/a.svg", "customXml/item1.bin", "xl/drawings/vmlDrawing1.vml", "a"])
def test_f3_a_doctype_is_refused_in_a_part_of_any_name(name: str) -> None:
    assert DECLARED in refused(docx(more={name: " \n<!DOCTYPE a><a/>"}), "a.docx")


def test_f3_a_part_that_only_its_type_calls_xml_is_read_as_xml() -> None:
    declared = '<Default Extension="dat" ContentType="application/xml"/>'
    parts = docx_parts("", declared) | {"word/a.dat": b"\xef\xbb\xbf\n<!-- a --><!DOCTYPE a><a/>"}

    assert DECLARED in refused(zipped(parts), "a.docx")


@pytest.mark.parametrize("encoding", ["utf-7", "gbk", "cp037", "utf-32", "iso-8859-1"])
def test_f3_a_part_in_an_encoding_that_hides_things_is_refused(encoding: str) -> None:
    part = f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + "<!DOCTYPE a><a/>".encode(encoding)

    assert DAMAGED in refused(docx(more={"word/a.xml": part}), "a.docx")


def test_a_drawing_of_excel_that_is_no_good_xml_is_taken() -> None:
    drawing = '<xml xmlns:v="urn:v"><v:shape><br>text</v:shape></xml>'

    assert taken(xlsx(more={"xl/drawings/vmlDrawing1.vml": drawing}), "a.xlsx")
    assert DAMAGED in refused(xlsx(more={"xl/drawings/drawing1.xml": drawing}), "a.xlsx")


MACRO_EXCEL = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
OLE = old_office("Root Entry", "VBA")
ACTIVE: list[tuple[str, Parts, str]] = [
    ("macros", {"word/vbaProject.bin": b"x"}, MACROS),
    ("macros in odd case", {"word/VBAPROJECT.BIN": b"x"}, MACROS),
    ("macros escaped", {"word/vba%50roject.bin": b"x"}, MACROS),
    ("macros renamed", {"word/media/image1.png": OLE}, EMBEDDED),
    ("macros by relation", {"word/_rels/document.xml.rels": relations(
        ("http://schemas.microsoft.com/office/2006/relationships/vbaProject", "media/a.png", ""))}, MACROS),
    ("macro data", {"word/vbaData.xml": "<a/>"}, MACROS),
    ("active x", {"word/activeX/activeX1.xml": "<a/>"}, MACROS),
    ("active x in odd case", {"WORD/ACTIVEX/a.xml": "<a/>"}, MACROS),
    ("control by relation", {"word/_rels/document.xml.rels": relations(("control", "a.xml", ""))}, MACROS),
    ("object", {"word/embeddings/oleObject1.bin": b"x"}, EMBEDDED),
    ("object elsewhere", {"word/oleObject1.bin": b"x"}, EMBEDDED),
    ("object in odd case", {"word/Embeddings/A.bin": b"x"}, EMBEDDED),
    ("object by relation", {"word/_rels/document.xml.rels": relations(("oleObject", "a.dat", ""))}, EMBEDDED),
    ("workbook inside", {"word/embeddings/a.xlsx": xlsx()}, EMBEDDED),
    ("workbook by relation", {"word/charts/_rels/c.xml.rels": relations(("package", "../a.dat", ""))}, EMBEDDED),
    ("other format inside", {"word/_rels/document.xml.rels": relations(("aFChunk", "a.htm", ""))}, EMBEDDED),
    ("template", {"word/_rels/settings.xml.rels": relations(
        ("attachedTemplate", "http://192.0.2.1/a.dotm", "External"))}, TEMPLATE),
    ("template on a share", {"word/_rels/settings.xml.rels": relations(
        ("attachedTemplate", "file:///\\\\192.0.2.1\\a.dotm", "external"))}, TEMPLATE),
    ("template without mode", {"word/_rels/settings.xml.rels": relations(
        ("attachedTemplate", "http://192.0.2.1/a.dotm", ""))}, TEMPLATE),
    ("frame", {"word/_rels/webSettings.xml.rels": relations(("frame", "http://192.0.2.1/a", "External"))}, FETCHING),
    ("part document", {"word/_rels/document.xml.rels": relations(("subDocument", "b.docx", "External"))}, FETCHING),
    ("linked object", {"word/_rels/document.xml.rels": relations(
        ("oleObject", "mhtml:http://192.0.2.1/a!x-usc:http://192.0.2.1/a", "External"))}, EMBEDDED),
    ("linked picture", {"word/_rels/document.xml.rels": relations(
        ("image", "//192.0.2.1/a.png", "External"))}, FETCHING),
    ("relations in odd case", {"word/_RELS/settings.xml.RELS": relations(
        ("frame", "http://192.0.2.1/a", "External"))}, FETCHING),
    ("relation of strict documents", {"word/_rels/document.xml.rels": relations(
        ("http://purl.oclc.org/ooxml/officeDocument/relationships/attachedTemplate", "http://192.0.2.1", "External"),
    )}, TEMPLATE),
]  # fmt: skip
ACTIVE_SHEETS: list[tuple[str, Parts, str]] = [
    ("macro sheet", {"xl/macrosheets/sheet1.xml": "<a/>"}, MACROS),
    ("macro sheet in odd case", {"xl/MacroSheets/a.xml": "<a/>"}, MACROS),
    ("macro sheet by relation", {"xl/_rels/workbook.xml.rels": relations(
        ("http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet", "worksheets/a.xml", ""))}, MACROS),
    ("international macro sheet", {"xl/_rels/workbook.xml.rels": relations(
        ("http://schemas.microsoft.com/office/2006/relationships/xlIntlMacrosheet", "a.xml", ""))}, MACROS),
    ("dialog sheet", {"xl/dialogsheets/sheet1.xml": "<a/>"}, MACROS),
    ("linked workbook", {"xl/externalLinks/externalLink1.xml": "<a/>"}, FETCHING),
    ("linked workbook by relation", {"xl/_rels/workbook.xml.rels": relations(("externalLink", "a.xml", ""))}, FETCHING),
    ("connection", {"xl/connections.xml": "<a/>"}, FETCHING),
    ("connection by relation", {"xl/_rels/workbook.xml.rels": relations(("connections", "a.xml", ""))}, FETCHING),
    ("dde link", {"xl/a.xml": '<externalLink><x:ddeLink xmlns:x="urn:x" ddeService="cmd"/></externalLink>'}, CALLING),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "reason"), [case[1:] for case in ACTIVE], ids=[case[0] for case in ACTIVE])
def test_f4_what_acts_in_a_word_document_is_refused(parts: Parts, reason: str) -> None:
    assert reason in refused(docx(more=parts), "a.docx")


@pytest.mark.parametrize(
    ("parts", "reason"), [case[1:] for case in ACTIVE_SHEETS], ids=[case[0] for case in ACTIVE_SHEETS]
)
def test_f4_what_acts_in_a_workbook_is_refused(parts: Parts, reason: str) -> None:
    assert reason in refused(xlsx(more=parts), "a.xlsx")


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ('<Override PartName="/word/styles.xml" ContentType="application/vnd.ms-office.vbaProject"/>', MACROS),
        ('<Override PartName="/WORD/styles.xml" ContentType="Application/vnd.MS-Office.ActiveX+xml"/>', MACROS),
        ('<Default Extension="xml" ContentType="application/vnd.ms-excel.macrosheet+xml"/>', MACROS),
        (
            '<Override PartName="/docProps/core.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.oleObject"/>',
            EMBEDDED,
        ),
    ],
)
def test_f4_a_part_is_refused_by_its_content_type_whatever_its_name(entry: str, reason: str) -> None:
    assert reason in refused(zipped(docx_parts("", entry)), "a.docx")


def test_f4_a_workbook_with_macros_under_another_name_is_refused() -> None:
    parts = xlsx_parts() | {"[Content_Types].xml": content_types("xl/workbook.xml", MACRO_EXCEL)}

    assert MACROS in refused(zipped(parts), "a.xlsx")


@pytest.mark.parametrize(
    "target",
    [
        "javascript:void(0)",
        "https://www.example.gov.cn/JS/?a=b",
        "mailto:a@example.cn",
        "file:///C:/资料/a.docx",
        "a.docx",
    ],
)
def test_ordinary_links_are_taken(target: str) -> None:
    assert taken(docx(more={"word/_rels/document.xml.rels": relations(("hyperlink", target, "External"))}), "a.docx")


def test_the_template_that_everybody_has_is_taken() -> None:
    settings = relations(("attachedTemplate", "Normal.dotm", "External"))

    assert taken(docx(more={"word/_rels/settings.xml.rels": settings}), "a.docx")


@pytest.mark.parametrize("content", [b"<not xml", '<?xml version="1.0" encoding="utf-7"?><a/>'.encode("utf-16-le")])
def test_a_part_that_only_looks_like_xml_is_taken(content: bytes) -> None:
    assert taken(xlsx(more={"xl/customProperty1.bin": content}), "a.xlsx")


def test_printer_settings_fonts_and_pictures_are_taken() -> None:
    types = (
        '<Default Extension="bin" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings"/>'
        '<Default Extension="odttf" ContentType="application/vnd.openxmlformats-officedocument.obfuscatedFont"/>'
        '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
        f'<Override PartName="/xl/gone.xml" ContentType="{OFFICE}/oleObject"/>'
    )
    parts = xlsx_parts("", types) | {
        "xl/printerSettings/printerSettings1.bin": "打印机".encode("utf-16-le"),
        "xl/fonts/font1.odttf": b"\x12\x34",
        "xl/media/image1.wmz": b"\x1f\x8b\x08",
        "xl/media/image2.emf": b"\1\0\0\0",
        "xl/theme/theme1.xml": "<a/>".encode("utf-16"),
        "customXml/": b"",
    }

    assert taken(zipped(parts), "a.xlsx").kind == "xlsx"


def test_a_document_packed_without_compression_is_taken() -> None:
    assert taken(zipped(docx_parts(), packing=zipfile.ZIP_STORED), "a.docx")


def test_a_document_of_the_strict_form_is_taken() -> None:
    strict = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
    root = relations((strict, "/word/document.xml", ""))

    assert taken(docx(more={"_rels/.rels": root}), "a.docx")


def test_a_workbook_of_other_main_type_is_no_document() -> None:
    parts = docx_parts() | {"[Content_Types].xml": content_types("word/document.xml", EXCEL)}

    assert DAMAGED in refused(zipped(parts), "a.docx")
