"""Add who checks in a round, and the period it looks at."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("check_round", sa.Column("period", sa.String(length=60), server_default="", nullable=False))
    op.add_column("check_round", sa.Column("people", sa.String(length=200), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("check_round", "people")
    op.drop_column("check_round", "period")
