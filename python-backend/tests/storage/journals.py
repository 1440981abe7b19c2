"""Journals with many calls, made without running any."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from toolserver.storage.database import Database
from toolserver.storage.tables import call_replays, tool_calls

CODES = {"succeeded": None, "failed": "declined", "timed_out": "timed_out"}


def settled(number: int, at: datetime, took_ms: int, **more: object) -> dict[str, Any]:
    """The row of a service's call."""
    outcome = more.pop("outcome", "succeeded")
    row = {
        "owner": "service",
        "call_id": f"call-{number}",
        "tool": "lookUp",
        "fingerprint": "f",
        "session_id": None,
        "agent": None,
        "attempt": 1,
        "lease_until": at,
        "called_at": at,
        "outcome": outcome,
        "answer": '{"say": "Done."}',
        "settled_at": at + timedelta(milliseconds=took_ms),
        "arguments": "{}",
        "error_code": CODES.get(str(outcome)),
    }
    return row | more


def spread(start: datetime, hours: int, seed: int, count: int = 400) -> list[dict[str, Any]]:
    """Calls of two tools at random times, with random outcomes and durations."""
    chance = random.Random(seed)
    return [
        settled(
            number,
            start + timedelta(seconds=chance.uniform(0, hours * 3600)),
            chance.choice([chance.randrange(300), chance.randrange(60_000)]),
            tool=chance.choice(["lookUp", "payOut"]),
            outcome=chance.choice(list(CODES)),
        )
        for number in range(count)
    ]


def fill(database: Database, rows: Sequence[dict[str, Any]]) -> None:
    """Put them into the journal."""
    with database.engine.begin() as db:
        db.execute(insert(tool_calls), rows)


def answer_again(database: Database, call_id: str, replays: int) -> None:
    """So often was its answer given again."""
    with database.engine.begin() as db:
        db.execute(insert(call_replays).values(owner="service", call_id=call_id, replays=replays))
