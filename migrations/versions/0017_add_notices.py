"""Add notices."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("issued_by", sa.String(length=100), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_notice_file_id_stored_file")),
        sa.ForeignKeyConstraint(["round_id"], ["check_round.id"], name=op.f("fk_notice_round_id_check_round")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_notice_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("year", "kind", "number", name=op.f("uq_notice_year_kind_number")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_file_id"), ["file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_round_id"), ["round_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_unit_id"), ["unit_id"], unique=False)
    op.create_table(
        "notice_slip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("signed_by", sa.String(length=100), nullable=False),
        sa.Column("signer_id", sa.Integer(), nullable=True),
        sa.Column("signed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_slip_notice_id_notice")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_notice_slip_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_slip")),
        sa.UniqueConstraint("notice_id", "unit_id", name=op.f("uq_notice_slip_notice_id_unit_id")),
    )
    with op.batch_alter_table("notice_slip", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_slip_unit_id"), ["unit_id"], unique=False)
    op.create_table(
        "notice_subject",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("matter_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_notice_subject_finding_id_finding")),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_notice_subject_matter_id_matter")),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_subject_notice_id_notice")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_notice_subject_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_subject")),
    )
    with op.batch_alter_table("notice_subject", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_subject_finding_id"), ["finding_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_subject_matter_id"), ["matter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_subject_notice_id"), ["notice_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_subject_task_id"), ["task_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("notice_subject", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_subject_task_id"))
        batch_op.drop_index(batch_op.f("ix_notice_subject_notice_id"))
        batch_op.drop_index(batch_op.f("ix_notice_subject_matter_id"))
        batch_op.drop_index(batch_op.f("ix_notice_subject_finding_id"))
    op.drop_table("notice_subject")
    with op.batch_alter_table("notice_slip", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_slip_unit_id"))
    op.drop_table("notice_slip")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_unit_id"))
        batch_op.drop_index(batch_op.f("ix_notice_round_id"))
        batch_op.drop_index(batch_op.f("ix_notice_file_id"))
    op.drop_table("notice")
