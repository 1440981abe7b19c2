"""The loyalty offer, and what customers answer to it."""

from enum import StrEnum
from typing import Final, Literal

from pydantic import Field
from sqlalchemy import Connection, delete, insert

from toolserver.errors import ToolFailed
from toolserver.scenarios.customer_service_retail import tables
from toolserver.scenarios.customer_service_retail.customers import own_customer
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Access, Effect, tool
from toolserver.toolkit.models import Arguments, Result
from toolserver.toolkit.phone_numbers import PhoneNumber
from toolserver.toolkit.sensitive import Sensitive

OFFERS: Final = frozenset({"a-592"})


class OfferAnswer(StrEnum):
    """What one can say to an offer."""

    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    REMIND_LATER = "REMIND_LATER"


_SENTENCES = {
    OfferAnswer.ACCEPTED: "Great, you're signed up.",
    OfferAnswer.DECLINED: "No problem, I've noted that you'd rather not.",
    OfferAnswer.REMIND_LATER: "Sure, I've noted that we should ask you again later.",
}


class OfferResponse(Arguments):
    """The customer's answer to one offer."""

    phone: Sensitive[PhoneNumber]
    offer_id: str = Field(
        description="The offer's id, for example a-592.", min_length=1, max_length=20, examples=["a-592"]
    )
    user_response: OfferAnswer = Field(
        description="ACCEPTED for yes, DECLINED for no, REMIND_LATER for maybe or not now."
    )


class OfferRecorded(Result):
    """The answer was stored."""

    success: Literal[True]


@tool(
    "update_user_offer_response",
    title="answer an offer",
    access=Access.VERIFIED,
    effect=Effect.WRITE,
    examples=("yes, sign me up for the loyalty program", "no thanks to the offer", "remind me about the offer later"),
)
async def update_user_offer_response(ctx: ToolContext, arguments: OfferResponse) -> OfferRecorded:
    """Record the caller's answer to an offer; a later answer replaces an earlier one."""

    def record(db: Connection) -> OfferRecorded:
        customer = own_customer(ctx, db, arguments.phone, lock=True)
        offer_id = arguments.offer_id.lower()
        if offer_id not in OFFERS:
            raise ToolFailed("not_found", say="I don't know that offer.", message=f"there is no offer {offer_id!r}")
        mine = tables.offer_responses.c
        db.execute(delete(tables.offer_responses).where(mine.customer_id == customer.id, mine.offer_id == offer_id))
        db.execute(
            insert(tables.offer_responses).values(
                customer_id=customer.id,
                offer_id=offer_id,
                response=arguments.user_response,
                responded_at=ctx.clock(),
            )
        )
        return OfferRecorded(say=_SENTENCES[arguments.user_response], success=True)

    return await ctx.write(record)
