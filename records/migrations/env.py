"""Run by Alembic for each command, inside the transaction that `upgrade` opened."""

from alembic import context
from sqlmodel import SQLModel

# Importing a module of tables adds them to the metadata that autogenerate compares the database with.
import records.attachments.tables
import records.auditing.tables
import records.calendar.tables
import records.cases.tables
import records.figures.tables
import records.health.tables
import records.letters.tables
import records.messages.tables
import records.offices.tables
import records.personal_data.tables
import records.reports.tables
import records.roots.tables
import records.staff.tables  # noqa: F401

context.configure(connection=context.config.attributes["connection"], target_metadata=SQLModel.metadata)
with context.begin_transaction():
    context.run_migrations()
