"""Keep a list of past audits: when, by whom, of what, and what each found."""

from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE past_audits (
        id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        began_at    timestamptz NOT NULL,
        ended_at    timestamptz NOT NULL DEFAULT now(),
        way         text NOT NULL CHECK (way IN ('command', 'page', 'program')),
        by_account  text REFERENCES accounts,
        machine     text NOT NULL,
        code        text,
        cases       integer NOT NULL,
        events      integer NOT NULL,
        histories   integer,
        found       integer NOT NULL,
        deviations  jsonb NOT NULL
    )
    """,
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON past_audits"
    " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
)


def upgrade() -> None:
    """Create the table."""
    for statement in _STATEMENTS:
        op.execute(statement)
