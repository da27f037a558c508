"""Add the annual report."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "annual_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("adds_units", sa.Boolean(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issued_by", sa.String(length=100), nullable=False),
        sa.Column("frozen", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(issued_on IS NULL) = (sha256 = '')", name=op.f("ck_annual_report_issued")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annual_report")),
        sa.UniqueConstraint("year", name=op.f("uq_annual_report_year")),
    )
    op.create_table(
        "annual_report_override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=80), nullable=False),
        sa.Column("value", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.String(length=100), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["annual_report.id"], name=op.f("fk_annual_report_override_report_id_annual_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annual_report_override")),
        sa.UniqueConstraint("report_id", "path", name=op.f("uq_annual_report_override_report_id_path")),
    )
    op.create_table(
        "annual_report_section",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=2), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["annual_report.id"], name=op.f("fk_annual_report_section_report_id_annual_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annual_report_section")),
        sa.UniqueConstraint("report_id", "key", name=op.f("uq_annual_report_section_report_id_key")),
    )
    op.create_table(
        "annual_report_waiver",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("identity", sa.String(length=4), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("numbers", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("waived_by", sa.String(length=100), nullable=False),
        sa.Column("waived_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["annual_report.id"], name=op.f("fk_annual_report_waiver_report_id_annual_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annual_report_waiver")),
        sa.UniqueConstraint(
            "report_id",
            "identity",
            "place",
            "numbers",
            name=op.f("uq_annual_report_waiver_report_id_identity_place_numbers"),
        ),
    )
    op.create_table(
        "received_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("doubts", sa.JSON(), nullable=False),
        sa.Column("received_by", sa.String(length=100), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_received_report_file_id_stored_file")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_received_report_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received_report")),
    )
    with op.batch_alter_table("received_report", schema=None) as batch_op:
        batch_op.create_index("ix_received_report_year_unit_id", ["year", "unit_id"], unique=False)
    op.create_table(
        "report_quantity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_report_quantity_amount")),
        sa.CheckConstraint("month BETWEEN 0 AND 12", name=op.f("ck_report_quantity_month")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_report_quantity_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_quantity")),
        sa.UniqueConstraint("year", "unit_id", "key", "month", name=op.f("uq_report_quantity_year_unit_id_key_month")),
    )
    with op.batch_alter_table("report_quantity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_quantity_unit_id"), ["unit_id"], unique=False)
    op.create_table(
        "report_quantity_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_report_quantity_sheet_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_quantity_sheet")),
        sa.UniqueConstraint("year", "unit_id", name=op.f("uq_report_quantity_sheet_year_unit_id")),
    )


def downgrade() -> None:
    op.drop_table("report_quantity_sheet")
    with op.batch_alter_table("report_quantity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_quantity_unit_id"))
    op.drop_table("report_quantity")
    with op.batch_alter_table("received_report", schema=None) as batch_op:
        batch_op.drop_index("ix_received_report_year_unit_id")
    op.drop_table("received_report")
    op.drop_table("annual_report_waiver")
    op.drop_table("annual_report_section")
    op.drop_table("annual_report_override")
    op.drop_table("annual_report")
