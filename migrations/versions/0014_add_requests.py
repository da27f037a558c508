"""Add requests."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "disclosure_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "applicant",
            sa.String(length=20),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column(
            "channel",
            sa.String(length=20),
            nullable=False,
        ),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column(
            "step",
            sa.String(length=20),
            nullable=False,
        ),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("registered_by", sa.String(length=100), nullable=False),
        sa.Column("registered_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(outcome = '') = (answered_on IS NULL)", name=op.f("ck_disclosure_request_answer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_request")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_disclosure_request_year_number")),
    )
    with op.batch_alter_table("disclosure_request", schema=None) as batch_op:
        batch_op.create_index("ix_disclosure_request_answered_on", ["answered_on"], unique=False)
        batch_op.create_index("ix_disclosure_request_name_received_on", ["name", "received_on"], unique=False)
    op.create_table(
        "disclosure_dispute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.String(length=20),
            nullable=False,
        ),
        sa.Column("case_number", sa.String(length=100), nullable=False),
        sa.Column("body", sa.String(length=100), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column(
            "result",
            sa.String(length=20),
            nullable=False,
        ),
        sa.Column("is_as_reviewer", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(result = 'pending') = (decided_on IS NULL)", name=op.f("ck_disclosure_dispute_result")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["disclosure_request.id"], name=op.f("fk_disclosure_dispute_request_id_disclosure_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure_dispute")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_disclosure_dispute_year_number")),
    )
    with op.batch_alter_table("disclosure_dispute", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_disclosure_dispute_request_id"), ["request_id"], unique=False)
    op.create_table(
        "request_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column(
            "deed",
            sa.String(length=20),
            nullable=False,
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(length=100), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("standard", sa.String(length=20), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=True),
        sa.Column("fee", sa.Integer(), nullable=True),
        sa.Column("entered_by", sa.String(length=100), nullable=False),
        sa.Column("entered_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["disclosure_request.id"], name=op.f("fk_request_event_request_id_disclosure_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_event")),
    )
    with op.batch_alter_table("request_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_request_event_request_id"), ["request_id"], unique=False)
    op.create_table(
        "request_file",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column(
            "deed",
            sa.String(length=20),
            nullable=False,
        ),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column(
            "disclosure",
            sa.String(length=20),
            nullable=False,
        ),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by", sa.String(length=100), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_request_file_file_id_stored_file")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["disclosure_request.id"], name=op.f("fk_request_file_request_id_disclosure_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_file")),
    )
    with op.batch_alter_table("request_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_request_file_file_id"), ["file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_request_file_request_id"), ["request_id"], unique=False)
    op.create_table(
        "request_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["disclosure_request.id"], name=op.f("fk_request_unit_request_id_disclosure_request")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_request_unit_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_unit")),
        sa.UniqueConstraint("request_id", "unit_id", name=op.f("uq_request_unit_request_id_unit_id")),
    )
    with op.batch_alter_table("request_unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_request_unit_unit_id"), ["unit_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("request_unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_request_unit_unit_id"))
    op.drop_table("request_unit")
    with op.batch_alter_table("request_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_request_file_request_id"))
        batch_op.drop_index(batch_op.f("ix_request_file_file_id"))
    op.drop_table("request_file")
    with op.batch_alter_table("request_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_request_event_request_id"))
    op.drop_table("request_event")
    with op.batch_alter_table("disclosure_dispute", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_disclosure_dispute_request_id"))
    op.drop_table("disclosure_dispute")
    with op.batch_alter_table("disclosure_request", schema=None) as batch_op:
        batch_op.drop_index("ix_disclosure_request_name_received_on")
        batch_op.drop_index("ix_disclosure_request_answered_on")
    op.drop_table("disclosure_request")
