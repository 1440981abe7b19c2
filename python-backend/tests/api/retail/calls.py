"""Callers of the shop's tools over HTTP."""

from dataclasses import dataclass
from typing import Any

import httpx2
from fastapi.testclient import TestClient

from toolserver.scenarios.customer_service_retail.scenario import customer_service_retail
from toolserver.toolkit.ids import new_id

ALEX = {
    "phone_number": "(206) 135-1246",
    "last_4_digits": "4821",
    "last_4_digits_type": "credit_card",
    "date_of_birth": "1988-03-14",
}
MARIA = {
    "phone_number": "(206) 555-0142",
    "last_4_digits": "3391",
    "last_4_digits_type": "credit_card",
    "date_of_birth": "1992-11-02",
}
APPROVAL = {
    "rationale": "It seems fair.",
    "is_eligible": "true",
    "reason": "change_of_mind",
    "terms": "full",
    "order_id": "SNP-DEMO-2001",
    "item_ids": ["SNB-PDRIFT-07"],
    "missing_fact": None,
}  # what the eligibility model answers, as JSON


@dataclass(frozen=True)
class Caller:
    """Somebody who executes tools: a service, or with a token a session."""

    client: TestClient
    token: str | None = None

    @classmethod
    def in_session(cls, client: TestClient, of: str | None = None) -> "Caller":
        """A new session that was granted all of the shop's tools, opened for this client."""
        agents = [{"name": "authentication", "tools": [tool.name for tool in customer_service_retail.tools]}]
        body = {"scenario": "customerServiceRetail", "agents": agents, **({} if of is None else {"client": of})}
        opened = client.post("/sessions", json=body)
        return cls(client, opened.json()["token"])

    def execute(self, tool: str, arguments: dict[str, Any], **more: Any) -> httpx2.Response:
        """POST /execute-tool; each call has an id of its own, unless one is given."""
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        body = {"tool_name": tool, "arguments": arguments, "call_id": new_id("call"), **more}
        return self.client.post("/execute-tool", json=body, headers=headers)

    def result(self, tool: str, arguments: dict[str, Any], **more: Any) -> dict[str, Any]:
        """The result of a call that succeeds."""
        answered = self.execute(tool, arguments, **more).json()
        assert "result" in answered, answered
        return dict(answered["result"])

    def error(self, tool: str, arguments: dict[str, Any], **more: Any) -> tuple[int, str]:
        """Status and code of a call that does not."""
        response = self.execute(tool, arguments, **more)
        return response.status_code, response.json()["error"]["code"]

    def verify(self, credentials: dict[str, str] = ALEX) -> None:
        """Say who one is."""
        self.result("authenticate_user_information", credentials)
