"""The summary as an official document: its sections with the figures filled in, tables, charts, what is added to it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from typing import Protocol

from tracker.documents.model import (
    Attachment,
    Block,
    Document,
    Figure,
    Heading,
    Imprint,
    Paragraph,
    RedHead,
    Signature,
    Table,
)
from tracker.figures.proving import prove_figures
from tracker.figures.rules import TOKEN, filled
from tracker.ledger.periods import year_period
from tracker.summary.document_annex import figures_annex, figures_json, tasks_attachment
from tracker.summary.document_tables import completion_exhibits, pairs_table, units_table
from tracker.summary.material import Material
from tracker.summary.models import Summary
from tracker.summary.paper_rules import Paper, names_of
from tracker.summary.rules import Key, lines


class Chapter(Protocol):
    """Something with a key, a heading and a text."""

    @property
    def key(self) -> str:
        """What it tells of."""

    @property
    def heading(self) -> str:
        """Its heading, empty for the opening."""

    @property
    def text(self) -> str:
        """Its text with the names of figures in it."""


NO_FRAME = Paper()


def summary_document(summary: Summary, material: Material, today: date) -> Document:
    """Return ``summary`` as a document; every figure takes its value from ``material``.

    The file is dated by the day of the document (成文日期; ``today`` until there is one), so that equal input prints
    to equal bytes.
    """
    paper = summary.paper.settings if summary.paper else Paper()
    return compose(
        summary.title, summary.sections, material, summary.signed_on or today, today, paper, summary.addressee
    )  # fmt: skip


def compose(
    title: str, chapters: Iterable[Chapter], material: Material, signed_on: date, today: date,
    paper: Paper = NO_FRAME, addressee: str = "",
) -> Document:  # fmt: skip
    """Return chapters as a document on a paper."""
    kept = list(chapters)
    wanted = figures_named(kept) if paper.has_annex or paper.is_archival else []
    proofs = prove_figures(wanted, year_period(material.year), today) if wanted else []
    return Document(
        title=title,
        blocks=tuple(numbered(_blocks(kept, material, today))),
        author=material.author,
        created=datetime(signed_on.year, signed_on.month, signed_on.day, tzinfo=UTC),
        addressees=addressee,
        red_head=_red_head(paper, material),
        attachments=_attachments(paper, material),
        signature=Signature(
            (material.author,), signed_on, has_seal=paper.has_seal, is_dated_in_chinese=paper.is_dated_in_chinese
        ),
        note=paper.note,
        imprint=_imprint(paper, signed_on),
        annex=figures_annex(proofs) if paper.has_annex else None,
        keywords=("政务公开", "工作总结", str(material.year)),
        is_archival=paper.is_archival,
        figures=figures_json(proofs) if paper.is_archival else "",
    )


def figures_named(chapters: Iterable[Chapter]) -> list[str]:
    """Return the names of the figures in the texts, in their order, each once."""
    found = (name.partition("|")[0].strip() for one in chapters for name in TOKEN.findall(one.text))
    return list(dict.fromkeys(found))


def _red_head(paper: Paper, material: Material) -> RedHead | None:
    if not paper.has_red_head:
        return None
    return RedHead(paper.mark or f"{material.author}文件", paper.number, tuple(names_of(paper.signers)))


def _imprint(paper: Paper, signed_on: date) -> Imprint | None:
    if not paper.printed_by:
        return None
    return Imprint(paper.copies_to, paper.printed_by, paper.printed_on or signed_on)


def _attachments(paper: Paper, material: Material) -> tuple[Attachment, ...]:
    return (tasks_attachment(material),) if paper.has_tasks else ()


def numbered(blocks: Iterable[Block]) -> Iterator[Block]:
    """Give the blocks with their tables and charts numbered as they come: 表1, 图1."""
    tables, charts = count(1), count(1)
    for one in blocks:
        if isinstance(one, Table):
            yield replace(one, caption=f"表{next(tables)}　{one.caption}")
        elif isinstance(one, Figure):
            yield replace(one, caption=f"图{next(charts)}　{one.caption}")
        else:
            yield one


def _blocks(chapters: Iterable[Chapter], material: Material, today: date) -> Iterator[Block]:
    for one in chapters:
        if one.heading:
            yield Heading(1, one.heading)
        for line in lines(one.text):
            text = filled(line.text, material.figures)
            yield Heading(2, text) if line.is_heading else Paragraph.of(text)
        yield from _exhibits(one.key, material, today)


def _exhibits(key: str, material: Material, today: date) -> Iterator[Block]:
    """Yield the tables and charts that belong to a chapter."""
    if key == Key.COMPLETION and material.units:
        yield from completion_exhibits(material, today)
        yield from pairs_table(material)
    if key == Key.UNITS and material.unit_numbers:
        yield units_table(material)
