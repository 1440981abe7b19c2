"""What the toolserver says about its tools, for the offline brain."""

import logging
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final

import httpx

from voice_engine.models.offline.foreign_json import loaded
from voice_engine.proxies import is_loopback

_log = logging.getLogger(__name__)

_FRESH_S: Final = 5.0
_TIMEOUT_S: Final = 2.0


class ManifestSource:
    """Reads `GET /tools`, at most every few seconds; a toolserver that is away leaves what it said last."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._entries: Sequence[Mapping[str, Any]] | None = None
        self._read_at = -_FRESH_S

    async def entries(self) -> Sequence[Mapping[str, Any]] | None:
        """The manifest's entries; None while the toolserver has not been reached at all."""
        if time.monotonic() - self._read_at >= _FRESH_S:
            read = await self._read()
            self._entries = self._entries if read is None else read
            self._read_at = time.monotonic()
        return self._entries

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.aclose()

    async def _read(self) -> Sequence[Mapping[str, Any]] | None:
        try:
            answer = await self._client.get("/tools")
            answer.raise_for_status()
        except (httpx.HTTPError, ValueError) as error:
            _log.info("no manifest from the toolserver: %s", error)
            return None
        read = loaded(answer.text)
        tools = read.get("tools") if isinstance(read, dict) else None
        return tools if isinstance(tools, list) else None


def manifest_source(toolserver_url: str, api_key: str | None) -> ManifestSource:
    """The manifest of that toolserver."""
    headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
    proxied = not is_loopback(toolserver_url)
    client = httpx.AsyncClient(base_url=toolserver_url, headers=headers, timeout=_TIMEOUT_S, trust_env=proxied)
    return ManifestSource(client)
