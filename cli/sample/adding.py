"""Adds the sample cases to a record that holds none."""

from __future__ import annotations

from api.web.front import Keys
from attachments.store import open_store
from cli.sample.filling import Parts, fill
from records.engine import connect
from records.record import Record
from settings import derived_keys


def add_sample(database_url: str, secret: str, store_address: str) -> int:
    """Write the sample cases, with their photos in the store. Return how many; 0 where the record held cases before."""
    engine = connect(database_url, pool_size=1)
    try:
        record = Record(engine)
        if record.intake.has_taken_any():
            return 0
        return fill(Parts(record, open_store(store_address), Keys.of(derived_keys(secret.encode())), record.now()))
    finally:
        engine.dispose()
