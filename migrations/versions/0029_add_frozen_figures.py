"""Add frozen figures."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

TABLES = ("frozen_document", "frozen_figure")
POSTGRESQL_FUNCTION = """
CREATE FUNCTION refuse_frozen_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'frozen figures are not changed'; END $$;
"""


def upgrade() -> None:
    op.create_table(
        "frozen_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("frozen_by", sa.String(length=100), nullable=False),
        sa.Column("frozen_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_document")),
        sa.UniqueConstraint("kind", "document_id", "number", name=op.f("uq_frozen_document_kind_document_id_number")),
    )
    op.create_index("ix_frozen_document_last_on", "frozen_document", ["last_on", "first_on"])
    op.create_table(
        "frozen_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("value", sa.String(length=60), nullable=False),
        sa.Column("unit", sa.String(length=10), nullable=False),
        sa.Column("is_least", sa.Boolean(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["frozen_document.id"], name=op.f("fk_frozen_figure_document_id_frozen_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frozen_figure")),
        sa.UniqueConstraint("document_id", "name", name=op.f("uq_frozen_figure_document_id_name")),
    )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if not is_sqlite:
        op.execute(POSTGRESQL_FUNCTION)
    for table in TABLES:
        if is_sqlite:
            op.execute(
                f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'frozen figures are not changed'); END"
            )
        else:
            op.execute(
                f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} EXECUTE FUNCTION refuse_frozen_change()"
            )


def downgrade() -> None:
    op.drop_table("frozen_figure")
    op.drop_index("ix_frozen_document_last_on", table_name="frozen_document")
    op.drop_table("frozen_document")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION refuse_frozen_change()")
