"""One response: the order of its events, cancelling, failing, interrupting."""

from tests.protocol.conversing import Conversing, find, types
from voice_engine.protocol.answering import Cut
from voice_engine.protocol.effects import FlushPlayback, StartResponse, StopResponse


def test_a_spoken_message_has_the_order_that_clients_rely_on() -> None:
    talk = Conversing()
    events = talk.client("response.create")
    talk.log.clear()
    talk.begin_message()
    talk.speak("Hello there.")
    talk.end_message()
    talk.end()

    assert types(events) == ["response.created"]
    assert [event.type for event in talk.log] == [
        "response.output_item.added",
        "conversation.item.added",
        "response.content_part.added",
        "response.output_audio_transcript.delta",
        "response.output_audio_transcript.delta",
        "response.output_audio.done",
        "response.output_audio_transcript.done",
        "response.content_part.done",
        "response.output_item.done",
        "conversation.item.done",
        "response.done",
    ]


def test_a_tool_call_follows_the_message_in_the_same_response() -> None:
    talk = Conversing()
    talk.client("response.create")
    talk.begin_message()
    talk.speak("One moment.")
    talk.end_message()
    events = talk.call_tool("lookupOrders", phoneNumber="555-0100")
    done = find(talk.end(), "response.done")["response"]

    assert types(events) == [
        "response.output_item.added",
        "conversation.item.added",
        "response.function_call_arguments.delta",
        "response.function_call_arguments.done",
        "response.output_item.done",
        "conversation.item.done",
    ]
    assert events[0]["item"] | {"status": "in_progress", "arguments": ""} == events[0]["item"]
    assert events[4]["item"]["arguments"] == '{"phoneNumber": "555-0100"}'
    assert [item["type"] for item in done["output"]] == ["message", "function_call"]


def test_text_modality_writes_text() -> None:
    talk = Conversing()
    talk.client("session.update", session={"type": "realtime", "output_modalities": ["text"]})
    talk.client("response.create")
    talk.begin_message()
    talk.take(talk.session.write(lambda response: response.extend_message("Hello.")))
    events = talk.end_message()

    assert types(events)[:2] == ["response.output_text.done", "response.content_part.done"]
    assert find(events, "response.output_item.done")["item"]["content"] == [{"type": "output_text", "text": "Hello."}]


def test_audio_travels_in_events_only_where_there_is_no_track() -> None:
    talk = Conversing(streams_audio=True)
    talk.client("response.create")
    talk.begin_message()

    assert types(talk.speak("Hi."))[-1] == "response.output_audio.delta"


def test_a_second_response_is_refused_while_one_is_in_progress() -> None:
    talk = Conversing()
    talk.client("response.create")
    error = find(talk.client("response.create", event_id="mine"), "error")["error"]

    assert (error["code"], error["event_id"]) == ("conversation_already_has_active_response", "mine")


def test_a_cancelled_response_ends_once_the_runner_has_stopped() -> None:
    talk = Conversing()
    talk.client("response.create")
    talk.begin_message()
    talk.speak("Hello there.")
    cancelled = talk.client("response.cancel")
    ended = talk.end()

    assert cancelled == [] and talk.effect(StopResponse)
    assert find(ended, "conversation.item.done")["item"]["status"] == "incomplete"
    details = find(ended, "response.done")["response"]["status_details"]
    assert details == {"type": "cancelled", "reason": "client_cancelled"}


def test_there_is_nothing_to_cancel_without_a_response() -> None:
    error = find(Conversing().client("response.cancel"), "error")["error"]

    assert error["code"] == "response_cancel_not_active"


def test_a_failed_response_says_why() -> None:
    talk = Conversing()
    talk.client("response.create")
    response = find(talk.end("brain took longer than 20 s"), "response.done")["response"]

    assert response["status"] == "failed"
    assert response["status_details"]["error"]["message"] == "brain took longer than 20 s"


def test_an_interruption_flushes_cancels_and_forgets_what_was_not_heard() -> None:
    talk = Conversing()
    talk.client("response.create")
    response_id = talk.effect(StartResponse).response_id
    item_id = talk.begin_message()
    talk.speak("First.", duration_ms=1000)
    talk.speak("Second.", duration_ms=1000)
    talk.speak("Third.", duration_ms=1000)
    talk.take(talk.session.playback_started(response_id))
    started = talk.take(talk.session.speech_started(5000))
    cleared = talk.take(talk.session.playback_cleared([Cut(item_id, 1400)]))
    ended = talk.end()
    item = find(talk.client("conversation.item.retrieve", item_id=item_id), "conversation.item.retrieved")["item"]

    assert types(started) == ["input_audio_buffer.speech_started"]
    assert talk.effect(FlushPlayback) and types(cleared) == ["output_audio_buffer.cleared"]
    assert types(ended)[-2:] == ["response.done", "conversation.item.truncated"]
    assert find(ended, "response.done")["response"]["status_details"]["reason"] == "turn_detected"
    assert item["content"][0]["transcript"] == "First. Second."


def test_an_answer_that_is_still_playing_can_be_interrupted_after_it_was_made() -> None:
    talk = Conversing()
    talk.client("response.create")
    response_id = talk.effect(StartResponse).response_id
    item_id = talk.begin_message()
    talk.speak("First.")
    talk.end_message()
    talk.end()
    talk.take(talk.session.playback_started(response_id))
    talk.take(talk.session.speech_started(5000))
    events = talk.take(talk.session.playback_cleared([Cut(item_id, 300)]))

    assert types(events) == ["output_audio_buffer.cleared", "conversation.item.truncated"]


def test_speech_does_not_interrupt_where_the_client_forbids_it() -> None:
    talk = Conversing()
    detection = {"type": "server_vad", "interrupt_response": False}
    talk.client("session.update", session={"type": "realtime", "audio": {"input": {"turn_detection": detection}}})
    talk.client("response.create")
    talk.take(talk.session.speech_started(100))

    assert not any(isinstance(effect, StopResponse | FlushPlayback) for effect in talk.effects)


def test_a_response_beside_the_conversation_leaves_no_items() -> None:
    talk = Conversing()
    talk.client("response.create", response={"conversation": "none", "instructions": "Summarise.", "input": []})
    order = talk.effect(StartResponse)
    talk.log.clear()
    talk.begin_message()
    talk.speak("Short.")
    talk.end_message()
    talk.end()

    assert (order.instructions, order.items) == ("Summarise.", ())
    assert not any(event.type.startswith("conversation.item") for event in talk.log)


def test_tool_choice_none_hides_the_tools_from_the_brain() -> None:
    talk = Conversing()
    tools = [{"type": "function", "name": "lookupOrders"}]
    talk.client("session.update", session={"type": "realtime", "tools": tools})
    talk.client("response.create", response={"tool_choice": "none"})

    assert talk.effect(StartResponse).tools == ()


def test_clearing_the_output_ends_a_response_that_is_still_being_made() -> None:
    talk = Conversing()
    talk.client("response.create")
    talk.client("output_audio_buffer.clear")
    response = find(talk.end(), "response.done")["response"]

    assert response["status_details"]["reason"] == "client_cancelled"
