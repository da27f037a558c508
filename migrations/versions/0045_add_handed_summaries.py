"""Add the summaries that sections hand in to the office."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "handed_summary",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("handed_by", sa.String(length=100), nullable=False),
        sa.Column("handed_at", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("returned_by", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_handed_summary_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handed_summary")),
        sa.UniqueConstraint("unit_id", "year", name=op.f("uq_handed_summary_unit_id_year")),
    )


def downgrade() -> None:
    op.drop_table("handed_summary")
