"""A message's workflow retries as its policy says. Then it records that the message was not delivered."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from temporalio import activity
from temporalio.client import WorkflowFailureError, WorkflowHandle
from temporalio.exceptions import ApplicationError
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.contract import DELIVER, DELIVER_RETRY, GIVE_UP, NOT_DELIVERED, DeliverRequest
from domain.messages import MessageChannel
from stack.time_skipping import now_in, skip_to
from tests.support.stack.processes import PATIENCE_SECONDS
from tests.support.workflows.sandbox import sandbox
from workflows.contract import MESSAGE_WORKFLOW, message_id
from workflows.message_delivery import MessageWorkflow
from workflows.web_ui_texts import message_summary

pytestmark = pytest.mark.slow

QUEUE = "messages"


@dataclass
class Post:
    """Fails a set number of times, and remembers which messages were given up."""

    failures: int = 0
    for_good: bool = False
    tries: int = 0
    given_up: list[str] = field(default_factory=list)

    @activity.defn(name=DELIVER)
    async def deliver(self, _request: DeliverRequest) -> bool:
        self.tries += 1
        if self.tries <= self.failures:
            raise ApplicationError("busy (451)", type=NOT_DELIVERED, non_retryable=self.for_good)
        return True

    @activity.defn(name=GIVE_UP)
    async def give_up(self, request: DeliverRequest) -> None:
        self.given_up.append(request.id)


@pytest.fixture
async def post(env: WorkflowEnvironment) -> AsyncIterator[Post]:
    post = Post()
    async with Worker(
        env.client,
        task_queue=QUEUE,
        workflows=[MessageWorkflow],
        activities=[post.deliver, post.give_up],
        workflow_runner=sandbox(),
    ):
        yield post


def a_message() -> DeliverRequest:
    return DeliverRequest(str(uuid.uuid4()), "KH-2026-000001", "published", MessageChannel.EMAIL)


async def begun(env: WorkflowEnvironment, request: DeliverRequest) -> WorkflowHandle[object, bool]:
    return await env.client.start_workflow(
        MESSAGE_WORKFLOW, request, id=message_id(request.id), task_queue=QUEUE, result_type=bool
    )


async def test_a_message_that_arrives_at_once_is_a_short_history(env: WorkflowEnvironment, post: Post) -> None:
    handle = await begun(env, a_message())
    assert await handle.result()
    assert len((await handle.fetch_history()).events) == 11


async def test_a_message_that_fails_now_and_then_arrives(env: WorkflowEnvironment, post: Post) -> None:
    post.failures = 2
    handle = await begun(env, a_message())
    await skip_to(env, handle, await now_in(env, handle) + timedelta(minutes=1))
    assert await handle.result()
    assert (post.tries, post.given_up) == (3, [])


async def test_a_message_that_never_arrives_is_given_up_when_its_tries_are_used_up(
    env: WorkflowEnvironment, post: Post
) -> None:
    post.failures = 1000
    request = a_message()
    handle = await begun(env, request)
    await skip_to(env, handle, await now_in(env, handle) + timedelta(hours=15))
    with pytest.raises(WorkflowFailureError) as failed:
        await handle.result(rpc_timeout=timedelta(seconds=PATIENCE_SECONDS))
    assert (post.tries, post.given_up) == (DELIVER_RETRY.maximum_attempts, [request.id])
    assert isinstance(failed.value.cause, ApplicationError)
    assert failed.value.cause.type == NOT_DELIVERED


async def test_a_message_that_a_person_must_mend_is_tried_once(env: WorkflowEnvironment, post: Post) -> None:
    post.failures, post.for_good = 1, True
    request = a_message()
    handle = await begun(env, request)
    with pytest.raises(WorkflowFailureError):
        await handle.result()
    assert (post.tries, post.given_up) == (1, [request.id])


def test_a_message_is_named_in_words() -> None:
    assert message_summary(a_message()) == "KH-2026-000001 · Công khai kết quả · thư điện tử"
