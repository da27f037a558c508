"""Who may put the head of a unit between its officer and the office."""

from tracker.errors import N_, RuleBroken


def check_may_switch(*, is_office: bool, is_head: bool) -> None:
    """Raise RuleBroken unless the office or the head of the unit decides it."""
    if not (is_office or is_head):
        raise RuleBroken(N_("The office or the head of the unit decides whether reports go over the head's desk."))


def check_has_head(name: str, *, has_head: bool) -> None:
    """Raise RuleBroken when reports would wait for nobody."""
    if not has_head:
        raise RuleBroken(
            N_("%(unit)s has no head who can sign in, so its reports would wait for nobody. Name the head and give "
               "them an account first."),
            unit=name,
        )  # fmt: skip
