"""Keep a register of persons' requests about their own data."""

from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    CREATE TABLE personal_data_requests (
        id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        idempotency_key  text NOT NULL UNIQUE,
        authority        text NOT NULL,
        kind             text NOT NULL CHECK (kind IN ('see', 'correct', 'restrict', 'erase')),
        code             text REFERENCES cases,
        received_at      timestamptz NOT NULL,
        answer_due       timestamptz NOT NULL,
        carry_out_due    timestamptz NOT NULL,
        answered_at      timestamptz,
        extended_at      timestamptz,
        ended_at         timestamptz,
        refused          boolean NOT NULL DEFAULT false,
        answer_missed_told_at     timestamptz,
        carry_out_missed_told_at  timestamptz,
        telling_until    timestamptz
    )
    """,
    "CREATE INDEX personal_data_requests_of_authority ON personal_data_requests (authority, id)",
    "CREATE INDEX personal_data_requests_open ON personal_data_requests (carry_out_due) WHERE ended_at IS NULL",
    """
    CREATE TABLE personal_data_requesters (
        request     bigint PRIMARY KEY REFERENCES personal_data_requests,
        name        text NOT NULL,
        contact     text NOT NULL,
        checked_by  text NOT NULL,
        words       text NOT NULL
    )
    """,
    """
    CREATE TABLE personal_data_request_steps (
        request     bigint NOT NULL REFERENCES personal_data_requests,
        number      integer NOT NULL,
        step        text NOT NULL CHECK (step IN ('received', 'answered', 'extended', 'carried_out', 'refused')),
        at          timestamptz NOT NULL,
        by_account  text NOT NULL REFERENCES accounts,
        words       text NOT NULL,
        PRIMARY KEY (request, number)
    )
    """,
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON personal_data_request_steps"
    " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    "ALTER TABLE looks DROP CONSTRAINT looks_looked_at_check",
    """
    ALTER TABLE looks ADD CONSTRAINT looks_looked_at_check CHECK (
        looked_at IN (
            'identity', 'letter', 'sealed_words', 'search_by_name', 'search_by_phone', 'export',
            'personal_data_request'
        )
    )
    """,
    "ALTER TABLE looks DROP CONSTRAINT looks_code_check",
    """
    ALTER TABLE looks ADD CONSTRAINT looks_code_check CHECK (
        code IS NOT NULL
        OR looked_at IN ('sealed_words', 'search_by_name', 'search_by_phone', 'personal_data_request')
    )
    """,
)


def upgrade() -> None:
    """Create the tables, and let a look be at a request."""
    for statement in _STATEMENTS:
        op.execute(statement)
