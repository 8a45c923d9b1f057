"""Staff sign in with the accounts that their authority already has."""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64encode
from datetime import timedelta
from typing import Annotated

from cryptography.fernet import Fernet, InvalidToken
from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from api.pages.account.signing_in import put_session
from api.pages.common.addresses import HOME, within
from api.pages.common.rendering import see
from api.staff.sessions.routes import begin_session
from api.web.front import FrontDep, Keys
from api.web.identity import cookies
from api.web.identity.provider import NotProven, Provider, ProviderUnavailable
from api.web.problems.kinds import NO_ACCOUNT_OF_PROVIDER, NO_PROVIDER, NOT_PROVEN, PROVIDER_AWAY
from api.web.problems.problem import Problem

router = APIRouter()
RETURN = "/dang-nhap/lien-thong/ve"

_BEGUN = "__Host-begun"
_WITHIN = timedelta(minutes=10)
_Given = Annotated[str, Query(max_length=4000)]


@router.get("/dang-nhap/lien-thong")
async def begin(front: FrontDep, tiep: Annotated[str, Query(max_length=2000)] = HOME) -> Response:
    """Send somebody to the provider. What only this browser may bring back lies sealed in a cookie of it."""
    try:
        begun = await _provider(front.provider).begin()
    except ProviderUnavailable as error:
        raise Problem(PROVIDER_AWAY) from error
    kept = {"state": begun.state, "nonce": begun.nonce, "verifier": begun.verifier, "back": within(tiep)}
    answer = see(begun.address)
    cookies.put(answer, _BEGUN, _seal(front.keys).encrypt(json.dumps(kept).encode()).decode(), _WITHIN)
    return answer


@router.get(RETURN)
async def come_back(
    request: Request, front: FrontDep, code: _Given = "", state: _Given = "", error: _Given = ""
) -> Response:
    """Whoever the provider says this is, signed in to the account that is known by it. None is ever made."""
    provider = _provider(front.provider)
    begun = _begun(front.keys, request)
    if error or not begun or not hmac.compare_digest(begun["state"].encode(), state.encode()):
        raise Problem(NOT_PROVEN)
    try:
        known_as = await provider.who(code=code, nonce=begun["nonce"], verifier=begun["verifier"])
    except NotProven as refused:
        raise Problem(NOT_PROVEN) from refused
    except ProviderUnavailable as away:
        raise Problem(PROVIDER_AWAY) from away
    account = await run_in_threadpool(front.record.accounts.of_provider, known_as)
    if account is None:
        raise Problem(NO_ACCOUNT_OF_PROVIDER)
    token, expires_at = await begin_session(front.record.sessions, front.clock, account, request)
    answer = see(begun["back"])
    put_session(answer, token, expires_at - front.clock())
    cookies.drop(answer, _BEGUN)
    return answer


def _provider(provider: Provider | None) -> Provider:
    if provider is None:
        raise Problem(NO_PROVIDER)
    return provider


def _begun(keys: Keys, request: Request) -> dict[str, str] | None:
    """What this browser brings back of a sign-in that it began a short while ago."""
    try:
        opened = _seal(keys).decrypt(request.cookies.get(_BEGUN, "").encode(), ttl=int(_WITHIN.total_seconds()))
    except InvalidToken:
        return None
    kept: dict[str, str] = json.loads(opened)
    return kept


def _seal(keys: Keys) -> Fernet:
    return Fernet(urlsafe_b64encode(keys.sign_ins))
