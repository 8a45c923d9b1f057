"""Let requests correct and restrict reporters' identities, on record."""

from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE identity_corrections (
        request     bigint NOT NULL REFERENCES personal_data_requests,
        code        text NOT NULL REFERENCES cases,
        at          timestamptz NOT NULL,
        by_account  text NOT NULL REFERENCES accounts,
        parts       jsonb NOT NULL,
        PRIMARY KEY (request, code)
    )
    """,
    """
    CREATE TABLE identity_restrictions (
        code        text NOT NULL REFERENCES cases,
        request     bigint NOT NULL REFERENCES personal_data_requests,
        restricted  boolean NOT NULL,
        at          timestamptz NOT NULL,
        by_account  text NOT NULL REFERENCES accounts,
        PRIMARY KEY (code, request, restricted)
    )
    """,
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON identity_corrections"
    " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON identity_restrictions"
    " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    "ALTER TABLE personal_data_request_steps DROP CONSTRAINT personal_data_request_steps_step_check",
    """
    ALTER TABLE personal_data_request_steps ADD CONSTRAINT personal_data_request_steps_step_check
    CHECK (step IN ('received', 'answered', 'extended', 'carried_out', 'refused', 'lifted'))
    """,
)


def upgrade() -> None:
    """Create the tables, and let a restriction be lifted."""
    for statement in _STATEMENTS:
        op.execute(statement)
