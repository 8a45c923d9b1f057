"""Pages on which staff sign in with the accounts that their authority already has."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from datetime import timedelta
from typing import Annotated

from cryptography.fernet import Fernet, InvalidToken
from fastapi import APIRouter, Query, Request, Response

from api.pages.account.signing_in import put_session
from api.pages.common.addresses import HOME, within
from api.pages.common.rendering import see
from api.staff.sessions import signing_in_by_provider
from api.staff.sessions.known_devices import agent_of
from api.staff.sessions.signing_in import begin_session
from api.staff.sessions.signing_in_by_provider import Answer, BrowserSecrets
from api.web.front import FrontDep, Keys
from api.web.identity import cookies

router = APIRouter()
RETURN = "/dang-nhap/lien-thong/ve"

_BEGUN = "__Host-begun"
_WITHIN = timedelta(minutes=10)
_Given = Annotated[str, Query(max_length=4000)]


@router.get("/dang-nhap/lien-thong")
async def begin(
    front: FrontDep,
    next_path: Annotated[str, Query(alias="tiep", max_length=2000)] = HOME,
    again: Annotated[str, Query(alias="xac-nhan", max_length=1)] = "",
) -> Response:
    """Send a person to the provider. What only this browser may bring back is kept sealed in a cookie. `again` is of a person
    who confirms before an act of weight."""
    begun = await signing_in_by_provider.begin(front.provider, again=bool(again))
    kept = {"state": begun.state, "nonce": begun.nonce, "verifier": begun.verifier, "back": within(next_path)}
    answer = see(begun.address)
    cookies.put(answer, _BEGUN, _seal(front.keys).encrypt(json.dumps(kept).encode()).decode(), _WITHIN)
    return answer


@router.get(RETURN)
async def come_back(
    request: Request, front: FrontDep, code: _Given = "", state: _Given = "", error: _Given = ""
) -> Response:
    """Sign in the person whom the provider names, if an account is known by that identity."""
    begun, back = _begun(front.keys, request)
    answered = Answer(code, state, error)
    account = await signing_in_by_provider.account_proven(front.provider, front.record.accounts, begun, answered)
    session = await begin_session(front.record.sessions, account, front.clock(), agent_of(request))
    answer = see(back)
    put_session(answer, session.token, session.expires_at - front.clock())
    cookies.drop(answer, _BEGUN)
    return answer


def _begun(keys: Keys, request: Request) -> tuple[BrowserSecrets | None, str]:
    """Return what this browser brings back of a sign-in that it began a short while ago, and the page to go on to."""
    try:
        opened = _seal(keys).decrypt(request.cookies.get(_BEGUN, "").encode(), ttl=int(_WITHIN.total_seconds()))
    except InvalidToken:
        return None, HOME
    kept: dict[str, str] = json.loads(opened)
    return BrowserSecrets(kept["state"], kept["nonce"], kept["verifier"]), kept["back"]


def _seal(keys: Keys) -> Fernet:
    return Fernet(urlsafe_b64encode(keys.sign_ins))
