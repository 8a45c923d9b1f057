"""Which limit a case's nearest due is of, and how far up a missed one has been reported: what the staff's lists say beside."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the columns and fills them from what is there."""
    for statement in (_COLUMNS, FILL):
        op.execute(statement)


_COLUMNS = """
ALTER TABLE cases
    ADD COLUMN due_limit text,
    ADD COLUMN rung integer NOT NULL DEFAULT 0 CONSTRAINT cases_rung_check CHECK (rung >= 0)
"""

FILL = """
UPDATE cases SET
    due_limit = (
        SELECT one ->> 'id' FROM jsonb_array_elements(snapshot -> 'limits') AS one
        WHERE one ->> 'outcome' IS NULL AND (one -> 'schedule' ->> 'due')::timestamptz = cases.due
        LIMIT 1
    ),
    rung = coalesce((
        SELECT max((one ->> 'rungs_climbed')::integer) FROM jsonb_array_elements(snapshot -> 'limits') AS one
        WHERE one ->> 'outcome' IS NULL AND one ->> 'passed_at' IS NOT NULL
    ), 0)
WHERE status NOT IN ('closed', 'refused', 'withdrawn', 'merged', 'deleted')
"""
