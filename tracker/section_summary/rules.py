"""What a section may hand in, as often as needed, and when the office may send it back."""

from tracker.errors import N_, RuleBroken
from tracker.summary.handed import HandedState, chapters_of

LONGEST_REASON = 500


def check_text(text: str) -> None:
    """Raise RuleBroken for a text that says nothing, or holds a brace, which stands for a figure elsewhere."""
    if not any(one.text for one in chapters_of(text)):
        raise RuleBroken(N_("There is nothing to hand in yet. Write the text, or take the draft."), field="text")
    if "{" in text or "}" in text:
        raise RuleBroken(N_("Write the numbers out here: what you hand in stays as it is."), field="text")


def check_return(state: HandedState | None, reason: str) -> None:
    """Raise RuleBroken when there is nothing to send back, or no reason for it."""
    if state is not HandedState.HANDED_IN:
        raise RuleBroken(N_("This summary does not lie with the office any more; look at where it stands."))
    if not reason.strip():
        raise RuleBroken(N_("Write what is to be mended."), field="reason")
