"""The brain's own sentences."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from voice_engine.language.dates import spoken_date
from voice_engine.language.words import humanised
from voice_engine.models.offline.declarations import Declaration
from voice_engine.models.offline.fields import Field, Kind, spelled
from voice_engine.models.offline.phrases import about, brief, listed
from voice_engine.models.offline.records import Record

HELLO: Final = "Hello."
WHAT_FIRST: Final = "What can I help you with?"
WHAT_NEXT: Final = "Is there anything else I can help you with?"
SORRY: Final = "Sorry, I didn't catch that."
CANCELLED: Final = "All right, let's leave that."
GOODBYE: Final = "Thank you for calling. Goodbye."
CONNECTING: Final = "One moment, I'll connect you."
NO_PERSON: Final = "I can't connect you to a person from here, but I'll do what I can."
OR_A_PERSON: Final = "If you like, just say that you want to talk to a person."
NOT_HERE: Final = "I'm afraid I can't do that here."
STILL_THERE: Final = "Are you still there?"
TOO_FAR: Final = "I'm having trouble connecting you to the right colleague."
SMALL_TALK: Final = {
    "greeting": "Hello.",
    "thanks": "You're welcome.",
    "wellbeing": "I'm an automated assistant, here to help you.",
    "waiting": "Take your time.",
    "lost": "I'm happy to help.",
}


def read_back(field: Field, value: Any) -> str:
    """A value as it is repeated to the caller: digits one by one, dates in words."""
    if field.kind is Kind.PHONE:
        return spaced_phone(str(value))
    if field.kind is Kind.NUMBER and field.name.endswith("s"):
        return f"{value} {humanised(field.name)}"
    if field.kind in (Kind.DIGITS, Kind.POSTAL_CODE, Kind.CODE):
        return " ".join(str(value))
    if field.kind is Kind.MONEY:
        return f"${value}"
    if field.kind is Kind.DATE:
        return spoken_date(date.fromisoformat(str(value)))
    if field.kind is Kind.CHOICE:
        return spelled(str(value), field.description)
    return str(value)


def heard_values(fields: Sequence[Field], heard: Mapping[str, Any]) -> list[str]:
    """The values one by one: an object as a whole, a choice together with what it is said of."""
    values: list[str] = []
    before = ""
    for field in fields:
        parts = heard_values(field.parts, heard)
        if parts:
            values.append(", ".join(parts))
        elif field.key in heard and before and field.name.startswith(before) and field.kind is Kind.CHOICE:
            values[-1] = f"{read_back(field, heard[field.key])} {values[-1]}"
        elif field.key in heard and not _names_another(field, heard[field.key], fields):
            values.append(read_back(field, heard[field.key]))
        before = field.name if field.key in heard else ""
    return values


def _names_another(field: Field, value: Any, fields: Sequence[Field]) -> bool:
    """A choice that only says which of the other values is meant."""
    return field.kind is Kind.CHOICE and any(other.name == value for other in fields)


def spaced_phone(number: str) -> str:
    """2 0 6, 1 3 5, 1 2 4 6."""
    digits = number.lstrip("+")
    groups = [digits[:-7], digits[-7:-4], digits[-4:]]
    return ", ".join(" ".join(group) for group in groups if group)


def either(options: Sequence[Declaration]) -> str:
    """A, B, or something else?"""
    if all(tool.title for tool in options):
        return f"Would you like to {', or to '.join(tool.title for tool in options)}, or is it something else?"
    return f"Would you like me to {', or to '.join(map(_offer, options))}, or is it something else?"


def _offer(tool: Declaration) -> str:
    return f"connect you with {humanised(tool.name)[len('transfer to ') :]}" if tool.handoff else brief(tool.purpose)


def which(names: Sequence[str]) -> str:
    """Which of these things?"""
    return f"Which one is it: {listed([f'the {name}' for name in names], 'or')}?"


def agree(tool: Declaration, thing: Record | None) -> str:
    """Whether to make a call that changes something."""
    purpose = about(tool.purpose, thing)
    if thing is None or thing.name in purpose or thing.name == thing.id:
        return f"Shall I {purpose}?"
    return f"This is about the {thing.name}. Shall I {purpose}?"


def choices(tools: Sequence[Declaration]) -> str:
    """What can be asked for here: what needs nothing before it, and what the rest leads to."""
    means = [tool for tool in tools if tool.provides and (tool.requires or tool.changes)]
    open_to_all = [tool for tool in tools if not tool.control and tool not in means][:3]
    if open_to_all and all(tool.title for tool in open_to_all):
        return f"You can {listed([tool.title for tool in open_to_all], 'or')}."
    offered = [brief(tool.purpose) for tool in open_to_all]
    return f"I can {listed(offered, 'or')}." if offered else "You can tell me in your own words what you need."
