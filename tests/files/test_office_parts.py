"""What stands in Word and Excel documents: fields and formulas that call programs, and marks of secrecy."""

import pytest

from tests.files.making import docx, docx_parts, refused, taken, xlsx

CALLING = "从其他程序或文件取数"


def field(*codes: str, result: str = "") -> str:
    """Return a field with its code split into runs."""
    runs = "".join(f"<w:r><w:instrText>{code}</w:instrText></w:r>" for code in codes)
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@pytest.mark.parametrize(
    "body",
    [
        field('DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"'),
        field("DDE excel a b"),
        field(" ddeauto ", "cmd"),
        field("D", "D", "E", "AUTO cmd"),
        field("\u3000", " ", "dDe", " cmd"),
        field("&#68;&#68;E cmd"),
        field("<![CDATA[DD]]>E cmd"),
        field("DDE<!-- -->AUTO cmd"),
        field(" " * 500, "DDE cmd"),
        field('"DDE" cmd'),
        field('DDE"cmd"'),
        field('LINK Excel.Sheet.12 "C:\\\\a.xlsx" "Sheet1!R1C1" \\a'),
        field("TOC", result=field("DDE cmd")),
        field("IF 1=1 ").replace("</w:instrText></w:r>", "</w:instrText></w:r>" + field("DDE cmd"), 1),
        field("").replace("</w:instrText></w:r>", "</w:instrText></w:r>" + field("QUOTE 68 68 69"), 1),
        field("D").replace("</w:instrText></w:r>", "</w:instrText></w:r>" + field("QUOTE 68 69"), 1),
        field("DDE cmd").replace("instrText", "delInstrText"),
        field("DDE cmd").removesuffix('<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
        '<w:fldSimple w:instr=" DDEAUTO cmd"/>',
        "<w:p><w:r><w:instrText>DDEAUTO cmd</w:instrText></w:r></w:p>",
    ],
)
def test_f4_a_field_that_calls_a_program_is_refused(body: str) -> None:
    assert CALLING in refused(docx(f"<w:p>{body}</w:p>"), "a.docx")


@pytest.mark.parametrize("prefix", ["x", "ns0"])
def test_f4_a_field_is_found_whatever_the_prefix_of_its_elements(prefix: str) -> None:
    body = f"<w:p>{field('DDE cmd')}</w:p>"
    document = str(docx_parts(body)["word/document.xml"])
    renamed = document.replace("w:", f"{prefix}:").replace("xmlns:w=", f"xmlns:{prefix}=")

    assert CALLING in refused(docx(more={"word/document.xml": renamed}), "a.docx")


def test_f4_a_field_in_a_header_or_note_is_found() -> None:
    part = f'<w:hdr xmlns:w="urn:w"><w:p>{field("DDE cmd")}</w:p></w:hdr>'

    assert CALLING in refused(docx(more={"word/header1.xml": part}), "a.docx")
    assert CALLING in refused(docx(more={"word/any.xml": part.encode("utf-16")}), "a.docx")


@pytest.mark.parametrize(
    "formula",
    [
        "cmd|'/c calc'!A0",
        "cmd|calc!A0",
        "'cmd'|'/c calc'!'A0'",
        "A1&amp;cmd | \" \"&amp;|'/c calc' ! A0",
        "MSEXCEL|'\\..\\a'!''",
    ],
)
def test_f4_a_formula_that_calls_a_program_is_refused(formula: str) -> None:
    assert CALLING in refused(xlsx(f'<c r="A1"><f>{formula}</f><v>0</v></c>'), "a.xlsx")
    assert CALLING in refused(xlsx(f"<c/><definedName>{formula}</definedName>"), "a.xlsx")


@pytest.mark.parametrize(
    "formula",
    ['A2&amp;"|"&amp;B2&amp;"!"', "'一|二'!A1", "SUM(A1:A3)", 'IF(A1="a|b!c",1,0)', 'HYPERLINK("https://a.cn/x|y!z")'],
)
def test_an_ordinary_formula_is_taken(formula: str) -> None:
    assert taken(xlsx(f'<c r="A1"><f>{formula}</f><v>0</v></c>'), "a.xlsx")


@pytest.mark.parametrize(
    "body",
    [
        field('TOC \\o "1-3"', result=field("PAGEREF _Toc1 \\h") + field('HYPERLINK "https://www.example.cn/DDE/"')),
        field("PAGE") + field("NUMPAGES") + field("DATE \\@ yyyy"),
        field("IF").replace("</w:instrText></w:r>", "</w:instrText></w:r>" + field("PAGE"), 1),
        field("=").replace("</w:instrText></w:r>", "</w:instrText></w:r>" + field("NUMPAGES"), 1),
        field("DOCPROPERTY x"),
        "<w:p><w:r><w:t>DDEAUTO是一种域</w:t></w:r></w:p>",
    ],
)
def test_ordinary_fields_are_taken(body: str) -> None:
    assert taken(docx(f"<w:p>{body}</w:p>"), "a.docx")


@pytest.mark.parametrize(
    "body",
    [
        "<w:p><w:r><w:t>机密★3年</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>机</w:t></w:r><w:r><w:t>密</w:t></w:r><w:r><w:tab/><w:t>★</w:t></w:r></w:p>",
        "<w:tr><w:tc><w:p><w:r><w:t>密级：</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>秘密</w:t></w:r></w:p></w:tc></w:tr>",
        "<w:p><w:r><w:t>正文</w:t></w:r></w:p>" * 9_000 + "<w:p><w:r><w:t>绝密★</w:t></w:r></w:p>",
    ],
)
def test_w12_a_document_with_a_mark_of_secrecy_is_refused(body: str) -> None:
    sentence = refused(docx(body), "a.docx")

    assert "本系统是非涉密系统" in sentence


def test_w12_a_mark_in_a_header_or_watermark_is_found() -> None:
    header = '<w:hdr xmlns:w="urn:w"><w:p><w:r><w:t>秘密</w:t></w:r><w:r><w:t>★</w:t></w:r></w:p></w:hdr>'
    watermark = '<w:hdr xmlns:w="urn:w" xmlns:v="urn:v"><v:textpath string="机密★长期"/></w:hdr>'

    assert "密级标志" in refused(docx(more={"word/header2.xml": header}), "a.docx")
    assert "密级标志" in refused(docx(more={"word/header2.xml": watermark}), "a.docx")


def test_w12_a_mark_in_a_workbook_is_found() -> None:
    texts = "<sst><si><r><t>绝</t></r><r><t>密★</t></r></si></sst>"
    header = '<oddHeader>&amp;C&amp;"宋体,常规"&amp;14机密★10年</oddHeader>'
    margin = f"<worksheet><headerFooter>{header}</headerFooter></worksheet>"

    assert "密级标志" in refused(xlsx(more={"xl/sharedStrings.xml": texts}), "a.xlsx")
    assert "密级标志" in refused(xlsx('<c t="inlineStr"><is><t>密级：机密</t></is></c>'), "a.xlsx")
    assert "密级标志" in refused(xlsx(more={"xl/worksheets/sheet1.xml": margin}), "a.xlsx")


def test_w12_words_about_secrecy_are_taken() -> None:
    words = "保密工作要点：不涉及国家秘密、商业秘密。密级分为绝密、机密、秘密三级。"

    assert taken(docx(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"), "a.docx")
