"""Add letters: one for each event that requires one, numbered when the event is recorded, and its files once rendered."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the three tables and the triggers that keep their rows from changing."""
    for statement in _STATEMENTS:
        op.execute(statement)


_STATEMENTS = (
    # The agency '' is the centre.
    """
    CREATE TABLE letter_numbers (
        authority  text,
        agency     text,
        year       integer,
        last       integer NOT NULL CHECK (last > 0),
        PRIMARY KEY (authority, agency, year)
    )
    """,
    """
    CREATE TABLE letters (
        code            text,
        event_number    integer,
        template        text NOT NULL,
        authority       text NOT NULL,
        agency          text NOT NULL,
        year            integer NOT NULL,
        number          integer NOT NULL CHECK (number > 0),
        status          text NOT NULL CHECK (status IN ('to_render', 'failed', 'rendered')),
        fault           text,
        queued_at       timestamptz NOT NULL DEFAULT now(),
        handed_over_at  timestamptz,
        rendered_at     timestamptz,
        PRIMARY KEY (code, event_number),
        FOREIGN KEY (code, event_number) REFERENCES events (code, number),
        UNIQUE (authority, agency, year, number),
        CHECK ((status = 'failed') = (fault IS NOT NULL)),
        CHECK ((status = 'rendered') = (rendered_at IS NOT NULL))
    )
    """,
    "CREATE INDEX letters_waiting ON letters (queued_at) WHERE handed_over_at IS NULL AND status <> 'rendered'",
    """
    CREATE TABLE letter_files (
        code          text,
        event_number  integer,
        format        text CHECK (format IN ('pdf', 'docx')),
        sha256        text NOT NULL CHECK (sha256 = encode(sha256(content), 'hex')),
        content       bytea NOT NULL,
        PRIMARY KEY (code, event_number, format),
        FOREIGN KEY (code, event_number) REFERENCES letters
    )
    """,
    """
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON letter_files
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
    """
    CREATE TRIGGER never_taken_back BEFORE DELETE OR TRUNCATE ON letters
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
    """
    CREATE TRIGGER rendered_once BEFORE UPDATE ON letters FOR EACH ROW
    WHEN (OLD.status = 'rendered')
    EXECUTE FUNCTION refuse_change()
    """,
    """
    CREATE TRIGGER numbered_once BEFORE UPDATE OF code, event_number, template, authority, agency, year, number ON letters
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
)
