"""Bringing a plan in, in the browser: a file or pasted text, refused in words where it cannot be read."""

import io
import re
from urllib.parse import unquote

import docx
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.files import making
from tests.plans.browsing import Browser, items_of, page, texts
from tests.support.factory import Factory
from tests.support.pages import fill, filled
from tracker.db import db
from tracker.permissions import Role
from tracker.plans.models import Plan


def word_file(*rows: tuple[str, ...], title: str = "2026年政务公开工作要点") -> io.BytesIO:
    """A Word document with a title and one table."""
    made = docx.Document()
    made.add_paragraph(title)
    table = made.add_table(rows=0, cols=4)
    for row in (("序号", "工作任务", "责任科室", "完成时限"), *rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    content = io.BytesIO()
    made.save(content)
    content.seek(0)
    return content


def upload(client: FlaskClient, content: bytes | io.BytesIO, name: str, **fields: str) -> TestResponse:
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    return fill(client, "/plans", action="/plans/new", files=(stream, name), **fields)


def test_capability_1_an_uploaded_document_becomes_the_draft_plan_of_its_year(app: Flask, office: FlaskClient) -> None:
    rows = (("1", "公开规划成果", "规划科", "6月底前"), ("2", "公开用地审批", "用图管制科", "年底前"))

    answer = upload(office, word_file(*rows), "2026年要点.docx")

    second = items_of(app, 1)[1]
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/plans/1/review?doubts=1&open={second.id}#i{second.id}"
    shown = page(office.get(answer.headers["Location"]))
    assert "读出2条，" in shown
    assert "还有1条要您定" in shown
    assert "<mark>用图管制科</mark>" in shown
    assert "“用图管制科”不在科室名册里，最接近的是“用途管制科”。" in shown
    assert "2026年要点.docx" in page(office.get("/plans"))


def test_pasted_text_is_read_like_a_file_and_kept_as_one(app: Flask, office: FlaskClient) -> None:
    text = "2026年政务公开工作要点\n\t序号\t工作任务\t责任科室\n\t1\t公开规划成果\t规划科\n"

    answer = fill(office, "/plans", action="/plans/new", text=text)

    assert answer.status_code == 303
    assert texts(app, 1) == ["公开规划成果"]
    assert "公开规划成果" in page(office.get("/plans/1/source", buffered=True))


def test_the_file_itself_is_given_back_under_its_name_and_opens_nowhere(office: FlaskClient) -> None:
    content = word_file(("1", "公开规划成果", "规划科", "6月底前")).getvalue()
    upload(office, content, "清河市 “要点”.docx")

    answer = office.get("/plans/1/source", buffered=True)

    assert answer.data == content
    assert "清河市 “要点”.docx" in unquote(answer.headers["Content-Disposition"])
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


SCAN = making.pdf()
UNREAD = [
    (b"", "空.docx", "文件是空的"),
    (making.old_office("EncryptedPackage"), "加密.docx", "密码"),
    (making.old_office("WordDocument"), "旧.doc", "旧版"),
    (making.docx()[:600], "坏.docx", "坏"),
    (b"%PDF-1.7 \xe4", "假.docx", ""),
    (making.xlsx(), "假.docx", "xlsx"),
    (making.png(), "图.png", "docx"),
    (SCAN, "扫描.pdf", ""),
    (word_file().getvalue(), "空表.docx", "没有读到任务"),
    ("机密★10年\n一、公开规划。".encode(), "密.txt", "密"),
]


@pytest.mark.parametrize(("content", "name", "sentence"), UNREAD, ids=[row[1] for row in UNREAD])
def test_a_file_that_cannot_be_read_gets_a_sentence_and_what_was_typed_stays(
    app: Flask, office: FlaskClient, content: bytes, name: str, sentence: str
) -> None:
    answer = upload(office, content, name, year="2026")

    assert answer.status_code == 200
    refusals = re.findall(r'class="error-text" id="files-error">([^<]+)<', page(answer))
    assert len(refusals) == 1
    assert sentence in refusals[0]
    assert re.search("[一-龥]", refusals[0])
    assert not re.search("[A-Za-z]{3,} [a-z]+ [a-z]+", refusals[0]), refusals[0]
    assert 'value="2026"' in page(answer)
    with app.app_context():
        assert db.session.query(Plan).count() == 0


def test_nothing_chosen_a_year_taken_and_a_year_unknown_are_said_beside_their_fields(
    office: FlaskClient, plan: int
) -> None:
    rows = (("1", "公开规划成果", "规划科", "6月底前"),)

    nothing = page(fill(office, "/plans", action="/plans/new", text="  "))
    taken = page(upload(office, word_file(*rows), "要点.docx"))
    unknown = page(upload(office, word_file(*rows, title="政务公开工作要点"), "要点.docx"))
    odd = page(upload(office, word_file(*rows), "要点.docx", year="1926"))

    both = page(upload(office, word_file(*rows), "要点.docx", text="一、公开"))

    assert "请选一个文件，或者把要点的文字粘贴进来。" in nothing
    assert "您选了文件，又粘贴了文字" in both
    assert "2026年已经有工作要点" in taken
    assert "文件里没有写是哪一年的" in unknown
    assert "年份请填2000至2099之间" in odd
    assert upload(office, word_file(*rows, title="政务公开工作要点"), "要点.docx", year="2027").status_code == 303


def test_r7_the_same_upload_sent_twice_makes_one_plan(app: Flask, office: FlaskClient) -> None:
    sent = filled(page(office.get("/plans")), action="/plans/new", text="2026年要点\n序号\t工作任务\n1\t公开规划\n")

    answers = [office.post("/plans/new", data=sent) for _ in range(3)]

    assert {answer.headers["Location"] for answer in answers} == {answers[0].headers["Location"]}
    with app.app_context():
        assert db.session.query(Plan).count() == 1


def test_a_year_without_a_plan_says_so_and_offers_the_one_thing_to_press(
    office: FlaskClient, make: Factory, client_of: Browser
) -> None:
    section = client_of(make.account(Role.SECTION, unit=make.unit()))

    mine, theirs = page(office.get("/plans")), page(section.get("/plans"))

    assert "年还没有工作要点" in mine
    assert "读入，看看读出了什么" in mine
    assert "年还没有工作要点" in theirs
    assert "读入，看看读出了什么" not in theirs
