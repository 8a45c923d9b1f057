"""Let an index tell the notices of alarms that rang late, so that those on the portal are gathered in one."""

from alembic import op

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.execute("CREATE INDEX notices_late ON notices (queued_at) WHERE late")
