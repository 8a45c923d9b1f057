"""Before an act of weight the page asks for the password in place, and goes on with the act."""

from __future__ import annotations

from datetime import timedelta

from tests.support.fronts.confirming import FIVE_MINUTES, asking_again
from tests.support.fronts.desk import PASSWORD, WORDS, Desk
from tests.support.pages.walker import Walker


def test_the_page_asks_in_place_and_goes_on_with_what_was_typed(desk: Desk, walker: Walker) -> None:
    code = desk.ready_for("delete_test")
    walker.signs_in("technician")
    walker.opens(f"/can-bo/ho-so/{code}")
    asking_again(desk)
    address = f"/can-bo/ho-so/{code}/delete_test"
    asked = walker.sends(address, reason=WORDS)
    assert asked.status_code == 403
    assert "hãy nhập lại mật khẩu" in asked.text
    assert WORDS in asked.text
    wrong = walker.sends(address, confirmation="sai rồi")
    assert (wrong.status_code, "sai rồi" in wrong.text) == (403, False)
    assert "Mật khẩu không đúng nên chưa làm gì cả" in wrong.text
    done = walker.sends(address, confirmation=PASSWORD)
    assert done.status_code == 200, done.text
    assert desk.sees(code, "technician").json()["status"] == "deleted"


def test_signing_in_confirms_a_session_for_a_while(desk: Desk, walker: Walker) -> None:
    code = desk.ready_for("delete_test")
    asking_again(desk)
    walker.signs_in("technician")
    walker.opens(f"/can-bo/ho-so/{code}")
    desk.now += FIVE_MINUTES - timedelta(seconds=1)
    assert 'name="confirmation"' not in walker.sends(f"/can-bo/ho-so/{code}/delete_test", reason=WORDS).text
