"""Add superior plans and what of ours carries them out."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "superior_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.Column("issuer", sa.String(length=100), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("entered_by", sa.String(length=100), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_superior_plan_file_id_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_superior_plan")),
        sa.UniqueConstraint("year", "title", name=op.f("uq_superior_plan_year_title")),
    )
    op.create_index(op.f("ix_superior_plan_file_id"), "superior_plan", ["file_id"])
    op.create_table(
        "superior_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("heading", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("limit_phrase", sa.String(length=300), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=100), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["superior_plan.id"], name=op.f("fk_superior_item_plan_id_superior_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_superior_item")),
        sa.UniqueConstraint("plan_id", "position", name=op.f("uq_superior_item_plan_id_position")),
    )
    op.create_table(
        "superior_cover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("plan_item_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["superior_item.id"], name=op.f("fk_superior_cover_item_id_superior_item")
        ),
        sa.ForeignKeyConstraint(
            ["plan_item_id"], ["plan_item.id"], name=op.f("fk_superior_cover_plan_item_id_plan_item")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_superior_cover")),
        sa.UniqueConstraint("item_id", "plan_item_id", name=op.f("uq_superior_cover_item_id_plan_item_id")),
    )
    op.create_index(op.f("ix_superior_cover_plan_item_id"), "superior_cover", ["plan_item_id"])


def downgrade() -> None:
    op.drop_table("superior_cover")
    op.drop_table("superior_item")
    op.drop_table("superior_plan")
