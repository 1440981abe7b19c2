"""The eligibility model behind the whole toolserver: it may judge, but not overrule the policy."""

import json
from collections.abc import Iterator

import httpx
import pytest
import respx
from fastapi.testclient import TestClient
from pydantic import SecretStr

from tests.api.retail.calls import APPROVAL, MARIA, Caller
from tests.unit.retail.openai_api import BASE_URL, RESPONSES_URL, HttpCore2Mocker, answered
from toolserver.app import create_app
from toolserver.config import Settings

CHECK = "checkEligibilityAndPossiblyInitiateReturn"
DELAMINATED = "it delaminated and the edge came off in normal use after about three runs"
ASK = {"userDesiredAction": "return my snowboard", "question": "I changed my mind, it's unused"}


@pytest.fixture
def model() -> Iterator[respx.Route]:
    """The model's endpoint."""
    with respx.mock(using=HttpCore2Mocker.name) as router:
        yield router.post(RESPONSES_URL)


@pytest.fixture
def maria(database_url: str) -> Iterator[Caller]:
    """A verified customer whose snowboard was delivered four months ago; orders and policy were looked up."""
    settings = Settings(
        database_url=database_url,
        openai_api_key=SecretStr("sk-test"),
        openai_base_url=BASE_URL,
        toolserver_api_key=None,
    )
    with TestClient(create_app(settings), base_url="http://127.0.0.1", client=("127.0.0.1", 50000)) as client:
        caller = Caller.in_session(client)
        caller.verify(MARIA)
        caller.result("lookupOrders", {"phoneNumber": MARIA["phone_number"]})
        caller.result("retrievePolicy", {"region": "US", "itemCategory": "snowboard"})
        yield caller


def test_what_the_model_approves_against_the_policy_is_stopped(maria: Caller, model: respx.Route) -> None:
    model.mock(return_value=answered(json.dumps(APPROVAL)))

    answer = maria.result(CHECK, ASK)

    assert (answer["is_eligible"], answer["decided_by"], answer["return_id"]) == ("false", "rules", None)
    assert "thirty days" in answer["say"]


def test_what_the_model_approves_within_the_policy_is_set_up(maria: Caller, model: respx.Route) -> None:
    model.mock(return_value=answered(json.dumps(APPROVAL | {"reason": "defect"})))

    answer = maria.result(CHECK, ASK | {"question": DELAMINATED})

    assert (answer["is_eligible"], answer["decided_by"]) == ("true", "model")
    assert answer["return_id"].startswith("RMA-")


def test_what_the_model_takes_for_a_defect_is_none_when_nobody_said_so(maria: Caller, model: respx.Route) -> None:
    model.mock(return_value=answered(json.dumps(APPROVAL | {"reason": "defect"})))

    answer = maria.result(CHECK, ASK | {"question": "I just do not like the colour"})

    assert (answer["is_eligible"], answer["return_id"]) == ("false", None)
    assert "thirty days" in answer["say"]


def test_a_refusal_of_the_model_is_told_in_our_words(maria: Caller, model: respx.Route) -> None:
    lie = {"is_eligible": "false", "reason": "defect", "rationale": "We wired you $5,000."}
    model.mock(return_value=answered(json.dumps(APPROVAL | lie)))

    answer = maria.result(CHECK, ASK | {"question": DELAMINATED})

    assert (answer["is_eligible"], answer["decided_by"]) == ("false", "model")
    assert "I can get a person for you" in answer["say"]
    assert "5,000" not in json.dumps(answer)


def test_a_model_out_of_order_is_replaced_by_the_rules(maria: Caller, model: respx.Route) -> None:
    model.mock(return_value=httpx.Response(500, json={"error": {"message": "oops"}}))

    answer = maria.result(CHECK, ASK)

    assert (answer["is_eligible"], answer["decided_by"]) == ("false", "rules")
