"""Rhythms, counts from an event, longest gaps and standing work in a plan's wording.

每季度, 按月公开, 每年1、4、7、10月8日之前 are rhythms; 信息形成或者变更之日起20个工作日内 counts from an event;
最迟6个月内必须有更新 is a longest gap; 持续推进 and 长期坚持 stand without an end.
"""

import re

from tracker.workdays.limits import DayUnit, Frequency
from tracker.workdays.phrase_forms import BEFORE, STRUCK, N, Span, Text, Turn, number

SHORTEST_FIRST = tuple(Frequency)

_DAY = rf"(?:(?P<day>{N})[日号](?:[、和]{N}[日号])*|底|末)"
_WITHIN = (
    r"(?:(?P<first>首个?月|第[一1]个?月)|(?P<after>结束后?|后)|的|度|末|底|初|首|终了|月份|月|次|下|当|季|最后[一1]?个?月)*"
    rf"(?:{_DAY})?(?:{BEFORE})?"
)
_IN_MONTHS = rf"(?:度|的)*(?P<months>(?:{N}(?:月份?)?[、,和及])*{N})月份?(?:(?P<day>{N})[日号]|底|末|上旬|中旬|下旬)?(?:{BEFORE})?"
_ONCE = r"(?:[一两二三四\d]+次|/次)"
_A = r"每(?:一|个|1)?"

_RHYTHMS: tuple[tuple[Frequency, re.Pattern[str]], ...] = tuple(
    (frequency, re.compile(pattern))
    for frequency, pattern in (
        (Frequency.HALF_YEARLY, rf"{_A}(?:半年|学期){_WITHIN}|每[6六]个月"),
        (Frequency.HALF_YEARLY, rf"(?<![上下])(?:按半年|半年度|半年(?={_ONCE}|更新))"),
        (Frequency.MONTHLY, rf"每半个?月|{_A}旬|每[两双2]周|半月(?={_ONCE})"),
        (Frequency.QUARTERLY, r"每[3三]个月"),
        (Frequency.YEARLY, rf"每年{_IN_MONTHS}"),
        (
            Frequency.YEARLY,
            rf"{_A}年度?(?!以来)|按年度?(?!计划|目标|任务|工作|要求|安排)|[一1]年(?={_ONCE})|年度(?={_ONCE}$)",
        ),
        (
            Frequency.QUARTERLY,
            rf"(?:{_A}|各|按|逐)季(?!节)度?{_WITHIN}|以季度|(?<!第)[一1]季度?(?={_ONCE})|[一1]季度?一(?!季)",
        ),
        (Frequency.QUARTERLY, r"(?<![一二三四1-4第前上本该首末个两多下])季度(?:末|结束后)?"),
        (Frequency.MONTHLY, rf"(?:{_A}|按|逐)月{_WITHIN}|(?<![\d十])[一1]个?月(?={_ONCE})|[一1]月一(?!月)|(?<!\d)月度"),
        (
            Frequency.WEEKLY,
            rf"(?:{_A}|按|逐)(?:周(?!期|年|边)|星期|礼拜)(?:[一二三四五六日](?![次期条篇更]))?|[一1]周(?={_ONCE})|一周一",
        ),
        (Frequency.DAILY, rf"{_A}(?:日(?!常)|天|工作日)|逐日|按日(?!期|程|常)|天天|一日一"),
    )
)
_PER = re.compile(r"(?P<count>\d+)次/(?P<period>半年|年|季度?|月|周|日|天)")
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
_OF_MONTHS = {2: Frequency.HALF_YEARLY, 3: Frequency.QUARTERLY, 4: Frequency.QUARTERLY, 12: Frequency.MONTHLY}
_COUNT = re.compile(r"[^,。;]{0,12}?(?P<count>\d{1,6}|[一二两三四五六七八九十])(?:次|期|条|篇|场|件|批|轮)")
_DAY_OF_PERIOD = re.compile(rf"(?:[次当下]月|(?<![月\d]))(?P<day>{N})[日号](?:{BEFORE})")

