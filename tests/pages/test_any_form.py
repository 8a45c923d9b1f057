"""Any input to a page is answered with a page with a sentence for people, never a 500.

The pages come from the app and the forms from the pages, so a new one is covered without being named here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from httpx2 import Response
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from records.engine import connect
from tests.support.fronts.desk import Desk
from tests.support.pages.crowd import EVERYBODY, Crowd, filled, page_routes
from tests.support.pages.filling import filled_in, wrongly
from tests.support.pages.nasty import bodies, pairs_of, query, words
from tests.support.pages.reading import Asked, PageForm, forms_of, texts_of

pytestmark = pytest.mark.slow

EXAMPLES = 10
PART = re.compile(r"{(\w+)}")
A_SENTENCE = re.compile(r'class="(?:lead|problem|error|warning)"')
FOR_PROGRAMS_ALONE = re.compile(r"JSON hợp lệ|/api/v1|/docs|Idempotency|act_id|cursor|trong errors|Traceback")
ENDS_SESSIONS = ("tai-khoan", "mat-khau", "dang-xuat")

ALL_KEPT = ("text", "textarea", "search", "tel", "email", "date", "datetime-local", "month")

TOLD_OF_THE_WHOLE = {
    ("/theo-doi", "code"),  # the answer must not reveal which of the two is wrong
    ("/theo-doi", "key"),
    ("/ban-giao", "from"),  # this person may not hand over those cases
    ("/quan-tri/lan-xem", "code"),  # an empty result
    ("/quan-tri/lan-xem", "account"),
}

ROUTES = sorted(
    ((path, method) for each in page_routes(Desk().app) for method in each.methods or () if (path := each.path)),
    key=lambda route: (any(word in route[0] for word in ENDS_SESSIONS), route),
)
"""The routes of all pages. Routes that may sign our people out come last."""


@pytest.fixture(scope="module")
def crowd(shared_database_url: str) -> Iterator[Crowd]:
    engine = connect(shared_database_url)
    yield Crowd(engine)
    engine.dispose()


def test_what_is_wrong_stands_beside_its_field_and_nothing_else_that_was_typed_is_lost(crowd: Crowd) -> None:
    wrong = []
    for who, form in crowd.different_forms():
        for name, asked in form.asked.items():
            if is_typed(form, name, asked):
                sent = filled_in(form)
                sent[name] = [wrongly(asked), *sent[name][1:]]
                if said := amiss(form, name, sent, crowd.sends(who, form, sent)):
                    wrong.append(f"{who} {form.action} {name}: {said}")
    assert not wrong, "\n".join(wrong)


def is_typed(form: PageForm, name: str, asked: Asked) -> bool:
    """Return whether a person can make a mistake in this field. A tick cannot be wrong, nor a choice of a list's filter."""
    chosen = form.method == "get" and asked.kind in ("select", "radio")
    return (
        not chosen
        and asked.kind not in ("file", "password", "checkbox")
        and (form.action, name) not in TOLD_OF_THE_WHOLE
    )


def amiss(form: PageForm, name: str, sent: dict[str, list[str]], answer: Response) -> str:
    """Return what is missing from the answer to a form with a wrong field, or nothing if the answer is right."""
    same = (each for each in forms_of(answer.text) if (each.action, each.method) == (form.action, form.method))
    again = next(same, None)
    if answer.status_code not in (409, 422) or again is None:
        return f"{answer.status_code} {answer.headers.get('location', '')} {main_of(answer)[:200]}"
    *_, beside = ("", *again.asked[name].described_by)
    if not beside.endswith("-error") or not texts_of(answer.text).get(beside, "").strip():
        return f"nothing beside it, but {[text for known_as, text in texts_of(answer.text).items() if 'error' in known_as]}"
    shown = {each: again.values.get(each, []) for each, asked in again.asked.items() if asked.kind in ALL_KEPT}
    lost = {each: value for each, value in shown.items() if value[: len(sent[each])] != sent[each]}
    return f"lost {lost}" if lost else ""


@pytest.mark.parametrize(("path", "method"), ROUTES, ids=lambda said: said)
def test_whatever_is_sent_a_page_answers(crowd: Crowd, path: str, method: str) -> None:
    @given(st.data(), st.sampled_from(EVERYBODY))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        phases=[Phase.generate],
    )
    def is_answered(data: st.DataObject, who: str) -> None:
        address = filled(path, {name: data.draw(_part(crowd, name)) for name in PART.findall(path)})
        body, kind = None, ""
        if method == "POST":
            stands = crowd.forms_to(path)
            whose, form = data.draw(st.sampled_from(stands or [(who, PageForm("", "post"))]))
            if stands and data.draw(st.integers(0, 3)) > 0:
                who, address = whose, form.action
            body, kind = data.draw(_sent(crowd, who, form))
        asked = data.draw(st.lists(_asked(crowd), max_size=4))
        answer = crowd.asks(who, method, f"{address}?{query(asked)}" if asked else address, body, kind)
        assert is_told(answer), (who, answer.status_code, answer.headers.get("content-type"), main_of(answer))

    is_answered()


def is_told(answer: Response) -> bool:
    """Return whether the person gets the page asked for, is sent on, or reads why not."""
    if answer.status_code in (204, 303, 304, 307):
        return True
    is_page = answer.headers["content-type"].startswith("text/html")
    if answer.status_code < 400:
        return is_page or answer.headers["x-content-type-options"] == "nosniff"
    said = main_of(answer)
    return (
        answer.status_code < 500 and is_page and bool(A_SENTENCE.search(said)) and not FOR_PROGRAMS_ALONE.search(said)
    )


def main_of(answer: Response) -> str:
    """Return the text of the page without its frame, without what was typed, and without the addresses that scripts load."""
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    return re.sub(
        r"\sdata-[\w-]+=\"[^\"]*\"|<(input|textarea|form|a)\b[^>]*>|(?<=>)\n[^<]*</textarea>|class=\"card words\">[^<]*",
        "",
        main,
    )


def _part(crowd: Crowd, name: str) -> st.SearchStrategy[str]:
    known = crowd.parts.get(name)
    return (st.sampled_from(known) | st.sampled_from(known) | words) if known else words


@st.composite
def _asked(draw: st.DrawFn, crowd: Crowd) -> tuple[str, str]:
    name = draw(st.sampled_from(sorted(crowd.asked)))
    return name, draw(st.sampled_from(crowd.asked[name]) | words)


@st.composite
def _sent(draw: st.DrawFn, crowd: Crowd, who: str, form: PageForm) -> tuple[bytes, str]:
    """A strategy for requests: this form or another one, filled in with errors."""
    names = tuple(sorted({name for each in crowd.forms.values() for name in each.values}))
    own = replace(form, values=form.values | {"csrf": [crowd.token(who)]})
    return draw(bodies(draw(pairs_of(own, names))))
