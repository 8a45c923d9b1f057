"""${message}

Revision ${up_revision}, after ${down_revision or "nothing"}, ${create_date.date()}.
"""

import sqlalchemy as sa
import sqlmodel  # noqa: F401 - autogenerate writes its types
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
