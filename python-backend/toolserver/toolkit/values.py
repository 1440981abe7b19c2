"""Kinds of values that people say: each schema says exactly what is accepted, and by `x-kind` how it is heard.

Most stand for themselves (`email: Email`), those with a measure of their own are named in `Annotated`:
`last_four: Annotated[str, Digits(4)]`. A choice is a Literal: its schema lists what there is to choose from.
"""

from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema

from toolserver.toolkit.dates import Day, Instant
from toolserver.toolkit.kinds import KIND, Kind
from toolserver.toolkit.money import Amount, Currency, Money, UsdAmount
from toolserver.toolkit.phone_numbers import PhoneNumber

_EMAIL: Final = r"^[A-Za-z0-9._%+-]{1,64}@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}$"
_POSTAL_CODE: Final = r"^[A-Za-z0-9][A-Za-z0-9 -]{1,9}[A-Za-z0-9]$"
_TIME: Final = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"

__all__ = [
    "KIND",
    "Amount",
    "Code",
    "Currency",
    "DatePhrase",
    "Day",
    "Digits",
    "Email",
    "Instant",
    "Kind",
    "Money",
    "PersonName",
    "PhoneNumber",
    "PostalAddress",
    "PostalAddressLine",
    "PostalCode",
    "Quantity",
    "TimeOfDay",
    "UsdAmount",
]


@dataclass(frozen=True)
class Digits:
    """Exactly so many digits: `Annotated[str, Digits(4)]`."""

    count: int

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Called by pydantic."""
        return handler.generate_schema(Annotated[source, Field(pattern=f"^[0-9]{{{self.count}}}$"), Kind("digits")])


@dataclass(frozen=True)
class Code:
    """A number or name of this form, which people spell or read out: `Annotated[str, Code("^C-[0-9]{6}$")]`."""

    pattern: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Called by pydantic."""
        return handler.generate_schema(Annotated[source, Field(pattern=self.pattern), Kind("code")])


Email = Annotated[
    str,
    Field(description="The caller's e-mail address, for example ann@example.com.", max_length=254, pattern=_EMAIL),
    AfterValidator(str.lower),
    Kind("email"),
]
PersonName = Annotated[str, Field(description="A person's name.", min_length=1, max_length=120), Kind("person_name")]
PostalCode = Annotated[
    str,
    Field(description="The zip or postal code, for example 98101.", pattern=_POSTAL_CODE, max_length=11),
    Kind("postal_code"),
]
PostalAddressLine = Annotated[
    str,
    Field(description="A postal address in one line, with street, city and postal code.", min_length=5, max_length=300),
    Kind("postal_address"),
]
Quantity = Annotated[int, Field(description="How many.", ge=1, le=1000), Kind("quantity")]
TimeOfDay = Annotated[
    str, Field(description="A time of day as HH:MM, for example 14:30.", pattern=_TIME), Kind("time_of_day")
]
DatePhrase = Annotated[
    str,
    Field(
        description='A day as people say it, for example "next Tuesday", or YYYY-MM-DD.', min_length=1, max_length=100
    ),
    Kind("date_phrase"),
]


class PostalAddress(BaseModel):
    """A postal address."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra={KIND: "postal_address"})

    street: str = Field(description="The street and house number, like 12 Pine Street.", min_length=1, max_length=200)
    city: str = Field(description="The city.", min_length=1, max_length=100)
    state: str = Field(description="The state, for example Washington or WA.", min_length=1, max_length=60)
    postal_code: PostalCode
