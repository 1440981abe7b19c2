"""The dispatcher inside a toolserver that serves tool calls."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from fastapi.testclient import TestClient

from tests.outbox.conftest import Outbox
from tests.outbox.mailbox import Mailbox
from tests.outbox.receivers import HangingReceiver
from toolserver.app import create_app
from toolserver.config import Settings, SettingsInvalid, read_settings
from toolserver.outbox.receiver import Receiver
from toolserver.outbox.scripted import ScriptedReceiver

PATIENCE_S = 10
CALL = {"tool_name": "lookupOrders", "arguments": {"phoneNumber": "(206) 135-1246"}}


@contextmanager
def serving(
    box: Outbox, database_url: str, url: str | None = None, receiver: Receiver | None = None
) -> Iterator[TestClient]:
    """A started toolserver on this outbox."""
    settings = Settings(database_url=database_url, openai_api_key=None, outbox_webhook_url=url)
    with TestClient(
        create_app(settings, clock=box.clock, receiver=receiver), base_url="http://127.0.0.1:8000"
    ) as client:
        yield client


def test_a_waiting_message_goes_to_the_webhook(box: Outbox, database_url: str, mailbox: str) -> None:
    message_id = box.queue("hello")
    with serving(box, database_url, mailbox):
        assert Mailbox.was_called.wait(PATIENCE_S)

    assert Mailbox.keys == [message_id]


def test_without_a_webhook_messages_wait_and_nothing_pretends(
    box: Outbox, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    box.queue("hello")
    with caplog.at_level("INFO"), serving(box, database_url) as client:
        client.post("/execute-tool", json=CALL)

    assert (box.column("state"), box.column("attempts")) == (["waiting"], [0])
    assert "OUTBOX_WEBHOOK_URL is not set: messages wait in the outbox" in caplog.messages


def test_a_receiver_that_hangs_does_not_hold_up_a_tool_call(box: Outbox, database_url: str) -> None:
    receiver = HangingReceiver(expected=box.pace.workers)
    for number in range(box.pace.workers):
        box.queue("hello", recipient=f"recipient {number}")
    with serving(box, database_url, receiver=receiver) as client:
        assert receiver.is_full.wait(PATIENCE_S)
        answers = [client.post("/execute-tool", json=CALL).json() for _ in range(20)]

    assert all("result" in answer for answer in answers)
    assert max(answer["took_ms"] for answer in answers) < box.pace.timeout_s * 500
    assert box.column("state") == ["waiting"] * box.pace.workers


def test_stopping_lets_go_of_the_receiver(box: Outbox, database_url: str) -> None:
    receiver = ScriptedReceiver()
    with serving(box, database_url, receiver=receiver):
        is_open = not receiver.is_closed

    assert is_open
    assert receiver.is_closed


def test_a_webhook_url_that_cannot_work_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTBOX_WEBHOOK_URL", "receiver.example/messages")
    with pytest.raises(SettingsInvalid, match="OUTBOX_WEBHOOK_URL"):
        read_settings()
