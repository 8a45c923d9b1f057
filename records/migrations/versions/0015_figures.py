"""Add what figures are counted from: a narrow row for each case and for each of its limits."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables and fill them from the stored cases."""
    for statement in (*_TABLES, FILL_STEPS, FILL_OUTCOMES):
        op.execute(statement)


_TABLES = (
    """
    CREATE TABLE outcomes (
        code            text PRIMARY KEY REFERENCES cases,
        authority       text NOT NULL,
        field           text,
        lead            text,
        officer         text,
        status          text NOT NULL,
        received_at     timestamptz NOT NULL,
        ended_at        timestamptz,
        overdue         boolean NOT NULL,
        missed          boolean NOT NULL,
        missed_by_lead  boolean NOT NULL,
        rating          text
    )
    """,
    "CREATE INDEX outcomes_received ON outcomes (authority, received_at)",
    "CREATE INDEX outcomes_ended ON outcomes (authority, ended_at) WHERE ended_at IS NOT NULL",
    "CREATE INDEX outcomes_open ON outcomes (authority, lead) WHERE ended_at IS NULL",
    """
    CREATE TABLE steps (
        code          text REFERENCES cases,
        limit_id      text,
        counted_from  timestamptz,
        authority     text NOT NULL,
        field         text,
        agency        text,
        closed_at     timestamptz,
        outcome       text CHECK (outcome IN ('met', 'late', 'superseded', 'lapsed')),
        missed        boolean NOT NULL,
        rungs         integer NOT NULL,
        used          integer,
        PRIMARY KEY (code, limit_id, counted_from),
        CHECK ((closed_at IS NULL) = (outcome IS NULL))
    )
    """,
    "CREATE INDEX steps_ended ON steps (authority, closed_at) WHERE closed_at IS NOT NULL",
    "CREATE INDEX steps_overdue ON steps (authority) WHERE closed_at IS NULL AND missed",
)

# For limits that ended before this migration the record does not hold the time used. Where a case changed its agency, the
# responsible one is not known either, so the present lead agency is taken.
FILL_STEPS = """
INSERT INTO steps (code, limit_id, counted_from, authority, field, agency, closed_at, outcome, missed, rungs)
SELECT
    cases.code, known.id, known.counted_from, cases.authority, cases.field,
    CASE WHEN rule.body ->> 'assignee' IN ('agency_officer', 'agency_leader') THEN cases.lead END,
    CASE WHEN known.outcome IS NOT NULL THEN (
        SELECT max(events.at) FROM events
        WHERE events.code = cases.code AND events.kind = 'limit_closed' AND events.body ->> 'limit' = known.id
    ) END,
    known.outcome,
    known.outcome IS NOT DISTINCT FROM 'late' OR known.passed_at IS NOT NULL,
    coalesce(known.rungs_climbed, 0)
FROM cases
JOIN procedures ON procedures.digest = cases.procedure_digest
CROSS JOIN LATERAL jsonb_to_recordset(cases.snapshot -> 'limits') AS known (
    id text, counted_from timestamptz, outcome text, passed_at timestamptz, rungs_climbed integer
)
JOIN LATERAL jsonb_array_elements(procedures.body -> 'limits') AS rule (body) ON rule.body ->> 'id' = known.id
WHERE NOT cases.test AND rule.body ->> 'kind' IN ('step', 'case')
"""

FILL_OUTCOMES = """
INSERT INTO outcomes (
    code, authority, field, lead, officer, status, received_at, ended_at, overdue, missed, missed_by_lead, rating
)
SELECT
    code, authority, field, lead, officer, status, received_at,
    CASE
        WHEN status IN ('published', 'withheld', 'closed') THEN coalesce(
            greatest((snapshot -> 'moments' ->> 'published')::timestamptz,
                     (snapshot -> 'moments' ->> 'withheld')::timestamptz), last.at)
        WHEN status IN ('refused', 'withdrawn', 'merged', 'deleted') THEN coalesce(
            greatest((snapshot -> 'moments' ->> 'refused')::timestamptz,
                     (snapshot -> 'moments' ->> 'withdrawn')::timestamptz,
                     (snapshot -> 'moments' ->> 'merged')::timestamptz), last.at)
    END,
    overdue,
    EXISTS (SELECT FROM steps WHERE steps.code = cases.code AND steps.missed),
    EXISTS (SELECT FROM steps WHERE steps.code = cases.code AND steps.missed AND steps.agency = cases.lead),
    snapshot ->> 'rating'
FROM cases
CROSS JOIN LATERAL (
    SELECT max(moment.value::timestamptz) AS at FROM jsonb_each_text(snapshot -> 'moments') AS moment
) AS last
WHERE NOT test
"""
