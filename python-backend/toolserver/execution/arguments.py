"""Parsing a call's arguments into the tool's model, and what makes two calls the same."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError

from toolserver.errors import InvalidArguments
from toolserver.toolkit.declaration import Tool
from toolserver.toolkit.models import Arguments

AGREEMENT: Final = "confirmation_token"
AGREEMENT_SCHEMA: Final = {
    "type": "string",
    "maxLength": 100,
    "description": "Leave it out at first. When the answer is confirmation_required, ask the caller what its `say` "
    "asks; after a yes call again with the same arguments and the token from that answer.",
}


def parse_arguments(tool: Tool, arguments: Mapping[str, Any]) -> Arguments:
    """The tool's typed arguments. Raises InvalidArguments with one reason a field."""
    present = {name: value for name, value in arguments.items() if value is not None}  # null means absent
    if tool.confirm is not None:
        present.pop(AGREEMENT, None)
    try:
        return tool.arguments.model_validate(present)
    except ValidationError as error:
        raise InvalidArguments(f"the arguments do not fit {tool.name}", fields=field_reasons(error)) from error


def field_reasons(error: ValidationError) -> dict[str, str]:
    """What is wrong, by dotted field name."""
    return {".".join(map(str, each["loc"])) or "arguments": each["msg"] for each in error.errors()}


def fingerprint(tool: Tool, arguments: Arguments) -> str:
    """Equal for calls that mean the same: the tool and its parsed arguments."""
    text = json.dumps([tool.name, arguments.model_dump(mode="json")], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
