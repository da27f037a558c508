"""The wordings of a time limit, one by one: what a plan's reader would enter for each."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.workdays.folding import fold
from tracker.workdays.limits import DayUnit, Frequency, LimitKind
from tracker.workdays.phrases import LimitReading, join_limits, read_limit

K = LimitKind


def put(reading: LimitReading) -> str:
    """The reading as days, ongoing and rhythm."""
    days = reading.milestones or ((reading.due,) if reading.due else ())
    return " ".join(
        [*map(date.isoformat, days)]
        + (["ongoing"] if reading.ongoing else [])
        + ([reading.frequency.value] if reading.frequency else [])
    )


# the phrases found in published plans, as they stand in a limit cell of a plan of 2024
PRINTED = [
    ("年底前", K.PERIOD_END, "2024-12-31"),
    ("持续推进", K.OPEN_ENDED, "ongoing"),
    ("6月底完成", K.PERIOD_END, "2024-06-30"),
    ("2022年10月底前", K.PERIOD_END, "2022-10-31"),
    ("2020年年底前", K.PERIOD_END, "2020-12-31"),
    ("2022年6月底前", K.PERIOD_END, "2022-06-30"),
    ("到2023年", K.PERIOD_END, "2023-12-31"),
    ("到2023年底", K.PERIOD_END, "2023-12-31"),
    ("到 2020 年", K.PERIOD_END, "2020-12-31"),
    ("于6月10日前", K.FIXED, "2024-06-10"),
    ("于2021年3月15日前", K.FIXED, "2021-03-15"),
    ("务于2021年2月3日前报送", K.FIXED, "2021-02-03"),
    ("于2月7日前报送市政府", K.FIXED, "2024-02-07"),
    ("要于每月28日前", K.RECURRING, "monthly"),
    ("以季度为节点", K.RECURRING, "quarterly"),
    ("每季度的形象进度", K.RECURRING, "quarterly"),
    ("务必在6月1日前对照问题清单完成整改", K.FIXED, "2024-06-01"),
    ("10月17日前整改到位", K.FIXED, "2024-10-17"),
    ("信息形成或者变更之日起20个工作日内", K.AFTER_EVENT, ""),
    ("信息形成或者变更之日起5个工作日内", K.AFTER_EVENT, ""),
    ("信息形成或变更之日起20个工作日内公开", K.AFTER_EVENT, ""),
    ("与政策文件同步公开发布", K.AFTER_EVENT, ""),
    ("政策文件类一级栏目6个月内须有更新", K.LONGEST_GAP, ""),
    ("及时更新,最迟6个月内必须有更新", K.LONGEST_GAP, ""),
    ("及时更新,最迟1年内必须有更新", K.LONGEST_GAP, ""),
    ("按月公开", K.RECURRING, "monthly"),
    ("按月度公示", K.RECURRING, "monthly"),
    ("每季度组织业务培训", K.RECURRING, "quarterly"),
    ("每季度召开专题工作会议", K.RECURRING, "quarterly"),
    ("每周更新推送", K.RECURRING, "weekly"),
    ("每半年政府政务公开内容更新一次", K.RECURRING, "half-yearly"),
    ("第一阶段:编制、审核(6月至7月)", K.PERIOD_END, "2024-07-31"),
    ("在10月底前完成", K.PERIOD_END, "2024-10-31"),
    ("2025年底前,并长期坚持", K.STANDING_AFTER, "2025-12-31 ongoing"),
    ("立行立改,长期坚持", K.OPEN_ENDED, "ongoing"),
    ("2026年底前", K.PERIOD_END, "2026-12-31"),
    ("立行立改", K.AFTER_EVENT, ""),
    ("每月5日前上报", K.RECURRING, "monthly"),
    ("在30个工作日内上报", K.AFTER_EVENT, ""),
    ("会后7日内上报", K.AFTER_EVENT, ""),
    ("一般为5日内", K.AFTER_EVENT, ""),
    ("急件1—5日内办结,非急件15日内办结,难度较大的批件30内办结", K.AFTER_EVENT, ""),
    ("公文一般在30日内办结,会议纪要一般在20日内办结", K.AFTER_EVENT, ""),
    ("特急件随到随办,急件在3天内办毕", K.AFTER_EVENT, ""),
    ("有具体时限要求的,按规定时限反馈", K.NONE, ""),
    ("一般内容在2日内审核完毕,紧急内容在1日内审核完毕", K.AFTER_EVENT, ""),
    ("一般内容在3日内审核完毕", K.AFTER_EVENT, ""),
    ("原则上不超过3个工作日", K.AFTER_EVENT, ""),
    ("坚持每个星期发送1期简报", K.RECURRING, "weekly"),
    ("每半年公开一次", K.RECURRING, "half-yearly"),
    ("每月对各单位信息公开工作量进行考核公布", K.RECURRING, "monthly"),
    ("在年中和年底前分别报告", K.PERIOD_END, "2024-06-30 2024-12-31"),
    ("力争在今年上半年提交", K.PERIOD_END, "2024-06-30"),
    ("定期或不定期", K.NONE, ""),
    ("每月不低于40条", K.RECURRING, "monthly"),
    ("于会后10天内", K.AFTER_EVENT, ""),
    ("适时", K.NONE, ""),
    ("及时", K.NONE, ""),
]
VARIANTS = [
    ("12月底前", K.PERIOD_END, "2024-12-31"),
    ("6月30日前", K.FIXED, "2024-06-30"),
    ("全年", K.OPEN_ENDED, "ongoing"),
    ("2024年全年", K.OPEN_ENDED, "ongoing"),
    ("全年不少于8场", K.NONE, ""),
    ("按季度推进", K.RECURRING, "quarterly"),
    ("每年1、4、7、10月8日之前", K.RECURRING, "quarterly"),
    ("每年6月、12月", K.RECURRING, "half-yearly"),
    ("每年3月底前", K.RECURRING, "yearly"),
    ("2024.6.30", K.FIXED, "2024-06-30"),
    ("2024/6/30", K.FIXED, "2024-06-30"),
    ("2024-06-30 00:00:00", K.FIXED, "2024-06-30"),
    ("20240630", K.FIXED, "2024-06-30"),
    ("45473", K.FIXED, "2024-06-30"),
    ("6.30", K.FIXED, "2024-06-30"),
    ("2024.06", K.PERIOD_END, "2024-06-30"),
    ("9月30日", K.FIXED, "2024-09-30"),
    ("６月３０日前", K.FIXED, "2024-06-30"),
    ("9 月 底 前", K.PERIOD_END, "2024-09-30"),
    ("六月底前", K.PERIOD_END, "2024-06-30"),
    ("二〇二五年三月三十一日前", K.FIXED, "2025-03-31"),
    ("元月底前", K.PERIOD_END, "2024-01-31"),
    ("7月", K.PERIOD_END, "2024-07-31"),
    ("6月中旬", K.PERIOD_END, "2024-06-20"),
    ("6-9月", K.PERIOD_END, "2024-09-30"),
    ("11月至次年2月", K.PERIOD_END, "2025-02-28"),
    ("2024年3月1日至2024年12月31日", K.FIXED, "2024-12-31"),
    ("2024.3.1-2024.12.31", K.FIXED, "2024-12-31"),
    ("6月1日-30日", K.FIXED, "2024-06-30"),
    ("4月、10月", K.PERIOD_END, "2024-04-30 2024-10-31"),
    ("3月15日前、10月15日前", K.FIXED, "2024-03-15 2024-10-15"),
    ("一季度", K.PERIOD_END, "2024-03-31"),
    ("第三季度末", K.PERIOD_END, "2024-09-30"),
    ("二、四季度", K.PERIOD_END, "2024-06-30 2024-12-31"),
    ("1-3季度", K.PERIOD_END, "2024-09-30"),
    ("上半年、下半年", K.PERIOD_END, "2024-06-30 2024-12-31"),
    ("年内", K.PERIOD_END, "2024-12-31"),
    ("本年度内", K.PERIOD_END, "2024-12-31"),
    ("2024年", K.PERIOD_END, "2024-12-31"),
    ("2019年前", K.PERIOD_END, "2018-12-31"),
    ("次年1月31日前", K.FIXED, "2025-01-31"),
    ("次年一季度", K.PERIOD_END, "2025-03-31"),
    ("自2016年起", K.NONE, ""),
    ("3月启动，11月底前完成", K.PERIOD_END, "2024-11-30"),
    ("长期堅持", K.OPEN_ENDED, "ongoing"),
    ("長期堅持", K.OPEN_ENDED, "ongoing"),
    ("常态化推进", K.OPEN_ENDED, "ongoing"),
    ("每日", K.RECURRING, "daily"),
    ("季度", K.RECURRING, "quarterly"),
    ("月", K.RECURRING, "monthly"),
    ("年度", K.RECURRING, "yearly"),
    ("4次/年", K.RECURRING, "yearly"),
    ("一季度一次", K.RECURRING, "quarterly"),
    ("一月一调度", K.RECURRING, "monthly"),
    ("每学期", K.RECURRING, "half-yearly"),
    ("每季度，年底前", K.RECURRING, "2024-12-31 quarterly"),
    ("每月调度，每季度通报", K.RECURRING, "monthly"),
    ("汛前", K.NONE, ""),
    ("—", K.NONE, ""),
    ("", K.NONE, ""),
]


@pytest.mark.parametrize(("phrase", "kind", "said"), [*PRINTED, *VARIANTS], ids=lambda value: str(value)[:20])
def test_a_limit_cell_is_read_as_a_careful_reader_would(phrase: str, kind: LimitKind, said: str) -> None:
    reading = read_limit(phrase, 2024, in_limit_cell=True)

    assert (reading.limit.kind, put(reading)) == (kind, said)


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("9月底前完成专栏改版。", "2024-09-30"),
        ("6月底前统一样本，11月底前实现同名同标。", "2024-06-30 2024-11-30"),
        ("负责人每年至少解读1次。", "yearly"),
        ("年内解读重要政策不少于1次。", "2024-12-31"),
        ("上半年完成存量项目补录公布。", "2024-06-30"),
        ("一季度公布年度计划，四季度开展评估。", "2024-03-31 2024-12-31"),
        ("分别于9月20日、12月10日前报送。", "2024-09-20 2024-12-10"),
        ("到2025年底公开质效明显提高。", "2025-12-31"),
        ("次年1月31日前向社会公布。", "2025-01-31"),
        ("完成整改，并长期坚持。", "ongoing"),
        ("自2016年起，每季度公布检测结果。", "quarterly"),
        ("按月公布收支情况。", "monthly"),
        ("每年1月15日前报送年度报告。", "yearly"),
        ("季度通报检查情况。", "quarterly"),
        ("第一阶段：摸底（3月—5月）", "2024-05-31"),
        ("持续推进公平竞争执法信息公示。", ""),
        ("关停长期不更新的账号。", ""),
        ("常态化公开财政信息。", ""),
        ("全年活动不少于8场。", ""),
        ("定期公布债务限额，及时更新年度报告。", ""),
        ("材料在文件印发后3个工作日内上网，24小时内回应。", ""),
        ("预算经批复后20日内公布。", ""),
        ("公布上半年预算执行情况和三季度报告。", ""),
        ("根据《2024年政务公开工作要点》（国办发〔2024〕5号）办理。", ""),
        ("公开“十四五”规划（2021—2025年）。", ""),
        ("会议（2024年4月26日）审议通过的方案。", ""),
        ("清理2023年12月31日前出台的文件。", ""),
        ("一年内未更新的栏目予以清理，近三年内的文件归档。", ""),
        ("办好5月15日政务公开日活动。", ""),
        ("国庆节前开展一次检查。", "2024-09-30"),
        ("“十一”黄金周前做好准备，节前加强值守。", ""),
        ("3、6、9、12月25日前报送报表。", "2024-03-25 2024-06-25 2024-09-25 2024-12-25"),
        ("每年6月底、12月底前报送总结。", "2024-06-30 2024-12-31 half-yearly"),
        ("由6月底前调整为9月底前完成。", "2024-09-30"),
        ("到9月第二周完成。", "2024-09-14"),
        ("双月召开调度会，双周碰头，双月刊照常编发。", "monthly"),
        ("报送上半年总结和全年总结，公开前三季度指标。", ""),
        ("1月1日起施行的条例，自2024年4月1日起执行。", ""),
        ("学习“七一”重要讲话精神，清理半年内未更新的栏目。", ""),
    ],
)
def test_within_a_sentence_only_what_is_marked_as_a_limit_counts(sentence: str, said: str) -> None:
    assert put(read_limit(sentence, 2024, in_limit_cell=False)) == said


@pytest.mark.parametrize(
    ("phrase", "length", "unit", "event"),
    [
        ("信息形成或者变更之日起20个工作日内", 20, DayUnit.WORKDAY, "信息形成或者变更"),
        ("收到申请之日起二十个工作日内", 20, DayUnit.WORKDAY, "收到申请"),
        ("会后7日内上报", 7, DayUnit.DAY, "会"),
        ("批复后1个月内", 1, DayUnit.MONTH, "批复"),
        ("发布后两周内", 14, DayUnit.DAY, "发布"),
        ("急件1—5日内办结", 5, DayUnit.DAY, ""),
        ("48小时内", 2, DayUnit.DAY, ""),
        ("一年内", 12, DayUnit.MONTH, ""),
        ("与政策文件同步公开", 0, DayUnit.DAY, "政策文件"),
        ("立行立改", 0, DayUnit.DAY, ""),
        ("栏目6个月内须有更新", 6, DayUnit.MONTH, ""),
        ("最迟两周内必须更新", 14, DayUnit.DAY, ""),
    ],
)
def test_counts_from_an_event_and_gaps_keep_their_length(phrase: str, length: int, unit: DayUnit, event: str) -> None:
    limit = read_limit(phrase, 2024, in_limit_cell=True).limit

    assert (limit.length, limit.unit, limit.event) == (length, unit, event)


def test_a_rhythm_keeps_its_day_months_and_least_count() -> None:
    def recurring(phrase: str) -> tuple[int | None, tuple[int, ...], int | None]:
        limit = read_limit(phrase, 2024, in_limit_cell=True).limit
        return limit.day_of_period, limit.months, limit.minimum_count

    assert recurring("每月5日前") == (5, (), None)
    assert recurring("要于每月28日前") == (28, (), None)
    assert recurring("每年1、4、7、10月8日之前") == (8, (1, 4, 7, 10), None)
    assert recurring("每季度首月10日前") == (10, (1, 4, 7, 10), None)
    assert recurring("每季度末月25日前") == (25, (), None)
    assert recurring("每季度结束后10日内") == (10, (1, 4, 7, 10), None)
    assert recurring("每年3月底前") == (None, (3,), None)
    assert recurring("每月不低于40条") == (None, (), 40)
    assert recurring("每季度更新不少于两次") == (None, (), 2)
    assert recurring("6次/年") == (None, (), 6)
    assert recurring("每周一召开例会") == (1, (), None)


def test_a_day_beside_a_rhythm_ends_the_series() -> None:
    limit = read_limit("每月，年底前", 2024, in_limit_cell=True).limit

    assert (limit.kind, limit.frequency, limit.due_on) == (K.RECURRING, Frequency.MONTHLY, date(2024, 12, 31))


def test_without_a_year_the_wording_is_kept_and_the_day_waits() -> None:
    reading = read_limit("6月底前", None, in_limit_cell=True)

    assert (reading.due, reading.limit.kind, reading.limit.phrase) == (None, K.PERIOD_END, "6月底前")
    assert reading.doubts == (("year_unknown", "6月底前"),)


def test_what_is_not_understood_or_not_sure_is_doubted() -> None:
    def doubts(phrase: str) -> list[str]:
        return [code for code, _ in read_limit(phrase, 2024, in_limit_cell=True).doubts]

    assert doubts("开学前") == doubts("按上级要求") == doubts("适时") == ["limit_unclear"]
    assert doubts("6月31日前") == ["no_such_day"]
    assert doubts("10月前") == doubts("三季度前") == ["before_period"]
    assert doubts("年底前") == doubts("") == doubts("/") == []


def test_what_several_places_say_is_joined() -> None:
    joined = join_limits(
        read_limit("11月底前", 2024, in_limit_cell=True),
        read_limit("7月底前形成目录，按季度更新", 2024, in_limit_cell=False),
    )

    assert put(joined) == "2024-07-31 2024-11-30 quarterly"
    assert joined.phrases == ("11月底前", "7月底前")
    assert joined.limit.phrase == "11月底前；7月底前；按季度"


@given(st.text(max_size=60), st.sampled_from([None, 2024]), st.booleans())
def test_any_text_is_read(text: str, year: int | None, in_limit_cell: bool) -> None:
    reading = read_limit(text, year, in_limit_cell=in_limit_cell)

    assert isinstance(reading.limit.kind, LimitKind)


MONTHS, DAYS = st.integers(1, 12), st.integers(1, 28)


@given(
    MONTHS,
    DAYS,
    st.sampled_from(["{}月{}日前", "{}月{}日之前", "{}月{}日", "2024年{}月{}日以前", "2024/{}/{}", "2024.{}.{}前"]),
)
def test_any_day_of_the_year_is_read_in_every_form(month: int, day: int, form: str) -> None:
    assert read_limit(form.format(month, day), 2024, in_limit_cell=True).due == date(2024, month, day)


@given(st.text())
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)
