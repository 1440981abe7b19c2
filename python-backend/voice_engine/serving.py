"""Serving until a signal, which ends the program within ten seconds whatever its sessions and workers do."""

import logging
import multiprocessing
import os
import signal
import socket
from types import FrameType
from typing import Final

import uvicorn
from fastapi import FastAPI

from voice_engine.transport.connections import BoundedHttp, BoundedWebSocket

_log = logging.getLogger(__name__)

_LARGEST_MESSAGE: Final = 2_000_000
_MOST_REQUESTS: Final = 512
_FINISH_S: Final = 2  # for requests in progress; sessions are cut off
_LONGEST_END_S: Final = 7.0
_LAST_LINE_S: Final = 1.0


class PromptServer(uvicorn.Server):
    """uvicorn waits for whatever is stuck; this one waits for so long, and a second signal ends it at once."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Called for SIGTERM and SIGINT, also while Python code keeps the event loop busy."""
        if self.should_exit:
            _end_now()
        self.should_exit = True
        signal.signal(signal.SIGALRM, _end_stuck)
        signal.setitimer(signal.ITIMER_REAL, _LONGEST_END_S)


def server_config(app: FastAPI) -> uvicorn.Config:
    """How the engine is served."""
    return uvicorn.Config(
        app,
        access_log=False,
        log_config=None,
        http=BoundedHttp,
        ws=BoundedWebSocket,
        ws_max_size=_LARGEST_MESSAGE,
        limit_concurrency=_MOST_REQUESTS,
        timeout_graceful_shutdown=_FINISH_S,
    )


def serve(app: FastAPI, listeners: list[socket.socket]) -> None:
    """Serve; when it ends, nothing of it is left running."""
    try:
        PromptServer(server_config(app)).run(sockets=listeners)
    finally:
        _end_workers()


def _end_workers() -> None:
    """A worker that is stuck or stopped would be waited for at the interpreter's exit."""
    for process in multiprocessing.active_children():
        process.kill()


def _end_stuck(_signal: int, _frame: FrameType | None) -> None:
    """Where nobody reads the log the last line waits for ever: then the alarm's own default ends the process."""
    _end_workers()
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, _LAST_LINE_S)
    _log.warning("the engine is ended while something of it is stuck")
    _end_now()


def _end_now() -> None:
    _end_workers()
    os._exit(1)
