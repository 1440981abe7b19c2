"""An in-process shop: agents, tools and a session that runs the brain's calls as a client would."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from toolserver.execution.registry import Registry
from toolserver.scenarios.customer_service_retail.scenario import customer_service_retail
from voice_engine.models.offline import Embedder, build_offline_brain
from voice_engine.pipeline.stages import CallTool, Conversation, Reply, Say

MANIFEST: list[dict[str, Any]] = Registry(customer_service_retail.tools, default_timeout_s=30).manifest()
CHECK = "checkEligibilityAndPossiblyInitiateReturn"
DETAILS = ("my number is 206 135 1246 and I was born January 5th 1980", "the last four of my ssn are 1234")
Executor = Callable[[str, Mapping[str, Any]], Mapping[str, Any]]

AGENTS = {
    "authentication": (
        "Greets and verifies callers and keeps their account data.",
        ["authenticate_user_information", "save_or_update_address", "update_user_offer_response"],
        "# Greeting\nHello, this is Snowy Peak Boards. How can I help you today?\n\n# Steps\n"
        "1. Call `authenticate_user_information`.\n"
        '2. Ask "Would you like to update the address we have for you?" If yes, call `save_or_update_address`.\n'
        '3. Say "As a valued customer you can join our loyalty program." Then ask "Would you like to sign up?" '
        'and call `update_user_offer_response` with {"offer_id": "a-592"}.\n'
        "4. Hand off to the agent who can help.\n\n# Tone\n1. Be calm.\n",
    ),
    "returns": (
        "Returns, refunds and exchanges of orders: looks orders up and checks whether something can come back.",
        ["lookupOrders", "retrievePolicy", "checkEligibilityAndPossiblyInitiateReturn"],
        "# Steps\n1. Call `lookupOrders`.\n"
        '2. Ask "What is wrong with it?"\n3. Call `retrievePolicy`.\n'
        "4. Call `checkEligibilityAndPossiblyInitiateReturn`.\n",
    ),
    "sales": (
        "Sales: current promotions, the cart and checkout.",
        ["lookupNewSales", "addToCart", "checkout"],
        "# Tone\nBe friendly.",
    ),
    "simulatedHuman": (
        "A stand-in for a person, when the caller wants to talk to a human.",
        [],
        "# Greeting\nHi, I stand in for a person here, and I am an AI.",
    ),
}


class FixedManifest:
    """A manifest that is always there, or never."""

    def __init__(self, entries: Sequence[Mapping[str, Any]] | None = None) -> None:
        self._entries = entries

    async def entries(self) -> Sequence[Mapping[str, Any]] | None:
        """What it was made with."""
        return self._entries


@dataclass
class PhoneCall:
    """One call: typed sentences in, spoken sentences out; tool calls are executed and recorded."""

    executor: Executor
    agent: str = "authentication"
    manifest: list[dict[str, Any]] = field(default_factory=lambda: MANIFEST)
    embedder: Embedder | None = None
    extra: list[dict[str, Any]] = field(default_factory=list)
    calls: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    reply: Reply = field(default_factory=lambda: Reply(()))

    def __post_init__(self) -> None:
        self.brain = build_offline_brain(FixedManifest(self.manifest), self.embedder)
        self.items: list[dict[str, Any]] = []

    async def says(self, text: str | None = None) -> str:
        """What the caller hears after saying this (None: after the response was asked for), calls included."""
        if text is not None:
            self._add({"type": "message", "role": "user", "content": [{"type": "input_text", "text": text}]})
        heard: list[str] = []
        while True:
            self.reply = await self.brain.respond(Conversation(AGENTS[self.agent][2], self._tools(), list(self.items)))
            calls = [self._perform(part, heard) for part in self.reply.parts]
            if not any(calls):
                return " ".join(heard)

    def named(self, name: str) -> list[Mapping[str, Any]]:
        """The arguments of each call of that tool."""
        return [arguments for called, arguments in self.calls if called == name]

    def _perform(self, part: Say | CallTool, heard: list[str]) -> bool:
        if isinstance(part, Say):
            heard.append(part.text)
            self._add({"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": part.text}]})
            return False
        self.calls.append((part.name, part.arguments))
        call_id = f"call_{len(self.calls)}"
        arguments = json.dumps(part.arguments)
        self._add({"type": "function_call", "call_id": call_id, "name": part.name, "arguments": arguments})
        target = part.name.removeprefix("transfer_to_")
        if target in AGENTS:
            self.agent = target
        output = {"assistant": target} if target in AGENTS else self.executor(part.name, part.arguments)
        self._add({"type": "function_call_output", "call_id": call_id, "output": json.dumps(output)})
        return True

    def _add(self, item: dict[str, Any]) -> None:
        self.items.append({"id": f"item_{len(self.items)}", **item})

    def _tools(self) -> list[dict[str, Any]]:
        own = [entry for entry in self.manifest if entry["name"] in AGENTS[self.agent][1]]
        tools = [
            {"type": "function", **{key: entry[key] for key in ("name", "description", "parameters")}} for entry in own
        ]
        return [*tools, *self.extra, *(_handoff(name) for name in AGENTS if name != self.agent)]


async def say_all(call: PhoneCall, *sentences: str) -> str:
    """The answer to the last of several sentences."""
    heard = ""
    for sentence in sentences:
        heard = await call.says(sentence)
    return heard


def _handoff(name: str) -> dict[str, Any]:
    texts = {"rationale_for_transfer": {"type": "string"}, "conversation_context": {"type": "string"}}
    about = f"Handoff to the {name} agent to handle the request. {AGENTS[name][0]}"
    parameters = {"type": "object", "properties": texts, "required": list(texts)}
    return {"type": "function", "name": f"transfer_to_{name}", "description": about, "parameters": parameters}
