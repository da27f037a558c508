"""Names of files: what people see is what they typed, and no more than that."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.http import parse_options_header

from tracker.files.names import LONGEST_NAME, clean_name, content_disposition, ending_of

ROUND = [
    "会议纪要.docx",
    "2026年政务公开工作要点（征求意见稿）.docx",
    'a "quoted" name.pdf',
    "it's.pdf",
    "100%.xlsx",
    "%41.txt",
    "a;b=c.pdf",
    "a,b&c#d?.png",
    "＝公式.xlsx",
    "=1+1.csv",
    "𠮷田.pdf",
    "é.pdf",
    "名 称 有 空 格.docx",
    ".gitignore",
    "没有后缀",
    "两.个.点.docx",
    "~$临时.docx",
    "a*b:c<d>e|f.docx",
    "ＡＢＣ．docx",
    "汉" * 195 + ".docx",
]


@pytest.mark.parametrize("name", ROUND)
def test_f6_a_name_comes_back_from_the_header_as_it_was(name: str) -> None:
    header = content_disposition(name)

    kind, options = parse_options_header(header)
    assert (kind, options["filename"]) == ("attachment", name)
    assert header.isascii()
    assert len(ROUND) == 20


@pytest.mark.parametrize(
    ("original", "cleaned"),
    [
        ("C:\\Users\\张三\\要点.docx", "要点.docx"),
        ("../../etc/passwd", "passwd"),
        ("a/b\\c.pdf", "c.pdf"),
        ("要点.docx\r\nSet-Cookie: a=b", "要点.docxSet-Cookie: a=b"),
        ("要\0点\x1b.docx", "要点.docx"),
        ("要点\u202excod.exe", "要点xcod.exe"),
        ("\u2066\ufeff要\u200b点\u2029.docx", "要点.docx"),
        ("e\u0301.pdf", "é.pdf"),
        ("\ud800要点\ufffe.docx", "要点.docx"),
        ("  要点.docx . ", "要点.docx"),
        ("要点.docx...", "要点.docx"),
        ("", "未命名"),
        ("..", "未命名"),
        ("a/", "未命名"),
        (" . ", "未命名"),
        ("\u202e", "未命名"),
    ],
)
def test_f5_a_name_loses_what_misleads_people_or_programs(original: str, cleaned: str) -> None:
    assert clean_name(original) == cleaned


def test_w8_a_long_name_keeps_its_ending() -> None:
    assert clean_name("汉" * 195 + ".docx") == "汉" * 195 + ".docx"
    assert clean_name("汉" * 196 + ".docx") == "汉" * 195 + ".docx"
    assert clean_name("汉" * 201) == "汉" * LONGEST_NAME
    assert clean_name("a." + "b" * 300) == "a." + "b" * 198
    assert clean_name("a" + "\u0315\u0300" * 500_000 + ".pdf").endswith(".pdf")


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_name_is_short_and_visible_and_stays_as_it_is_when_cleaned_again(original: str) -> None:
    cleaned = clean_name(original)

    assert 0 < len(cleaned) <= LONGEST_NAME
    assert not {unicodedata.category(one) for one in cleaned} & {"Cc", "Cf", "Cs"}
    assert not set(cleaned) & set("/\\")
    assert clean_name(cleaned) == cleaned
    assert parse_options_header(content_disposition(original))[1]["filename"] == cleaned


@pytest.mark.parametrize(("name", "ending"), [("a.DOCX", "docx"), ("a", ""), (".docx", ""), ("a.b.Pdf", "pdf")])
def test_the_ending_of_a_name_is_told_in_lower_case(name: str, ending: str) -> None:
    assert ending_of(name) == ending
