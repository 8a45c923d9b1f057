"""Settle the notices about monthly reports that were made without acts: nothing tells of them any more."""

from alembic import op

revision = "0077"
down_revision = "0076"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Address none of the notices that wait, deliver none of their messages, and count none of them as unread."""
    for statement in STATEMENTS:
        op.execute(statement)


STATEMENTS = (
    "UPDATE notices SET status = 'addressed' WHERE summary IS NOT NULL AND status = 'queued'",
    """
    UPDATE messages SET read_at = coalesce(read_at, now())
    FROM notices WHERE notices.id = messages.notice AND notices.summary IS NOT NULL AND messages.status = 'shown'
    """,
    """
    UPDATE messages SET status = 'given_up'
    FROM notices WHERE notices.id = messages.notice AND notices.summary IS NOT NULL
                   AND messages.status IN ('queued', 'delivering', 'failed')
    """,
)
