"""Let reminders be about a complaint or an opinion that a unit was given with a limit."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

BEFORE = ["task_id", "finding_id", "matter_id", "request_id", "score_id"]


def upgrade() -> None:
    with op.batch_alter_table("reminder") as batch_op:
        batch_op.drop_constraint(op.f("ck_reminder_one_subject"), type_="check")
        batch_op.add_column(sa.Column("complaint_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_reminder_complaint_id_complaint"), "complaint", ["complaint_id"], ["id"])
        batch_op.create_index(op.f("ix_reminder_complaint_id"), ["complaint_id"])
        batch_op.create_check_constraint(op.f("ck_reminder_one_subject"), _one_of([*BEFORE, "complaint_id"]))


def downgrade() -> None:
    op.execute("DELETE FROM reminder WHERE complaint_id IS NOT NULL")
    with op.batch_alter_table("reminder") as batch_op:
        batch_op.drop_constraint(op.f("ck_reminder_one_subject"), type_="check")
        batch_op.drop_index(op.f("ix_reminder_complaint_id"))
        batch_op.drop_constraint(op.f("fk_reminder_complaint_id_complaint"), type_="foreignkey")
        batch_op.drop_column("complaint_id")
        batch_op.create_check_constraint(op.f("ck_reminder_one_subject"), _one_of(BEFORE))


def _one_of(names: list[str]) -> str:
    return f"{' + '.join(f'CASE WHEN {name} IS NULL THEN 0 ELSE 1 END' for name in names)} = 1"
