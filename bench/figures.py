"""One measured figure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """What was measured, and what the design wants of it where it says so."""

    name: str
    value: float
    unit: str
    target: str = ""
