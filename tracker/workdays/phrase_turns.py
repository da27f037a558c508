"""Rhythms in a plan's wording: 每季度, 按月公开, 每年1、4、7、10月8日之前, 季度结束后15日内, 4月起每月25日前."""

import re
from dataclasses import dataclass, replace

from tracker.workdays.limits import Frequency
from tracker.workdays.phrase_day_values import day_within
from tracker.workdays.phrase_forms import BEFORE, YEAR, N, Text, Turn, number

SHORTEST_FIRST = tuple(Frequency)

_DAY = rf"(?:(?P<days>(?:{N}[日号]?(?:-|至|到|[、,和及]))*(?P<day>{N})[日号])|(?P<part>上旬|中旬|第[一二三四1-4]周|初)|底|末)"
_WITHIN = (
    r"(?:(?P<first>首个?月|第[一1]个?月)|(?P<second>第[二2]个?月)|(?P<next>次月|下月)"
    r"|的|度|末|底|(?<=季度)初|首|终了|月份|月|下|当|季|最后[一1]?个?月|第[三3]个?月)*"
    rf"(?:{_DAY})?(?:{BEFORE})?"
)
_IN_MONTHS = (
    rf"(?:度|的)*(?>(?P<months>(?:{N}(?:月份?)?[、,和及])*{N})月份?(?:(?P<day>{N})[日号]|底|末|(?P<part>上旬|中旬|下旬))?(?:{BEFORE})?)"
    rf"(?!(?:[、,和及至到-])(?:次年|翌年)?{N}月)"
)
_ONCE = r"(?:[一两二三四\d]+次|/次)"
_A = r"每(?:一|个|1)?"
_WEEKDAY = r"[二三四五六日天]|一(?=$|[,;。、)前上下中早和及至到召-])"
_MEASURE = r"(?:次|期|条|篇|场|件|批|轮)"

