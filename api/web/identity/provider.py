"""Sign-in with the accounts that an authority already has, by OpenID Connect: authorization code, PKCE, nonce."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oidc.core import CodeIDToken
from httpx2 import AsyncClient, HTTPError
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

_PATIENCE = 10.0  # seconds for each answer of the provider
_LEEWAY = 60  # seconds by which its clock may differ from ours
_SCOPES = "openid profile email"
# No HS* algorithm: with a shared secret this front could sign people in itself. No `none`: it proves nothing.
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
_log = structlog.get_logger(__name__)


class ProviderUnavailable(Exception):
    """The provider does not answer, or not as OpenID Connect says. A retry later may help."""


class NotProven(Exception):
    """The provider did not say who this person is, or the answer proves nothing."""


@dataclass(frozen=True)
class ProviderPlan:
    """The plan of a provider: which provider, as which client we ask it, and which claim names our accounts. `name` is
    shown to people."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    claim: str
    name: str


@dataclass(frozen=True)
class Begun:
    """A sign-in that was begun: where to send the person, and the secrets that only their browser may bring back."""

    address: str
    state: str
    nonce: str
    verifier: str


class Provider:
    """A provider. Its description is fetched once, its keys at each sign-in, since they change."""

    def __init__(self, plan: ProviderPlan, returns_to: str, clock: Callable[[], datetime]) -> None:
        self.plan = plan
        self._clock = clock
        self._returns_to = returns_to
        self._about: dict[str, Any] | None = None
        self._asking = asyncio.Lock()

    async def begin(self, *, again: bool = False) -> Begun:
        """Begin a sign-in at the provider. Raises ProviderUnavailable.

        `again` has the provider ask the person anew, even one who is signed in there.
        """
        about = await self._described()
        nonce, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
        async with self._client() as client:
            address, state = client.create_authorization_url(
                about["authorization_endpoint"],
                nonce=nonce,
                code_verifier=verifier,
                state=secrets.token_urlsafe(24),
                **({"prompt": "login"} if again else {}),
            )
        return Begun(address, state, nonce, verifier)

    async def who(self, *, code: str, nonce: str, verifier: str) -> str:
        """Return who came back with this code, by the claim that names our accounts.

        Raises:
            NotProven: the provider does not say who this is.
            ProviderUnavailable: it does not answer.
        """
        about = await self._described()
        try:
            async with self._client() as client:
                token = await client.fetch_token(about["token_endpoint"], code=code, code_verifier=verifier)
                keys = await client.request("GET", about["jwks_uri"], withhold_token=True)
                claims = self._proven(token, about, nonce, keys.json())
                if self.plan.claim not in claims:
                    claims = await self._asked(client, about, claims)
        except (AuthlibBaseError, JoseError, KeyError, ValueError) as error:
            _log.warning("sign-in not proven", error=type(error).__name__)
            raise NotProven(str(error)) from error
        except HTTPError as error:
            raise ProviderUnavailable(type(error).__name__) from error
        return self._identity(claims)

    def _proven(
        self, token: Mapping[str, Any], about: Mapping[str, Any], nonce: str, keys: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return the claims of the ID token. Raises unless the provider signed it for us and for this very sign-in."""
        signed = jwt.decode(token["id_token"], KeySet.import_key_set(dict(keys)), algorithms=_ALGORITHMS)  # type: ignore[arg-type]
        wanted = {
            "iss": {"essential": True, "value": about["issuer"]},
            "aud": {"essential": True, "value": self.plan.client_id},
            "nonce": {"essential": True, "value": nonce},
        }
        params = {"nonce": nonce, "client_id": self.plan.client_id, "access_token": token.get("access_token")}
        claims = CodeIDToken(signed.claims, signed.header, wanted, params)
        claims.validate(now=int(self._clock().timestamp()), leeway=_LEEWAY)
        return dict(claims)

    async def _asked(
        self, client: AsyncOAuth2Client, about: Mapping[str, Any], claims: dict[str, Any]
    ) -> dict[str, Any]:
        """Return the token's claims with those that the provider's user info adds."""
        more = (await client.get(about["userinfo_endpoint"])).json()
        if more["sub"] != claims["sub"]:
            raise ValueError("the provider speaks of somebody else")
        return {**more, **claims}

    def _identity(self, claims: Mapping[str, Any]) -> str:
        known_as = claims.get(self.plan.claim)
        if not isinstance(known_as, str) or not known_as:
            raise NotProven(f"no claim {self.plan.claim}")
        if self.plan.claim == "email" and claims.get("email_verified") is not True:
            raise NotProven("the e-mail address is not verified")
        return known_as

    async def _described(self) -> dict[str, Any]:
        async with self._asking:
            if self._about is None:
                self._about = await self._ask_about()
        return self._about

    async def _ask_about(self) -> dict[str, Any]:
        address = f"{self.plan.issuer}/.well-known/openid-configuration"
        try:
            async with AsyncClient(timeout=_PATIENCE) as client:
                about: dict[str, Any] = (await client.get(address)).raise_for_status().json()
        except (HTTPError, ValueError) as error:
            raise ProviderUnavailable(type(error).__name__) from error
        if not isinstance(about, dict) or str(about.get("issuer", "")).rstrip("/") != self.plan.issuer:
            raise ProviderUnavailable("it calls itself by another name than the one configured")
        return about

    def _client(self) -> AsyncOAuth2Client:
        return AsyncOAuth2Client(
            self.plan.client_id,
            self.plan.client_secret or None,
            token_endpoint_auth_method="client_secret_basic" if self.plan.client_secret else "none",
            scope=_SCOPES,
            redirect_uri=self._returns_to,
            code_challenge_method="S256",
            timeout=_PATIENCE,
        )
