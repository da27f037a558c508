"""Name drafts by the address that their form is sent to."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

ADDRESSES = {
    "progress.report": "/tasks/{}/report",
    "progress.send_back": "/reports/{}/return",
    "progress.head_return": "/reports/{}/head-return",
    "talk.show": "/tasks/{}/talk",
    "talk.answer": "/talk/{}/answer",
    "talk.instruct": "/tasks/{}/instruct",
    "checks.answer": "/findings/{}/answer",
    "matters.result": "/matters/{}/result",
    "summary.section": "/summary/sections/{}",
}


def upgrade() -> None:
    with op.batch_alter_table("draft") as table:
        table.alter_column("form", type_=sa.String(length=300), existing_type=sa.String(length=60))
    connection, draft = op.get_bind(), _draft()
    for row in connection.execute(sa.select(draft.c.id, draft.c.form)).all():
        endpoint, _, number = row.form.partition("/")
        address = ADDRESSES.get(endpoint, "/{}").format(number)
        connection.execute(draft.update().where(draft.c.id == row.id).values(form=address))


def downgrade() -> None:
    connection, draft = op.get_bind(), _draft()
    names = {address.partition("{}")[::2]: endpoint for endpoint, address in ADDRESSES.items()}
    for row in connection.execute(sa.select(draft.c.id, draft.c.form)).all():
        found = [
            f"{endpoint}/{row.form.removeprefix(start).removesuffix(end)}"
            for (start, end), endpoint in names.items()
            if row.form.startswith(start) and row.form.endswith(end)
        ]
        named = [name for name in found if name.partition("/")[2].isdigit()]
        if named:
            connection.execute(draft.update().where(draft.c.id == row.id).values(form=named[0]))
        else:
            connection.execute(draft.delete().where(draft.c.id == row.id))  # it had no draft before
    with op.batch_alter_table("draft") as table:
        table.alter_column("form", type_=sa.String(length=60), existing_type=sa.String(length=300))


def _draft() -> sa.TableClause:
    return sa.table("draft", sa.column("id", sa.Integer), sa.column("form", sa.String))
