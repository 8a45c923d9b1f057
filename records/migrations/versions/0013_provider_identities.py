"""Add an account's identity at the OpenID provider of its authority."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.execute("ALTER TABLE accounts ADD provider_identity text UNIQUE CHECK (provider_identity IS NFC NORMALIZED)")
