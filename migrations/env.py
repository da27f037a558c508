"""Runs migrations on the connection it is handed, in that connection's transaction."""

from alembic import context

from tracker.db import Base
from tracker.features import modules

MODELS = list(modules("models"))  # importing them fills the metadata
connection = context.config.attributes["connection"]
SEARCH_TABLES = "search"  # full-text tables and their shadows are made by hand


def is_ours(name: str | None, kind: str, _: object) -> bool:
    """Whether autogeneration and `alembic check` look at a thing."""
    return not (kind == "table" and (name or "").startswith(SEARCH_TABLES))


context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    transactional_ddl=True,
    render_as_batch=connection.dialect.name == "sqlite",
    include_name=is_ours,
)
context.run_migrations()
