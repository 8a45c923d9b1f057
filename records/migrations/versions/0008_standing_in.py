"""Add delegations of absent leaders, handovers of open cases, and own limits of agencies and of fields."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables and add the columns."""
    for statement in _STATEMENTS:
        op.execute(statement)


_STATEMENTS = (
    """
    CREATE TABLE delegations (
        id            text PRIMARY KEY,
        authority     text NOT NULL,
        from_account  text NOT NULL REFERENCES accounts,
        to_account    text NOT NULL REFERENCES accounts CHECK (to_account <> from_account),
        starts_at     timestamptz NOT NULL,
        ends_at       timestamptz NOT NULL CHECK (ends_at > starts_at),
        reason        text NOT NULL CHECK (reason IS NFC NORMALIZED),
        by_account    text NOT NULL REFERENCES accounts,
        revoked_at    timestamptz
    )
    """,
    "CREATE INDEX delegations_to ON delegations (to_account, ends_at)",
    "CREATE INDEX delegations_of_authority ON delegations (authority, starts_at)",
    """
    CREATE TABLE handovers (
        id               text PRIMARY KEY,
        authority        text NOT NULL,
        agency           text NOT NULL,
        from_account     text NOT NULL REFERENCES accounts,
        to_account       text NOT NULL REFERENCES accounts CHECK (to_account <> from_account),
        reason           text NOT NULL CHECK (reason IS NFC NORMALIZED),
        by_role          text NOT NULL,
        by_account       text NOT NULL REFERENCES accounts,
        by_on_behalf_of  text REFERENCES accounts,
        at               timestamptz NOT NULL
    )
    """,
    "CREATE INDEX handovers_of_authority ON handovers (authority, at)",
    """
    CREATE TABLE handover_cases (
        handover  text REFERENCES handovers,
        code      text REFERENCES cases,
        state     text NOT NULL CHECK (state IN ('waiting', 'done', 'left')),
        why       text NOT NULL CHECK (why IS NFC NORMALIZED),
        PRIMARY KEY (handover, code)
    )
    """,
    "CREATE INDEX handover_cases_waiting ON handover_cases (handover, code) WHERE state = 'waiting'",
    "ALTER TABLE office_changes DROP CONSTRAINT office_changes_subject_check",
    """
    ALTER TABLE office_changes ADD CONSTRAINT office_changes_subject_check CHECK (subject IN (
        'agency', 'place', 'routing_rule', 'field', 'account', 'delegation', 'handover'))
    """,
    "ALTER TABLE agencies ADD own_limit text",
    'ALTER TABLE own_fields ADD "like" text',
)
