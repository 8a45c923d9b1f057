"""The pages of staff: the inbox of each role, a case with its possible acts, notices."""

from __future__ import annotations

from fastapi import APIRouter

from api.pages.staff import (
    audit,
    bulk,
    case,
    directory,
    inbox,
    masking,
    notices,
    papers,
    personal_data,
    reporters,
    reports,
)

router = APIRouter()
for _room in (inbox, bulk, masking, case, audit, notices, reporters, directory, papers, personal_data, reports):
    router.include_router(_room.router)