# 每两周 is twice a month, 每旬 three times: no turns of their own, a smallest number in those of the month
_TIMES: tuple[tuple[Frequency, int, re.Pattern[str]], ...] = tuple(
    (frequency, times, re.compile(pattern))
    for frequency, times, pattern in (
        (Frequency.MONTHLY, 2, rf"每半个?月|每[两双2]周|半月(?={_ONCE})|每(?:15|十五)[日天]"),
        (Frequency.MONTHLY, 3, rf"{_A}旬|每(?:10|十)[日天]|每?逢(?:{N}[、,])+(?P<day>{N})[日号]"),
        (Frequency.MONTHLY, 1, r"每(?:30|三十)[日天]"),
    )
)
_RHYTHMS: tuple[tuple[Frequency, re.Pattern[str]], ...] = tuple(
    (frequency, re.compile(pattern))
    for frequency, pattern in (
        (Frequency.HALF_YEARLY, rf"{_A}(?:半年|学期){_WITHIN}|每[6六]个月|每[两2]个季度"),
        (Frequency.HALF_YEARLY, rf"(?<![上下])(?:按半年|半年度|半年(?={_ONCE}|更新))"),
        (Frequency.QUARTERLY, r"每[3三]个月"),
        (Frequency.MONTHLY, rf"(?P<even>(?:每逢?|逢)?双月(?!刊)|每[两2]个月|[两2]个月(?={_ONCE})){_WITHIN}"),
        (Frequency.MONTHLY, rf"(?P<odd>(?:每逢?|逢)?单月){_WITHIN}"),
        (Frequency.MONTHLY, rf"(?P<third>每[四4]个月){_WITHIN}"),
        (Frequency.YEARLY, rf"每年{_IN_MONTHS}"),
        (
            Frequency.YEARLY,
            rf"{_A}(?:学年|年度?)(?!以来)|按年度?(?!计划|目标|任务|工作|要求|安排)|[一1]年(?={_ONCE})|年度(?={_ONCE}$)",
        ),
        (
            Frequency.QUARTERLY,
            rf"(?:{_A}|各|按|逐)季(?!节)度?{_WITHIN}|以季度|(?<!第)[一1]季度?(?={_ONCE})|[一1]季度?一(?!季)",
        ),
        (Frequency.QUARTERLY, r"(?<![一二三四1-4第前上本当该首末个两多下])季(?:度末?|末)"),
        (
            Frequency.MONTHLY,
            rf"(?:{_A}|按|逐)月{_WITHIN}|(?<![\d十])[一1]个?月(?={_ONCE})|[一1]月一(?!月)|(?<!\d)月度",
        ),
        (
            Frequency.WEEKLY,
            rf"(?:{_A}|按|逐)(?:周(?!期|年|边)|星期|礼拜)"
            rf"(?P<weekdays>(?:(?:周|星期)?(?:{_WEEKDAY})(?![次期条篇场个件批轮更常])[、,和及]?)+)?|[一1]周(?={_ONCE})|一周一",
        ),
        (Frequency.DAILY, rf"{_A}(?:日(?!常)|天|工作日)|逐日|按日(?!期|程|常)|天天|一日一"),
    )
)
_AFTER = (
    rf"(?:结束之?后?|终了之?后?|之?后)(?:的|首月|次月|下月)*"
    rf"(?:(?P<day>{N})(?:日|天|号)|[一1]个?月|(?P<workdays>{N})个?工作日)(?:之内|以内|内|前)?"
)
_AFTER_PERIOD = (
    (
        Frequency.QUARTERLY,
        (1, 4, 7, 10),
        re.compile(rf"(?<![一二三四1-4第前上本当下])(?:{_A}|各)?季度?(?:末)?{_AFTER}"),
    ),
    (Frequency.HALF_YEARLY, (1, 7), re.compile(rf"(?<![上下])(?:{_A})?半年度?{_AFTER}")),
    (Frequency.YEARLY, (1,), re.compile(rf"(?:{_A}年度?|(?<!\d年)年度){_AFTER}")),
    (Frequency.MONTHLY, (), re.compile(rf"(?<![\d一二三四五六七八九十个本当次上下])(?:{_A})?月度?{_AFTER}")),
)
_SHIFTED: dict[Frequency, dict[str, tuple[int, ...]]] = {
    Frequency.QUARTERLY: {"first": (1, 4, 7, 10), "second": (2, 5, 8, 11), "next": (1, 4, 7, 10)},
    Frequency.HALF_YEARLY: {"first": (1, 7), "second": (2, 8), "next": (1, 7)},
    Frequency.MONTHLY: {"even": (2, 4, 6, 8, 10, 12), "odd": (1, 3, 5, 7, 9, 11), "third": (4, 8, 12)},
}
_PER = re.compile(rf"(?P<count>\d+){_MEASURE}/(?P<period>半年|年|季度?|月|周|日|天)")
_WHOLE = re.compile(r"^(?P<period>日|天|周|月度?|季度?|半年度?|年度?)(?:更新|公开|公布|发布|报送|报|一次|1次)?$")
_PERIODS = {
    "日": Frequency.DAILY,
    "天": Frequency.DAILY,
    "周": Frequency.WEEKLY,
    "月": Frequency.MONTHLY,
    "季": Frequency.QUARTERLY,
    "半": Frequency.HALF_YEARLY,
    "年": Frequency.YEARLY,
}
OF_MONTHS = {2: Frequency.HALF_YEARLY, 3: Frequency.QUARTERLY, 4: Frequency.QUARTERLY, 12: Frequency.MONTHLY}
_COUNT = re.compile(
    rf"(?:(?!不超过|不多于|至多|最多)(?:[^,。;]|,(?=每[次期]))){{0,12}}?(?P<count>\d{{1,6}}|[一二两三四五六七八九十])(?:-\d{{1,6}})?{_MEASURE}"
)
_LEAST = re.compile(rf"[^,。;]{{0,12}}?(?:不少于|至少|不低于)(?P<count>\d{{1,6}}|[一二两三四五六七八九十]){_MEASURE}")
_PERIOD_ENDS = {Frequency.MONTHLY: tuple(range(1, 13)), Frequency.QUARTERLY: (3, 6, 9, 12)}
_DAY_OF_PERIOD = re.compile(rf"(?:[次当下]月|(?<![月\d]))(?P<day>{N})[日号](?:{BEFORE})")
_OF_NEXT_MONTH = re.compile(rf"次月(?P<day>{N})[日号]{BEFORE}")
_SEASON = re.compile(
    rf"(?:(?P<year>{YEAR})年度?)?(?:(?P<month>{N})月份?(?:{N}[日号])?|第?(?P<quarter>[一二三四1-4])季度|(?P<half>下)半年)(?:起|开始)"
    rf"|(?:(?P<year2>{YEAR})年)?(?P<first>{N})(?:月份?)?(?:-|至|到)(?P<last>{N})月份?(?!{N}[日号])"
)


@dataclass(frozen=True)
class Season:
    """The months of the plan's year in which a rhythm goes on: 4月起, 3月至11月."""

    first: int = 1
    last: int = 12

    def narrow(self, turn: Turn) -> Turn:
        """Return ``turn`` with the months of its rhythm that lie in the season, where it has months."""
        months = _PERIOD_ENDS.get(turn.frequency, ())
        if turn.months or not months or (self.first, self.last) == (1, 12):
            return turn
        return replace(turn, months=tuple(month for month in months if self.first <= month <= self.last))


