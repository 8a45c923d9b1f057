"""Let documents lie with a case. A PDF has a preview in place of the thumbnail, the others have none."""

from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """
    ALTER TABLE attachments
    ADD COLUMN format text CHECK (format IN ('pdf', 'docx', 'xlsx', 'odt')),
    ADD COLUMN pages integer CHECK (pages > 0),
    DROP CONSTRAINT attachments_kind_check,
    DROP CONSTRAINT attachments_picture_check,
    ADD CONSTRAINT attachments_kind_check CHECK (kind IN ('photo', 'video', 'audio', 'document')),
    ADD CONSTRAINT attachments_document_check CHECK ((format IS NOT NULL) = (kind = 'document')),
    ADD CONSTRAINT attachments_picture_check CHECK (
        num_nulls(thumbnail, width, height) = CASE WHEN kind = 'audio' OR format <> 'pdf' THEN 3 ELSE 0 END
    )
    """,
)


def upgrade() -> None:
    """Add the columns, and widen the checks of the table."""
    for statement in _STATEMENTS:
        op.execute(statement)
