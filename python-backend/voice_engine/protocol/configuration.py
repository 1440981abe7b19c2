"""The session's configuration: defaults, session.update, and what the pipeline reads from it."""

import copy
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from openai.types.realtime import RealtimeSessionCreateRequest

from voice_engine.errors import ClientEventRefused
from voice_engine.protocol.effects import TurnDetection
from voice_engine.protocol.events import Wire, check

_PCM: Final = MappingProxyType({"type": "audio/pcm", "rate": 24000})
_SILENCE_MS: Final = MappingProxyType({"low": 900, "medium": 500, "auto": 500, "high": 300})
"""How long a pause ends a turn under semantic_vad, by eagerness."""


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
            "output": {"format": dict(_PCM), "voice": "marin", "speed": 1.0},
        },
    }


def configure(configuration: Wire, update: Any) -> Wire:
    """The configuration after a session.update; refuses what the engine cannot do."""
    if not isinstance(update, Mapping):
        raise ClientEventRefused("invalid_value", "session is an object.", "session")
    if update.get("type", "realtime") != "realtime":
        raise ClientEventRefused("invalid_value", "Only sessions of type 'realtime' are supported.", "session.type")
    check(RealtimeSessionCreateRequest, {"type": "realtime", **update}, "session")
    merged: Wire = _merge(configuration, update)
    _require_pcm(merged)
    _require_functions(merged)
    _require_one_modality(merged)
    return merged


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


def section(configuration: Wire, *path: str) -> Wire:
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


def _require_pcm(configuration: Wire) -> None:
    for direction in ("input", "output"):
        audio_format = section(configuration, "audio", direction, "format")
        if audio_format.get("type", "audio/pcm") != "audio/pcm" or audio_format.get("rate", 24000) != 24000:
            raise ClientEventRefused(
                "unsupported_format", "Only audio/pcm at 24000 Hz is supported.", f"session.audio.{direction}.format"
            )


def _require_functions(configuration: Wire) -> None:
    for index, tool in enumerate(configuration.get("tools") or []):
        if tool.get("type") != "function" or not isinstance(tool.get("name"), str):
            raise ClientEventRefused(
                "invalid_value", "Only named tools of type 'function' are supported.", f"session.tools[{index}].type"
            )


def _require_one_modality(configuration: Wire) -> None:
    if configuration.get("output_modalities") not in (["audio"], ["text"]):
        raise ClientEventRefused(
            "invalid_value", "output_modalities is either ['audio'] or ['text'].", "session.output_modalities"
        )
