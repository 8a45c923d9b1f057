"""Prepares text for storage: in Unicode's composed form (NFC), so that equal words are equal sequences of characters."""

from __future__ import annotations

import unicodedata
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from records.errors import UnstorableText

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

RowT = TypeVar("RowT", bound="DataclassInstance")


def storable(text: str) -> str:
    """Return the text as it is stored.

    Raises:
        UnstorableText: it holds NUL or half of a surrogate pair, which PostgreSQL cannot store.
    """
    if "\0" in text:
        raise UnstorableText("a text holds the character NUL")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise UnstorableText("a text holds half of a surrogate pair") from None
    return unicodedata.normalize("NFC", text)


def storable_json(value: Any) -> Any:
    """Return a JSON value with every text in it as it is stored. Call it before serialising, so that no escape sequence is
    composed."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(key): storable_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [storable_json(each) for each in value]
    return value


def storable_row(row: RowT) -> RowT:
    """Return the row with each of its text fields as it is stored. Texts inside other fields stay as they are."""
    texts = {each.name: getattr(row, each.name) for each in fields(row)}
    return replace(row, **{name: storable(text) for name, text in texts.items() if isinstance(text, str)})
