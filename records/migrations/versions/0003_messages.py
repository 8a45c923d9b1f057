"""Add messages: a notice to each of its addressees, their contacts and devices, and the state of delivery."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add contacts, the reporters of merged cases, devices and messages."""
    for statement in _STATEMENTS:
        op.execute(statement)


_STATEMENTS = (
    "ALTER TABLE accounts ADD COLUMN email text, ADD COLUMN phone text",
    "ALTER TABLE cases ADD COLUMN merged_into text REFERENCES cases CHECK (merged_into <> code)",
    "CREATE INDEX cases_merged_into ON cases (merged_into) WHERE merged_into IS NOT NULL",
    "ALTER TABLE notices DROP CONSTRAINT notices_status_check",
    "ALTER TABLE notices ADD CONSTRAINT notices_status_check CHECK (status IN ('queued', 'addressed'))",
    "CREATE INDEX notices_queued ON notices (id) WHERE status = 'queued'",
    """
    CREATE TABLE messages (
        id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        notice         bigint NOT NULL REFERENCES notices,
        account        text REFERENCES accounts,
        reporter_of    text REFERENCES cases,
        channel        text NOT NULL CHECK (channel IN ('portal', 'email', 'sms', 'push')),
        status         text NOT NULL
                       CHECK (status IN ('queued', 'delivering', 'sent', 'failed', 'given_up', 'shown')),
        attempts       integer NOT NULL DEFAULT 0,
        last_error     text,
        provider_id    text,
        queued_at      timestamptz NOT NULL DEFAULT now(),
        handed_over_at timestamptz,
        tried_at       timestamptz,
        next_try_at    timestamptz,
        sent_at        timestamptz,
        read_at        timestamptz,
        CHECK (account IS NULL OR reporter_of IS NULL),
        CHECK (status = 'shown' OR read_at IS NULL),
        CHECK ((status = 'sent') = (sent_at IS NOT NULL)),
        CHECK (status <> 'shown' OR channel = 'portal'),
        CHECK (channel <> 'portal' OR status IN ('shown', 'given_up'))
    )
    """,
    # NULL means no addressee, and PostgreSQL treats two NULLs as different.
    "CREATE UNIQUE INDEX messages_once ON messages (notice, (coalesce(account, '')), (coalesce(reporter_of, '')))",
    "CREATE INDEX messages_of_account ON messages (account, queued_at, id) WHERE channel = 'portal'",
    "CREATE INDEX messages_of_reporter ON messages (reporter_of, queued_at, id) WHERE channel = 'portal'",
    "CREATE INDEX messages_outgoing ON messages (queued_at, id) WHERE status IN ('queued', 'delivering', 'failed')",
    "CREATE INDEX messages_listed ON messages (queued_at, id) WHERE channel <> 'portal' OR status <> 'shown'",
    """
    CREATE TABLE devices (
        id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        token          text NOT NULL,
        platform       text NOT NULL CHECK (platform IN ('android', 'ios', 'web')),
        account        text REFERENCES accounts,
        reporter_of    text REFERENCES cases,
        registered_at  timestamptz NOT NULL DEFAULT now(),
        CHECK ((account IS NULL) <> (reporter_of IS NULL))
    )
    """,
    # A device belongs to one account at a time, and may follow any number of cases.
    "CREATE UNIQUE INDEX devices_once ON devices (token, (coalesce(reporter_of, '')))",
    "CREATE INDEX devices_of_account ON devices (account) WHERE account IS NOT NULL",
    "CREATE INDEX devices_of_reporter ON devices (reporter_of) WHERE reporter_of IS NOT NULL",
)
