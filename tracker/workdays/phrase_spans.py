"""Counts from an event, longest gaps and standing work in a plan's wording.

信息形成或者变更之日起20个工作日内 counts from an event; 最迟6个月内必须有更新 is a longest gap; 持续推进 and 长期坚持
stand without an end.
"""

import re

from tracker.workdays.limits import DayUnit
from tracker.workdays.phrase_forms import STRUCK, Span, Text, number

_LENGTH = r"(?<![月\d〇一二三四五六七八九十])(?P<n>\d{1,3}|[一二三四五六七八九十两]{1,3})(?:-(?P<to>\d{1,3}))?个?"
_UNIT = r"(?P<unit>工作日|自然日|日历天|小时|(?<=个)季度|(?<=个)月|星期|天|日|周|年)"
_INSIDE = r"(?:之内|以内|内)"
_GAPS = (
    re.compile(
        rf"(?:(?:最迟|至迟|最长)(?=.*更新)|间隔(?:时间)?不(?:得)?超过){_LENGTH}{_UNIT}{_INSIDE}?(?:必须|须|应当?|要)?(?:有)?(?:更新)?"
    ),
    re.compile(rf"不(?:得)?超过{_LENGTH}{_UNIT}(?:必须|须|应当?)?更新"),
    re.compile(rf"{_LENGTH}{_UNIT}{_INSIDE}(?:必须|必需|须|应当?|需要?|要|至少|不少于)(?:有)?[^,。;]{{0,4}}?更新"),
)
_EVENT = (
    rf"(?P<event>[^,。;:、()\s{STRUCK}]{{0,30}}?(?:之日起|起|之后|以后|(?<!最)后)"
    rf"|[^,。;:、()\s\d{STRUCK}]{{0,30}}?(?:形成|变更|出台|印发|批复|批准|作出|产生)|(?:收到|接到)[^,。;:、()\s\d{STRUCK}]{{0,20}})?"
)
_SPAN = re.compile(
    rf"{_EVENT}(?:的|在|于|一般|为|原则上)*(?P<most>不得?超过|不多于|最迟|至迟|最长)?{_LENGTH}{_UNIT}(?P<within>{_INSIDE})?"
)
_HALF = re.compile(rf"{_EVENT}(?P<unit>半年|半个?月){_INSIDE}")
_AT_ONCE = re.compile(
    r"与(?P<event>[^,。;]{1,20}?)同[步时]|立[行查]立改|即[查行]即改|边查边改|立即|即知即改|随到随办|即时|实时|当日|当天|当场|同步(?:公开|发布|公布|更新|解读|推送|印发|报送|上线)"
)
_STANDING = re.compile(
    r"长期(?:坚持|推进|任务|开展|实施|有效|执行|落实|工作)?"
    r"|持续(?!到|至|时间)(?:推进|开展|实施|坚持|进行|落实|更新|完善|深化|优化|做好|抓好|提升|公开|改进|巩固|用力|加强)?"
    r"|常态(?:化|长效)?(?:推进|开展|实施|坚持|进行|落实|长效|公开|保持|工作)?|常年(?:坚持|开展)?|贯穿全年|日常工作|^日常$"
    r"|长效(?:坚持|推进|落实)|常规性?工作|经常性(?:工作|开展|任务)"
    r"|(?<!报)(?<!报送)(?<!总结)全年(?!底|度|(?:工作)?(?:总结|小结|情况|报告|数据)|[^,。;]*(?:\d|[一两二三四五六七八九十][次期场条篇]|完成))(?:持续)?(?:推进|开展|坚持|实施|落实|进行|有效)?"
)
_STANDING_IN_SENTENCE = re.compile(r"(?:[,并且])长期坚持(?=$|[,。;)])")


def find_spans(text: Text) -> tuple[list[Span], list[Span]]:
    """Return the counts from an event and the longest gaps of ``text``, and strike both out."""
    gaps = [_span(text, match, "") for pattern in _GAPS for match in list(pattern.finditer(text.flat))]
    spans = []
    for match in list(_SPAN.finditer(text.flat)):
        if match["within"] or match["most"] or match["event"]:
            spans.append(_span(text, match, match["event"] or ""))
    spans += [_half_span(text, match) for match in list(_HALF.finditer(text.flat))]
    return spans, gaps


def _half_span(text: Text, match: re.Match[str]) -> Span:
    event = _event(text, match, match["event"] or "")
    if match["unit"] == "半年":
        return Span(6, DayUnit.MONTH, text.strike(match), event)
    return Span(15, DayUnit.DAY, text.strike(match), event)


def _event(text: Text, match: re.Match[str], event: str) -> str:
    printed = text.between(match.start(), match.start() + len(event))
    return re.sub(r"^[于在自从]|(?:之日起|之后|以后|后|起)$", "", re.sub(r"\s", "", printed))


def _span(text: Text, match: re.Match[str], event: str) -> Span:
    length, unit = number(match["to"] or match["n"]), match["unit"]
    event = _event(text, match, event)
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
