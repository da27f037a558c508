"""Add the second step of signing in, and when a session was last proved."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("totp_secret", sa.String(length=300), server_default="", nullable=False))
    op.add_column("account", sa.Column("totp_step", sa.Integer(), server_default="0", nullable=False))
    op.add_column("account", sa.Column("totp_at", sa.DateTime(), nullable=True))
    op.add_column("session", sa.Column("proved_at", sa.DateTime(), nullable=True))
    op.add_column("session", sa.Column("code_due", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("hint", sa.String(length=4), nullable=False),
        sa.Column("code_hash", sa.String(length=200), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_account_id"), "recovery_code", ["account_id"])


def downgrade() -> None:
    op.drop_table("recovery_code")
    for table, column in (
        ("session", "code_due"),
        ("session", "proved_at"),
        ("account", "totp_at"),
        ("account", "totp_step"),
        ("account", "totp_secret"),
    ):
        op.drop_column(table, column)
