"""Photos on pages, without JavaScript: added, seen, blacked out."""

from __future__ import annotations

import re
from io import BytesIO

from httpx2 import Response
from PIL import Image

from tests.support.attachments.pictures import photo
from tests.support.fronts.desk import Desk
from tests.support.pages.walker import HOST, Walker


def follows(desk: Desk, walker: Walker, code: str) -> None:
    """Let the walker follow the case as its reporter, by the private link."""
    assert walker.opens(f"/theo-doi/{code}/{desk.keys[code]}").url.path == f"/ho-so/{code}"


def adds(walker: Walker, code: str, *contents: bytes) -> Response:
    walker.opens(f"/tep/{code}")
    return walker.sends(f"/tep/{code}", files=[("photos", ("anh.jpg", each, "image/jpeg")) for each in contents])


def pictures(page: Response) -> list[str]:
    return re.findall(r'<img src="(/tep/[^"]+)"', page.text)


def is_black(content: bytes, x: float, y: float) -> bool:
    with Image.open(BytesIO(content)) as image:
        pixel = image.convert("RGB").getpixel((int(x * image.width), int(y * image.height)))
    assert isinstance(pixel, tuple)
    return max(pixel) < 60


def test_a_reporter_adds_photos_on_the_cases_own_page_and_sees_them_there(desk: Desk, walker: Walker) -> None:
    code = desk.filed()
    follows(desk, walker, code)
    page = adds(walker, code, photo(), photo("PNG"))
    assert (page.status_code, page.url.path) == (200, f"/tep/{code}")
    first, second = pictures(page)
    assert first != second
    small = walker.client.get(first)
    assert small.headers["content-type"] == "image/jpeg"
    assert walker.client.get(first.removesuffix("/nho")).status_code == 200
    assert f'href="/ho-so/{code}"' in page.text


def test_a_bad_photo_is_a_sentence_beside_the_field(desk: Desk, walker: Walker) -> None:
    code = desk.filed()
    follows(desk, walker, code)
    page = adds(walker, code, photo(), photo()[:3000])
    assert page.status_code == 422
    assert 'id="photos-error"' in page.text
    assert "Tệp thứ 2: Ảnh này hỏng" in page.text
    assert pictures(page) == []
    nothing = adds(walker, code)
    assert nothing.status_code == 422
    assert "Hãy chọn tệp." in nothing.text


def test_strangers_find_no_page_of_photos_and_no_photo(desk: Desk, walker: Walker) -> None:
    code = desk.filed()
    follows(desk, walker, code)
    [small] = pictures(adds(walker, code, photo()))
    stranger = Walker(desk)
    for address in (f"/tep/{code}", small, small.removesuffix("/nho")):
        assert stranger.opens(address).status_code == 404
    assert "che" in stranger.opens(small.replace("/nho", "/che")).url.query.decode()
    sent = stranger.client.post(
        f"/tep/{code}", files={"photos": ("a.jpg", photo(), "image/jpeg")}, headers={"Origin": HOST}
    )
    assert sent.status_code in (403, 404)


def test_photos_from_another_site_are_not_taken(desk: Desk, walker: Walker) -> None:
    code = desk.filed()
    follows(desk, walker, code)
    forged = walker.client.post(
        f"/tep/{code}", files={"photos": ("a.jpg", photo(), "image/jpeg")}, headers={"Origin": "https://xau.vidu.vn"}
    )
    assert forged.status_code == 403
    assert pictures(walker.opens(f"/tep/{code}")) == []


def test_the_centre_blacks_out_what_the_public_must_not_see(desk: Desk, walker: Walker) -> None:
    code = desk.walked("publish")
    follows(desk, walker, code)
    [small] = pictures(adds(walker, code, photo()))
    address = small.removesuffix("/nho")
    public = Walker(desk)
    assert not is_black(public.client.get(address).content, 0.25, 0.25)

    centre = Walker(desk)
    centre.signs_in("operator")
    assert f'href="{address}/che"' in centre.opens(f"/tep/{code}").text
    centre.opens(f"{address}/che")
    wrong = centre.sends_with(f"{address}/che", {"x[]": ["20", "", ""], "y[]": ["200", "", ""]})
    assert wrong.status_code == 422
    assert "Mỗi phần cần che gồm bốn số" in wrong.text
    assert 'value="200"' in wrong.text
    rows = {"x[]": ["20"], "y[]": ["20"], "width[]": ["10,5"], "height[]": ["10"]}
    done = centre.sends_with(f"{address}/che", rows)
    assert done.url.path == f"/tep/{code}"
    assert "đã che một phần" in done.text
    assert 'value="10.5"' in centre.opens(f"{address}/che").text
    assert is_black(public.client.get(address).content, 0.25, 0.25)
    assert is_black(public.client.get(small).content, 0.25, 0.25)
    assert is_black(centre.client.get(f"{address}?che=true").content, 0.25, 0.25)
    assert not is_black(centre.client.get(address).content, 0.25, 0.25)

    centre.opens(f"{address}/che")
    assert "công chúng không thấy" in centre.sends_with(f"{address}/che", {"whole": "true"}).text
    assert public.client.get(address).status_code == 404


def test_who_does_not_edit_for_publication_is_offered_no_way_to_black_out(desk: Desk, walker: Walker) -> None:
    code = desk.walked("publish")
    follows(desk, walker, code)
    [small] = pictures(adds(walker, code, photo()))
    officer = Walker(desk)
    officer.signs_in("officer")
    assert "/che" not in officer.opens(f"/tep/{code}").text
    assert officer.opens(small.replace("/nho", "/che")).status_code == 404


def test_the_officer_adds_photos_of_the_result_while_the_case_is_handled(desk: Desk, walker: Walker) -> None:
    code = desk.walked("accept")
    walker.signs_in("officer")
    page = adds(walker, code, photo())
    assert "Kết quả xử lý" in page.text
    assert len(pictures(page)) == 1
    assert f'href="/can-bo/ho-so/{code}"' in page.text
    assert 'type="file"' not in walker.opens(f"/tep/{desk.walked('dispatch')}").text


def test_the_page_is_there_in_english(desk: Desk, walker: Walker) -> None:
    code = desk.filed()
    follows(desk, walker, code)
    adds(walker, code, photo())
    page = walker.sends("/ngon-ngu", language="en")
    assert page.url.path == f"/tep/{code}"
    assert f"Files of case {code}" in page.text
    assert "With the report" in page.text
