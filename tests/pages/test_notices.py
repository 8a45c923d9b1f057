"""The page of one's own notices leads from each to the page of what it is about."""

from __future__ import annotations

import pytest

from tests.support.fronts.real_desk import RealDesk
from tests.support.pages.walker import Walker

pytestmark = pytest.mark.slow


def test_a_notice_leads_to_its_case(real_desk: RealDesk) -> None:
    code = real_desk.walked("dispatch")
    real_desk.record.outbox.address(100)
    walker = Walker(real_desk)
    walker.signs_in("officer")
    shown = walker.opens("/can-bo/thong-bao")
    assert shown.status_code == 200
    assert f'href="/can-bo/ho-so/{code}"' in shown.text


def test_notices_of_a_case_stand_together_and_count_as_read_once_it_is_opened(real_desk: RealDesk) -> None:
    code, other = real_desk.walked("dispatch"), real_desk.walked("dispatch")
    real_desk.record.outbox.address(100)
    walker = Walker(real_desk)
    walker.signs_in("officer")
    shown = walker.opens("/can-bo/thong-bao").text
    assert "Thông báo (2 chưa đọc)" in shown
    assert shown.count(f'<h2><a href="/can-bo/ho-so/{code}">{code}</a></h2>') == 1
    walker.opens(f"/can-bo/ho-so/{code.lower()}")
    left = walker.opens("/can-bo/thong-bao?chua_doc=true").text
    assert "Thông báo (1 chưa đọc)" in left
    assert code not in left
    assert other in left
