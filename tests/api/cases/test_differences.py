"""Differences between cases and their workflows by the API: listed, and settled by a named choice, as on the page."""

from __future__ import annotations

from typing import Any

import pytest
from httpx2 import Response

from domain.reconciling import Choice, FindingKind
from records.reconciliation.rows import Difference
from tests.support.fronts.confirming import asking_again
from tests.support.fronts.desk import PASSWORD
from tests.support.fronts.real_desk import RealDesk

pytestmark = pytest.mark.slow

ADDRESS = "/api/v1/admin/differences"


def decides(desk: RealDesk, id_: str, choice: str, who: str = "kh_admin", seen: str | None = None) -> Response:
    headers = desk.headers(who) | ({"If-Match": f'"{seen}"'} if seen else {})
    body = {"choice": choice, "note": "Đã hỏi trung tâm."}
    return desk.client.post(f"{ADDRESS}/{id_}/decision", json=body, headers=headers)


def listed(desk: RealDesk, who: str = "kh_admin") -> Any:
    answer = desk.client.get(ADDRESS, headers=desk.headers(who))
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_difference_is_listed_and_settled_by_a_choice_that_it_offers(real_desk: RealDesk) -> None:
    kept, code = real_desk.record.reconciliation, real_desk.filed()
    kept.found([Difference(code, FindingKind.AHEAD, 5, 7)])
    [item] = listed(real_desk)["items"]
    assert (item["code"], item["kind"], item["record_number"], item["workflow_number"]) == (code, "ahead", 5, 7)
    assert [each["id"] for each in item["choices"]] == ["rebuild", "leave"]
    assert listed(real_desk, "kh_auditor")["items"] == [item]
    assert listed(real_desk, "dn_admin")["items"] == []
    shown = real_desk.client.get(f"{ADDRESS}/{item['id']}", headers=real_desk.headers("kh_auditor"))
    assert shown.headers["ETag"] == f'"{item["version"]}"'
    for who, choice, status in (
        ("kh_auditor", "rebuild", 403),
        ("dn_admin", "rebuild", 404),
        ("kh_admin", "end", 409),
        ("kh_admin", "nothing", 422),
    ):
        refused = decides(real_desk, item["id"], choice, who)
        assert refused.status_code == status, (who, choice, refused.text)
    kept.found([Difference(code, FindingKind.AHEAD, 5, 8)])
    stale = decides(real_desk, item["id"], "rebuild", seen=item["version"])
    assert (stale.status_code, stale.json()["type"]) == (412, "/problems/changed-meanwhile")
    [item] = listed(real_desk)["items"]
    asking_again(real_desk)
    assert decides(real_desk, item["id"], "rebuild").json()["type"] == "/problems/confirm-first"
    assert real_desk.posts("/sessions/current/confirmation", "kh_admin", password=PASSWORD).status_code == 204
    done = decides(real_desk, item["id"], "rebuild", seen=item["version"])
    assert done.status_code == 200, done.text
    assert (done.json()["choice"], done.json()["choice_label"]) == ("rebuild", "Dựng lại quy trình theo sổ hồ sơ")
    assert decides(real_desk, item["id"], "leave").json()["type"] == "/problems/finding-decided"
    [decided] = kept.decided_findings(10)
    assert (decided.choice, decided.note) == (Choice.REBUILD, "Đã hỏi trung tâm.")
    kept.settled(decided.id)
    after = listed(real_desk)
    assert (after["items"], [each["id"] for each in after["settled"]]) == ([], [item["id"]])
