"""Keep the register of papers that came in."""

from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the register and its numbers. What is registered stays as it is."""
    for statement in _STATEMENTS:
        op.execute(statement)


_STATEMENTS = (
    # The agency '' is the centre.
    """
    CREATE TABLE incoming_numbers (
        authority  text,
        agency     text,
        year       integer,
        last       integer NOT NULL CHECK (last >= 0),
        PRIMARY KEY (authority, agency, year)
    )
    """,
    """
    CREATE TABLE incoming_papers (
        id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        idempotency_key  text NOT NULL UNIQUE,
        authority        text NOT NULL,
        agency           text NOT NULL,
        year             integer NOT NULL,
        number           integer NOT NULL CHECK (number > 0),
        received_on      date NOT NULL,
        sender           text NOT NULL,
        paper_number     text NOT NULL,
        dated            date,
        about            text NOT NULL,
        code             text REFERENCES cases,
        by_account       text NOT NULL REFERENCES accounts,
        registered_at    timestamptz NOT NULL DEFAULT now(),
        UNIQUE (authority, agency, year, number)
    )
    """,
    "CREATE INDEX incoming_papers_of_case ON incoming_papers (code) WHERE code IS NOT NULL",
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON incoming_papers"
    " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
)
