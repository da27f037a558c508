"""Add whether the date of a summary is written in Chinese numerals."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "summary_paper", sa.Column("is_dated_in_chinese", sa.Boolean(), server_default=sa.false(), nullable=False)
    )


def downgrade() -> None:
    op.drop_column("summary_paper", "is_dated_in_chinese")
