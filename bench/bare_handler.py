"""A FastAPI handler for the same request and the same answer: the floor that a tool call is compared with."""

import os
from typing import Any

import uvicorn
from fastapi import FastAPI
from toolserver.api.calls import ExecuteTool

app = FastAPI()
_kept: dict[str, Any] = {}


@app.put("/body")
async def keep(body: dict[str, Any]) -> None:
    """Keep the body that the next calls answer with."""
    _kept.clear()
    _kept.update(body)


@app.post("/execute-tool")
async def answer(_call: ExecuteTool) -> dict[str, Any]:
    """Read the call, answer the body."""
    return _kept


@app.get("/ready")
async def ready() -> None:
    """Answer once it serves."""


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["BARE_PORT"]), log_level="warning")
