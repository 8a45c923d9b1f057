"""Keep papers that went out and that the system did not make."""

from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create their table. What is registered stays as it is."""
    for statement in _STATEMENTS:
        op.execute(statement)


_STATEMENTS = (
    # The agency '' is the centre. The number is of the series `letter_numbers`.
    """
    CREATE TABLE outgoing_papers (
        id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        idempotency_key  text NOT NULL UNIQUE,
        authority        text NOT NULL,
        agency           text NOT NULL,
        year             integer NOT NULL,
        number           integer NOT NULL CHECK (number > 0),
        symbol           text NOT NULL,
        sent_on          date NOT NULL,
        recipient        text NOT NULL,
        kind             text NOT NULL,
        about            text NOT NULL,
        code             text REFERENCES cases,
        by_account       text NOT NULL REFERENCES accounts,
        registered_at    timestamptz NOT NULL DEFAULT now(),
        UNIQUE (authority, agency, year, number)
    )
    """,
    "CREATE INDEX outgoing_papers_of_case ON outgoing_papers (code) WHERE code IS NOT NULL",
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON outgoing_papers"
    " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
)
