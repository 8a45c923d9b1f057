"""Run by Alembic for each command: works in the transaction that `upgrade` opened."""

from alembic import context
from sqlmodel import SQLModel

# They fill the metadata that autogenerate compares with.
from records import attachment_tables, figure_tables, letter_tables, office_tables, summary_tables, tables  # noqa: F401

context.configure(connection=context.config.attributes["connection"], target_metadata=SQLModel.metadata)
with context.begin_transaction():
    context.run_migrations()
