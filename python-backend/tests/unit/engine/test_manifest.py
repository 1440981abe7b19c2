"""The manifest comes from the toolserver, and its absence is no failure."""

import httpx
import pytest

from voice_engine.models.manifest import ManifestSource


def source(answer: httpx.Response | Exception, seen: list[httpx.Request] | None = None) -> ManifestSource:
    def respond(request: httpx.Request) -> httpx.Response:
        if seen is not None:
            seen.append(request)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return ManifestSource(httpx.AsyncClient(transport=httpx.MockTransport(respond), base_url="http://toolserver"))


async def test_the_manifest_is_read_once_for_several_questions() -> None:
    seen: list[httpx.Request] = []
    manifest = source(httpx.Response(200, json={"tools": [{"name": "lookupOrders"}]}), seen)

    assert await manifest.entries() == await manifest.entries() == [{"name": "lookupOrders"}]
    assert [request.url.path for request in seen] == ["/tools"]


@pytest.mark.parametrize(
    "answer",
    [
        httpx.ConnectError("refused"),
        httpx.Response(503),
        httpx.Response(200, text="<html>"),
        httpx.Response(200, json=[]),
        httpx.Response(200, json={"tools": 7}),
    ],
)
async def test_without_a_manifest_there_are_no_entries(answer: httpx.Response | Exception) -> None:
    assert await source(answer).entries() is None


async def test_a_toolserver_that_goes_away_leaves_what_it_said_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voice_engine.models.manifest._FRESH_S", 0.0)
    answers = iter([httpx.Response(200, json={"tools": [{"name": "lookupOrders"}]}), httpx.Response(503)])
    respond = httpx.MockTransport(lambda _request: next(answers))
    manifest = ManifestSource(httpx.AsyncClient(transport=respond, base_url="http://toolserver"))

    assert await manifest.entries() == [{"name": "lookupOrders"}]
    assert await manifest.entries() == [{"name": "lookupOrders"}]
