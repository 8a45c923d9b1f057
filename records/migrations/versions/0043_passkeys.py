"""Keep the passkeys of accounts: their public keys, which are no secret."""

from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE passkeys (
        credential_id bytea PRIMARY KEY,
        id uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
        account_id text NOT NULL REFERENCES accounts,
        public_key bytea NOT NULL,
        sign_count bigint NOT NULL,
        name text NOT NULL,
        added_at timestamptz NOT NULL,
        used_at timestamptz
    )
    """,
    "CREATE INDEX passkeys_of_account ON passkeys (account_id, added_at)",
)


def upgrade() -> None:
    """Create the table."""
    for statement in _STATEMENTS:
        op.execute(statement)
