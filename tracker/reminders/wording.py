"""The words of messages. They are Chinese like every paper of the office, whatever language a page is read in."""

from collections.abc import Sequence
from datetime import date

from tracker.workdays.calendar import Calendar, YearMissing
from tracker.workdays.counting import workdays_left

PRODUCT = "政务公开工作台"
LONGEST_ROBOT_TEXT = 2000  # octets; 企业微信 takes 2048


def day_text(day: date) -> str:
    """Return a day as people write it: 10月13日."""
    return f"{day.month}月{day.day}日"


def limit_text(due_on: date, today: date, calendar: Calendar) -> str:
    """Return how near or how late a limit is: 还剩3个工作日（10月15日到期）."""
    if due_on == today:
        return "今天到期"
    try:
        left = workdays_left(today, due_on, calendar)
    except YearMissing:
        left = 0
    due = f"{day_text(due_on)}到期"
    if due_on > today:
        return f"还剩{left}个工作日（{due}）" if left else due
    return f"逾期{-left}个工作日（{due}）" if left else f"已逾期（{due}）"


def subject_text(name: str, limit: str, part: str, units: str) -> str:
    """Return one thing of a message as a line: 第19条 公布规划：今天到期，牵头：开发利用科."""
    return f"{name}：{limit}，{part}：{units or '未分办'}"


def counts_text(late: int, coming: int) -> str:
    """Return how many tasks are late and how many will be due: 逾期1项、临期2项."""
    parts = [f"逾期{late}项" if late else "", f"临期{coming}项" if coming else ""]
    return "、".join(part for part in parts if part)


def digest_subject(today: date, late: int, coming: int) -> str:
    """Return the subject of a day's message."""
    return f"政务公开工作提醒（{day_text(today)}）：{counts_text(late, coming)}"


def digest_text(name: str, lines: Sequence[str]) -> str:
    """Return the text of a day's message to one person."""
    numbered = [f"{number}．{line}" for number, line in enumerate(lines, start=1)]
    return "\n".join([f"{name}：", "以下事项请您关注：", *numbered, "", f"请登录{PRODUCT}查看、填报。"])


def urge_subject(count: int) -> str:
    """Return the subject of an urge."""
    return f"政务公开工作催办：{count}项任务"


def urge_text(name: str, words: str, urged_by: str, lines: Sequence[str]) -> str:
    """Return the text of an urge to one person."""
    numbered = [f"{number}．{line}" for number, line in enumerate(lines, start=1)]
    return "\n".join([f"{name}：", words, *numbered, "", f"催办人：{urged_by}。请登录{PRODUCT}签收、办理。"])


def robot_text(head: str, lines: Sequence[str]) -> str:
    """Return what a robot tells its group: names and numbers, no task, since a group reads across the sections."""
    foot = f"请登录{PRODUCT}查看。"
    shown: list[str] = []
    for line in lines:
        rest = f"……等{len(lines)}人"
        if len("\n".join([head, *shown, line, rest, foot]).encode()) > LONGEST_ROBOT_TEXT:
            shown.append(rest)
            break
        shown.append(line)
    return "\n".join([head, *shown, foot])
