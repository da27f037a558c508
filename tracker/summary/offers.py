"""What sections wrote that belongs to a chapter and does not stand in it: offered beside its text."""

from tracker.outlines.rules import Key
from tracker.summary.deeds import area_of
from tracker.summary.handed import Told
from tracker.summary.material import Material
from tracker.summary.models import SummarySection
from tracker.summary.prose import as_told, likeness
from tracker.summary.sourcing import sentences

SAID = 0.9  # share of common pairs from which on a sentence says the same


def list_offers(section: SummarySection, material: Material) -> list[Told]:
    """Return the points of sections for this chapter that its text, as it was saved, does not say yet."""
    keys = {Key(one.key) for one in section.summary.sections}
    said = sentences(section.text)
    ours = (one for one in material.handed if area_of(one, keys) == section.key)
    return [one for one in ours if not _is_said(as_told(one.words), section.text, said)]


def _is_said(words: str, text: str, said: list[str]) -> bool:
    return words in text or any(likeness(words, one) >= SAID for one in said)