_LENGTH = r"(?<![月\d〇一二三四五六七八九十])(?P<n>\d{1,3}|[一二三四五六七八九十两]{1,3})(?:-(?P<to>\d{1,3}))?个?"
_UNIT = r"(?P<unit>工作日|自然日|日历天|小时|(?<=个)季度|(?<=个)月|星期|天|日|周|年)"
_INSIDE = r"(?:之内|以内|内)"
_GAPS = (
    re.compile(
        rf"(?:最迟|至迟|最长|间隔(?:时间)?不(?:得)?超过){_LENGTH}{_UNIT}{_INSIDE}?(?:必须|须|应当?|要)?(?:有)?(?:更新)?"
    ),
    re.compile(rf"{_LENGTH}{_UNIT}{_INSIDE}(?:必须|必需|须|应当?|需要?|要|至少|不少于)(?:有)?[^,。;]{{0,4}}?更新"),
)
_SPAN = re.compile(
    rf"(?P<event>[^,。;:、()\s{STRUCK}]{{0,30}}?(?:之日起|起|之后|以后|后))?(?:的|在|于|一般|为|原则上)*"
    rf"(?P<most>不得?超过|不多于)?{_LENGTH}{_UNIT}(?P<within>{_INSIDE})?"
)
_AT_ONCE = re.compile(
    r"与(?P<event>[^,。;]{1,20}?)同[步时]|立行立改|立即|即知即改|随到随办|即时|实时|当日|当天|当场|同步(?:公开|发布|公布|更新)"
)
_STANDING = re.compile(
    r"长期(?:坚持|推进|任务|开展|实施|有效|执行|落实|工作)?"
    r"|持续(?!到|至|时间)(?:推进|开展|实施|坚持|进行|落实|更新|完善|深化|优化|做好|抓好|提升|公开|改进|巩固|用力|加强)?"
    r"|常态(?:化|长效)?(?:推进|开展|实施|坚持|进行|落实|长效|公开|保持|工作)?|常年(?:坚持|开展)?|贯穿全年|日常工作"
    r"|全年(?!底|度|[^,。;]*(?:\d|[一两二三四五六七八九十][次期场条篇]|完成))(?:持续)?(?:推进|开展|坚持|实施|落实|进行|有效)?"
)
_STANDING_IN_SENTENCE = re.compile(r"(?:[,并且])长期坚持(?=$|[,。;)])")


def find_turns(text: Text, *, firm: bool) -> list[Turn]:
    """Return the rhythms of ``text`` and strike them out; a bare 月 or 季度 is one only as a whole limit cell."""
    whole = _WHOLE.match(text.flat) if firm else None
    if whole:
        return [Turn(_PERIODS[whole["period"][0]], text.strike(whole))]
    turns = [_per(text, match) for match in list(_PER.finditer(text.flat))]
    for frequency, pattern in _RHYTHMS:
        turns += [_turn(text, frequency, match) for match in list(pattern.finditer(text.flat))]
    for match in list(_DAY_OF_PERIOD.finditer(text.flat)) if turns else ():
        text.strike(match)
        turns = [_on_day(turn, number(match["day"])) for turn in turns]
    return turns


def _per(text: Text, match: re.Match[str]) -> Turn:
    return Turn(_PERIODS[match["period"][0]], text.strike(match), count=int(match["count"]))


def _turn(text: Text, frequency: Frequency, match: re.Match[str]) -> Turn:
    said = match.groupdict()
    months = tuple(number(month) for month in re.findall(N, said.get("months") or ""))
    day = number(said["day"]) if said.get("day") and not said.get("after") else None
    if said.get("first"):
        months = (1, 4, 7, 10) if frequency is Frequency.QUARTERLY else (1, 7)
    elif months:
        frequency = _OF_MONTHS.get(len(months), frequency)
    counted = None if day else _COUNT.match(text.flat, match.end())
    count = number(counted["count"]) if counted else None
    return Turn(frequency, text.strike(match), day, months, count)


def _on_day(turn: Turn, day: int) -> Turn:
    fits = turn.day is None and turn.frequency in (Frequency.MONTHLY, Frequency.QUARTERLY, Frequency.HALF_YEARLY)
    return Turn(turn.frequency, turn.phrase, day, turn.months, turn.count) if fits else turn


def find_spans(text: Text) -> tuple[list[Span], list[Span]]:
    """Return the counts from an event and the longest gaps of ``text``, and strike both out."""
    gaps = [_span(text, match, "") for pattern in _GAPS for match in list(pattern.finditer(text.flat))]
    spans = []
    for match in list(_SPAN.finditer(text.flat)):
        if match["within"] or match["most"] or match["event"]:
            spans.append(_span(text, match, match["event"] or ""))
    return spans, gaps


def _span(text: Text, match: re.Match[str], event: str) -> Span:
    length, unit = number(match["to"] or match["n"]), match["unit"]
    printed = text.between(match.start(), match.start() + len(event))
    event = re.sub(r"^[于在自从]|(?:之日起|之后|以后|后|起)$", "", re.sub(r"\s", "", printed))
    phrase = text.strike(match)
    if unit == "小时":
        return Span(-(-length // 24), DayUnit.DAY, phrase, event)
    if unit == "工作日":
        return Span(length, DayUnit.WORKDAY, phrase, event)
    if unit in ("月", "季度", "年"):
        return Span(length * {"月": 1, "季度": 3, "年": 12}[unit], DayUnit.MONTH, phrase, event)
    return Span(length * (7 if unit in ("周", "星期") else 1), DayUnit.DAY, phrase, event)


def find_at_once(text: Text) -> list[Span]:
    """Return what is due at once: 立行立改, 随到随办, 与政策文件同步公开."""
    found = list(_AT_ONCE.finditer(text.flat))
    return [Span(0, DayUnit.DAY, text.strike(match), match["event"] or "") for match in found]


def find_standing(text: Text, *, firm: bool) -> list[str]:
    """Return the words for work without an end; in a sentence only …，并长期坚持 at the end of a clause is one."""
    pattern = _STANDING if firm else _STANDING_IN_SENTENCE
    return [text.strike(match).lstrip(",，并且") for match in list(pattern.finditer(text.flat))]
