"""A span for each try to deliver a message."""

from dataclasses import dataclass

from opentelemetry.trace import SpanKind

from toolserver.outbox.receiver import OutboxMessage, Receiver
from toolserver.tracing import names
from toolserver.tracing.spans import Attributes, Tracing


@dataclass(frozen=True)
class TracedReceiver:
    """Takes over what the other receiver takes over. The call that promised the message is named by its id."""

    receiver: Receiver
    tracing: Tracing

    async def deliver(self, message: OutboxMessage) -> None:
        """Return once the message is in the receiver's hands. Raises DeliveryFailed."""
        attributes: Attributes = {
            names.MESSAGE_ID: message.id,
            names.DESTINATION: message.channel,
            names.CALL_ID: message.call_id,
            names.ATTEMPT: message.attempt,
        }
        with self.tracing.span(f"{names.DELIVER} {message.channel}", SpanKind.PRODUCER, attributes):
            await self.receiver.deliver(message)

    async def close(self) -> None:
        """Let go of connections."""
        await self.receiver.close()
