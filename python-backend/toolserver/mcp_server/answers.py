"""The contract's answers and refusals as MCP's tool results."""

from collections.abc import Mapping
from typing import Any, Final

from mcp.types import CallToolResult, TextContent

from toolserver.api.errors import crash_object, error_object
from toolserver.errors import ToolCallRefused

META_PREFIX: Final = "frontdesk/"


def answered(answer: Mapping[str, Any]) -> CallToolResult:
    """An accepted call's outcome; its id, and whether it was replayed, stand in `_meta`."""
    meta = {name: answer[name] for name in ("call_id", "replayed", "took_ms")}
    if "result" in answer:
        said = _texts(answer["result"]["say"])
        return CallToolResult(content=said, structured_content=answer["result"], _meta=_prefixed(meta))
    return _error(answer["error"], meta)


def refused(refusal: ToolCallRefused, call_id: object) -> CallToolResult:
    """Why the call was not run."""
    return _error(error_object(refusal), {"call_id": call_id, "retry_after_s": refusal.retry_after_s})


def crashed(bug: Exception, call_id: object) -> CallToolResult:
    """A bug of ours: a reference, under which the log has the rest."""
    return _error(crash_object(bug), {"call_id": call_id})


def _error(error: Mapping[str, Any], meta: Mapping[str, object]) -> CallToolResult:
    """What the caller may hear, then what the model can mend."""
    fields = [f"{name}: {reason}" for name, reason in error.get("fields", {}).items()]
    content = _texts(error["say"], "; ".join([error["message"], *fields]))
    return CallToolResult(
        content=content, structured_content={"error": dict(error)}, is_error=True, _meta=_prefixed(meta)
    )


def _texts(*texts: str) -> list[TextContent]:
    return [TextContent(text=text) for text in dict.fromkeys(texts)]


def _prefixed(meta: Mapping[str, object]) -> dict[str, object]:
    return {META_PREFIX + name: value for name, value in meta.items() if value is not None}
