"""Note which alarms rang late, and which message carries those of a person in one digest."""

from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

_STATEMENTS = (
    "ALTER TABLE notices ADD COLUMN late boolean NOT NULL DEFAULT false",
    "ALTER TABLE messages ADD COLUMN digest uuid REFERENCES messages",
    "CREATE INDEX messages_of_digest ON messages (digest) WHERE digest IS NOT NULL",
)


def upgrade() -> None:
    """Add a column to each table, and the index by which a digest finds its messages."""
    for statement in _STATEMENTS:
        op.execute(statement)
