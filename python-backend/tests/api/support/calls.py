"""Callers of TechCo's tools over HTTP."""

from dataclasses import dataclass
from typing import Any

import httpx2
from fastapi.testclient import TestClient

from toolserver.control import all_control_tools
from toolserver.scenarios.support.scenario import support
from toolserver.toolkit.ids import new_id

SARAH = {"email": "sarah.jones@email.com", "postal_code": "97205"}
JOHN = {"email": "john.smith@email.com", "postal_code": "60614"}
JANE = {"email": "jane.smith@acme.com", "postal_code": "94107"}
BOB = {"email": "bob.lee@acme.com", "postal_code": "94105"}
READS = ("get_customer_info", "get_order_history", "check_subscription_status")
DOUBLE = {"issue_type": "billing", "description": "I was charged 49.99 twice on one day"}


@dataclass(frozen=True)
class Caller:
    """Somebody who executes tools: a service, or with a token a session."""

    client: TestClient
    token: str | None = None
    session_id: str | None = None

    @classmethod
    def in_session(cls, client: TestClient) -> "Caller":
        """A new session that was granted all of the business's tools, and those of every business."""
        tools = [tool.name for tool in (*support.tools, *all_control_tools())]
        body = {"scenario": support.key, "agents": [{"name": "supportAgent", "tools": tools}]}
        opened = client.post("/sessions", json=body).json()
        return cls(client, opened["token"], opened["session_id"])

    def execute(self, tool: str, arguments: dict[str, Any]) -> httpx2.Response:
        """POST /execute-tool; each call has an id of its own."""
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        body = {"tool_name": tool, "arguments": arguments, "call_id": new_id("call")}
        return self.client.post("/execute-tool", json=body, headers=headers)

    def result(self, tool: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """The result of a call that succeeds."""
        answered = self.execute(tool, arguments).json()
        assert "result" in answered, answered
        return dict(answered["result"])

    def error(self, tool: str, arguments: dict[str, Any]) -> tuple[int, str]:
        """Status and code of a call that does not."""
        response = self.execute(tool, arguments)
        return response.status_code, response.json()["error"]["code"]

    def verify(self, who: dict[str, str]) -> None:
        """Say who one is."""
        self.result("verify_email_owner", who)

    def records(self) -> list[dict[str, Any]]:
        """The audit records of this session's calls, as a service reads them."""
        found = self.client.get("/calls", params={"session_id": self.session_id, "limit": 200}).json()
        return list(found["calls"])
