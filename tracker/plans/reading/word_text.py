"""The text of a Word paragraph as a reader sees it: changes accepted, hidden text and notes left out."""

from dataclasses import dataclass, field

from tracker.plans.reading.numbering import W
from tracker.plans.reading.packages import Element
from tracker.plans.reading.word_styles import Style, Styles, is_on

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

# Deleted and moved-away text, field codes, pinyin above characters, properties.
_UNSEEN = {
    W + name for name in ("del", "moveFrom", "delText", "instrText", "delInstrText", "rt", "pPr", "rPr", "tblPr")
}
_SIGNS = {W + "tab": " ", W + "ptab": " ", W + "cr": "\n", W + "noBreakHyphen": "-"}
_BOX = W + "txbxContent"


@dataclass
class Letters:
    """What was collected of a paragraph: its text, how much of it is bold, its text boxes and notes."""

    styles: Styles
    style: Style
    pieces: list[str] = field(default_factory=list)
    bold: int = 0
    total: int = 0
    boxes: list[Element] = field(default_factory=list)
    has_note: bool = False

    @property
    def text(self) -> str:
        """The text with its soft line breaks."""
        return "".join(self.pieces)

    @property
    def is_bold(self) -> bool:
        """Whether every letter is bold."""
        return self.total > 0 and self.bold == self.total

    def collect(self, element: Element, *, is_bold: bool) -> None:
        """Add what is seen of ``element``'s children, in order."""
        for child in element:
            self._add(child, is_bold)

    def _add(self, child: Element, is_bold: bool) -> None:
        tag = child.tag
        if tag == W + "r":
            self._add_run(child, is_bold)
        elif tag == W + "t" or str(tag).endswith("}t"):
            self._write(child.text or "", is_bold)
        elif tag == W + "br" or tag in _SIGNS:
            self.pieces.append(_sign(child))
        elif tag in (W + "footnoteReference", W + "endnoteReference"):
            self.has_note = True
        elif tag == MC + "AlternateContent":
            self._add_alternative(child, is_bold)
        elif tag == _BOX:
            self.boxes.append(child)
        elif tag not in _UNSEEN:
            self.collect(child, is_bold=is_bold)

    def _add_run(self, run: Element, is_bold: bool) -> None:
        look = run.find(W + "rPr")
        if is_on(look, "vanish"):
            return
        named = look.find(W + "rStyle") if look is not None else None
        own = is_on(look, "b")
        if own is None and named is not None:
            own = self.styles.get(named.get(W + "val")).is_bold or None
        self.collect(run, is_bold=is_bold if own is None else own)

    def _add_alternative(self, alternatives: Element, is_bold: bool) -> None:
        chosen = alternatives.find(MC + "Choice")
        chosen = chosen if chosen is not None else alternatives.find(MC + "Fallback")
        if chosen is not None:
            self.collect(chosen, is_bold=is_bold)

    def _write(self, text: str, is_bold: bool) -> None:
        self.pieces.append(text)
        length = len("".join(text.split()))
        self.total += length
        self.bold += length if is_bold else 0


def _sign(element: Element) -> str:
    """Return what stands for a break or a special sign; page and column breaks are not seen."""
    if element.tag == W + "br":
        return "" if element.get(W + "type") in ("page", "column") else "\n"
    return _SIGNS[element.tag]
