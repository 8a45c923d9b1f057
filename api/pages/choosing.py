"""The language is chosen by the person, on any page."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.pages import cookies
from api.pages.addresses import within
from api.pages.forms import FormDep
from api.pages.languages import Language
from api.pages.rendering import see

router = APIRouter()


@router.post("/ngon-ngu")
def choose_language(form: FormDep) -> Response:
    """Remember the language and go back to where the person was."""
    answer = see(within(form.value("back", "/"), otherwise="/"))
    chosen = form.value("language")
    if chosen in set(Language):
        cookies.keep_language(answer, chosen)
    return answer
