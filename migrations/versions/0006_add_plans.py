"""Add plans."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("source_name", sa.String(length=200), nullable=False),
        sa.Column("source_file_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.JSON(), nullable=False),
        sa.Column("read_items", sa.JSON(), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_file_id"], ["stored_file.id"], name=op.f("fk_plan_source_file_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("year", name=op.f("uq_plan_year")),
    )
    op.create_table(
        "plan_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=True),
        sa.Column("heading_path", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("deliverable", sa.String(length=500), nullable=False),
        sa.Column("target", sa.String(length=300), nullable=False),
        sa.Column("leader", sa.String(length=100), nullable=False),
        sa.Column("person", sa.String(length=100), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("anchors", sa.JSON(), nullable=False),
        sa.Column("read_index", sa.Integer(), nullable=True),
        sa.Column("doubts", sa.JSON(), nullable=False),
        sa.Column("is_settled", sa.Boolean(), nullable=False),
        sa.Column("is_dropped", sa.Boolean(), nullable=False),
        sa.Column("limit_kind", sa.String(length=20), nullable=False),
        sa.Column("limit_phrase", sa.String(length=300), nullable=False),
        sa.Column("limit_due_on", sa.Date(), nullable=True),
        sa.Column("limit_frequency", sa.String(length=20), nullable=True),
        sa.Column("limit_values", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_item_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_item")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("plan_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_item_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "item_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("duty", sa.String(length=20), nullable=False),
        sa.Column("is_collective", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["plan_item.id"], name=op.f("fk_item_unit_item_id_plan_item")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_item_unit_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_unit")),
        sa.UniqueConstraint("item_id", "name", "duty", name=op.f("uq_item_unit_item_id_name_duty")),
    )
    with op.batch_alter_table("item_unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_unit_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_item_unit_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "plan_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_step_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_step")),
    )
    with op.batch_alter_table("plan_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_step_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "plan_adjustment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("source_name", sa.String(length=200), nullable=False),
        sa.Column("source_file_id", sa.Integer(), nullable=False),
        sa.Column("reading", sa.JSON(), nullable=False),
        sa.Column("previous_name", sa.String(length=200), nullable=False),
        sa.Column("previous_file_id", sa.Integer(), nullable=True),
        sa.Column("applied_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_adjustment_plan_id_plan")),
        sa.ForeignKeyConstraint(
            ["source_file_id"], ["stored_file.id"], name=op.f("fk_plan_adjustment_source_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["previous_file_id"], ["stored_file.id"], name=op.f("fk_plan_adjustment_previous_file_id_stored_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_adjustment")),
    )
    with op.batch_alter_table("plan_adjustment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_adjustment_plan_id"), ["plan_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("plan_adjustment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_adjustment_plan_id"))

    op.drop_table("plan_adjustment")
    with op.batch_alter_table("plan_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_step_plan_id"))

    op.drop_table("plan_step")
    with op.batch_alter_table("item_unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_unit_unit_id"))
        batch_op.drop_index(batch_op.f("ix_item_unit_item_id"))

    op.drop_table("item_unit")
    with op.batch_alter_table("plan_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_item_plan_id"))

    op.drop_table("plan_item")
    op.drop_table("plan")
