"""Texts that people type: cleaned of what no document can hold, and without marks of secrecy."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.texts import clean_text, has_secrecy_mark

MARKED = [
    "秘密★",
    "机密★1年",
    "绝密★",
    "秘密 ★ 10年",
    "秘　密　★　长期",
    "机密★１０年",
    "（机密★）",
    "文件密级为机密★",
    "密级：机密",
    "密 级 ： 秘 密",
    "密级:绝密★30年",
    "【密级】：秘密",
    "密级　机密",
    "密级：\n秘密",
    "机密*5年",
    "机\u200b密\ufeff★六个月",
    "机密☆3个月",
    "絕密★二十年",
    "000001\n机密★3年\n特急",
    "绝密★启用前",
]
INNOCENT = [
    "商业秘密",
    "保密工作要点",
    "国家秘密",
    "非涉密",
    "本系统是非涉密系统，严禁存储、处理、传输国家秘密",
    "不涉及国家秘密、商业秘密、个人隐私★",
    "保护商业秘密★★★",
    "**商业秘密**",
    "国家秘密*除外",
    "密级分为绝密、机密、秘密三级",
    "密级：绝密、机密、秘密",
    "密级：无",
    "密级：公开",
    "密级标志和保密期限",
    "★重点任务：保密审查",
    "泄露国家秘密\n★2026年重点工作",
    "秘密投票",
    "机密性、完整性、可用性",
    "绝密档案解密公开",
    "密级 机密级文件的管理要求",
]


@pytest.mark.parametrize("text", MARKED)
def test_w12_a_mark_of_secrecy_is_found(text: str) -> None:
    assert has_secrecy_mark(text)
    assert has_secrecy_mark(f"关于印发工作要点的通知\n{text}\n各科室：")


@pytest.mark.parametrize("text", INNOCENT)
def test_w12_words_about_secrecy_are_no_mark(text: str) -> None:
    assert not has_secrecy_mark(text)
    assert not has_secrecy_mark(f"关于印发工作要点的通知\n{text}\n各科室：")


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("第一行\r\n第二行\r第三行\n\t缩进", "第一行\n第二行\n第三行\n\t缩进"),
        ("a\0b\x07c\x0bd\x1fe\x7ff\x85g", "abcdefg"),
        ("a\ud800b\udfffc\ufffed\uffffe", "abcde"),
        ("e\u0301 ﬁ ① 　", "e\u0301 ﬁ ① 　"),
        ("𠮷😀\U0010fffd", "𠮷😀\U0010fffd"),
    ],
)
def test_f11_a_text_loses_what_no_document_can_hold_and_nothing_else(text: str, cleaned: str) -> None:
    assert clean_text(text) == cleaned


@settings(deadline=None)
@given(st.text())
def test_a_cleaned_text_is_clean(text: str) -> None:
    cleaned = clean_text(text)

    assert clean_text(cleaned) == cleaned
    assert cleaned.encode("utf-8").decode() == cleaned
