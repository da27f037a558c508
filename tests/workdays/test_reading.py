from datetime import date

import pytest

from tracker.errors import RuleBroken, Unreadable
from tracker.workdays.calendar import CalendarYear, Holiday, MakeUpDay
from tracker.workdays.reading.ical import read_ical
from tracker.workdays.reading.notice import read_notice
from tracker.workdays.reading.table import read_table

# an invented year in the manner of the notices
EXPECTED_HOLIDAYS = (
    Holiday("元旦", date(2027, 1, 1), date(2027, 1, 3)),
    Holiday("春节", date(2027, 2, 5), date(2027, 2, 12)),
    Holiday("清明节", date(2027, 4, 5), date(2027, 4, 5)),
    Holiday("劳动节", date(2027, 5, 1), date(2027, 5, 5)),
    Holiday("端午节", date(2027, 6, 9), date(2027, 6, 9)),
    Holiday("中秋节", date(2027, 9, 15), date(2027, 9, 15)),
    Holiday("国庆节", date(2027, 10, 1), date(2027, 10, 7)),
)
EXPECTED_WORK = (
    MakeUpDay("春节", date(2027, 1, 31)),
    MakeUpDay("春节", date(2027, 2, 20)),
    MakeUpDay("国庆节", date(2027, 10, 9)),
)
TABLE = """日期,结束日期,类型,名称
2027-01-01,2027-01-03,放假,元旦
2027/2/5,2027/2/12,放假,春节
2027年1月31日,,上班,春节
2027-02-20,,调休上班,春节
2027-4-5,,放假,清明节
2027-05-01,2027-05-05,放假,劳动节
2027-06-09,,休,端午节

2027-09-15,,放假,中秋节
2027-10-01,2027-10-07,放假,国庆节
2027-10-09,,班,国庆节
"""
NOTICE = """某办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕99号
现将2027年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节的安排通知如下。
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至12日（周五）放假调休，共8天。1月31日（周日）、
2月20日（周六）上班。鼓励各单位安排职工在小年（1月30日）休息。
三、清明节：4月5日（周一）放假，与周末连休。
四、劳动节：５月１日至５日放假，共5天。
五、端午节：6月9日放假1天，不调休。
六、中秋节：9月15日放假。
七、国庆节：10月1日至7日放假调休，共7天。10月9日（周六）上班。
节假日期间，要安排好值班和安全等工作。
"""


def event(summary: str, first: str, after: str = "", *more: str) -> str:
    end = [f"DTEND;VALUE=DATE:{after}"] if after else []
    return "\r\n".join(
        ["BEGIN:VEVENT", f"DTSTART;VALUE=DATE:{first}", *end, f"SUMMARY;LANGUAGE=zh_CN:{summary}", *more, "END:VEVENT"]
    )


def ical(*events: str) -> bytes:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", ""]).encode()


ICAL = ical(
    event("元旦（休）", "20270101", "20270104"),
    event("春节 假期 第1天/共8天", "20270205", "20270213"),
    event("上班(补春节假期)", "20270131"),
    event("春节 补班", "20270220", "20270221"),
    event("休·清明节", "20270405", "20270406"),
    event("劳动节", "20270501", "20270506", "X-APPLE-SPECIAL-DAY:WORK-HOLIDAY"),
    event("端午节 放假", "20270609", "20270610"),
    event("中秋节(休)", "20270915", "20270916"),
    event("国庆节[休]", "20271001", "20271008"),
    event("国庆节", "20271009", "20271010", "X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY"),
    event("国庆节（休）", "20261001", "20261008"),
)


@pytest.mark.parametrize(
    "content",
    [
        TABLE.encode(),
        TABLE.encode("utf-8-sig"),
        TABLE.encode("gb18030"),
        TABLE.replace(",", "\t").replace("\n", "\r\n").encode(),
    ],
    ids=["utf-8", "utf-8 with its mark", "gb18030", "tabs"],
)
def test_a_table_is_read_however_excel_saved_it(content: bytes) -> None:
    read = read_table(content, 2027)

    assert (read.year.holidays, read.year.make_up_days, read.doubts) == (EXPECTED_HOLIDAYS, EXPECTED_WORK, ())


