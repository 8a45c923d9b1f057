"""Add the calendar's decisions with all their revisions.

A decision is in force from the revision that added it until the one that withdrew it, so the decisions in force at any
revision can be read.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create both tables."""
    for statement in _STATEMENTS:
        op.execute(statement)


_STATEMENTS = (
    """
    CREATE TABLE calendar_revisions (
        revision    integer PRIMARY KEY CHECK (revision > 0),
        since       timestamptz NOT NULL,
        change      text NOT NULL CHECK (change IN ('seed', 'add', 'withdraw')),
        act         text NOT NULL CHECK (act IS NFC NORMALIZED),
        source      text NOT NULL CHECK (source IS NFC NORMALIZED),
        by_account  text REFERENCES accounts,
        made_at     timestamptz NOT NULL DEFAULT now(),
        told_at     timestamptz,
        CHECK ((change = 'seed') = (revision = 1)),
        CHECK ((change = 'seed') = (act = ''))
    )
    """,
    """
    CREATE TABLE calendar_decisions (
        id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        added_in      integer NOT NULL REFERENCES calendar_revisions,
        withdrawn_in  integer REFERENCES calendar_revisions CHECK (withdrawn_in > added_in),
        act           text NOT NULL CHECK (act IS NFC NORMALIZED AND act <> ''),
        day           date NOT NULL,
        body          jsonb NOT NULL CHECK (is_composed(body))
    )
    """,
    "CREATE INDEX calendar_decisions_of_act ON calendar_decisions (act)",
    "CREATE UNIQUE INDEX calendar_decisions_once ON calendar_decisions (act, day) WHERE withdrawn_in IS NULL",
    # The workflow that tells every open case reads them by code.
    "CREATE INDEX cases_open ON cases (code) WHERE status NOT IN ('closed', 'refused', 'withdrawn')",
    "CREATE INDEX calendar_revisions_untold ON calendar_revisions (revision) WHERE told_at IS NULL",
)
