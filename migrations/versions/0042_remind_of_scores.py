"""Let reminders be about the score of a unit, to which it may object for some days."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

BEFORE = ["task_id", "finding_id", "matter_id", "request_id"]


def upgrade() -> None:
    with op.batch_alter_table("reminder") as batch_op:
        batch_op.drop_constraint(op.f("ck_reminder_one_subject"), type_="check")
        batch_op.add_column(sa.Column("score_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_reminder_score_id_scored_unit"), "scored_unit", ["score_id"], ["id"])
        batch_op.create_index(op.f("ix_reminder_score_id"), ["score_id"])
        batch_op.create_check_constraint(op.f("ck_reminder_one_subject"), _one_of([*BEFORE, "score_id"]))


def downgrade() -> None:
    op.execute("DELETE FROM reminder WHERE score_id IS NOT NULL")
    with op.batch_alter_table("reminder") as batch_op:
        batch_op.drop_constraint(op.f("ck_reminder_one_subject"), type_="check")
        batch_op.drop_index(op.f("ix_reminder_score_id"))
        batch_op.drop_constraint(op.f("fk_reminder_score_id_scored_unit"), type_="foreignkey")
        batch_op.drop_column("score_id")
        batch_op.create_check_constraint(op.f("ck_reminder_one_subject"), _one_of(BEFORE))


def _one_of(names: list[str]) -> str:
    return f"{' + '.join(f'CASE WHEN {name} IS NULL THEN 0 ELSE 1 END' for name in names)} = 1"
