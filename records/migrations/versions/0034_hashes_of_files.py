"""Keep the hash of each photo and video as it lies in the store. What was stored before has none; its size is compared."""

from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    for table in ("attachments", "attachments_blacked_out"):
        op.execute(f"ALTER TABLE {table} ADD stored_sha256 text")
