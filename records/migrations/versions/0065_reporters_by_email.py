"""Tell reporters by e-mail beside the portal, unless they choose otherwise."""

from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

_STATEMENTS = (
    "ALTER TABLE reporters ADD COLUMN told_by_email boolean NOT NULL DEFAULT true",
    # One notice on the portal may also go by e-mail, as a message of its own.
    "CREATE UNIQUE INDEX messages_once_by_channel "
    "ON messages (notice, coalesce(account, ''), coalesce(reporter_of, ''), channel)",
    "DROP INDEX messages_once",
)


def upgrade() -> None:
    """Add the choice, and let a notice become a message for each channel."""
    for statement in _STATEMENTS:
        op.execute(statement)
