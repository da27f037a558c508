"""Add what is said about tasks."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("answers_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("said_by", sa.String(length=100), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=True),
        sa.Column("said_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["answers_id"], ["remark.id"], name=op.f("fk_remark_answers_id_remark")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["progress_report.id"], name=op.f("fk_remark_report_id_progress_report")
        ),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_remark_task_id_task")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_remark_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
    )
    with op.batch_alter_table("remark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_remark_task_id"), ["task_id"], unique=False)
        batch_op.create_index("ix_remark_kind_id", ["kind", "id"], unique=False)
    op.create_table(
        "remark_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("remark_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("seen_by", sa.String(length=100), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["remark_id"], ["remark.id"], name=op.f("fk_remark_unit_remark_id_remark")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_remark_unit_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark_unit")),
        sa.UniqueConstraint("remark_id", "unit_id", name=op.f("uq_remark_unit_remark_id_unit_id")),
    )
    with op.batch_alter_table("remark_unit", schema=None) as batch_op:
        batch_op.create_index("ix_remark_unit_unit_id", ["unit_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("remark_unit", schema=None) as batch_op:
        batch_op.drop_index("ix_remark_unit_unit_id")
    op.drop_table("remark_unit")
    with op.batch_alter_table("remark", schema=None) as batch_op:
        batch_op.drop_index("ix_remark_kind_id")
        batch_op.drop_index(batch_op.f("ix_remark_task_id"))
    op.drop_table("remark")
