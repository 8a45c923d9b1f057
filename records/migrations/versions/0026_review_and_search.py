"""Add what was decided about photos and videos that came after a case was public, and the search by reporter, on record."""

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE attachments_reviewed (
        attachment  uuid REFERENCES attachments,
        number      integer CHECK (number > 0),
        shown       boolean NOT NULL,
        by_account  text NOT NULL REFERENCES accounts,
        at          timestamptz NOT NULL,
        PRIMARY KEY (attachment, number)
    )
    """,
    """
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON attachments_reviewed
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
    "CREATE INDEX reporters_by_name ON reporters USING gin (to_tsvector('simple', folded(name)))",
    "CREATE INDEX reporters_by_phone ON reporters (phone) WHERE phone <> ''",
    "ALTER TABLE looks DROP CONSTRAINT looks_looked_at_check",
    "ALTER TABLE looks DROP CONSTRAINT looks_check",
    "ALTER TABLE looks DROP CONSTRAINT looks_pieces_check",
    """
    ALTER TABLE looks ADD CONSTRAINT looks_looked_at_check
    CHECK (looked_at IN ('identity', 'letter', 'sealed_words', 'search_by_name', 'search_by_phone'))
    """,
    """
    ALTER TABLE looks ADD CONSTRAINT looks_code_check
    CHECK (code IS NOT NULL OR looked_at IN ('sealed_words', 'search_by_name', 'search_by_phone'))
    """,
    # A search may find nothing, and is on record all the same.
    "ALTER TABLE looks ADD CONSTRAINT looks_pieces_check CHECK (pieces > 0 OR looked_at LIKE 'search_by_%')",
)


def upgrade() -> None:
    """Create the table."""
    for statement in _STATEMENTS:
        op.execute(statement)
