"""Let an act about days off hold for one authority or one agency."""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_STATEMENTS = (
    "ALTER TABLE calendar_revisions ADD COLUMN authority text, ADD COLUMN agency text,"
    " ADD CHECK (agency IS NULL OR authority IS NOT NULL)",
    "ALTER TABLE calendar_decisions ADD COLUMN authority text, ADD COLUMN agency text,"
    " ADD CHECK (agency IS NULL OR authority IS NOT NULL)",
    # Two provinces number their acts alike, so an act is known by its number and by whose it is.
    "DROP INDEX calendar_decisions_once",
    "CREATE UNIQUE INDEX calendar_decisions_once ON calendar_decisions (act, authority, agency, day)"
    " NULLS NOT DISTINCT WHERE withdrawn_in IS NULL",
)


def upgrade() -> None:
    """Add the columns."""
    for statement in _STATEMENTS:
        op.execute(statement)
