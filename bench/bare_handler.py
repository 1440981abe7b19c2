"""A FastAPI handler that does nothing but send the body it was given: the floor that a tool call is compared with."""

import os

import uvicorn
from fastapi import FastAPI, Request, Response

app = FastAPI()
_body = b"{}"


@app.put("/body")
async def keep(request: Request) -> None:
    """Keep the body that the next calls answer with."""
    global _body
    _body = await request.body()


@app.post("/execute-tool")
async def answer(request: Request) -> Response:
    """Read the call, answer the body."""
    await request.json()
    return Response(_body, media_type="application/json")


@app.get("/ready")
async def ready() -> None:
    """Answer once it serves."""


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["BARE_PORT"]), log_level="warning")
