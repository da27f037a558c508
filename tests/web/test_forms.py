"""What people type, as forms take it, and how a form is known again by its fields."""

import pytest
from flask import Flask

from tracker.errors import RuleBroken
from tracker.organisation.forms import UnitForm
from tracker.web.forms import Form, Line, Paragraphs, choices, labels_of, new_token


class NoteForm(Form):
    """A form of this test."""

    headline = Line("Headline", longest=5)
    body_text = Paragraphs("Body")


def note_form(app: Flask, **typed: str) -> NoteForm:
    with app.test_request_context("/", method="POST", data=typed):
        form = NoteForm(meta={"csrf": False})
        form.validate()
    return form


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  年报 ", "年报"),
        ("年\t\t报\n表", "年 报 表"),
        ("年\x00\x07报", "年报"),
        ("", ""),
    ],
)
def test_f11_a_line_is_cleaned(app: Flask, typed: str, kept: str) -> None:
    assert (note_form(app, headline=typed).headline.data or "") == kept


def test_f11_paragraphs_keep_their_lines(app: Flask) -> None:
    assert note_form(app, body_text=" 一、概述\r\n\r\n二、\x0b问题\r\n ").body_text.data == "一、概述\n\n二、问题"


@pytest.mark.parametrize(("typed", "fits"), [("一二三四五", True), ("一二三四五六", False)])
def test_w8_a_line_ends_at_its_length(app: Flask, typed: str, fits: bool) -> None:
    assert (not note_form(app, headline=typed).headline.errors) is fits


@pytest.mark.parametrize(("typed", "seen"), [("3", 3), ("", None), ("x", None), ("-1", None), ("9999999999", None)])
def test_r6_the_version_seen_is_a_number_or_nothing(app: Flask, typed: str, seen: int | None) -> None:
    assert note_form(app, version=typed).seen_version() == seen


@pytest.mark.parametrize(("field", "shown_at"), [("headline", "headline"), ("nowhere", None), (None, None)])
def test_a_refusal_stands_beside_its_field_or_above_the_form(
    app: Flask, field: str | None, shown_at: str | None
) -> None:
    with app.test_request_context("/", method="POST", data={"headline": "年报"}):
        form = NoteForm(meta={"csrf": False})
        form.validate()
        form.show_refusal(RuleBroken("There is no unit in this list.", field=field))

    assert list(form.headline.errors) == (["名单里没有单位。"] if shown_at else [])
    assert form.form_errors == ([] if shown_at else ["名单里没有单位。"])


def test_every_rendering_has_another_token() -> None:
    assert len({new_token() for _ in range(100)}) == 100
    assert all(len(new_token()) <= 64 for _ in range(100))


def test_choices_may_begin_with_none() -> None:
    rows = choices([(1, "法规科")], none="请选择")

    assert [(row.value, row.label) for row in rows] == [("", "请选择"), ("1", "法规科")]


def test_fields_are_named_by_the_form_that_has_them_all(app: Flask) -> None:
    with app.test_request_context("/"):
        labels = labels_of({"headline", "body_text", "form_token"})

    assert labels == {"headline": "Headline", "body_text": "Body", "form_token": None}


def test_fields_of_no_form_keep_their_names(app: Flask) -> None:
    with app.test_request_context("/"):
        assert labels_of({"headline", "strange", "version"}) == {
            "headline": "headline", "strange": "strange", "version": None,
        }  # fmt: skip


def test_a_choice_is_kept_out_of_sight(app: Flask) -> None:
    assert UnitForm in Form.kinds
    with app.test_request_context("/"):
        assert labels_of({"aliases", "kind"})["kind"] is None
