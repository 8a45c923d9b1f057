"""The regulations over HTTP: all that a form needs."""

from __future__ import annotations

from typing import Any

import pytest

from procedures import all_procedures
from tests.support.fronts.desk import Desk


def _shown(desk: Desk, procedure: str) -> Any:
    answer = desk.gets(f"/procedures/{procedure}")
    assert answer.status_code == 200
    return answer.json()


def _by(key: str, entries: list[Any]) -> dict[str, Any]:
    return {entry[key]: entry for entry in entries}


@pytest.mark.parametrize("procedure", all_procedures())
def test_every_rule_of_every_regulation_is_shown_with_its_article(desk: Desk, procedure: str) -> None:
    shown, rules = _shown(desk, procedure), all_procedures()[procedure]
    assert [act["act"] for act in shown["acts"]] == [rule.act for rule in rules.acts]
    assert [limit["id"] for limit in shown["limits"]] == [rule.id for rule in rules.limits]
    for entry in (*shown["acts"], *shown["limits"], *shown["channels"], *shown["courses"], *shown["hide_grounds"]):
        assert entry["article"]
    assert [limit["id"] for limit in shown["limits"] if limit["promised"]] == [
        rule.id for rule in rules.limits if rule.amount is None
    ]


def test_roles_are_called_what_the_regulation_calls_them(desk: Desk) -> None:
    shown = _shown(desk, "buon-ma-thuot")
    assert shown["role_labels"]["centre_operator"] == "cán bộ DAK LAK IOC"
    assert shown["role_labels"]["agency_officer"] == "cán bộ chuyên môn"
    dispatch = _by("act", shown["acts"])["dispatch"]
    assert dispatch["by_labels"] == ["cán bộ DAK LAK IOC", "lãnh đạo DAK LAK IOC"]
    assert dispatch["names_agency"] is False


def test_what_is_peculiar_to_each_regulation_is_there(desk: Desk) -> None:
    buon_ma_thuot, lai_chau = _shown(desk, "buon-ma-thuot"), _shown(desk, "lai-chau")
    dien_bien, binh_dinh = _shown(desk, "dien-bien"), _shown(desk, "binh-dinh")
    assert [(course["id"], course["by_hand"]) for course in buon_ma_thuot["courses"]] == [("urgent", True)]
    assert [rating["reopens"] for rating in buon_ma_thuot["ratings"]] == [False, False, True]
    assert _by("act", buon_ma_thuot["acts"])["submit_result"]["needs_day"] is True
    assert _by("act", buon_ma_thuot["acts"])["submit_result"]["needs_images"] is True
    assert _by("act", buon_ma_thuot["acts"])["report_progress"]["times"] == 1
    assert "option" in {limit["kind"] for limit in buon_ma_thuot["limits"]}
    assert buon_ma_thuot["bouncing"]["returns"] == 3
    assert _by("id", lai_chau["channels"])["camera"]["staff_only"] is True
    assert _by("id", lai_chau["requirements"])["phone"]["except_channels"] == ["camera"]
    direct = _by("act", lai_chau["acts"])["direct"]
    assert (direct["to"], direct["leads"]) == (None, {"awaiting_direction": "verified"})
    dispatch = _by("act", lai_chau["acts"])["dispatch"]
    assert (dispatch["after"], dispatch["after_label"]) == ("directed", "Lãnh đạo chỉ đạo")
    assert any(limit["fields"] for limit in lai_chau["limits"])
    assert lai_chau["bouncing"] is None
    assert dien_bien["own_dispatch"]["article"] == "Công văn 4/2024, đoạn 2"
    assert "abusive" in _by("id", dien_bien["hide_grounds"])
    assert _by("id", dien_bien["refusal_grounds"])["unclear"]["needs_guidance"] is True
    assert _by("act", binh_dinh["acts"])["approve"]["edits"] is True
    assert any(limit["shortened_by_agency"] for limit in binh_dinh["limits"])
    assert _by("id", binh_dinh["withhold_grounds"])["state_secret"]["from_start"] is True


def test_an_unknown_regulation_is_a_problem(desk: Desk) -> None:
    answer = desk.gets("/procedures/atlantis")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/unknown-procedure")
