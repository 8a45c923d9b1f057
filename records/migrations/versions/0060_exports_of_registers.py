"""Record exports of registers and of the directory as looks; find what was masked last."""

from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

_STATEMENTS = (
    "ALTER TABLE looks DROP CONSTRAINT looks_looked_at_check",
    """
    ALTER TABLE looks ADD CONSTRAINT looks_looked_at_check CHECK (
        looked_at IN (
            'identity', 'letter', 'sealed_words', 'search_by_name', 'search_by_phone', 'export',
            'personal_data_request', 'list_export', 'papers_export', 'directory_export', 'requests_export'
        )
    )
    """,
    "ALTER TABLE looks DROP CONSTRAINT looks_code_check",
    """
    ALTER TABLE looks ADD CONSTRAINT looks_code_check CHECK (
        code IS NOT NULL
        OR looked_at IN ('sealed_words', 'search_by_name', 'search_by_phone', 'personal_data_request')
        OR looked_at LIKE '%\\_export'
    )
    """,
    "ALTER TABLE looks DROP CONSTRAINT looks_pieces_check",
    """
    ALTER TABLE looks ADD CONSTRAINT looks_pieces_check
    CHECK (pieces > 0 OR looked_at LIKE 'search_by_%' OR looked_at LIKE '%\\_export')
    """,
    "CREATE INDEX masked_reports_latest ON masked_reports (at)",
)


def upgrade() -> None:
    """Widen the checks, and let a feed find what was masked last."""
    for statement in _STATEMENTS:
        op.execute(statement)
