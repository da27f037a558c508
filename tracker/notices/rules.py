"""Kinds of notices, what each is made from, and who may make it."""

from enum import StrEnum

from tracker.errors import N_, RuleBroken
from tracker.organisation.rules import check_word_of
from tracker.permissions import Actor, Permission
from tracker.tasks.rules import OPEN_STATES, TaskState

MOST_SUBJECTS = 300  # on one paper


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
WITH_UNIT = OPEN_STATES - {TaskState.SUBMITTED}  # what was handed in waits for the office, not for the unit
SIGNED_FOR = frozenset({K.SUPERVISION, K.RECTIFY, K.URGE, K.CIRCULAR})


def check_maker(by: Actor, kind: NoticeKind, unit_id: int | None) -> None:
    """Raise NotAllowed unless ``by`` may make a paper; the report on rectification is its unit's own to make."""
    is_own = unit_id is not None and unit_id == by.unit_id
    if not (is_own and kind in may_make(by)):
        by.must(Permission.RUN_CHECKS)


def may_make(by: Actor) -> frozenset[NoticeKind]:
    """Return the kinds of papers that somebody may make, of their own unit or of all."""
    if by.may(Permission.RUN_CHECKS):
        return frozenset(NoticeKind)
    return frozenset({NoticeKind.REPORT}) if by.may(Permission.RECTIFY) else frozenset()


def check_subjects(count: int) -> None:
    """Raise RuleBroken when a paper would be about nothing, or about more than fits."""
    if not count:
        raise RuleBroken(N_("Tick at least one thing that the paper is about."))
    if count > MOST_SUBJECTS:
        raise RuleBroken(N_("A paper holds at most %(most)d entries. Make several."), most=MOST_SUBJECTS)


def name_of(kind: NoticeKind, word: str) -> str:
    """Return the name of a paper, under which it is numbered."""
    names = {
        K.SUPERVISION: f"{word}单",
        K.RECTIFY: "整改通知",
        K.URGE: "催办通知",
        K.LIST: "问题清单",
        K.REPORT: "整改情况报告",
        K.CIRCULAR: f"{check_word_of(word)}通报",
    }
    return names[kind]
