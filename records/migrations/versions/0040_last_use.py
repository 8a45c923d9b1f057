"""Keep when each session and each account was last used, and which accounts are locked because nobody used them.

Accounts that are there count as used now, so that none is locked by the upgrade.
"""

from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

_STATEMENTS = (
    "ALTER TABLE sessions ADD used_at timestamptz NOT NULL DEFAULT now()",
    "ALTER TABLE accounts ADD used_at timestamptz NOT NULL DEFAULT now()",
    "ALTER TABLE accounts ADD locked_at timestamptz",
)


def upgrade() -> None:
    """Add the columns. None rewrites its table."""
    for statement in _STATEMENTS:
        op.execute(statement)
