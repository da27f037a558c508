"""Add the external supervisors of rounds."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "round_guest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("invited_by", sa.String(length=100), nullable=False),
        sa.Column("invited_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_round_guest_person_id_person")),
        sa.ForeignKeyConstraint(["round_id"], ["check_round.id"], name=op.f("fk_round_guest_round_id_check_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_guest")),
        sa.UniqueConstraint("round_id", "person_id", name=op.f("uq_round_guest_round_id_person_id")),
    )
    with op.batch_alter_table("round_guest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_round_guest_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("round_guest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_round_guest_person_id"))
    op.drop_table("round_guest")
