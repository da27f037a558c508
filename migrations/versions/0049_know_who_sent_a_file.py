"""Keep by whose account a file came, so that one person fills a share of the disk and no more."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("stored_file", sa.Column("stored_by_id", sa.Integer(), nullable=True))
    op.create_index("ix_stored_file_stored_by_id_stored_at", "stored_file", ["stored_by_id", "stored_at"])


def downgrade() -> None:
    op.drop_index("ix_stored_file_stored_by_id_stored_at", "stored_file")
    op.drop_column("stored_file", "stored_by_id")
