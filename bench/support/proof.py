"""Proves from the record and from Temporal that nothing was lost and nothing was done twice."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field

from sqlalchemy import text
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client

from bench.support import bare
from bench.support.parts import RealParts
from bench.support.results import Figures
from bench.support.straight import STRAIGHT
from domain.words import Status
from workflows.contract import COMPLAINT_WORKFLOW

_HISTORIES = 50
"""The number of cases whose histories are read, at random."""

_PATIENCE_SECONDS = 60

_DONE = """
SELECT code, array_agg(act_id ORDER BY number) FROM (
    SELECT code, act_id, min(number) AS number FROM events WHERE act_digest IS NOT NULL GROUP BY code, act_id
) AS done GROUP BY code
"""
_TWICE = """
SELECT code, kind, count(*) FROM events WHERE kind = ANY(:kinds) GROUP BY code, kind HAVING count(*) > 1
"""
_DONE_ONCE = ("filed", "dispatched", "accepted", "result_submitted", "approved", "published", "rated")
"""The events that a straight case has once each."""


@dataclass
class Proof:
    """The keys of the reports that were sent, and of each case that was answered its acts in order."""

    keys: set[str] = field(default_factory=set)
    acts: dict[str, list[str]] = field(default_factory=dict)


async def prove(parts: RealParts, sent: Proof, bare_started: list[str]) -> Figures:
    """Compare the record and Temporal with what was sent. Return what was compared.

    Raises:
        AssertionError: a case or an act is missing, is there twice, or is one that nobody sent.
    """
    with parts.engine.connect() as connection:
        keys = set(connection.scalars(text("SELECT idempotency_key FROM submissions")))
        open_cases = connection.scalar(text("SELECT count(*) FROM cases WHERE status <> :end"), {"end": Status.CLOSED})
        done = {code: list(acts) for code, acts in connection.execute(text(_DONE))}
        twice = connection.execute(text(_TWICE), {"kinds": list(_DONE_ONCE)}).all()
        once = connection.scalar(
            text("SELECT count(*) FROM events WHERE kind = ANY(:kinds)"), {"kinds": list(_DONE_ONCE)}
        )
    assert keys == sent.keys, f"reports sent {len(sent.keys)}, in the record {len(keys)}"
    assert done == sent.acts, f"cases with other acts than were sent: {_differing(done, sent.acts)}"
    assert open_cases == 0, f"{open_cases} cases are open after their last act"
    assert not twice, f"done twice: {twice}"
    assert once == len(keys) * len(_DONE_ONCE), f"{once} events of {len(keys)} cases"
    cases = await _completed(parts.client, COMPLAINT_WORKFLOW, len(keys))
    bare_cases = await _completed(parts.client, bare.Bare.__name__, len(bare_started))
    picked = random.Random(len(keys)).sample(sorted(sent.acts), min(_HISTORIES, len(sent.acts)))  # noqa: S311
    for code in picked:
        updates = await _updates(parts.client, code)
        assert updates == sent.acts[code], f"{code}: acts {sent.acts[code]}, in Temporal {updates}"
    return {
        "reports": len(keys),
        "acts": sum(map(len, sent.acts.values())),
        "workflows": cases,
        "histories_read": len(picked),
        "bare_workflows": bare_cases,
        "lost": 0,
        "twice": 0,
    }


def _differing(done: dict[str, list[str]], sent: dict[str, list[str]]) -> list[str]:
    return sorted(code for code in done.keys() | sent.keys() if done.get(code) != sent.get(code))[:5]


async def _completed(client: Client, kind: str, wanted: int) -> int:
    """Return how many workflows of this type completed. Wait until all have, because Temporal's lists lag behind."""
    query = f"WorkflowType = '{kind}'"
    ended, every = -1, -1
    for _ in range(_PATIENCE_SECONDS):
        ended = (await client.count_workflows(f"{query} AND ExecutionStatus = 'Completed'")).count
        every = (await client.count_workflows(query)).count
        if ended == every == wanted:
            break
        await asyncio.sleep(1)
    assert (ended, every) == (wanted, wanted), (
        f"{kind}: {wanted} began, Temporal has {every}, {ended} of them completed"
    )
    return ended


async def _updates(client: Client, code: str) -> list[str]:
    """Return the ids of the updates that a case accepted, in order."""
    accepted = EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED
    history = await client.get_workflow_handle(code).fetch_history()
    return [
        event.workflow_execution_update_accepted_event_attributes.accepted_request.meta.update_id
        for event in history.events
        if event.event_type == accepted
    ]


assert len(_DONE_ONCE) == 1 + len(STRAIGHT)
