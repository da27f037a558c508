"""Add the versions of the summary's sections, beginning with the texts as they are, and remarks on them."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "section_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("heading", sa.String(length=100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("saved_by", sa.String(length=100), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["section_id"], ["summary_section.id"], name=op.f("fk_section_version_section_id_summary_section")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section_version")),
        sa.UniqueConstraint("section_id", "number", name=op.f("uq_section_version_section_id_number")),
    )
    op.execute(
        "INSERT INTO section_version (section_id, number, heading, text, saved_by, saved_at) "
        "SELECT summary_section.id, summary_section.version, heading, text, '', drafted_at "
        "FROM summary_section JOIN summary ON summary.id = summary_section.summary_id"
    )
    op.create_table(
        "section_remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("said_by", sa.String(length=100), nullable=False),
        sa.Column("said_at", sa.DateTime(), nullable=False),
        sa.Column("settled_by", sa.String(length=100), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["section_id"], ["summary_section.id"], name=op.f("fk_section_remark_section_id_summary_section")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section_remark")),
    )
    op.create_index(op.f("ix_section_remark_section_id"), "section_remark", ["section_id"])


def downgrade() -> None:
    op.drop_table("section_remark")
    op.drop_table("section_version")
