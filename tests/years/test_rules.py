"""Points of a summary, and what a decision needs."""

from datetime import date

import pytest

from tracker.errors import RuleBroken
from tracker.years.rules import Decision, Fate, check_decision, points_of


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("下一步，将重点做好以下工作：一是丰富解读形式；二是建立台账。", ["丰富解读形式", "建立台账"]),
        ("## 不足\n解读形式单一；目录更新不及时。", ["解读形式单一", "目录更新不及时"]),
        ("一是甲类信息公开不够。二是乙类缺项；三是丙类滞后。", ["甲类信息公开不够", "乙类缺项", "丙类滞后"]),
        ("存在以下问题：\n公开不够。", ["公开不够"]),
        ("公开不够。\n公开不够。", ["公开不够"]),
        ("", []),
    ],
)
def test_points_are_what_stands_after_the_ordinals_or_the_sentences(text: str, points: list[str]) -> None:
    assert points_of(text) == points


def test_a_decision_says_what_it_lacks_at_its_field() -> None:
    for decision, field in (
        (Decision(Fate.CANCELLED, " "), "reason"),
        (Decision(Fate.MERGED), "into"),
        (Decision(Fate.DONE_LATE, "补办"), "done_on"),
        (Decision(Fate.DONE_LATE, "补办", done_on=date(2025, 12, 31)), "done_on"),
        (Decision(Fate.CARRIED, "长" * 501), "reason"),
    ):
        with pytest.raises(RuleBroken) as refusal:
            check_decision(decision, today=date(2027, 1, 12), year=2026)
        assert refusal.value.field == field