def test_a_calendar_file_is_read_whichever_way_it_marks_days() -> None:
    read = read_ical(ICAL, 2027)

    assert (read.year.holidays, read.year.make_up_days, read.doubts) == (EXPECTED_HOLIDAYS, EXPECTED_WORK, ())


def test_the_text_of_a_notice_is_read_as_it_stands() -> None:
    read = read_notice(NOTICE, 2027)

    assert (read.year.holidays, read.year.make_up_days, read.doubts) == (EXPECTED_HOLIDAYS, EXPECTED_WORK, ())


def test_the_number_of_the_notice_is_kept() -> None:
    assert read_notice(NOTICE, 2027).year.notices == ("国办发明电〔2026〕99号",)
    assert read_notice(NOTICE.replace("国办发明电〔2026〕99号", ""), 2027).year.notices == ()


def test_a_notice_may_begin_in_the_december_before() -> None:
    text = NOTICE.replace(
        "1月1日（周五）至3日（周日）放假，共3天。", "2026年12月31日至2027年1月2日放假调休，共3天。2026年12月26日上班。"
    )

    year = read_notice(text, 2027).year

    assert year.holidays[0] == Holiday("元旦", date(2026, 12, 31), date(2027, 1, 2))
    assert year.make_up_days[0] == MakeUpDay("元旦", date(2026, 12, 26))


def test_a_second_day_without_its_month_is_of_the_same_month() -> None:
    text = NOTICE.replace("10月9日（周六）上班", "10月9日（周六）、10日（周日）上班")

    year: CalendarYear = read_notice(text, 2027).year

    assert [make_up.day.day for make_up in year.make_up_days if make_up.name == "国庆节"] == [9, 10]


def test_a_holiday_that_is_not_found_is_a_doubt_and_not_a_refusal() -> None:
    read = read_table("日期,类型,名称\n2027-01-01,放假,元旦\n2027-10-01,放假,国庆节、中秋节\n".encode(), 2027)

    assert [str(doubt) for doubt in read.doubts] == [
        "Not found: 春节、清明节、劳动节、端午节. Is the calendar complete?"
    ]


def test_a_very_long_holiday_is_a_doubt() -> None:
    read = read_table(TABLE.replace("2027/2/12", "2027/2/19").encode(), 2027)

    assert [str(doubt) for doubt in read.doubts] == ["春节 lasts 15 days. Is that right?"]


def test_events_without_a_mark_are_left_out_and_named() -> None:
    extra = event("植树节", "20270312", "20270313")
    elsewhere = event("植树节", "20280312", "20280313")

    read = read_ical(ICAL.replace(b"END:VCALENDAR", f"{extra}\r\n{elsewhere}\r\nEND:VCALENDAR".encode()), 2027)

    assert read.year.holidays == EXPECTED_HOLIDAYS
    assert [str(doubt) for doubt in read.doubts] == ["Left out, because neither 休 nor 班 is marked: 植树节."]


def test_two_holidays_on_one_day_are_one_day_off() -> None:
    both = event("中秋节（休）", "20271006", "20271007")

    read = read_ical(ICAL.replace(b"END:VCALENDAR", f"{both}\r\nEND:VCALENDAR".encode()), 2027)

    assert read.year.holidays == EXPECTED_HOLIDAYS


def test_an_event_that_ends_at_a_moment_of_a_day_has_that_day_too() -> None:
    content = ical(
        "BEGIN:VEVENT\r\nDTSTART:20270101T000000\r\nDTEND:20270103T235959\r\nSUMMARY:元旦（休）\r\nEND:VEVENT",
        "BEGIN:VEVENT\r\nDTSTART:20270204T160000Z\r\nDTEND:20270211T155959Z\r\nSUMMARY:春节（休）\r\nEND:VEVENT",
    )

    assert read_ical(content, 2027).year.holidays == (
        Holiday("元旦", date(2027, 1, 1), date(2027, 1, 3)),
        Holiday("春节", date(2027, 2, 5), date(2027, 2, 11)),
    )


