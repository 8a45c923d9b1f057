"""Keep the number of the last complete comparison, which Temporal is marked with too.

A record and a Temporal that were put back to different days then do not agree.
"""

from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the number to the one row that tells of the last comparison."""
    op.execute("ALTER TABLE reconciliation ADD COLUMN round integer NOT NULL DEFAULT 0")
