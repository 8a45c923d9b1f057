"""Connects to the database, opens transactions, and turns the libraries' errors into those of `records.errors`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

import psycopg
from psycopg import Error as DriverError
from sqlalchemy import text
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.event import listen
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import PoolProxiedConnection
from sqlmodel import Session, create_engine

from records.errors import (
    BadDatabaseUrl,
    NotAsRemembered,
    RecordsError,
    RecordsFault,
    RecordsUnavailable,
    UnstorableText,
)
from records.liveness import note_use, require_alive
from records.patience import CircuitBreaker, PatientConnection
from records.pooler import Way, set_for_transaction

_CONNECT_SECONDS = 3
_POOL_SECONDS = 5
_BREAKER = "breaker"
_SESSION_SETTINGS = {
    "timezone": "UTC",
    "statement_timeout": "8s",  # less than `PATIENCE_SECONDS`, so that a slow statement does not cost its connection
    "lock_timeout": "5s",
    # No query here runs long enough for compilation to pay off.
    "jit": "off",
    # A client that freezes within a transaction would otherwise hold the lock on its case without end.
    "idle_in_transaction_session_timeout": "30s",
}


def connect(database_url: str, *, pool_size: int = 10) -> Engine:
    """Return a pool of connections. It connects when first used, and replaces a dead connection before use.

    Raises:
        BadDatabaseUrl: the address is not a URL of PostgreSQL.
    """
    engine = create_engine(
        read_url(database_url),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=_POOL_SECONDS,
        connect_args={
            "connect_timeout": _CONNECT_SECONDS,
            # Milliseconds after which the connection to a machine that no longer answers is given up.
            "tcp_user_timeout": 9_000,
            # Seconds: an idle connection to such a machine is found dead before anybody uses it.
            "keepalives_idle": 20,
            "keepalives_interval": 5,
            "keepalives_count": 3,
        },
        # Parameters hold what people wrote and their names, so they stay out of error messages.
        hide_parameters=True,
    )
    breaker = CircuitBreaker()
    engine.update_execution_options(**{_BREAKER: breaker})
    way = Way(breaker, _SESSION_SETTINGS)
    listen(engine, "do_connect", lambda _dialect, _record, place, given: way.open(place, given))
    listen(engine, "begin", set_for_transaction)
    listen(engine, "checkout", require_alive)
    listen(engine, "checkin", note_use)
    return engine


def _admit(engine: Engine) -> None:
    breaker = engine.get_execution_options().get(_BREAKER)
    if isinstance(breaker, CircuitBreaker):
        breaker.admit()


def read_url(database_url: str) -> URL:
    """Return the address with psycopg as its driver. The scheme may be any that PostgreSQL accepts.

    Raises:
        BadDatabaseUrl: the address is not a URL of PostgreSQL.
    """
    try:
        url = make_url(database_url)
    except (ArgumentError, ValueError):
        raise BadDatabaseUrl("the database's address is not a URL such as postgresql://user@host:5432/name") from None
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise BadDatabaseUrl(f"the database's address names {url.get_backend_name()!r}; only PostgreSQL will do")
    return url.set(drivername="postgresql+psycopg")


_block: ContextVar[Session | None] = ContextVar("reading_block", default=None)


@contextmanager
def reading(engine: Engine) -> Iterator[None]:
    """Read what the block reads in one transaction, where each read would else have a connection and a transaction of its own.

    It holds a connection from the first read to its end: wait for nothing but the database within the block. What is
    written within it is committed at once, as anywhere else.

    Raises:
        RecordsUnavailable: the database cannot answer now.
    """
    if (outer := _block.get()) is not None and outer.bind is engine:
        yield
        return
    _admit(engine)
    with named_errors(), Session(engine) as session:
        before = _block.set(session)
        try:
            yield
            session.commit()
        finally:
            _block.reset(before)


@contextmanager
def read(engine: Engine) -> Iterator[Session]:
    """Open a transaction that only reads, or go on in that of the enclosing `reading` block.

    Raises:
        RecordsUnavailable: the database cannot answer now.
        RecordsFault: the database refused a statement.
    """
    session = _block.get()
    if session is None or session.bind is not engine:
        with transaction(engine) as session:
            yield session
        return
    try:
        with named_errors():
            yield session
    except RecordsError:
        session.rollback()
        raise


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """Open one transaction. The end of the block commits it; an error rolls it back.

    Raises:
        RecordsUnavailable: the database cannot answer now. The transaction may have been committed all the same.
        RecordsFault: the database refused a statement.
    """
    session = _block.get()
    if session is None or session.bind is not engine:
        _admit(engine)
        with named_errors(), Session(engine) as session, session.begin():
            yield session
        return
    # On the block's own connection: with a second one, requests could wait for each other until none is left.
    with named_errors():
        try:
            session.commit()
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise


@contextmanager
def one_round_trip(engine: Engine) -> Iterator[psycopg.Connection[Any]]:
    """Send the statements of the block as one transaction in one round trip. Fetch their results after the block.

    psycopg waits for the answer to a BEGIN of its own, so this one is sent with the rest.

    Raises:
        NotAsRemembered: a guard among the statements failed, and so the transaction.
        RecordsUnavailable: as for `transaction`.
        RecordsFault: as for `transaction`.
    """
    _admit(engine)
    with named_errors():
        pooled = engine.raw_connection()
        connection = _driver_of(pooled)
        try:
            connection.autocommit = True
            with connection.pipeline():
                connection.execute("BEGIN")
                if isinstance(connection, PatientConnection) and connection.settings:
                    connection.execute(connection.settings)
                yield connection
                connection.execute("COMMIT")
        finally:
            _give_back(pooled, connection)


def _give_back(pooled: PoolProxiedConnection, connection: psycopg.Connection[Any]) -> None:
    """Return a connection to the pool as it came from there, or drop it where it broke."""
    try:
        connection.rollback()
        connection.autocommit = False
    except DriverError:
        pooled.invalidate()
    pooled.close()


def take_up_to(session: Session, most: timedelta) -> None:
    """Let each further statement of this transaction take up to `most`: it reads or writes what no caller waits for.

    The server's bound and our own wait change together; the next transaction on the connection has the usual ones.
    """
    bound = text("SELECT set_config('statement_timeout', :milliseconds, true)")
    session.execute(bound, {"milliseconds": str(most // timedelta(milliseconds=1))})
    connection = driver(session)
    if isinstance(connection, PatientConnection):
        connection.expect(most.total_seconds() + 1)


def driver(session: Session) -> psycopg.Connection[Any]:
    """Return the session's psycopg connection, in the same transaction.

    Use it for what runs at every act: there SQLAlchemy costs more time than the database, and a psycopg pipeline sends
    several statements in one round trip.
    """
    return _driver_of(session.connection().connection)


def _driver_of(pooled: PoolProxiedConnection) -> psycopg.Connection[Any]:
    connection = pooled.driver_connection
    if not isinstance(connection, psycopg.Connection):
        raise TypeError(f"the record is written through psycopg, not {type(connection).__name__}")
    return connection


@contextmanager
def named_errors() -> Iterator[None]:
    """Turn every error of the database libraries into one of `records.errors`."""
    try:
        yield
    except (SQLAlchemyError, DriverError) as error:
        # `from None` hides the driver's message: it may quote the failed row, and with it a reporter's name.
        raise _named(error) from None


def _named(error: SQLAlchemyError | DriverError) -> RecordsError:
    if isinstance(error, PoolTimeout):
        return RecordsUnavailable("every connection to the database is busy")
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, DriverError) and cause.sqlstate == NotAsRemembered.SQLSTATE:
        return NotAsRemembered("the database holds another state than this process remembers")
    if isinstance(error, OperationalError | InterfaceError | psycopg.OperationalError | psycopg.InterfaceError):
        return RecordsUnavailable(next(iter(str(cause).splitlines()), "the database is away"))
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return RecordsUnavailable("the connection to the database broke")
    if (
        isinstance(cause, psycopg.DataError) and cause.sqlstate is None
    ):  # raised by the driver; the server never saw the text
        return UnstorableText("a text holds the character NUL")
    if isinstance(cause, DriverError):
        about = cause.diag.constraint_name or cause.diag.table_name or type(cause).__name__
        return RecordsFault(f"the database refused a statement: {cause.sqlstate or 'no state'}, {about}")
    return RecordsFault(f"the database was asked wrongly: {type(error).__name__}")
