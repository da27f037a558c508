"""Add work on many tasks at once, and tags."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "task_bulk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("wanted", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("done_by", sa.String(length=100), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_bulk")),
    )
    with op.batch_alter_table("task_bulk", schema=None) as batch_op:
        batch_op.create_index("ix_task_bulk_account_id_done_at", ["account_id", "done_at"], unique=False)

    op.create_table(
        "task_bulk_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bulk_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("refusal", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["bulk_id"], ["task_bulk.id"], name=op.f("fk_task_bulk_row_bulk_id_task_bulk")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_bulk_row_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_bulk_row")),
    )
    with op.batch_alter_table("task_bulk_row", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_bulk_row_bulk_id"), ["bulk_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_bulk_row_task_id"), ["task_id"], unique=False)

    op.create_table(
        "task_tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_tag_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_tag")),
        sa.UniqueConstraint("task_id", "name", name=op.f("uq_task_tag_task_id_name")),
    )
    with op.batch_alter_table("task_tag", schema=None) as batch_op:
        batch_op.create_index("ix_task_tag_name_task_id", ["name", "task_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("task_tag", schema=None) as batch_op:
        batch_op.drop_index("ix_task_tag_name_task_id")

    op.drop_table("task_tag")
    with op.batch_alter_table("task_bulk_row", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_bulk_row_task_id"))
        batch_op.drop_index(batch_op.f("ix_task_bulk_row_bulk_id"))

    op.drop_table("task_bulk_row")
    with op.batch_alter_table("task_bulk", schema=None) as batch_op:
        batch_op.drop_index("ix_task_bulk_account_id_done_at")

    op.drop_table("task_bulk")
