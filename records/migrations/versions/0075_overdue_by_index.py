"""Let an index alone tell which open cases are past a limit, for the figures of a period."""

from alembic import op

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two indexes."""
    for statement in _STATEMENTS:
        op.execute(statement)


_STATEMENTS = (
    "DROP INDEX steps_late",
    """
    CREATE INDEX steps_late ON steps (authority, closed_at, late_from) INCLUDE (code, since, counted_from)
    WHERE late_from IS NOT NULL
    """,
    """
    CREATE INDEX outcomes_late ON outcomes (authority, ended_at)
    INCLUDE (code, received_at, status, channel, field, lead, place) WHERE late_from IS NOT NULL
    """,
)
