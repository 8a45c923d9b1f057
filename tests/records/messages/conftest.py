"""Fixtures for messages: the outbox and the mailbox of a record, staff with addresses, further notice rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine

from domain.offices.office import Agency
from domain.procedure import NoticeRule
from domain.words import Role
from records.messages.mailbox import Mailbox
from records.messages.outbox import Outbox
from records.messages.rows import Contact
from records.record import Record
from records.staff.rows import Account
from tests.support.records import desk as desks
from tests.support.records.desk import KHANH_HOA
from tests.support.records.furnishing import add_agency
from tests.support.records.messages import notice, published


@pytest.fixture
def outbox(engine: Engine) -> Outbox:
    return Record(engine).outbox


@pytest.fixture
def mailbox(engine: Engine) -> Mailbox:
    return Record(engine).mailbox


@pytest.fixture
def staff(record: Record) -> Callable[..., Account]:
    """Return a function that adds an account. Its e-mail is made from the username."""
    add_agency(record, Agency("so-gtvt", "khanh-hoa", "Sở Giao thông vận tải"))
    add_agency(record, Agency("dien-luc", "khanh-hoa", "Điện lực Khánh Hòa"))

    def add(username: str, role: Role, agency: str | None = None, **about: Any) -> Account:
        given: dict[str, Any] = {"authority": "khanh-hoa", "contact": Contact(f"{username}@vidu.vn", "0905000002")}
        return record.accounts.add(
            username=username, role=role, agency=agency, display_name=username, password_hash="-", **given | about
        )

    return add


@pytest.fixture
def tells(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function that adds notice rules to the regulation of cases filed afterwards."""

    def tell(*rules: NoticeRule) -> None:
        monkeypatch.setattr(desks, "KHANH_HOA", replace(KHANH_HOA, notices=(*KHANH_HOA.notices, *rules)))

    return tell


@pytest.fixture
def message(desk, outbox, tells) -> UUID:
    """Return an e-mail that waits to be sent to a reporter."""
    tells(notice("published", "reporter", "email"))
    published(desk)
    outbox.address(100)
    [waiting] = outbox.waiting(100)
    return waiting.id
