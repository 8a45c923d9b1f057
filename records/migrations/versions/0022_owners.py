"""Let a handover return cases to their agency, keep who is told in place of a role that nobody holds, and compare identities
at the provider without case."""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_STATEMENTS = (
    "ALTER TABLE handovers ALTER COLUMN to_account DROP NOT NULL",
    "ALTER TABLE notices ADD COLUMN in_place_of bigint REFERENCES notices (id)",
    # Of two identities that differ in case alone, the newer account loses its own: an admin gives it another.
    """
    UPDATE accounts SET provider_identity = NULL WHERE EXISTS (
        SELECT FROM accounts AS other
        WHERE lower(other.provider_identity) = lower(accounts.provider_identity) AND other.id < accounts.id
    )
    """,
    "ALTER TABLE accounts DROP CONSTRAINT accounts_provider_identity_key",
    "CREATE UNIQUE INDEX accounts_provider_identity ON accounts (lower(provider_identity))",
)


def upgrade() -> None:
    """Change the tables."""
    for statement in _STATEMENTS:
        op.execute(statement)
