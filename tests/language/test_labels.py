"""The words by which people are called beside their posts."""

from __future__ import annotations

import pytest

from domain.words import Role
from language.labels import named_with_post, post_name, repeats_post


@pytest.mark.parametrize(
    ("name", "role", "agency", "shown"),
    [
        ("Trần Văn Bình", Role.CENTRE_OPERATOR, None, "Trần Văn Bình (Cán bộ trung tâm)"),
        ("Trần Văn Bình", Role.AGENCY_OFFICER, "Sở Y tế", "Trần Văn Bình (Cán bộ chuyên môn (Sở Y tế))"),
        ("Cán bộ trung tâm", Role.CENTRE_OPERATOR, None, "Cán bộ trung tâm"),
        (
            post_name(Role.AGENCY_OFFICER, "Sở Y tế"),
            Role.AGENCY_OFFICER,
            "Sở Y tế",
            "Cán bộ chuyên môn (Sở Y tế)",
        ),
    ],
)
def test_a_name_that_is_the_post_itself_is_said_once(name: str, role: Role, agency: str | None, shown: str) -> None:
    assert named_with_post(name, role, agency) == shown


def test_the_name_of_another_post_says_more() -> None:
    assert repeats_post("Cán bộ chuyên môn", "cán bộ chuyên môn", "Sở Y tế")
    assert not repeats_post("Cán bộ chuyên môn (Sở Y tế)", "cán bộ chuyên môn", "Sở Giao thông vận tải")
