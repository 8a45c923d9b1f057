"""Add offices: agencies, places, routing rules, fields of work and staff that an admin changes, and every change of them.

A report gets its place: an administrative unit and a point on the map.
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns to agencies, accounts and reports, and create the other tables."""
    for statement in _STATEMENTS:
        op.execute(statement)


_STATEMENTS = (
    """
    ALTER TABLE agencies
        ADD active    boolean NOT NULL DEFAULT true,
        ADD by_admin  boolean NOT NULL DEFAULT false
    """,
    """
    ALTER TABLE accounts ADD active boolean NOT NULL DEFAULT true
    """,
    "CREATE INDEX sessions_of_account ON sessions (account_id)",
    """
    ALTER TABLE reports
        ADD place_id   text,
        ADD latitude   double precision,
        ADD longitude  double precision,
        ADD CHECK ((latitude IS NULL) = (longitude IS NULL))
    """,
    "CREATE INDEX reports_on_the_map ON reports (latitude, longitude, code) WHERE latitude IS NOT NULL",
    """
    CREATE TABLE places (
        authority  text,
        id         text,
        name       text NOT NULL CHECK (name IS NFC NORMALIZED),
        kind       text NOT NULL CHECK (kind IN ('district', 'ward')),
        parent     text,
        latitude   double precision,
        longitude  double precision,
        active     boolean NOT NULL DEFAULT true,
        by_admin   boolean NOT NULL DEFAULT false,
        PRIMARY KEY (authority, id),
        FOREIGN KEY (authority, parent) REFERENCES places (authority, id),
        CHECK ((latitude IS NULL) = (longitude IS NULL)),
        CHECK (parent IS NULL OR kind = 'ward')
    )
    """,
    """
    CREATE TABLE routing_rules (
        authority  text,
        id         text,
        field      text,
        place      text,
        agency     text NOT NULL,
        source     text NOT NULL CHECK (source IS NFC NORMALIZED),
        ours       boolean NOT NULL DEFAULT false,
        active     boolean NOT NULL DEFAULT true,
        by_admin   boolean NOT NULL DEFAULT false,
        PRIMARY KEY (authority, id),
        FOREIGN KEY (authority, agency) REFERENCES agencies (authority, id),
        FOREIGN KEY (authority, place) REFERENCES places (authority, id)
    )
    """,
    """
    CREATE UNIQUE INDEX routing_rules_once ON routing_rules (authority, (coalesce(field, '')), (coalesce(place, '')))
    WHERE active
    """,
    """
    CREATE TABLE own_fields (
        authority  text,
        id         text,
        name       text NOT NULL CHECK (name IS NFC NORMALIZED),
        urgency    text NOT NULL,
        source     text NOT NULL CHECK (source IS NFC NORMALIZED),
        active     boolean NOT NULL DEFAULT true,
        by_admin   boolean NOT NULL DEFAULT false,
        PRIMARY KEY (authority, id)
    )
    """,
    """
    CREATE TABLE office_changes (
        id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at          timestamptz NOT NULL,
        authority   text,
        by_account  text REFERENCES accounts,
        subject     text NOT NULL CHECK (subject IN ('agency', 'place', 'routing_rule', 'field', 'account')),
        subject_id  text NOT NULL,
        before      jsonb CHECK (is_composed(before)),
        after       jsonb NOT NULL CHECK (is_composed(after))
    )
    """,
    "CREATE INDEX office_changes_of_authority ON office_changes (authority, id)",
    """
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON office_changes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
)
