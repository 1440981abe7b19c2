"""OpenAI's Responses API as the SDK sees it."""

from typing import ClassVar

import httpx
from respx.mocks import HTTPCoreMocker

BASE_URL = "https://openai.test/v1"
RESPONSES_URL = f"{BASE_URL}/responses"


class HttpCore2Mocker(HTTPCoreMocker):
    """respx for httpcore2, through which openai 3 sends; `respx.mock(using="httpcore2")` finds it by name."""

    name = "httpcore2"
    targets: ClassVar[list[str]] = [target.replace("httpcore.", "httpcore2.") for target in HTTPCoreMocker.targets]


def answered(text: str) -> httpx.Response:
    """A finished response whose output is this text."""
    content = {"type": "output_text", "text": text, "annotations": []}
    message = {"type": "message", "id": "m", "role": "assistant", "status": "completed", "content": [content]}
    body = {
        "id": "r",
        "object": "response",
        "created_at": 1,
        "status": "completed",
        "model": "a-text-model",
        "output": [message],
        "parallel_tool_calls": False,
        "tool_choice": "auto",
        "tools": [],
    }
    return httpx.Response(200, json=body)