def find_season(text: Text, year: int | None) -> Season:
    """Return the months in which the rhythm of ``text`` goes on; what began in another year is no season of this."""
    match = _SEASON.search(text.flat)
    if match is None:
        return Season()
    said = match["year"] or match["year2"]
    if said and year and number(said) not in (year, year % 100):
        return Season()
    if match["last"]:
        first, last = number(match["first"]), number(match["last"])
        return Season(first, last) if 1 <= first < last <= 12 else Season()
    if match["quarter"]:
        return Season("一二三四1234".index(match["quarter"]) % 4 * 3 + 1)
    return Season(7) if match["half"] else Season(min(number(match["month"]), 12))


def find_turns(text: Text, season: Season, *, firm: bool) -> list[Turn]:
    """Return the rhythms of ``text`` and strike them out; a bare 月 or 季度 is one only as a whole limit cell."""
    whole = _WHOLE.match(text.flat) if firm else None
    if whole:
        return [Turn(_PERIODS[whole["period"][0]], text.strike(whole))]
    turns = _after_periods(text, firm=firm)
    turns += [_per(text, match) for match in list(_PER.finditer(text.flat))]
    for frequency, times, pattern in _TIMES:
        turns += [_times(text, frequency, times, match) for match in list(pattern.finditer(text.flat))]
    for frequency, pattern in _RHYTHMS:
        turns += [_turn(text, frequency, match) for match in list(pattern.finditer(text.flat))]
    turns = turns or [_turn(text, Frequency.MONTHLY, match) for match in list(_OF_NEXT_MONTH.finditer(text.flat))]
    for match in list(_DAY_OF_PERIOD.finditer(text.flat)) if turns else ():
        text.strike(match)
        turns = [_on_day(turn, number(match["day"])) for turn in turns]
    return [season.narrow(turn) for turn in turns]


def _after_periods(text: Text, *, firm: bool) -> list[Turn]:
    """季度结束后15日内: the day in the month after; a number of working days cannot be a day of the month."""
    turns = []
    for frequency, months, pattern in _AFTER_PERIOD:
        for match in list(pattern.finditer(text.flat)):
            if firm or match[0].startswith(("每", "各")):
                day = number(match["day"]) if match["day"] else None
                turns.append(Turn(frequency, text.strike(match), day, months, is_rough=bool(match["workdays"])))
    return turns


def _per(text: Text, match: re.Match[str]) -> Turn:
    return Turn(_PERIODS[match["period"][0]], text.strike(match), count=int(match["count"]))


def _times(text: Text, frequency: Frequency, times: int, match: re.Match[str]) -> Turn:
    day = match.groupdict().get("day")
    if day:
        return Turn(frequency, text.strike(match), number(day), count=len(re.findall(N, match[0])))
    count = _count(_COUNT, text, match) or 1
    return Turn(frequency, text.strike(match), count=times * count if times * count > 1 else None)


def _turn(text: Text, frequency: Frequency, match: re.Match[str]) -> Turn:
    said = {name: value for name, value in match.groupdict().items() if value}
    if "weekdays" in said:
        return _weekly(text, match, said["weekdays"])
    months = tuple(number(month) for month in re.findall(N, said.get("months", "")))
    frequency = OF_MONTHS.get(len(months), frequency) if months else frequency
    for name, shifted in _SHIFTED.get(frequency, {}).items():
        months = shifted if name in said else months
    day = number(said["day"]) if "day" in said else day_within(said.get("part"))
    count = _count(_LEAST if day else _COUNT, text, match) or _listed(said.get("days", ""))
    return Turn(frequency, text.strike(match), day, months, count)


def _weekly(text: Text, match: re.Match[str], weekdays: str) -> Turn:
    days = [min("一二三四五六日天".index(day), 6) + 1 for day in re.findall("[一二三四五六日天]", weekdays)]
    return Turn(Frequency.WEEKLY, text.strike(match), max(days), count=len(days) if len(days) > 1 else None)


def _count(pattern: re.Pattern[str], text: Text, match: re.Match[str]) -> int | None:
    counted = pattern.match(text.flat, match.end())
    return number(counted["count"]) if counted else None


def _listed(days: str) -> int | None:
    """每月1日、15日: twice; a range (1日至5日) is one time."""
    return len(re.split("[、,和及]", days)) if re.search("[、,和及]", days) else None


def _on_day(turn: Turn, day: int) -> Turn:
    fits = turn.day is None and turn.frequency in (Frequency.MONTHLY, Frequency.QUARTERLY, Frequency.HALF_YEARLY)
    return replace(turn, day=day) if fits else turn
