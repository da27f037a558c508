"""Add since when a task is behind plan and how often it was urged; let reminders be about findings, matters, requests."""

from datetime import date, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

TALLY = ["year", "state", "due_on", "reported_at", "done_on", "opens_on", "percent", "limit_kind"]
POINTS = 10  # behind plan, from which a month counts as one behind
SUBJECTS = {"finding_id": "finding", "matter_id": "matter", "request_id": "disclosure_request"}
COUNTED = [f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END" for name in ("task_id", *SUBJECTS)]


def upgrade() -> None:
    op.add_column("task", sa.Column("behind_since", sa.Date(), nullable=True))
    op.add_column("task", sa.Column("times_urged", sa.Integer(), server_default="0", nullable=False))
    op.drop_index("ix_task_tally", "task")
    op.create_index("ix_task_tally", "task", [*TALLY, "behind_since", "times_urged"])
    _count_pace()
    with op.batch_alter_table("reminder") as batch_op:
        batch_op.alter_column("task_id", existing_type=sa.Integer(), nullable=True)
        for name, table in SUBJECTS.items():
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=True))
            batch_op.create_foreign_key(op.f(f"fk_reminder_{name}_{table}"), table, [name], ["id"])
            batch_op.create_index(op.f(f"ix_reminder_{name}"), [name])
        batch_op.create_check_constraint(op.f("ck_reminder_one_subject"), f"{' + '.join(COUNTED)} = 1")


def _count_pace() -> None:
    """Fill in the day from which each task with plain days is behind, by what its percent is now."""
    task = sa.table(
        "task", sa.column("id"), sa.column("opens_on", sa.Date), sa.column("due_on", sa.Date), sa.column("percent"),
        sa.column("limit_kind"), sa.column("behind_since", sa.Date),
    )  # fmt: skip
    occurrence = sa.table("occurrence", sa.column("task_id"))
    connection = op.get_bind()
    found = sa.select(task).where(
        task.c.limit_kind.in_(("fixed", "period_end")), task.c.opens_on.is_not(None), task.c.due_on.is_not(None),
        task.c.percent <= 100 - POINTS, ~sa.exists().where(occurrence.c.task_id == task.c.id),
    )  # fmt: skip
    rows = [{"of": row.id, "since": _behind_from(row.opens_on, row.due_on, row.percent)}
            for row in connection.execute(found).all()]  # fmt: skip
    if rows:
        changed = sa.update(task).where(task.c.id == sa.bindparam("of")).values(behind_since=sa.bindparam("since"))
        connection.execute(changed, rows)


def _behind_from(opens_on: date, due_on: date, percent: int) -> date:
    length = max((due_on - opens_on).days + 1, 1)
    return opens_on + timedelta(days=-(-(percent + POINTS) * length // 100))


def downgrade() -> None:
    op.execute("DELETE FROM reminder WHERE task_id IS NULL")
    with op.batch_alter_table("reminder") as batch_op:
        batch_op.drop_constraint(op.f("ck_reminder_one_subject"), type_="check")
        for name, table in SUBJECTS.items():
            batch_op.drop_index(op.f(f"ix_reminder_{name}"))
            batch_op.drop_constraint(op.f(f"fk_reminder_{name}_{table}"), type_="foreignkey")
            batch_op.drop_column(name)
        batch_op.alter_column("task_id", existing_type=sa.Integer(), nullable=False)
    op.drop_index("ix_task_tally", "task")
    op.create_index("ix_task_tally", "task", TALLY)
    op.drop_column("task", "times_urged")
    op.drop_column("task", "behind_since")
