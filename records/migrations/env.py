"""Run by Alembic for each command: works in the transaction that `upgrade` opened."""

from alembic import context
from sqlmodel import SQLModel

# They fill the metadata that autogenerate compares with.
import records.attachments.tables
import records.figures.tables
import records.letters.tables
import records.offices.tables
import records.summaries.tables
import records.tables  # noqa: F401

context.configure(connection=context.config.attributes["connection"], target_metadata=SQLModel.metadata)
with context.begin_transaction():
    context.run_migrations()
