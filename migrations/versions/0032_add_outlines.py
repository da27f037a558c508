"""Add the outlines of an agency, and for whom and how a summary is printed."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("variant", sa.String(length=20), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("changed_by", sa.String(length=100), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outline")),
        sa.UniqueConstraint("variant", name=op.f("uq_outline_variant")),
    )
    op.create_table(
        "summary_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("summary_id", sa.Integer(), nullable=False),
        sa.Column("has_red_head", sa.Boolean(), nullable=False),
        sa.Column("mark", sa.String(length=60), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("signers", sa.String(length=60), nullable=False),
        sa.Column("has_seal", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=100), nullable=False),
        sa.Column("copies_to", sa.String(length=200), nullable=False),
        sa.Column("printed_by", sa.String(length=60), nullable=False),
        sa.Column("printed_on", sa.Date(), nullable=True),
        sa.Column("has_tasks", sa.Boolean(), nullable=False),
        sa.Column("has_annex", sa.Boolean(), nullable=False),
        sa.Column("is_archival", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["summary_id"], ["summary.id"], name=op.f("fk_summary_paper_summary_id_summary")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_summary_paper")),
        sa.UniqueConstraint("summary_id", name=op.f("uq_summary_paper_summary_id")),
    )
    op.add_column("summary", sa.Column("variant", sa.String(length=20), server_default="agency", nullable=False))


def downgrade() -> None:
    op.drop_column("summary", "variant")
    op.drop_table("summary_paper")
    op.drop_table("outline")
