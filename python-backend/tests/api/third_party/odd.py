"""Functions as people write them elsewhere: odd names for parameters, odd things returned."""

import datetime as dt
import decimal
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.marks import repeatable

WORDS = "Boards may be returned within 45 days. "


class Thing:
    """Nothing that JSON knows."""


@dataclass
class Address:
    """Where somebody lives."""

    street: str
    city: str = "Oslo"


def page(_cursor: str, limit: int = 5) -> str:
    """Next page."""
    return f"{_cursor}/{limit}"


def load_model(model_config: str, model_fields: str = "f") -> str:
    """Names of pydantic's own."""
    return f"{model_config}/{model_fields}"


def shadow(schema: str, json: str = "j", copy: bool = False, dict: str = "d") -> str:
    """Names of a model's methods."""
    return f"{schema}/{json}/{copy}/{dict}"


def myself(self: str, function: str, ctx: ToolContext, say: str, value: str) -> str:
    """Names of what might be in the way."""
    return f"{self}/{function}/{ctx.call_id}/{say}/{value}"


def placed(first: str, at: ToolContext, /, second: str, *, third: str = "3") -> str:
    """Some by place, some by name only."""
    return f"{first}/{at.call_id}/{second}/{third}"


def returns(kind: str) -> Any:
    """Return what was asked for."""
    return {
        "thing": Thing,
        "generator": lambda: (n for n in range(3)),
        "bytes": lambda: b"\xff\xfe",
        "half": lambda: "half \ud83d",
        "nul": lambda: "a\x00b",
        "set": lambda: {"a"},
        "nan": lambda: float("nan"),
        "inside": lambda: {"ratio": [float("inf")]},
        "json": lambda: json.dumps({"a": 1}),
        "none": lambda: None,
        "itself": _itself,
    }[kind]()


def _itself() -> list[Any]:
    held: list[Any] = []
    held.append(held)
    return held


def returns_wrong() -> int:
    """Say int and return a text."""
    return json.loads('"the password is hunter2"')  # type: ignore[no-any-return]  # the lie is what is tested


def returns_decimal() -> decimal.Decimal:
    """Price."""
    return decimal.Decimal("19.90")


def returns_when() -> dt.datetime:
    """When."""
    return dt.datetime(2026, 3, 29, 2, 30)


def returns_address() -> Address:
    """Where."""
    return Address("Storgata 1")


def rules(sentences: int) -> str:
    """Tell many rules."""
    return WORDS * sentences


booked: list[str] = []


def book(day: str) -> str:
    """Book a table."""
    booked.append(day)
    return f"That is booking {len(booked)}."


@repeatable
def add_piece(item: str) -> str:
    """Put one more piece into the cart."""
    booked.append(item)
    return f"That makes {len(booked)}."


def all_tools() -> list[Callable[..., object]]:
    """Everything."""
    named: list[Callable[..., object]] = [page, load_model, shadow, myself, placed]
    return [*named, book, add_piece, returns, returns_wrong, returns_decimal, returns_when, returns_address, rules]
