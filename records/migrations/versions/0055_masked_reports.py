"""Let words of a report be masked before the public reads them, on record."""

from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE masked_reports (
        code        text NOT NULL REFERENCES cases,
        number      integer CHECK (number > 0),
        words       jsonb NOT NULL,
        content     text NOT NULL,
        place       text NOT NULL,
        occurred_at text NOT NULL,
        excerpt     text NOT NULL,
        search      tsvector NOT NULL GENERATED ALWAYS AS (
            to_tsvector('simple', folded(content || ' ' || place || ' ' || code) || ' ' || as_said(content || ' ' || place))
        ) STORED,
        by_account  text NOT NULL REFERENCES accounts,
        at          timestamptz NOT NULL,
        PRIMARY KEY (code, number)
    )
    """,
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON masked_reports"
    " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
)


def upgrade() -> None:
    """Create the table."""
    for statement in _STATEMENTS:
        op.execute(statement)
