"""A file's letter and its attachments: where one ends and the next begins, and which words are titles."""

import re
from dataclasses import dataclass, field

from tracker.plans.reading.blocks import Block, Paragraph, Table
from tracker.plans.reading.characters import tight, without_notes
from tracker.plans.reading.markers import find_marker

_DATE_LINE = re.compile(
    r"^\(?(?:20\d\d|19\d\d|二[〇一二三四五六七八九]{3})(?:年|[-./])(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:月|[-./])(?:\d{1,2}|[一二三四五六七八九十]{1,3})日?$"
)
_ATTACHMENT = re.compile(r"^附(?:件|表|录)(?:[一二三四五六七八九十\d]{1,2})?[:：]?$")
_ATTACHMENT_TITLE = re.compile(
    r"^附(?:件|表|录)[一二三四五六七八九十\d]{0,2}[:：、]?.{4,60}(?:表|清单|要点|方案|目录|任务|分工|台账|计划|安排)$"
)
_ISSUES = re.compile(
    r"(?:现|特|予以|一并)(?:将)?.{0,40}(?:印发|下发|转发|发布)(?:给你们)?|印发给你们|请(?:认真|遵照|结合|抓好|照此)?.{0,12}(?:贯彻|执行|落实)"
)
_PLAN_TITLE = re.compile(
    r"(?:要点|方案|清单|分解表|分解|计划|安排|任务|分工|目录|台账|责任表|任务表|工作表|一览表|措施|责任书|明细表|事项|工作表)(?:\([^()]{1,20}\))?$"
)
_LETTER_TITLE = re.compile(
    r"(?:通知|函|意见|决定|通报|请示|批复|公告|报告|汇报|总结|讲话|发言|致辞|纪要|简报|情况|办法|规定|条例|细则|制度)(?:\([^()]{1,20}\))?$"
)
_NO_TASKS = re.compile(
    r"(?:讲话|发言|致辞|纪要|总结|年度报告|情况报告|自查报告|汇报|通报|简报|述职报告|工作报告|工作情况|主持词|办法|规定|条例|实施细则|制度)(?:\([^()]{1,20}\))?$"
)
_ENTRY = re.compile(r"^\s*(?:标\s*题|名\s*称|内容概述|索\s*引\s*号|文\s*号|主题词|关键词|来源|发布|信息)\S{0,6}[\s:：]")
_SALUTATION = re.compile(r"^(?:各|机关|局|全|市直|区直|县直|省直|直属).{2,120}[:：]$|^(?:同志们|各位).{0,20}[:：]$")
_ATTACHMENT_LIST = re.compile(r"^附(?:件|表)[一二三四五六七八九十\d]{0,2}[:：].{3,}")
_LONGEST_TITLE = 70
_LONGEST_LIST = 12
_SENTENCE = 60


@dataclass
class Part:
    """A letter or one attachment: its blocks, and the lines that look like its title."""

    blocks: list[Block] = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        """The paragraphs of the part before its first number or table, without pinyin and lost blanks."""
        lines = []
        for block in self.blocks:
            if isinstance(block, Table) or find_marker(block.printed):
                break
            lines.append(_line(block))
        return lines

    @property
    def closing_lines(self) -> list[str]:
        """The last paragraphs of the part, where a letter bears its date."""
        return [_line(block) for block in self.blocks[-6:] if isinstance(block, Paragraph)]

    @property
    def title(self) -> str:
        """The first line that looks like a title."""
        lines = [(block, _line(block)) for block in self.blocks[:12] if isinstance(block, Paragraph)]
        for block, line in lines:
            if is_title(line) and (block.is_centred or block.is_title or _PLAN_TITLE.search(tight(line))):
                return line
        return next((line for _, line in lines if is_title(line)), "")

    @property
    def is_letter(self) -> bool:
        """Whether the part speaks to somebody (各科室：) or hands something on (现印发给你们)."""
        return any(_SALUTATION.match(tight(line)) or _ISSUES.search(tight(line)) for line in self.lines)

    @property
    def holds_no_tasks(self) -> bool:
        """Whether its title says that it is a speech, a summary, a report or a regulation."""
        return any(_NO_TASKS.search(tight(line)) for line in self.lines[:6] if is_title(line))


def _line(block: Paragraph) -> str:
    return without_notes(block.printed).replace("\n", "").strip()


def is_title(line: str) -> bool:
    """Whether ``line`` reads like the title of a document."""
    folded = tight(line)
    if (
        _ENTRY.match(line)
        or not 4 < len(folded) <= _LONGEST_TITLE
        or re.search("[。;!]", folded)
        or find_marker(folded)
    ):
        return False
    return bool(_PLAN_TITLE.search(folded) or _LETTER_TITLE.search(folded))


def is_signature(line: str) -> bool:
    """Whether ``line`` is a date alone, as under a letter."""
    return bool(_DATE_LINE.match(tight(line)))


def split_parts(blocks: list[Block]) -> list[Part]:
    """Cut a file into its letter and its attachments; a file without attachments is one part."""
    parts = [Part()]
    after_date = after_issue = False
    for at, block in enumerate(blocks):
        if _lists_attachments(blocks, at):
            continue
        if _begins_part(block, parts[-1], after_date=after_date, after_issue=after_issue) and parts[-1].blocks:
            parts.append(Part())
            after_date = after_issue = False
        parts[-1].blocks.append(block)
        if isinstance(block, Paragraph):
            last_line = without_notes(block.printed).strip().rpartition("\n")[2]
            after_date = is_signature(last_line) or (after_date and _is_foot(block))
            after_issue = after_issue or bool(_ISSUES.search(tight(block.printed)))
    return parts


def _begins_part(block: Block, part: Part, *, after_date: bool, after_issue: bool) -> bool:
    if isinstance(block, Table):
        return after_date
    line = tight(_line(block))
    if _ATTACHMENT.match(line) or _ATTACHMENT_TITLE.match(line):
        return True
    if after_date and not _is_foot(block) and not is_signature(line):
        return True
    has_text = any(isinstance(old, Paragraph) and len(old.text) > _SENTENCE for old in part.blocks)
    return after_issue and has_text and is_title(line) and bool(_PLAN_TITLE.search(line))


def _is_foot(block: Paragraph) -> bool:
    """Whether ``block`` belongs to the foot of a letter: （此件公开发布）, 联系人：…, a blank line."""
    line = _line(block)
    return (line[:1] in "（(" and line[-1:] in "）)") or line.startswith(("联系", "抄送", "印发")) or not line


def _lists_attachments(blocks: list[Block], at: int) -> bool:
    """Whether block ``at`` is a line of the list of attachments above a letter's signature, and not an attachment."""
    start = at
    while start > 0 and at - start < _LONGEST_LIST and _is_listed(blocks[start]):
        start -= 1
    first = blocks[start]
    if not isinstance(first, Paragraph) or not _ATTACHMENT_LIST.match(tight(_line(first))):
        return False
    if start == at and _is_listed(blocks[at]):
        return False
    following = [block for block in blocks[at + 1 : at + 1 + _LONGEST_LIST] if isinstance(block, Paragraph)]
    lines = [tight(_line(block)) for block in following]
    return any(is_signature(line.rpartition("日")[0] + "日") or _ATTACHMENT.match(line) for line in lines)


def _is_listed(block: Block) -> bool:
    if not isinstance(block, Paragraph):
        return False
    line = tight(_line(block))
    return find_marker(line) is not None and len(line) < _LONGEST_TITLE and not re.search("[。;]", line)
