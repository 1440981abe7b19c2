"""Carrying TCP connections from one port to another."""

import asyncio
from contextlib import suppress


async def pass_on(near: asyncio.StreamReader, back: asyncio.StreamWriter, host: str, port: int) -> None:
    """Carry one connection until either side ends it."""
    try:
        far, forth = await asyncio.open_connection(host, port)
    except OSError:
        back.close()
        return
    carriers = [asyncio.ensure_future(_carry(near, forth)), asyncio.ensure_future(_carry(far, back))]
    await asyncio.wait(carriers, return_when=asyncio.FIRST_COMPLETED)
    for each in carriers:
        each.cancel()
    forth.close()
    back.close()


async def _carry(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while piece := await source.read(65_536):
            target.write(piece)
            await target.drain()
