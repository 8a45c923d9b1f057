"""Add messages to the stand-in of an absent leader, each with its delegation."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, and an index from a leader to the delegations."""
    op.execute(
        "ALTER TABLE messages ADD delegation text REFERENCES delegations CHECK (delegation IS NULL OR account IS NOT NULL)"
    )
    op.execute("CREATE INDEX delegations_from ON delegations (from_account, ends_at)")
