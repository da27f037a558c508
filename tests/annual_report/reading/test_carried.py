"""F4 for issued reports: a PDF that carries its own figures is taken in, one with any other file inside is not."""

from datetime import date
from io import BytesIO

import pytest
import weasyprint

from tests.annual_report.samples import golden
from tracker.annual_report.document import report_document
from tracker.annual_report.reading.carried import carries_only_figures
from tracker.annual_report.receiving import take_file
from tracker.annual_report.report_json import to_json
from tracker.documents import print_pdf
from tracker.errors import RuleBroken
from tracker.files.services import file_store

FIGURES = to_json(golden())


def issued() -> bytes:
    return print_pdf(report_document(golden(), {}, date(2025, 1, 20), frozen=FIGURES))


def carrying(*files: tuple[str, str]) -> bytes:
    attached = [weasyprint.Attachment(string=content, name=name) for name, content in files]
    written: bytes = weasyprint.HTML(string="<p>a</p>").write_pdf(attachments=attached)
    return written


OTHERS = {
    "another name": carrying(("other.json", FIGURES)),
    "other content": carrying(("figures.json", '{"name": "甲局"}')),
    "a program": carrying(("figures.json", "MZ\x90")),
    "two files": carrying(("figures.json", FIGURES), ("b.exe", "MZ")),
    "far too much": carrying(("figures.json", FIGURES.replace("{", "{" + " " * 2_100_000, 1))),
    "a later version": carrying(("figures.json", FIGURES)) + b"\n1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n",
    "a second description": carrying(("figures.json", FIGURES)) + b"\n9 0 obj\n<< /EF << /F 8 0 R >> >>\nendobj\n",
}


@pytest.mark.usefixtures("context")
def test_f4_an_issued_report_of_ours_is_taken_in_with_its_figures() -> None:
    content = issued()

    received = take_file(BytesIO(content), "2024年报.pdf")

    with file_store().open(received.blob.key) as stored:
        assert stored.read() == content
    assert (received.inspected.content_type, received.inspected.size) == ("application/pdf", len(content))


@pytest.mark.parametrize("content", OTHERS.values(), ids=OTHERS.keys())
def test_f4_any_other_file_inside_is_seen(content: bytes) -> None:
    assert not carries_only_figures(content)


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("case", ["another name", "two files"])
def test_f4_a_report_with_another_file_inside_is_refused(case: str) -> None:
    with pytest.raises(RuleBroken, match="another file is attached"):
        take_file(BytesIO(OTHERS[case]), "2024年报.pdf")


@pytest.mark.usefixtures("context")
def test_f4_a_script_beside_the_figures_is_refused() -> None:
    acting = carrying(("figures.json", FIGURES)).replace(b"startxref", b"8 0 obj\n<< /S /Launch >>\nendobj\nstartxref")

    with pytest.raises(RuleBroken, match="runs a script"):
        take_file(BytesIO(acting), "2024年报.pdf")
