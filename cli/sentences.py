"""Ends a command with one sentence where it cannot be done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer


@contextmanager
def in_one_sentence(what: str) -> Iterator[None]:
    """Print the sentence of an error that a person can mend, and end the command. `what` is what could not be done."""
    # Imported here, because they load the database's libraries.
    from records.errors import RecordsError
    from settings import SettingsError
    from stack.errors import StackError

    try:
        yield
    except (StackError, SettingsError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    except RecordsError as error:
        typer.echo(f"Không {what} được: {error}.", err=True)
        raise typer.Exit(1) from error
