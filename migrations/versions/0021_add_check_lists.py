"""Add check lists, and those that come with the program."""

from dataclasses import asdict
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from tracker.checklists.shipped import shipped_lists

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

ITEM = ("group", "text", "weight", "method", "basis", "evidence")


def upgrade() -> None:
    op.create_table(
        "check_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("made_by", sa.String(length=100), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_list")),
        sa.UniqueConstraint("key", "revision", name=op.f("uq_check_list_key_revision")),
    )
    op.create_table(
        "check_list_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("group", sa.String(length=50), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["check_list.id"], name=op.f("fk_check_list_item_list_id_check_list")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_list_item")),
    )
    with op.batch_alter_table("check_list_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_check_list_item_list_id"), ["list_id"], unique=False)
    op.create_table(
        "list_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["check_list.id"], name=op.f("fk_list_use_list_id_check_list")),
        sa.ForeignKeyConstraint(["round_id"], ["check_round.id"], name=op.f("fk_list_use_round_id_check_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_use")),
        sa.UniqueConstraint("round_id", name=op.f("uq_list_use_round_id")),
    )
    op.create_table(
        "list_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("checked_by", sa.String(length=100), nullable=False),
        sa.Column("checked_at", sa.DateTime(), nullable=True),
        sa.Column("finding_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_list_result_finding_id_finding")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["check_list_item.id"], name=op.f("fk_list_result_item_id_check_list_item")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["check_round.id"], name=op.f("fk_list_result_round_id_check_round")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_list_result_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_result")),
        sa.UniqueConstraint("round_id", "unit_id", "item_id", name=op.f("uq_list_result_round_id_unit_id_item_id")),
    )
    with op.batch_alter_table("list_result", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_list_result_finding_id"), ["finding_id"], unique=False)
    op.create_table(
        "list_evidence",
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("disclosure", sa.String(length=20), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by", sa.String(length=100), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_list_evidence_file_id_stored_file")),
        sa.ForeignKeyConstraint(["result_id"], ["list_result.id"], name=op.f("fk_list_evidence_result_id_list_result")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_evidence")),
    )
    with op.batch_alter_table("list_evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_list_evidence_file_id"), ["file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_list_evidence_result_id"), ["result_id"], unique=False)

    _add_shipped_lists()


def _add_shipped_lists() -> None:
    names = ("id", "key", "revision", "name", "made_by", "made_at")
    lists = sa.table("check_list", *(sa.column(name) for name in names))
    items = sa.table("check_list_item", *(sa.column(name) for name in ("list_id", "position", *ITEM)))
    now = datetime.now(UTC).replace(tzinfo=None)
    for key, name, contents in shipped_lists():
        made = {"key": key, "revision": 1, "name": name, "made_by": "", "made_at": now}
        op.execute(lists.insert().values(**made))
        list_id = op.get_bind().scalar(sa.select(lists.c.id).where(lists.c.key == key))
        rows = [{"list_id": list_id, "position": at, **asdict(one)} for at, one in enumerate(contents, 1)]
        op.bulk_insert(items, rows)


def downgrade() -> None:
    with op.batch_alter_table("list_evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_list_evidence_result_id"))
        batch_op.drop_index(batch_op.f("ix_list_evidence_file_id"))
    op.drop_table("list_evidence")
    with op.batch_alter_table("list_result", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_list_result_finding_id"))
    op.drop_table("list_result")
    op.drop_table("list_use")
    with op.batch_alter_table("check_list_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_check_list_item_list_id"))
    op.drop_table("check_list_item")
    op.drop_table("check_list")
