"""How a list is typed and what a unit scores; the lists that come with the program."""

from dataclasses import dataclass
from decimal import Decimal

import pytest

from tracker.checklists.rules import ItemContent, read_items, score_of, write_items
from tracker.checklists.shipped import shipped_lists
from tracker.checks.rules import Verdict
from tracker.errors import RuleBroken

V = Verdict


@dataclass(frozen=True)
class Result:
    weight: int
    verdict: Verdict | None
    proofs: int = 0


def test_a_typed_list_is_read_and_written_back_the_same() -> None:
    typed = "组别|检查内容|分值\n栏目|都能打开|8|逐个打开|检查指标|截图\n\n发布\t没有错字\t5"

    items = read_items(typed)

    assert items == [
        ItemContent("栏目", "都能打开", 8, "逐个打开", "检查指标", "截图"), ItemContent("发布", "没有错字", 5),
    ]  # fmt: skip
    assert read_items(write_items(items)) == items


@pytest.mark.parametrize("line", ["栏目", "栏目||5", "栏目|内容|0", "栏目|内容|101", "栏目|内容|五", "a|b|5|c|d|e|f"])
def test_a_line_that_cannot_be_read_is_named_by_its_number(line: str) -> None:
    with pytest.raises(RuleBroken, match="Line 2"):
        read_items(f"发布|内容|5\n{line}")


@pytest.mark.parametrize("text", ["", "\n \n", "组别|检查内容|分值", "\n".join(["a|b|1"] * 201)])
def test_a_list_has_at_least_one_item_and_not_too_many(text: str) -> None:
    with pytest.raises(RuleBroken, match="1 to 200 items"):
        read_items(text)


@pytest.mark.parametrize(
    ("results", "score"),
    [
        ([], None),
        ([Result(10, None), Result(10, V.NOT_APPLICABLE), Result(5, V.UNCHECKED)], None),
        ([Result(10, V.SATISFIED)], Decimal("100.00")),
        ([Result(10, V.SATISFIED), Result(10, V.PROBLEM)], Decimal("100.00")),
        ([Result(10, V.SATISFIED), Result(10, V.PROBLEM, 1)], Decimal("50.00")),
        ([Result(2, V.SATISFIED), Result(1, V.PROBLEM, 2), Result(90, V.NOT_APPLICABLE)], Decimal("66.67")),
        ([Result(10, V.PROBLEM, 1)], Decimal("0.00")),
    ],
)
def test_points_are_taken_off_for_proved_problems_of_what_could_be_checked(
    results: list[Result], score: Decimal | None
) -> None:
    assert score_of(results) == score


def test_three_lists_come_with_the_program_each_of_a_hundred_points() -> None:
    lists = {key: (name, items) for key, name, items in shipped_lists()}

    assert set(lists) == {"monthly", "quarterly", "seven-groups"}
    assert {sum(one.weight for one in items) for _, items in lists.values()} == {100}
    assert len({one.group for one in lists["seven-groups"][1]}) == 7
    assert all(one.method and one.basis and one.evidence for _, items in lists.values() for one in items)
