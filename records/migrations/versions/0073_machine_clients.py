"""Keep machine clients, their secrets and their tokens."""

from alembic import op

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Mark the accounts of machines, and create the tables of machine clients."""
    for statement in _STATEMENTS:
        op.execute(statement)


_STATEMENTS = (
    "ALTER TABLE accounts ADD machine boolean NOT NULL DEFAULT false",
    """
    CREATE TABLE machine_clients (
        account          text PRIMARY KEY REFERENCES accounts,
        purpose          text NOT NULL,
        scopes           jsonb NOT NULL,
        networks         jsonb NOT NULL DEFAULT '[]',
        registered_at    timestamptz NOT NULL,
        expires_at       timestamptz NOT NULL,
        revoked_at       timestamptz,
        uses             bigint NOT NULL DEFAULT 0,
        last_used_at     timestamptz,
        refusals         bigint NOT NULL DEFAULT 0,
        last_refused_at  timestamptz,
        last_refusal     text
    )
    """,
    """
    CREATE TABLE machine_secrets (
        id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        client       text NOT NULL REFERENCES machine_clients,
        secret_hash  text NOT NULL UNIQUE,
        made_at      timestamptz NOT NULL,
        dropped_at   timestamptz
    )
    """,
    "CREATE INDEX machine_secrets_of_client ON machine_secrets (client)",
    """
    CREATE TABLE machine_tokens (
        token_hash  text PRIMARY KEY,
        secret      uuid NOT NULL REFERENCES machine_secrets,
        scopes      jsonb NOT NULL,
        expires_at  timestamptz NOT NULL
    )
    """,
    "CREATE INDEX machine_tokens_expired ON machine_tokens (expires_at)",
    "ALTER TABLE office_changes DROP CONSTRAINT office_changes_subject_check",
    """
    ALTER TABLE office_changes ADD CONSTRAINT office_changes_subject_check CHECK (subject IN (
        'agency', 'place', 'routing_rule', 'field', 'account', 'delegation', 'handover', 'succession', 'reorganisation',
        'machine_client'
    ))
    """,
)