def test_events_may_have_a_duration_a_time_of_day_and_folded_lines() -> None:
    content = ical(
        "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20270205\r\nDURATION:P1W1D\r\nSUMMARY:春\r\n 节（休）\r\nEND:VEVENT",
        # midnight in China
        "BEGIN:VEVENT\r\nDTSTART:20270219T160000Z\r\nDTEND:20270220T160000Z\r\nSUMMARY:春节（班）\r\nEND:VEVENT",
        "BEGIN:VEVENT\r\nDTSTART;TZID=Asia/Shanghai:20270101T000000\r\nSUMMARY:元旦（休）\r\nEND:VEVENT",
    )

    year = read_ical(content, 2027).year

    assert year.holidays == (Holiday("元旦", date(2027, 1, 1), date(2027, 1, 1)), EXPECTED_HOLIDAYS[1])
    assert year.make_up_days == (EXPECTED_WORK[1],)


@pytest.mark.parametrize(
    ("change", "to", "complaint"),
    [
        ("日期,结束日期,类型,名称", "甲,乙,丙,丁", "missing: 日期、类型、名称"),
        ("2027/2/5,", "2027/2/30,", "Line 3: “2027/2/30” is not a day"),
        ("2027/2/5,", "二月五日,", "Line 3: “二月五日” is not a day"),
        ("2027/2/12", "2027/1/12", "Line 3: 2027-02-05 to 2027-01-12 cannot be one holiday"),
        ("2027/2/12", "2028/2/12", "Line 3: 2027-02-05 to 2028-02-12 cannot be one holiday"),
        ("休,端午节", "可能,端午节", "Line 8: write 放假 or 上班 instead of “可能”"),
        ("休,端午节", "休", "Line 8: the name of the holiday is missing"),
        ("2027-02-20,,调休上班,春节", "2027-02-06,,上班,春节", "2027-02-06 is both off and worked: see 3 and 5"),
    ],
)
def test_a_table_with_a_fault_is_refused_with_its_line(change: str, to: str, complaint: str) -> None:
    with pytest.raises(Unreadable, match=complaint):
        read_table(TABLE.replace(change, to).encode(), 2027)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\xff\xff"])
def test_a_file_that_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        read_table(content, 2027)


def test_a_make_up_day_in_the_week_is_refused() -> None:
    with pytest.raises(RuleBroken, match="2027-02-22 is a weekday"):
        read_table(TABLE.replace("2027-02-20", "2027-02-22").encode(), 2027)


def test_the_wrong_year_is_refused_in_every_form() -> None:
    for read in (lambda: read_table(TABLE.encode(), 2029), lambda: read_ical(ICAL, 2029)):
        with pytest.raises(Unreadable, match="No day off of 2029"):
            read()


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "holds no events"),
        (b"<html></html>", "holds no events"),
        (ical(event("春节（休）", "2027XX05")), "the day “2027XX05” cannot be read"),
        (ical("BEGIN:VEVENT\r\nSUMMARY:春节（休）\r\nEND:VEVENT"), "the day “” cannot be read"),
        (ical(event("春节（休）", "20270205", "20271205")), "too long to be a holiday"),
    ],
)
def test_a_calendar_file_with_a_fault_is_refused(content: bytes, complaint: str) -> None:
    with pytest.raises(Unreadable, match=complaint):
        read_ical(content, 2027)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("今年不放假。", "No holiday was found"),
        (NOTICE.replace("9月15日放假", "9月31日放假"), "“9月31日” is not a day"),
        (NOTICE.replace("10月1日至7日", "10月7日至1日"), "“10月7日至1日” cannot be one holiday"),
    ],
)
def test_a_notice_that_cannot_be_read_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(Unreadable, match=complaint):
        read_notice(text, 2027)
