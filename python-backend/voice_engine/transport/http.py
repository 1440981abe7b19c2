"""The HTTP routes: client secrets, WebRTC calls, health."""

import json
from collections.abc import Mapping
from typing import Any, Literal

from fastapi import APIRouter, Request, Response
from openai.types.realtime import ClientSecretCreateResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from voice_engine.errors import ClientEventRefused, InvalidRequest, UnsupportedMedia
from voice_engine.pipeline.parts import Parts
from voice_engine.protocol.configuration import configure, default_configuration
from voice_engine.protocol.limits import ContentLimits
from voice_engine.transport.access import Access, bearer
from voice_engine.transport.client_secrets import ClientSecrets
from voice_engine.transport.rtc_calls import RtcCalls
from voice_engine.transport.sessions import Sessions, new_id


class _ExpiresAfter(BaseModel):
    anchor: Literal["created_at"] = "created_at"
    seconds: int = Field(default=60, ge=10, le=7200)


class _ClientSecretRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    expires_after: _ExpiresAfter = _ExpiresAfter()
    session: dict[str, Any] = Field(default_factory=dict)


def client_secret_routes(access: Access, client_secrets: ClientSecrets, model: str) -> APIRouter:
    """`POST /v1/realtime/client_secrets`."""
    routes = APIRouter()

    @routes.post("/v1/realtime/client_secrets")
    async def create(request: Request) -> Response:
        access.require_service(request)
        wanted = _parse_request(await request.body())
        try:
            session = configure(default_configuration(model), wanted.session, ContentLimits())
        except ClientEventRefused as refusal:
            raise InvalidRequest(refusal.message, refusal.code, refusal.param) from refusal
        secret = client_secrets.issue(wanted.session, wanted.expires_after.seconds)
        about = {"id": new_id("sess"), "object": "realtime.session"}
        answer = ClientSecretCreateResponse.model_validate(
            {"value": secret.value, "expires_at": secret.expires_at, "session": {**about, **session}}
        )
        return Response(answer.model_dump_json(exclude_unset=True), media_type="application/json")

    return routes


def rtc_call_routes(access: Access, rtc_calls: RtcCalls) -> APIRouter:
    """`POST /v1/realtime/calls` and its hangup."""
    routes = APIRouter()

    @routes.post("/v1/realtime/calls")
    async def create(request: Request) -> Response:
        admission = access.admit(bearer(request), request)
        offer, own = await _offer(request)
        rtc_call_id, answer = await rtc_calls.open(admission.opener, {**admission.configuration, **own}, offer)
        location = f"/v1/realtime/calls/{rtc_call_id}"
        return Response(answer, 201, {"Location": location}, media_type="application/sdp")

    @routes.post("/v1/realtime/calls/{rtc_call_id}/hangup")
    async def hang_up(request: Request, rtc_call_id: str) -> Response:
        access.admit(bearer(request), request)
        await rtc_calls.hang_up(rtc_call_id)
        return Response(status_code=200)

    return routes


def health_routes(parts: Parts, sessions: Sessions) -> APIRouter:
    """`/healthz` says what the engine can do, `/readyz` that it can."""
    routes = APIRouter()

    @routes.get("/healthz")
    async def health() -> dict[str, Any]:
        speech = {
            "turn_detection": parts.turn_detector is not None,
            "speech_to_text": parts.speech_to_text is not None,
            "text_to_speech": parts.text_to_speech is not None,
            "missing": list(parts.missing),
        }
        return {"status": "ok", "speech": speech, "sessions": len(sessions)}

    @routes.get("/readyz")
    async def ready() -> dict[str, str]:
        return {"status": "ready"}

    return routes


def _parse_request(body: bytes) -> _ClientSecretRequest:
    try:
        return _ClientSecretRequest.model_validate_json(body or b"{}")
    except ValidationError as error:
        first = error.errors()[0]
        raise InvalidRequest(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error


async def _offer(request: Request) -> tuple[str, Mapping[str, Any]]:
    """The SDP offer, and the session configuration that a form may bring with it."""
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type == "application/sdp":
        return (await request.body()).decode(errors="replace"), {}
    if content_type != "multipart/form-data":
        raise UnsupportedMedia("Send application/sdp, or multipart/form-data with sdp and session.")
    async with request.form(max_files=2, max_fields=4) as form:
        sdp, session = [await _text(form.get(name)) for name in ("sdp", "session")]
    try:
        configuration = json.loads(session or "{}")
    except (ValueError, RecursionError) as error:
        raise InvalidRequest("session is not valid JSON.") from error
    if not isinstance(configuration, dict):
        raise InvalidRequest("session is not a JSON object.")
    return sdp, configuration


async def _text(part: Any) -> str:
    if part is None or isinstance(part, str):
        return part or ""
    return bytes(await part.read()).decode(errors="replace")
