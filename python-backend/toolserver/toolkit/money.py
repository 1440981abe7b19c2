"""Money: integer minor units in the database, a decimal string on the wire, never a float."""

import re
from decimal import Decimal
from typing import Annotated, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema

from toolserver.toolkit.kinds import KIND, Kind

_SAID: Final = r"^(0|[1-9][0-9]{0,8})(\.[0-9]{1,2})?$"
_WRITTEN: Final = r"^-?[0-9]+\.[0-9]{2}$"


def _decimal(value: object) -> object:
    """Neither a float nor a text with a sign for the currency."""
    if isinstance(value, Decimal) or (isinstance(value, str) and re.fullmatch(_SAID, value)):
        return value
    raise ValueError("not an amount: a text of digits, with at most two after a point, and no sign of a currency")


def _schema(pattern: str, description: str, **more: int) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, "description": description, KIND: "money", **more})


_two_places = PlainSerializer(lambda amount: f"{amount:.2f}", return_type=str)
Amount = Annotated[
    Decimal,
    BeforeValidator(_decimal),
    _two_places,
    _schema(_SAID, "An amount of money as a decimal text without a sign, for example 50.25.", maxLength=12),
]
"""What somebody says, from 0 to 999999999.99; in units of the currency, with at most two decimals."""
UsdAmount = Annotated[Decimal, _two_places, _schema(_WRITTEN, "US dollars, for example 249.99.")]
"""US dollars; serialised as "249.99"."""
Currency = Annotated[str, Field(description="The currency's ISO 4217 code.", pattern="^[A-Z]{3}$"), Kind("currency")]


class Money(BaseModel):
    """An amount and its currency."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra={KIND: "money"})

    amount: Annotated[Decimal, _two_places, _schema(_WRITTEN, "In units of the currency, for example -249.99.")]
    currency: Currency


def usd(cents: int) -> Decimal:
    """Minor units as an amount."""
    return Decimal(cents).scaleb(-2)


def minor_units(amount: Decimal) -> int:
    """An amount of at most two decimals in minor units."""
    return int(amount.scaleb(2))
