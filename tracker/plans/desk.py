"""The review page put together: what of it is asked for, where its buttons lead, and how it is shown."""

from typing import Any

from flask import flash, render_template, request, url_for
from flask_babel import gettext

from tracker import clock
from tracker.errors import NotFound
from tracker.plans.models import PlanItem
from tracker.plans.queries import get_review, next_to_decide
from tracker.plans.rows import Asked, ReviewPage


def asked_for(plan_id: int, open_id: int | None) -> ReviewPage:
    """Return the review that the address asks for; raise NotFound where a page of a lost item is only looked at."""
    anchor = request.args.get("from", "")
    asked = Asked(open_id, anchor, only_doubts=_only_doubts(), is_rest="rest" in request.args)
    page = get_review(plan_id, asked, clock.today())
    if open_id is not None and page.open is None and request.method == "GET":
        raise NotFound
    return page


def show(page: ReviewPage, form: Any = None, mode: str = "edit") -> str:
    """Render the review; ``mode`` says what is done with the open item."""
    return render_template("plans/review.html", page=page, plan=page.plan, form=form, mode=mode)


def after(then: str, page: ReviewPage, result: PlanItem) -> str:
    """Return where the button ``then`` of the open item leads once it is done."""
    if then in ("split", "move"):
        return url_for(f"plans.{then}", plan_id=page.plan_id, item_id=result.id, **_filter())
    if then == "join":
        return opened(page, result.id)
    if then == "confirm" and not result.is_settled:
        flash(gettext("A name you typed is not among the units; say below which one is meant."), "wait")
        return opened(page, result.id)
    return opened(page, next_to_decide(page.plan_id, page.open_position, only_doubts=_only_doubts()))


def opened(page: ReviewPage, item_id: int | None) -> str:
    """Return the address of the same review with another item open."""
    return link(page.plan_id, item_id)


def link(plan_id: int, item_id: int | None = None) -> str:
    """Return the address of a plan's review with an item open, or none, under the filter in force."""
    anchor = f"i{item_id}" if item_id else None
    return url_for("plans.review", plan_id=plan_id, open=item_id, _anchor=anchor, **_filter())


def first_doubt(plan_id: int) -> str:
    """Return the address of a plan's review at the first item that is in doubt, or of all of it."""
    first = next_to_decide(plan_id, -1, only_doubts=True)
    if first is None:
        return url_for("plans.review", plan_id=plan_id)
    return url_for("plans.review", plan_id=plan_id, doubts=1, open=first, _anchor=f"i{first}")


def _only_doubts() -> bool:
    return "doubts" in request.args


def _filter() -> dict[str, Any]:
    return {"doubts": 1} if _only_doubts() else {}
