"""Keep with each case the instant of its next alarm, so that an alarm that did not ring is found by the clock.

An open case without an overdue limit gets the end of its nearest limit; a reminder before it is not known here. From its next
event on, every case has the exact instant.
"""

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_STATEMENTS = (
    "ALTER TABLE cases ADD rings_at timestamptz",
    """
    UPDATE cases SET rings_at = due
    WHERE status NOT IN ('closed', 'refused', 'withdrawn', 'merged', 'deleted') AND NOT overdue
    """,
    "CREATE INDEX cases_ringing ON cases (rings_at) WHERE rings_at IS NOT NULL",
)


def upgrade() -> None:
    """Fill the column, then index it."""
    for statement in _STATEMENTS:
        op.execute(statement)
