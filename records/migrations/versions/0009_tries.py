"""Add counted attempts, for rate limits."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    # Unlogged, to save writes: after a crash of the database every count begins again.
    op.execute("CREATE UNLOGGED TABLE tries (key text PRIMARY KEY, spent_until timestamptz NOT NULL)")
    op.execute("CREATE INDEX tries_spent ON tries (spent_until)")
    op.execute("CREATE INDEX sessions_expired ON sessions (expires_at)")
