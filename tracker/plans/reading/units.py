"""Who does the work: 牵头 and 配合 out of a cell, a bracket or a line, in the words of plans.

Words come before columns: ``X牵头，Y配合``, ``X会同Y``, ``A、B分别牵头落实``, ``X牵头，Y按职责分工负责``. Names stay as printed;
等有关单位 and the verbs around the names are dropped.
"""

import re
from dataclasses import dataclass, field, replace
from enum import Enum

from tracker.plans.reading.headers import Meaning
from tracker.plans.reading.labels import Part, split_labels
from tracker.plans.reading.unit_names import (
    ends_like_unit,
    is_collective,
    split_names,
    split_outside,
    without_brackets,
    without_frame,
)
from tracker.workdays.folding import fold
from tracker.workdays.phrases import read_limit


class Role(Enum):
    """What a word says of the names before it; DUTY (负责, 按职责分工) takes its meaning from its surroundings."""

    LEAD = "lead"
    COOP = "coop"
    DUTY = "duty"


@dataclass
class Duties:
    """The units of an item, and what else stood among them."""

    lead: list[str] = field(default_factory=list)
    coop: list[str] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)
    leader: str = ""
    person: str = ""
    target: str = ""

    def add(self, other: "Duties") -> None:
        """Take over what another part of the same item says."""
        self.lead += [name for name in other.lead if name not in self.lead]
        self.coop += [name for name in other.coop if name not in self.coop]
        self.limits += other.limits
        self.leader = self.leader or other.leader
        self.person = self.person or other.person
        self.target = self.target or other.target

    @property
    def collective(self) -> tuple[str, ...]:
        """Those of the units that stand for many."""
        return tuple(dict.fromkeys(name for name in [*self.lead, *self.coop] if is_collective(name)))


@dataclass(frozen=True)
class _Named:
    """A name with the clause it stands in and what its words say of it."""

    name: str
    clause: int
    role: Role | None
    reaches_back: bool = False  # 、-lists share the role of their last name: A、B分别牵头


_LEADS = r"牵头|主办|主责|领办|主抓|抓总|为主|统管|统筹"
_HELPS = r"配合|协办|会办|协助|协同|协作|参加|参与|支持|联办"
_DOES = (
    r"负责|落实|实施|承办|承担|为责任|按照?(?:各自|工作|业务|部门|单位)*(?:职[责能]|分工)"
    r"|根据(?:各自|工作|部门)*(?:职[责能]|分工)|依(?:据|照)?(?:各自|工作|部门)*职[责能]|结合(?:各自|工作)*职[责能]|各负其责|分工负责"
)
_ROLE = re.compile(rf"{_LEADS}|{_HELPS}|{_DOES}")
_STRONG = re.compile(r"牵头|主办|配合|协办|会办|协助|参加|负责|职[责能]|分工")
_BRACKET_ROLE = re.compile(rf"\((?:{_LEADS}|{_HELPS}|责任|负责)(?:单位|部门|科室|处室|股室|方)?\)$")
_TOGETHER = re.compile(r"会同|(?:(?<=[局委办府厅部处科室股所站院会心司])(?:联合|协同|商)(?![会社体处科室办]))")
_ADVERBS = re.compile(
    r"(?:分别|分级|分头|对口|归口|共同|具体|统一|积极|联合|组织|直接|全面|主要|各自|予以|抓好|做好|进行|负责|为|均|是|要|应|来|总|依法|密切|认真|切实|一起|按要求|并)$"
)
_LEADING = re.compile(r"^(?:具体由|主要由|并由|再由|由|请|以|其中|同时|并)(?=.{2})")
_AND_SO_ON = re.compile(
    r"(?<![高中初平同何])等(?:[^等]{0,14}(?:部门|单位|科室|处室|股室|部室|机构|企业|站所|政府|乡镇|街道|镇街|成员|主体|局办|委办局|方面))?$"
)
_NAMED_AS = re.compile(r"为[^,]*?(?P<role>牵头|主办|配合|协办|负责|责任)[^,]*(?:单位|部门|科室|处室)$")
_WITH_PERSON = re.compile(r"(?P<unit>[^、，,；;\s]{2,20})[ \t\u3000]+(?P<person>[\u4e00-\u9fff]{2,3})$")
_PEOPLE = re.compile(r"(?:领导|负责人|负责同志|主要同志|分管同志)$|^谁")
_NOBODY = re.compile(r"^(?:[-/\\*.无空_]*|\d{1,2})$")
_MARK = re.compile(r"^(?:\(?\d{1,2}[.)](?!\d)|[①-⑳★☆▲△●○■□◆※])\s*")
_IN_SHORT = re.compile(r"\(([主协])\)")


