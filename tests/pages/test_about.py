"""The pages that say what the site is, and the card by which a public case is shared."""

from __future__ import annotations

import re
from html import unescape

import pytest

from procedures import procedures_in_force, retention_rules
from tests.support.fronts.desk import Desk
from tests.support.pages.walker import Walker


@pytest.mark.parametrize("address", ["/gioi-thieu", "/rieng-tu", "/tiep-can"])
def test_each_is_a_page_that_every_page_leads_to(walker: Walker, address: str) -> None:
    assert f'href="{address}"' in walker.opens("/").text
    assert walker.opens(address).status_code == 200


def test_privacy_names_each_authority_with_the_years_and_the_ground(walker: Walker) -> None:
    text = unescape(walker.opens("/rieng-tu").text)
    assert all(each.authority.name in text for each in procedures_in_force().values())
    for _, _, rule in retention_rules():
        assert rule.source in text
        assert rule.years is None or f"{rule.years} năm" in text


def test_a_public_case_is_shared_with_its_words_and_never_with_its_reporter(desk: Desk, walker: Walker) -> None:
    code = desk.walked("publish")
    head = unescape(walker.opens(f"/cong-khai/ho-so/{code}").text.split("</head>")[0])
    card = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', head))
    assert code in card["title"]
    assert card["description"]
    assert "Nguyễn" not in " ".join(card.values())
