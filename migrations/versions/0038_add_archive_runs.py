"""Add the packages that were made of years."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "archive_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(), nullable=False),
        sa.Column("asked_by", sa.String(length=100), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("octets", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("error", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_run")),
    )
    with op.batch_alter_table("archive_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_archive_run_year"), ["year"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("archive_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_archive_run_year"))
    op.drop_table("archive_run")
