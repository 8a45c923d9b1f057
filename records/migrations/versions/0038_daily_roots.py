"""Gather the heads of all cases in daily Merkle roots, and keep what left the house."""

from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE daily_roots (
        date      date PRIMARY KEY,
        root      bytea NOT NULL CHECK (octet_length(root) = 32),
        count     integer NOT NULL,
        previous  bytea CHECK (octet_length(previous) = 32),
        hash      bytea NOT NULL CHECK (octet_length(hash) = 32),
        made_at   timestamptz NOT NULL DEFAULT now()
    )
    """,
    """
    CREATE TABLE rooted_heads (
        code    text NOT NULL,
        number  integer NOT NULL,
        date    date NOT NULL REFERENCES daily_roots,
        head    bytea NOT NULL CHECK (octet_length(head) = 32),
        PRIMARY KEY (code, number)
    )
    """,
    "CREATE INDEX rooted_heads_of_date ON rooted_heads (date, code)",
    """
    CREATE TABLE root_messages (
        date     date NOT NULL REFERENCES daily_roots,
        address  text NOT NULL,
        answer   bytea NOT NULL,
        sent_at  timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (date, address)
    )
    """,
    *(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        for table in ("daily_roots", "rooted_heads", "root_messages")
    ),
)


def upgrade() -> None:
    """Create the tables."""
    for statement in _STATEMENTS:
        op.execute(statement)
