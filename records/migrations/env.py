"""Run by Alembic for each command: works in the transaction that `upgrade` opened."""

from alembic import context
from sqlmodel import SQLModel

from records import tables  # noqa: F401

# They fill the metadata that autogenerate compares with.

context.configure(connection=context.config.attributes["connection"], target_metadata=SQLModel.metadata)
with context.begin_transaction():
    context.run_migrations()
