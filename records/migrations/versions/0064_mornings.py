"""Keep who wants to read each working morning how it stands."""

from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a table."""
    op.execute("CREATE TABLE mornings (account text PRIMARY KEY REFERENCES accounts, told_on date)")
