"""PDF files: nothing in them that acts or carries other files, however it is spelled or packed."""

import io
import zlib

import pdfplumber
import pytest

from tests.files.making import object_stream, pdf, refused, taken
from tracker.files.limits import Limits

SCRIPT = "会运行脚本或启动程序"
ATTACHED = "附着别的文件"
FORM = "动态表单"
DAMAGED = "损坏"
UNUSUAL = "写法很少见"
LINK = b"<< /Type /Annot /Subtype /Link /A << /S /URI /URI (https://www.example.cn/JS/JavaScript/\\(a\\)/Launch) >> >>"
ACTION = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"


def stream(content: bytes, head: bytes = b"") -> bytes:
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(content), head, content)


def test_a_page_with_links_and_packed_objects_is_taken_and_can_be_read() -> None:
    content = pdf(
        LINK, object_stream(LINK, b"<< /Title (Launch \\(/JS) >>", b"42", b"(/EF)", b"[/Fit]"), stream(b"q Q")
    )

    assert taken(content, "a.pdf").content_type == "application/pdf"
    assert taken(pdf(object_stream(*[b"1"] * 500, b"<< " + b"/A 1 " * 5_000 + b">>")), "a.pdf")
    with pdfplumber.open(io.BytesIO(content)) as opened:
        assert len(opened.pages) == 1


ACTIVE = [
    (ACTION, SCRIPT),
    (b"<< /S /J#61vaScript /J#53 (x) >>", SCRIPT),
    (b"<< /S/#4a#61#76#61#53#63#72#69#70#74 >>", SCRIPT),
    (b"<< /AA << /O << /JS 9 0 R >> >> >>", SCRIPT),
    (b"<< /Names << /JavaScript 9 0 R >> >>", SCRIPT),
    (b"/JavaScript", SCRIPT),
    (b"<< /S /Launch /F (cmd.exe) >>", SCRIPT),
    (b"<< /S /L#61unch /Win << /F (cmd.exe) >> >>", SCRIPT),
    (b"<< /A [ 1 << /B [ << /S/Launch >> ] >> ] >>", SCRIPT),
    (b"<< /A (un\\)closed \\\\) /B <28> % (comment\n /S /Launch >>", SCRIPT),
    (b"<< /A <28( /S> /S /Launch >>", SCRIPT),
    (b"<< /A ] >> >> /B >> /S /Launch >>"[:9] + b" /S /Launch >>", SCRIPT),
    (b"<< /A (never closed /S /Launch >>", SCRIPT),
    (b"<< /Type /EmbeddedFile >>", ATTACHED),
    (b"<< /Names << /EmbeddedFiles 9 0 R >> >>", ATTACHED),
    (b"<< /Type /Filespec /EF << /F 9 0 R >> >>", ATTACHED),
    (b"<< /Subtype /FileAttachment >>", ATTACHED),
    (b"<< /Subtype /RichMedia >>", ATTACHED),
    (b"<< /AcroForm << /XFA 9 0 R >> >>", FORM),
    (b"<< /AcroForm << /#58FA [(a) 9 0 R] >> >>", FORM),
]


@pytest.mark.parametrize(("body", "reason"), ACTIVE)
def test_f4_what_acts_in_a_pdf_is_refused(body: bytes, reason: str) -> None:
    assert reason in refused(pdf(body), "a.pdf")


@pytest.mark.parametrize(("body", "reason"), [case for case in ACTIVE if b"%" not in case[0]])
def test_f4_what_acts_is_found_in_a_packed_object(body: bytes, reason: str) -> None:
    assert reason in refused(pdf(object_stream(b"1", body, b"<< >>")), "a.pdf")


@pytest.mark.parametrize(
    "body",
    [
        stream(b"9 0 obj " + ACTION + b" endobj"),
        b"(9 0 obj " + ACTION.replace(b"(", b"\\(") + b" endobj)",
        b"<< /A (9 0 obj) >> % 9 0 obj << /S /Launch >>",
        stream(b"q\n9 0%comment\nobj" + ACTION),
        b"1 endobj 9 0obj" + ACTION,
    ],
)
def test_f4_an_object_hidden_in_a_text_or_stream_is_found(body: bytes) -> None:
    assert SCRIPT in refused(pdf(body), "a.pdf")


def test_f4_an_action_in_the_trailer_is_found() -> None:
    assert SCRIPT in refused(pdf(trailer=b"/OpenAction " + ACTION), "a.pdf")


