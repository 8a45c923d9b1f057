"""Renders templates as pages: in the visitor's language, with a strict content policy and what every page needs."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.pages.common import forgery
from api.pages.common.addresses import opened_again_at
from api.pages.common.assets_folder import asset
from api.pages.common.languages import LANGUAGE_NAMES, Language, Translator, act_in, said_in
from api.pages.common.navigation import ways_for
from api.pages.common.visitors import Visitor
from api.pages.maps.ground import Ground
from api.web.front import front_of
from api.web.identity import cookies
from api.web.problems.problem import Problem, headers_of
from domain.words import Role
from language.labels import ROLE, local_time, repeats_post
from records.messages.rows import MOST_UNREAD
from telemetry import metrics

TEMPLATES = Path(__file__).parents[3] / "templates" / "pages"


def _headers(ground: Ground) -> dict[str, str]:
    """Return the headers that forbid what no page needs. Images come from this site and from the server of map tiles."""
    policy = (
        "default-src 'self'",
        f"img-src 'self' data: blob: {ground.images_from}".rstrip(),
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
    return {
        "Content-Security-Policy": "; ".join(policy),
        "X-Frame-Options": "DENY",
        # With no-referrer browsers would send `Origin: null` with our own forms.
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "geolocation=(self), camera=(), microphone=()",
    }


@cache
def environment(language: Language) -> Environment:
    """Return the templates in this language."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    says = Translator(language)
    made.globals.update({"_": says.text, "gettext": says.text, "ngettext": says.counted})
    made.filters["tr"] = partial(said_in, language)
    made.filters["act"] = partial(act_in, language)
    made.filters["local_time"] = local_time
    made.globals.update(
        asset=asset,
        language=language,
        languages=LANGUAGE_NAMES,
        roles={str(role): ROLE[role] for role in Role},
        most_unread=MOST_UNREAD,
        repeats_post=repeats_post,
    )
    return made


def page(
    request: Request,
    template: str,
    visitor: Visitor,
    *,
    status: int = 200,
    told: Problem | None = None,
    browser: str | None = None,
    **context: Any,
) -> HTMLResponse:
    """Return the page made from the template for this visitor.

    `told` is the problem that the page shows: its status and headers become the page's. `browser` is the new name of the browser,
    where the answer gives it one.
    """
    front = front_of(request)
    ground = Ground.of(front.site)
    if told is not None:
        metrics.problem_told(told.kind.slug)
    body = (
        environment(visitor.language)
        .get_template(template)
        .render(
            context,
            visitor=visitor,
            ways=ways_for(visitor),
            path=request.url.path,
            address=opened_again_at(request),
            csrf=forgery.form_token(front.keys.forms, browser or request.cookies.get(cookies.VISITOR)),
            ground=ground,
            interrupted_since=front.interruptions.since if visitor.staff else None,
        )
    )
    answer = HTMLResponse(body, told.kind.status if told else status, _headers(ground))
    if told:
        # A browser cannot answer a challenge: people sign in by a form.
        answer.headers.update({name: value for name, value in headers_of(told).items() if name != "WWW-Authenticate"})
    return answer


def see(address: str) -> Response:
    """Redirect to another page after a form was taken."""
    return RedirectResponse(address, 303, _headers(Ground()))
