"""Verifying who is calling, the same way for every business: tools hand over data, and never security."""

import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from toolserver.errors import ToolFailed
from toolserver.toolkit.context import SecondFact, ToolContext


class OnFile(Protocol):
    """Somebody a business knows."""

    @property
    def id(self) -> str:
        """The customer's id within the scenario."""


C = TypeVar("C", bound=OnFile)


@dataclass(frozen=True)
class Claim:
    """Who the caller says they are."""

    identity: str  # by which they are found, in one spelling: a number, an address
    facts: Mapping[str, str] = field(repr=False)  # what they said, by name; all of it must be right
    second: SecondFact | None = None  # what more can be asked once many tries at this identity have failed

    def __post_init__(self) -> None:
        """An identity alone proves nothing. Raises ValueError."""
        if not self.facts:
            raise ValueError("a claim without a fact to compare")


def verify(
    ctx: ToolContext,
    db: Connection,
    *,
    claimed: Claim,
    find: Callable[[Connection], C | None],
    matches: Callable[[C], Mapping[str, str]],
) -> C:
    """Who it is, once what they said is what is on file; in a writing unit. The session is theirs from then on.

    `find` finds by the claimed identity, `matches` says what is on file under the names of the claimed facts. Each try
    is counted before anything is compared. Raises ToolFailed: `verification_failed`, the same sentence whichever part
    was wrong; `too_many_attempts`, `second_fact_needed`; `not_permitted` when the session is somebody else's.
    """
    ctx.verification.count_try(db, claimed.identity, claimed.second)
    customer = find(db)
    known = {} if customer is None else matches(customer)
    is_right = hmac.compare_digest(_text(known, claimed), _text(claimed.facts, claimed))
    if customer is None or not is_right:
        raise _failed()
    ctx.verification.bind(db, customer.id)
    return customer


def _text(facts: Mapping[str, str], claimed: Claim) -> bytes:
    """Of what was claimed only, and a fact that is not on file is never right."""
    return json.dumps([facts.get(name) for name in sorted(claimed.facts)]).encode()


def _failed() -> ToolFailed:
    """The counted try is kept."""
    return ToolFailed(
        "verification_failed",
        say="I couldn't verify you with those details. Let's go through them once more.",
        message="the details do not match a customer",
        keep_writes=True,
    )
