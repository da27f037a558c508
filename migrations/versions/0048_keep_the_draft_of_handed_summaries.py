"""Keep, beside what a section handed in, the draft it began with: what differs is in the section's own words."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("handed_summary", sa.Column("drafted", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("handed_summary", "drafted")
