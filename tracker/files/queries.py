"""What the database knows of the store."""

from sqlalchemy import select

from tracker.db import db
from tracker.files.models import StoredFile
from tracker.files.storage import StoredBlob


def list_blobs() -> list[StoredBlob]:
    """Return the contents that must lie in the store."""
    columns = select(StoredFile.storage_key, StoredFile.sha256, StoredFile.size)
    return [StoredBlob(*row) for row in db.session.execute(columns.order_by(StoredFile.id))]
