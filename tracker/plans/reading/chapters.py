"""Chapters that frame the tasks and are none themselves: 总体要求, 组织领导, 工作总结 and the like."""

import re

from tracker.plans.reading.characters import tight

_FRAMES = "|".join((
    "总体要求|总要求|总体思路|工作思路|基本思路|指导思想|基本原则|工作原则|总体原则|工作目标|总体目标|主要目标|目标要求|目标任务和要求",
    "适用范围|统计范围|实施范围|适用对象|工作背景|编制依据|制定依据|目的意义|重要意义|总则|附则|概述|背景|名词解释",
    "组织领导|组织保障|组织实施|组织推动|组织推进|组织机构|组织架构|领导机构|工作机构|领导小组|保障措施|工作保障|保障机制|措施保障|实施保障",
    "工作要求|有关要求|相关要求|几点要求|基本要求|其他要求|组织要求|纪律要求|报送要求|有关事项|其他事项|有关说明|填报说明|填表说明|起草说明|编制说明",
))  # fmt: skip
_BARE = r"(?:强化|加强|落实|夯实)(?:各项)?保障(?:$|[,、。])"
_VERBS = r"(?:进一步|切实|全面|认真|高度|大力|着力|不断|持续)*(?:加强|强化|健全|完善|明确|压实|压紧|落实|严格|狠抓|做好|抓好|突出|提高|统一|夯实|抓实|注重|优化|细化)?"
_OF_THE_YEAR = r"(?:20\d\d年度?|今年|年度)?(?:全[省市县区局]|工作)?(?:的)?"
_NAMED = rf"{_OF_THE_YEAR}{_VERBS}(?:{_FRAMES})(?:$|[,、:。;和与及])"
_IS_FRAME = re.compile(rf"^(?:{_NAMED}|{_BARE})")
_IS_REVIEW = re.compile(  # the half of a document that looks back: 2025年工作总结, 存在的主要问题
    r"^(?:(?:20\d\d|上|去|本)年度?|全年|一年来)?(?:的)?[^,。;:]{0,10}"
    r"(?:工作总结|工作回顾|(?:工作)?开展情况|主要做法(?:和成效)?|主要成效|取得的?成效|存在的?(?:主要)?(?:问题|不足)(?:[和及与][^,。]{0,6})?)$"
)
_FIRST_SENTENCE = re.compile(r"^[^。;:\n]*")


def title_of(text: str) -> str:
    """Return the title a numbered paragraph begins with: its first sentence."""
    return _FIRST_SENTENCE.match(text)[0] if text else ""  # type: ignore[index]


def is_frame(title: str) -> bool:
    """Whether a chapter called ``title`` says how and why, not what: what stands under it is no task."""
    words = tight(title)
    return bool(_IS_FRAME.match(words) or _IS_REVIEW.match(words))
