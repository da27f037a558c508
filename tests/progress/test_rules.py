"""What a report must say before it is handed in."""

import pytest

from tracker.errors import RuleBroken
from tracker.progress.rules import (
    MOST_ADDRESSES,
    ReportContent,
    ReportFrame,
    ReportState,
    check_addresses,
    check_is_waiting,
    check_may_correct,
    check_number_of_files,
    check_report,
    content_hash,
    lacking_proof,
)
from tracker.tasks.rules import ProofRule

CLOSABLE = ReportFrame()


@pytest.mark.parametrize(
    ("content", "frame"),
    [
        (ReportContent("已公布"), ReportFrame()),
        (ReportContent("已公布", percent=0), ReportFrame()),
        (ReportContent("已公布", percent=100), ReportFrame(percent=100)),
        (ReportContent("更正", percent=30), ReportFrame(percent=60, is_correction=True)),
        (ReportContent("已公布", count=0), ReportFrame()),
        (ReportContent("已公布", count=40), ReportFrame(minimum_count=40)),
        (ReportContent("办结", asks_to_close=True), CLOSABLE),
        (ReportContent("商业秘密已作处理"), ReportFrame()),
    ],
)
def test_a_report_that_says_enough_is_taken(content: ReportContent, frame: ReportFrame) -> None:
    check_report(content, frame)


@pytest.mark.parametrize(
    ("content", "frame", "field"),
    [
        (ReportContent(""), ReportFrame(), "done"),
        (ReportContent(" \n "), ReportFrame(), "done"),
        (ReportContent("机密★10年 内容"), ReportFrame(), "done"),
        (ReportContent("正常", difficulty="密级：秘密"), ReportFrame(), "difficulty"),
        (ReportContent("正常", next_step="绝密★"), ReportFrame(), "next_step"),
        (ReportContent("已公布", percent=-1), ReportFrame(), "percent"),
        (ReportContent("已公布", percent=101), ReportFrame(), "percent"),
        (ReportContent("已公布", percent=59), ReportFrame(percent=60), "percent"),
        (ReportContent("已公布", count=-1), ReportFrame(), "count"),
        (ReportContent("已公布", count=10_000_000), ReportFrame(), "count"),
        (ReportContent("已公布"), ReportFrame(minimum_count=40), "count"),
        (ReportContent("办结", asks_to_close=True), ReportFrame(lacking=ProofRule.ANY), "files"),
        (ReportContent("办结", asks_to_close=True), ReportFrame(lacking=ProofRule.PICTURE), "files"),
        (ReportContent("办结", asks_to_close=True), ReportFrame(lacking=ProofRule.ADDRESS), "url"),
        (ReportContent("办结", asks_to_close=True), ReportFrame(may_close=False), None),
        (ReportContent("办结", asks_to_close=True), ReportFrame(open_turns=3), None),
    ],
)
def test_a_report_that_does_not_is_refused_beside_its_field(
    content: ReportContent, frame: ReportFrame, field: str | None
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        check_report(content, frame)

    assert refusal.value.field == field
    assert str(refusal.value)


@pytest.mark.parametrize(
    "address",
    ["https://example.cn/公示/1.html", "http://example.cn:8080/a?b=1#c", "https://[::1]/", "HTTPS://例子.中国/"],
)
def test_the_address_of_a_web_page_is_taken(address: str) -> None:
    check_addresses([address])


@pytest.mark.parametrize(
    "address",
    [
        "",
        "example.cn",
        "ftp://example.cn/a",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "https://",
        "https:///path",
        "//example.cn",
        "https://exa mple.cn",
        "https://a\u202eb.cn",
        "https://a\nb.cn",
        "https://bank.cn@evil.cn/",
        "https://[::1",
        "https://example.cn/" + "a" * 500,
    ],
)
def test_any_other_address_is_refused(address: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        check_addresses([address])

    assert refusal.value.field == "url"


def test_w8_addresses_and_files_have_a_highest_number() -> None:
    check_addresses(["https://example.cn/"] * MOST_ADDRESSES)
    check_number_of_files(6)

    with pytest.raises(RuleBroken):
        check_addresses(["https://example.cn/"] * (MOST_ADDRESSES + 1))
    with pytest.raises(RuleBroken):
        check_number_of_files(7)


@pytest.mark.parametrize("state", ReportState)
def test_only_a_waiting_report_is_decided_and_a_withdrawn_one_is_past_correcting(state: ReportState) -> None:
    if state == ReportState.SUBMITTED:
        check_is_waiting(state)
    else:
        with pytest.raises(RuleBroken):
            check_is_waiting(state)
    if state != ReportState.WITHDRAWN:
        check_may_correct(state)
    else:
        with pytest.raises(RuleBroken):
            check_may_correct(state)


def test_the_hash_depends_on_every_part_and_on_nothing_else() -> None:
    content = {"done": "已公布", "percent": 40, "evidence": [["a.png", "", "ab12"]]}

    assert content_hash(content) == content_hash(dict(reversed(content.items())))
    assert len(content_hash(content)) == 64
    for name, other in (("done", "已公布。"), ("percent", 41), ("evidence", [])):
        assert content_hash({**content, name: other}) != content_hash(content)


@pytest.mark.parametrize(
    ("asked", "there", "lacking"),
    [
        (ProofRule.ANY, "", ProofRule.ANY), (ProofRule.ANY, "file", None), (ProofRule.ANY, "address", None),
        (ProofRule.FILE, "address", ProofRule.FILE), (ProofRule.FILE, "file", None),
        (ProofRule.PICTURE, "file", ProofRule.PICTURE), (ProofRule.PICTURE, "file picture", None),
        (ProofRule.ADDRESS, "file picture", ProofRule.ADDRESS), (ProofRule.ADDRESS, "address", None),
        (ProofRule.FILE_ADDRESS, "file", ProofRule.ADDRESS), (ProofRule.FILE_ADDRESS, "address", ProofRule.FILE),
        (ProofRule.FILE_ADDRESS, "file address", None),
        (ProofRule.PICTURE_ADDRESS, "file address", ProofRule.PICTURE),
        (ProofRule.PICTURE_ADDRESS, "file picture address", None), (ProofRule.NONE, "", None),
    ],
)  # fmt: skip
def test_the_missing_kind_of_proof_is_named(asked: ProofRule, there: str, lacking: ProofRule | None) -> None:
    has = {f"has_{kind}": kind in there.split() for kind in ("file", "picture", "address")}

    assert lacking_proof(asked, **has) is lacking
