"""Tell reporters by SMS beside the portal, unless they choose otherwise."""

from alembic import op

revision = "0078"
down_revision = "0077"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the choice."""
    op.execute("ALTER TABLE reporters ADD COLUMN told_by_sms boolean NOT NULL DEFAULT true")
