"""Sign staff in with the accounts that their authority already has. An account that is not known here is never made."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from typing import Protocol

from starlette.concurrency import run_in_threadpool

from api.staff.sessions.signing_in import require_unlocked
from api.web.identity.provider import Begun, NotProven, Provider, ProviderUnavailable
from api.web.problems.kinds import NO_ACCOUNT_OF_PROVIDER, NO_PROVIDER, NOT_PROVEN, PROVIDER_AWAY
from api.web.problems.problem import Problem
from records.staff.rows import Account


class AccountsOfProvider(Protocol):
    """The record as this sign-in needs it; `records.staff.accounts.Accounts` is the real one."""

    def of_provider(self, identity: str) -> Account | None: ...


@dataclass(frozen=True)
class BrowserSecrets:
    """The secrets of a sign-in that only the browser which began it may send back."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True)
class Answer:
    """The answer that the provider sends back with the person: a code for this sign-in's state, or an error."""

    code: str
    state: str
    error: str


async def begin(provider: Provider | None, *, again: bool = False) -> Begun:
    """Begin a sign-in, with which to send the person to the provider. With `again`, it asks even a person it knows.

    Raises:
        Problem: this front has no provider, or the provider does not answer.
    """
    try:
        return await _require(provider).begin(again=again)
    except ProviderUnavailable as error:
        raise Problem(PROVIDER_AWAY) from error


async def account_proven(
    provider: Provider | None, accounts: AccountsOfProvider, begun: BrowserSecrets | None, answer: Answer
) -> Account:
    """Return the account of the person who came back from the provider.

    `begun` is of the sign-in that this browser began a short while ago; None where it began none.

    Raises:
        Problem: it is not proven who this is, no account is known by that identity, it is locked, or the provider does not
            answer.
    """
    provider = _require(provider)
    if answer.error or not begun or not hmac.compare_digest(begun.state.encode(), answer.state.encode()):
        raise Problem(NOT_PROVEN)
    try:
        known_as = await provider.who(code=answer.code, nonce=begun.nonce, verifier=begun.verifier)
    except NotProven as refused:
        raise Problem(NOT_PROVEN) from refused
    except ProviderUnavailable as away:
        raise Problem(PROVIDER_AWAY) from away
    account = await run_in_threadpool(accounts.of_provider, known_as)
    if account is None:
        raise Problem(NO_ACCOUNT_OF_PROVIDER)
    require_unlocked(account)
    return account


def _require(provider: Provider | None) -> Provider:
    if provider is None:
        raise Problem(NO_PROVIDER)
    return provider
