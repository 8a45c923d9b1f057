"""Record exports of whole cases as looks, and keep the public keys that signed them."""

from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

_STATEMENTS = (
    "ALTER TABLE looks DROP CONSTRAINT looks_looked_at_check",
    """
    ALTER TABLE looks ADD CONSTRAINT looks_looked_at_check
    CHECK (looked_at IN ('identity', 'letter', 'sealed_words', 'search_by_name', 'search_by_phone', 'export'))
    """,
    """
    CREATE TABLE export_keys (
        public_key     bytea PRIMARY KEY CHECK (octet_length(public_key) = 32),
        first_used_at  timestamptz NOT NULL DEFAULT now()
    )
    """,
    """
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON export_keys
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
)


def upgrade() -> None:
    """Widen the check and create the table."""
    for statement in _STATEMENTS:
        op.execute(statement)
