"""Index the unread notices, which every page of their addressee counts."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the index."""
    op.execute(
        "CREATE INDEX messages_unread ON messages (account, queued_at, id) WHERE channel = 'portal' AND read_at IS NULL"
    )
