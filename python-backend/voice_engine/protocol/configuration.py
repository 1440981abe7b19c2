"""The session's configuration: defaults, session.update, and what the pipeline reads from it."""

import copy
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from openai.types.realtime import RealtimeResponseCreateParams, RealtimeSessionCreateRequest

from voice_engine.errors import ClientEventRefused
from voice_engine.protocol.effects import TurnDetection
from voice_engine.protocol.events import Wire, check
from voice_engine.protocol.limits import ContentLimits, require_few, require_shallow, require_short

_PCM: Final = MappingProxyType({"type": "audio/pcm", "rate": 24000})
_SILENCE_MS: Final = MappingProxyType({"low": 900, "medium": 500, "auto": 500, "high": 300})
"""How long a pause ends a turn under semantic_vad, by eagerness."""


_VOICE: Final = "marin"
_DETECTION: Final = (
    "type",
    "threshold",
    "prefix_padding_ms",
    "silence_duration_ms",
    "eagerness",
    "create_response",
    "interrupt_response",
)


def default_configuration(model: str) -> Wire:
    """What a session is before anyone configures it."""
    return {
        "type": "realtime",
        "model": model,
        "output_modalities": ["audio"],
        "instructions": "",
        "tools": [],
        "tool_choice": "auto",
        "max_output_tokens": "inf",
        "tracing": None,
        "truncation": "auto",
        "audio": {
            "input": {
                "format": dict(_PCM),
                "transcription": None,
                "noise_reduction": None,
                "turn_detection": {
                    "type": "server_vad",
                    "threshold": 0.5,
                    "prefix_padding_ms": 300,
                    "silence_duration_ms": 500,
                    "create_response": True,
                    "interrupt_response": True,
                },
            },
            "output": {"format": dict(_PCM), "voice": _VOICE, "speed": 1.0},
        },
    }


def configure(configuration: Wire, update: Any, limits: ContentLimits) -> Wire:
    """The configuration after a session.update, as far as it is in force; refuses what the engine cannot do."""
    if not isinstance(update, Mapping):
        raise ClientEventRefused("invalid_value", "session is an object.", "session")
    if update.get("type", "realtime") != "realtime":
        raise ClientEventRefused("invalid_value", "Only sessions of type 'realtime' are supported.", "session.type")
    require_shallow("session", update, limits.levels)
    check(RealtimeSessionCreateRequest, {"type": "realtime", **update}, "session")
    merged: Wire = _merge(configuration, update)
    _require_possible(merged, "session", limits)
    return _in_force(merged)


def check_response(options: Mapping[str, Any], limits: ContentLimits) -> None:
    """Refuse options of response.create that do not fit, are unknown, or that the engine cannot do."""
    check(RealtimeResponseCreateParams, {**options, "input": []}, "response")
    _require_possible({"output_modalities": ["audio"], **options}, "response", limits)


def turn_detection(configuration: Wire) -> TurnDetection | None:
    """The configured turn detection; None when the client commits turns itself."""
    detection = section(configuration, "audio", "input").get("turn_detection")
    if not detection:
        return None
    by_eagerness = _SILENCE_MS.get(detection.get("eagerness") or "auto", 500)
    return TurnDetection(
        threshold=_or(detection.get("threshold"), 0.5),
        silence_ms=_or(detection.get("silence_duration_ms"), by_eagerness),
        prefix_ms=_or(detection.get("prefix_padding_ms"), 300),
    )


def turn_option(configuration: Wire, name: str) -> bool:
    """`create_response` or `interrupt_response`; both default to true."""
    detection = section(configuration, "audio", "input").get("turn_detection") or {}
    return bool(_or(detection.get(name), True))


def section(configuration: Mapping[str, Any], *path: str) -> Wire:
    """A nested object; empty where it is absent or null."""
    found: Any = configuration
    for name in path:
        found = found.get(name) or {}
    return dict(found)


def voice(configuration: Wire) -> object:
    """The output voice."""
    return section(configuration, "audio", "output").get("voice")


def _or(value: Any, default: Any) -> Any:
    return default if value is None else value


def _merge(old: Any, new: Any) -> Any:
    """Deep merge; one type of an object replaces another (server_vad's fields mean nothing to semantic_vad)."""
    if (
        not isinstance(old, Mapping)
        or not isinstance(new, Mapping)
        or old.get("type") != new.get("type", old.get("type"))
    ):
        return copy.deepcopy(new)
    return {**old, **{name: _merge(old.get(name), value) for name, value in new.items()}}


def _require_possible(wanted: Mapping[str, Any], path: str, limits: ContentLimits) -> None:
    _require_pcm(wanted, path)
    _require_functions(wanted, path, limits)
    require_short(f"{path}.instructions", len(wanted.get("instructions") or ""), limits.instructions_characters)
    if wanted.get("output_modalities") not in (["audio"], ["text"], None):
        param = f"{path}.output_modalities"
        raise ClientEventRefused("invalid_value", "output_modalities is either ['audio'] or ['text'].", param)
    if wanted.get("prompt"):
        raise ClientEventRefused("invalid_value", "Stored prompts are not supported.", f"{path}.prompt")


def _require_pcm(wanted: Mapping[str, Any], path: str) -> None:
    for direction in ("input", "output"):
        audio_format = section(wanted, "audio", direction, "format")
        if audio_format.get("type", "audio/pcm") != "audio/pcm" or audio_format.get("rate", 24000) != 24000:
            param = f"{path}.audio.{direction}.format"
            raise ClientEventRefused("unsupported_format", "Only audio/pcm at 24000 Hz is supported.", param)


def _require_functions(wanted: Mapping[str, Any], path: str, limits: ContentLimits) -> None:
    tools = wanted.get("tools") or []
    require_few(f"{path}.tools", len(tools), limits.tools)
    for index, tool in enumerate(tools):
        if tool.get("type") != "function" or not isinstance(tool.get("name"), str):
            param = f"{path}.tools[{index}].type"
            raise ClientEventRefused("invalid_value", "Only named tools of type 'function' are supported.", param)
    require_short(f"{path}.tools", len(json.dumps(tools, ensure_ascii=False)), limits.tools_characters)


_FIXED: Final = MappingProxyType({"max_output_tokens": "inf", "tracing": None, "truncation": "auto"})
_WITHOUT_EFFECT: Final = frozenset({"include", "parallel_tool_calls", "prompt", "reasoning"})


def _in_force(wanted: Wire) -> Wire:
    """What of it counts. Stock SDKs send more, which is taken without effect: the echo does not claim it."""
    heard, spoken = section(wanted, "audio", "input"), section(wanted, "audio", "output")
    kept = {name: value for name, value in wanted.items() if name not in _WITHOUT_EFFECT}
    audio = {
        "input": {
            "format": dict(_PCM),
            "transcription": _only(heard.get("transcription"), "model"),
            "noise_reduction": None,
            "turn_detection": _only(heard.get("turn_detection"), *_DETECTION),
        },
        "output": {"format": dict(_PCM), "voice": spoken.get("voice") or _VOICE, "speed": 1.0},
    }
    choice = "none" if wanted.get("tool_choice") == "none" else "auto"
    return {**kept, **_FIXED, "tool_choice": choice, "audio": audio}


def _only(found: Mapping[str, Any] | None, *names: str) -> Wire | None:
    return {name: found[name] for name in names if name in found} if found else None
