"""The two kinds of sheets, and their year."""

from tracker import clock
from tracker.roundtrip.rules import SheetKind

WORK, PLAN = SheetKind.WORK, SheetKind.PLAN


YEAR = clock.today().year
