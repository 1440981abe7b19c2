"""The HTTP client to the model: it follows no redirects, and reads no more than a judgement needs."""

from collections.abc import AsyncIterator
from typing import Final

import httpx2
from openai import AsyncOpenAI, DefaultAsyncHttpxClient
from pydantic import SecretStr

from toolserver.proxies import is_loopback

MODEL_TIMEOUT_S: Final = 10.0
_MOST_BYTES: Final = 256 * 1024  # of a body; an answer has some 4 kB


class TooMuch(httpx2.ReadError):
    """The body goes on after what a judgement can have."""


def model_client(api_key: SecretStr, base_url: str | None) -> AsyncOpenAI:
    """A client that sends each question once."""
    http = DefaultAsyncHttpxClient(
        follow_redirects=False,  # where they lead nobody has configured, and the case would go there
        timeout=MODEL_TIMEOUT_S,
        headers={"Accept-Encoding": "identity"},  # what is packed small may be huge
        event_hooks={"response": [_bound]},
        trust_env=not (base_url and is_loopback(base_url)),
    )
    return AsyncOpenAI(api_key=api_key.get_secret_value(), base_url=base_url, max_retries=0, http_client=http)


async def _bound(response: httpx2.Response) -> None:
    if response.headers.get("content-encoding", "identity") != "identity":
        raise TooMuch("the body is packed, though that was not asked for", request=response.request)
    if isinstance(response.stream, httpx2.AsyncByteStream):  # what an asynchronous client always has
        response.stream = _AtMost(response.stream, response.request)


class _AtMost(httpx2.AsyncByteStream):
    """The first bytes of a body; an error after them."""

    def __init__(self, stream: httpx2.AsyncByteStream, request: httpx2.Request) -> None:
        self._stream, self._request = stream, request

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = _MOST_BYTES
        async for chunk in self._stream:
            left -= len(chunk)
            if left < 0:
                raise TooMuch(f"the body is over {_MOST_BYTES} bytes", request=self._request)
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()
