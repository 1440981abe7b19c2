"""`/v1/realtime`: a session over a WebSocket."""

import asyncio

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from voice_engine.errors import RequestRefused, TransportClosed
from voice_engine.runner import Runner
from voice_engine.transport.access import Access, bearer, subprotocol_key
from voice_engine.transport.refusals import refusal_response
from voice_engine.transport.sessions import Sessions


def websocket_routes(access: Access, sessions: Sessions) -> APIRouter:
    """The WebSocket route."""
    routes = APIRouter()

    @routes.websocket("/v1/realtime")
    async def realtime(websocket: WebSocket, model: str | None = None) -> None:
        credential = bearer(websocket) or subprotocol_key(websocket)
        try:
            admission = access.admit(credential, websocket)
            chosen = {"model": model} if model else {}
            session_id, runner = sessions.open(admission.opener, {**chosen, **admission.configuration})
        except RequestRefused as refusal:
            await websocket.send_denial_response(refusal_response(refusal))
            return
        try:
            await _serve(websocket, runner)
        finally:
            sessions.close(session_id)

    return routes


async def _serve(websocket: WebSocket, runner: Runner) -> None:
    subprotocols = websocket.scope.get("subprotocols", [])
    await websocket.accept(subprotocol="realtime" if "realtime" in subprotocols else None)
    async with asyncio.TaskGroup() as tasks:
        reader = tasks.create_task(_read(websocket, runner))

        async def send(text: str) -> None:
            try:
                await websocket.send_text(text)
            except (WebSocketDisconnect, RuntimeError) as error:
                raise TransportClosed from error

        ending = await runner.run(send)
        if not reader.done():
            reader.cancel()
            await websocket.close(ending.close_code, ending.message)


async def _read(websocket: WebSocket, runner: Runner) -> None:
    """Events until the client leaves; binary messages are read as text."""
    while True:
        await runner.room()
        message = await websocket.receive()
        if message["type"] == "websocket.disconnect":
            break
        text = message.get("text")
        runner.receive(text if text is not None else message["bytes"].decode(errors="replace"))
    runner.stop()
