"""Keep what each reporter of a case is owed where reports were merged: who acted, who is notified, a letter for each of them."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, give every letter its report, and create the list of merges that a case must still learn of."""
    for statement in _STATEMENTS:
        op.execute(statement)


_STATEMENTS = (
    "ALTER TABLE events ADD COLUMN by_report text",
    "ALTER TABLE notices ADD COLUMN reports text[]",
    "ALTER TABLE letter_files DROP CONSTRAINT letter_files_code_event_number_fkey",
    "DROP TRIGGER numbered_once ON letters",
    "ALTER TABLE letters DISABLE TRIGGER rendered_once",
    "ALTER TABLE letter_files DISABLE TRIGGER append_only",
    "ALTER TABLE letters ADD COLUMN report text REFERENCES cases",
    "UPDATE letters SET report = code",
    "ALTER TABLE letters ALTER COLUMN report SET NOT NULL, DROP CONSTRAINT letters_pkey, "
    "ADD PRIMARY KEY (code, event_number, report)",
    "CREATE INDEX letters_of_report ON letters (report)",
    "ALTER TABLE letter_files ADD COLUMN report text",
    "UPDATE letter_files SET report = code",
    "ALTER TABLE letter_files ALTER COLUMN report SET NOT NULL, DROP CONSTRAINT letter_files_pkey, "
    "ADD PRIMARY KEY (code, event_number, report, format), "
    "ADD FOREIGN KEY (code, event_number, report) REFERENCES letters",
    "ALTER TABLE letters ENABLE TRIGGER rendered_once",
    "ALTER TABLE letter_files ENABLE TRIGGER append_only",
    """
    CREATE TRIGGER numbered_once
    BEFORE UPDATE OF code, event_number, report, template, authority, agency, year, number ON letters
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
    """
    CREATE TABLE to_gather (
        main    text REFERENCES cases,
        report  text REFERENCES cases,
        PRIMARY KEY (main, report)
    )
    """,
)
