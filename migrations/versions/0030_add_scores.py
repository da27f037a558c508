"""Add scores."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "score_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("made_by", sa.String(length=100), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_rules")),
        sa.UniqueConstraint("key", "revision", name=op.f("uq_score_rules_key_revision")),
    )
    op.create_table(
        "score_quota",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("monthly", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_score_quota_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_quota")),
        sa.UniqueConstraint("year", "unit_id", name=op.f("uq_score_quota_year_unit_id")),
    )
    with op.batch_alter_table("score_quota", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_score_quota_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "scoring",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rules_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("made_by", sa.String(length=100), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("computed_at", sa.DateTime(), nullable=True),
        sa.Column("announced_at", sa.DateTime(), nullable=True),
        sa.Column("object_until", sa.Date(), nullable=True),
        sa.Column("issued_by", sa.String(length=100), nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["rules_id"], ["score_rules.id"], name=op.f("fk_scoring_rules_id_score_rules")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scoring")),
    )
    with op.batch_alter_table("scoring", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scoring_rules_id"), ["rules_id"], unique=False)
        batch_op.create_index("ix_scoring_year_last", ["year", "last"], unique=False)

    op.create_table(
        "scored_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scoring_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("grade", sa.String(length=20), nullable=False),
        sa.Column("assessed_by", sa.String(length=100), nullable=False),
        sa.Column("assessed_at", sa.DateTime(), nullable=True),
        sa.Column("honour_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["honour_id"], ["ledger_entry.id"], name=op.f("fk_scored_unit_honour_id_ledger_entry")),
        sa.ForeignKeyConstraint(["scoring_id"], ["scoring.id"], name=op.f("fk_scored_unit_scoring_id_scoring")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_scored_unit_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scored_unit")),
        sa.UniqueConstraint("scoring_id", "unit_id", name=op.f("uq_scored_unit_scoring_id_unit_id")),
    )
    with op.batch_alter_table("scored_unit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scored_unit_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "score_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scored_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("record_kind", sa.String(length=20), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=True),
        sa.Column("record_name", sa.String(length=300), nullable=False),
        sa.Column("is_computed", sa.Boolean(), nullable=False),
        sa.Column("settled", sa.BigInteger(), nullable=True),
        sa.Column("remedy", sa.String(length=500), nullable=False),
        sa.Column("marked_by", sa.String(length=100), nullable=False),
        sa.Column("marked_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("record_kind <> '' AND record_name <> ''", name=op.f("ck_score_mark_evidence")),
        sa.ForeignKeyConstraint(["scored_id"], ["scored_unit.id"], name=op.f("fk_score_mark_scored_id_scored_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_mark")),
    )
    with op.batch_alter_table("score_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_score_mark_scored_id"), ["scored_id"], unique=False)

    op.create_table(
        "self_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scored_id", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("got", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["scored_id"], ["scored_unit.id"], name=op.f("fk_self_mark_scored_id_scored_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_mark")),
        sa.UniqueConstraint("scored_id", "indicator", name=op.f("uq_self_mark_scored_id_indicator")),
    )
    op.create_table(
        "score_objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mark_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.String(length=100), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("is_upheld", sa.Boolean(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=100), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["mark_id"], ["score_mark.id"], name=op.f("fk_score_objection_mark_id_score_mark")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_objection")),
        sa.UniqueConstraint("mark_id", name=op.f("uq_score_objection_mark_id")),
    )
    op.create_table(
        "score_paper",
        sa.Column("mark_id", sa.Integer(), nullable=True),
        sa.Column("self_mark_id", sa.Integer(), nullable=True),
        sa.Column("objection_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("disclosure", sa.String(length=20), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("added_by", sa.String(length=100), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_score_paper_file_id_stored_file")),
        sa.ForeignKeyConstraint(["mark_id"], ["score_mark.id"], name=op.f("fk_score_paper_mark_id_score_mark")),
        sa.ForeignKeyConstraint(
            ["objection_id"], ["score_objection.id"], name=op.f("fk_score_paper_objection_id_score_objection")
        ),
        sa.ForeignKeyConstraint(["self_mark_id"], ["self_mark.id"], name=op.f("fk_score_paper_self_mark_id_self_mark")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_paper")),
    )
    with op.batch_alter_table("score_paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_score_paper_file_id"), ["file_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_score_paper_mark_id"), ["mark_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_score_paper_objection_id"), ["objection_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_score_paper_self_mark_id"), ["self_mark_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("score_paper", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_score_paper_self_mark_id"))
        batch_op.drop_index(batch_op.f("ix_score_paper_objection_id"))
        batch_op.drop_index(batch_op.f("ix_score_paper_mark_id"))
        batch_op.drop_index(batch_op.f("ix_score_paper_file_id"))

    op.drop_table("score_paper")
    op.drop_table("score_objection")
    op.drop_table("self_mark")
    with op.batch_alter_table("score_mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_score_mark_scored_id"))

    op.drop_table("score_mark")
    with op.batch_alter_table("scored_unit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scored_unit_unit_id"))

    op.drop_table("scored_unit")
    with op.batch_alter_table("scoring", schema=None) as batch_op:
        batch_op.drop_index("ix_scoring_year_last")
        batch_op.drop_index(batch_op.f("ix_scoring_rules_id"))

    op.drop_table("scoring")
    with op.batch_alter_table("score_quota", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_score_quota_unit_id"))

    op.drop_table("score_quota")
    op.drop_table("score_rules")
