"""Add checks."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "check_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("per_unit", sa.Integer(), nullable=True),
        sa.Column("seed", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.String(length=100), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_round")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_check_round_year_number")),
    )
    op.create_table(
        "check_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("checked_by", sa.String(length=100), nullable=False),
        sa.Column("checked_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["check_round.id"], name=op.f("fk_check_result_round_id_check_round")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_check_result_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_result")),
        sa.UniqueConstraint("round_id", "task_id", name=op.f("uq_check_result_round_id_task_id")),
    )
    with op.batch_alter_table("check_result", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_check_result_task_id"), ["task_id"], unique=False)

    op.create_table(
        "check_evidence",
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("disclosure", sa.String(length=20), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by", sa.String(length=100), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_check_evidence_file_id_stored_file")),
        sa.ForeignKeyConstraint(
            ["result_id"], ["check_result.id"], name=op.f("fk_check_evidence_result_id_check_result")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_evidence")),
    )
    with op.batch_alter_table("check_evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_check_evidence_file_id"), ["file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_check_evidence_result_id"), ["result_id"], unique=False)

    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("severity", sa.String(length=20), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("found_by", sa.String(length=100), nullable=False),
        sa.Column("finder_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_by", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["check_round.id"], name=op.f("fk_finding_round_id_check_round")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_finding_task_id_task")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_finding_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_finding_year_number")),
    )
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_round_id"), ["round_id"], unique=False)
        batch_op.create_index("ix_finding_state_due_on", ["state", "due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_finding_task_id"), ["task_id"], unique=False)
        batch_op.create_index("ix_finding_unit_id_state", ["unit_id", "state"], unique=False)

    op.create_table(
        "rectification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("submitted_by", sa.String(length=100), nullable=False),
        sa.Column("submitter_id", sa.Integer(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(), nullable=False),
        sa.Column("is_passed", sa.Boolean(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("rechecked_by", sa.String(length=100), nullable=False),
        sa.Column("rechecker_id", sa.Integer(), nullable=True),
        sa.Column("rechecked_at", sa.DateTime(), nullable=True),
        sa.Column("next_due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_rectification_finding_id_finding")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification")),
    )
    with op.batch_alter_table("rectification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rectification_finding_id"), ["finding_id"], unique=False)

    op.create_table(
        "rectification_evidence",
        sa.Column("rectification_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("disclosure", sa.String(length=20), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by", sa.String(length=100), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_rectification_evidence_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(
            ["rectification_id"],
            ["rectification.id"],
            name=op.f("fk_rectification_evidence_rectification_id_rectification"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification_evidence")),
    )
    with op.batch_alter_table("rectification_evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rectification_evidence_file_id"), ["file_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_rectification_evidence_rectification_id"), ["rectification_id"], unique=False
        )

    op.create_table(
        "finding_reopening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reopened_by", sa.String(length=100), nullable=False),
        sa.Column("reopener_id", sa.Integer(), nullable=True),
        sa.Column("reopened_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_finding_reopening_finding_id_finding")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_reopening")),
    )
    with op.batch_alter_table("finding_reopening", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_reopening_finding_id"), ["finding_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("finding_reopening", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_finding_reopening_finding_id"))

    op.drop_table("finding_reopening")
    with op.batch_alter_table("rectification_evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rectification_evidence_rectification_id"))
        batch_op.drop_index(batch_op.f("ix_rectification_evidence_file_id"))

    op.drop_table("rectification_evidence")
    with op.batch_alter_table("rectification", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rectification_finding_id"))

    op.drop_table("rectification")
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_index("ix_finding_unit_id_state")
        batch_op.drop_index(batch_op.f("ix_finding_task_id"))
        batch_op.drop_index("ix_finding_state_due_on")
        batch_op.drop_index(batch_op.f("ix_finding_round_id"))

    op.drop_table("finding")
    with op.batch_alter_table("check_evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_check_evidence_result_id"))
        batch_op.drop_index(batch_op.f("ix_check_evidence_file_id"))

    op.drop_table("check_evidence")
    with op.batch_alter_table("check_result", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_check_result_task_id"))

    op.drop_table("check_result")
    op.drop_table("check_round")
