"""The bounds of one session."""

from dataclasses import dataclass, field

from voice_engine.protocol.limits import ContentLimits


@dataclass(frozen=True)
class Limits:
    """Every queue has a bound and every wait a timeout; these are they."""

    session_s: float = 3600.0  # as OpenAI's
    idle_s: float = 600.0  # without a client event and without speech
    connect_s: float = 30.0  # from the SDP answer to the open data channel
    brain_s: float = 30.0  # this and the next two: longer than a worker's call may take
    speech_to_text_s: float = 25.0  # and as long again as the turn was: each piece of it is a call
    text_to_speech_s: float = 25.0
    send_s: float = 10.0
    longest_turn_s: int = 120
    waiting_events: int = 4000
    waiting_characters: int = 8_000_000
    audio_burst_s: float = 120.0  # appended audio beyond that is heard so many times as fast as it was said
    audio_speed: float = 20.0
    waiting_turns: int = 4
    ahead_ms: int = 20_000  # how far synthesis may run ahead of the track
    content: ContentLimits = field(default_factory=ContentLimits)
    track_tail_s: float = 0.2  # what a jitter buffer holds back when the client commits a turn
