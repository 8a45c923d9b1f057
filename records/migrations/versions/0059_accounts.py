"""Add what accounts of any period are made from: how cases and limits stood earlier, when limits became late, and returns.

Of earlier days the record holds no rows. Cases filed before are taken to have had the agency and the field of work that they have
now; one that was reopened before is taken to have been open since.
"""

from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

_TABLES = (
    "ALTER TABLE outcomes ADD COLUMN since timestamptz, ADD COLUMN channel text, ADD COLUMN place text,"
    " ADD COLUMN withheld boolean NOT NULL DEFAULT false",
    "ALTER TABLE steps ADD COLUMN since timestamptz, ADD COLUMN due timestamptz, ADD COLUMN late_from timestamptz",
    """
    CREATE TABLE past_outcomes (
        code         text NOT NULL REFERENCES cases,
        until        timestamptz NOT NULL,
        since        timestamptz NOT NULL,
        authority    text NOT NULL,
        channel      text,
        field        text,
        lead         text,
        place        text,
        status       text NOT NULL,
        withheld     boolean NOT NULL,
        received_at  timestamptz NOT NULL,
        ended_at     timestamptz,
        PRIMARY KEY (code, until)
    )
    """,
    """
    CREATE TABLE past_steps (
        code          text NOT NULL REFERENCES cases,
        limit_id      text NOT NULL,
        counted_from  timestamptz NOT NULL,
        until         timestamptz NOT NULL,
        since         timestamptz NOT NULL,
        authority     text NOT NULL,
        agency        text,
        due           timestamptz,
        late_from     timestamptz,
        closed_at     timestamptz,
        outcome       text,
        missed        boolean NOT NULL,
        used          integer,
        PRIMARY KEY (code, limit_id, counted_from, until)
    )
    """,
    """
    CREATE TABLE returns (
        code       text NOT NULL REFERENCES cases,
        number     integer NOT NULL,
        authority  text NOT NULL,
        agency     text,
        at         timestamptz NOT NULL,
        PRIMARY KEY (code, number)
    )
    """,
)

FILL = (
    """
    UPDATE outcomes SET
        channel = cases.snapshot ->> 'channel', place = cases.place,
        withheld = outcomes.status IN ('published', 'withheld', 'closed') AND coalesce(
            (snapshot -> 'moments' ->> 'withheld')::timestamptz
                > coalesce((snapshot -> 'moments' ->> 'published')::timestamptz, '-infinity'),
            false
        )
    FROM cases WHERE cases.code = outcomes.code
    """,
    """
    UPDATE steps SET
        due = (known.schedule ->> 'due')::timestamptz,
        late_from = CASE
            WHEN steps.internal THEN NULL
            WHEN known.passed_at IS NOT NULL OR known.outcome IS NOT NULL OR cases.paused THEN known.passed_at
            ELSE (known.schedule ->> 'due')::timestamptz
        END
    FROM cases CROSS JOIN LATERAL jsonb_to_recordset(cases.snapshot -> 'limits') AS known (
        id text, counted_from timestamptz, schedule jsonb, outcome text, passed_at timestamptz
    )
    WHERE cases.code = steps.code AND known.id = steps.limit_id AND known.counted_from = steps.counted_from
    """,
    """
    INSERT INTO returns (code, number, authority, agency, at)
    SELECT events.code, events.number, cases.authority, events.body ->> 'agency', events.at
    FROM events JOIN cases USING (code) WHERE events.kind = 'returned' AND NOT cases.test
    """,
)

_INDEXES = (
    "CREATE INDEX past_outcomes_until ON past_outcomes (authority, until, since)",
    "CREATE INDEX past_steps_until ON past_steps (authority, until, since)",
    "CREATE INDEX steps_late ON steps (authority, late_from, closed_at, code) WHERE late_from IS NOT NULL",
    "CREATE INDEX returns_made ON returns (authority, at)",
)


def upgrade() -> None:
    """Add the tables and columns, then fill them from the stored cases."""
    for statement in (*_TABLES, *FILL, *_INDEXES):
        op.execute(statement)
