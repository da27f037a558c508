"""What a unit's name looks like: how it ends, when it stands for many, where a list of names is cut."""

import re

from tracker.plans.reading.characters import tight
from tracker.workdays.folding import fold

_ENDS = re.compile(
    r"(?:局|委|办|府|厅|部|处|科|室|股|所|站|院|校|队|会|中心|公司|集团|银行|支行|分行|联社|社|台|馆|园|组|署|司|厂|站所|大厅|窗口|专班"
    r"|残联|妇联|文联|工商联|侨联|社科联|台联|科协|作协|协|部门|单位|机构|企业|主体|团体|大学|学校|街道|镇|乡|县|市|州|旗|盟|区|村|社区|村居"
    r"|镇街|乡镇|团|人行|消防|税务|法庭|代表处|平台公司|热线|日报|报社|基地|分中心|成员|牵头人|政府|党委|党组|支部|工委|机关|高新区|网信"
    r"|经开区|开发区|管理区|新区|林场|农场|港|军|驿站|医保|公安|交警|城管|工会|支队|总队|分局|派出所|供电|电信|移动|联通|邮政|水务|燃气|各地|学校)$"
)
# Words that end like a unit but name something else; a list is not cut after them, and alone they are no unit.
_NOT_ENDS = re.compile(
    r"(?:社会|机会|城市|都市|干部|内部|外部|全部|网站|平台|场所|督办|学科|专科|公园|布局|军队|小区|园区|地区|协办|会办|承办|主办|领办|交办|转办"
    r"|代办|催办|查办|首办|机制|协会商)$"
)
_PLACES = re.compile(r"[县市区镇乡村州旗盟]$|街道$|社区$")
_MANY = re.compile(r"各|有关|相关|^(?:全体|所有|全局|全市|全县|全区)")
_AND = re.compile(r"以及|及其|和|及|与|暨")
_BRACKETED = re.compile(r"\([^()]*\)")


def without_brackets(name: str) -> str:
    """Return ``name`` folded, without blanks and without what stands in brackets."""
    folded = tight(name)
    while _BRACKETED.search(folded):
        folded = _BRACKETED.sub("", folded)
    return folded


def without_frame(text: str) -> str:
    """Return ``text`` without a bracket that holds all of it, and without the point behind it."""
    text = text.strip().rstrip("。.；;")
    folded = fold(text)
    if not (folded.startswith("(") and folded.endswith(")")):
        return text
    depth = 0
    for at, character in enumerate(folded):
        depth += (character == "(") - (character == ")")
        if depth == 0 and at < len(folded) - 1:
            return text
    return text[1:-1].strip()


def ends_like_unit(name: str) -> bool:
    """Whether ``name`` ends as names of units do (…局, …办公室, 各有关部门), brackets left aside."""
    bare = without_brackets(name)
    return bool(_ENDS.search(bare)) and not _NOT_ENDS.search(bare)


def is_collective(name: str) -> bool:
    """Whether ``name`` stands for many (各科室, 市直有关单位)."""
    return bool(_MANY.search(without_brackets(name)))


def split_names(text: str) -> list[str]:
    """Cut a list of units at 、 ， ； and line breaks outside brackets, and at 和 or 及 after a whole name."""
    return [name for piece in split_outside(text, "、,;\n") for name in _cut_at_and(piece)]


def split_outside(text: str, separators: str) -> list[str]:
    """Cut ``text`` at the (folded) ``separators`` that stand outside brackets; empty pieces are left out."""
    pieces, depth, start = [], 0, 0
    folded = fold(text)
    for at, character in enumerate(folded):
        depth += (character == "(") - (character == ")")
        depth = max(depth, 0)
        if character in separators and (depth == 0 or not _closes(folded, at)):
            pieces.append(text[start:at])
            start, depth = at + 1, 0
    return [piece.strip() for piece in [*pieces, text[start:]] if piece.strip()]


def _closes(folded: str, at: int) -> bool:
    return ")" in folded[at:]


def _cut_at_and(piece: str) -> list[str]:
    folded = tight(piece)
    if len(folded) != len(piece):
        piece = "".join(piece.split())
    for word in _AND.finditer(folded):
        before, after = piece[: word.start()], piece[word.end() :]
        if after and folded[: word.start()].count("(") == folded[: word.start()].count(")") and _is_whole(before):
            return [before, *_cut_at_and(after)]
    return [piece]


def _is_whole(name: str) -> bool:
    bare = without_brackets(name)
    if not ends_like_unit(name):
        return False
    return not _PLACES.search(bare) or bare.startswith("各") or len(bare) > 3
