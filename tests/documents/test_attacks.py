"""Whatever is typed into a field comes out as text: nothing of it is fetched, opened, run or drawn."""

import os
import select
import socket
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from weasyprint.urls import FatalURLFetchingError

from tests.documents.measuring import Printed
from tracker.documents import print_docx, print_pdf
from tracker.documents.charts import Bar, Bars
from tracker.documents.engine import engine
from tracker.documents.model import (
    Attachment,
    Cell,
    Column,
    Document,
    Face,
    Figure,
    Heading,
    Imprint,
    Listing,
    Paragraph,
    RedHead,
    Row,
    Run,
    Signature,
    Table,
    runs,
)

FIELDS = 21  # of the document below; keywords, author and outline are not drawn
ATTACKS = (
    '<img src="file:///etc/passwd">',
    "<img src=http://127.0.0.1:9/x>",
    '<link rel=attachment href="file:///etc/passwd">',
    "<style>@import url(file:///etc/passwd);</style>",
    "<style>*{background:url(http://127.0.0.1:9/)}</style>",
    "<style>@font-face{font-family:x;src:url(file:///etc/passwd)}</style>",
    "<iframe src=file:///etc/passwd></iframe>",
    "<object data=file:///etc/passwd></object>",
    "<embed src=file:///etc/passwd>",
    "<svg><image href=file:///etc/passwd /></svg>",
    "<svg><use href=file:///etc/passwd#a /></svg>",
    "</p><script>alert(1)</script>",
    '"><a href="http://127.0.0.1:9/">x</a>',
    "<base href=file:///etc/><img src=passwd>",
    "<?xml-stylesheet href=file:///etc/passwd?>",
    "<!ENTITYxSYSTEM'file:///etc/passwd'>&x;&lt;{{7*7}}{%x%}",
    "]]><p style=content:url(file:///etc/passwd)>",
)


def document_of(text: str) -> Document:
    """A document with ``text`` in every field."""
    table = Table(text, (Column(1), Column(1)), (Row.of(text, "乙"),), (Row.of(text, Cell(text, is_head=True)),))
    chart = Bars("图", ("甲", "乙", "丙", "丁"), (Bar("甲", 1, 2),))
    return Document(
        title=text,
        blocks=(
            Paragraph.of(text, Run(text, Face.HEI)),
            Heading(1, text),
            Heading(2, text, runs(text)),
            Listing((runs(text),)),
            table,
            Figure(chart, text),
        ),
        author=text,
        created=datetime(2026, 1, 5, tzinfo=UTC),
        subtitle=text,
        addressees=text,
        red_head=RedHead("机关文件", text, (text,)),
        attachments=(Attachment(text, (Paragraph.of(text),)),),
        signature=Signature((text,), date(2026, 1, 5)),
        note=text,
        imprint=Imprint(text, text, date(2026, 1, 5)),
        keywords=(text,),
    )


@pytest.mark.parametrize("text", ATTACKS)
def test_f12_markup_typed_into_any_field_is_printed_as_it_was_typed(text: str) -> None:
    found = Printed(print_pdf(document_of(text)))

    assert found.text.count("".join(text.split())) >= FIELDS - 4  # a line may be cut by a table cell
    assert found.links == 0
    assert found.pictures == 0
    assert not found.has_attachments
    assert found.facts["Author"] == text
    assert "root:x:0" not in found.text


def test_f12_no_file_is_opened_and_nobody_called_whatever_is_typed(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    os.mkfifo(canary)  # whoever opens it, from Python or from a library in C, waits for ever
    with socket.create_server(("127.0.0.1", 0)) as server:
        called = f"127.0.0.1:{server.getsockname()[1]}/"
        texts = [one.replace("/etc/passwd", str(canary)).replace("127.0.0.1:9/", called) for one in ATTACKS]

        printed = print_pdf(document_of(" ".join(texts)))

        assert select.select([server], [], [], 0) == ([], [], [])
    assert Printed(printed).text.count(str(canary)) > FIELDS


def test_f12_markup_in_the_labels_of_a_chart_is_text_too() -> None:
    text = "<image href='file:///etc/passwd'/>"
    chart = Bars(text, ("甲", "乙", "丙", "丁"), (Bar(text, 1, 2),))

    found = Printed(print_pdf(replace(document_of("标题"), blocks=(Figure(chart, "图"),))))

    assert found.text.replace(" ", "").count("<imagehref") == 1
    assert found.pictures == 0


def test_f12_the_word_twin_takes_the_same_texts_as_texts() -> None:
    for text in ATTACKS:
        assert print_docx(document_of(text)).startswith(b"PK")


def test_unprintable_characters_are_left_out_and_do_not_stop_the_printing() -> None:
    text = "甲\x00乙\x1b丙\ud800丁\ufffe戊\u202e己\r\n庚\u2028辛\u200b"

    found = Printed(print_pdf(document_of(text)))

    assert found.facts["Title"] == "甲乙丙丁戊己庚辛"
    assert print_docx(document_of(text)).startswith(b"PK")


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="file:///etc/passwd">',
        '<link rel="stylesheet" href="http://127.0.0.1:9/a.css">',
        '<p style="background: url(file:///etc/passwd)">字</p>',
        '<svg><image href="file:///etc/passwd"/></svg>',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<img src="data:image/png;base64,AAAA">',
    ],
)
def test_f12_even_markup_of_our_own_that_asks_for_a_resource_is_not_printed(markup: str) -> None:
    with pytest.raises((FatalURLFetchingError, RuntimeError)):
        engine().render(f'<html lang="zh-CN"><body>{markup}</body></html>')
