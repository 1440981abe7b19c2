"""The receiver behind OUTBOX_WEBHOOK_URL: one POST a message."""

from typing import Final

import httpx

from toolserver.outbox.receiver import DeliveryFailed, OutboxMessage
from toolserver.proxies import is_loopback

_TIMEOUT_S: Final = 5  # connecting, sending, waiting for the status: each; the dispatcher limits the whole


class Webhook:
    """Any 2xx takes the message over; name and password in the URL become basic authentication."""

    def __init__(self, url: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        address = httpx.URL(url)
        auth = (address.username, address.password) if address.userinfo else None
        self._url = address.copy_with(userinfo=b"")  # httpx logs the URL of each request
        proxied = not is_loopback(url)
        self._client = httpx.AsyncClient(auth=auth, timeout=_TIMEOUT_S, transport=transport, trust_env=proxied)

    async def deliver(self, message: OutboxMessage) -> None:
        """POST the message with its id as Idempotency-Key. Raises DeliveryFailed."""
        headers = {"Idempotency-Key": message.id}
        try:
            async with self._client.stream("POST", self._url, json=_wire(message), headers=headers) as response:
                status = response.status_code  # the body may be endless, and is not read
        except httpx.HTTPError as error:
            raise DeliveryFailed(type(error).__name__) from error
        if not httpx.codes.is_success(status):
            raise DeliveryFailed(f"status {status}")

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.aclose()


def _wire(message: OutboxMessage) -> dict[str, str]:
    return {
        "id": message.id,
        "call_id": message.call_id,
        "channel": message.channel,
        "recipient": message.recipient,
        "body": message.body,
        "queued_at": message.queued_at.isoformat().replace("+00:00", "Z"),
    }
