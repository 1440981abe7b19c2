"""Samples, turns and playback without a clock."""

import numpy as np
import pytest

from voice_engine.audio.playback import Boundary, Edge, Playback, Unheard
from voice_engine.audio.samples import Resampler, from_bytes, silence, to_bytes
from voice_engine.audio.turns import TurnBuffer
from voice_engine.models.scripted import tone


def ones(count: int) -> "np.typing.NDArray[np.int16]":
    return np.ones(count, np.int16)


def test_samples_survive_the_wire() -> None:
    samples = tone(20, 24_000)

    assert (from_bytes(to_bytes(samples)) == samples).all()


@pytest.mark.parametrize(("from_hz", "to_hz"), [(48_000, 16_000), (24_000, 48_000), (22_050, 24_000), (16_000, 16_000)])
def test_resampling_keeps_the_duration_and_the_loudness(from_hz: int, to_hz: int) -> None:
    resampler = Resampler(from_hz, to_hz)
    whole = tone(1000, from_hz)
    pieces = [resampler.push(whole[start : start + 480]) for start in range(0, len(whole), 480)]
    resampled = np.concatenate([*pieces, resampler.flush()])

    assert abs(len(resampled) - to_hz) < to_hz * 0.01
    assert 6000 < np.abs(resampled.astype(int)).max() < 10000


def test_a_turn_keeps_a_prefix_of_what_came_before_speech() -> None:
    buffer = TurnBuffer(16_000, longest_turn_s=10)
    buffer.keep(prefix_ms=100)
    for _ in range(100):
        buffer.push(silence(320))
    buffer.keep(None)
    buffer.push(ones(16_000))
    turn = buffer.take()

    assert 1600 <= len(turn) - 16_000 <= 1600 + 320
    assert buffer.heard_ms == 3000
    assert not len(buffer.take())


def test_a_turn_is_never_longer_than_its_bound() -> None:
    buffer = TurnBuffer(1000, longest_turn_s=1)
    for _ in range(30):
        buffer.push(ones(100))

    assert buffer.is_full
    assert len(buffer.take()) <= 1100


def test_playback_names_where_a_response_starts_and_stops() -> None:
    playback = Playback(1000)
    started = playback.start("resp")
    playback.write("resp", "item", ones(15))
    first, _ = playback.read(10)
    second, nothing = playback.read(10)
    playback.end("resp")
    third, stopped = playback.read(10)

    assert (first.sum(), second.sum(), third.sum()) == (10, 5, 0)
    assert started == [Boundary(Edge.STARTED, "resp")] and nothing == []
    assert stopped == [Boundary(Edge.STOPPED, "resp")]


def test_a_frame_can_hold_the_end_of_one_response_and_the_beginning_of_the_next() -> None:
    playback = Playback(1000)
    playback.write("a", "item_a", ones(5))
    playback.end("a")
    playback.write("b", "item_b", ones(20))
    samples, edges = playback.read(10)

    assert samples.sum() == 10
    assert [(edge.edge, edge.response_id) for edge in edges] == [
        (Edge.STARTED, "a"),
        (Edge.STOPPED, "a"),
        (Edge.STARTED, "b"),
    ]


def test_a_response_without_audio_neither_starts_nor_stops() -> None:
    playback = Playback(1000)
    playback.end("silent")

    assert playback.read(10)[1] == []


def test_clearing_says_how_much_of_each_message_was_heard() -> None:
    playback = Playback(1000)
    playback.write("resp", "heard", ones(300))
    playback.write("resp", "unheard", ones(100))
    playback.read(120)

    assert playback.clear() == [Unheard("heard", 120), Unheard("unheard", 0)]
    assert playback.waiting_ms == 0
    assert playback.read(10)[1] == []
