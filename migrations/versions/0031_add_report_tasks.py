"""Add the tasks that stand for the reports the law asks for."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "annual_report_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "publication",
            sa.Enum("own", "government", name="publication", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_annual_report_task_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annual_report_task")),
        sa.UniqueConstraint("year", "publication", name=op.f("uq_annual_report_task_year_publication")),
    )
    with op.batch_alter_table("annual_report_task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_annual_report_task_task_id"), ["task_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("annual_report_task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_annual_report_task_task_id"))
    op.drop_table("annual_report_task")
