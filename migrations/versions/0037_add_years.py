"""Add the end of a year: decisions, confirmed figures, closings, proposals."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("from_year", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.String(length=100), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_proposal")),
        sa.UniqueConstraint("from_year", "key", name=op.f("uq_plan_proposal_from_year_key")),
    )
    with op.batch_alter_table("plan_proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_proposal_item_id"), ["item_id"], unique=False)
    op.create_table(
        "year_closing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=False),
        sa.Column("closed_by", sa.String(length=100), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("reopened_at", sa.DateTime(), nullable=True),
        sa.Column("reopened_by", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_closing")),
    )
    with op.batch_alter_table("year_closing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_year_closing_year"), ["year"], unique=False)
    op.create_table(
        "year_confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("is_on_behalf", sa.Boolean(), nullable=False),
        sa.Column("confirmed_by", sa.String(length=100), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_year_confirmation_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_confirmation")),
        sa.UniqueConstraint("year", "unit_id", name=op.f("uq_year_confirmation_year_unit_id")),
    )
    op.create_table(
        "year_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("fate", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.String(length=100), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["into_id"], ["task.id"], name=op.f("fk_year_decision_into_id_task")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_year_decision_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_decision")),
        sa.UniqueConstraint("task_id", name=op.f("uq_year_decision_task_id")),
    )
    with op.batch_alter_table("year_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_year_decision_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_year_decision_year"), ["year"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("year_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_year_decision_year"))
        batch_op.drop_index(batch_op.f("ix_year_decision_item_id"))
    op.drop_table("year_decision")
    op.drop_table("year_confirmation")
    with op.batch_alter_table("year_closing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_year_closing_year"))
    op.drop_table("year_closing")
    with op.batch_alter_table("plan_proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_proposal_item_id"))
    op.drop_table("plan_proposal")
