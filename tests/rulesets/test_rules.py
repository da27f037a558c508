"""The arithmetic of scores, by cases from real rule sets."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tracker.errors import RuleBroken
from tracker.ledger.periods import Period, months_period, period_of
from tracker.rulesets.content import content_of, rules_of, sha256_of
from tracker.rulesets.quotas import missing_percent, quota_steps
from tracker.rulesets.rules import (
    FULL,
    Indicator,
    Mark,
    Measure,
    RuleSet,
    Way,
    check_rules,
    grade_of,
    places,
    points_of_group,
    score,
)
from tracker.rulesets.shipped import PRESETS
from tracker.scores.rows import period_name


def indicator(key: str, points: str = "0", way: Way = Way.LOSE, cap: str | None = None) -> Indicator:
    return Indicator(key, "组", f"指标{key}", Decimal(points), way, cap=None if cap is None else Decimal(cap))


def rule_set(*indicators: Indicator, scaled: bool = False) -> RuleSet:
    return RuleSet("试行", "", indicators, is_scaled=scaled)


def value(rules: RuleSet, **marks: str) -> Decimal:
    return score(rules, [(key, Decimal(points)) for key, points in marks.items()]).value


def test_the_formula_of_guoyang_gives_the_printed_81_34() -> None:
    """((81.22+0.64)/(100+0.64))*100 = 81.34, as printed on the sheet of a bureau for a third quarter."""
    rules = rule_set(indicator("basic", "100"), indicator("key", "0.64"), scaled=True)

    assert value(rules, basic="18.78") == Decimal("81.34")


def test_what_is_lost_never_exceeds_the_points_or_the_cap() -> None:
    rules = rule_set(indicator("a", "40"), indicator("b", "60", cap="10"))

    assert value(rules, a="55", b="25") == Decimal("50.00")


def test_extra_points_are_bounded_and_deductions_below_the_points_are_not() -> None:
    rules = rule_set(indicator("a", "100"), indicator("plus", way=Way.ADD, cap="3"), indicator("minus", way=Way.TAKE))

    assert value(rules, plus="9") == Decimal("103.00")
    assert value(rules, plus="2", minus="30") == Decimal("72.00")
    assert value(rules, minus="130") == 0


def test_what_is_not_applicable_is_left_out_on_both_sides_and_the_rest_counts_for_the_whole() -> None:
    indicators = indicator("a", "40"), indicator("b", "60"), indicator("plus", way=Way.ADD)
    marks: list[Mark] = [("a", Decimal(10)), ("b", None), ("plus", Decimal(2))]

    assert score(rule_set(*indicators), marks).value == Decimal("77.00")  # 30 of 40, and 2
    assert score(rule_set(*indicators, scaled=True), marks).value == Decimal("80.00")  # 32 of 40
    assert score(rule_set(*indicators), [("a", None), ("b", None)]).value == 0


def test_deductions_count_twice_for_the_kind_of_unit_that_the_rules_name() -> None:
    """督查考核细则: a report that is not sent loses 10 points, twice as many for units with only this class of work."""
    report = replace(indicator("report", "30"), doubled_for="affiliated")
    rules = rule_set(report, indicator("rest", "70"))

    assert score(rules, [("report", Decimal(10))], "section").value == Decimal("90.00")
    assert score(rules, [("report", Decimal(10))], "affiliated").value == Decimal("80.00")
    assert score(rules, [("report", Decimal(20))], "affiliated").value == Decimal("70.00")  # no more than its points


def test_eighty_percent_come_from_what_is_seen_online_and_twenty_from_the_visit() -> None:
    """乡镇2010: 网上考核占80%，现场考核占20%; both are marked out of a hundred."""
    online = (replace(indicator("a", "60"), group="网上考核"), replace(indicator("b", "40"), group="网上考核"))
    visit = replace(indicator("c", "100"), group="现场考核")
    rules = replace(rule_set(*online, visit), weights=(("网上考核", Decimal(80)), ("现场考核", Decimal(20))))
    check_rules(rules)

    assert value(rules, a="10", c="50") == Decimal("82.00")  # 0.9 × 80 + 0.5 × 20
    assert score(rules, [("a", Decimal(10)), ("c", None)]).value == Decimal("90.00")
    assert rules_of(content_of(rules)) == rules
    for weights in ((("网上考核", FULL),), (("网上考核", Decimal(70)), ("现场考核", Decimal(20)))):
        with pytest.raises(RuleBroken):
            check_rules(replace(rules, weights=weights))


def test_what_a_group_loses_is_bounded_by_its_points_where_its_deductions_share_them() -> None:
    """鲤城区2020: of the 6 points of 依申请公开, an overdue answer costs 6 and one that was corrected 3."""
    answers = replace(indicator("late", "3"), group="依申请"), replace(indicator("wrong", "3"), group="依申请")
    rules = replace(rule_set(*answers, indicator("rest", "94")), is_pooled=True)
    check_rules(rules)

    assert value(rules, late="6") == Decimal("94.00")
    assert value(rules, wrong="3", late="6") == Decimal("94.00")
    assert value(rules, wrong="3", rest="2") == Decimal("95.00")
    assert score(rules, [("wrong", None), ("late", Decimal(6))]).value == Decimal("96.91")  # 94 of 97
    assert rules_of(content_of(rules)) == rules


@pytest.mark.parametrize(
    ("key", "group", "points"),
    [("hundred", "主动公开", 40), ("weighted", "年度报告", 10), ("weighted", "依申请公开", 6),
     ("weighted", "保密审查", 6), ("weighted", "公开栏", 5)],
)  # fmt: skip
def test_the_groups_of_a_rule_set_that_ships_have_the_points_of_its_source(key: str, group: str, points: int) -> None:
    assert points_of_group(PRESETS[key].indicators, group) == points


@pytest.mark.parametrize(
    ("key", "name", "each"),
    [
        ("hundred", "年度要点任务完成", "5"), ("hundred", "超过时限20个工作日", "2"), ("hundred", "格式错误", "1"),
        ("hundred", "严重表述错误", "2"), ("hundred", "规范性文件及解读", "4"),
        ("weighted", "按时公开", "5"), ("weighted", "要素齐全（缺失每处", "1"), ("weighted", "按时报送", "5"),
        ("weighted", "按时公布", "5"), ("weighted", "要素齐全（缺失5", "5"), ("weighted", "不与往年", "5"),
        ("weighted", "退回后改正", "5"), ("weighted", "按期答复", "6"), ("weighted", "未被复议", "3"),
        ("quota", "空白月", "10"), ("quota", "当月少于", "5"), ("quota", "超额完成", "1"),
        ("quota", "受市政府表扬", "3"), ("quota", "受办公室、领导小组表扬", "1"),
        ("quota", "受市政府批评", "3"), ("quota", "受办公室、领导小组批评", "1"),
    ],
)  # fmt: skip
def test_each_thing_costs_or_earns_in_a_rule_set_that_ships_what_its_source_says(
    key: str, name: str, each: str
) -> None:
    found = [one for one in PRESETS[key].indicators if one.name.startswith(name)]

    assert [one.each for one in found] == [Decimal(each)]
    (one,) = found
    lost = score(PRESETS[key], [(one.key, one.each)]).value
    assert lost == FULL + (one.each if one.way is Way.ADD else -one.each)


def test_the_weights_of_the_first_level_come_to_100_and_the_indicators_have_three_levels() -> None:
    """锦州2020: 权重赋分制, three levels of indicators, level 1 sums to 100."""
    asked = [one for one in PRESETS["weighted"].indicators if one.way is Way.LOSE]
    groups = dict.fromkeys(one.group for one in asked)

    assert sum(points_of_group(asked, group) for group in groups) == FULL
    assert all(one.group and one.part and one.name for one in asked)
    assert asked[3].label == "主动公开：信息发布：要素齐全（缺失每处1分）"


def test_a_township_loses_5_for_a_month_below_40_items_and_10_for_a_blank_one() -> None:
    named = {one.measure: one for one in PRESETS["quota"].indicators}

    assert (named[Measure.THIN_MONTH].number, named[Measure.THIN_MONTH].each) == (40, Decimal(5))
    blank = named[Measure.BLANK_MONTH]
    assert score(PRESETS["quota"], [(blank.key, blank.each)] * 5).value == Decimal("50.00")


def test_what_an_old_rule_set_says_has_the_hash_it_was_kept_under() -> None:
    content = content_of(rule_set(indicator("a", "100")))

    assert not {"weights", "is_pooled"} & set(content)
    assert not [one for one in content["indicators"] if {"doubled_for", "part"} & set(one)]


@pytest.mark.parametrize(
    ("points", "grade"),
    [
        ("100", "优秀"),
        ("90", "优秀"),
        ("89.99", "良好"),
        ("80", "良好"),
        ("60", "合格"),
        ("59.99", "不合格"),
        ("0", "不合格"),
    ],
)
def test_grades_include_their_threshold(points: str, grade: str) -> None:
    assert grade_of(PRESETS["hundred"], Decimal(points)) == grade


def test_equal_scores_share_a_place_and_kinds_are_ranked_apart() -> None:
    scores = [("", Decimal(score)) for score in (90, 95, 90, 70)]

    assert places(scores) == [2, 1, 2, 4]
    assert places([("section", Decimal(90)), ("affiliated", Decimal(50)), ("section", Decimal(91))]) == [2, 1, 1]


@pytest.mark.parametrize(
    ("reached", "steps"),
    [(100, 0), (110, 0), ("110.1", 1), (130, 1), ("130.1", 2), (150, 2), ("150.1", 3), (190, 4)],
)
def test_beyond_110_percent_counts_one_and_beyond_130_one_more_for_each_20(reached: object, steps: int) -> None:
    assert quota_steps(Decimal(str(reached)), FULL) == steps


def test_what_a_quota_lacks_is_in_percent() -> None:
    assert missing_percent(Decimal(9), Decimal(15)) == Decimal("40.00")
    assert missing_percent(Decimal(16), Decimal(15)) == 0
    assert missing_percent(Decimal(0), Decimal(0)) == 0


@pytest.mark.parametrize("key", PRESETS)
def test_every_rule_set_that_ships_adds_up_to_100_and_reads_back_as_it_was_written(key: str) -> None:
    rules = PRESETS[key]

    check_rules(rules)

    assert rules.points == FULL
    assert rules_of(content_of(rules)) == rules
    assert sha256_of(content_of(rules_of(content_of(rules)))) == sha256_of(content_of(rules))


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (rule_set(), "at least one"),
        (rule_set(indicator("a", "90")), "add up to 90"),
        (rule_set(indicator("a", "100"), indicator("b", "0")), "no points"),
        (rule_set(indicator("a", "50"), replace(indicator("b", "50"), name="指标a")), "twice"),
        (replace(rule_set(indicator("a", "100")), grades=(("好", Decimal(60)), ("优", Decimal(90)))), "go down"),
        (replace(rule_set(indicator("a", "100")), grades=(("好", Decimal(60)),)), "last one is 0"),
    ],
)
def test_a_rule_set_that_gives_no_clear_score_is_refused(rules: RuleSet, said: str) -> None:
    with pytest.raises(RuleBroken, match=said):
        check_rules(rules)


@pytest.mark.parametrize(
    ("period", "name"),
    [
        ("2025", "2025年"), ("2025-H1", "2025年上半年"), ("2025-Q3", "2025年第3季度"), ("2025-09", "2025年9月"),
        ("2025-01-05..2025-03-04", "2025年1月5日至2025年3月4日"),
    ],
)  # fmt: skip
def test_periods_are_called_as_people_call_them(period: str, name: str) -> None:
    assert period_name(period_of(period)) == name


def test_other_months_are_called_by_their_first_and_last() -> None:
    assert period_name(months_period(2025, 1, 9)) == "2025年1月至9月"
    assert period_name(Period(*(months_period(2025, 2, 2).first, months_period(2025, 2, 2).last))) == "2025年2月"
