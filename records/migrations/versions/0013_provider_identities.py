"""Who an account is to the provider of an authority's own accounts."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the column."""
    op.execute("ALTER TABLE accounts ADD provider_identity text UNIQUE CHECK (provider_identity IS NFC NORMALIZED)")
