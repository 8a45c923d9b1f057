"""Keep the imports of cases from other systems: who, from which file, and how far they are."""

from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE imports (
        id           text PRIMARY KEY,
        authority    text NOT NULL,
        source       text NOT NULL,
        digest       text NOT NULL,
        content      bytea,
        preview      jsonb NOT NULL,
        total        integer NOT NULL,
        by_account   text NOT NULL REFERENCES accounts,
        uploaded_at  timestamptz NOT NULL DEFAULT now(),
        started_at   timestamptz,
        taken_at     timestamptz,
        finished_at  timestamptz,
        added        integer NOT NULL DEFAULT 0,
        again        integer NOT NULL DEFAULT 0,
        differing    integer NOT NULL DEFAULT 0,
        stopped      text
    )
    """,
    "CREATE INDEX imports_of_authority ON imports (authority, uploaded_at)",
    "CREATE INDEX imports_unfinished ON imports (started_at) WHERE finished_at IS NULL",
)


def upgrade() -> None:
    """Create the table."""
    for statement in _STATEMENTS:
        op.execute(statement)
