"""Add saved views of the task list, and the proofs a task asks for."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "task_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("query", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_task_view_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_view")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_task_view_account_id_name")),
    )
    op.add_column("task", sa.Column("proofs", sa.String(length=20), server_default="any", nullable=False))


def downgrade() -> None:
    op.drop_column("task", "proofs")
    op.drop_table("task_view")
