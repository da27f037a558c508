"""Keep when a file was scanned for viruses, and what was found in it."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("stored_file", sa.Column("scanned_at", sa.DateTime(), nullable=True))
    op.add_column("stored_file", sa.Column("virus", sa.String(200), nullable=True))


def downgrade() -> None:
    op.drop_column("stored_file", "virus")
    op.drop_column("stored_file", "scanned_at")
