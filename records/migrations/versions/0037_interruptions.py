"""Keep when the ringing of alarms was interrupted, so that it is shown, told once, and known afterwards."""

from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE interruptions (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        part text NOT NULL CONSTRAINT interruptions_part_check CHECK (part IN ('worker', 'temporal', 'alarms')),
        began_at timestamptz NOT NULL,
        ended_at timestamptz,
        noticed_at timestamptz NOT NULL DEFAULT now(),
        noticed_by text NOT NULL,
        start_told_at timestamptz,
        end_told_at timestamptz,
        telling_until timestamptz
    )
    """,
    "CREATE UNIQUE INDEX interruptions_open ON interruptions (part) WHERE ended_at IS NULL",
    "CREATE INDEX interruptions_untold ON interruptions (began_at) WHERE start_told_at IS NULL OR end_told_at IS NULL",
)


def upgrade() -> None:
    """Create the table. Of one part, one interruption is open at a time."""
    for statement in _STATEMENTS:
        op.execute(statement)
