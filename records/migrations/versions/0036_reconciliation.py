"""Keep the last comparison of the record with Temporal, and the differences that a person must decide on.

Letters that were handed over and never made are found by the index of those that wait.
"""

from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE reconciliation (
        id integer PRIMARY KEY CONSTRAINT reconciliation_is_one CHECK (id = 1),
        compared_at timestamptz,
        finished_at timestamptz,
        compared integer NOT NULL DEFAULT 0,
        found jsonb NOT NULL DEFAULT '{}',
        held_by text,
        held_until timestamptz
    )
    """,
    "INSERT INTO reconciliation (id) VALUES (1)",
    """
    CREATE TABLE reconciliation_findings (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        code text NOT NULL,
        kind text NOT NULL,
        record_number integer,
        workflow_number integer,
        failing text,
        found_at timestamptz NOT NULL DEFAULT now(),
        seen_at timestamptz NOT NULL DEFAULT now(),
        decided_at timestamptz,
        settled_at timestamptz,
        choice text,
        note text,
        by_account text REFERENCES accounts
    )
    """,
    "CREATE UNIQUE INDEX reconciliation_findings_open ON reconciliation_findings (code) WHERE settled_at IS NULL",
    "CREATE INDEX reconciliation_findings_of_case ON reconciliation_findings (code, found_at)",
    "DROP INDEX letters_waiting",
    "CREATE INDEX letters_waiting ON letters (queued_at) WHERE status <> 'rendered'",
)


def upgrade() -> None:
    """Create both tables with the one row of the first, and make the index anew."""
    for statement in _STATEMENTS:
        op.execute(statement)
