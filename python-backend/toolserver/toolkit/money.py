"""Money: integer minor units in the database, a decimal string on the wire, never a float."""

from decimal import Decimal
from typing import Annotated

from pydantic import PlainSerializer, WithJsonSchema

UsdAmount = Annotated[
    Decimal,
    PlainSerializer(lambda amount: f"{amount:.2f}", return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+\.\d{2}$", "description": "US dollars, for example 249.99."}),
]
"""US dollars; serialised as "249.99"."""


def usd(cents: int) -> Decimal:
    """Minor units as an amount."""
    return Decimal(cents).scaleb(-2)
