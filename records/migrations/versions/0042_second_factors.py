"""Keep the authenticator app of each account, sealed, and the hashes of its recovery codes. A session may owe a code."""

from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE authenticators (
        account_id text PRIMARY KEY REFERENCES accounts,
        sealed bytea NOT NULL,
        last_step bigint NOT NULL DEFAULT 0,
        begun_at timestamptz NOT NULL,
        enrolled_at timestamptz
    )
    """,
    """
    CREATE TABLE recovery_codes (
        account_id text NOT NULL REFERENCES accounts,
        code_hash text NOT NULL,
        PRIMARY KEY (account_id, code_hash)
    )
    """,
    "ALTER TABLE sessions DROP CONSTRAINT sessions_owes_check",
    "ALTER TABLE sessions ADD CONSTRAINT sessions_owes_check CHECK (owes IN ('password', 'code', 'enrolment')) NOT VALID",
    "ALTER TABLE sessions VALIDATE CONSTRAINT sessions_owes_check",
)


def upgrade() -> None:
    """Create the tables and widen the check."""
    for statement in _STATEMENTS:
        op.execute(statement)
