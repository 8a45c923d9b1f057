"""Tries that are counted, so that whoever tries too often waits."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the table."""
    # Not worth a write-ahead log: after a crash of the database everybody begins anew.
    op.execute("CREATE UNLOGGED TABLE tries (key text PRIMARY KEY, spent_until timestamptz NOT NULL)")
    op.execute("CREATE INDEX tries_spent ON tries (spent_until)")
    op.execute("CREATE INDEX sessions_expired ON sessions (expires_at)")
