"""Move the waivers of the annual report to those of the gate, which names what is waived by its mark."""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

_KIND = "annual_report"


def _mark(identity: str, place: str, numbers: str) -> str:
    """Return the mark as the program made it when the waivers were moved."""
    facts = ("check", f"{identity}|{place}|{numbers}")
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False, default=str).encode()).hexdigest()


def upgrade() -> None:
    waivers = sa.table(
        "annual_report_waiver",
        *map(sa.column, ("report_id", "identity", "place", "numbers", "reason", "waived_by")),
        sa.column("waived_at", sa.DateTime()),
    )
    gate = sa.table(
        "gate_waiver",
        *map(sa.column, ("kind", "document_id", "mark", "reason", "name")),
        sa.column("at", sa.DateTime()),
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(*waivers.c)).all():
        report_id, identity, place, numbers, reason, name, at = row
        moved = {"kind": _KIND, "document_id": report_id, "mark": _mark(identity, place, numbers)}
        connection.execute(gate.insert().values(**moved, reason=reason, name=name, at=at))
    op.drop_table("annual_report_waiver")


def downgrade() -> None:
    # The waivers stay at the gate, where they count again after the next upgrade: a mark does not tell its numbers.
    op.create_table(
        "annual_report_waiver",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("identity", sa.String(length=4), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("numbers", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("waived_by", sa.String(length=100), nullable=False),
        sa.Column("waived_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["annual_report.id"], name=op.f("fk_annual_report_waiver_report_id_annual_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annual_report_waiver")),
        sa.UniqueConstraint(
            "report_id",
            "identity",
            "place",
            "numbers",
            name=op.f("uq_annual_report_waiver_report_id_identity_place_numbers"),
        ),
    )
