"""Keep when each worker and each front last wrote, so that a process that stopped is noticed by the others."""

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table. It holds a row a process, and rows of processes that ended are deleted."""
    op.execute(
        "CREATE TABLE heartbeats ("
        " process text PRIMARY KEY,"
        " kind text NOT NULL CONSTRAINT heartbeats_kind_check CHECK (kind IN ('worker', 'front')),"
        " started_at timestamptz NOT NULL DEFAULT now(),"
        " beat_at timestamptz NOT NULL DEFAULT now())"
    )
