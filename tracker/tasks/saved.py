"""Views of the list that a person keeps for themselves: the filters in force, under a name."""

from sqlalchemy import bindparam, select

from tracker.db import db, transaction
from tracker.errors import N_, NotFound, RuleBroken
from tracker.permissions import Actor, Permission
from tracker.tasks.models import TaskView

LONGEST_NAME = 30
LONGEST_QUERY = 1000
MOST_VIEWS = 12
_KEPT = select(TaskView).where(TaskView.account_id == bindparam("account_id")).order_by(TaskView.name)


def keep_view(name: str, query: str, *, by: Actor) -> TaskView:
    """Keep the filters ``query`` (the part of the address behind the question mark) under a name of one's own.

    The name kept before with other filters now means these.
    """
    by.must(Permission.VIEW_WORK)
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_NAME or len(query) > LONGEST_QUERY:
        raise RuleBroken(N_("Give the view a name of at most %(limit)d characters."), field="name", limit=LONGEST_NAME)
    with transaction():
        kept = {view.name: view for view in list_views(by)}
        if name not in kept and len(kept) >= MOST_VIEWS:
            raise RuleBroken(N_("You keep %(number)d views already; remove one first."), number=len(kept))
        view = kept.get(name) or TaskView(account_id=by.account_id, name=name)
        view.query = query
        db.session.add(view)
    return view


def remove_view(view_id: int, *, by: Actor) -> None:
    """Forget a view of one's own; that of somebody else does not exist: NotFound."""
    with transaction():
        view = db.session.get(TaskView, view_id)
        if view is None or view.account_id != by.account_id:
            raise NotFound
        db.session.delete(view)


def list_views(by: Actor) -> list[TaskView]:
    """Return the views that a person keeps, by name."""
    return list(db.session.scalars(_KEPT, {"account_id": by.account_id}))
