"""Kinds of notices, what each is made from, and who may make it."""

from enum import StrEnum

from tracker.errors import N_, RuleBroken
from tracker.permissions import Actor, Permission

MOST_SUBJECTS = 300  # on one paper
NOT_OURS = "政府督查"  # reserved for governments; a department calls its own checks something else
USUAL_WORD = "督办"


class NoticeKind(StrEnum):
    """What is printed."""

    SUPERVISION = "supervision"  # 督办单
    RECTIFY = "rectify"  # 整改通知
    URGE = "urge"  # 催办通知
    LIST = "list"  # 问题清单
    REPORT = "report"  # 整改情况报告
    CIRCULAR = "circular"  # 检查通报


K = NoticeKind
OF_UNIT = frozenset({K.RECTIFY, K.URGE, K.REPORT})  # made for exactly one unit
NOT_OF_UNIT = frozenset({K.SUPERVISION, K.CIRCULAR})
OF_FINDINGS = frozenset({K.RECTIFY, K.LIST, K.REPORT})
SIGNED_FOR = frozenset({K.SUPERVISION, K.RECTIFY, K.URGE, K.CIRCULAR})


def check_maker(by: Actor, kind: NoticeKind, unit_id: int | None) -> None:
    """Raise NotAllowed unless ``by`` may make a paper; the report on rectification is its unit's own to make."""
    is_own_report = kind == NoticeKind.REPORT and by.may(Permission.RECTIFY)
    if not (is_own_report and unit_id is not None and unit_id == by.unit_id):
        by.must(Permission.RUN_CHECKS)


def check_subjects(count: int) -> None:
    """Raise RuleBroken when a paper would be about nothing, or about more than fits."""
    if not count:
        raise RuleBroken(N_("Tick at least one thing that the paper is about."))
    if count > MOST_SUBJECTS:
        raise RuleBroken(N_("A paper holds at most %(most)d entries. Make several."), most=MOST_SUBJECTS)


def word_of(check_word: str) -> str:
    """Return what the agency calls its checks; never 政府督查, which a department may not use."""
    word = check_word.strip()
    return word if word and NOT_OURS not in word else USUAL_WORD


def name_of(kind: NoticeKind, word: str) -> str:
    """Return the name of a paper, under which it is numbered."""
    names = {
        K.SUPERVISION: f"{word}单",
        K.RECTIFY: "整改通知",
        K.URGE: "催办通知",
        K.LIST: "问题清单",
        K.REPORT: "整改情况报告",
        K.CIRCULAR: f"{word}通报",
    }
    return names[kind]
