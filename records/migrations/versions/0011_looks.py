"""Add looks at private data, and what distinguishes the sessions of an account, so that each can be ended alone."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table and add the columns."""
    for statement in _STATEMENTS:
        op.execute(statement)


_STATEMENTS = (
    """
    CREATE TABLE looks (
        id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at         timestamptz NOT NULL DEFAULT now(),
        account    text NOT NULL REFERENCES accounts,
        looked_at  text NOT NULL CHECK (looked_at IN ('identity', 'letter', 'sealed_words')),
        code       text REFERENCES cases CHECK (code IS NOT NULL OR looked_at = 'sealed_words'),
        pieces     integer NOT NULL DEFAULT 1 CHECK (pieces > 0)
    )
    """,
    "CREATE INDEX looks_of_case ON looks (code, id)",
    "CREATE INDEX looks_of_account ON looks (account, id)",
    """
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON looks
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
    "ALTER TABLE sessions ADD id uuid NOT NULL DEFAULT gen_random_uuid()",
    "ALTER TABLE sessions ADD agent text NOT NULL DEFAULT ''",
)