def read_duties(text: str, column: Meaning = Meaning.UNIT) -> Duties:
    """Read who does the work out of ``text``; ``column`` says whose column it is (LEAD, COOP or UNIT for one column)."""
    duties = Duties()
    parts = split_labels(_written_out(without_frame(text)))
    leads = any(part.meaning is Meaning.LEAD for part in parts)
    for part in parts:
        duties.add(_read_part(part, column, leads))
    return duties


def _written_out(text: str) -> str:
    """Return ``text`` with the roles that are only hinted at in a bracket (主, 协) in words."""
    for match in reversed(list(_IN_SHORT.finditer(fold(text)))):
        text = f"{text[: match.start()]}（{match[1]}办）{text[match.end() :]}"
    return text


def _read_part(part: Part, column: Meaning, leads: bool) -> Duties:
    if part.meaning is Meaning.LIMIT:
        return Duties(limits=[part.text])
    if part.meaning is Meaning.LEADER:
        return Duties(leader=part.text)
    if part.meaning is Meaning.PERSON:
        return Duties(person=part.text)
    if part.meaning is Meaning.TARGET:
        return Duties(target=part.text)
    if part.meaning in (None, Meaning.LEAD, Meaning.COOP):
        return _read_names(part.text, part.meaning or column)
    if part.meaning is Meaning.UNIT:
        return _read_names(part.text, Meaning.COOP if leads else column)
    return Duties()


def _read_names(text: str, column: Meaning) -> Duties:
    with_person = _WITH_PERSON.match(text.strip())
    if with_person and ends_like_unit(with_person["unit"]) and not ends_like_unit(with_person["person"]):
        duties = _read_names(with_person["unit"], column)
        duties.person = with_person["person"]
        return duties
    aligned = _without_blanks(text)
    together = _TOGETHER.search(fold(aligned))
    others = _named(aligned[together.end() :]) if together else []
    if not together or (together[0] != "会同" and not (others and ends_like_unit(others[0].name))):
        return _settled(_named(aligned), column)
    duties = _settled(_named(aligned[: together.start()]), Meaning.LEAD)
    duties.coop += [one.name for one in others if one.name]
    return duties


def _without_blanks(text: str) -> str:
    return "\n".join("、".join(_words(line)) for line in text.split("\n"))


def _words(line: str) -> list[str]:
    names = line.replace("/", " ").split()
    if len(names) > 1 and all(len(name) > 1 and ends_like_unit(name) for name in names):
        return names
    return ["".join(line.split())]


def _named(text: str) -> list[_Named]:
    """The names of ``text`` in order; a role reaches back over the names before it that have none."""
    found: list[_Named] = []
    for clause, piece in enumerate(split_outside(text, ",;。\n")):
        for token in split_outside(piece, "、"):
            for one in _token(token, clause):
                if one.reaches_back:
                    found = _reached(found, one)
                if one.name:
                    found.append(one)
    return found


def _reached(found: list[_Named], one: _Named) -> list[_Named]:
    """Give the role of ``one`` to the names before it; with nobody leading, 配合 stays within its clause (A，B配合)."""
    far = one.role is not Role.COOP or any(earlier.role for earlier in found)
    return [
        replace(earlier, role=earlier.role or (one.role if far or earlier.clause == one.clause else None))
        for earlier in found
    ]


