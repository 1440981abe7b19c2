"""Parsing a call's arguments into the tool's model, and what makes two calls the same."""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any, Final, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_core.core_schema import ErrorType

from toolserver.errors import InvalidArguments, in_plain_words
from toolserver.execution.meant import meant
from toolserver.toolkit.declaration import Tool
from toolserver.toolkit.models import Arguments
from toolserver.toolkit.sensitive import MASK, masking

AGREEMENT: Final = "confirmation_token"
LONGEST_AGREEMENT: Final = 100
AGREEMENT_SCHEMA: Final = {
    "type": "string",
    "maxLength": LONGEST_AGREEMENT,
    "description": "Leave it out at first. When the answer is confirmation_required, ask the caller what its `say` "
    "asks; after a yes call again with the same arguments and the token from that answer.",
}
# The texts of these quote no values; a validator's own text may.
_OWN_TEXTS: Final = {*get_args(ErrorType)} - {"value_error", "assertion_error", "union_tag_invalid"}


def parse_arguments(tool: Tool, arguments: Mapping[str, Any]) -> Arguments:
    """The tool's typed arguments. Raises InvalidArguments with one reason a field."""
    sent = dict(arguments)
    if tool.confirm is not None:
        sent.pop(AGREEMENT, None)
    present = meant(tool.arguments)(sent)
    try:
        return tool.arguments.model_validate(present)
    except ValidationError as error:
        fields = field_reasons(error, masking(tool.arguments)(present))
        message = f"the arguments do not fit {tool.name}: correct what `fields` names and call again; nothing was run"
        raise InvalidArguments(message, fields=fields) from error


def field_reasons(error: ValidationError, shown: object = None) -> dict[str, str]:
    """What is wrong, by dotted field name. `shown` is the masked input: no reason quotes what it hides."""
    return {_field(each, shown): _reason(each, shown) for each in error.errors()}


def _field(wrong: ErrorDetails, shown: object) -> str:
    """An unknown key inside a hidden value may itself be what was said."""
    place = wrong["loc"]
    if wrong["type"] == "extra_forbidden" and len(place) > 1 and _hides(shown, place):
        place = (*place[:-1], MASK)
    return ".".join(map(str, place)) or "arguments"


def _reason(wrong: ErrorDetails, shown: object) -> str:
    told = in_plain_words(wrong["msg"])
    if wrong["type"] in _OWN_TEXTS or not _hides(shown, wrong["loc"]):
        return told
    words = re.findall(r"\w{2,}", str(wrong["input"]).lower())
    return "does not fit" if any(word in told.lower() for word in words) else told


def _hides(shown: object, place: tuple[int | str, ...]) -> bool:
    """Whether anything is masked at this place or within; a place may also name what is no key (a union's branch)."""
    for key in place:
        values = shown if isinstance(shown, dict) else dict(enumerate(shown)) if isinstance(shown, list) else {}
        shown = values.get(key, shown)
    return MASK in str(shown)


def digest(tool: Tool, arguments: Arguments) -> str:
    """Equal for calls that mean the same: the tool and its parsed arguments. It can be guessed from a phone number."""
    text = json.dumps([tool.name, arguments.model_dump(mode="json")], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
