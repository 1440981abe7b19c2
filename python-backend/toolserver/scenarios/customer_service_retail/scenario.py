"""The shop as a scenario: nine tools, a demo shop, customers."""

from collections.abc import Mapping
from typing import Final

from pydantic_settings import BaseSettings, SettingsConfigDict

from toolserver.config import read
from toolserver.scenarios.customer_service_retail.addresses import save_or_update_address
from toolserver.scenarios.customer_service_retail.cart import add_to_cart
from toolserver.scenarios.customer_service_retail.checkout import check_out
from toolserver.scenarios.customer_service_retail.demo import demo
from toolserver.scenarios.customer_service_retail.eligibility.judge import EligibilityJudge
from toolserver.scenarios.customer_service_retail.eligibility.model import ModelJudge
from toolserver.scenarios.customer_service_retail.eligibility.model_client import model_client
from toolserver.scenarios.customer_service_retail.eligibility.tool import check_eligibility
from toolserver.scenarios.customer_service_retail.offers import update_user_offer_response
from toolserver.scenarios.customer_service_retail.orders import lookup_orders
from toolserver.scenarios.customer_service_retail.people import people
from toolserver.scenarios.customer_service_retail.policy import retrieve_policy
from toolserver.scenarios.customer_service_retail.reservations import expire_reservations
from toolserver.scenarios.customer_service_retail.sales import look_up_new_sales
from toolserver.scenarios.customer_service_retail.verification import authenticate_user_information
from toolserver.toolkit.scenario import Scenario, Wiring


class ShopSettings(BaseSettings):
    """The shop's own settings."""

    model_config = SettingsConfigDict(frozen=True, env_ignore_empty=True)

    eligibility_model: str = "gpt-5.4-mini"


def _parts(wiring: Wiring) -> Mapping[type, object]:
    return {EligibilityJudge: EligibilityJudge(_model_judge(wiring))}


def _model_judge(wiring: Wiring) -> ModelJudge | None:
    if wiring.openai_api_key is None:
        return None
    client = model_client(wiring.openai_api_key, wiring.openai_base_url)
    return ModelJudge(client, read(ShopSettings).eligibility_model, tracing=wiring.tracing)


customer_service_retail: Final = Scenario(
    key="customerServiceRetail",
    tools=(
        authenticate_user_information,
        save_or_update_address,
        update_user_offer_response,
        lookup_orders,
        retrieve_policy,
        check_eligibility,
        look_up_new_sales,
        add_to_cart,
        check_out,
    ),
    tables="retail_",
    demo=demo,
    people=people,
    parts=_parts,
    settings=ShopSettings,
    upkeep=(expire_reservations,),
)
