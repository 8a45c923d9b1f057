"""Keep the official numbers of places, and which places their land belongs to since they ended."""

from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns. Places that are there have no number and have not ended."""
    op.execute(
        "ALTER TABLE places ADD COLUMN code text NOT NULL DEFAULT '',"
        " ADD COLUMN succeeded_by jsonb NOT NULL DEFAULT '[]'"
    )
