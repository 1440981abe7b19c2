"""`customerServiceRetail`: the tools of Snowy Peak Boards, a snowboard shop."""

from collections.abc import Mapping
from typing import Protocol

from openai import AsyncOpenAI, DefaultAsyncHttpxClient
from pydantic import SecretStr

from toolserver.proxies import is_loopback
from toolserver.toolkit.declaration import Tool
from toolserver.tools.retail.addresses import save_or_update_address
from toolserver.tools.retail.cart import add_to_cart
from toolserver.tools.retail.checkout import check_out
from toolserver.tools.retail.demo import retail_demo
from toolserver.tools.retail.eligibility.judge import EligibilityJudge
from toolserver.tools.retail.eligibility.model import MODEL_TIMEOUT_S, ModelJudge
from toolserver.tools.retail.eligibility.tool import check_eligibility
from toolserver.tools.retail.offers import update_user_offer_response
from toolserver.tools.retail.orders import lookup_orders
from toolserver.tools.retail.policy import retrieve_policy
from toolserver.tools.retail.sales import look_up_new_sales
from toolserver.tools.retail.seed import redate_retail, seed_retail
from toolserver.tools.retail.verification import authenticate_user_information
from toolserver.tracing.spans import Tracing

__all__ = ["all_retail_tools", "redate_retail", "retail_demo", "retail_parts", "seed_retail"]


class JudgeSettings(Protocol):
    """The settings the eligibility judge depends on."""

    @property
    def openai_api_key(self) -> SecretStr | None: ...

    @property
    def openai_base_url(self) -> str | None: ...

    @property
    def eligibility_model(self) -> str: ...


def all_retail_tools() -> tuple[Tool, ...]:
    """The nine tools of the scenario."""
    return (
        authenticate_user_information,
        save_or_update_address,
        update_user_offer_response,
        lookup_orders,
        retrieve_policy,
        check_eligibility,
        look_up_new_sales,
        add_to_cart,
        check_out,
    )


def retail_parts(settings: JudgeSettings, tracing: Tracing | None = None) -> Mapping[type, object]:
    """What the retail tools ask the context for."""
    return {EligibilityJudge: EligibilityJudge(_model_judge(settings, tracing))}


def _model_judge(settings: JudgeSettings, tracing: Tracing | None) -> ModelJudge | None:
    if settings.openai_api_key is None:
        return None
    proxied = not is_loopback(settings.openai_base_url or "")
    client = AsyncOpenAI(
        api_key=settings.openai_api_key.get_secret_value(),
        base_url=settings.openai_base_url,
        max_retries=0,
        timeout=MODEL_TIMEOUT_S,
        http_client=DefaultAsyncHttpxClient(trust_env=proxied),
    )
    return ModelJudge(client, settings.eligibility_model, tracing=tracing)