def _token(token: str, clause: int) -> list[_Named]:
    """Read one piece of a list: a name, a name with its role, or only the role of the names before it."""
    folded = fold(token)
    in_bracket = _BRACKET_ROLE.search(folded)
    if in_bracket:
        role, _ = _role_and_rest(token, folded, in_bracket.start(), clause)
        return [_Named(name, clause, role) for name in _names(token[: in_bracket.start()])]
    named_as = _NAMED_AS.search(folded)
    if named_as and ends_like_unit(token[: named_as.start()]):
        folded = folded[: named_as.start()] + "为" + named_as["role"]
    for match in _ROLE.finditer(folded):
        before = _trimmed(token[: match.start()])
        if _is_role(folded, before, match):
            role, more = _role_and_rest(token, folded, match.start(), clause)
            names = [_Named(name, clause, role, reaches_back=True) for name in _names(before)]
            return [*(names or [_Named("", clause, role, reaches_back=True)]), *more]
    return [_Named(name, clause, None) for name in _names(token)]


def _role_and_rest(token: str, folded: str, start: int, clause: int) -> tuple[Role, list[_Named]]:
    """Return the role that begins at ``start``, and the names of a second role run on to it (A牵头B配合)."""
    leading = re.compile(rf"(?:{_LEADS})(?:负责|落实|组织实施)?").match(folded, start)
    if leading and leading.end() < len(token):
        more = _token(token[leading.end() :], clause)
        if more[0].role is Role.COOP and ends_like_unit(more[0].name):
            return Role.LEAD, more
    first = re.compile(rf"(?P<leads>{_LEADS})|(?:{_HELPS})").search(folded, start)
    if not first:
        return Role.DUTY, []
    return (Role.LEAD if first["leads"] else Role.COOP), []


def _is_role(folded: str, before: str, match: re.Match[str]) -> bool:
    """Whether a role word is one here, and not part of a name (政策落实科, 统筹协调处)."""
    if not before:
        return not ends_like_unit(folded) or bool(re.match(r"按|根据|依|结合|各负", match[0]))
    if ends_like_unit(before):
        return True
    return bool(_STRONG.search(match[0])) and len(before) > 1 and not ends_like_unit(folded)


def _trimmed(name: str) -> str:
    while not ends_like_unit(name) and (adverb := _ADVERBS.search(fold(name))):
        name = name[: adverb.start()]
    return name


def _names(text: str) -> list[str]:
    return [name for piece in split_names(text) if (name := _bare(piece))]


def _bare(piece: str) -> str:
    """Return a name as printed, without 由 before it and 等有关单位 behind it; nothing for people and dashes."""
    name = piece.strip(" \t\n。.:：；;，,、*＊")
    mark = _MARK.match(fold(name))
    name = name[mark.end() :] if mark else name
    leading = _LEADING.match(fold(name))
    name = name[leading.end() :] if leading else name
    and_so_on = _AND_SO_ON.search(fold(name))
    name = name[: and_so_on.start()] if and_so_on else name
    return "" if _NOBODY.match(fold(name)) or _PEOPLE.search(without_brackets(name)) else name


def _settled(named: list[_Named], column: Meaning) -> Duties:
    """Give each name its duty: words first, then what the words leave open by the column."""
    duties = Duties()
    leads = any(one.role is Role.LEAD for one in named)
    for one in named:
        if _is_limit(one.name):
            duties.limits.append(one.name)
        elif one.role is Role.LEAD:
            duties.lead.append(one.name)
        elif one.role is Role.COOP:
            duties.coop.append(one.name)
        else:
            (duties.coop if leads or column is Meaning.COOP else duties.lead).append(one.name)
    return duties


def _is_limit(name: str) -> bool:
    if ends_like_unit(name):
        return False
    reading = read_limit(name, None, in_limit_cell=True)
    return bool(reading.days or reading.turns or reading.standing)
