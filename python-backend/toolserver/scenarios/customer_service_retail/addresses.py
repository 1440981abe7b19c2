"""The address we have for a customer."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, delete, insert

from toolserver.scenarios.customer_service_retail import tables
from toolserver.scenarios.customer_service_retail.customers import own_customer
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Access, Effect, tool
from toolserver.toolkit.models import Arguments, Result, Say
from toolserver.toolkit.phone_numbers import PhoneNumber
from toolserver.toolkit.sensitive import Sensitive


class Address(BaseModel):
    """A postal address."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    street: str = Field(description="The street and house number, like 12 Pine Street.", min_length=1, max_length=200)
    city: str = Field(description="The city.", min_length=1, max_length=100)
    state: str = Field(description="The state, for example Washington or WA.", min_length=1, max_length=60)
    postal_code: str = Field(
        description="The zip or postal code, for example 98101.",
        pattern=r"^[A-Za-z0-9][A-Za-z0-9 -]{1,9}[A-Za-z0-9]$",
        max_length=11,
    )


class NewAddress(Arguments):
    """Where the customer lives now."""

    phone_number: Sensitive[PhoneNumber]
    new_address: Sensitive[Address] = Field(description="The customer's new address.")


class SavedAddress(Result):
    """The address as it is stored now."""

    say: Sensitive[Say]
    success: Literal[True]
    address: Sensitive[Address]


@tool(
    "save_or_update_address",
    title="change your address",
    access=Access.VERIFIED,
    effect=Effect.WRITE,
    examples=("I moved, please change my address", "update my address", "I live somewhere else now"),
    filler="Let me save that.",
)
async def save_or_update_address(ctx: ToolContext, arguments: NewAddress) -> SavedAddress:
    """Save the caller's new address, replacing the one on file."""
    address = arguments.new_address

    def save(db: Connection) -> SavedAddress:
        customer = own_customer(ctx, db, arguments.phone_number, lock=True)
        db.execute(delete(tables.addresses).where(tables.addresses.c.customer_id == customer.id))
        row = {"customer_id": customer.id, "updated_at": ctx.clock(), **address.model_dump()}
        db.execute(insert(tables.addresses).values(row))
        return SavedAddress(
            say=f"I've saved your new address, {address.street} in {address.city}.", success=True, address=address
        )

    return await ctx.write(save)
