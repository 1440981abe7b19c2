"""POST /execute-tool: one tool call in, its one recorded outcome out."""

from fastapi import APIRouter, BackgroundTasks, Request, Response

from toolserver.api.bodies import read_body
from toolserver.api.calls import CallRunner, ExecuteTool


def execute_routes(runner: CallRunner) -> APIRouter:
    """The route, wired."""
    router = APIRouter()

    @router.post("/execute-tool", operation_id="execute_tool")
    async def execute_tool(request: Request, after_answer: BackgroundTasks) -> Response:
        """Run a tool, or answer what its first run under this call_id recorded."""
        body = await read_body(request, ExecuteTool)
        return Response(await runner.run(request, body, after_answer), media_type="application/json")

    return router