def test_f4_objects_packed_plainly_or_at_odd_places_are_found() -> None:
    body = b"100 9 (" + ACTION + b")"
    plain = stream(body, b"/Type /ObjStm /N 1 /First 7")
    shifted = stream(b"100 1 (" + ACTION + b")", b"/Type /ObjStm /N 1 /First 6")

    assert SCRIPT in refused(pdf(plain.replace(b"100 9", b"100 0")), "a.pdf")
    assert SCRIPT in refused(pdf(shifted), "a.pdf")


@pytest.mark.parametrize(
    "head",
    [
        b"/Type /ObjStm /Filter [/ASCIIHexDecode /FlateDecode]",
        b"/Type /ObjStm /Filter [/FlateDecode /FlateDecode]",
        b"/Type /ObjStm /Filter /LZWDecode",
        b"/Type /ObjStm /Filter 9 0 R",
        b"/Type /ObjStm /F#69lter /FlateDecode",
        b"/Type /ObjStm /Filter /FlateDecode /F#69lter /LZWDecode",
        b"/Type /Obj#53tm /Filter /FlateDecode",
        b"/Filter /FlateDecode /DecodeParms << /Predictor 12 >>",
        b"/Filter /FlateDecode /N 1 0 R",
        b"/Filter /FlateDecode /First 5",
        b"/Filter /FlateDecode % /Filter /LZWDecode\n",
    ],
)
def test_f4_objects_packed_in_a_way_that_cannot_be_followed_are_refused(head: bytes) -> None:
    assert UNUSUAL in refused(pdf(object_stream(b"<< >>", head=head)), "a.pdf")


@pytest.mark.parametrize(
    "body",
    [
        object_stream(b"<< >>").replace(b"/N 1", b"/N 7"),
        object_stream(b"<< >>").replace(b"endstream", b"end"),
        stream(b"not packed at all", b"/Type /ObjStm /Filter /FlateDecode /N 1 /First 5"),
        stream(zlib.compress(b"100 0 << >>")[:-6], b"/Type /ObjStm /Filter /FlateDecode /N 1 /First 6"),
        stream(b"a b << >>", b"/Type /ObjStm /N 1 /First 4"),
    ],
)
def test_broken_packed_objects_are_refused(body: bytes) -> None:
    assert DAMAGED in refused(pdf(body), "a.pdf")


def test_f2_packed_objects_that_unpack_without_end_are_refused() -> None:
    bomb = object_stream(b" " * 20_000_000)

    assert UNUSUAL in refused(pdf(bomb), "a.pdf")
    assert UNUSUAL in refused(pdf(*[object_stream(b" " * 900_000)] * 3), "a.pdf")


def test_f2_the_room_for_packed_objects_is_shared() -> None:
    content = pdf(*[object_stream(b" " * 100_000)] * 3)

    assert taken(content, "a.pdf")
    assert UNUSUAL in refused(content, "a.pdf", limits=Limits(unpacked=250_000))


@pytest.mark.parametrize(
    "body",
    [
        b"<<" + b"(" * 200_000,
        b"<< " * 200_000,
        b" obj<<" * 50_000,
        b" obj(" * 50_000,
        b" obj<<(" * 50_000 + b")" * 50_000,
    ],
)
def test_a_pdf_made_to_keep_us_busy_is_given_up(body: bytes) -> None:
    assert UNUSUAL in refused(pdf(body), "a.pdf")


@pytest.mark.parametrize("trailer", [b"/Encrypt 4 0 R", b"/Encrypt << /Filter /Standard >>", b"/Encr#79pt 4 0 R"])
def test_f1_a_pdf_with_a_password_is_told_so(trailer: bytes) -> None:
    assert "加了密码" in refused(pdf(b"<< /Filter /Standard >>", trailer=trailer), "a.pdf")


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.7\nstartxref\n0\n%%EOF",
        pdf().replace(b"/Catalog", b"/Catalogue"),
        pdf().replace(b"/Pages", b"/Paper"),
        pdf().replace(b"/Root", b"/Rood"),
        pdf().replace(b"startxref\n", b"startxref\n9"),
        pdf()[40:].join((b"%PDF-1.7\n", b"")),
        pdf() + b"\n" * 4_000,
    ],
)
def test_f1_a_pdf_that_does_not_hold_together_is_refused(content: bytes) -> None:
    assert DAMAGED in refused(content, "a.pdf")
