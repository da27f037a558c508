"""How much one person may ask for in a minute, whichever worker answers."""

from flask import Flask, request

from tracker import clock, config
from tracker.errors import TooOften
from tracker.history.services import record_refusal
from tracker.web.access import current_actor, current_viewer, is_static
from tracker.web.counters import Counters

MADE = (".pdf", ".docx", ".xlsx", ".zip")
SEARCHED = "q"


def init_app(app: Flask) -> None:
    """Refuse what is asked of ``app`` too often; to be called after the access of a request was checked."""
    counters: list[Counters] = []

    @app.before_request
    def check() -> None:
        rates = config.rates_in(config.current().rates)
        if not rates or request.endpoint is None or is_static(request.endpoint):
            return
        viewer = current_viewer()
        if viewer is None:
            return
        if not counters:  # opened in each worker process
            counters.append(Counters(config.current().instance / "rates"))
        minute, passed = divmod(int(clock.now().timestamp()), 60)
        for kind in _kinds():
            most = rates.get(kind, 0)
            if most and (times := counters[0].count(f"{kind} {viewer.actor.account_id}", minute)) > most:
                if times == most + 1:
                    record_refusal(
                        current_actor(), "access.limited", name=f"{kind} {request.method} {request.path}"[:300]
                    )
                raise TooOften(kind, most, seconds=60 - passed)


def _kinds() -> list[str]:
    """Return what this request is counted as, the dearest first."""
    kinds = []
    if request.path.endswith(MADE) or request.endpoint == "archive.make":
        kinds.append("exports")
    if request.method == "POST" and any(file.filename for file in request.files.values()):
        kinds.append("uploads")
    if request.args.get(SEARCHED):
        kinds.append("searches")
    return [*kinds, "requests"]
