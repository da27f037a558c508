"""Add the proofs of what a unit reports about a supervised matter."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "matter_evidence",
        sa.Column("feedback_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("disclosure", sa.String(length=20), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by", sa.String(length=100), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_matter_evidence_file_id_stored_file")),
        sa.ForeignKeyConstraint(
            ["feedback_id"], ["matter_feedback.id"], name=op.f("fk_matter_evidence_feedback_id_matter_feedback")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_evidence")),
    )
    op.create_index(op.f("ix_matter_evidence_file_id"), "matter_evidence", ["file_id"])
    op.create_index(op.f("ix_matter_evidence_feedback_id"), "matter_evidence", ["feedback_id"])


def downgrade() -> None:
    op.drop_table("matter_evidence")
