"""Add monthly reports with their files, and notices about them."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables and their triggers, and let a notice be about a report."""
    for statement in _STATEMENTS:
        op.execute(statement)


_STATEMENTS = (
    """
    CREATE TABLE summaries (
        code              text PRIMARY KEY,
        authority         text NOT NULL,
        summary           text NOT NULL,
        month             date NOT NULL CHECK (extract(day FROM month) = 1),
        procedure_digest  text NOT NULL REFERENCES procedures,
        made_at           timestamptz NOT NULL,
        counts            jsonb NOT NULL,
        UNIQUE (authority, summary, month)
    )
    """,
    """
    CREATE TABLE summary_files (
        code     text REFERENCES summaries,
        format   text CHECK (format IN ('xlsx', 'pdf')),
        sha256   text NOT NULL CHECK (sha256 = encode(sha256(content), 'hex')),
        content  bytea NOT NULL,
        PRIMARY KEY (code, format)
    )
    """,
    """
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON summaries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
    """
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON summary_files
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
    """
    ALTER TABLE notices
        ALTER code DROP NOT NULL,
        ALTER event_number DROP NOT NULL,
        ADD summary text REFERENCES summaries,
        ADD CONSTRAINT notices_tell_of_one CHECK (
            num_nonnulls(code, summary) = 1 AND (code IS NULL) = (event_number IS NULL)
        )
    """,
    """
    CREATE UNIQUE INDEX notices_of_summary_once ON notices (summary, role, (coalesce(agency, '')), channel)
    WHERE summary IS NOT NULL
    """,
    # Finds the cases that were withheld from the public on a ground, for the monthly report.
    """
    CREATE INDEX events_kept_from_public ON events ((body ->> 'ground'), code)
    WHERE kind IN ('restricted', 'withheld')
    """,
)
