"""Add an index from which figures are counted."""

from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

COLUMNS = [
    "day", "struck_because", "ledger", "category", "channel", "tags", "quantity", "people", "amount", "is_approximate",
]  # fmt: skip


def upgrade() -> None:
    op.create_index("ix_ledger_entry_day", "ledger_entry", COLUMNS)


def downgrade() -> None:
    op.drop_index("ix_ledger_entry_day", table_name="ledger_entry")
