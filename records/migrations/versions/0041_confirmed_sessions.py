"""Keep when the owner of a session last proved that it is theirs. Sessions that are open prove it again for an act of weight."""

from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column. It rewrites no row."""
    op.execute("ALTER TABLE sessions ADD confirmed_at timestamptz")
