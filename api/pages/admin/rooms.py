"""Puts the routers of the admins' pages together."""

from __future__ import annotations

from fastapi import APIRouter

from api.pages.account import delegating, handing_over
from api.pages.admin import (
    accounts,
    calendar,
    home,
    importing,
    later_office,
    loading,
    loading_accounts,
    machines,
    office,
    reconciliation,
    rehearsing,
    reorganisation,
    succession,
    wards,
    watching,
)

router = APIRouter()
for _room in (
    home,
    accounts,
    loading_accounts,
    office,
    importing,
    loading,
    later_office,
    wards,
    succession,
    reorganisation,
    machines,
    calendar,
    rehearsing,
    reconciliation,
    watching,
    delegating,
    handing_over,
):
    router.include_router(_room.router)
