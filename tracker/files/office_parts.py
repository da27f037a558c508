"""What stands in the parts of a Word or Excel document: field codes, formulas, and marks of secrecy."""

import re

from tracker.errors import N_, RuleBroken, Suspicious
from tracker.files.markup import Watcher, value_of
from tracker.texts import has_secrecy_mark

SECRECY = N_(
    "“%(name)s” was not accepted: it carries a mark of secrecy (秘密, 机密 or 绝密). This system is not for secrets; "
    "keep the file on a machine that is, and tell your secrecy officer if it came here by mistake."
)
CALLS_PROGRAM = N_(
    "“%(name)s” was not accepted: a field or formula in it fetches from another program or file (DDE or LINK). "
    "Turn it into plain text (Word: Ctrl+A, Ctrl+Shift+F9), save it and upload that copy."
)

_CALLING_FIELD = re.compile(r"(?:DDE(?:AUTO)?|LINK|DATABASE)\b")
_BEFORE_CODE = ' \t\r\n\u3000\xa0"“”'
_NESTED = "\ufffc"  # stands in a field's code for the result of the field inside it
_CODE_KEPT = 64  # the first word tells what a field does
_FORMULA_KEPT = 16 * 1024  # Excel takes 8,192 characters
_TEXT_KEPT = 64 * 1024
_MARK_LENGTH = 100

_PAGE_MARGINS = frozenset(("oddHeader", "evenHeader", "firstHeader", "oddFooter", "evenFooter", "firstFooter"))
_CODE = frozenset(("instrText", "delInstrText"))
_FORMULA = frozenset(("f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula"))
_LINE_ENDS = frozenset(("p", "si", "is")) | _PAGE_MARGINS
_BLANKS = frozenset(("tab", "br", "cr"))
_DDE_FORMULA = re.compile(r"\|\s*(?:'[^']*'|[^\s'!|]+)\s*!")  # program|'topic'!item
_QUOTED = re.compile(r'"[^"]*"')
_MARGIN_CODES = re.compile(r'&(?:"[^"]*"|[LCRBIUESXYPNDTFAGZ&]|\d+|K[0-9A-F]{6})')


class PartText(Watcher):
    """Watches one part; raises RuleBroken for fields and formulas that call programs, and for marks of secrecy."""

    def __init__(self) -> None:
        """Begin with nothing read."""
        self._open: list[str] = []
        self._fields: list[_Field] = []
        self._formula = ""
        self._written: list[str] = []
        self._length = 0

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """See an element begin."""
        self._open.append(name)
        if name == "fldChar":
            self._turn(value_of(attributes, "fldCharType"))
        elif name == "fldSimple":
            _Field(value_of(attributes, "instr")).check()
        elif name == "ddeLink":
            raise RuleBroken(CALLS_PROGRAM)
        elif name == "textpath":  # a watermark
            self._write(value_of(attributes, "string") + "\n")
        elif name in _BLANKS:
            self._write(" ")

    def end(self, name: str) -> None:
        """See an element end."""
        self._open.pop()
        if name in _LINE_ENDS:
            self._write("\n")
        elif name in _FORMULA:
            self._check_formula()

    def text(self, text: str) -> None:
        """See a piece of text."""
        inside = self._open[-1]
        if inside == "t":
            self._write(text)
        elif inside in _PAGE_MARGINS:
            self._write(_MARGIN_CODES.sub(" ", text))
        elif inside in _CODE:
            self._write_code(text)
        elif inside in _FORMULA:
            self._formula = (self._formula + text)[:_FORMULA_KEPT]

    def close(self) -> None:
        """Check what is still open."""
        for field in self._fields:
            field.check()
        self._check_written()

    def _write(self, text: str) -> None:
        self._written.append(text)
        self._length += len(text)
        if self._length > _TEXT_KEPT:
            self._check_written()

    def _check_written(self) -> None:
        text = "".join(self._written)
        if has_secrecy_mark(text):
            raise Suspicious(SECRECY, event="secret.refused")
        self._written = [text[-_MARK_LENGTH:]]
        self._length = 0

    def _write_code(self, text: str) -> None:
        if self._fields:
            self._fields[-1].add(text)
        else:
            _Field(text).check()

    def _check_formula(self) -> None:
        if _DDE_FORMULA.search(_QUOTED.sub("", self._formula)):
            raise RuleBroken(CALLS_PROGRAM)
        self._formula = ""

    def _turn(self, kind: str) -> None:
        """Follow a field through its marks: begin, code, separate, result, end."""
        if kind == "begin":
            if self._fields:
                self._fields[-1].add(_NESTED)
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].is_code = False
        elif kind == "end" and self._fields:
            self._fields.pop().check()


class _Field:
    """The beginning of a field's code, put together from its runs."""

    def __init__(self, code: str = "") -> None:
        self._code = ""
        self.is_code = True
        self.add(code)

    def add(self, text: str) -> None:
        if self.is_code:
            self._code = (self._code + text).lstrip(_BEFORE_CODE)[:_CODE_KEPT]

    def check(self) -> None:
        """Refuse a field that calls a program, or whose own name is worked out by another field."""
        code = self._code.upper()
        known, nested, _rest = (code.split(maxsplit=1) or [""])[0].partition(_NESTED)
        is_hidden = bool(nested) and any(name.startswith(known) for name in ("DDEAUTO", "LINK", "DATABASE"))
        if is_hidden or _CALLING_FIELD.match(code):
            raise RuleBroken(CALLS_PROGRAM)
