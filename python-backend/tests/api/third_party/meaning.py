"""Functions with arrays, objects and optional values at every depth, which tell what they were given."""

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel


class Place(BaseModel):
    """Where to look."""

    city: str
    zip: str = "any"
    floor: int | None = 1


class Node(BaseModel):
    """One that holds others."""

    name: str
    children: list["Node"] = []


class Circle(BaseModel):
    """A shape that has a radius."""

    radius: float
    colour: str | None = "red"


class Square(BaseModel):
    """A shape that has a side."""

    side: float
    colour: str = "red"


def months(months: list[str] | None = None) -> str:
    """An array, or null."""
    return f"{months}"


def places(where: Place, others: list[Place] | None = None) -> dict[str, Any]:
    """Objects."""
    return {"where": where.model_dump(), "others": [each.model_dump() for each in others or []]}


def tree(root: Node) -> dict[str, Any]:
    """An object that may hold itself."""
    return root.model_dump()


def shape(of: Circle | Square) -> dict[str, Any]:
    """One of two objects."""
    return {"kind": type(of).__name__, **of.model_dump()}


def free(payload: str, more: dict[str, Any] | str | None = None) -> str:
    """Texts that may be JSON."""
    return f"{payload!r} {more!r}"


def note(text: str | None = "nothing", count: int = 3) -> str:
    """One that may be null, and one that may be left out."""
    return f"{text!r} {count}"


def all_tools() -> list[Callable[..., object]]:
    """Everything."""
    return [months, places, tree, shape, free, note]
