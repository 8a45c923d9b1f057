"""Lets a person choose the language, on any page."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.pages.common.addresses import within
from api.pages.common.forms import FormDep
from api.pages.common.languages import Language
from api.pages.common.rendering import see
from api.web.identity import cookies

router = APIRouter()


@router.post("/ngon-ngu")
def choose_language(form: FormDep) -> Response:
    """Remember the language and go back to the page on which it was chosen."""
    answer = see(within(form.value("back", "/"), otherwise="/"))
    chosen = form.value("language")
    if chosen in set(Language):
        cookies.keep_language(answer, chosen)
    return answer
