"""Keep the names that agencies and accounts had before, so that what is past shows the names of its time."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE agency_names (
        authority text NOT NULL,
        agency    text NOT NULL,
        since     timestamptz NOT NULL,
        name      text NOT NULL CHECK (name IS NFC NORMALIZED),
        PRIMARY KEY (authority, agency, since),
        FOREIGN KEY (authority, agency) REFERENCES agencies (authority, id)
    )
    """,
    """
    CREATE TABLE account_names (
        account text NOT NULL REFERENCES accounts (id),
        since   timestamptz NOT NULL,
        name    text NOT NULL CHECK (name IS NFC NORMALIZED),
        PRIMARY KEY (account, since)
    )
    """,
    # Where no earlier name is known, the first one counts for all the time before it.
    "INSERT INTO agency_names (authority, agency, since, name) SELECT authority, id, now(), name FROM agencies",
    "INSERT INTO account_names (account, since, name) SELECT id, now(), display_name FROM accounts",
    """
    CREATE FUNCTION agency_name_at(wanted_authority text, wanted_agency text, moment timestamptz) RETURNS text
    LANGUAGE sql STABLE AS $$
        SELECT name FROM agency_names
        WHERE authority = wanted_authority AND agency = wanted_agency
        ORDER BY since <= moment DESC, CASE WHEN since <= moment THEN since END DESC, since LIMIT 1
    $$
    """,
    """
    CREATE FUNCTION account_name_at(wanted_account text, moment timestamptz) RETURNS text
    LANGUAGE sql STABLE AS $$
        SELECT name FROM account_names
        WHERE account = wanted_account
        ORDER BY since <= moment DESC, CASE WHEN since <= moment THEN since END DESC, since LIMIT 1
    $$
    """,
)


def upgrade() -> None:
    """Create the tables, fill them with the present names, and create the functions that read them."""
    for statement in _STATEMENTS:
        op.execute(statement)
