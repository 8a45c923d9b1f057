"""Take the label “overdue” from reports: a case becomes overdue by the clock, without a write that could label it."""

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

UNLABELLED = "UPDATE reports SET within = array_remove(within, 'overdue') WHERE 'overdue' = ANY (within)"


def upgrade() -> None:
    """Remove the label. Nothing writes or reads it any more."""
    op.execute(UNLABELLED)
