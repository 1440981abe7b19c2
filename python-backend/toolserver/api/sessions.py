"""POST and DELETE /sessions: a service opens and ends the tool session of a voice conversation."""

from collections.abc import Iterable
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from toolserver.api.bodies import read_body
from toolserver.api.credentials import Gatekeeper
from toolserver.api.missing import MissingTool, MissingTools
from toolserver.errors import NotPermitted, UnknownSession
from toolserver.execution.registry import Registry
from toolserver.storage import sessions
from toolserver.storage.database import Database
from toolserver.toolkit.context import Clock

SessionId = Annotated[str, Path(max_length=60, pattern=r"^[^\x00]+$")]  # PostgreSQL stores no NUL
Name = Annotated[str, Field(min_length=1, max_length=100)]


class GrantedAgent(BaseModel):
    """An agent and the tools it may use."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Name
    tools: list[Name] = Field(max_length=200)


class OpenSession(BaseModel):
    """What the web server says about the scenario."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    scenario: Name
    agents: list[GrantedAgent] = Field(min_length=1, max_length=50)
    client: str | None = Field(
        default=None,
        min_length=1,
        max_length=100,
        description="For whom the session is opened, where the service can tell: an opaque text that is the same for "
        "the same caller's address or line. Failed identity checks are limited by it; only a keyed hash is stored.",
    )


class SessionOpened(BaseModel):
    """The session's credentials."""

    session_id: str
    token: str
    expires_at: str = Field(description="RFC 3339, UTC")
    missing: list[MissingTool] = Field(description="what its agents cannot do now")


def session_routes(gatekeeper: Gatekeeper, database: Database, clock: Clock, missing: MissingTools) -> APIRouter:
    """The routes, wired."""
    router, registry = APIRouter(), missing.registry

    @router.post("/sessions", status_code=201, operation_id="open_session")
    async def open_session(request: Request) -> SessionOpened:
        """Open a tool session; an agent that names a tool which is not there, or not its scenario's, does without."""
        await gatekeeper.require_service(request)
        body = await read_body(request, OpenSession)
        lost = [
            MissingTool(agent=agent.name, tool=name, reason=reason)
            for agent in body.agents
            for name in agent.tools
            if (reason := missing.reason(body.scenario, name)) is not None
        ]
        missing.note(body.scenario, lost)
        grants = {agent.name: _granted(agent, lost, registry) for agent in body.agents}
        opening = partial(sessions.open_session, scenario=body.scenario, grants=grants, client=body.client, now=clock())
        opened = await database.write(opening)
        token = await gatekeeper.tokens.sign(opened.id, opened.expires_at)
        expires_at = opened.expires_at.isoformat(timespec="seconds").replace("+00:00", "Z")
        return SessionOpened(session_id=opened.id, token=token, expires_at=expires_at, missing=lost)

    @router.delete("/sessions/{session_id}", status_code=204, operation_id="end_session")
    async def end_session(session_id: SessionId, request: Request) -> Response:
        """End a session: by a service, or by the session itself."""
        sender = await gatekeeper.sender(request)
        if not sender.is_service and sender.owner != session_id:
            raise NotPermitted("a session may end only itself")
        if not await database.write(partial(sessions.end_session, session_id=session_id, now=clock())):
            raise UnknownSession(f"there is no open session {session_id!r}")
        return Response(status_code=204)

    return router


def _granted(agent: GrantedAgent, lost: Iterable[MissingTool], registry: Registry) -> list[str]:
    """By the tools' own names."""
    without = {each.tool for each in lost if each.agent == agent.name}
    return [registry.get(name).name for name in agent.tools if name not in without]
