"""The inbox's web server: the gateway for SMS and push of docs/message-gateway.md, and the messages as a page and as JSON."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import FastAPI, Header, Query, Response
from fastapi.responses import FileResponse, HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from pydantic import BaseModel, Field
from starlette.middleware.trustedhost import TrustedHostMiddleware

from domain.messages import MessageChannel
from language.labels import CHANNEL, local_time
from stack.inbox.kept import Inbox, Received

_TEMPLATES = Path(__file__).parent.parent.parent / "templates" / "inbox"
_ZONE = "Asia/Ho_Chi_Minh"
_HEADERS = {"Content-Security-Policy": "default-src 'none'; style-src 'self'", "Cache-Control": "no-store"}
_SHOWN = (MessageChannel.EMAIL, MessageChannel.SMS, MessageChannel.PUSH)


class GatewayBody(BaseModel):
    """A message as the gateway receives it."""

    channel: Literal["sms", "push"]
    to: Annotated[list[str], Field(min_length=1)]
    text: str
    title: str = ""
    case: str = ""


def create_inbox(inbox: Inbox) -> FastAPI:
    """Return the web server of an inbox."""
    app = FastAPI(title="Local inbox", docs_url=None, redoc_url=None)
    # Against DNS rebinding: a page under another name that resolves to this machine gets no answer.
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])
    page = Environment(
        loader=FileSystemLoader(_TEMPLATES), undefined=StrictUndefined, autoescape=select_autoescape(("html.j2",))
    ).get_template("page.html.j2")

    @app.post("/v1/messages", status_code=202)
    def take(
        body: GatewayBody, idempotency_key: Annotated[str, Header(min_length=1, max_length=200)]
    ) -> dict[str, Any]:
        if not inbox.known(idempotency_key):
            received = Received(idempotency_key, body.channel, tuple(body.to), body.title, body.text, datetime.now(UTC))
            inbox.keep(received)
        return {"id": f"local-{idempotency_key}"}

    @app.get("/messages.json")
    def listing(channel: MessageChannel | None = None) -> list[Received]:
        return inbox.latest(channel)

    @app.get("/")
    def show(channel: Annotated[MessageChannel | None, Query()] = None) -> HTMLResponse:
        messages = [
            {**vars(each), "label": CHANNEL[MessageChannel(each.channel)], "at": local_time(each.at, _ZONE)}
            for each in inbox.latest(channel)
        ]
        channels = [(each.value, CHANNEL[each]) for each in _SHOWN]
        return HTMLResponse(page.render(messages=messages, channels=channels, chosen=channel), headers=_HEADERS)

    @app.get("/inbox.css")
    def style() -> FileResponse:
        return FileResponse(_TEMPLATES / "inbox.css", media_type="text/css")

    @app.get("/ready")
    def ready() -> Response:
        return Response(status_code=200)

    return app
