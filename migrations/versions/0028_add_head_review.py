"""Add the head of a unit between its officer and the office."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "head_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("switched_by", sa.String(length=100), nullable=False),
        sa.Column("switched_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_head_review_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_head_review")),
        sa.UniqueConstraint("unit_id", name=op.f("uq_head_review_unit_id")),
    )
    op.add_column("progress_report", sa.Column("passed_by", sa.String(length=100), server_default="", nullable=False))
    op.add_column("progress_report", sa.Column("passed_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    op.execute("UPDATE progress_report SET state = 'submitted' WHERE state = 'with_head'")
    op.drop_column("progress_report", "passed_at")
    op.drop_column("progress_report", "passed_by")
    op.drop_table("head_review")
