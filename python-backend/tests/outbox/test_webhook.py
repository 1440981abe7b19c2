"""What the webhook sends, and which answers take a message over."""

import json
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime

import httpx
import pytest

from toolserver.outbox.receiver import DeliveryFailed, OutboxMessage
from toolserver.outbox.webhook import Webhook

URL = "https://receiver.example/messages"
MESSAGE = OutboxMessage(
    id="MSG-1",
    call_id="call-1",
    channel="sms",
    recipient="+12065550100",
    body="Your return is set up.",
    queued_at=datetime(2026, 11, 21, 12, tzinfo=UTC),
    attempt=2,
)


def webhook(answer: Callable[[httpx.Request], httpx.Response], url: str = URL) -> Webhook:
    """A webhook whose receiver answers like this."""
    return Webhook(url, httpx.MockTransport(answer))


async def sent_to(url: str) -> httpx.Request:
    """What the receiver gets."""
    seen: list[httpx.Request] = []

    def take_over(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(202)

    receiver = webhook(take_over, url)
    await receiver.deliver(MESSAGE)
    await receiver.close()
    return seen[0]


async def test_a_message_is_posted_with_its_id_as_idempotency_key() -> None:
    request = await sent_to(URL)

    assert (request.method, str(request.url)) == ("POST", URL)
    assert request.headers["Idempotency-Key"] == "MSG-1"
    assert json.loads(request.content) == {
        "id": "MSG-1",
        "call_id": "call-1",
        "channel": "sms",
        "recipient": "+12065550100",
        "body": "Your return is set up.",
        "queued_at": "2026-11-21T12:00:00Z",
    }


async def test_name_and_password_travel_as_a_header_and_not_in_the_url() -> None:
    request = await sent_to("https://desk:p%40ss@receiver.example/messages")

    assert str(request.url) == URL
    assert request.headers["Authorization"] == "Basic " + b64encode(b"desk:p@ss").decode()


@pytest.mark.parametrize("status", [301, 400, 404, 409, 429, 500, 503])
async def test_an_answer_other_than_2xx_is_a_failed_delivery(status: int) -> None:
    with pytest.raises(DeliveryFailed, match=f"status {status}"):
        await webhook(lambda _: httpx.Response(status)).deliver(MESSAGE)


async def test_a_receiver_that_cannot_be_reached_is_a_failed_delivery() -> None:
    def refuse(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused by receiver.example")

    with pytest.raises(DeliveryFailed, match=r"^ConnectError$"):
        await webhook(refuse).deliver(MESSAGE)
