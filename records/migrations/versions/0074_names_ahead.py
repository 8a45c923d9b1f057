"""Keep the name and the symbol that an agency has from a day on, entered ahead."""

from alembic import op

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns, and the function that tells an agency's symbol on the day of an instant."""
    for statement in _STATEMENTS:
        op.execute(statement)


_STATEMENTS = (
    """
    ALTER TABLE agencies
        ADD COLUMN next_name text NOT NULL DEFAULT '', ADD COLUMN next_symbol text NOT NULL DEFAULT '',
        ADD COLUMN renamed_on date, ADD CHECK (next_name <> '' OR renamed_on IS NULL)
    """,
    """
    CREATE FUNCTION agency_symbol_at(wanted_authority text, wanted_agency text, moment timestamptz) RETURNS text
    LANGUAGE sql STABLE AS $$
        SELECT CASE WHEN next_symbol <> '' AND renamed_on <= (moment AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
               THEN next_symbol ELSE symbol END
        FROM agencies WHERE authority = wanted_authority AND id = wanted_agency
    $$
    """,
)
