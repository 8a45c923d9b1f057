"""Keep the limits of the law apart from internal ones, which no text states: only the first make an office late.

A case gets the due date after which an office is late, a limit's row says whether it is internal. What was counted as late by
an internal limit alone is not any more.
"""

from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

_COLUMNS = (
    "ALTER TABLE cases ADD COLUMN due_in_law timestamptz",
    "ALTER TABLE steps ADD COLUMN internal boolean NOT NULL DEFAULT false",
)

FILL = (
    """
    UPDATE cases SET
        due_in_law = CASE WHEN NOT cases.paused THEN law.due END, overdue = law.overdue, rung = law.rung
    FROM cases AS known
    JOIN procedures ON procedures.digest = known.procedure_digest
    CROSS JOIN LATERAL (
        SELECT
            min((running.schedule ->> 'due')::timestamptz) AS due, count(running.passed_at) > 0 AS overdue,
            coalesce(max(running.rungs_climbed) FILTER (WHERE running.passed_at IS NOT NULL), 0) AS rung
        FROM jsonb_to_recordset(known.snapshot -> 'limits') AS running (
            id text, schedule jsonb, outcome text, passed_at timestamptz, rungs_climbed integer
        )
        JOIN jsonb_array_elements(procedures.body -> 'limits') AS rule (body) ON rule.body ->> 'id' = running.id
        WHERE running.outcome IS NULL AND rule.body ->> 'kind' IN ('step', 'case')
            AND NOT coalesce((rule.body ->> 'ours')::boolean, false)
    ) AS law
    WHERE cases.code = known.code
        AND known.status NOT IN ('closed', 'refused', 'withdrawn', 'merged', 'deleted')
    """,
    """
    UPDATE steps SET internal = true, missed = false
    FROM cases
    JOIN procedures ON procedures.digest = cases.procedure_digest
    CROSS JOIN LATERAL jsonb_array_elements(procedures.body -> 'limits') AS rule (body)
    WHERE steps.code = cases.code AND rule.body ->> 'id' = steps.limit_id AND (rule.body ->> 'ours')::boolean
    """,
    """
    UPDATE outcomes SET
        overdue = cases.overdue,
        missed = EXISTS (SELECT FROM steps WHERE steps.code = cases.code AND steps.missed),
        missed_by_lead = EXISTS (
            SELECT FROM steps WHERE steps.code = cases.code AND steps.missed AND steps.agency = cases.lead
        )
    FROM cases WHERE cases.code = outcomes.code AND (outcomes.overdue OR outcomes.missed)
    """,
)


def upgrade() -> None:
    """Add the columns, then fill them from the stored cases and their regulations."""
    for statement in (*_COLUMNS, *FILL):
        op.execute(statement)
