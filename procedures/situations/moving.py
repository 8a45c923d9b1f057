"""Moves every instant and every day in a value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from domain.procedure import Procedure

T = TypeVar("T")


def moved(value: T, by: timedelta) -> T:
    """Return a value with every instant and day in it moved by whole days."""
    return with_times(value, instant=lambda at: at + by, day=lambda on: on + by)


def with_times(value: T, *, instant: Callable[[datetime], datetime], day: Callable[[date], date]) -> T:
    """Return a value with every instant and day in it changed, however deep. A procedure keeps its dates: they are the law's."""

    def change(each: Any) -> Any:
        match each:
            case Procedure():
                return each
            case datetime():
                return instant(each)
            case date():
                return day(each)
            case tuple():
                return tuple(change(one) for one in each)
            case list():
                return [change(one) for one in each]
            case dict():
                return {key: change(one) for key, one in each.items()}
        if is_dataclass(each) and not isinstance(each, type):
            inner = {field.name: getattr(each, field.name) for field in fields(each) if field.init}
            changed = {name: new for name, one in inner.items() if (new := change(one)) is not one}
            return replace(each, **changed) if changed else each
        return each

    result: T = change(value)
    return result
