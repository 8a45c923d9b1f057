"""Keep the symbol of an agency, and with each letter the symbol that stands after its number."""

from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns. A letter without a symbol of its own has that of its regulation. Nothing changes it afterwards."""
    for statement in _STATEMENTS:
        op.execute(statement)


_STATEMENTS = (
    "ALTER TABLE agencies ADD COLUMN symbol text NOT NULL DEFAULT ''",
    "ALTER TABLE letters ADD COLUMN symbol text",
    "DROP TRIGGER numbered_once ON letters",
    """
    CREATE TRIGGER numbered_once
    BEFORE UPDATE OF code, event_number, report, template, authority, agency, year, number, signed_event, symbol ON letters
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
)
