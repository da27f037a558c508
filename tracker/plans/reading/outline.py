"""The numbered paragraphs of a text as a tree: what is a heading, what a task, and what stands beneath each."""

from dataclasses import dataclass, field

from tracker.plans.reading.blocks import Paragraph
from tracker.plans.reading.characters import tight, without_notes
from tracker.plans.reading.endings import Ending, is_ending, take_ending
from tracker.plans.reading.headers import Meaning
from tracker.plans.reading.labels import split_labels
from tracker.plans.reading.levels import Levels, Line
from tracker.plans.reading.markers import Kind, Marker, find_marker, marker_of_label
from tracker.plans.reading.parts import is_signature
from tracker.plans.reading.parts import is_title as reads_like_title

_LONGEST_TITLE = 45
_MOST_LEVELS = 20


@dataclass
class Node:
    """A numbered paragraph, or a heading known by its look; what belongs to it hangs below."""

    level: float
    marker: Marker | None
    line: Line
    text: str
    ending: Ending
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)
    bodies: list[Line] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    deliverable: str = ""
    heads_table: bool = False

    @property
    def number(self) -> str | None:
        """Its number without the point."""
        return self.marker.number if self.marker else None

    @property
    def body(self) -> str:
        """Its text without the ending; ``text`` is the whole of it, without the number."""
        return self.ending.text

    @property
    def printed(self) -> str:
        """The line as a reader sees it."""
        return (self.line.label + self.line.text).strip()

    @property
    def prefix(self) -> str:
        """The number as printed, with its point."""
        if self.marker is None:
            return ""
        return self.line.label or self.line.text[: self.marker.length]

    @property
    def is_bare_title(self) -> bool:
        """Whether it is only a title, whose text follows in paragraphs of their own."""
        text = self.body.strip().rstrip("：:。")
        return len(text) <= _LONGEST_TITLE and not any(mark in text for mark in "。；;") and not self.ending.duties

    def path(self) -> list["Node"]:
        """The headings above it, outermost first."""
        path: list[Node] = []
        above = self.parent
        while above is not None:
            path.insert(0, above)
            above = above.parent
        return path


def lines_of(paragraph: Paragraph) -> list[Line]:
    """Return the logical lines of a paragraph: a soft line break parts them, unless it stands within a sentence."""
    lines: list[Line] = []
    for piece in without_notes(paragraph.text).split("\n"):
        if not piece.strip():
            continue
        if lines and not _begins_anew(piece, lines[-1].text):
            lines[-1].text += piece.strip()
            continue
        first = not lines
        lines.append(
            Line(
                piece.strip(),
                paragraph.id,
                paragraph.where,
                paragraph.label if first else "",
                paragraph.level if first else None,
                paragraph.is_bold,
                paragraph.is_centred,
                paragraph.is_title,
            )
        )
    if not lines and paragraph.label:
        lines.append(Line("", paragraph.id, paragraph.where, paragraph.label))
    return lines


def _begins_anew(piece: str, before: str) -> bool:
    if find_marker(piece) or is_ending(piece) or is_signature(piece):
        return True
    last = before.rstrip()[-1:]
    is_title = len(before) <= _LONGEST_TITLE and find_marker(before) is not None and last not in "，,、"
    return last in "。；;：:！!？?）)" or is_title


class Outline:
    """The tree being built line by line; ``roots`` are its outermost nodes."""

    def __init__(self, lines: list[Line]) -> None:
        """Prepare for ``lines``, all of the part: its kinds of number and heading styles decide about levels."""
        self.roots: list[Node] = []
        self.nodes: list[Node] = []
        self.loose: list[Line] = []
        self._open: list[Node] = []
        self._levels = Levels(lines)

    @property
    def open_nodes(self) -> list[Node]:
        """The headings that are open at this place, outermost first."""
        return list(self._open)

    @property
    def last(self) -> Node | None:
        """The node the last line belonged to."""
        return self._open[-1] if self._open else None

    def close(self) -> None:
        """End all headings: what follows is another part."""
        self._open = []

    def add(self, line: Line) -> None:
        """Add one line: a number opens a node, a unit line completes the last, other lines are its body."""
        marker = self._marker(line)
        if marker is not None:
            text = line.text if line.label and marker_of_label(line.label) else line.text[marker.length :]
            self._add_node(self._levels.of_marker(marker), marker, line, text.strip())
        elif self._levels.is_styled_heading(line) and (self.nodes or not reads_like_title(line.text)):
            self._add_node(self._levels.of_style(line), None, line, line.text)
        elif self._levels.is_heading_by_look(line):
            above = self.last.level if self.last and self.last.is_bare_title and not self.last.bodies else None
            self._add_node(self._levels.of_look(above), None, line, line.text)
        elif self.last is not None and is_ending(line.text):
            self._complete(self.last, take_ending(line.text), line)
        elif self.last is not None and not self._add_labelled(self.last, line):
            self.last.bodies.append(line)
        elif self.last is None:
            self.loose.append(line)

    def _complete(self, node: Node, ending: Ending, line: Line) -> None:
        node.ending.add(ending)
        node.anchors.append(line.anchor)

    def _add_labelled(self, node: Node, line: Line) -> bool:
        """Take a line such as 工作措施：… or 工作目标：… into the text or the aim of the task above it."""
        parts = split_labels(line.text)
        if len(parts) != 1 or parts[0].meaning not in (Meaning.MEASURE, Meaning.TASK, Meaning.TARGET):
            return False
        if parts[0].meaning is Meaning.TARGET:
            node.deliverable = parts[0].text
        else:
            node.extra.append(line.text)
        node.anchors.append(line.anchor)
        return True

    def _marker(self, line: Line) -> Marker | None:
        if line.label:
            return marker_of_label(line.label)
        marker = find_marker(line.text)
        if marker is None or len(tight(line.text)) <= marker.length:
            return None
        if marker.kind is Kind.DECIMAL and not self._is_plausible(marker):
            return None
        return marker

    def _is_plausible(self, marker: Marker) -> bool:
        """Whether 5.15 is a number of a paragraph here, and not a day: it counts on, or begins below number 5."""
        above = [node.marker for node in reversed(self.nodes) if node.marker]
        decimals = [other for other in above if other.kind is Kind.DECIMAL]
        outer = marker.number.replace("-", ".").rpartition(".")[0]
        if decimals and decimals[0].number.replace("-", ".").rpartition(".")[0] == outer:
            return marker.value == decimals[0].value + 1
        return marker.value == 1

    def _add_node(self, level: float, marker: Marker | None, line: Line, text: str) -> None:
        while self._open and (self._open[-1].level >= level or len(self._open) >= _MOST_LEVELS):
            self._open.pop()
        parent = self._open[-1] if self._open else None
        node = Node(level, marker, line, text, take_ending(text), parent, anchors=[line.anchor])
        (parent.children if parent else self.roots).append(node)
        self.nodes.append(node)
        self._open.append(node)
