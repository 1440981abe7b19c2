"""Tools that try to tell what they were told, and a good call of each tool there is."""

from typing import Any

from sqlalchemy import Connection, insert

from tests.api.bank.calls import GOOD as GOOD_AT_THE_BANK
from toolserver.errors import ToolFailed
from toolserver.scenarios.customer_service_retail import tables
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Effect, Tool, tool
from toolserver.toolkit.models import Arguments, Result
from toolserver.toolkit.sensitive import Sensitive

PHONE, NAME, STREET = "(206) 135-1246", "Alex Johnson", "77 Quillwort Lane"
DICTATED = "Zebulon Quartermain of 91 Hollow Oak"
SECRETS = ("135-1246", "1351246", "4821", "1988-03-14", NAME, "Quillwort", "Zebulon", "Quartermain", "Hollow Oak")
"""None of these may be seen anywhere but by the tool and by who called it."""

GOOD: dict[str, dict[str, Any]] = {
    "authenticate_user_information": {
        "phone_number": PHONE,
        "last_4_digits": "4821",
        "last_4_digits_type": "credit_card",
        "date_of_birth": "1988-03-14",
    },
    "save_or_update_address": {
        "phone_number": PHONE,
        "new_address": {"street": STREET, "city": "Seattle", "state": "WA", "postal_code": "98101"},
    },
    "update_user_offer_response": {"phone": PHONE, "offer_id": "a-592", "user_response": "ACCEPTED"},
    "lookupOrders": {"phoneNumber": PHONE},
    "retrievePolicy": {"region": "US", "itemCategory": "boots"},
    "checkEligibilityAndPossiblyInitiateReturn": {
        "userDesiredAction": f"return the helmet of {DICTATED}",
        "question": f"{DICTATED} never wore it",
        "orderId": "SNP-DEMO-1001",
    },
    "lookupNewSales": {"category": "any"},
    "addToCart": {"item_id": "101"},
    "checkout": {"item_ids": ["101"], "phone_number": PHONE},
    **GOOD_AT_THE_BANK,
    "transfer_to_human": {"reason": DICTATED, "context": f"call {DICTATED} at {PHONE}"},
    "end_call": {"reason": DICTATED},
    "quoteInCrash": {"name": DICTATED},
    "quoteInQuery": {"name": DICTATED},
    "quoteInResult": {"name": DICTATED},
}


class Told(Arguments):
    """What a caller told."""

    name: Sensitive[str]


class Done(Result):
    """Something was done."""

    count: int


@tool("quoteInCrash", effect=Effect.WRITE)
async def quote_in_crash(_ctx: ToolContext, arguments: Told) -> Done:
    """Crash with the name in the text of the crash and of its cause."""
    try:
        raise KeyError(arguments.name)
    except KeyError as error:
        raise RuntimeError(f"no {arguments.name}") from error


@tool("quoteInQuery", effect=Effect.WRITE)
async def quote_in_query(ctx: ToolContext, arguments: Told) -> Done:
    """Crash in the database, which quotes the row that it refuses."""

    def write(db: Connection) -> Done:
        db.execute(insert(tables.return_items).values(return_id=arguments.name, order_id=arguments.name, item_id="1"))
        raise ToolFailed("unreachable", say="The database should have refused this.")

    return await ctx.write(write)


@tool("quoteInResult")
async def quote_in_result(_ctx: ToolContext, arguments: Told) -> Done:
    """Answer something that is not the declared result."""
    return Done(say="Done.", count=0).model_copy(update={"count": arguments.name})


def telling_tools() -> tuple[Tool, ...]:
    """All of them."""
    return (quote_in_crash, quote_in_query, quote_in_result)
