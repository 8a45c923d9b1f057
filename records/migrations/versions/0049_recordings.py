"""Let sound recordings lie with a case. They have a length, and neither a size in pixels nor a thumbnail."""

from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    ALTER TABLE attachments
    ALTER COLUMN thumbnail DROP NOT NULL,
    ALTER COLUMN width DROP NOT NULL,
    ALTER COLUMN height DROP NOT NULL,
    DROP CONSTRAINT attachments_kind_check,
    DROP CONSTRAINT attachments_check,
    ADD CONSTRAINT attachments_kind_check CHECK (kind IN ('photo', 'video', 'audio')),
    ADD CONSTRAINT attachments_seconds_check CHECK ((seconds IS NOT NULL) = (kind IN ('video', 'audio'))),
    ADD CONSTRAINT attachments_picture_check CHECK (
        num_nulls(thumbnail, width, height) = CASE kind WHEN 'audio' THEN 3 ELSE 0 END
    )
    """,
)


def upgrade() -> None:
    """Widen the checks of the table."""
    for statement in _STATEMENTS:
        op.execute(statement)
