"""What a request's schema has to add: no NUL in texts, which PostgreSQL cannot store, and more than white space."""

from collections.abc import Mapping
from typing import Any, Final

from toolserver.execution.meant import FREE_FORMATS

# Unicode's White_Space, which is stripped; regular expressions disagree about what \s is.
_SPACE: Final = r"\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_ANY: Final = r"[^\u0000]"
_SEEN: Final = rf"[^\u0000{_SPACE}]"
_SAYS_MORE: Final = ("const", "enum", "pattern")
_IN_MAPPINGS: Final = ("$defs", "properties")


def storable(schema: Mapping[str, Any], *, strips: bool = False) -> dict[str, Any]:
    """The schema with a pattern for each text in it. `strips`: white space around texts does not count."""
    said = {keyword: value for keyword, value in schema.items() if (keyword, value) != ("default", None)}  # is absent
    says_more = schema.get("format") not in FREE_FORMATS or any(keyword in schema for keyword in _SAYS_MORE)
    if schema.get("type") == "string" and not says_more:
        said["pattern"] = _pattern(schema.get("minLength", 0) if strips else 0)
    return {keyword: _inside(keyword, value, strips) for keyword, value in said.items()}


def _pattern(least: int) -> str:
    if least == 0:
        return f"^{_ANY}*$"
    inner = _SEEN if least == 1 else f"{_SEEN}{_ANY}{{{least - 2},}}{_SEEN}"
    return f"^{_ANY}*{inner}{_ANY}*$"


def _inside(keyword: str, value: Any, strips: bool) -> Any:
    if keyword in _IN_MAPPINGS:
        return {name: _part(each, strips) for name, each in value.items()}
    if keyword in ("anyOf", "oneOf", "allOf", "prefixItems"):
        return [_part(each, strips) for each in value]
    return _part(value, strips) if keyword in ("items", "additionalProperties") else value


def _part(schema: Any, strips: bool) -> Any:
    return storable(schema, strips=strips) if isinstance(schema, dict) else schema
