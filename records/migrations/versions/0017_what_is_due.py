"""Add to a case the limit of its earliest due date and the highest rung of an escalation, for the lists of staff."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and fill them from the stored cases."""
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
