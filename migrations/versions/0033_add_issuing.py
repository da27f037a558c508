"""Add the chain of sign-off, waivers at the gate, and issued papers."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chain_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("unit_name", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain_step")),
    )
    op.create_index("ix_chain_step_document", "chain_step", ["kind", "document_id", "id"])
    op.create_table(
        "chain_cosigner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_chain_cosigner_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain_cosigner")),
        sa.UniqueConstraint("kind", "document_id", "unit_id", name=op.f("uq_chain_cosigner_kind_document_id_unit_id")),
    )
    op.create_index(op.f("ix_chain_cosigner_unit_id"), "chain_cosigner", ["unit_id"])
    op.create_table(
        "gate_waiver",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_waiver")),
        sa.UniqueConstraint("kind", "document_id", "mark", name=op.f("uq_gate_waiver_kind_document_id_mark")),
    )
    op.create_table(
        "issued_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(length=30), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("pdf_id", sa.Integer(), nullable=False),
        sa.Column("docx_id", sa.Integer(), nullable=False),
        sa.Column("is_for_everybody", sa.Boolean(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_by", sa.String(length=100), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.Column("index_code", sa.String(length=60), nullable=False),
        sa.Column("publisher", sa.String(length=100), nullable=False),
        sa.Column("disclosure", sa.String(length=20), nullable=False),
        sa.Column("department", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["docx_id"], ["stored_file.id"], name=op.f("fk_issued_paper_docx_id_stored_file")),
        sa.ForeignKeyConstraint(["pdf_id"], ["stored_file.id"], name=op.f("fk_issued_paper_pdf_id_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_paper")),
        sa.UniqueConstraint("kind", "document_id", "edition", name=op.f("uq_issued_paper_kind_document_id_edition")),
        sa.UniqueConstraint("series", "year", "number", name=op.f("uq_issued_paper_series_year_number")),
    )
    for column in ("pdf_id", "docx_id"):
        op.create_index(op.f(f"ix_issued_paper_{column}"), "issued_paper", [column])


def downgrade() -> None:
    for table in ("issued_paper", "gate_waiver", "chain_cosigner", "chain_step"):
        op.drop_table(table)
