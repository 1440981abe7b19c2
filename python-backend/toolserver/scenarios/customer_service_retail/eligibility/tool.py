"""The tool that checks a return and, when it may be, sets it up."""

from dataclasses import replace
from typing import Literal

from pydantic import Field
from sqlalchemy import Connection

from toolserver.errors import ToolFailed
from toolserver.scenarios.customer_service_retail.eligibility.approval import Approved, approve, open_return
from toolserver.scenarios.customer_service_retail.eligibility.judge import EligibilityJudge
from toolserver.scenarios.customer_service_retail.eligibility.models import DecidedBy, Judgement, ReturnCase, Verdict
from toolserver.scenarios.customer_service_retail.eligibility.targets import Found, find_targets
from toolserver.scenarios.customer_service_retail.eligibility.wording import spoken_items
from toolserver.scenarios.customer_service_retail.order_book import count_returns_in_last_year, load_orders, owner_of
from toolserver.scenarios.customer_service_retail.order_records import Order
from toolserver.scenarios.customer_service_retail.policy import policy_text
from toolserver.toolkit.context import ToolContext
from toolserver.toolkit.declaration import Access, Effect, tool
from toolserver.toolkit.models import Arguments, Result, Say
from toolserver.toolkit.sensitive import Sensitive

_HOME_REGION = "US"
_NOBODY = ""  # an id that no customer has


class ReturnRequest(Arguments):
    """What the customer wants, and what has to be decided."""

    desired_action: Sensitive[str] = Field(
        alias="userDesiredAction",
        description="What the customer wants done and with which item, for example: return my snowboard for a refund.",
        min_length=1,
        max_length=1000,
    )
    question: Sensitive[str] = Field(
        description="What is wrong with the item, in the customer's words with every detail: "
        "what happened, after how much use, whether it is unused and in its original packaging.",
        min_length=1,
        max_length=2000,
    )
    order_id: str | None = Field(
        default=None, alias="orderId", description="The order's id from lookupOrders, if known.", max_length=40
    )
    item_ids: list[str] | None = Field(
        default=None, alias="itemIds", description="The items' ids from lookupOrders, if known.", max_length=20
    )


class Eligibility(Result):
    """Whether it may be returned, and what was set up."""

    say: Sensitive[Say]
    rationale: Sensitive[str]
    user_request: Sensitive[str]
    is_eligible: Verdict
    status: Literal["done", "needs_more"] = Field(description="needs_more: call again with what `say` asks for")
    additional_information_needed: Sensitive[str | None]
    return_next_steps: str | None
    return_id: str | None
    order_id: str | None
    item_ids: tuple[str, ...]
    decided_by: DecidedBy
    message_queued: bool = Field(description="Whether a text message with the return number was queued just now.")


@tool(
    "checkEligibilityAndPossiblyInitiateReturn",
    title="return something",
    access=Access.VERIFIED,
    effect=Effect.WRITE,
    requires=("order", "policy"),
    repeatable=True,  # the conversation has gone on; an item has one return however often it is asked for
    examples=("I want to return my snowboard", "can I get my money back for these boots", "this board is defective"),
    filler="Let me check whether we can take that back.",
)
async def check_eligibility(ctx: ToolContext, arguments: ReturnRequest) -> Eligibility:
    """Check whether the item can come back and, if so, set up the return.

    Call it again when new facts come up. Never promise a return before this has answered.
    """
    case, earlier = await ctx.read(lambda db: _open(db, ctx, arguments))
    if earlier is not None:
        return _existing(case, earlier)
    judgement = await ctx.part(EligibilityJudge).judge(case)
    if judgement.verdict is not Verdict.ELIGIBLE:
        return _not_now(case, judgement)
    return await ctx.write(lambda db: _carry_out(db, ctx, case, judgement))


def _open(db: Connection, ctx: ToolContext, arguments: ReturnRequest) -> tuple[ReturnCase, Approved | None]:
    """The case, and the open return it may already have: models repeat themselves with new call ids."""
    case = _case(db, ctx, arguments)
    found = find_targets(case)
    if not isinstance(found, Found):
        return case, None
    categories = {item.category for item in found.items}
    policy = policy_text(_HOME_REGION, categories.pop()) if len(categories) == 1 else case.policy
    return replace(case, policy=policy), open_return(db, found.items)


def _case(db: Connection, ctx: ToolContext, arguments: ReturnRequest) -> ReturnCase:
    customer_id, now = _whose(db, ctx, arguments.order_id), ctx.clock()
    orders: tuple[Order, ...] = load_orders(db, customer_id)
    return ReturnCase(
        customer_id=customer_id,
        desired_action=arguments.desired_action,
        question=arguments.question,
        order_id=arguments.order_id,
        item_ids=tuple(arguments.item_ids or ()),
        policy=policy_text(_HOME_REGION, "general"),
        orders=orders,
        returns_in_last_year=count_returns_in_last_year(db, customer_id, now),
        conversation=ctx.conversation[-10:],
        now=now,
    )


def _whose(db: Connection, ctx: ToolContext, order_id: str | None) -> str:
    """The verified customer; a service says whose by the order. A session cannot tell strange orders from none."""
    verified = ctx.session.customer_id if ctx.session is not None else None
    owner = verified if order_id is None else owner_of(db, order_id)
    if owner is None and order_id is None:
        raise ToolFailed("session_required", say="I need to know which order this is about.")
    ctx.own(owner or _NOBODY)
    if owner is None:
        raise ToolFailed("not_found", say="I don't see that order.", message=f"there is no order {order_id!r}")
    return owner


def _not_now(case: ReturnCase, judgement: Judgement) -> Eligibility:
    return Eligibility(
        say=judgement.say,
        rationale=judgement.rationale,
        user_request=case.desired_action,
        is_eligible=judgement.verdict,
        status="needs_more" if judgement.verdict is Verdict.NEEDS_MORE else "done",
        additional_information_needed=judgement.missing,
        return_next_steps=None,
        return_id=None,
        order_id=judgement.order_id,
        item_ids=judgement.item_ids,
        decided_by=judgement.decided_by,
        message_queued=False,
    )


def _carry_out(db: Connection, ctx: ToolContext, case: ReturnCase, judgement: Judgement) -> Eligibility:
    outcome = approve(db, ctx, case, judgement)
    if isinstance(outcome, Judgement):
        return _not_now(case, outcome)
    answer, made_by = _existing(case, outcome), outcome.judgement
    if made_by is None:
        return answer
    say = f"Your return of the {spoken_items(outcome.items)} is set up. You'll get the return number in a text message."
    changes = {"say": say, "rationale": made_by.rationale, "decided_by": made_by.decided_by}
    return answer.model_copy(update=changes | {"order_id": made_by.order_id, "message_queued": True})


def _existing(case: ReturnCase, approved: Approved) -> Eligibility:
    return Eligibility(
        say=f"The return of your {spoken_items(approved.items)} is already set up.",
        rationale="There is already an open return for this.",
        user_request=case.desired_action,
        is_eligible=Verdict.ELIGIBLE,
        status="done",
        additional_information_needed=None,
        return_next_steps=approved.next_steps,
        return_id=approved.return_id,
        order_id=_order_of(case, approved),
        item_ids=tuple(item.item_id for item in approved.items),
        decided_by=DecidedBy.RULES,
        message_queued=False,
    )


def _order_of(case: ReturnCase, approved: Approved) -> str | None:
    orders = (order for order in case.orders if any(item in order.items for item in approved.items))
    return next((order.order_id for order in orders), None)
