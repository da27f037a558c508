"""What the first text of a report is drafted from, beside its tables."""

from sqlalchemy import func, select

from tracker.annual_report.drafting import Year
from tracker.checks.models import CheckRound, Finding
from tracker.checks.rules import FindingState
from tracker.db import db
from tracker.requests.queries import sum_fees


def gather_year(year: int) -> Year:
    """Return the checks and the fees of a year."""
    rounds = db.session.scalar(select(func.count(CheckRound.id)).where(CheckRound.year == year)) or 0
    found = select(Finding.description, Finding.state).where(Finding.year == year).order_by(Finding.number)
    findings = list(db.session.execute(found))
    closed = sum(state == FindingState.CLOSED for _, state in findings)
    return Year(rounds, tuple(text for text, _ in findings), closed, *sum_fees(year))
