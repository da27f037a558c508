"""What the name of a column, or of a labelled part (责任单位：…), means; never its position."""

import re
from enum import StrEnum
from functools import lru_cache

from tracker.plans.reading.characters import tight


class Meaning(StrEnum):
    """The parts an item is made of, as columns and labels name them."""

    NUMBER = "number"
    GROUP = "group"  # 工作板块, 类别, 一级事项
    TASK = "task"  # 工作任务, 事项
    MEASURE = "measure"  # 具体要求, 工作措施, 主要内容
    LEAD = "lead"
    COOP = "coop"
    UNIT = "unit"  # 责任单位: words in the cell say who leads
    LIMIT = "limit"
    TARGET = "target"  # 成果形式, 考核指标
    LEADER = "leader"
    PERSON = "person"
    REMARK = "remark"
    STATUS = "status"  # 完成情况, 进展: what was done, never what is to be done
    OTHER = "other"  # 联系电话, 文件依据, 公开渠道, 上级单位, 分值


TEXTS = (Meaning.GROUP, Meaning.TASK, Meaning.MEASURE)
DUTIES = (Meaning.LEAD, Meaning.COOP, Meaning.UNIT)

_BODY = r"单位|部门|科室|处室|股室|部室|主体|机构|站所|科|处|室|方|镇街|学校"
_SUPERIOR = r"上级|对口|国家|中央|省级|省直|部级"

# The first that fits decides, so what takes a name out of a wider meaning stands above it (实际完成时间 is no limit).
_RULES = tuple(
    (meaning, re.compile(pattern))
    for meaning, pattern in (
        (Meaning.NUMBER, r"^(?:(?:任务|项目|事项|条目)?(?:序号|编号|号码?|序|项次|顺序号?)|NO\.?|№|#)$"),
        (
            Meaning.STATUS,
            r"(?:完成|落实|进展|推进|执行|整改|工作|办理|实施|开展)(?:进展)?(?:情况|状态|结果|成效|进度$)|进展|状态|实际|是否|完成率|销号|自查|自评|已完成|台账",
        ),
        (Meaning.OTHER, r"电话|手机|联系方式|传真|邮箱|邮编|分值|得分|权重|评分|扣分|分数|赋分|考核方式"),
        (
            Meaning.OTHER,
            rf"(?:{_SUPERIOR}).*(?:{_BODY})|(?:{_SUPERIOR})(?:牵头|责任)|填报|审核人|监督(?:单位|部门|渠道)|服务对象",
        ),
        (
            Meaning.OTHER,
            r"启动时间|开始时间|起始时间|佐证|职务|职称|岗位|^(?:第?[一二三四1-4]季度|[1-9一二三四五六七八九十]{1,3}月)",
        ),
        (Meaning.UNIT, rf"(?:牵头|责任|承办|配合)(?:{_BODY}).{{0,4}}(?:责任人|联系人|时限|时间)"),
        (Meaning.LEADER, r"领导(?!小组)|分管负责|负责同志|领衔|挂帅|包抓|包保"),
        (Meaning.PERSON, r"责任人|联系人|联络员|联络人|经办人|承办人|负责人|主办人|填表人|姓名|信息员|落实人|人员"),
        (
            Meaning.LIMIT,
            r"时限|期限|时间(?!.*(?:地点))|节点|日期|限期|时效|频次|频率|周期|进度安排|进度要求|推进计划|更新(?:标准|要求)|时序|何时完成|年限|截止|办结",
        ),
        (Meaning.STATUS, r"^(?:当前|目前|序时)?进度$"),
        (
            Meaning.TARGET,
            r"成果|产出|交付|考核指标|量化|目标值|指标值|完成标准|验收标准|预期|工作目标$|年度目标$|^目标(?:要求)?$|^指标$",
        ),
        (
            Meaning.UNIT,
            r"(?:牵头|主办|主责).*(?:配合|协办|参与|会办)|(?:配合|协办).*(?:牵头|主办)|^(?:责任|职责|任务|工作|落实)?分工$|^责任落实$",
        ),
        (Meaning.COOP, r"配合|协办|会办|协助|协同|协作|参与|参加|联办|支持单位|辅助|会签单位"),
        (Meaning.LEAD, r"牵头|主办|主责|领办|主管(?:单位|部门|科室|处室)|第一责任|主要责任|总负责"),
        (
            Meaning.UNIT,
            rf"(?:责任|承办|落实|实施|负责|保障|公开|发布|维护|提供|归口|执行|办理|职能|业务|经办)(?:{_BODY})|^责任$|^(?:单位|部门|科室|处室|股室|部室|站所)(?:名称)?$|公开责任",
        ),
        (
            Meaning.OTHER,
            r"渠道|载体|对象|公开(?:方式|形式|属性|依据|范围|途径)|方式$|依据|文件(?:名称|号)|来源|出处|网址|链接|栏目地址|附件|经费|资金来源|地点",
        ),
        (Meaning.REMARK, r"备注|说明$|^注$|备考|其他$"),
        (Meaning.GROUP, r"板块|类别|分类|大类|领域|类型|一级|^类$|章节|方面|^主题$|工作项目"),
        (
            Meaning.MEASURE,
            r"要求|措施|举措|内容|做法|具体|安排|标准|落实|要素|三级|路径|抓手|办法|描述|任务(?:分解|细化)|子任务",
        ),
        (Meaning.TASK, r"任务|事项|工作|项目|要点|二级|栏目|重点|名称|清单"),
        (Meaning.TARGET, r"目标"),
    )
)
_LONGEST = 18
_NO_NAME = re.compile(
    r"[,;。:]|20\d\d年|.{7,}(?:表|清单|要点|方案|台账)$|^(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十]{1,3}[章节])"
)


@lru_cache(maxsize=4096)
def meaning_of(name: str) -> Meaning | None:
    """Return what a column or label called ``name`` holds, or None when the name says nothing known."""
    folded = re.sub(r"\([^()]*\)$", "", tight(name)).strip(":*") or tight(name)
    if not folded or len(folded) > _LONGEST or _NO_NAME.search(folded):
        return None
    for meaning, pattern in _RULES:
        if pattern.search(folded):
            return meaning
    return None
