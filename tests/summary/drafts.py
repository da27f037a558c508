"""Material for drafts, made without a database, of any size."""

from typing import Any

from tracker.figures.parts import turns_of
from tracker.figures.queries import Completion, Unfinished
from tracker.figures.rules import Figure, share_of
from tracker.outlines.rules import Variant
from tracker.summary.material import Achievement, Material, Problem

CATEGORIES = ("主动公开", "解读回应", "依申请公开", "信息管理", "平台建设", "监督保障")


def figure(name: str, value: Any, unit: str = "项") -> Figure:
    return Figure(name, value, unit, f"{name}的定义")


def some_figures(**values: Any) -> dict[str, Figure]:
    """Figures by name; a pair gives value and unit word."""
    pairs = {name: value if isinstance(value, tuple) else (value, "项") for name, value in values.items()}
    return {name: figure(name, *pair) for name, pair in pairs.items()}


def of_tasks(total: int, done: int, late: int) -> dict[str, Figure]:
    whole = some_figures(
        任务总数=total, 办结数=done, 未办结数=total - done, 逾期数=late, 按期办结数=done, 逾期办结数=0,
        牵头单位数=(3, "个"), 信息员人数=(3, "名"), 发现问题数=(0, "个"), 未销号数=(0, "个"), 检查次数=(0, "次"),
        收到申请数=(0, "件"), 行政复议数=(0, "件"), 行政诉讼数=(0, "件"),
    )  # fmt: skip
    share = Figure("办结率", share_of(done, total), "", "办结数除以任务总数")
    return whole | {"办结率": share}


def a_material(
    tasks: int = 5, unfinished: int = 1, left: tuple[Unfinished, ...] | None = None, **values: Any
) -> Material:
    """A year of ``tasks`` tasks in six parts of a plan, all but the last few finished; every fifth comes in turns."""
    finished = tasks - unfinished
    achievements = tuple(
        Achievement(
            number, number, f"{CATEGORIES[number % 6]}任务{'甲乙丙丁戊己庚辛壬癸'[number % 10]}{number}",
            CATEGORIES[number % 6], f"第{number % 9}科", _words(number), turns=12 if number % 5 == 0 else 0,
        )
        for number in range(1, finished + 1)
    )  # fmt: skip
    if left is None:
        left = some_unfinished(finished, tasks)
    turns = {turns_of(one.number): figure(turns_of(one.number), 12, "期") for one in achievements if one.turns}
    made: dict[str, Any] = {
        "year": 2025, "agency": "清河市档案局", "plan_title": "清河市档案局2025年政务公开工作要点",
        "chair": "局长刘明", "deputies": ("副局长王芳",),
        "figures": of_tasks(tasks, finished, unfinished) | turns, "units": (Completion("第一科", 3, 2, 3, 1, 2, 1),),
        "categories": (), "months": ((1,) * 12, (1,) * 12), "achievements": achievements, "unfinished": left,
        "problems": (Problem(7, "问题2025-007", "第二科", "目录栏目三个月未更新", is_closed=True),),
        "variant": Variant.AGENCY, **values,
    }  # fmt: skip
    return Material(**made)


def some_unfinished(first: int, last: int) -> tuple[Unfinished, ...]:
    return tuple(
        Unfinished(
            number, number, f"未完任务{number}", "第一科", "6月底前", None, 40, True, f"资料核对量大{number % 3}",
            f"次年一季度完成第{number}项", "",
        )
        for number in range(first + 1, last + 1)
    )  # fmt: skip


def _words(number: int) -> str:
    texts = (
        f"已完成任务{number}，公布信息{number}条。逐条标注公开属性。", "已完成。",
        f"我科按要求落实任务{number}，形成材料{number}份；",
        f"1.围绕任务{number}组织培训,参加{number}人", f"一是任务{number}全部上网\n二是同步张贴公告",
    )  # fmt: skip
    return texts[number % len(texts)]
